"""(question, articles) -> what the question names (a year, a meeting, a person …) and an article doesn't."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from index.articles import Article
from index.mentions import mention_keys
from qa.names import speaks_of
from qa.question import Question, meets

_SHORT_CODE = 3  # letters


@lru_cache(maxsize=5_000)
def keys_in(text: str) -> frozenset[str]:
    """Return the canonical keys of all that a text names."""
    return frozenset(mention_keys(text))


def article_keys(article: Article) -> frozenset[str]:
    """Return the canonical keys of all that an article names, its own date included."""
    return keys_in(article.text) | published_keys(article)


def published_keys(article: Article) -> frozenset[str]:
    """Return the canonical keys of an article's date."""
    day = article.published
    return frozenset([f"y:{day.year}", f"m:{day:%Y-%m}", f"d:{day.isoformat()}"] if day else [])


def unmet_conditions(question: Question, articles: Sequence[Article]) -> dict[str, list[str]]:
    """Return for each article's id what the question names, in its own words, and that article doesn't.

    An acronym counts only if one of the articles has it: people have acronyms of their own.
    """
    codes = [code for code in question.codes if any(_has(article, code) for article in articles)]
    unmet = {}
    for article in articles:
        keys = article_keys(article)
        missing = [question.text[c.start : c.end] for c in question.conditions if not meets(c, keys)]
        missing += [person for person in question.people if not speaks_of(article.text, person)]
        unmet[article.id] = missing + [code for code in codes if not _has(article, code)]
    return unmet


def _has(article: Article, code: str) -> bool:
    """Tell whether an article has an acronym, in the singular or plural; a short one in the same case, as `ev` is no EV."""
    stem = code.removesuffix("s")
    case = re.NOFLAG if len(stem) <= _SHORT_CODE else re.IGNORECASE
    pattern = rf"(?<![A-Za-z0-9]){re.escape(stem)}(?:e?s)?(?![A-Za-z0-9])"
    return re.search(pattern, article.text, case) is not None
