"""Text -> sentence spans, cut where a Thai reader would cut.

Thai writes no full stops. What marks a new sentence in official prose is a new paragraph, or a space
before one of a few openings (นอกจากนี้, ทั้งนี้, เมื่อวันที่ …). A statistical cutter breaks after every
token that ends in a full stop (`พ.ศ. | ๒๕๖๒`), so the rules below stand alone.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

Span = tuple[int, int]

LONG = 400
"""Characters. A longer sentence is cut at a connective, so that a quote stays readable."""
LONGEST = 600
"""Characters. No sentence is longer, even without a place to cut."""

_STARTERS = (
    r"นอกจากนี้|นอกจากนั้น|ทั้งนี้|อย่างไรก็ตาม|อย่างไรก็ดี|ในการนี้|ในโอกาสนี้|พร้อมนี้|พร้อมกันนี้|อีกทั้ง|"
    r"ขณะเดียวกัน|ในขณะเดียวกัน|ต่อมา|ดังนั้น|เมื่อวันที่|ที่ประชุมฯ?\s?(?:ได้|ยัง|เห็น|หารือ|รับ|มี|มุ่ง|คาด|ยืน)|"
    r"สำหรับ|ด้าน(?:นาย|นาง|ดร\.|พล)|ในเรื่อง|ในด้าน|การประชุมดังกล่าว|การประชุมครั้งนี้"
)
_START = re.compile(rf"[ \n]+(?={_STARTERS})")
_ENGLISH_END = re.compile(r"(?<=[a-z0-9)”\"][.!?])[ \n]+(?=[A-Z“\"])|(?<=[?!])[ \n]+")
# What can't end a sentence: an abbreviation, a title, a word that wants its number or object.
_OPEN_END = re.compile(
    r"(?:(?:^|[\s(])(?:[ก-ฮ]{1,4}\.)+|\b(?:Mr|Mrs|Ms|Dr|H\.E|St|No|Jr|vs)\.|วันที่|ครั้งที่|ปี|และ|หรือ|ของ|ว่า|คือ|ได้แก่)$"
)
_SOFT_WRAP_END = re.compile(r"(?:จาก|ใน|ของ|และ|ที่|กับ|หรือ|โดย|เพื่อ|แก่|ต่อ|ความ|การ|ว่า|เป็น|,)$")
_CONNECTIVE = re.compile(r"[ \n]+(?=โดย|ซึ่ง|รวมถึง|รวมทั้ง|ตลอดจน|และ|เพื่อ|แต่|จึง|อาทิ)|(?<=[)”])[ \n]*")
_SPACE = re.compile(r"[ \n]+")
_BRACKETS = {"(": ")", "“": "”", "[": "]", "‘": "’"}
_LONGEST_BRACKET = 300  # an opening mark that is never closed must not glue the rest together
_LONG_LINE = 60
_SHORTEST = 25  # an opening such as นอกจากนี้ belongs to what follows it


def split_sentences(text: str) -> list[Span]:
    """Return `(start, end)` of every sentence of a normalised text, in order.

    Spans don't overlap, hold no white space at either end, and leave out nothing but white space.
    """
    spans: list[Span] = []
    for paragraph in _paragraphs(text):
        for start, end in _cut(text, paragraph, _sentence_cuts(text, paragraph)):
            spans += _shorten(text, (start, end))
    return spans


def _paragraphs(text: str) -> Iterator[Span]:
    """Yield spans between newlines, soft-wrapped lines joined."""
    lines = [match.span() for match in re.finditer(r"[^\n]+", text)]
    followed = {a: b[0] - a[1] for a, b in itertools.pairwise(lines)}  # line -> newlines behind it
    long_lines = [gap for (start, end), gap in followed.items() if end - start >= _LONG_LINE]
    # The document sets paragraphs apart by blank lines: then a single newline is a line break only.
    spaced = long_lines.count(1) <= sum(gap > 1 for gap in long_lines)
    joined = {
        line
        for line, gap in followed.items()
        if gap == 1 and ((spaced and line[1] - line[0] >= _LONG_LINE) or _SOFT_WRAP_END.search(text, *line))
    }
    start: int | None = None
    for line in lines:
        start = line[0] if start is None else start
        if line not in joined and not _is_open(text, start, line[1]):
            yield start, line[1]
            start = None
    if start is not None:
        yield start, lines[-1][1]


def _is_open(text: str, start: int, end: int) -> bool:
    """Tell whether a “ opened in the last 300 characters is closed only behind `end`."""
    opened = text.rfind("“", max(start, end - _LONGEST_BRACKET), end)
    if opened < 0 or text.find("”", opened, end) >= 0:
        return False
    closed = text.find("”", end, end + _LONGEST_BRACKET)
    return closed >= 0 and text.find("“", end, closed) < 0


def _sentence_cuts(text: str, span: Span) -> Iterator[int]:
    bracketed = _bracketed(text, span)
    thai = {match.start() for match in _START.finditer(text, *span)}
    english = {match.start() for match in _ENGLISH_END.finditer(text, *span)}
    last = span[0]
    for cut in sorted(thai | english):
        open_end = _OPEN_END.search(text[max(span[0], cut - 12) : cut])
        too_short = cut - last < _SHORTEST and cut not in english
        if not too_short and not bracketed[cut - span[0]] and not open_end:
            yield cut
            last = cut


def _bracketed(text: str, span: Span) -> bytearray:
    """Return one byte for each character of `span`: 1 inside brackets or quotation marks."""
    inside = bytearray(span[1] - span[0] + 1)
    for opening, closing in _BRACKETS.items():
        at = text.find(opening, *span)
        while at >= 0:
            end = text.find(closing, at, min(at + _LONGEST_BRACKET, span[1]))
            if end >= 0:
                inside[at - span[0] : end - span[0]] = b"\1" * (end - at)
            at = text.find(opening, max(end, at) + 1, span[1])
    return inside


def _cut(text: str, span: Span, cuts: Iterator[int]) -> Iterator[Span]:
    """Yield the pieces of `span` between `cuts`, without white space at their ends."""
    edges = [span[0], *cuts, span[1]]
    for start, end in itertools.pairwise(edges):
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start < end:
            yield start, end


def _shorten(text: str, span: Span) -> list[Span]:
    """Cut a long sentence at the connective, or else the space, nearest its middle, until all are short."""
    done: list[Span] = []
    pending = [span]
    while pending:
        start, end = pending.pop()
        cut = _middle_cut(text, (start, end)) if end - start > LONG else None
        if cut is None:
            done.append((start, end))
        else:
            pending += reversed(list(_cut(text, (start, end), iter([cut]))))
    return done


def _middle_cut(text: str, span: Span) -> int | None:
    start, end = span
    middle = (start + end) / 2
    bracketed = _bracketed(text, span)
    for pattern, everywhere in ((_CONNECTIVE, False), (_SPACE, False), (_SPACE, True)):
        cuts = [
            match.start()
            for match in pattern.finditer(text, start + 40, end - 40)
            if everywhere or not bracketed[match.start() - start]
        ]
        cuts = [cut for cut in cuts if not _OPEN_END.search(text[max(start, cut - 12) : cut])]
        if cuts:
            return min(cuts, key=lambda cut: abs(cut - middle))
    if end - start <= LONGEST:
        return None
    cut = start + LONGEST
    # Never between a Thai consonant and its vowel or tone mark.
    while cut > start + 1 and "\u0e30" <= text[cut] <= "\u0e4e":
        cut -= 1
    return cut if cut > start + 1 else start + LONGEST
