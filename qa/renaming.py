"""(a question, what a follow-up names) -> the question with that in the place of its like: แล้วเวียดนามล่ะ, แล้วครั้งที่ 5 ล่ะ."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.mentions import Mention
from index.thai import words
from qa.question import Question, backwards, cut_out, implied, question_of, without

WHICH = frozenset({"ordinal", "date"})
"""What tells one of a series from another."""
SAYS_SOMETHING = 0.5
"""Weight of terms above which a question may name its own topic, though nothing else tells it from a follow-up."""
_DATE_WORD = re.compile(r"(?:ปี|เดือน|วันที่)\s?$")
_TOWARDS = re.compile(r"(?:ให้|แก่|กับ|ต่อ|\b(?:to|with)) ?$")


def renamed(question: Question) -> frozenset[str]:
    """Return the kinds of names that a question puts its own in the place of.

    Another meeting is at another time and place, and another year's is another; a day may be one of the same meeting's, and a year
    what the meeting spoke of.
    """
    named = frozenset(mention.kind for mention in question.conditions)
    if "ordinal" in named:
        return WHICH | {"city"}
    year = any(mention.kind == "date" and len(mention.keys) == 1 for mention in question.conditions)
    return WHICH if year and tells_which(question) else named & WHICH


def replaced(asked: Question, now: Question) -> str | None:
    """Return the earlier question with what is named now in the place of its like; None if it has none."""
    replaceable = [m for m in asked.mentions if not implied(m)] or list(asked.mentions)
    kinds, text, swaps = renamed(now), asked.text, dict[Mention, Mention]()
    for new in now.mentions:
        told = any(new.keys and old.keys == new.keys for old in asked.mentions)
        free = [] if told else [old for old in replaceable if old not in swaps]
        likes = [old for old in free if old.kind == new.kind]
        likes = likes or [old for old in free if {old.kind, new.kind} <= kinds & WHICH]
        if likes:
            swaps[_counterpart(asked.text, likes, now.text, new)] = new
    for old, before in backwards(asked.mentions):
        if old in swaps:
            text = _swapped(text, old, now.text, swaps[old])
        elif swaps and old.kind in kinds:
            text = cut_out(text, old, before)
    if len(asked.codes) == len(now.codes) == 1 and asked.codes != now.codes:
        text = text if swaps else without(text, {"ordinal"})  # another series has other numbers
        text = text.replace(asked.codes[0], now.codes[0])
    if len(asked.people) == len(now.people) == 1:
        text = text.replace(asked.people[0], now.people[0])
    return text if text != asked.text else None


def _swapped(text: str, old: Mention, now: str, new: Mention) -> str:
    """Return a text with what is named now in the place of what was: a year may take that of a meeting's number, or of a day."""
    words_ = [_DATE_WORD.search(each, 0, end) for each, end in ((text, old.start), (now, new.start))]
    was, is_ = (found.group().strip() if found else "" for found in words_)
    if old.kind == new.kind and was == is_:
        return text[: old.start] + now[new.start : new.end] + text[old.end :]
    put = f"{is_} {now[new.start : new.end]}".strip()
    return f"{cut_out(text[: old.end], old)} {put}{text[old.end :]}"


def _counterpart(asked: str, likes: Sequence[Mention], now: str, new: Mention) -> Mention:
    """Return which of several countries another one takes the place of: the one behind the same word, or the one given to."""
    before = words(now[: new.start])[-1:]
    alike = [old for old in likes if words(asked[: old.start])[-1:] == before]
    return next(iter(alike), likes[-1] if _TOWARDS.search(now[: new.start]) else likes[0])


def tells_which(question: Question) -> bool:
    """Tell whether a question names nothing but which of a series it means."""
    named = {mention.kind for mention in question.conditions}
    rest = question_of(without(question.text, WHICH)) if named and named <= WHICH else question
    return rest is not question and rest.weight <= SAYS_SOMETHING and not rest.english_words
