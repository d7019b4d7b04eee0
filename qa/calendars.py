"""A date as an article writes it -> the same date in the other calendar, Buddhist or Christian."""

from __future__ import annotations

import re
from datetime import date

from babel.dates import format_date

from index.dates import BUDDHIST, DateMention, find_dates
from index.thai import to_arabic_digits

# Years of two digits are Buddhist from 40 on, see `index.dates`; but 1959-60 is no พ.ศ. 2560.
_WRITTEN_BUDDHIST = re.compile(
    r"(?<![0-9])(?:2[4-7][0-9]{2}(?![0-9])|(?<![0-9]{4}[-/])[4-9][0-9]$)|พ\s?\.?\s?ศ|พุทธศักราช|\bB\.?E\b"
)
_DAY = r"[0-9](?:st|nd|rd|th)?\s{0,2}"
_DAY_WORD = r"\s{0,2}(?:\S{0,12}ที่\s?)?"  # วันเสาร์ที่
_DAYS_APART = re.compile(rf"{_DAY}(?:และ|กับ|,|and\b){_DAY_WORD}[0-9]{{1,2}}(?![0-9])")
# Days or a month that go with a date and are no part of its mention: the 8 of 8 – 10 และ 12 ตุลาคม.
_JOINS = r"(?:[-–—]|ถึง|และ|กับ|to\b|and\b)"
_MORE_BEFORE = re.compile(
    rf"(?:(?:{_DAY}|(?:คม|ยน|พันธ์|[คยพ]\.)\s?)(?:,|{_JOINS})|[A-Z][a-z]+\s{_JOINS}){_DAY_WORD}$"
)


def in_other_calendar(text: str, *, english: bool) -> str:
    """Return the dates of `text` that have a year, in the calendar that it doesn't use.

    A year of two digits (19 ธ.ค. 62) is taken for Buddhist, as Thai officials write it. Empty if there are none, if
    both calendars are written, or if days would be lost: those of 5, 7 และ 9 พฤษภาคม 2563, or of a date without year.
    """
    plain = to_arabic_digits(text)
    found: list[str] = []
    eras = set()
    at = 0
    for mention in find_dates(text):
        written = plain[mention.start : mention.end]
        if not mention.first or not mention.last or _MORE_BEFORE.search(plain[at : mention.start]):
            return ""
        buddhist = bool(_WRITTEN_BUDDHIST.search(written))
        eras.add(buddhist)
        converted = _written(mention, mention.first, mention.last, to_buddhist=not buddhist, english=english)
        if _DAYS_APART.search(written):  # 1 และ 3 พฤษภาคม, without the 2nd
            converted = converted.replace("–", "and" if english else "และ")
        found.append(converted)
        at = mention.end
    return "" if len(eras) > 1 else ", ".join(dict.fromkeys(found))


def _written(mention: DateMention, first: date, last: date, *, to_buddhist: bool, english: bool) -> str:
    form = {"day": "d MMMM", "month": "MMMM"}.get(mention.precision, "")
    era = ("BE" if to_buddhist else "CE") if english else ("พ.ศ." if to_buddhist else "ค.ศ.")
    ends = [first, last] if first != last and (form or first.year != last.year) else [first]
    if mention.precision == "month" and (first.year, first.month) == (last.year, last.month):
        ends = [first]
    same_month = (first.year, first.month) == (last.year, last.month)
    parts = []
    for day in ends:
        year = day.year + (BUDDHIST if to_buddhist else 0)
        whole = day is ends[-1] or day.year != last.year
        name = format_date(day, form, locale="en" if english else "th") if form else ""
        if not whole and same_month:
            name = str(day.day)
        dated = f"{name} {year} {era}" if english else f"{name} {era} {year}"
        parts.append(dated.strip() if whole else name)
    return " – ".join(parts)
