"""(article, a span in it) -> the whole enumeration that the span belongs to: who asks for a list wants all of it."""

from __future__ import annotations

import re

from index.sentences import Span
from index.thai import to_arabic_digits

_MARK = re.compile(
    r"(?:(?<![0-9./,A-Za-z\u0e01-\u0e4e])\(?(?:(?P<number>[0-9]{1,2})(?:\.(?![0-9])|\))|(?P<letter>[ก-ฉa-h]|[ivx]{1,4})\))"
    r"|(?m:^)(?P<bullet>[-–•])(?![-–]))\s?(?=\S)"
)
_ORDERS = "กขคงจฉ", "abcdefgh", ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
LEADS_LIST = "ได้แก่|อาทิ(?!ตย์)|ประกอบด้วย|เช่น(?!กัน|เดียว|นั้น|นี้)|ดังนี้|ดังต่อไปนี้"
"""What an enumeration stands behind; อาทิตย์ (sun) and เช่นกัน (likewise) are none of it."""
# No time (10:30), and no acronym behind its name: (… Transboundary Rivers: BDTR).
_COLON = r"(?<![0-9]):(?![0-9]|\s?[A-Za-z0-9-]+\))"
_LEADS = re.compile(rf"(?:{LEADS_LIST}|ประกอบไปด้วย|คือ|\bincluding|\bnamely|{_COLON})\s?:?\s*")
_LAST = re.compile(r"และ|ตลอดจน|รวมถึง|\band\b|หรือ")
_VERB = "(?:จะ(?!นะ|แนะ)|ได้|เป็น|มี(?!น))"  # no จะนะ or มีนบุรี, which are districts
# What goes on after the last item of an enumeration in a sentence.
_GOES_ON = re.compile(
    rf"\s(?:โดย|ซึ่ง|เพื่อ(?!น)|ทั้งนี้|นอกจากนี้|นอกจากนั้น|อันเป็น|เมื่อ|ตามที่|สำหรับ|พร้อม|ทั้ง(?:สอง|สาม|สี่|ห้า|หมด)|(?P<verb>{_VERB})|ใน(?=การ|วัน|ปี)|ที่(?=จะ|ได้))"
)
# The same behind the last of numbered items, which are sentences themselves.
_BEHIND_ITEMS = re.compile(r"\s(?:ทั้งนี้|นอกจากนี้|นอกจากนั้น|โดย(?=ที่)|ในการนี้|ในโอกาสนี้|ที่ประชุม|สำหรับ|อนึ่ง)")
_JOIN = r"\s(?:และ|ตลอดจน|รวมถึง)\s?"
_TRAITS = re.compile(rf"(?:\s{_VERB}\S{{0,20}})+{_JOIN}")  # โปร่งใส เป็นธรรม และตรวจสอบได้
_ALIKE = 3  # letters that items have in common: ด้านสังคม, ด้านเศรษฐกิจ
_REACH = 1500  # characters from the sentence to the enumeration's ends


def whole_enumeration(text: str, sentence: Span, span: Span) -> Span:
    """Return the span from the first to the last item of the enumeration at `span`; `span` itself if it is in none.

    Args:
        text: of the article.
        sentence: that holds `span`. The enumeration may go on in the lines below.
        span: what was found of it.
    """
    return _numbered(text, sentence, span) or _introduced(text, sentence, span) or span


def _numbered(text: str, sentence: Span, span: Span) -> Span | None:
    """Find items 1, 2, 3 … (or ก, ข, ค …, or bullets), in one line or in lines below each other."""
    plain = to_arabic_digits(text)
    first = text.rfind("\n", 0, sentence[0]) + 1
    # An item that enumerates things itself is asked about for these, else for the items above too.
    top = first if _introduced(text, sentence, span) else max(0, sentence[0] - _REACH)
    while first > top and (text[first] == "\n" or _MARK.match(plain, first)):
        first = text.rfind("\n", 0, first - 1) + 1
    window = plain[first : sentence[1] + _REACH]
    runs: list[list[re.Match[str]]] = []
    for mark in _MARK.finditer(window):
        number = _number(mark)
        fitting = next((r for r in reversed(runs) if _follows(window, r, mark, number)), None)
        if fitting is not None:
            fitting.append(mark)
        elif mark["bullet"] or number == 1:
            runs.append([mark])
    found = [(first + r[0].start(), first + _item_end(window, r)) for r in runs if len(r) > 1]
    around = [(start, end) for start, end in found if start < span[1] and span[0] < end]
    if around:
        return min(around, key=lambda each: each[1] - each[0])  # not what it is itself part of
    for start, end in found:
        if _LEADS.search(text, span[0], start) and start - sentence[1] < 80:
            return start, end
    return None


def _follows(window: str, run: list[re.Match[str]], mark: re.Match[str], number: int) -> bool:
    """Tell whether a mark is the next of a run: of the same form, with the next number or in the next line."""
    if mark["bullet"]:
        next_one = "\n" not in window[run[-1].end() : mark.start()].rstrip()
    else:
        next_one = len(run) + 1 == number
    return next_one and _form(run[0]) == _form(mark)


def _form(mark: re.Match[str]) -> str:
    return re.sub(r"[0-9]+|[ก-ฉa-z]+", "0", mark.group().strip())


def _number(mark: re.Match[str]) -> int:
    if mark["number"]:
        return int(mark["number"])
    sign = mark["letter"] or mark["bullet"]
    return next((order.index(sign) + 1 for order in _ORDERS if sign in order), 0)


def _item_end(window: str, run: list[re.Match[str]]) -> int:
    """Return where the last item ends: with its line, or like the others before what goes on."""
    last = run[-1].end()
    line = window.find("\n", last)
    line = len(window) if line < 0 else line
    if "\n" in window[run[0].end() : last]:
        return line  # one item a line
    goes_on = _BEHIND_ITEMS.search(window, last, line)
    return goes_on.start() if goes_on else line


def _introduced(text: str, sentence: Span, span: Span) -> Span | None:
    """Find what stands behind ได้แก่, ประกอบด้วย … up to the item behind the last และ."""
    leads = [m.end() for m in _LEADS.finditer(text, *sentence)]
    before = [end for end in leads if end <= span[0] + 12]
    if not before or before[-1] >= sentence[1]:
        return None
    start = before[-1]
    end = next((stop for stop in _stops(text, start, sentence[1]) if stop >= span[1] - 1), sentence[1])
    if not _LAST.search(text, start, end) and " " not in text[start:end].strip():
        return None
    end = start + len(text[start:end].rstrip(" .,;"))
    return (start, max(end, span[1])) if start <= span[0] else (span[0], max(end, span[1]))


def _stops(text: str, start: int, end: int) -> list[int]:
    """Return where the enumeration from `start` on can end within its sentence."""
    clauses = re.compile(_VERB).match(text, start)  # มีสัญชาติไทย มีอายุ 20 ปี และ…
    stops = [m.start() for m in _GOES_ON.finditer(text, start, end) if not (clauses and m["verb"])]
    if not stops or _LAST.search(text, start, stops[0]):
        return stops
    # No last item yet; it may stand behind what is told of the first: ด้านสังคม โดย… และด้านเศรษฐกิจ โดย…
    item = text[start : stops[0]].partition(" ")[0]
    alike = re.compile(rf"{_JOIN}{re.escape(item[:_ALIKE])}(?!{re.escape(item[_ALIKE:])})")
    behind = _BEHIND_ITEMS.search(text, start, end)
    last = _TRAITS.match(text, stops[0]) or alike.search(text, stops[0], behind.start() if behind else end)
    return [stop for stop in stops if stop >= last.end()] if last else stops
