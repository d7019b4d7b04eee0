"""(question, evidence of several articles) -> the answers among them that differ."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from index.articles import Article
from index.mentions import mention_keys
from index.thai import to_arabic_digits
from qa.evidence import SURE, Evidence
from qa.names import MISTER
from qa.question import Question
from qa.retriever import UNREAD

_VALUES = frozenset({"date", "number", "money", "person", "place", "country", "ordinal", "organisation"})
"""Kinds of answer of which two that aren't the same differ."""
# What the keys begin with that tell two answers of a kind apart: US$5 million names a country too.
_TELLING_KEYS = {"money": "money:", "country": "cc:", "ordinal": "ord:", "place": "city:"}
_SCALES = {"พัน": 3, "หมื่น": 4, "แสน": 5, "ล้าน": 6, "thousand": 3, "million": 6, "billion": 9}
_SCALE = re.compile(rf"(?:{'|'.join(_SCALES)})(?!ธ)")  # no พันธมิตร
_NUMBER = re.compile(rf"([0-9][0-9,]*(?:\.[0-9]+)?)\s?((?:{_SCALE.pattern})*)", re.IGNORECASE)
_BEFORE_NAME = re.compile(
    rf"^(?:.*?(?:{MISTER}|นางสาว|นาง|ดร\.|\b(?:Mr|Mrs|Ms|Dr)\b\.?)"
    r"|(?:(?:อดีต|รอง|นายก|รัฐมนตรี|ปลัด|อธิบดี|เอกอัครราชทูต|ประธาน|เลขาธิการ|ผู้|พล|ฯพณฯ|H\.E\.)\S*\s)+(?=\S+\s+\S))\s*(?=\S)"
)


def differing(question: Question, near: Sequence[Evidence], sources: Sequence[str]) -> list[Evidence]:
    """Return the best evidence of each of several articles that give different values; none if they agree."""
    if question.kind not in _VALUES:
        return []
    best: dict[str, Evidence] = {}
    for e in near:
        if _on_another(question, e.article):
            continue
        if e.article.id in sources and e.answers and e.features.get("reader", UNREAD) >= SURE:
            best.setdefault(e.article.id, e)
    different: list[Evidence] = []
    for id_ in sources:
        if id_ in best and not any(_same(question, best[id_], other) for other in different):
            different.append(best[id_])
    return different if len(different) > 1 else []


def _on_another(question: Question, article: Article) -> bool:
    """Tell whether an article is on another meeting than the question, and speaks of that one in passing."""
    asked = {key for m in question.mentions if m.kind == "ordinal" for key in m.keys}
    about = {key for key in mention_keys(article.title) if key.startswith("ord:")}
    return bool(asked and about) and not asked & about


def _same(question: Question, one: Evidence, other: Evidence) -> bool:
    """Tell whether two short answers say the same."""
    texts = [e.article.text[slice(*e.answers[0])] for e in (one, other)]
    if question.kind == "date":
        for precision in ("d:", "m:", "y:"):  # as exactly as both say it
            days = [{key for key in mention_keys(text) if key.startswith(precision)} for text in texts]
            if all(days):
                return bool(days[0] & days[1])
    if prefix := _TELLING_KEYS.get(question.kind):
        keys = [{key for key in mention_keys(text) if key.startswith(prefix)} for text in texts]
        if all(keys):
            return bool(keys[0] & keys[1])
    first, second = ("".join(to_arabic_digits(text).lower().split()) for text in texts)
    if question.kind == "number":
        numbers = [_numbers(text) for text in (first, second)]
        if all(numbers):
            return numbers[0] == numbers[1]
    if question.kind == "person":
        names = [_bare_name(text) for text in texts]
        if all(names) and (names[0].startswith(names[1]) or names[1].startswith(names[0])):
            return True
    return first in second or second in first


def _numbers(text: str) -> list[Decimal]:
    """Return the numbers in a text, with the ล้าน or thousand behind them."""
    return [
        Decimal(digits.replace(",", "")).scaleb(
            sum(_SCALES[scale.lower()] for scale in _SCALE.findall(scales))
        )
        for digits, scales in _NUMBER.findall(text)
    ]


def _bare_name(text: str) -> str:
    """Return a person's name without title and post, and without the same in Latin letters in brackets."""
    return "".join(_BEFORE_NAME.sub("", text.partition("(")[0]).lower().split()[:2])
