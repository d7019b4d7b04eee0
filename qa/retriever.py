"""Question -> ranked `Passage`s: dense and lexical search, fused into one score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.sentences import Span
from index.store import EVERYTHING, Filter, Hit, Store, Vectors

if TYPE_CHECKING:
    from qa.reader import ScoredSpan


UNREAD = -10.0
"""Stands for the score of a span where the reader found none."""
RANK = ("fused", "read")
"""What a passage that was read is ranked by."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A retrieved chunk: `article.text[start:end] == text`."""

    article_id: str
    chunk_id: int
    text: str
    start: int
    end: int
    score: float
    """Of the hybrid search: fused, in [0, 1], comparable within one question only. Reading ranks anew."""
    dense: float | None
    """Cosine of question and chunk; None if the dense leg didn't return it."""
    lexical: float | None
    """BM25 score; None if the lexical leg didn't return it."""
    sentences: tuple[Span, ...]
    """Offsets of its sentences in the article."""
    lead: str = ""
    """What is read before the text, see `Chunk.lead`."""
    spans: tuple[ScoredSpan, ...] = ()
    """What the reader found in it, best first, as offsets in the article; empty if it wasn't read."""


def retrieve(
    store: Store,
    vector: Vectors,
    tokens: Sequence[str],
    *,
    k: int,
    candidates: int = 50,
    dense_weight: float = 0.5,
    only: Filter = EVERYTHING,
) -> list[Passage]:
    """Return the k best passages, best first.

    Each leg gives `candidates` chunks; their scores are scaled to [0, 1] (minimum to maximum within
    the leg) and added as a convex combination (Bruch et al. 2023, arXiv:2210.11934). A chunk that a
    leg didn't return has 0 there.
    """
    dense = store.search_dense(vector, candidates, only)
    lexical = store.search_lexical(tokens, candidates, only)
    fused: dict[int, float] = {}
    for hits, weight in ((dense, dense_weight), (lexical, 1.0 - dense_weight)):
        for chunk_id, share in _scaled(hits).items():
            fused[chunk_id] = fused.get(chunk_id, 0.0) + weight * share
    best = sorted(fused, key=lambda chunk_id: (-fused[chunk_id], chunk_id))[:k]
    chunks = store.chunks(best)
    cosines, bm25 = dict(dense), dict(lexical)
    return [
        Passage(
            article_id=chunk.article_id,
            chunk_id=chunk_id,
            text=chunk.text,
            start=chunk.start,
            end=chunk.end,
            score=fused[chunk_id],
            dense=cosines.get(chunk_id),
            lexical=bm25.get(chunk_id),
            sentences=chunk.sentences,
            lead=chunk.lead,
        )
        for chunk_id in best
        if (chunk := chunks.get(chunk_id))  # gone since: another process removed its article
    ]


def reranked(passages: Sequence[Passage], weights: Mapping[str, float]) -> list[Passage]:
    """Return passages that were read, those in which the reader is surest of an answer first.

    `weights` holds one for each of `RANK`: the fused score, and the score of the best span.
    """
    return sorted(
        passages, key=lambda p: (-sum(weights[n] * x for n, x in rank_features(p).items()), p.chunk_id)
    )


def rank_features(passage: Passage) -> dict[str, float]:
    """Return the values of `RANK`."""
    return {"fused": passage.score, "read": max((span.score for span in passage.spans), default=UNREAD)}


def _scaled(hits: Sequence[Hit]) -> dict[int, float]:
    if not hits:
        return {}
    low, high = hits[-1].score, hits[0].score
    return {hit.chunk_id: (hit.score - low) / (high - low) if high > low else 1.0 for hit in hits}
