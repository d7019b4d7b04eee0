"""Questions on a corpus -> how good the assistant's answers are: citations, quotes, refusals, confidence, latency."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

import numpy as np

from index.sync import Progress
from qa.answer import Answer
from qa.assistant import Assistant
from qa.evaluation.dataset import Example
from qa.evaluation.metrics import calibration_error, percent, percentile, score


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the assistant made of one example."""

    example: Example
    answer: Answer

    @property
    def right_article(self) -> bool:
        """The first citation is an article that holds the answer."""
        cited, wanted = self.answer.citations, (self.example.article or "", *self.example.others)
        return bool(cited) and any(cited[0].article_id in _ids(each, cited[0].article_id) for each in wanted)

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
    assistant: Assistant,
    examples: Sequence[Example],
    progress: Progress | None = None,
    *,
    without_gold: bool = False,
) -> list[Outcome]:
    """Ask every question, each on its own.

    With `without_gold`, each answerable one is asked once more, with its article taken out of the corpus.
    """
    ids = {article.id for article in assistant.listing()}
    rounds: list[tuple[Example, list[str] | None]] = [(example, None) for example in examples]
    if without_gold:
        rounds += [
            (replace(example, answers=(), kind="gold_removed"), sorted(ids - {str(example.article)}))
            for example in examples
            if example.answers
        ]
    outcomes = []
    for done, (example, articles) in enumerate(rounds, 1):
        answer = assistant.answer(example.question, history=example.history, articles=articles)
        outcomes.append(Outcome(example, answer))
        if progress:
            progress(done, len(rounds))
    return outcomes


def figures(outcomes: Sequence[Outcome], assistant: Assistant) -> dict[str, Any]:
    """Return the figures of a run: percentages from 0 to 100, latencies in milliseconds.

    Of the answerable questions: `answered`; `em`, `f1_word`, `f1_char` of the short answer, `gold_in_text` and
    `gold_in_quote`, for all of which a refusal counts as wrong. Of those that were answered:
    `citation_accuracy` (the first citation is the right article). Of the unanswerable: `refusal_recall`; of the
    refusals: `refusal_precision`. Of all: `ece`, the calibration error of the confidence that the first citation
    is right and a quote holds the answer.
    """
    answerable = [o for o in outcomes if o.example.answers]
    unanswerable = [o for o in outcomes if not o.example.answers]
    answered = [o for o in answerable if not o.answer.refused]
    refusals = [o for o in outcomes if o.answer.refused]
    texts = [score(o.answer.text, o.example.answers) for o in answerable]
    latencies = [o.answer.timings["total"] for o in outcomes]
    confidence = np.array([o.answer.confidence for o in outcomes])
    by_kind: dict[str, Counter[str]] = defaultdict(Counter)
    for outcome in outcomes:
        by_kind[outcome.example.kind].update(n=1, right=int(outcome.right))
    return {
        "n": len(outcomes),
        "answerable": len(answerable),
        "unanswerable": len(unanswerable),
        "answered": percent([not o.answer.refused for o in answerable]),
        "em": percent([s.em for s in texts]),
        "f1_word": percent([s.f1_word for s in texts]),
        "f1_char": percent([s.f1_char for s in texts]),
        "gold_in_text": percent([o.gold_in_text for o in answerable]),
        "gold_in_quote": percent([o.gold_in_quote for o in answerable]),
        "gold_in_quote_of_answered": percent([o.gold_in_quote for o in answered]),
        "citation_accuracy": percent([o.right_article for o in answered]),
        "refusal_recall": percent([o.answer.refused for o in unanswerable]),
        "refusal_precision": percent([not o.example.answers for o in refusals]),
        "verbatim_violations": sum(verbatim_violations(assistant, o.answer) for o in outcomes),
        "ece": round(100 * calibration_error(confidence, np.array([_holds_true(o) for o in outcomes])), 1),
        "latency_ms": {"p50": percentile(latencies, 50), "p95": percentile(latencies, 95)},
        "right_by_kind": {kind: f"{count['right']}/{count['n']}" for kind, count in sorted(by_kind.items())},
    }


def verbatim_violations(assistant: Assistant, answer: Answer) -> int:
    """Count the quotes that are no slice of their article, and the short answers that are none of a quote."""
    ids = {citation.number: citation.article_id for citation in answer.citations}
    violations = 0
    for quote in answer.quotes:
        article = assistant.article(ids[quote.citation])
        violations += article is None or article.text[quote.start : quote.end] != quote.text
        violations += any(not quote.start <= start < end <= quote.end for start, end in quote.highlights)
    for point in answer.points:
        violations += not any(
            quote.citation == point.citation
            and quote.text[point.start - quote.start : point.end - quote.start] == point.text
            for quote in answer.quotes
            if quote.start <= point.start
        )
    return violations


def _holds_true(outcome: Outcome) -> bool:
    return bool(outcome.example.answers) and outcome.right_article and outcome.gold_in_quote


def _ids(wanted: str, actual: str) -> set[str]:
    """A golden set may name an article without its suffix."""
    return {actual} if wanted in {actual, str(PurePosixPath(actual).with_suffix(""))} else set()


def _holds(text: str, example: Example) -> bool:
    plain = " ".join(text.split())
    return any(" ".join(gold.split()) in plain for gold in example.answers)
