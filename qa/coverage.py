"""(question, text) -> how much of the question the text covers: by words and keys, and by letters."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Set
from functools import lru_cache

from index.articles import Article
from index.thai import search_words
from qa.conditions import article_keys, keys_in
from qa.question import Question, trigrams
from qa.retriever import Passage


class Rarity:
    """Weighs what a question asks for by how few of the candidate sentences hold it.

    In an article on one meeting every sentence speaks of that meeting; the rest of the question tells
    its sentences apart. What no candidate holds at all is `unseen`.
    """

    def __init__(self, asked: Mapping[str, float], candidates: Iterable[frozenset[str]]) -> None:
        sentences = list(candidates)
        counts = {item: sum(item in held for held in sentences) for item in asked}
        self._weights = {
            item: asked[item] * math.log((len(sentences) + 1) / count)
            for item, count in counts.items()
            if count
        }
        self._total = sum(self._weights.values())
        whole = sum(asked.values())
        self.unseen = (
            sum(asked[item] for item, count in counts.items() if not count) / whole if whole else 0.5
        )

    def share(self, held: frozenset[str]) -> float:
        """Return the share of the weight that a sentence holds, in [0, 1]."""
        return (
            sum(w for item, w in self._weights.items() if item in held) / self._total if self._total else 0.0
        )


def coverage(question: Question, article: Article, passage: Passage) -> dict[str, float]:
    """Return the shares of a question that a passage with its title covers, and its whole article; and what that lacks.

    `lacking` is the weight of the rarest word or key that the article doesn't have: of a name, mostly, near 1.
    """
    tokens = token_set(article.text) | article_keys(article)
    nearby = [article.title, *(article.text[slice(*other)] for other in passage.sentences)]
    return {
        "covered_nearby": _covered(question, frozenset().union(*map(token_set, nearby))),
        "covered_article": _covered(question, tokens),
        "lacking": max((w for term, w in question.terms.items() if term not in tokens), default=0.0),
        "letters_nearby": overlap(question.letters.keys(), frozenset().union(*map(letters_of, nearby))),
    }


def _covered(question: Question, tokens: frozenset[str]) -> float:
    """Return the share of the question's weight that `tokens` hold; 0.5 if there is nothing to weigh."""
    total = sum(question.terms.values())
    return sum(weight for term, weight in question.terms.items() if term in tokens) / total if total else 0.5


def overlap(asked: Set[str], found: frozenset[str]) -> float:
    """Return the share of what is asked that was found, in [0, 1]."""
    return len(asked & found) / len(asked) if asked else 0.0


letters_of = lru_cache(maxsize=5_000)(trigrams)
"""The letter trigrams of a text."""


@lru_cache(maxsize=5_000)
def token_set(text: str) -> frozenset[str]:
    """Return a text's search words, and the canonical keys of what it names."""
    return frozenset(search_words(text)) | keys_in(text)
