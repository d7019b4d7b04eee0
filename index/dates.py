"""Text -> the dates and years written in it, in Thai or English, in either calendar.

Thai libraries read `7 พฤษภาคม 2019` as the year 1476; the rules here are few and explicit. A year of
2400–2700 without an era is Buddhist (2562 = 2019), one of 1800–2100 is Christian.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from index.thai import to_arabic_digits

_THAI_MONTHS = (
    "มกราคม|มกรา|ม.ค.|มค.",
    "กุมภาพันธ์|กุมภา|ก.พ.|กพ.",
    "มีนาคม|มีนา|มี.ค.|มีค.",
    "เมษายน|เมษา|เม.ย.|เมย.",
    "พฤษภาคม|พฤษภา|พ.ค.|พค.",
    "มิถุนายน|มิถุนา|มิ.ย.|มิย.",
    "กรกฎาคม|กรกฎา|กรกฏาคม|ก.ค.|กค.",
    "สิงหาคม|สิงหา|ส.ค.|สค.",
    "กันยายน|กันยา|ก.ย.|กย.",
    "ตุลาคม|ตุลา|ต.ค.|ตค.",
    "พฤศจิกายน|พฤศจิกา|พ.ย.|พย.",
    "ธันวาคม|ธันวา|ธ.ค.|ธค.",
)
_ENGLISH_MONTHS = (
    "january|jan",
    "february|feb",
    "march|mar",
    "april|apr",
    "may",
    "june|jun",
    "july|jul",
    "august|aug",
    "september|sept|sep",
    "october|oct",
    "november|nov",
    "december|dec",
)
_MONTH_NUMBER = {
    name: number
    for months in (_THAI_MONTHS, _ENGLISH_MONTHS)
    for number, names in enumerate(months, 1)
    for name in names.split("|")
}
_LONGEST_FIRST = sorted(_MONTH_NUMBER, key=len, reverse=True)
_TH = "|".join(re.escape(name) for name in _LONGEST_FIRST if not name.isascii())
_EN = "|".join(re.escape(name) for name in _LONGEST_FIRST if name.isascii())
_DASH = r"\s{0,2}[-–—]\s{0,2}"
_ERA = r"(?:(?P<era>พ\.?\s?ศ\.?|ค\.?\s?ศ\.?|พุทธศักราช|คริสต์ศักราช)\s{0,2})?"
_YEAR = r"(?P<year>(?:1[89]|2[0-7])\d\d)(?!\d)"
_DAYS = rf"(?<![\d,.])(?P<day>[0-3]?\d)(?:{_DASH}(?P<last>[0-3]?\d))?"

_THAI_DATE = re.compile(
    rf"(?:{_DAYS}\s{{0,2}}(?:เดือน\s{{0,2}})?)?(?P<month>{_TH})(?:\s{{0,2}}(?:ปี\s{{0,2}})?{_ERA}{_YEAR})?"
)
_ENGLISH_DATE = re.compile(
    rf"(?:{_DAYS}(?:st|nd|rd|th)?\s(?:of\s)?)?\b(?P<month>{_EN})\b\.?"
    rf"(?:\s(?P<day2>[0-3]?\d)(?:st|nd|rd|th)?(?!\d))?(?:,?\s{_YEAR})?",
    re.IGNORECASE,
)
_NUMERIC_DATE = re.compile(rf"(?<![\d./-])(?P<day>[0-3]?\d)[/.-](?P<month>[01]?\d)[/.-]{_YEAR}")
_ISO_DATE = re.compile(rf"(?<![\d-]){_YEAR}-(?P<month>[01]\d)-(?P<day>[0-3]\d)(?!\d)")
_YEARS = re.compile(rf"{_ERA}(?<![\d,.]){_YEAR}(?:{_DASH}(?P<to>(?:1[89]|2[0-7])\d\d)(?!\d))?(?![,.]\d)")
# Only a named era makes a year of a number such as 1238 or ๑๗๘๑.
_OLD_YEARS = re.compile(
    rf"{_ERA.removesuffix('?')}(?P<year>\d{{3,4}})(?:{_DASH}(?P<to>\d{{3,4}})(?!\d))?(?!\d)"
)
_LONGEST_RANGE = 30  # years; a longer "range" is two numbers that happen to stand together


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date as written at `text[start:end]`: its first and last day, and what was given of it."""

    start: int
    end: int
    first: date | None
    """First day; None where only day and month are written."""
    last: date | None
    precision: str
    """`day`, `month`, `year`, or `part` (no year)."""

    @property
    def years(self) -> range:
        """The Christian years that the mention covers."""
        if self.first is None or self.last is None:
            return range(0)
        return range(self.first.year, self.last.year + 1)


def find_dates(text: str) -> list[DateMention]:
    """Return every date and year in `text`, in order, none overlapping another.

    Offsets are those of `text`. A day that no calendar holds (31 เมษายน) is passed over.
    """
    plain = to_arabic_digits(text)
    taken: list[DateMention] = []
    if not any(digit in plain for digit in "0123456789"):
        return taken
    for pattern in (_ISO_DATE, _NUMERIC_DATE, _THAI_DATE, _ENGLISH_DATE, _YEARS, _OLD_YEARS):
        for mention in _read(pattern, plain):
            if all(mention.end <= other.start or mention.start >= other.end for other in taken):
                taken.append(mention)
    return sorted(taken, key=lambda mention: mention.start)


def _read(pattern: re.Pattern[str], plain: str) -> Iterator[DateMention]:
    for match in pattern.finditer(plain):
        part = match.groupdict()
        year = christian_year(int(part["year"]), part.get("era")) if part["year"] else None
        if year is not None and not 1 <= year <= 9998:
            continue
        if pattern in (_YEARS, _OLD_YEARS):
            assert year is not None
            to = christian_year(int(part["to"]), part["era"]) if part["to"] else year
            if not year <= to <= year + _LONGEST_RANGE:
                to = year
            end = match.end() if to > year or not part["to"] else match.end("year")
            yield DateMention(match.start(), end, date(year, 1, 1), date(to, 12, 31), "year")
            continue
        name = part["month"].lower()
        month = _MONTH_NUMBER.get(name) or (int(name) if name.isdigit() else 0)
        day = part["day"] or part.get("day2")
        if not day and year is None:
            continue  # มีนา, "may" and "march" alone are more often names and words than months
        mention = _mention(match.start(), match.end(), year, month, day, part.get("last"))
        if mention:
            yield mention


def _mention(
    start: int, end: int, year: int | None, month: int, day: str | None, last: str | None
) -> DateMention | None:
    if year is None:
        return DateMention(start, end, None, None, "part")
    try:
        first = date(year, month, int(day) if day else 1)
        if day:
            return DateMention(start, end, first, date(year, month, int(last or day)), "day")
        following = date(year + month // 12, month % 12 + 1, 1)
    except ValueError:
        return None
    return DateMention(start, end, first, date.fromordinal(following.toordinal() - 1), "month")


def christian_year(year: int, era: str | None = None) -> int:
    """Convert a written year to the Christian era; without an era, 2400 and later is Buddhist."""
    if era is not None:
        return year - 543 if era.startswith("พ") else year
    return year - 543 if year >= 2400 else year
