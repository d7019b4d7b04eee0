"""(question, evidence) -> evidence that doesn't speak of another meeting, date, country or town than the question.

An article on the 12th meeting may also tell of the 11th. What a question names must therefore stand where the
article says what it is about (title and first words), or near the sentence; a sentence that stands near another
one of its kind only is no evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from index.mentions import Mention, find_mentions
from index.thai import THAI_LETTER, thai_words_of
from qa.conditions import published_keys
from qa.evidence import Evidence
from qa.names import TOWN_WORD
from qa.question import FIRST_TIME, Question, implied, meets

_KINDS = ("ordinal", "date", "country", "city", "town")
_PLACES = frozenset({"city", "town"})
# เมืองเมดาน, อำเภอปากพนัง: nothing tells where a Thai name ends, so that its first letters stand for it.
_TOWN = re.compile(rf"{TOWN_WORD}({THAI_LETTER}{{4}})")
_HEAD = re.compile(r"[^\n]*\n+[^\n]*")  # heading and first paragraph, where an article says what it is about
_LONGEST_HEAD = 400  # characters
_LONGEST_NAME = 10  # characters behind those first ones
_RUN = re.compile(rf"{THAI_LETTER}+")
_BEFORE, _BEHIND = 250, 120  # characters around a sentence, within its paragraph, that are near it


def consistent(question: Question, evidence: Sequence[Evidence]) -> tuple[list[Evidence], dict[str, str]]:
    """Return the evidence that contradicts nothing in the question, in its order.

    Also returns what was dropped for: each condition as the question words it, and what the strongest evidence that
    was dropped for it names instead.
    """
    kinds = [
        kind
        for kind in _KINDS
        if kind != question.kind and not (kind in _PLACES and question.kind == "place")
    ]
    named = [*question.conditions, *_towns(question.text)]
    asked = {kind: [c for c in named if c.kind == kind] for kind in kinds}
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
    mentions = [m for m in _mentions(article.text) if m.kind == kind and m.keys and not implied(m)]
    if kind == "town" and not any(meets(c, _keys(mentions)) for c in conditions):
        return None  # the name may end elsewhere, or be spelt in another way
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
    names = (article.text[m.start : m.end] for m in others)
    return next((name for name in names if name != FIRST_TIME), None)


def _keys(mentions: Iterable[Mention]) -> frozenset[str]:
    return frozenset(key for mention in mentions for key in mention.keys)


@lru_cache(maxsize=500)
def _mentions(text: str) -> tuple[Mention, ...]:
    return (*find_mentions(text), *_towns(text))


def _towns(text: str) -> list[Mention]:
    """Return places that a word before the name tells (เมือง, อำเภอ, จังหวัด …)."""
    return [
        Mention("town", m.start(), _name_end(text, m.start(), m.end()), (f"town:{m[1]}",))
        for m in _TOWN.finditer(text)
    ]


def _name_end(text: str, start: int, end: int) -> int:
    """Return where the name probably ends whose first letters end at `end`: with the run of letters, or with a word."""
    run = _RUN.match(text, start, end + _LONGEST_NAME)
    if run is None or run.end() < end + _LONGEST_NAME:
        return run.end() if run else end
    at = start
    for word in thai_words_of(run.group()):
        at += len(word)
        if at >= end:
            return at
    return end
