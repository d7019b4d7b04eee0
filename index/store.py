"""What a store of articles, chunks and vectors must do, whatever it is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from index.articles import Article, Listed
from index.chunks import Chunk

Vectors = NDArray[np.float32]
"""Unit vectors: shape (dimension,) for one text, (n, dimension) for n."""


class Hit(NamedTuple):
    """One search result: the higher the score, the better, within one leg."""

    chunk_id: int
    score: float


@dataclass(frozen=True, slots=True)
class Filter:
    """Which articles a search may see. All conditions hold together; None sets no condition.

    `since` and `until` are days, both included; an article without a date passes neither.
    """

    since: date | None = None
    until: date | None = None
    articles: frozenset[str] | None = None


EVERYTHING = Filter()


class Store(Protocol):
    """Articles, their chunks and vectors, searchable by vector and by word."""

    def upsert(self, article: Article, chunks: Sequence[Chunk], vectors: Vectors) -> None:
        """Put an article in, whole, in place of an earlier one with its id.

        `vectors` has shape (len(chunks), dimension), unit length, float32.
        """
        ...

    def remove(self, article_id: str) -> None:
        """Take an article out; one that isn't there is no error."""
        ...

    def search_dense(self, vector: Vectors, k: int, only: Filter = EVERYTHING) -> list[Hit]:
        """Return the k chunks of highest inner product with `vector`, best first."""
        ...

    def search_lexical(self, tokens: Sequence[str], k: int, only: Filter = EVERYTHING) -> list[Hit]:
        """Return the k chunks of highest BM25 score for `tokens`, best first."""
        ...

    def spellings(self, word: str, wrong: int) -> list[str]:
        """Return a few words of the index that differ from `word` in at most `wrong` (1 or 2) letters, nearest first."""
        ...

    def position(self) -> tuple[int, ...]:
        """Return what changes with every change of the articles."""
        ...

    def chunks(self, ids: Sequence[int]) -> dict[int, Chunk]:
        """Return the chunks that still exist, by id."""
        ...

    def articles(self) -> list[Article]:
        """Return the articles, ordered by id."""
        ...

    def listing(self, offset: int = 0, limit: int | None = None) -> list[Listed]:
        """Return the articles without their texts, ordered by id: all, or `limit` of them behind the first `offset`."""
        ...

    def count_articles(self) -> int:
        """Return the number of articles."""
        ...

    def article(self, article_id: str) -> Article | None:
        """Return one article, or None."""
        ...

    def close(self) -> None:
        """Let go of files and locks."""
        ...
