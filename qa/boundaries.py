"""A token span of the reader -> the span a person would mark.

Where an answer begins and ends is a matter of habit: ประเทศไทย or ไทย, เมื่อวันที่ or วันที่, ๓๙ or ๓๙ ปี. The reader
finds the place; a linear model over the words at both ends, fitted by `qa.training.boundaries` on how people marked
answers, helps to choose among the spans there.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from pythainlp.tokenize import word_tokenize

from index.sentences import Span
from index.thai import to_arabic_digits
from qa.kinds import question_word
from qa.question import parse_question

WEIGHTS = "boundaries.json"
_PAIRS = {"(": ")", "“": "”", "[": "]", "‘": "’", "«": "»"}
# Often one token of the encoder with the word behind it (เมื่อวันที่), and in nine of ten of iApp's train answers not part
# of the answer. Before a word that begins with one of them (จากัวร์) nothing is cut.
_CONNECTIVES = frozenset(
    {"เมื่อ", "ใน", "คือ", "โดย", "ของ", "จาก", "ด้วย", "กับ", "ได้แก่", "ว่า", "แก่", "ณ", "สำหรับ"}
)
_LOOSE = " \t\n,;:、，。·–—-/|"
_AROUND = 30  # characters beside a span in which the next word is looked for
_SPAN = 200  # characters of a span that are cut into words: those in its middle don't matter
_MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question tells about the form of its answer."""

    kind: str
    words: frozenset[str]
    asking: str | None
    """The first word of the question word: อะไร, กี่."""
    noun: str | None
    """The word before it, which an answer often repeats or leaves out: พรรค in พรรคอะไร."""

    @classmethod
    @lru_cache(maxsize=1_000)
    def of(cls, question: str) -> Asked:
        """Read a question of any length that holds a word."""
        parsed = parse_question(question, len(question))
        at = question_word(parsed.plain)
        before = _tokens(parsed.plain[: at[0]]) if at else ()
        asking = _tokens(parsed.plain[slice(*at)]) if at else ()
        words = frozenset(token for token in _tokens(parsed.plain) if not token.isspace())
        return cls(parsed.kind, words, next(iter(asking), None), next(reversed(before), None))


@cache
def shipped_weights() -> dict[str, float]:
    """Return the weights that come with the package."""
    weights: dict[str, float] = json.loads(files("qa").joinpath(WEIGHTS).read_text(encoding="utf-8"))
    return weights


def habit(weights: dict[str, float], asked: Asked, text: str, span: Span) -> float:
    """Return how usual it is to mark `span`, in natural log-odds between spans of one place."""
    return sum(weights.get(feature, 0.0) for feature in features(asked, text, span))


def features(asked: Asked, text: str, span: Span) -> list[str]:
    """Return the features of a span: its outer words, those beside it, and how they meet the question's."""
    start, end = span
    inside = _tokens(text[start:end][:_SPAN]) or ("",)
    before = next(reversed(_tokens(text[max(0, start - _AROUND) : start].rstrip())), None)
    after = next(iter(_tokens(text[end : end + _AROUND].lstrip())), None)
    named = {"before": before, "first": inside[0], "last": inside[-1], "after": after}
    form = {place: _form(word) for place, word in named.items()}
    kind = asked.kind
    spaced = {"before": text[:start][-1:].isspace(), "after": text[end : end + 1].isspace()}
    found = [f"{place}={word}" for place, word in form.items()]
    found += [f"{kind} {place}={word}" for place, word in form.items()]
    found += [f"before+first={form['before']} {form['first']}", f"last+after={form['last']} {form['after']}"]
    found += [f"{kind} first+second={form['first']} {_form(inside[1] if len(inside) > 1 else None)}"]
    found += [f"{place} space={there}" for place, there in spaced.items()]
    found += [f"{kind} {place} space={there}" for place, there in spaced.items()]
    found += [f"{place} asked={word in asked.words}" for place, word in named.items()]
    found += [f"{place} noun={word == asked.noun}" for place, word in named.items()]
    found += [f"{place} asking={word == asked.asking}" for place, word in named.items()]
    found += [f"{kind} words={min(len(inside), _MOST_WORDS)}", f"lines={chr(10) in text[start:end]}"]
    found += [f"brackets={text.count('(', start, end)} {text[end - 1] == ')'}"]
    found += [f"bracket after={text[end : end + 2].lstrip()[:1] in {'(', '['}}"]
    return found


def trimmed(text: str, start: int, end: int) -> Span:
    """Return the span without white space, signs and a connective at its ends, and with its brackets whole.

    Never empty: a span of nothing but signs is returned as it came. A Thai vowel or tone mark stays with its letter.
    """
    first, last = start, end
    while last < len(text) and unicodedata.category(text[last]) == "Mn":
        last += 1
    while first > 0 and unicodedata.category(text[first]) == "Mn":
        first -= 1
    while first < last and text[first] in _LOOSE:
        first += 1
    while first < last and text[last - 1] in _LOOSE:
        last -= 1
    for opening, closing in _PAIRS.items():
        inside = text[first:last]
        opened, closed = inside.count(opening), inside.count(closing)
        if opened == closed + 1:
            if text.startswith(closing, last):
                last += 1
            elif inside.startswith(opening):
                first += 1
            elif inside.endswith(opening):
                last -= 1
        elif closed == opened + 1:
            if inside.endswith(closing):
                last -= 1
            elif inside.startswith(closing):
                first += 1
    leading = next(iter(_tokens(text[first : min(last, first + _AROUND)])), "")
    if leading in _CONNECTIVES and first + len(leading) < last:
        first += len(leading)
    stripped = text[first:last]
    first += len(stripped) - len(stripped.lstrip())
    last -= len(stripped) - len(stripped.rstrip())
    return (first, last) if start < last and first < min(last, end) else (start, end)


@lru_cache(maxsize=20_000)
def _tokens(text: str) -> tuple[str, ...]:
    """Return newmm words, with white space and signs as they stand."""
    return tuple(word_tokenize(text, engine="newmm", join_broken_num=False))


def _form(word: str | None) -> str:
    """Return what a word counts as: numbers and Latin words are alike, Thai words are themselves."""
    if word is None:
        return "^"
    if word.isspace():
        return "_"
    if re.fullmatch(r"[0-9,.]+", to_arabic_digits(word)):
        return "0"
    return "Aa" if re.fullmatch(r"[A-Za-z]+", word) else word
