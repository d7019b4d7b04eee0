"""A store's chunks -> the two indexes derived from them, in memory and as snapshots on disk with checksums.

    snapshot-<chunk>-<gone>/   vectors.faiss, lexical/ and manifest.json: what the store held at that position
    .work-<random>/            the lexical index of one process that has gone on from a snapshot

Nothing here is the truth: whatever is missing or damaged is made again from the store's rows. A snapshot never
changes; who opens one that is behind brings a copy up to date.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import uuid
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
from filelock import FileLock, Timeout

from index.dense import Dense
from index.lexical import Document, Lexical

_BATCH = 10_000  # rows
_SNAPSHOT, _WORK = "snapshot-", ".work-"


class Position(NamedTuple):
    """How far a store has come: the last chunk id that was given, and the number of the last removal."""

    chunk: int
    gone: int


NOWHERE = Position(-1, -1)
"""Where there is no snapshot, or one that an earlier version made."""


class Row(NamedTuple):
    """What is indexed of one chunk."""

    document: Document
    vector: bytes
    """float16, little-endian."""


class Derived:
    """The two indexes as of one position."""

    def __init__(self, folder: Path, dense: Dense, lexical: Lexical, position: Position) -> None:
        """Use `load` or `build`; `folder` is the store's."""
        self.dense, self.lexical, self.position = dense, lexical, position
        self._folder = folder
        self._work: _Work | None = None

    @classmethod
    def load(cls, folder: Path) -> Derived | None:
        """Open the newest snapshot in a store's folder that is whole; None if there is none."""
        for _ in range(2):  # another process may just have put a newer one in place of the one found
            for place in sorted(_snapshots(folder), key=_position, reverse=True):
                if _position(place) != NOWHERE and _is_intact(place):
                    try:
                        dense, lexical = Dense.read(place / "vectors.faiss"), Lexical(place / "lexical")
                    except (OSError, RuntimeError, ValueError):  # removed since
                        continue
                    return cls(folder, dense, lexical, _position(place))
        return None

    @staticmethod
    def newest(folder: Path) -> Position:
        """Return the position of the newest snapshot, whole or not; `NOWHERE` if there is none."""
        return max(map(_position, _snapshots(folder)), default=NOWHERE)

    @classmethod
    def build(cls, folder: Path, position: Position, dense: Dense, rows: Iterable[Row]) -> Derived:
        """Make both indexes; `rows` are the store's at `position`, and go into `dense`, which is empty."""
        work = _Work(folder)
        derived = cls(folder, dense, Lexical(work.path / "lexical"), position)
        derived._work = work
        derived.lexical.change((), derived._adding(rows))
        return derived

    def advance(self, position: Position, gone: Sequence[int], rows: Iterable[Row]) -> None:
        """Go on to `position`: take the `gone` chunks out, and put the rows of new ones in."""
        if self._work is None:
            self._work = _Work(self._folder)
            self.lexical = self.lexical.copy_to(self._work.path / "lexical")
        self.dense.remove(gone)
        self.lexical.change(gone, self._adding(rows))
        self.position = position

    def save(self) -> None:
        """Write a snapshot, whole or not at all, and remove older ones."""
        final = self._folder / f"{_SNAPSHOT}{self.position.chunk}-{self.position.gone}"
        if not _is_intact(final):
            temporary = Path(tempfile.mkdtemp(prefix=f".{_SNAPSHOT}", dir=self._folder))
            try:
                self.dense.write(temporary / "vectors.faiss")
                self.lexical.copy_to(temporary / "lexical")
                files = sorted(path for path in temporary.rglob("*") if path.is_file())
                manifest = {path.relative_to(temporary).as_posix(): _hash(path) for path in files}
                (temporary / "manifest.json").write_text(json.dumps(manifest, indent=2), encoding="utf-8")
                shutil.rmtree(final, ignore_errors=True)
                temporary.rename(final)
            finally:
                shutil.rmtree(temporary, ignore_errors=True)
        for old in _snapshots(self._folder):
            if old != final:
                shutil.rmtree(old, ignore_errors=True)

    def close(self) -> None:
        """Remove the files of this process."""
        if self._work:
            self._work.remove()

    def _adding(self, rows: Iterable[Row]) -> Iterator[Document]:
        """Yield the rows' documents, and add their vectors on the way."""
        remaining = iter(rows)
        while batch := list(islice(remaining, _BATCH)):
            vectors = np.frombuffer(b"".join(row.vector for row in batch), "<f2").reshape(len(batch), -1)
            self.dense.add([row.document.chunk_id for row in batch], vectors.astype(np.float32))
            yield from (row.document for row in batch)


class _Work:
    """A folder for the files of one process. The system lets go of its lock when the process dies."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / f"{_WORK}{uuid.uuid4().hex}"
        self._lock = FileLock(_lock_of(self.path))
        self._lock.acquire()  # before there is a folder, so that one without a lock is always a dead one's
        self.path.mkdir()

    def remove(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)
        self._lock.release()
        _lock_of(self.path).unlink(missing_ok=True)


def clean(folder: Path) -> list[str]:
    """Remove what killed processes left in a store's folder, and return its names."""
    removed = []
    for path in [*folder.glob(f"{_WORK}*.lock"), *folder.glob(f".{_SNAPSHOT}*")]:
        if path.suffix != ".lock":  # written by a sync: and whoever calls this has the lock of syncs
            shutil.rmtree(path, ignore_errors=True)
            removed.append(path.name)
            continue
        try:
            with FileLock(path, timeout=0):
                shutil.rmtree(path.with_suffix(""), ignore_errors=True)
                path.unlink(missing_ok=True)
            removed.append(path.stem)
        except Timeout:
            continue  # its process lives
    return removed


def remove_damaged(folder: Path) -> list[Path]:
    """Remove snapshots that are not whole, and return where they were."""
    damaged = [place for place in _snapshots(folder) if not _is_intact(place)]
    for place in damaged:
        shutil.rmtree(place)
    return damaged


def _is_intact(place: Path) -> bool:
    """Tell whether every file of a snapshot is there with the bytes that were written."""
    try:
        manifest = json.loads((place / "manifest.json").read_text(encoding="utf-8"))
        return bool(manifest) and all(_hash(place / name) == digest for name, digest in manifest.items())
    except (OSError, ValueError, AttributeError):
        return False


def _snapshots(folder: Path) -> list[Path]:
    return [place for place in folder.glob(f"{_SNAPSHOT}*") if place.is_dir()]


def _position(place: Path) -> Position:
    chunk, _, gone = place.name.removeprefix(_SNAPSHOT).partition("-")
    return Position(int(chunk), int(gone)) if chunk.isdecimal() and gone.isdecimal() else NOWHERE


def _lock_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.lock")


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
