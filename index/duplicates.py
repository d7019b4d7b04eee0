"""Articles -> those that say nearly the same as another: one press release on two pages, a corrected second copy."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from index.articles import Article
from index.store import Store, Vectors
from index.thai import words

ALIKE = 0.8
"""Jaccard similarity of two articles' shingles above which they are reported (Broder 1997)."""
_SHINGLE = 4  # words
_NEIGHBOURS = 8


def near_duplicates(
    store: Store, articles: Sequence[Article], beginnings: Sequence[Vectors]
) -> list[tuple[str, str, float]]:
    """Return (id, id of an article that is nearly the same, Jaccard similarity) for `articles`, each pair once.

    Candidates are the articles whose chunks lie nearest to the vector of an article's first one, in `beginnings`.
    """
    found: dict[frozenset[str], tuple[str, str, float]] = {}
    for article, vector in zip(articles, beginnings, strict=True):
        hits = store.search_dense(vector, _NEIGHBOURS)
        mine = _shingles(article.text)
        for other_id in dict.fromkeys(
            chunk.article_id for chunk in store.chunks([hit.chunk_id for hit in hits]).values()
        ):
            other = store.article(other_id)
            pair = frozenset((article.id, other_id))
            if other is None or other_id == article.id or pair in found:
                continue
            theirs = _shingles(other.text)
            share = len(mine & theirs) / len(mine | theirs)
            if share >= ALIKE:
                found[pair] = (article.id, other_id, share)
    return list(found.values())


def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    """Return every run of four words; of a shorter text, all its words as one."""
    found = words(text)
    runs = zip(*(islice(found, at, None) for at in range(_SHINGLE)), strict=False)
    return frozenset(runs) or frozenset([tuple(found)])
