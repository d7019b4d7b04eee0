"""The tables of a store, as numbered migrations: version n is what the first n of them make."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Callable

_FIRST = """
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

_SECOND = """
-- What was removed, in order: with it, and since chunk ids only grow, an index that is behind can catch up.
CREATE TABLE gone (number INTEGER PRIMARY KEY AUTOINCREMENT, chunk_id INTEGER NOT NULL) STRICT;
CREATE TRIGGER chunk_gone AFTER DELETE ON chunk BEGIN INSERT INTO gone (chunk_id) VALUES (old.id); END;
-- Files as they were when all their articles were stored: one of the same size and time isn't read again.
CREATE TABLE file (name TEXT PRIMARY KEY, size INTEGER NOT NULL, changed INTEGER NOT NULL) STRICT;
ALTER TABLE article RENAME COLUMN text_hash TO checksum;
ALTER TABLE chunk ADD COLUMN passage_hash BLOB NOT NULL DEFAULT x'';
ALTER TABLE chunk ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
CREATE INDEX chunk_passage ON chunk (passage_hash);
DELETE FROM meta WHERE name = 'revision';
"""


def passage_hash(passage: str) -> bytes:
    """Return the 16 bytes by which a passage that was embedded before is recognised."""
    return hashlib.blake2b(passage.encode(), digest_size=16).digest()


def article_checksum(
    article_id: str, title: str, text: str, published: str | None, source: str, path: str, content_hash: str
) -> str:
    """Return the SHA-256 of an article's row, in hexadecimal."""
    row = json.dumps([article_id, title, text, published, source, path, content_hash])
    return hashlib.sha256(row.encode()).hexdigest()


def chunk_checksum(article_id: str, start: int, end: int, sentences: str, tokens: str, vector: bytes) -> int:
    """Return the CRC-32 of a chunk's row."""
    return zlib.crc32(vector, zlib.crc32(json.dumps([article_id, start, end, sentences, tokens]).encode()))


def _first(connection: sqlite3.Connection) -> None:
    _run(connection, _FIRST)


def _second(connection: sqlite3.Connection) -> None:
    _run(connection, _SECOND)
    articles = connection.execute(
        "SELECT id, title, text, published, source, path, content_hash FROM article"
    ).fetchall()
    connection.executemany(
        "UPDATE article SET checksum = ? WHERE id = ?",
        [(article_checksum(*article), article[0]) for article in articles],
    )
    rows = connection.execute(
        'SELECT chunk.id, title, substr(text, start + 1, "end" - start), '
        'article_id, start, "end", sentences, tokens, vector FROM chunk JOIN article ON article.id = article_id'
    ).fetchall()
    connection.executemany(
        "UPDATE chunk SET passage_hash = ?, checksum = ? WHERE id = ?",
        [
            (passage_hash(f"{title}\n{text}"), chunk_checksum(*chunk), chunk_id)
            for chunk_id, title, text, *chunk in rows
        ],
    )


MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (_first, _second)
VERSION = len(MIGRATIONS)


def migrate(connection: sqlite3.Connection, version: int) -> None:
    """Bring a database of `version` (0 is an empty one) to `VERSION`, in the caller's transaction."""
    for migration in MIGRATIONS[version:]:
        migration(connection)
    connection.execute("INSERT OR REPLACE INTO meta VALUES ('schema', ?)", (VERSION,))


def _run(connection: sqlite3.Connection, script: str) -> None:
    # `executescript` would end the caller's transaction.
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""
