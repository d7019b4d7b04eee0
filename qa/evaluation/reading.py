"""Questions with their contexts -> how well the reader finds the answer when it is given the right article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, fields
from typing import Any

from index.articles import Article
from index.sync import Progress
from qa.evaluation.dataset import Example
from qa.evaluation.metrics import Scores, percent, score
from qa.reader import Readable, Reader


def predictions(
    reader: Reader,
    examples: Sequence[Example],
    articles: Sequence[Article],
    progress: Progress | None = None,
) -> list[str]:
    """Return what the reader finds for each question in its own context.

    In a set without unanswerable questions it must answer each, as in SQuAD 1.1; otherwise an answer that is
    less likely than none is none (the empty string), as in SQuAD 2.0.
    """
    texts = {article.id: article.text for article in articles}
    may_refuse = any(not example.answers for example in examples)
    found = []
    for done, example in enumerate(examples, 1):
        text = texts[str(example.article)]
        (spans,) = reader.read(example.question, [Readable(text)], most=1)
        answered = spans and (spans[0].score > 0 or not may_refuse)
        found.append(text[spans[0].start : spans[0].end] if answered else "")
        if progress:
            progress(done, len(examples))
    return found


def figures(examples: Sequence[Example], predicted: Sequence[str]) -> dict[str, Any]:
    """Return the means over all questions, as percentages."""
    scored = [score(text, example.answers) for text, example in zip(predicted, examples, strict=True)]
    columns = zip(*map(astuple, scored), strict=True) if scored else [[] for _ in fields(Scores)]
    means = {field.name: percent(list(column)) for field, column in zip(fields(Scores), columns, strict=True)}
    return means | {"n": len(scored)}
