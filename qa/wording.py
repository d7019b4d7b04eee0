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

# Who gives news, or a report of 2019 that is itself spoken of, is no article.
_ARTICLES = (
    r"(?:เฉพาะ|จาก|ใน)?(?:(?<!แถลง)(?<!สื่อ)(?<!สำนัก)(?<!นัก)(?<!ให้)(?<!การ)(?<!ลง)(?<!เป็น)ข่าว(?:สาร)?|บทความ"
    r"|(?:(?<=^)|(?<=\s)|(?<=เฉพาะ))(?:เอกสาร|ประกาศ))(?:ที่(?:เผยแพร่|ลง|ออก))?|ที่เผยแพร่"
    r"|(?:\bnews|(?:(?<!\bthe )\b(?:article|report|story)|\b(?:articles|reports|stories))(?! of(?! [0-9]{4} (?:on|about))))(?: published)?\b"
)
_NEWEST = re.compile(r"(?:ที่)?(?:ล่าสุด|ใหม่(?:ที่)?สุด)|\b(?:the )?(?:latest|newest|most recent)\b", re.IGNORECASE)
_SINCE = r"ตั้งแต่|นับแต่|หลังจาก|หลัง|\bsince\b|\bafter\b|\bfrom\b"
_UNTIL = r"ก่อน|จนถึง|ไม่เกิน|\bbefore\b|\buntil\b|\bup to\b"
_IN = r"ประจำ|ระหว่าง|ช่วง|ของ|เมื่อ|ภายใน|ใน|จาก|\bbetween\b|\bin\b|\bof\b|\bon\b"
_DATED = re.compile(
    rf"(?:{_ARTICLES})\s?(?:(?P<since>{_SINCE})|(?P<until>{_UNTIL})|(?:{_IN}){{1,2}})?\s?(?:เดือน|วันที่|ปี)?\s?",
    re.IGNORECASE,
)
_ERA = re.compile(r"(?:พ\.ศ\.|ค\.ศ\.)?\s?")  # may stand before the date itself
_TO = re.compile(r"\s?(?:ถึง|จนถึง|และ|กับ|[-–—]|\bto\b|\band\b)\s?(?:เดือน|วันที่|ปี)?\s?", re.IGNORECASE)
_COUNTS = {
    "สองสาม": 3, "หนึ่ง": 1, "สอง": 2, "สาม": 3, "สี่": 4, "ห้า": 5, "หก": 6, "เจ็ด": 7, "แปด": 8, "เก้า": 9, "สิบ": 10,
}  # fmt: skip
_AGO = "(?:ที่แล้ว|ก่อน)"
_RECENT = re.compile(
    rf"(?:{_ARTICLES})\s?(?:(?P<since>ตั้งแต่|นับแต่|since)|(?:{_IN}){{1,2}})?\s?(?:(?P<today>วันนี้|today)|(?P<week>(?:สัปดาห์|อาทิตย์)นี้|this week)"
    rf"|(?P<month>เดือนนี้|this month)|(?P<year>ปีนี้|this year)|(?P<yesterday>เมื่อวาน(?:นี้)?|yesterday)|(?P<last_week>(?:สัปดาห์|อาทิตย์)(?:ที่แล้ว|ก่อน(?=มี|เรื่อง|เกี่ยว|[\s?]|$))|last week)"
    rf"|(?P<last_month>เดือน{_AGO}|last month)|(?P<last_year>ปี{_AGO}|last year)"
    rf"|(?:รอบ|ช่วง)?\s?(?P<count>[0-9]{{1,3}}|{'|'.join(_COUNTS)})\s?(?P<unit>วัน|สัปดาห์|เดือน|ปี)(?:ที่ผ่านมา|ล่าสุด)|(?:in the )?last (?P<n>[0-9]{{1,3}}) (?P<of>day|week|month|year)s)",
    re.IGNORECASE,
)
_DAYS = {"วัน": 1, "สัปดาห์": 7, "เดือน": 30, "ปี": 365, "day": 1, "week": 7, "month": 30, "year": 365}


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
    if recent := _RECENT.search(to_arabic_digits(text)):
        since, until = _period(recent, today)
        rest = _cut(text, recent.start(), recent.end())
        return Wording(rest, since, today if recent["since"] else until, newest)
    dates = find_dates(text)
    for match in _DATED.finditer(text):
        era = _ERA.match(text, match.end())
        last = era.end() if era else match.end()
        # The date may begin within the match: ปี 63.
        named = next(
            (d for d in dates if match.start() < d.start <= last and d.end > match.end() and d.first), None
        )
        if named:
            return _dated(text, match, named, dates, newest=newest)
    return Wording(text, newest=newest)


def _dated(
    text: str, match: re.Match[str], named: DateMention, dates: list[DateMention], *, newest: bool
) -> Wording:
    since, until, end = named.first, named.last, named.end
    if match["since"]:
        after = re.match(r"หลัง|after", match["since"], re.IGNORECASE)
        since = _day_after(named.last) if after and named.last else named.first
        until = named.last if _is_range(named) and not after else None
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
    month = today.replace(day=1)
    if recent["today"]:
        return today, today
    if recent["week"]:
        return today - timedelta(today.weekday()), today
    if recent["yesterday"]:
        return today - timedelta(1), today - timedelta(1)
    if recent["last_week"]:
        monday = today - timedelta(today.weekday() + 7)
        return monday, monday + timedelta(6)
    if recent["month"]:
        return month, today
    if recent["year"]:
        return date(today.year, 1, 1), today
    if recent["last_month"]:
        last = month - timedelta(1)
        return last.replace(day=1), last
    if recent["last_year"]:
        return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)
    count, unit = recent["count"] or recent["n"], recent["unit"] or recent["of"]
    number = _COUNTS.get(count) or int(count)
    return today - timedelta(number * _DAYS[unit.lower()]), today


def _cut(text: str, start: int, end: int) -> str:
    return " ".join(f"{text[:start]} {text[end:]}".split())
