"""The truth of a store: articles, chunks with float16 vectors, and what was removed, in one SQLite file.

Every change is one transaction, on disk before it is acknowledged. Texts and chunks carry checksums, which are
compared whenever they are read: SQLite itself wouldn't notice a flipped bit.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from threading import RLock
from typing import Any, NamedTuple, Self

import numpy as np

from index.articles import Article, Listed
from index.chunks import Chunk
from index.errors import IndexNotFound, ModelMismatch
from index.faults import corrupt, told
from index.schema import VERSION, article_checksum, chunk_checksum, migrate, passage_hash
from index.snapshot import Position
from index.store import Filter, Vectors

FILE = "index.db"
_SAME_MODEL = 0.99  # cosine of the probe's vectors; two precisions of one model agree to 0.999
_ARTICLE_COLUMNS = "id, title, text, published, source, path, content_hash, checksum"
_CHUNK_COLUMNS = 'id, article_id, start, "end", sentences, tokens, vector, checksum'
_QUICKLY_CHECKED = 256 * 2**20  # bytes of a database that is looked through whenever it is opened


class ChunkRow(NamedTuple):
    """A chunk as it is stored."""

    id: int
    article_id: str
    start: int
    end: int
    sentences: str
    """Offsets, as JSON."""
    tokens: str
    """Separated by spaces."""
    vector: bytes
    """float16, little-endian."""
    checksum: int


class Database:
    """The tables of one store. Safe to share between threads; one process writes at a time (see `sync`)."""

    def __init__(self, folder: Path, connection: sqlite3.Connection) -> None:
        """Use `open` or `create`."""
        self.folder = folder
        self._connection = connection
        self._lock = RLock()

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open a database, and bring one of an earlier version up to date.

        Raises:
            IndexNotFound: there is none in `folder`.
            IndexCorrupt: it is damaged, or of a later version.
            IndexUnavailable: the system doesn't let it be read or written.
        """
        file = folder / FILE
        if not file.is_file():
            raise IndexNotFound(
                f"ยังไม่มีดัชนีที่ {folder} โปรดสร้างด้วยคำสั่ง: thamtob index โฟลเดอร์บทความ",
                f"no index in {folder}; make one with: thamtob index FOLDER",
            )
        opened = cls(folder, _connect(file))
        try:
            with opened._guarded():
                small = file.stat().st_size <= _QUICKLY_CHECKED
                if small and opened._execute("PRAGMA quick_check").fetchone()[0] != "ok":
                    raise corrupt(folder, "quick_check")
                if opened.meta("schema") != VERSION:
                    opened._migrate()
        except BaseException:
            opened.close()
            raise
        return opened

    @classmethod
    def create(cls, folder: Path, model: str, probe: Vectors) -> Self:
        """Make an empty database for the vectors of one model; see `Encoder.probe`."""
        folder.mkdir(parents=True, exist_ok=True)
        temporary = folder / f".{FILE}"
        temporary.unlink(missing_ok=True)
        rows = {"model": model, "dimension": len(probe), "probe": probe.astype("<f4").tobytes()}
        with told(folder), closing(sqlite3.connect(temporary)) as connection, connection:
            migrate(connection, 0)
            connection.executemany("INSERT INTO meta VALUES (?, ?)", rows.items())
        temporary.replace(folder / FILE)  # a database that is there is whole
        return cls(folder, _connect(folder / FILE))

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def backup(self, target: Path) -> None:
        """Write a copy of the file as it is at one instant; others may read and write meanwhile."""
        with told(target.parent), closing(sqlite3.connect(target)) as copy, self._guarded():
            self._connection.backup(copy)

    def check_model(self, model: str, probe: Vectors) -> None:
        """Raise ModelMismatch unless this index was made by the model that gives `probe`."""
        mine = np.frombuffer(self.meta("probe"), "<f4")
        if len(mine) != len(probe) or float(mine @ probe) < _SAME_MODEL:
            name = str(self.meta("model"))
            raise ModelMismatch(
                f"ดัชนีนี้สร้างด้วยโมเดล {name} แต่กำลังใช้ {model} โปรดตั้ง THAMTOB_MODEL ให้ตรง หรือสร้างดัชนีใหม่ในโฟลเดอร์อื่น",
                f"this index was made by {name} ({len(mine)} dimensions) != {model} ({len(probe)}); "
                "set THAMTOB_MODEL to match, or index into another folder",
            )

    # Changes

    def upsert(self, article: Article, chunks: Sequence[Chunk], vectors: Vectors) -> None:
        """Put an article in, whole, in one transaction. See `Store.upsert`."""
        published = article.published.isoformat() if article.published else None
        row = (
            *(article.id, article.title, article.text, published),
            *(article.source, article.path, article.content_hash),
        )
        with self._change():
            self._execute("DELETE FROM article WHERE id = ?", (article.id,))
            self._execute(
                f"INSERT INTO article ({_ARTICLE_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (*row, article_checksum(*row)),
            )
            self._connection.executemany(
                'INSERT INTO chunk (article_id, start, "end", sentences, tokens, vector, checksum, passage_hash) '
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (*kept, chunk_checksum(*kept), passage_hash(chunk.passage))
                    for chunk, vector in zip(chunks, vectors, strict=True)
                    for kept in [_kept(chunk, vector)]
                ],
            )

    def remove(self, article_id: str) -> None:
        """Take an article and its chunks out."""
        with self._change():
            self._execute("DELETE FROM article WHERE id = ?", (article_id,))

    def set_files(self, files: Mapping[str, tuple[int, int]], recipe: str) -> None:
        """Note size and time of files all of whose articles are stored, in place of what was noted before.

        `recipe` tells by what program.
        """
        with self._change():
            self._execute("INSERT OR REPLACE INTO meta VALUES ('recipe', ?)", (recipe,))
            self._execute("DELETE FROM file")
            self._connection.executemany(
                "INSERT INTO file VALUES (?, ?, ?)", [(name, *state) for name, state in files.items()]
            )

    # Reading

    def meta(self, name: str) -> Any:  # noqa: ANN401 - text, number or bytes, as it was stored
        """Return what is noted of the store under a name: `schema`, `model`, `dimension` or `probe`."""
        with self._guarded():
            row = self._execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
            if row is None:
                raise corrupt(self.folder, f"meta {name}")
            return row[0]

    @property
    def recipe(self) -> str:
        """What `set_files` noted of the program, empty if nothing was noted yet."""
        with self._guarded():
            row = self._execute("SELECT value FROM meta WHERE name = 'recipe'").fetchone()
            return str(row[0]) if row else ""

    def position(self) -> Position:
        """Return how far the database has come; it only grows."""
        with self._guarded():
            found = dict(self._execute("SELECT name, seq FROM sqlite_sequence").fetchall())
        return Position(found.get("chunk", 0), found.get("gone", 0))

    def articles(self) -> list[Article]:
        """Return the articles, ordered by id."""
        with self._guarded():
            rows = self._execute(f"SELECT {_ARTICLE_COLUMNS} FROM article ORDER BY id").fetchall()
            return [self._article(row) for row in rows]

    def listing(self, offset: int = 0, limit: int | None = None) -> list[Listed]:
        """Return the articles without their texts, and so without comparing checksums. See `Store.listing`."""
        query = "SELECT id, title, published, source FROM article ORDER BY id LIMIT ? OFFSET ?"
        with self._guarded():
            rows = self._execute(query, (-1 if limit is None else limit, offset)).fetchall()
        try:
            return [Listed(id_, title, _day(stated), source) for id_, title, stated, source in rows]
        except ValueError as error:
            raise corrupt(self.folder, f"published: {error}") from error

    def count_articles(self) -> int:
        """Return the number of articles."""
        with self._guarded():
            return int(self._execute("SELECT count(*) FROM article").fetchone()[0])

    def article(self, article_id: str) -> Article | None:
        """Return one article, or None.

        Raises:
            IndexCorrupt: it is not what was stored.
        """
        with self._guarded():
            row = self._execute(
                f"SELECT {_ARTICLE_COLUMNS} FROM article WHERE id = ?", (article_id,)
            ).fetchone()
            return self._article(row) if row else None

    def chunks(self, ids: Sequence[int]) -> dict[int, Chunk]:
        """Return chunks by id; see `Store.chunks`."""
        with self._guarded():
            rows = list(self._chunk_rows(ids))
            sources = {row.article_id: self.article(row.article_id) for row in rows}
            found = {}
            for row in rows:
                article = sources[row.article_id]
                if article is not None:
                    spans = tuple((a, b) for a, b in json.loads(row.sentences))
                    text = article.text[row.start : row.end]
                    found[row.id] = Chunk(article.id, row.start, row.end, text, article.title, spans)
            return found

    def every_chunk(self, after: int = 0) -> Iterator[ChunkRow]:
        """Yield the chunks with ids above `after`, in order."""
        rows = self._execute(f"SELECT {_CHUNK_COLUMNS} FROM chunk WHERE id > ? ORDER BY id", (after,))
        return map(self._checked, rows)

    def exported(self) -> Generator[dict[str, object], None, None]:
        """Yield each article as plain values, with the offsets of its chunks and their sentences."""
        with self._guarded(), self._transaction():
            for article in self.articles():
                rows = self._execute(
                    'SELECT start, "end", sentences FROM chunk WHERE article_id = ? ORDER BY id',
                    (article.id,),
                )
                yield {
                    "id": article.id,
                    "title": article.title,
                    "text": article.text,
                    "published": article.published.isoformat() if article.published else None,
                    "source": article.source,
                    "chunks": [
                        {"start": start, "end": end, "sentences": json.loads(sentences)}
                        for start, end, sentences in rows
                    ],
                }

    def content_hashes(self) -> dict[str, str]:
        """Return the document's hash of every article, by id."""
        with self._guarded():
            return dict(self._execute("SELECT id, content_hash FROM article").fetchall())

    def files(self) -> dict[str, tuple[int, int]]:
        """Return size (bytes) and time of change (ns) of the files as `set_files` noted them, by name."""
        with self._guarded():
            return {name: (size, changed) for name, size, changed in self._execute("SELECT * FROM file")}

    def known_vectors(self, passages: Sequence[str]) -> dict[str, Vectors]:
        """Return the vectors of those passages that any article holds, shape (dimension,) each."""
        with self._guarded():
            found = {}
            for passage in passages:
                row = self._execute(
                    f"SELECT {_CHUNK_COLUMNS} FROM chunk WHERE passage_hash = ? LIMIT 1",
                    (passage_hash(passage),),
                ).fetchone()
                if row:
                    found[passage] = np.frombuffer(self._checked(row).vector, "<f2").astype(np.float32)
            return found

    def count_chunks(self) -> int:
        """Return the number of chunks."""
        with self._guarded():
            return int(self._execute("SELECT count(*) FROM chunk").fetchone()[0])

    # Details

    def _chunk_rows(self, ids: Sequence[int]) -> Iterator[ChunkRow]:
        wanted = json.dumps(list(ids))  # one parameter, however many ids
        rows = self._execute(
            f"SELECT {_CHUNK_COLUMNS} FROM chunk WHERE id IN (SELECT value FROM json_each(?))", (wanted,)
        )
        return map(self._checked, rows)

    def _checked(self, row: tuple[Any, ...]) -> ChunkRow:
        chunk = ChunkRow(*row)
        if chunk_checksum(*chunk[1:-1]) != chunk.checksum:
            raise corrupt(self.folder, f"chunk {chunk.id} of article {chunk.article_id}")
        return chunk

    def _article(self, row: tuple[str, ...]) -> Article:
        *kept, checksum = row
        if article_checksum(*kept) != checksum:
            raise corrupt(self.folder, f"article {kept[0]}")
        article_id, title, text, published, source, path, content_hash = kept
        return Article(article_id, title, text, _day(published), source, path, content_hash)

    def _article_ids(self, only: Filter) -> list[str]:
        where, values = _condition(only)
        return [row[0] for row in self._execute(f"SELECT id FROM article WHERE {where}", values)]

    def _chunk_ids(self, only: Filter) -> list[int]:
        where, values = _condition(only)
        inside = f"SELECT chunk.id FROM article JOIN chunk ON article_id = article.id WHERE {where}"
        return [row[0] for row in self._execute(inside, values)]

    def _migrate(self) -> None:
        with self._change():
            version = self.meta("schema")  # again: another process may just have done it
            if not isinstance(version, int) or version > VERSION:
                raise corrupt(self.folder, f"schema version {version}; this program knows {VERSION}")
            migrate(self._connection, version)

    def _execute(self, statement: str, parameters: Sequence[object] = ()) -> sqlite3.Cursor:
        return self._connection.execute(statement, parameters)

    @contextmanager
    def _change(self) -> Iterator[None]:
        with self._guarded(), self._transaction("IMMEDIATE"):
            yield

    @contextmanager
    def _transaction(self, kind: str = "DEFERRED") -> Iterator[None]:
        """Show one state of the database inside, whatever is written meanwhile; write all of it or nothing."""
        self._execute(f"BEGIN {kind}")
        try:
            yield
            self._execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:  # SQLite itself has undone it where the disk was full
                self._execute("ROLLBACK")
            raise

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Hold the lock, and turn what SQLite raises into an error that says what to do."""
        with self._lock, told(self.folder):
            yield


def _connect(file: Path) -> sqlite3.Connection:
    with told(file.parent):
        connection = sqlite3.connect(file, timeout=30, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
        except BaseException:
            connection.close()
            raise
    return connection


def _day(published: str | None) -> date | None:
    return date.fromisoformat(published) if published else None


def _condition(only: Filter) -> tuple[str, list[str]]:
    """Return what a filter asks of a row of `article`, as SQL and its values. NULL passes no date condition."""
    conditions, values = ["TRUE"], []
    if only.since is not None:
        conditions.append("published >= ?")
        values.append(only.since.isoformat())
    if only.until is not None:
        conditions.append("published <= ?")
        values.append(only.until.isoformat())
    if only.articles is not None:
        conditions.append("article.id IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(sorted(only.articles)))
    return " AND ".join(conditions), values


def _kept(chunk: Chunk, vector: Vectors) -> tuple[str, int, int, str, str, bytes]:
    sentences, tokens = json.dumps(chunk.sentences), " ".join(chunk.tokens())
    return chunk.article_id, chunk.start, chunk.end, sentences, tokens, vector.astype("<f2").tobytes()
