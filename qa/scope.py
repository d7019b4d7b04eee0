"""(question, evidence) -> evidence that doesn't speak of another meeting, date or country than the question.

An article on the 12th meeting may also tell of the 11th. What a question names must therefore stand where the
article says what it is about (title and first words), or near the sentence; a sentence that stands near another
one of its kind only is no evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from index.mentions import Mention, find_mentions
from qa.conditions import published_keys
from qa.evidence import Evidence
from qa.question import Question, meets

_KINDS = ("ordinal", "date", "country")
_HEAD = re.compile(r"[^\n]*\n+[^\n]*")  # heading and first paragraph, where an article says what it is about
_LONGEST_HEAD = 400  # characters
_BEFORE, _BEHIND = 250, 120  # characters around a sentence, within its paragraph, that are near it


def consistent(question: Question, evidence: Sequence[Evidence]) -> tuple[list[Evidence], dict[str, str]]:
    """Return the evidence that contradicts nothing in the question, in its order.

    Also returns what was dropped for: each condition as the question words it, and what the strongest evidence that
    was dropped for it names instead.
    """
    kinds = [kind for kind in _KINDS if kind != question.kind]
    asked = {kind: [c for c in question.conditions if c.kind == kind] for kind in kinds}
    kept: list[Evidence] = []
    instead: dict[str, str] = {}
    for each in evidence:
        for kind, conditions in asked.items():
            other = _other(kind, conditions, each) if conditions else None
            if other is not None:
                instead.setdefault(question.text[conditions[0].start : conditions[0].end], other)
                break
        else:
            kept.append(each)
    return kept, instead


def _other(kind: str, conditions: Sequence[Mention], evidence: Evidence) -> str | None:
    """Return what the article names near the evidence in place of all the conditions, None if it needn't.

    One of several will do: who compares two meetings names both.
    """
    article, (start, end) = evidence.article, evidence.span
    mentions = [m for m in _mentions(article.text) if m.kind == kind and m.keys]
    beginning = _HEAD.match(article.text)
    about_until = min(beginning.end() if beginning else _LONGEST_HEAD, _LONGEST_HEAD)
    head = [m for m in mentions if m.end <= about_until]
    about = _keys(head) | _keys(_mentions(article.title))
    if kind == "date":
        about |= published_keys(article)
    above = article.text.rfind("\n", 0, start) + 1
    below = article.text.find("\n", end)
    first = max(above, start - _BEFORE)
    last = min(below if below >= 0 else len(article.text), end + _BEHIND)
    near = [m for m in mentions if first <= m.start and m.end <= last]
    if any(meets(condition, about | _keys(near)) for condition in conditions):
        return None
    inside = [m for m in near if start <= m.start and m.end <= end]
    # An article on one meeting needn't repeat its number; but a year or a country is of its sentence only.
    others = [*inside, *near, *(head if kind == "ordinal" else ())]
    return article.text[others[0].start : others[0].end] if others else None


def _keys(mentions: Iterable[Mention]) -> frozenset[str]:
    return frozenset(key for mention in mentions for key in mention.keys)


@lru_cache(maxsize=500)
def _mentions(text: str) -> tuple[Mention, ...]:
    return tuple(find_mentions(text))
