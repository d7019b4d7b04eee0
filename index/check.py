"""Index -> what is wrong with it, and mending what can be made again.

The database is the truth: damage there is named, and answers are refused. Snapshots are made from it again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index import snapshot
from index.database import FILE
from index.faults import corrupt, told
from index.local import LocalStore
from index.sync import recipe

_LENGTH = 0.02  # of a unit vector in float16: how far it may be from 1


@dataclass(frozen=True, slots=True)
class Health:
    """The state of an index that was checked and, where that was possible, mended."""

    articles: int
    chunks: int
    model: str
    kind: str
    """Of the vector index: `Flat`, `SQfp16` or `IVF,SQ8`."""
    disk: int
    """Bytes."""
    outdated: bool
    """Whether another version of the program cut the articles; the next sync makes them again."""
    mended: tuple[str, ...]
    """What was wrong and no longer is: a sentence in English for each."""


def check(folder: Path) -> Health:
    """Look through the whole index, every row of it, and make a snapshot again that is damaged.

    The caller holds the lock of syncs. Takes about a second for 10,000 chunks.

    Raises:
        IndexNotFound: there is none.
        IndexCorrupt: the database is damaged; the message says where.
    """
    mended = [f"removed {name}, left by a process that was killed" for name in snapshot.clean(folder)]
    store = LocalStore.open(folder)
    try:
        with told(folder):
            problems = list(_problems(folder, store))
        if problems:
            raise corrupt(folder, "; ".join(problems[:3]))
        mended += [f"made {place.name} again, which was damaged" for place in snapshot.remove_damaged(folder)]
        store.save_snapshot()
        return Health(
            articles=store.count_articles(),
            chunks=store.count_chunks(),
            model=str(store.meta("model")),
            kind=store.kind,
            disk=sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()),
            outdated=store.recipe != recipe(),
            mended=tuple(mended),
        )
    finally:
        store.close()


def _problems(folder: Path, store: LocalStore) -> Iterator[str]:
    place = (folder / FILE).absolute().as_uri()  # a name may hold %, # and ?
    with closing(sqlite3.connect(f"{place}?mode=ro", uri=True)) as connection:
        for (found,) in connection.execute("PRAGMA integrity_check(3)"):
            if found != "ok":
                yield str(found)
        yield from (
            f"{table} row {row}: no {parent}"
            for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check")
        )
    dimension = int(store.meta("dimension"))
    lengths = {article.id: len(article.text) for article in store.articles()}  # checks their texts
    for row in store.every_chunk():  # checks their checksums
        vector = np.frombuffer(row.vector, "<f2").astype(np.float32)
        if len(vector) != dimension or abs(float(np.linalg.norm(vector)) - 1) > _LENGTH:
            yield f"chunk {row.id}: its vector is none of length 1 and {dimension} dimensions"
        if not 0 <= row.start < row.end <= lengths.get(row.article_id, 0):
            yield f"chunk {row.id}: {row.start}-{row.end} is no part of article {row.article_id}"
