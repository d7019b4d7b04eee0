"""A store's chunks -> FAISS and tantivy, in memory and as a snapshot on disk with checksums.

Nothing here is the truth: whatever is missing or damaged is built again from the store's rows.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import faiss
import numpy as np
import tantivy

from index.store import Hit, Vectors

_BATCH = 10_000  # rows


class Row(NamedTuple):
    """What is indexed of one chunk."""

    chunk_id: int
    article_id: str
    tokens: str
    """Separated by spaces."""
    vector: bytes
    """float16, little-endian."""


class Derived:
    """The two searchable indexes of one revision."""

    def __init__(self, dense: Any, lexical: tantivy.Index) -> None:  # noqa: ANN401 - FAISS has no types
        self.dense = dense
        self.lexical = lexical

    def search_dense(self, vector: Vectors, k: int, allowed: Sequence[int] | None) -> list[Hit]:
        """Return the k nearest chunks, among those of `allowed` ids if given."""
        parameters = None
        if allowed is not None:
            selector = faiss.IDSelectorBatch(np.array(allowed, np.int64))
            parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]  # its stub lacks it
        query = np.ascontiguousarray(vector[None], np.float32)
        scores, ids = self.dense.search(query, k, params=parameters)
        return [Hit(int(i), float(s)) for i, s in zip(ids[0], scores[0], strict=True) if i >= 0]

    def search_lexical(self, tokens: Sequence[str], k: int, allowed: Sequence[str] | None) -> list[Hit]:
        """Return the k chunks of highest BM25 score, among those of the `allowed` articles if given.

        The query is built term by term: a question is never parsed as a query language.
        """
        query, should, must = tantivy.Query, tantivy.Occur.Should, tantivy.Occur.Must
        schema = self.lexical.schema
        terms = [(should, query.term_query(schema, "tokens", token)) for token in dict.fromkeys(tokens)]
        if not terms:
            return []
        wanted = query.boolean_query(terms)
        if allowed is not None:
            inside = query.const_score_query(query.term_set_query(schema, "article", list(allowed)), 0.0)
            wanted = query.boolean_query([(must, wanted), (must, inside)])
        searcher = self.lexical.searcher()
        found = searcher.search(wanted, k, count=False).hits
        ids = searcher.fast_field_values("chunk", [address for _, address in found])
        return [Hit(int(i or 0), float(score)) for (score, _), i in zip(found, ids, strict=True)]


def build(rows: Iterable[Row], dimension: int) -> Derived:
    """Build both indexes in memory."""
    kept = list(rows)
    return Derived(_build_dense(kept, dimension), _build_lexical(kept, None))


def save(rows: Iterable[Row], dimension: int, folder: Path, revision: int) -> None:
    """Write the snapshot of a revision into a store's folder, and remove those of other revisions.

    It appears whole or not at all.
    """
    final = _place(folder, revision)
    if not _is_intact(final):
        kept = list(rows)
        temporary = Path(tempfile.mkdtemp(prefix=".snapshot-", dir=folder))
        try:
            faiss.write_index(_build_dense(kept, dimension), str(temporary / "vectors.faiss"))
            (temporary / "lexical").mkdir()
            _build_lexical(kept, temporary / "lexical")
            files = sorted(path for path in temporary.rglob("*") if path.is_file())
            manifest = {path.relative_to(temporary).as_posix(): _hash(path) for path in files}
            (temporary / "manifest.json").write_text(json.dumps(manifest, indent=2), encoding="utf-8")
            shutil.rmtree(final, ignore_errors=True)
            temporary.rename(final)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
    for old in folder.glob("*snapshot-*"):  # of other revisions, or cut short by a kill
        if old != final:
            shutil.rmtree(old, ignore_errors=True)


def load(folder: Path, revision: int) -> Derived | None:
    """Open the snapshot of a revision; None if it is missing or damaged."""
    place = _place(folder, revision)
    if not _is_intact(place):
        return None
    dense = faiss.read_index(str(place / "vectors.faiss"))
    lexical = tantivy.Index.open(str(place / "lexical"))
    # A snapshot never changes. By default tantivy watches for commits, and may write a lock file into a
    # folder that is just being removed.
    lexical.config_reader("manual")
    return Derived(dense, lexical)


def _build_dense(rows: Sequence[Row], dimension: int) -> Any:  # noqa: ANN401 - FAISS has no types
    dense = faiss.IndexIDMap2(faiss.IndexFlatIP(dimension))
    for at in range(0, len(rows), _BATCH):
        batch = rows[at : at + _BATCH]
        vectors = np.frombuffer(b"".join(row.vector for row in batch), "<f2").reshape(-1, dimension)
        dense.add_with_ids(vectors.astype(np.float32), np.array([row.chunk_id for row in batch], np.int64))
    return dense


def _build_lexical(rows: Iterable[Row], folder: Path | None) -> tantivy.Index:
    """Build the BM25 index in `folder`, or in memory."""
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("chunk", indexed=False, fast=True)
    builder.add_text_field("article", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("tokens", tokenizer_name="whitespace", index_option="freq")
    lexical = tantivy.Index(builder.build(), path=str(folder) if folder else None)
    writer = lexical.writer(heap_size=64_000_000, num_threads=1)
    for row in rows:
        document = tantivy.Document()
        document.add_integer("chunk", row.chunk_id)
        document.add_text("article", row.article_id)
        document.add_text("tokens", row.tokens)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    lexical.reload()
    return lexical


def _place(folder: Path, revision: int) -> Path:
    return folder / f"snapshot-{revision}"


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _is_intact(place: Path) -> bool:
    """Tell whether every file of a snapshot is there with the bytes that were written."""
    try:
        manifest = json.loads((place / "manifest.json").read_text(encoding="utf-8"))
        return bool(manifest) and all(_hash(place / name) == digest for name, digest in manifest.items())
    except (OSError, ValueError, AttributeError):
        return False
