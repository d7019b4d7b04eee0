"""Golden questions on an index -> figures: right article, gold in quote, refusals, verbatim violations, latency."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import numpy as np

from qa.answer import Answer
from qa.assistant import Assistant
from qa.evaluation.dataset import Example


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the assistant made of one example."""

    example: Example
    answer: Answer

    @property
    def right_article(self) -> bool:
        """The first citation is the article that holds the answer."""
        cited = self.answer.citations
        return bool(cited) and cited[0].article_id in _ids(self.example.article or "", cited[0].article_id)

    @property
    def gold_in_quote(self) -> bool:
        """A gold answer lies inside one quote."""
        return any(_holds(quote.text, self.example) for quote in self.answer.quotes)

    @property
    def gold_in_text(self) -> bool:
        """A gold answer lies inside the short answer."""
        return _holds(self.answer.text, self.example)

    @property
    def right(self) -> bool:
        """Answered with gold from the right article, or refused where there is no answer."""
        return self.right_article and self.gold_in_quote if self.example.answers else self.answer.refused


def evaluate(
    assistant: Assistant, examples: Sequence[Example], progress: Callable[[int, int], None] | None = None
) -> list[Outcome]:
    """Ask every question, each on its own."""
    outcomes = []
    for done, example in enumerate(examples, 1):
        outcomes.append(Outcome(example, assistant.answer(example.question)))
        if progress:
            progress(done, len(examples))
    return outcomes


def figures(outcomes: Sequence[Outcome], assistant: Assistant) -> dict[str, Any]:
    """Return the figures of a run: percentages from 0 to 100, latencies in milliseconds."""
    answerable = [o for o in outcomes if o.example.answers]
    unanswerable = [o for o in outcomes if not o.example.answers]
    latencies = [o.answer.timings["total"] for o in outcomes]
    by_kind: dict[str, Counter[str]] = defaultdict(Counter)
    for outcome in outcomes:
        by_kind[outcome.example.kind].update(n=1, right=int(outcome.right))
    return {
        "n": len(outcomes),
        "answerable": len(answerable),
        "unanswerable": len(unanswerable),
        "right_article_first": _percent(o.right_article for o in answerable),
        "gold_in_quote": _percent(o.gold_in_quote for o in answerable),
        "gold_in_text": _percent(o.gold_in_text for o in answerable),
        "answerable_refused": _percent(o.answer.refused for o in answerable),
        "unanswerable_refused": _percent(o.answer.refused for o in unanswerable),
        "verbatim_violations": sum(verbatim_violations(assistant, o.answer) for o in outcomes),
        "latency_ms": {
            "p50": round(float(np.percentile(latencies, 50)), 1),
            "p95": round(float(np.percentile(latencies, 95)), 1),
        },
        "right_by_kind": {kind: f"{count['right']}/{count['n']}" for kind, count in sorted(by_kind.items())},
    }


def verbatim_violations(assistant: Assistant, answer: Answer) -> int:
    """Count the quotes, and the short answer, that are not a slice of their article."""
    ids = {citation.number: citation.article_id for citation in answer.citations}
    violations = 0
    for quote in answer.quotes:
        article = assistant.article(ids[quote.citation])
        violations += article is None or article.text[quote.start : quote.end] != quote.text
        violations += any(not quote.start <= start < end <= quote.end for start, end in quote.highlights)
    spans = [
        quote.text[a - quote.start : b - quote.start] for quote in answer.quotes for a, b in quote.highlights
    ]
    return violations + (not answer.refused and answer.text not in spans)


def _ids(wanted: str, actual: str) -> set[str]:
    """A golden set may name an article without its suffix."""
    return {actual} if wanted in {actual, str(PurePosixPath(actual).with_suffix(""))} else set()


def _holds(text: str, example: Example) -> bool:
    plain = " ".join(text.split())
    return any(" ".join(gold.split()) in plain for gold in example.answers)


def _percent(flags: Any) -> float | None:  # noqa: ANN401 - any iterable of booleans
    values = list(flags)
    return round(100 * sum(values) / len(values), 1) if values else None
