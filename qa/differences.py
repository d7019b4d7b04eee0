"""(question, evidence of several articles) -> the answers among them that differ."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from pythainlp.util import thaiword_to_num

from index.articles import Article
from index.dates import find_dates
from index.mentions import THAI_NUMERAL, find_mentions, mention_keys
from index.thai import THAI_LETTER, to_arabic_digits
from qa.evidence import SURE, Evidence
from qa.names import CITY_WORD, MISTER
from qa.question import Question
from qa.retriever import UNREAD

_VALUES = frozenset({"date", "number", "money", "person", "place", "country", "ordinal", "organisation"})
"""Kinds of answer of which two that aren't the same differ."""
# What the keys begin with that tell two answers of a kind apart: US$5 million names a country too.
_TELLING_KEYS = {"money": ["money:"], "country": ["cc:"], "ordinal": ["ord:"], "place": ["city:", "cc:"]}
# A town that has no key, or no place at all: เมืองดานัง, ผ่านระบบออนไลน์.
_TOWN = re.compile(rf"(?:{CITY_WORD}|กรุง|จังหวัด|ผ่านระบบ)\s?({THAI_LETTER}+)")
_VENUE = re.compile(
    r"โรงแรม|ศูนย์|สำนัก|อาคาร|ห้อง|หอ|ทำเนียบ|มหาวิทยาลัย|กระทรวง|สถาน|สนาม|ศาล|\b(?:hotel|cent(?:er|re)|hall|university)\b",
    re.IGNORECASE,
)
_SCALES = {"พัน": 3, "หมื่น": 4, "แสน": 5, "ล้าน": 6, "thousand": 3, "million": 6, "billion": 9}
_SCALE = re.compile(rf"(?:{'|'.join(_SCALES)})(?!ธ)")  # no พันธมิตร
_NUMBER = re.compile(rf"([0-9][0-9,]*(?:\.[0-9]+)?)((?:\s?{_SCALE.pattern})*)")
_IN_WORDS = re.compile(rf"(?!ร้อยละ)(?<!ครึ่ง){THAI_NUMERAL}(?:{THAI_NUMERAL}|{_SCALE.pattern})*")
_AMOUNT = re.compile(
    rf"(?P<share>ร้อยละ)?\s?(?P<numbers>{_NUMBER.pattern}(?:\s?(?:[-–]|ถึง|to|ใน|in)\s?{_NUMBER.pattern})?)"
    r"\s?(?:(?P<percent>%|เปอร์เซ็น|per\s?cent)|(?P<time>นาที|ชั่วโมง|วัน|สัปดาห์|เดือน|ปี))?"
)
_LETTERS = r"\s*(?:[ก-ฮ]{1,4}\.\s?)*"  # of a title: น.ส., ศ.ดร., พล.อ.
_BEFORE_NAME = re.compile(
    rf"^{_LETTERS}(?:.*?(?:{MISTER}|นางสาว|นาง|ดร\.|\b(?:Mr|Mrs|Ms|Dr)\b\.?)"
    r"|(?:(?:อดีต|รอง|นายก|รัฐมนตรี|ปลัด|อธิบดี|เอกอัครราชทูต|ประธาน|เลขาธิการ|ผู้|พล|ศาสตราจารย์|ฯพณฯ|H\.E\.)\S*\s)+(?=\S+\s+\S))?"
    rf"{_LETTERS}(?=\S)"
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
    """Tell whether two short answers say the same, one of them perhaps more exactly."""
    texts = [e.article.text[slice(*e.answers[0])] for e in (one, other)]
    if question.kind == "date":
        dates = _dates(texts)
        if all(dates):
            return _within(*dates) or _within(*reversed(dates))
    if question.kind == "person" and _same_person(texts):
        return True
    levels = [[_keys(text, prefix) for text in texts] for prefix in _TELLING_KEYS.get(question.kind, ())]
    for keys in levels:
        if all(keys):
            return keys[0] <= keys[1] or keys[1] <= keys[0]
    if question.kind == "place" and _may_be_within(texts, levels):
        return True
    if question.kind in {"number", "money"}:
        amounts = [amount for text in texts if (amount := _amount(text))]
        if len(amounts) == 2:
            return _same_amount(*amounts)
    first, second = (_canonical(text) for text in texts)
    return _holds(first, second) or _holds(second, first)


def _may_be_within(texts: Sequence[str], levels: Sequence[Sequence[set[str]]]) -> bool:
    """Tell whether one of two places that name nothing alike may be in the other: a town in a country, a hotel in a town."""
    named = [any(keys[side] for keys in levels) for side in (0, 1)]
    if all(named):
        return True
    venues = [_VENUE.search(text) is not None for text in texts]
    return any(named[side] and not venues[side] and venues[1 - side] for side in (0, 1))


def _dates(texts: Sequence[str]) -> list[list[tuple[date, date]]]:
    """Return the first and last day of the dates in each text; one that has no year is of the same year as the others."""
    found = [find_dates(text) for text in texts]
    year = next((day.last.year for days in found for day in days if day.last), 2000)
    return [
        [
            (whole.first, whole.last)
            for day in days
            for whole in ([day] if day.first else find_dates(f"{text[day.start : day.end]} {year}"))
            if whole.first and whole.last
        ]
        for text, days in zip(texts, found, strict=True)
    ]


def _within(inner: Sequence[tuple[date, date]], outer: Sequence[tuple[date, date]]) -> bool:
    return all(any(start <= first and last <= end for start, end in outer) for first, last in inner)


def _keys(text: str, prefix: str) -> set[str]:
    keys = {key for key in mention_keys(text) if key.startswith(prefix)}
    return keys or (set(_TOWN.findall(text)) if prefix == "city:" else keys)


def _amount(text: str) -> tuple[list[Decimal], str] | None:
    """Return the first number of a text, or the two of a range or share (2 – 3, 2 ใน 3), and their unit.

    What stands behind tells more: 200 คน จาก 15 ประเทศ.
    """
    plain = to_arabic_digits(text).lower()
    match = _AMOUNT.search(plain) or _AMOUNT.search(_IN_WORDS.sub(_in_digits, plain))
    if not match:
        return None
    numbers = [
        Decimal(digits.replace(",", "")).scaleb(sum(_SCALES[scale] for scale in _SCALE.findall(scales)))
        for digits, scales in _NUMBER.findall(match["numbers"])
    ]
    return numbers, "%" if match["share"] or match["percent"] else match["time"] or ""


def _same_amount(one: tuple[list[Decimal], str], other: tuple[list[Decimal], str]) -> bool:
    """Tell whether two amounts are the same: 3 is 3 ปี, but no 3 %, and 3 ปี no 3 เดือน."""
    units = {one[1], other[1]}
    return one[0] == other[0] and (len(units) == 1 or ("" in units and "%" not in units))


def _in_digits(words: re.Match[str]) -> str:
    try:
        return str(thaiword_to_num(words.group()))
    except ValueError:
        return words.group()  # in no order that makes a number


def _same_person(texts: Sequence[str]) -> bool:
    """Tell whether two names are the same, or in letters that can't be compared."""
    one, other = (_bare_name(text) for text in texts)
    if not one or not other:
        return False
    if bool(re.search(THAI_LETTER, one)) != bool(re.search(THAI_LETTER, other)):
        return True
    # A title may stand before the name without a space: เอกอัครราชทูตณัฐวัฒน์ กฤษณามระ.
    return one.startswith(other) or other.startswith(one) or one.endswith(other) or other.endswith(one)


def _bare_name(text: str) -> str:
    """Return a person's name without title and post, and without the same in Latin letters in brackets."""
    return "".join(_BEFORE_NAME.sub("", text.partition("(")[0]).lower().split()[:2])


def _canonical(text: str) -> str:
    """Return a text in one way of writing it, with keys for what it names: กต. is กระทรวงการต่างประเทศ."""
    for mention in reversed(find_mentions(text)):
        if mention.keys:
            text = f"{text[: mention.start]}<{'|'.join(mention.keys)}>{text[mention.end :]}"
    return "".join(to_arabic_digits(text).lower().split())


def _holds(text: str, part: str) -> bool:
    """Tell whether a text has a part that cuts no number: 50 has no 5."""
    return re.search(rf"(?<![0-9.]){re.escape(part)}(?!\.?[0-9])", text) is not None
