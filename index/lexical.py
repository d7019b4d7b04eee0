"""Chunk tokens -> BM25 search (Robertson & Zaragoza 2009; k1 1.2, b 0.75), by tantivy in a folder of files."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import tantivy

from index.store import Hit

_HEAP = 64_000_000  # bytes that tantivy collects before it writes a segment
_LOCKS = ".tantivy-*.lock"


class Document(NamedTuple):
    """What is indexed of one chunk."""

    chunk_id: int
    article_id: str
    tokens: str
    """Separated by spaces."""


class Lexical:
    """The tokens of one store by chunk id. One process writes to a folder."""

    def __init__(self, folder: Path) -> None:
        """Open the index in `folder`, or make one there.

        Raises:
            ValueError: what is there is no index.
        """
        self.folder = folder
        if (folder / "meta.json").exists():
            self._index = tantivy.Index.open(str(folder))
        else:
            folder.mkdir(parents=True, exist_ok=True)
            builder = tantivy.SchemaBuilder()
            builder.add_integer_field("chunk", indexed=True, fast=True)
            builder.add_text_field("article", tokenizer_name="raw", index_option="basic")
            builder.add_text_field("tokens", tokenizer_name="whitespace", index_option="freq")
            self._index = tantivy.Index(builder.build(), path=str(folder))
        # By default tantivy watches for commits, and may write a lock file into a folder that is just being removed.
        self._index.config_reader("manual")

    def copy_to(self, folder: Path) -> Lexical:
        """Return a copy that can be written to: tantivy never changes a file, so links to them do."""
        folder.mkdir(parents=True)
        for path in self.folder.iterdir():
            if not path.match(_LOCKS):
                try:
                    os.link(path, folder / path.name)
                except OSError:  # a file system without links
                    shutil.copy2(path, folder / path.name)
        return Lexical(folder)

    def change(self, gone: Iterable[int], documents: Iterable[Document]) -> None:
        """Remove chunks, then add others, in one commit."""
        writer = self._index.writer(heap_size=_HEAP, num_threads=1)
        for chunk_id in gone:
            writer.delete_documents_by_term("chunk", chunk_id)
        for each in documents:
            document = tantivy.Document()
            document.add_integer("chunk", each.chunk_id)
            document.add_text("article", each.article_id)
            document.add_text("tokens", each.tokens)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def search(self, tokens: Sequence[str], k: int, allowed: Sequence[str] | None = None) -> list[Hit]:
        """Return the k chunks of highest BM25 score, among those of the `allowed` articles if given.

        The query is built term by term: a question is never parsed as a query language.
        """
        query, should, must = tantivy.Query, tantivy.Occur.Should, tantivy.Occur.Must
        schema = self._index.schema
        terms = [(should, query.term_query(schema, "tokens", token)) for token in dict.fromkeys(tokens)]
        if not terms:
            return []
        wanted = query.boolean_query(terms)
        if allowed is not None:
            inside = query.const_score_query(query.term_set_query(schema, "article", list(allowed)), 0.0)
            wanted = query.boolean_query([(must, wanted), (must, inside)])
        return self._hits(wanted, k)

    def similar(self, word: str, wrong: int, k: int) -> list[Hit]:
        """Return at most k chunks that hold a word which differs from `word` in at most `wrong` letters."""
        query = tantivy.Query.fuzzy_term_query(self._index.schema, "tokens", word, distance=wrong)
        return self._hits(query, k)

    def _hits(self, wanted: tantivy.Query, k: int) -> list[Hit]:
        searcher = self._index.searcher()
        found = searcher.search(wanted, k, count=False).hits
        ids = searcher.fast_field_values("chunk", [address for _, address in found])
        return [Hit(int(i or 0), float(score)) for (score, _), i in zip(found, ids, strict=True)]
