"""The default store: a `Database` is the truth; FAISS (vectors) and tantivy (BM25) are derived from it.

    index.db      see `index.database`
    snapshot-*    the derived indexes at one position of the database, with checksums

A snapshot that is behind is brought up to date when it is opened, one that is missing or damaged is made again
from the database: a kill at any instant costs time and never an article. A store that is open follows the changes
of another process, from one search to the next.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

import numpy as np

from index import dense
from index.database import Database
from index.lexical import Document
from index.snapshot import NOWHERE, Derived, Row
from index.store import EVERYTHING, Filter, Hit, Vectors

_BEHIND = 20_000  # chunks: an index that is further behind looks for a newer snapshot first
_LEAST_BEHIND, _SHARE_BEHIND = 100, 50  # a snapshot may be behind by 100 chunks, or by one in 50
_LOOKED_THROUGH, _SPELLINGS = 20, 2  # chunks and words, for a near spelling
_SCANNED = 20_000  # chunks: a smaller selection is compared one by one where the index is inexact


class LocalStore(Database):
    """A `Store` in one folder. Safe to share between threads; one process writes at a time (see `sync`)."""

    _derived: Derived | None = None

    def search_dense(self, vector: Vectors, k: int, only: Filter = EVERYTHING) -> list[Hit]:
        """Search FAISS; scores are exact. See `Store.search_dense`."""
        with self._guarded():
            index = self._refreshed().dense
            allowed = None if only == EVERYTHING else self._chunk_ids(only)
            if index.exact:
                return index.search(vector, k, allowed)
            if allowed is None or len(allowed) > _SCANNED:
                found = index.search(vector, max(4 * k, dense.CANDIDATES), allowed)
                allowed = [hit.chunk_id for hit in found]
            return self._scored(vector, allowed)[:k]

    def search_lexical(self, tokens: Sequence[str], k: int, only: Filter = EVERYTHING) -> list[Hit]:
        """Search tantivy. See `Store.search_lexical`."""
        with self._guarded():
            allowed = None if only == EVERYTHING else self._article_ids(only)
            return self._refreshed().lexical.search(tokens, k, allowed)

    def spellings(self, word: str, wrong: int) -> list[str]:
        """Ask tantivy for chunks with such words, and look for them there. See `Store.spellings`."""
        with self._guarded():
            found = self._refreshed().lexical.similar(word, wrong, _LOOKED_THROUGH)
            rows = self._chunk_rows([hit.chunk_id for hit in found])
            tokens = {token for row in rows for token in row.tokens.split()}
        near = {
            token: SequenceMatcher(None, word, token, autojunk=False).ratio()
            for token in tokens
            if abs(len(token) - len(word)) <= wrong and token != word
        }
        least = 1 - (wrong + 0.5) / len(word)
        return [token for token in sorted(near, key=lambda t: (-near[t], t)) if near[token] >= least][
            :_SPELLINGS
        ]

    def save_snapshot(self) -> None:
        """Write the derived indexes beside the database, unless what is there is little behind.

        The caller holds the lock of syncs.
        """
        with self._guarded():
            derived = self._refreshed()
            saved = Derived.newest(self.folder)
            ahead = sum(now - then for now, then in zip(derived.position, saved, strict=True))
            if saved == NOWHERE or ahead > max(_LEAST_BEHIND, len(derived.dense) // _SHARE_BEHIND):
                if not derived.dense.suits(len(derived.dense)):
                    with self._transaction():
                        derived = self._rebuilt()
                derived.save()

    @property
    def kind(self) -> str:
        """The kind of vector index: `Flat`, `SQfp16` or `IVF,SQ8`."""
        with self._guarded():
            return self._refreshed().dense.kind

    def close(self) -> None:
        """Close the database, and remove the files of this process."""
        with self._lock:
            self._take(None)
            super().close()

    def _refreshed(self) -> Derived:
        """Return the derived indexes at the database's position."""
        if self._derived and self._derived.position == self.position():
            return self._derived
        with self._transaction():
            try:
                return self._caught_up()
            except BaseException:
                self._take(None)  # it may be halfway
                raise

    def _caught_up(self) -> Derived:
        position, derived = self.position(), self._derived
        if not derived or position.chunk - derived.position.chunk > _BEHIND:
            saved = Derived.load(self.folder)
            if saved and (not derived or saved.position > derived.position):
                self._take(saved)
                derived = saved
        if not derived or derived.position.chunk > position.chunk or derived.position.gone > position.gone:
            return self._rebuilt()
        if derived.position != position:
            gone = self._execute("SELECT chunk_id FROM gone WHERE number > ?", (derived.position.gone,))
            derived.advance(position, [row[0] for row in gone], self._rows(derived.position.chunk))
        return derived

    def _rebuilt(self) -> Derived:
        number, dimension = self.count_chunks(), int(self.meta("dimension"))
        sample = None
        if dense.suitable(number) == dense.INVERTED:
            step = max(1, number // dense.TRAINING_SAMPLE)
            rows = self._execute("SELECT vector FROM chunk WHERE id % ? = 0", (step,))
            sample = _as_vectors([row[0] for row in rows])
        empty = dense.Dense.empty(dimension, number, sample)
        self._take(Derived.build(self.folder, self.position(), empty, self._rows(0)))
        assert self._derived
        return self._derived

    def _take(self, derived: Derived | None) -> None:
        if self._derived:
            self._derived.close()
        self._derived = derived

    def _rows(self, after: int) -> Iterator[Row]:
        """Yield what is indexed of the chunks with ids above `after`."""
        for row in self.every_chunk(after):
            yield Row(Document(row.id, row.article_id, row.tokens), row.vector)

    def _scored(self, vector: Vectors, ids: Sequence[int]) -> list[Hit]:
        """Return chunks with their exact scores, best first."""
        rows = list(self._chunk_rows(ids))
        if not rows:
            return []
        scores = _as_vectors([row.vector for row in rows]) @ vector
        return [Hit(rows[i].id, float(scores[i])) for i in np.argsort(-scores, kind="stable")]


def _as_vectors(stored: Sequence[bytes]) -> Vectors:
    return np.frombuffer(b"".join(stored), "<f2").reshape(len(stored), -1).astype(np.float32)
