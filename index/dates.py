"""Text -> the dates and years written in it, in Thai or English, in any of the calendars that Thai texts use.

Thai libraries read `7 พฤษภาคม 2019` as the year 1476; the rules here are few and explicit:

- a year of 2400-2700 without an era is Buddhist (2562 = 2019), one of 1800-2100 is Christian;
- a year of two digits behind a month is Buddhist from 40 on (19 ธ.ค. 62 = 2562), else Christian;
- ร.ศ. (112 = 1893) and จ.ศ. (1238 = 1876) count only by name;
- two dates that a dash, ถึง or "to" joins are one range, and the first takes from the second what it lacks:
  `๓ - ๔ ธันวาคม ๒๕๖๒`, `28 ก.พ. ถึง 3 มี.ค. 2562`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from index.thai import to_arabic_digits

_MONTHS = (
    ("มกราคม|มกรา", "มค", "january|jan"),
    ("กุมภาพันธ์|กุมภาพันธุ์|กุมภา", "กพ", "february|feb"),
    ("มีนาคม|มีนา", "มีค", "march|mar"),
    ("เมษายน|เมษา", "เมย", "april|apr"),
    ("พฤษภาคม|พฤศภาคม|พฤษภา", "พค", "may"),
    ("มิถุนายน|มิถุนา", "มิย", "june|jun"),
    ("กรกฎาคม|กรกฏาคม|กรกฎา", "กค", "july|jul"),
    ("สิงหาคม|สิงหา", "สค", "august|aug"),
    ("กันยายน|กันยา", "กย", "september|sept|sep"),
    ("ตุลาคม|ตุลา", "ตค", "october|oct"),
    ("พฤศจิกายน|พฤษจิกายน|พฤศจิกา", "พย", "november|nov"),
    ("ธันวาคม|ธันวา", "ธค", "december|dec"),
)
_MONTH_NUMBER = {
    name: number for number, names in enumerate(_MONTHS, 1) for name in "|".join(names).split("|")
}
_NAMES = sorted(_MONTH_NUMBER, key=len, reverse=True)
_FULL = "|".join(n for n in _NAMES if not n.isascii() and len(n) > 3)
# ม.ค., ม. ค., มค., มค: no other letter follows, nor stands before two without a stop (กกพ. 62).
_APART = r"(?:(?<![\u0e01-\u0e4e])|(?<=เดือน))"
_SHORT = "|".join(
    rf"(?:{n[:-1]}\s?\.\s?|{_APART}{n[:-1]}\s?){n[-1]}(?![\u0e01-\u0e4e])(?:\s?\.)?" for _, n, _ in _MONTHS
)
_EN = "|".join(n for n in _NAMES if n.isascii())

_WEEKDAY = r"(?:วัน(?:จันทร์|อังคาร|พุธ|พฤหัสบดี|พฤหัส|ศุกร์|เสาร์|อาทิตย์)?\s?ที่\s?)"
_DAY = r"(?<![\d,.:/])(?P<{0}>[0-3]?\d)"
_TO = r"\s{0,2}(?:[-–—~‐‑−]|จนถึง|ถึง|และ|กับ|,|\bto\b|\band\b)\s{0,2}"
_FIRST_DAY = rf"(?:{_DAY.format('day')}(?:st|nd|rd|th)?{_TO}{_WEEKDAY}?)?"
_ERA = r"(?P<era>พ\s?\.?\s?ศ\s?\.?(?=\s?\d)|ค\s?\.?\s?ศ\s?\.?(?=\s?\d)|ร\s?\.\s?ศ\s?\.|จ\s?\.\s?ศ\s?\.|พุทธศักราช|คริสต์ศักราช|รัตนโกสินทร์?ศก|จุลศักราช|(?-i:(?<![A-Za-z])(?:B\.?E\.?|A\.?D\.?|C\.?E\.?)))"  # fmt: skip
_YEAR = rf"(?:(?:{_ERA}\s{{0,2}}(?P<of_era>\d{{3,4}}))|(?P<year>(?:1[89]|2[0-7])\d\d))(?!\d)"
# What follows a number that counts something: 5 ธันวาคม 62 คน; but not 5 ธันวาคม 62 คนไทย.
_COUNTED = (
    rf"\s?(?:คน(?!ไทย|ต่าง)|ราย(?!ได้|จ่าย|งาน|การ|ละเอียด|ชื่อ)|ครั้ง(?!ที่|แรก)|วัน(?!ที่|นี้|จันทร์|อังคาร|พุธ|พฤหัส|ศุกร์|เสาร์|อาทิตย์)"
    rf"|เดือน(?!\s?(?:{_FULL}|{_SHORT}))|ปี(?!ที่|นี้)|พัน(?!ธ|เอก|โท|ตรี)|หน่วย(?!งาน)|(?:ประเทศ|จังหวัด|โครงการ)(?![\u0e01-\u0e4e])"
    r"|ลำ(?!พูน|ปาง)|ล้าน(?!นา|ช้าง)|บาท|แห่ง|แสน|หมื่น|หมู่|ครัวเรือน|เล่ม|ชิ้น|โดส|คู่(?!ค้า|กรณี|สัญญา)|คัน|ตัน|ไร่|เมกะวัตต์|กิโล|กม(?![\u0e01-\u0e4e])|เมตร|นาฬิกา|น\.(?!\s?ส)|ดอลลาร์|เหรียญ|เยน|หยวน"
    r"|ยูโร(?!โซน|แดนซ์)|%|(?:people|persons|participants|students|workers|soldiers|doses|households|years|months|days|hours|miles|metres|meters|kilomet(?:re|er)s"
    r"|km|kg|tons|tonnes|hectares|MW|GW|kW|baht|dollars|euros|yen|or more)(?![A-Za-z]))"
)
_NO_COUNT = rf"(?!\d|[.,:]\d|{_COUNTED})"
_SHORT_YEAR = rf"['’]?(?P<short>\d\d){_NO_COUNT}"
_JOIN = r"[\s,/.-]{0,3}"

# Each pattern says first how it can begin: else every letter of a text is tried against every month.
_THAI_DATE = re.compile(
    rf"(?=[\dกตธพมสเ])(?:{_FIRST_DAY}{_DAY.format('last')}(?:\s{{0,2}}ของ)?{_JOIN}(?:เดือน\s{{0,2}})?)?(?:(?P<month>{_FULL})|(?P<brief>{_SHORT}))"
    rf"(?:{_JOIN}(?:ของ)?(?:ปี\s{{0,2}})?{_YEAR}|{_JOIN}{_SHORT_YEAR})?"
)
_THAI_MONTH_FIRST = re.compile(
    rf"(?P<month>{_FULL})\s(?:{_DAY.format('day')}{_TO})?{_DAY.format('last')},?\s{_YEAR}"
)
_ENGLISH_DATE = re.compile(
    rf"(?=[\dA-Z])(?:{_FIRST_DAY}{_DAY.format('last')}(?:st|nd|rd|th)?(?:\sday)?(?:\sof\s|{_JOIN}))?(?<![A-Za-z])(?P<month>{_EN})(?![A-Za-z])\.?"
    rf"(?:(?:,?\s|[-/]|\sof\s){_YEAR}|-{_SHORT_YEAR})?",
    re.IGNORECASE,
)
_ENGLISH_MONTH_FIRST = re.compile(
    rf"(?=[A-Z])(?<![A-Za-z])(?P<month>{_EN})(?![A-Za-z])\.?\s(?:{_DAY.format('day')}(?:st|nd|rd|th)?{_TO})?"
    rf"{_DAY.format('last')}(?:st|nd|rd|th)?(?!\d)(?:(?:,?\s)(?:\d\d:\d\d(?::\d\d)?\s)?{_YEAR})?",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(
    rf"(?=[\dพครจBAC])(?<![\d./-]){_YEAR}(?:(?P<sign>[-/.])(?:(?P<number>[01]?\d)|(?P<month>{_EN}))(?P=sign)|\s(?P<named>{_EN})\s)(?P<last>[0-3]?\d)(?!\d)",
    re.IGNORECASE,
)
_NUMERIC = re.compile(
    rf"(?=\d)(?<![\d.,/-])(?:(?P<day>[0-3]?\d)\s?[-–]\s?)?(?P<last>[0-3]?\d)(?P<sign>\s?[/.-]\s?)(?P<number>[01]?\d)(?P=sign)(?:{_YEAR}|(?P<short>\d\d)(?![\d./-]|,\d))"
)
_NUMBERED = re.compile(  # ครั้งที่ 1/2563: the year behind the number
    rf"(?:ครั้ง|สมัย|รอบ|ฉบับ|คำสั่ง|ไตรมาส|ภาคเรียน)(?:ที่)?\s?\d{{1,4}}/(?:{_YEAR}|(?P<short>[4-9]\d)(?![\d/]))"
)
_MONTH_OF_YEAR = re.compile(rf"(?<=เดือน)\s?(?P<number>[01]?\d)/{_YEAR}")
# A number of four digits behind one of these is no year, nor is one that counts, unless it is plainly one.
_NO_YEAR_BEFORE = re.compile(r"(?:มาตรา|ข้อ|เลขที่|หมายเลข|ห้อง|หน้า|รหัส|ต่อ|โทร\S{0,8}|\d[ :.])\s?$")
_PLAINLY = re.compile(
    r"(?<!ต่อ)(?<!ราย)(?<!ทุก)ปี(?:งบประมาณ|การศึกษา)?\s?$|\b(?:[Ii]n|[Ss]ince|[Uu]ntil|year)\s$"
)
_COUNT = re.compile(_COUNTED)
_YEARS = re.compile(
    rf"(?=[\dปพครจBAC])(?<![\d,.:/])(?<!(?<!\d\d\d\d)-)(?:{_YEAR}|ปี\s?(?P<short>[4-9]\d){_NO_COUNT})"
    r"(?P<range>[-/](?P<to>\d\d)(?![\d/-])|(?:/|\s{0,2}[-–—]\s{0,2})(?P<whole>\d{3,4})(?!\d|[,./-]\d))?(?![,.:/]\d)"
)
_AGAIN = rf"\s{{0,2}}(?:{_WEEKDAY}|เดือน|ปี)?\s{{0,2}}"
_DASH = re.compile(rf"\s{{0,3}}[-–—~‐‑−/]{_AGAIN}")
_UNTIL = re.compile(rf"\s{{0,2}}(?:จนถึง|ถึง|\bto\b|\buntil\b){_AGAIN}")
_AND = re.compile(rf"\s{{0,2}}(?:และ|\band\b){_AGAIN}")
_BETWEEN = re.compile(r"(?:ระหว่าง|between)\s?(?:วันที่|เดือน|ปี)?\s?$", re.IGNORECASE)
_LONGEST_YEARS = 60  # a longer "range" of years is two that happen to stand together


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


@dataclass(frozen=True, slots=True)
class _Written:
    """What is written of one date; None where it isn't."""

    start: int
    end: int
    year: int | None
    month: int | None
    day: int | None
    last: int | None
    until: int | None = None
    """Last year of a range that one number carries (2564-67)."""


def find_dates(text: str) -> list[DateMention]:
    """Return every date and year in `text`, in order, none overlapping another.

    Offsets are those of `text`. A day that no calendar holds (31 เมษายน) is passed over.
    """
    plain = to_arabic_digits(text)
    if not any(digit in plain for digit in "0123456789"):
        return []
    found: list[_Written] = []
    taken = bytearray(len(plain))
    for pattern in _PATTERNS:
        for match in pattern.finditer(plain):
            written = _read(match, plain)
            if written and not any(taken[written.start : written.end]):
                taken[written.start : written.end] = b"\1" * (written.end - written.start)
                found.append(written)
    return list(_mentions(sorted(found, key=lambda written: written.start), plain))


def first_day(text: str) -> date | None:
    """Return the first full date in `text`, None if it states none."""
    return next((found.first for found in find_dates(text) if found.precision == "day"), None)


_PATTERNS = (
    _YEAR_FIRST,
    _NUMERIC,
    _THAI_MONTH_FIRST,
    _THAI_DATE,
    _ENGLISH_MONTH_FIRST,
    _ENGLISH_DATE,
    _MONTH_OF_YEAR,
    _NUMBERED,
    _YEARS,
)


def _read(match: re.Match[str], plain: str) -> _Written | None:
    part = match.groupdict()
    year = _year(part)
    name = part.get("month") or part.get("named") or re.sub(r"[\s.]", "", part.get("brief") or "")
    month = _MONTH_NUMBER.get(name.lower()) or (int(part["number"]) if part.get("number") else None)
    last = int(part["last"]) if part.get("last") else None
    day = int(part["day"]) if part.get("day") else last
    start, end = match.span()
    if match.re is _YEARS:
        before = max(0, start - 14), start
        counts = _COUNT.match(plain, end) and not _PLAINLY.search(plain, *before)
        if part["year"] and (counts or _NO_YEAR_BEFORE.search(plain, *before)):
            return None
        until = _last_year(year, part)
        if not until and (part["range"] or "").startswith("/"):
            return None  # the number of a document
        return _Written(
            start, match.start("range") if part["range"] and not until else end, year, None, None, None, until
        )
    if match.re is _NUMBERED:
        return _Written(plain.rindex("/", start, end) + 1, end, year, None, None, None)
    if match.re in {_ENGLISH_DATE, _ENGLISH_MONTH_FIRST} and year is None and name in {"march", "may"}:
        return None  # march 19 miles
    while end > start and plain[end - 1].isspace():
        end -= 1
    return _Written(start, end, year, month, day, last)


def _last_year(year: int | None, part: dict[str, str | None]) -> int | None:
    """Return the last year of a range such as 2564-67, 2562/63 or พ.ศ. ๒๕๕๙ – ๒๕๖๓, None if it is none."""
    if year is None or not part["range"]:
        return None
    written = int(part["of_era"] or part["year"] or part["short"] or 0)
    to = int(part["whole"] or 0) or written - written % 100 + int(part["to"] or 0)
    longest = 1 if part["range"].startswith("/") else _LONGEST_YEARS
    return year + to - written if written < to <= written + longest else None


def _year(part: dict[str, str | None]) -> int | None:
    if part.get("of_era"):
        return christian_year(int(part["of_era"] or 0), part["era"])
    if part.get("year"):
        return christian_year(int(part["year"] or 0))
    if part.get("short"):
        short = int(part["short"] or 0)
        return christian_year(2500 + short) if short >= 40 else 2000 + short
    return None


BUDDHIST = 543
"""Years that the Buddhist era is ahead of the Christian."""


def christian_year(year: int, era: str | None = None) -> int:
    """Convert a written year to the Christian era; without an era, 2400 and later is Buddhist."""
    if era is None:
        return year - BUDDHIST if year >= 2400 else year
    first = era[0].upper()
    return year + {"พ": -BUDDHIST, "B": -BUDDHIST, "ร": 1781, "จ": 638}.get(
        "พ" if era.startswith("พุทธ") else first, 0
    )


def _mentions(written: list[_Written], plain: str) -> Iterator[DateMention]:
    """Yield mentions, those that a dash or ถึง joins as one."""
    at = 0
    while at < len(written):
        this = written[at]
        after = written[at + 1] if at + 1 < len(written) else None
        joined = _joined(this, after, plain) if after else None
        if joined:
            yield joined
            at += 2
            continue
        alone = (
            this.month and not this.day and this.year is None
        )  # "may" and มีนา are more often words than months
        if not alone and (mention := _mention(this)):
            yield mention
        at += 1


def _joined(this: _Written, after: _Written, plain: str) -> DateMention | None:
    between = plain[this.end : after.start]
    range_word = _DASH.fullmatch(between) or _UNTIL.fullmatch(between)
    if not range_word and not (
        _AND.fullmatch(between) and _BETWEEN.search(plain, max(0, this.start - 20), this.start)
    ):
        return None
    if (
        bool(this.day) != bool(after.day)
        or bool(this.month) != bool(after.month)
        or this.until
        or after.until
    ):
        return None
    first, last = _mention(replace(this, year=this.year or after.year)), _mention(after)
    if not first or not last or first.precision != last.precision:
        return None
    if first.first is None or last.last is None:
        return DateMention(this.start, after.end, None, None, "part")
    if first.first > last.last:
        if this.year is None and after.year:  # 30 ธันวาคม - 2 มกราคม 2563
            return _joined(replace(this, year=after.year - 1), after, plain)
        return None
    if first.precision == "year" and last.last.year - first.first.year > _LONGEST_YEARS:
        return None
    return DateMention(this.start, after.end, first.first, last.last, first.precision)


def _mention(written: _Written) -> DateMention | None:
    start, end, year, month = written.start, written.end, written.year, written.month
    try:
        if year is None:
            return (
                DateMention(start, end, None, None, "part")
                if date(2000, month or 1, written.day or 1)
                else None
            )
        if month is None:
            return DateMention(start, end, date(year, 1, 1), date(written.until or year, 12, 31), "year")
        if written.day:
            days = date(year, month, written.day), date(year, month, written.last or written.day)
            return DateMention(start, end, *days, "day") if days[0] <= days[1] else None
        following = date(year + month // 12, month % 12 + 1, 1)
        return DateMention(start, end, date(year, month, 1), following - timedelta(days=1), "month")
    except (ValueError, OverflowError):
        return None
