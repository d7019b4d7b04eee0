"""Articles -> a store that holds them, the chunks of many embedded together."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from index.articles import Article
from index.chunks import Chunk, make_chunks
from index.local import LocalStore
from index.store import Vectors

if TYPE_CHECKING:  # importing it takes seconds
    from index.encoder import Encoder

_BATCH = 512  # chunks that are embedded together, across articles: the more, the less padding


class Adding:
    """Puts articles into a store, embedding the chunks of many together, and those that it holds not again."""

    def __init__(self, store: LocalStore, encoder: Encoder) -> None:
        self._store, self._encoder = store, encoder
        self._waiting: list[tuple[Article, list[Chunk]]] = []
        self._size = 0  # chunks that wait
        self.sentences = 0
        """Of the articles added."""
        self.embedded = 0
        """Chunks."""
        self.seconds = 0.0
        """In the encoder."""

    def add(self, article: Article, chunks: list[Chunk] | None = None) -> dict[str, Vectors]:
        """Take an article, and store those that wait if they are enough; see `flush`."""
        chunks = make_chunks(article) if chunks is None else chunks
        self.sentences += len({span for chunk in chunks for span in chunk.sentences})
        self._waiting.append((article, chunks))
        self._size += len(chunks)
        return self.flush() if self._size >= _BATCH else {}

    def flush(self) -> dict[str, Vectors]:
        """Store what waits, and return the vector of each article's first chunk, by id."""
        passages = [chunk.passage for _, chunks in self._waiting for chunk in chunks]
        vectors = self._store.known_vectors(passages)
        new = [passage for passage in dict.fromkeys(passages) if passage not in vectors]
        if new:
            started = time.perf_counter()
            vectors |= dict(zip(new, self._encoder.passages(new), strict=True))
            self.seconds += time.perf_counter() - started
            self.embedded += len(new)
        for article, chunks in self._waiting:
            self._store.upsert(article, chunks, np.stack([vectors[chunk.passage] for chunk in chunks]))
        stored = {article.id: vectors[chunks[0].passage] for article, chunks in self._waiting}
        self._waiting, self._size = [], 0
        return stored
