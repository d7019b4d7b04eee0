"""Question -> ranked `Passage`s: dense and lexical search, fused into one score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.sentences import Span
from index.store import EVERYTHING, Filter, Hit, Store, Vectors


@dataclass(frozen=True, slots=True)
class Passage:
    """A retrieved chunk: `article.text[start:end] == text`."""

    article_id: str
    chunk_id: int
    text: str
    start: int
    end: int
    score: float
    """Fused, in [0, 1]; comparable within one question only."""
    dense: float | None
    """Cosine of question and chunk; None if the dense leg didn't return it."""
    lexical: float | None
    """BM25 score; None if the lexical leg didn't return it."""
    sentences: tuple[Span, ...]
    """Offsets of its sentences in the article."""


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
        )
        for chunk_id in best
        if (chunk := chunks.get(chunk_id))  # gone since: another process removed its article
    ]


def _scaled(hits: Sequence[Hit]) -> dict[int, float]:
    if not hits:
        return {}
    low, high = hits[-1].score, hits[0].score
    return {hit.chunk_id: (hit.score - low) / (high - low) if high > low else 1.0 for hit in hits}
