"""Questions with their contexts -> how often search finds the right article, before and after reading."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from index.sync import Progress
from qa.assistant import Assistant
from qa.evaluation.dataset import Example
from qa.question import parse_question

_DEPTH = 50  # passages that are looked at for ten different articles
_K = (1, 3, 10)


def figures(
    assistant: Assistant,
    examples: Sequence[Example],
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Return recall@k and MRR of the article that holds the answer, as percentages.

    The figures at the top are of the passages as the assistant ranks them, after reading; those under `hybrid` of
    the search alone.
    """
    ranks: dict[str, list[int]] = {"read": [], "hybrid": []}
    for done, example in enumerate(examples, 1):
        question = parse_question(example.question, assistant.settings.max_question)
        for name, passages in (
            ("read", assistant.retrieve(example.question, _DEPTH)),
            ("hybrid", assistant.search(question, _DEPTH)),
        ):
            articles = list(dict.fromkeys(passage.article_id for passage in passages))
            ranks[name].append(articles.index(example.article) + 1 if example.article in articles else 0)
        if progress:
            progress(done, len(examples))
    return _means(ranks["read"]) | {"n": len(examples), "hybrid": _means(ranks["hybrid"])}


def _means(ranks: Sequence[int]) -> dict[str, float]:
    found = np.array(ranks)
    reciprocal = np.divide(1.0, found, out=np.zeros(len(found)), where=found > 0)
    recall = {f"recall@{k}": round(100 * float(np.mean((found > 0) & (found <= k))), 1) for k in _K}
    return recall | {"mrr": round(100 * float(reciprocal.mean()), 1)}
