"""Chunk vectors -> nearest neighbours by inner product, in FAISS; how exact depends on how many there are.

Up to 50,000 vectors are compared one by one in float32, up to 300,000 in float16. Beyond, an inverted file (IVF,
Sivic & Zisserman 2003) looks into the nearest of its lists only and keeps a byte for each dimension: its hits are
candidates, which the store scores again with the vectors that it holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from index.store import Hit, Vectors

FLAT, HALF, INVERTED = "Flat", "SQfp16", "IVF,SQ8"
_LARGEST = {FLAT: 50_000, HALF: 300_000}
_PROBED = 48
"""Lists looked into for one question."""
_OUTGROWN = 4  # times as many vectors as at training: then the lists are learnt anew
TRAINING_SAMPLE = 120_000
"""Vectors from which the lists are learnt, at most."""
CANDIDATES = 100
"""Hits to score again, at least, where they are inexact."""


class Dense:
    """The vectors of one store by chunk id."""

    def __init__(self, index: Any) -> None:  # noqa: ANN401 - FAISS has no types
        """Use `empty` or `read`."""
        self._index = index
        self.kind = _kind_of(index)
        """`Flat`, `SQfp16` or `IVF,SQ8`."""

    @classmethod
    def empty(cls, dimension: int, expected: int, sample: Vectors | None = None) -> Dense:
        """Make an index that suits `expected` vectors.

        Args:
            dimension: of the vectors.
            expected: their number.
            sample: shape (n, dimension), float32: what lists are learnt from; only `IVF,SQ8` needs it.
        """
        kind = suitable(expected)
        if kind == INVERTED:
            if sample is None:
                raise ValueError("IVF,SQ8 is learnt from a sample of the vectors")
            lists = max(1, min(int(4 * expected**0.5), len(sample) // 39))  # FAISS wants 39 vectors a list
            inverted: Any = faiss.index_factory(dimension, f"IVF{lists},SQ8", faiss.METRIC_INNER_PRODUCT)
            inverted.cp.max_points_per_centroid = max(39, TRAINING_SAMPLE // lists)
            inverted.train(sample)
            return cls(inverted)
        flat = (
            faiss.IndexFlatIP(dimension)
            if kind == FLAT
            else faiss.IndexScalarQuantizer(
                dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
            )
        )
        return cls(faiss.IndexIDMap2(flat))

    @classmethod
    def read(cls, path: Path) -> Dense:
        """Read what `write` wrote."""
        return cls(faiss.read_index(str(path)))

    def write(self, path: Path) -> None:
        """Write to a file."""
        faiss.write_index(self._index, str(path))

    def __len__(self) -> int:
        """Return the number of vectors."""
        return int(self._index.ntotal)

    @property
    def exact(self) -> bool:
        """Whether hits and scores are those of comparing every vector, but for rounding."""
        return self.kind != INVERTED

    def suits(self, number: int) -> bool:
        """Tell whether this is still the kind to hold `number` vectors."""
        outgrown = self.kind == INVERTED and number > _OUTGROWN * (self._index.nlist / 4) ** 2
        return suitable(number) == self.kind and not outgrown

    def add(self, ids: Sequence[int], vectors: Vectors) -> None:
        """Add vectors, shape (len(ids), dimension), float32, under ids that aren't there yet."""
        if len(ids):
            self._index.add_with_ids(np.ascontiguousarray(vectors), np.array(ids, np.int64))

    def remove(self, ids: Iterable[int]) -> None:
        """Remove vectors; ids that aren't there are no error."""
        gone = np.fromiter(ids, np.int64)
        if len(gone):
            self._index.remove_ids(faiss.IDSelectorBatch(gone))

    def search(self, vector: Vectors, k: int, allowed: Sequence[int] | None = None) -> list[Hit]:
        """Return the k nearest, best first, among those of `allowed` ids if given."""
        selector = None if allowed is None else faiss.IDSelectorBatch(np.array(allowed, np.int64))
        if self.exact:
            parameters = faiss.SearchParameters(sel=selector) if selector else None  # type: ignore[call-arg]
        else:
            parameters = faiss.SearchParametersIVF(sel=selector, nprobe=_PROBED)  # type: ignore[call-arg]
        scores, ids = self._index.search(np.ascontiguousarray(vector[None], np.float32), k, params=parameters)
        return [Hit(int(i), float(s)) for i, s in zip(ids[0], scores[0], strict=True) if i >= 0]


def suitable(number: int) -> str:
    """Return the kind of index that suits a number of vectors."""
    return next((kind for kind, largest in _LARGEST.items() if number <= largest), INVERTED)


def _kind_of(index: Any) -> str:  # noqa: ANN401
    if isinstance(index, faiss.IndexIVF):
        return INVERTED
    return FLAT if isinstance(faiss.downcast_index(index.index), faiss.IndexFlat) else HALF
