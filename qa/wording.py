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

_ARTICLES = (
    r"(?:เฉพาะ|จาก|ใน)?(?:(?<!แถลง)(?<!สื่อ)(?<!สำนัก)ข่าว(?:สาร)?|บทความ|(?:(?<=^)|(?<=\s)|(?<=เฉพาะ))(?:เอกสาร|ประกาศ))"
    r"(?:ที่(?:เผยแพร่|ลง|ออก))?|ที่เผยแพร่|\b(?:news|articles?|stories|reports?)(?: published)?\b"
)
_NEWEST = re.compile(r"(?:ที่)?(?:ล่าสุด|ใหม่(?:ที่)?สุด)|\b(?:the )?(?:latest|newest|most recent)\b", re.IGNORECASE)
_SINCE = r"ตั้งแต่|นับแต่|หลังจาก|หลัง|\bsince\b|\bafter\b|\bfrom\b"
_UNTIL = r"ก่อน|จนถึง|ไม่เกิน|\bbefore\b|\buntil\b|\bup to\b"
_IN = r"ประจำ|ระหว่าง|ช่วง|ของ|เมื่อ|ใน|\bbetween\b|\bin\b|\bof\b|\bon\b"
_DATED = re.compile(
    rf"(?:{_ARTICLES})\s?(?:(?P<since>{_SINCE})|(?P<until>{_UNTIL})|(?:{_IN}))?\s?(?:เดือน|วันที่|ปี)?\s?",
    re.IGNORECASE,
)
_ERA = re.compile(r"(?:พ\.ศ\.|ค\.ศ\.)?\s?")  # may stand before the date itself
_TO = re.compile(r"\s?(?:ถึง|จนถึง|และ|กับ|[-–—]|\bto\b|\band\b)\s?(?:เดือน|วันที่|ปี)?\s?", re.IGNORECASE)
_RECENT = re.compile(
    rf"(?:{_ARTICLES})\s?(?:{_IN})?\s?(?:(?P<today>วันนี้|today)|(?P<week>(?:สัปดาห์|อาทิตย์)นี้|this week)|(?P<month>เดือนนี้|this month)|(?P<year>ปีนี้|this year)"
    r"|(?P<last_month>เดือน(?:ที่แล้ว|ก่อน)|last month)|(?P<last_year>ปี(?:ที่แล้ว|ก่อน)|last year)"
    r"|(?:ใน)?(?:รอบ|ช่วง)?\s?(?P<count>[0-9]{1,3})\s?(?P<unit>วัน|สัปดาห์|เดือน|ปี)(?:ที่ผ่านมา|ล่าสุด)|(?:in the )?last (?P<n>[0-9]{1,3}) (?P<of>day|week|month|year)s)",
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
        return Wording(_cut(text, recent.start(), recent.end()), since, until, newest)
    dates = find_dates(text)
    for match in _DATED.finditer(text):
        era = _ERA.match(text, match.end())
        last = era.end() if era else match.end()
        named = next((d for d in dates if match.end() <= d.start <= last and d.first), None)
        if named:
            return _dated(text, match, named, dates, newest=newest)
    return Wording(text, newest=newest)


def _dated(
    text: str, match: re.Match[str], named: DateMention, dates: list[DateMention], *, newest: bool
) -> Wording:
    since, until, end = named.first, named.last, named.end
    if match["since"]:
        after = re.match(r"หลัง|after", match["since"], re.IGNORECASE)
        several = named.first and named.last and named.first.year != named.last.year  # ปี 2560 ถึงปี 2562
        since = named.last + timedelta(1) if after and named.last else named.first
        until = named.last if several and not after else None
        joined = _TO.match(text, named.end)
        last = next((d for d in dates if joined and d.start == joined.end()), None)
        if last:  # ตั้งแต่ปี 2560 ถึงปี 2562
            until, end = last.last, last.end
    elif match["until"]:
        before = re.match(r"ก่อน|before", match["until"], re.IGNORECASE)
        since, until = None, named.first - timedelta(1) if before and named.first else named.last
    return Wording(_cut(text, match.start(), end), since, until, newest)


def _period(recent: re.Match[str], today: date) -> tuple[date, date]:
    month = today.replace(day=1)
    if recent["today"]:
        return today, today
    if recent["week"]:
        return today - timedelta(today.weekday()), today
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
    return today - timedelta(int(count) * _DAYS[unit.lower()]), today


def _cut(text: str, start: int, end: int) -> str:
    return " ".join(f"{text[:start]} {text[end:]}".split())
