"""The default store: SQLite is the truth; FAISS (vectors) and tantivy (BM25) are derived from it.

    index.db             articles, chunks, float16 vectors, and a revision that every change raises by one
    snapshot-<revision>  vectors.faiss and lexical/ as they were at that revision, with checksums

A snapshot that is missing, older or damaged is rebuilt from SQLite, so a kill at any instant costs
time and never an article. A store that is open follows the changes of another process.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from threading import RLock
from typing import Any

import numpy as np

from index import snapshot
from index.articles import Article
from index.chunks import Chunk
from index.errors import IndexCorrupt, IndexNotFound, ModelMismatch
from index.store import EVERYTHING, Filter, Hit, Vectors

SCHEMA_VERSION = 1
_DATABASE = "index.db"
_SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE article (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, text TEXT NOT NULL, text_hash TEXT NOT NULL, published TEXT,
    source TEXT NOT NULL, path TEXT NOT NULL, content_hash TEXT NOT NULL
) STRICT;
-- AUTOINCREMENT: an id is never used again, so a stale hit can't point at another article's chunk.
CREATE TABLE chunk (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id TEXT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, sentences TEXT NOT NULL, tokens TEXT NOT NULL,
    vector BLOB NOT NULL
) STRICT;
CREATE INDEX chunk_article ON chunk (article_id);
"""
_SAME_MODEL = 0.99  # cosine of the probe's vectors; two precisions of one model agree to 0.999
_ARTICLE_COLUMNS = "id, title, text, published, source, path, content_hash, text_hash"


class LocalStore:
    """A `Store` in one folder. Safe to share between threads; one process writes at a time (see `sync`)."""

    def __init__(self, folder: Path, connection: sqlite3.Connection) -> None:
        """Use `open` or `create`."""
        self.folder = folder
        self._connection = connection
        self._lock = RLock()
        self._revision = -1  # of the derived indexes in memory
        self._derived: snapshot.Derived

    @classmethod
    def open(cls, folder: Path) -> LocalStore:
        """Open an index.

        Raises:
            IndexNotFound: there is none in `folder`.
            IndexCorrupt: its database is damaged, or of a version that this program doesn't know.
        """
        database = folder / _DATABASE
        if not database.is_file():
            raise IndexNotFound(
                f"ยังไม่มีดัชนีที่ {folder} โปรดสร้างด้วยคำสั่ง: thamtob index โฟลเดอร์บทความ",
                f"no index in {folder}; make one with: thamtob index FOLDER",
            )
        store = cls(folder, _connect(database))
        try:
            with store._guarded():
                if store._execute("PRAGMA quick_check").fetchone()[0] != "ok":
                    raise sqlite3.DatabaseError("quick_check failed")
                version = int(store._meta("schema"))
        except Exception:
            store.close()
            raise
        if version != SCHEMA_VERSION:
            store.close()
            raise _corrupt(folder, f"schema version {version} != {SCHEMA_VERSION}")
        return store

    @classmethod
    def create(cls, folder: Path, model: str, probe: Vectors) -> LocalStore:
        """Make an empty index for the vectors of one model; see `Encoder.probe`."""
        folder.mkdir(parents=True, exist_ok=True)
        temporary = folder / f".{_DATABASE}"
        temporary.unlink(missing_ok=True)
        rows = {
            "schema": SCHEMA_VERSION,
            "revision": 0,
            "model": model,
            "dimension": len(probe),
            "probe": probe.astype("<f4").tobytes(),
        }
        connection = sqlite3.connect(temporary)
        connection.executescript(_SCHEMA)
        with connection:
            connection.executemany("INSERT INTO meta VALUES (?, ?)", rows.items())
        connection.close()
        temporary.replace(folder / _DATABASE)  # a database that is there is whole
        return cls(folder, _connect(folder / _DATABASE))

    def check_model(self, model: str, probe: Vectors) -> None:
        """Raise ModelMismatch unless this index was made by the model that gives `probe`."""
        mine = np.frombuffer(self._meta("probe"), "<f4")
        if len(mine) != len(probe) or float(mine @ probe) < _SAME_MODEL:
            name = str(self._meta("model"))
            raise ModelMismatch(
                f"ดัชนีนี้สร้างด้วยโมเดล {name} แต่กำลังใช้ {model} โปรดตั้ง THAMTOB_MODEL ให้ตรง หรือสร้างดัชนีใหม่ในโฟลเดอร์อื่น",
                f"this index was made by {name} ({len(mine)} dimensions) != {model} ({len(probe)}); "
                "set THAMTOB_MODEL to match, or index into another folder",
            )

    # Changes

    def upsert(self, article: Article, chunks: Sequence[Chunk], vectors: Vectors) -> None:
        """Put an article in, whole, in one transaction. See `Store.upsert`."""
        published = article.published.isoformat() if article.published else None
        row = (article.id, article.title, article.text, published, article.source, article.path)
        with self._change():
            self._execute("DELETE FROM article WHERE id = ?", (article.id,))
            self._execute(
                f"INSERT INTO article ({_ARTICLE_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (*row, article.content_hash, _hash(article.text.encode())),
            )
            self._connection.executemany(
                'INSERT INTO chunk (article_id, start, "end", sentences, tokens, vector) VALUES (?, ?, ?, ?, ?, ?)',
                [
                    (chunk.article_id, chunk.start, chunk.end, json.dumps(chunk.sentences),
                     " ".join(chunk.tokens()), vector.astype("<f2").tobytes())
                    for chunk, vector in zip(chunks, vectors, strict=True)
                ],
            )  # fmt: skip

    def remove(self, article_id: str) -> None:
        """Take an article and its chunks out."""
        with self._change():
            self._execute("DELETE FROM article WHERE id = ?", (article_id,))

    @contextmanager
    def _change(self) -> Iterator[None]:
        with self._guarded():
            self._execute("BEGIN IMMEDIATE")
            try:
                yield
                self._execute("UPDATE meta SET value = value + 1 WHERE name = 'revision'")
                self._execute("COMMIT")
            except BaseException:
                self._execute("ROLLBACK")
                raise

    def save_snapshot(self) -> None:
        """Write the derived indexes beside the database, so that the next start needs no rebuild."""
        with self._guarded():
            snapshot.save(
                self._rows(), int(self._meta("dimension")), self.folder, int(self._meta("revision"))
            )

    # Reading

    def search_dense(self, vector: Vectors, k: int, only: Filter = EVERYTHING) -> list[Hit]:
        """Search FAISS, exactly. See `Store.search_dense`."""
        with self._guarded():
            self._refresh()
            allowed = None if only == EVERYTHING else self._chunk_ids(self._allowed(only))
            return self._derived.search_dense(vector, k, allowed)

    def search_lexical(self, tokens: Sequence[str], k: int, only: Filter = EVERYTHING) -> list[Hit]:
        """Search tantivy by BM25 (k1 1.2, b 0.75). See `Store.search_lexical`."""
        with self._guarded():
            self._refresh()
            return self._derived.search_lexical(
                tokens, k, None if only == EVERYTHING else self._allowed(only)
            )

    def chunks(self, ids: Sequence[int]) -> dict[int, Chunk]:
        """Return chunks by id; see `Store.chunks`."""
        with self._guarded():
            marks = ",".join("?" * len(ids))
            rows = self._execute(
                f'SELECT id, article_id, start, "end", sentences FROM chunk WHERE id IN ({marks})', tuple(ids)
            ).fetchall()
            sources = {row[1]: self.article(row[1]) for row in rows}
            found = {}
            for chunk_id, article_id, start, end, sentences in rows:
                article = sources[article_id]
                if article is not None:
                    spans = tuple((a, b) for a, b in json.loads(sentences))
                    found[chunk_id] = Chunk(
                        article_id, start, end, article.text[start:end], article.title, spans
                    )
            return found

    def articles(self) -> list[Article]:
        """Return all articles, ordered by id."""
        with self._guarded():
            rows = self._execute(f"SELECT {_ARTICLE_COLUMNS} FROM article ORDER BY id").fetchall()
            return [self._article(row) for row in rows]

    def article(self, article_id: str) -> Article | None:
        """Return one article, or None.

        Raises:
            IndexCorrupt: its text is not the text that was stored.
        """
        with self._guarded():
            row = self._execute(
                f"SELECT {_ARTICLE_COLUMNS} FROM article WHERE id = ?", (article_id,)
            ).fetchone()
            return self._article(row) if row else None

    def content_hashes(self) -> dict[str, str]:
        """Return the raw file's hash of every article, by id."""
        with self._guarded():
            return dict(self._execute("SELECT id, content_hash FROM article").fetchall())

    def count_chunks(self) -> int:
        """Return the number of chunks."""
        with self._guarded():
            return int(self._execute("SELECT count(*) FROM chunk").fetchone()[0])

    def close(self) -> None:
        """Close the database."""
        with self._lock:
            self._connection.close()

    # Details

    def _refresh(self) -> None:
        """Bring FAISS and tantivy to the database's revision: from the snapshot, or by rebuilding them."""
        revision = int(self._meta("revision"))
        if revision != self._revision:
            loaded = snapshot.load(self.folder, revision)
            self._derived = loaded or snapshot.build(self._rows(), int(self._meta("dimension")))
            self._revision = revision

    def _rows(self) -> Iterator[snapshot.Row]:
        for row in self._execute("SELECT id, article_id, tokens, vector FROM chunk ORDER BY id"):
            yield snapshot.Row(*row)

    def _allowed(self, only: Filter) -> list[str]:
        rows = self._execute("SELECT id, published FROM article")
        return [article_id for article_id, day in rows if only.admits(article_id, _day(day))]

    def _chunk_ids(self, article_ids: Sequence[str]) -> list[int]:
        wanted = json.dumps(article_ids)  # one parameter, however many articles
        rows = self._execute(
            "SELECT id FROM chunk WHERE article_id IN (SELECT value FROM json_each(?))", (wanted,)
        )
        return [row[0] for row in rows]

    def _article(self, row: tuple[str, ...]) -> Article:
        article_id, title, text, published, source, path, content_hash, text_hash = row
        if _hash(text.encode()) != text_hash:
            raise _corrupt(self.folder, f"article {article_id}")
        return Article(article_id, title, text, _day(published), source, path, content_hash)

    def _meta(self, name: str) -> Any:  # noqa: ANN401 - text, number or bytes, as it was stored
        row = self._execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        if row is None:
            raise _corrupt(self.folder, f"meta {name}")
        return row[0]

    def _execute(self, statement: str, parameters: Sequence[object] = ()) -> sqlite3.Cursor:
        return self._connection.execute(statement, parameters)

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Hold the lock, and turn a broken database into an error that says what to do."""
        with self._lock:
            try:
                yield
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
                    raise
                raise _corrupt(self.folder, str(error)) from error


def _connect(database: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(database, timeout=30, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA foreign_keys = ON")
    except sqlite3.DatabaseError as error:
        connection.close()
        raise _corrupt(database.parent, str(error)) from error
    return connection


def _corrupt(folder: Path, what: str) -> IndexCorrupt:
    return IndexCorrupt(
        f"ดัชนีที่ {folder} เสียหาย ({what}) บทความต้นฉบับไม่ได้รับผลกระทบ โปรดย้ายโฟลเดอร์นี้ออก แล้วสร้างใหม่: thamtob index โฟลเดอร์บทความ",
        f"the index in {folder} is damaged ({what}); your articles are not affected. Move that folder away and "
        "make it again: thamtob index FOLDER",
    )


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
