"""(article, a span in it) -> the whole enumeration that the span belongs to: who asks for a list wants all of it."""

from __future__ import annotations

import re

from index.sentences import Span
from index.thai import to_arabic_digits

_MARK = re.compile(
    r"(?<![0-9./,A-Za-z\u0e01-\u0e4e])\(?(?:(?P<number>[0-9]{1,2})(?:\.(?![0-9])|\))|(?P<letter>[ก-ฉa-h])\))\s?(?=\S)"
)
LEADS_LIST = "ได้แก่|อาทิ(?!ตย์)|ประกอบด้วย|เช่น(?!กัน|เดียว|นั้น|นี้)|ดังนี้|ดังต่อไปนี้"
"""What an enumeration stands behind; อาทิตย์ (sun) and เช่นกัน (likewise) are none of it."""
_LEADS = re.compile(rf"(?:{LEADS_LIST}|ประกอบไปด้วย|คือ|\bincluding|\bnamely|(?<![0-9]):(?![0-9]))\s?:?\s*")
_LAST = re.compile(r"และ|ตลอดจน|รวมถึง|\band\b|หรือ")
# What goes on after the last item of an enumeration in a sentence.
_GOES_ON = re.compile(
    r"\s(?:โดย|ซึ่ง|เพื่อ|ทั้งนี้|นอกจากนี้|นอกจากนั้น|อันเป็น|เมื่อ|ตามที่|สำหรับ|พร้อม|ทั้ง(?:สอง|สาม|สี่|ห้า|หมด)|จะ|ได้|เป็น|มี|ใน(?=การ|วัน|ปี)|ที่(?=จะ|ได้))"
)
# The same behind the last of numbered items, which are sentences themselves.
_BEHIND_ITEMS = re.compile(r"\s(?:ทั้งนี้|นอกจากนี้|นอกจากนั้น|โดย(?=ที่)|ในการนี้|ในโอกาสนี้|ที่ประชุม|สำหรับ|อนึ่ง)")
_REACH = 1500  # characters from the sentence to the enumeration's end


def whole_enumeration(text: str, sentence: Span, span: Span) -> Span:
    """Return the span from the first to the last item of the enumeration at `span`; `span` itself if it is in none.

    Args:
        text: of the article.
        sentence: that holds `span`. The enumeration may go on in the lines below.
        span: what was found of it.
    """
    return _numbered(text, sentence, span) or _introduced(text, sentence, span) or span


def _numbered(text: str, sentence: Span, span: Span) -> Span | None:
    """Find items 1, 2, 3 … (or ก, ข, ค …), in one line or in lines below each other."""
    first = text.rfind("\n", 0, sentence[0]) + 1
    window = to_arabic_digits(text[first : sentence[1] + _REACH])
    runs: list[list[re.Match[str]]] = []
    for mark in _MARK.finditer(window):
        number = (
            int(mark["number"])
            if mark["number"]
            else "กขคงจฉ".find(mark["letter"]) + 1 or ord(mark["letter"]) - 96
        )
        fitting = next((r for r in reversed(runs) if len(r) + 1 == number and _alike(r[0], mark)), None)
        if fitting is not None:
            fitting.append(mark)
        elif number == 1:
            runs.append([mark])
    for run in runs:
        if len(run) < 2:
            continue
        start, end = first + run[0].start(), first + _item_end(window, run)
        leads = _LEADS.search(text, span[0], min(len(text), start)) is not None and start - sentence[1] < 80
        if (start < span[1] and span[0] < end) or leads:
            return start, end
    return None


def _alike(one: re.Match[str], other: re.Match[str]) -> bool:
    shape = [re.sub(r"[0-9]+|[ก-ฉa-h]", "0", mark.group().strip()) for mark in (one, other)]
    return shape[0] == shape[1]


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
    start = max(before)
    stop = _GOES_ON.search(text, max(start, span[1] - 1), sentence[1])
    end = stop.start() if stop else sentence[1]
    if not _LAST.search(text, start, end) and " " not in text[start:end].strip():
        return None
    end = start + len(text[start:end].rstrip(" .,;"))
    return (start, max(end, span[1])) if start <= span[0] else (span[0], max(end, span[1]))
