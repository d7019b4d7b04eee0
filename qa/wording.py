"""A question's filters in words -> a `Filter` and whether the newest article is wanted.

Only what is said of the articles is a filter: ข่าวตั้งแต่ปี 2562, บทความเดือนนี้, news since 2019. A year of the matter
itself (มีผู้เข้าร่วมกี่คนในปี 2562) is a condition on what an article says, see `Question.conditions`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from index.dates import DateMention, find_dates
from index.store import Filter
from index.thai import to_arabic_digits

# Who gives news is no article, nor is news that is itself spoken of.
_THAI_NEWS = (
    r"(?<!แถลง)(?<!สื่อ)(?<!สำนัก)(?<!นัก)(?<!ให้)(?<!การ)(?<!ลง)(?<!เป็น)ข่าว(?!กรอง|ปลอม|ลวง)(?:สาร)?|บทความ"
)
# One report may be the verb (did the media report in 2021), and the report of 2019 is itself spoken of.
_ARTICLES = (
    rf"(?:เฉพาะ|จาก|ใน)?(?:{_THAI_NEWS}"
    r"|(?:(?<=^)|(?<=\s)|(?<=เฉพาะ))(?:เอกสาร|ประกาศ))(?:ที่(?:เผยแพร่|ลง|ออก))?|ที่เผยแพร่"
    r"|(?:(?<!fake )\bnews|(?:(?:(?<=^)|(?<=\ba )|(?<=\ban )|(?<=\bany )|(?<=latest )|(?<=newest ))(?:article|report|story)"
    r"|\b(?:articles|reports|stories))(?! of(?! [0-9]{4} (?:on|about))))(?: published)?\b"
)
_NEWS = re.compile(rf"{_THAI_NEWS}|(?<!fake )\bnews\b(?! conference| agenc)", re.IGNORECASE)
"""Lets a time be of the articles wherever it stands: เดือนนี้มีข่าวอะไรบ้าง, any news on Myanmar this month?"""
# … but what news says may have lasted since then: ข่าวใดบอกว่าจัดมาตั้งแต่ปี 2562, news that it has met since 2019.
_OF_NEWS = re.compile(
    rf"(?:{_NEWS.pattern})(?!.*(?:ว่า(?!การ|ด้วย|ง)|เริ่ม|\b(?:that|who|which|has|have|had|was|were)\b))",
    re.IGNORECASE,
)
_NEWEST = re.compile(r"(?:ที่)?(?:ล่าสุด|ใหม่(?:ที่)?สุด)|\b(?:the )?(?:latest|newest|most recent)\b", re.IGNORECASE)
_ALWAYS_SINCE = r"ตั้งแต่|นับแต่|\bsince\b"
_SINCE = rf"{_ALWAYS_SINCE}|หลังจาก|หลัง|\bafter\b|\bfrom\b"
_UNTIL = r"ก่อน|จนถึง|ไม่เกิน|\bbefore\b|\buntil\b|\bup to\b"
_TURNED = re.compile(rf"(?:{_UNTIL}|หลังจาก|หลัง|\bafter\b)\s?$", re.IGNORECASE)
_IN = r"ประจำ|ระหว่าง|ช่วง|ของ|เมื่อ|ภายใน|ใน|จาก|\b(?:between|in|of|on|over|during|within|from|for)\b"
_DATED = re.compile(
    rf"(?:(?P<articles>{_ARTICLES})\s?(?:(?P<since>{_SINCE})|(?P<until>{_UNTIL})|(?:{_IN}){{1,2}})?|(?P<far>{_ALWAYS_SINCE}))"
    r"\s?(?:เดือน|วันที่|ปี)?\s?",
    re.IGNORECASE,
)
_ERA = re.compile(r"(?:พ\.ศ\.|ค\.ศ\.)?\s?")  # may stand before the date itself
_TO = re.compile(r"\s?(?:ถึง|จนถึง|และ|กับ|[-–—]|\bto\b|\band\b)\s?(?:เดือน|วันที่|ปี)?\s?", re.IGNORECASE)
_ONWARDS = re.compile(r"\s?(?:เป็นต้น(?:ไป|มา)|onwards?\b|on(?=\s*(?:[,?.]|$)))", re.IGNORECASE)
_COUNTS = {
    "สองสาม": 3, "ไม่กี่": 3, "หนึ่ง": 1, "สอง": 2, "สาม": 3, "สี่": 4, "ห้า": 5, "หก": 6, "เจ็ด": 7, "แปด": 8, "เก้า": 9, "สิบ": 10,
    "few": 3, "couple of": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
_COUNT = rf"[0-9]{{1,3}}|{'|'.join(_COUNTS)}"
# สองปีก่อน, หลายปีที่ผ่านมา: not the last year.
_NO_COUNT = "".join(rf"(?<!{word})" for word in ("[0-9]", r"[0-9]\s", "หลาย", "กว่า", *_COUNTS))
_RECENT = re.compile(
    rf"(?:(?P<articles>{_ARTICLES})\s?)?(?:(?P<since>{_ALWAYS_SINCE})|(?:{_IN}){{1,2}})?\s?"
    rf"(?:(?P<this>{_NO_COUNT}(?:วัน|สัปดาห์|(?<!วัน)อาทิตย์|เดือน|ปี)นี้|\b(?:today|this (?:week|month|year))\b)"
    rf"|(?P<last>เมื่อวาน(?:นี้)?|{_NO_COUNT}(?:สัปดาห์|(?<!วัน)อาทิตย์|เดือน|ปี)(?:ที่แล้ว|ที่ผ่านมา|ก่อน(?=มี|เรื่อง|เกี่ยว|[\s?]|$))"
    r"|\byesterday\b|\blast (?:week|month|year)\b(?! of\b))"
    rf"|(?:รอบ|ช่วง)?\s?(?P<count>{_COUNT})\s?(?:วัน|สัปดาห์|อาทิตย์|เดือน|ปี)(?:ที่ผ่านมา|ล่าสุด)"
    rf"|\b(?:the )?(?:last|past) (?:(?P<n>{_COUNT}) )?(?:day|week|month|year)s?\b(?! of\b))(?:['’]s(?: news)?\b)?",
    re.IGNORECASE,
)
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
_UNITS = {"วัน": "day", "วาน": "day", "สัปดาห์": "week", "อาทิตย์": "week", "เดือน": "month", "ปี": "year"}
_UNIT = re.compile("|".join((*_UNITS, *_DAYS)), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wording:
    """A question without its filters, and what they were."""

    text: str
    since: date | None = None
    until: date | None = None
    newest: bool = False
    """Whether the newest of the articles that answer is wanted."""

    def within(self, only: Filter) -> Filter:
        """Return a filter that also lets only the articles through that the words ask for."""
        since = max((day for day in (self.since, only.since) if day), default=None)
        until = min((day for day in (self.until, only.until) if day), default=None)
        return Filter(since, until, only.articles)


def read_filters(text: str, today: date) -> Wording:
    """Find the filters in a question in normal form."""
    newest = _NEWEST.search(text) is not None
    dates = find_dates(text)
    for match in _DATED.finditer(text):
        if match["far"] and not _OF_NEWS.search(text, 0, match.start()):
            continue
        era = _ERA.match(text, match.end())
        last = era.end() if era else match.end()
        # The date may begin within the match: ปี 63.
        named = next(
            (d for d in dates if match.start() < d.start <= last and d.end > match.end() and d.first), None
        )
        if named:
            return _dated(text, match, named, dates, newest=newest)
    recent = _RECENT.search(to_arabic_digits(text))
    if recent and _is_of_articles(text, recent):
        since, until = _period(recent, today)
        rest = _cut(text, recent.start(), recent.end())
        return Wording(rest, since, today if recent["since"] else until, newest)
    return Wording(text, newest=newest)


def _is_of_articles(text: str, recent: re.Match[str]) -> bool:
    """Tell whether a time is that of news, and is one: not before this month, nor of what news says happened last year."""
    if _TURNED.search(text, 0, recent.start()):
        return False
    near = recent["articles"] or _NEWS.search(text, recent.start())
    return bool(near or _OF_NEWS.search(text, 0, recent.start()))


def _dated(
    text: str, match: re.Match[str], named: DateMention, dates: list[DateMention], *, newest: bool
) -> Wording:
    since, until, end = named.first, named.last, named.end
    if onwards := _ONWARDS.match(text, end):
        until, end = None, onwards.end()
    elif start := match["since"] or match["far"]:
        after = re.match(r"หลัง|after", start, re.IGNORECASE)
        since = _day_after(named.last) if after and named.last else named.first
        # Articles from 2021 are those of that year.
        until = None if after or not (_is_range(named) or start.lower() == "from") else named.last
        joined = _TO.match(text, named.end)
        last = next((d for d in dates if joined and d.start == joined.end()), None)
        if last:  # ตั้งแต่ปี 2560 ถึงปี 2562
            until, end = last.last, last.end
    elif match["until"]:
        before = re.match(r"ก่อน|before", match["until"], re.IGNORECASE)
        since, until = None, _day_before(named.first) if before and named.first else named.last
    return Wording(_cut(text, match.start(), end), since, until, newest)


def _is_range(named: DateMention) -> bool:
    """Tell whether a date goes from one to another: ปี 2560 ถึงปี 2562, 1 ถึง 15 มีนาคม 2563."""
    if named.first is None or named.last is None:
        return False
    parts = {"year": 1, "month": 2}.get(named.precision, 3)
    return named.first.timetuple()[:parts] != named.last.timetuple()[:parts]


def _day_after(day: date) -> date:
    return min(day, date.max - timedelta(1)) + timedelta(1)


def _day_before(day: date) -> date:
    return max(day, date.min + timedelta(1)) - timedelta(1)


def _period(recent: re.Match[str], today: date) -> tuple[date, date]:
    written = _UNIT.findall(recent.group())[-1].lower()
    unit = _UNITS.get(written, written)
    if recent["this"]:
        return _first_day(unit, today), today
    if recent["last"]:
        last = _first_day(unit, today) - timedelta(1)
        return _first_day(unit, last), last
    count = (recent["count"] or recent["n"] or "1").lower()
    number = _COUNTS.get(count) or int(count)
    return today - timedelta(number * _DAYS[unit]), today


def _first_day(unit: str, day: date) -> date:
    """Return the first day of the week, month or year of `day`."""
    if unit == "week":
        return day - timedelta(day.weekday())
    return day.replace(day=1, month=1 if unit == "year" else day.month) if unit != "day" else day


def _cut(text: str, start: int, end: int) -> str:
    return " ".join(f"{text[:start]} {text[end:]}".split())
