"""A date as an article writes it -> the same date in the other calendar, Buddhist or Christian."""

from __future__ import annotations

import re
from datetime import date

from babel.dates import format_date

from index.dates import BUDDHIST, DateMention, find_dates
from index.thai import to_arabic_digits

_WRITTEN_BUDDHIST = re.compile(r"(?<![0-9])2[4-7][0-9]{2}(?![0-9])|พ\s?\.?\s?ศ|พุทธศักราช|\bB\.?E\b")
_BUDDHIST_FROM = 40  # years of two digits are Buddhist from here on, see `index.dates`
_YEAR = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")


def in_other_calendar(text: str, *, english: bool) -> str:
    """Return the dates of `text` that have a year, in the calendar that it doesn't use; empty if there are none, or both are written.

    A year of two digits (19 ธ.ค. 62) is taken for Buddhist, as Thai officials write it.
    """
    plain = to_arabic_digits(text)
    found: list[str] = []
    eras = set()
    for mention in find_dates(text):
        written = plain[mention.start : mention.end]
        if mention.first and mention.last:
            short = not _YEAR.search(written) and (mention.first.year + BUDDHIST) % 100 >= _BUDDHIST_FROM
            buddhist = bool(_WRITTEN_BUDDHIST.search(written)) or short
            eras.add(buddhist)
            found.append(
                _written(mention, mention.first, mention.last, to_buddhist=not buddhist, english=english)
            )
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
