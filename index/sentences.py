"""Text -> sentence spans, cut where a Thai reader would cut.

Thai writes no full stops. A sentence ends with its paragraph, or at a space where the words on both sides say
so (`index.breaks`). Rules decide what paragraphs are, and where a space can't end a sentence: in brackets and
quotation marks, behind an abbreviation, a title, or a word that wants its number.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from index.breaks import Span as Span
from index.breaks import break_odds

LEAST_ODDS = 0.3
"""Log-odds from which a space ends a sentence; chosen on the development part of the labelled texts."""
SOFT_WRAP = -2.0
"""Log-odds below which a newline only wraps a line; chosen as the one above."""
LONG = 450
"""Characters. A longer sentence is cut where that is likely enough, so that a quote stays readable."""
LONGEST = 600
"""Characters. No sentence is longer, even without a place to cut."""

_STARTERS = (
    r"นอกจากนี้|นอกจากนั้น|ทั้งนี้|อย่างไรก็ตาม|อย่างไรก็ดี|ในการนี้|ในโอกาสนี้|พร้อมนี้|พร้อมกันนี้|อีกทั้ง|"
    r"ขณะเดียวกัน|ในขณะเดียวกัน|ต่อมา|ดังนั้น|เมื่อวันที่|ที่ประชุมฯ?\s?(?:ได้|ยัง|เห็น|หารือ|รับ|มี|มุ่ง|คาด|ยืน)|"
    r"สำหรับ|ด้าน(?:นาย|นาง|ดร\.|พล)|ในเรื่อง|ในด้าน|การประชุมดังกล่าว|การประชุมครั้งนี้"
)
_STARTER = re.compile(_STARTERS)
_ENGLISH_END = re.compile(r"(?<=[a-z0-9)”\"][.!?])[ \n]+(?=[A-Z“\"])|(?<=[?!])[ \n]+")
# What can't end a sentence: an abbreviation (but of a unit), a title, a word that wants its number or object.
_OPEN_END = re.compile(
    r"(?:(?:^|(?<![0-9๐-๙])[\s(])(?:[ก-ฮ]{1,4}\.)+|\b(?:Mr|Mrs|Ms|Dr|H\.E|St|No|Jr|vs)\.|\([0-9๐-๙]{1,2}\)|วันที่|ครั้งที่|และ|หรือ|ของ|(?<!ก)ว่า|คือ|ได้แก่)$"
)
_SPACE = re.compile(r"[ \n]+")
_BRACKETS = {"(": ")", "“": "”", "[": "]", "‘": "’"}
_LONGEST_BRACKET = 300  # an opening mark that is never closed must not glue the rest together
_LONG_LINE = 60
_MARGIN = 40  # characters that a cut leaves on both sides of a long sentence
_NEVER = float("-inf")
_LEAST_LONG_ODDS = -2.5  # log-odds: a long sentence is rather cut there than left long
_SHORTEST = 12  # an opening such as นอกจากนี้ belongs to what follows it


def split_sentences(text: str) -> list[Span]:
    """Return `(start, end)` of every sentence of a normalised text, in order.

    Spans don't overlap, hold no white space at either end, and leave out nothing but white space.
    """
    spans: list[Span] = []
    gaps = gaps_of(text)
    odds = {
        start: _NEVER if _is_open_end(text, start) else found
        for (start, _), found in zip(gaps, break_odds(text, gaps, opens(text, gaps)), strict=True)
    }
    for paragraph in _paragraphs(text, odds):
        for start, end in _cut(text, paragraph, _sentence_cuts(text, paragraph, odds)):
            spans += _shorten(text, (start, end), odds)
    return spans


def gaps_of(text: str) -> list[Span]:
    """Return all runs of white space."""
    return [match.span() for match in re.finditer(r"\s+", text)]


def opens(text: str, gaps: Sequence[Span]) -> list[bool]:
    """Return for each gap whether a word that usually begins a sentence stands behind it."""
    return [_STARTER.match(text, end) is not None for _, end in gaps]


def _paragraphs(text: str, odds: dict[int, float]) -> Iterator[Span]:
    """Yield spans between newlines, soft-wrapped lines joined."""
    lines = [match.span() for match in re.finditer(r"[^\n]+", text)]
    followed = {a: b[0] - a[1] for a, b in itertools.pairwise(lines)}  # line -> newlines behind it
    long_lines = [gap for (start, end), gap in followed.items() if end - start >= _LONG_LINE]
    # The document sets paragraphs apart by blank lines: then a single newline is a line break only.
    spaced = long_lines.count(1) <= sum(gap > 1 for gap in long_lines)
    joined = {
        line
        for line, gap in followed.items()
        if gap == 1 and ((spaced and line[1] - line[0] >= _LONG_LINE) or odds.get(line[1], 0.0) < SOFT_WRAP)
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


def _sentence_cuts(text: str, span: Span, odds: dict[int, float]) -> Iterator[int]:
    inside = bracketed(text, span)
    last = span[0]
    for match in _SPACE.finditer(text, *span):
        cut = match.start()
        english = _ENGLISH_END.match(text, cut)
        if inside[cut - span[0]] or odds[cut] == _NEVER:
            continue
        if english or (odds[cut] > LEAST_ODDS and cut - last >= _SHORTEST):
            yield cut
            last = cut


def bracketed(text: str, span: Span) -> bytearray:
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


def _shorten(text: str, span: Span, odds: dict[int, float]) -> Iterator[Span]:
    """Yield a sentence, or its parts if it is long: each is cut off at its likeliest space."""
    start, end = span
    while end - start > LONG:
        cut = _likeliest_cut(text, (start, end), odds)
        if cut is None:
            break
        (first, (start, end)) = _cut(text, (start, end), iter([cut]))
        yield first
    yield start, end


def _likeliest_cut(text: str, span: Span, odds: dict[int, float]) -> int | None:
    """Return where to cut a part of at most `LONGEST` characters off, None to leave the sentence whole."""
    start, end = span
    last = min(end - _MARGIN, start + LONGEST)  # looking no further keeps the time linear
    spaces = [match.start() for match in _SPACE.finditer(text, start + _MARGIN, last)]
    inside = bracketed(text, (start, last))
    free = [cut for cut in spaces if not inside[cut - start] and odds[cut] > _NEVER]
    if free and (end - start > LONGEST or max(odds[cut] for cut in free) > _LEAST_LONG_ODDS):
        return max(free, key=lambda cut: odds[cut])
    if end - start <= LONGEST:
        return None
    if spaces:
        return spaces[-1]
    cut = start + LONGEST
    # Never between a Thai consonant and its vowel or tone mark.
    while cut > start + 1 and "\u0e30" <= text[cut] <= "\u0e4e":
        cut -= 1
    return cut if cut > start + 1 else start + LONGEST


def _is_open_end(text: str, cut: int) -> bool:
    return _OPEN_END.search(text[max(0, cut - 12) : cut]) is not None
