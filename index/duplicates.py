"""Articles -> those that say nearly the same as another: one press release on two pages, a corrected second copy."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import islice

from index.store import Store, Vectors
from index.thai import words

ALIKE = 0.8
"""Jaccard similarity of two articles' shingles above which they are reported (Broder 1997)."""
_SHINGLE = 4  # words
_NEIGHBOURS = 8
_CLOSE = 0.95  # cosine: first chunks of which most words are the same lie nearer, of another article on the same matter farther


def near_duplicates(store: Store, beginnings: Mapping[str, Vectors]) -> list[tuple[str, str, float]]:
    """Return (id, id of an article that is nearly the same, Jaccard similarity), each pair once.

    Looks at the articles in `beginnings`, which holds the vectors of their first chunks. Candidates are the articles
    with a chunk that is nearly the same.
    """
    found: dict[frozenset[str], tuple[str, str, float]] = {}
    for article_id, vector in beginnings.items():
        hits = [hit.chunk_id for hit in store.search_dense(vector, _NEIGHBOURS) if hit.score >= _CLOSE]
        others = {chunk.article_id for chunk in store.chunks(hits).values()} - {article_id}
        for other_id in sorted(others):
            pair = frozenset((article_id, other_id))
            if pair in found:
                continue
            article, other = store.article(article_id), store.article(other_id)
            if article and other:
                mine, theirs = _shingles(article.text), _shingles(other.text)
                share = len(mine & theirs) / len(mine | theirs)
                if share >= ALIKE:
                    found[pair] = (article_id, other_id, share)
    return list(found.values())


@lru_cache(maxsize=100)
def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    """Return every run of four words; of a shorter text, all its words as one."""
    found = words(text)
    runs = zip(*(islice(found, at, None) for at in range(_SHINGLE)), strict=False)
    return frozenset(runs) or frozenset([tuple(found)])
