"""PDF -> text: Thai glyphs mended, lines joined to paragraphs, pages that can't be read reported.

A PDF holds glyphs at places, not text. What goes wrong with Thai:

- marks that a font draws from its private area (U+F700-F71A, Windows' and Mac's Thai fonts): mapped back;
- glyphs that lack a Unicode value, for which the producer (Chromium, Typst) gives `/ActualText` beside them,
  which pypdf doesn't read: taken from there;
- a space before a vowel or tone mark (`น ้ำ`), and ำ taken apart (`ส าหรับ`): joined;
- lines: joined again to paragraphs, which a blank line, an indent or a short line ends.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.generic import ByteStringObject, ContentStream, DecodedStreamObject, NameObject

from index.errors import ArticleError

MOST_PAGES = 1_000
POOR = 0.03
"""Share of unreadable letters above which a page is left out."""

_PRIVATE = {0xF700: "ฐ", 0xF70F: "ญ", 0xF710: "ั", 0xF711: "ํ", 0xF712: "็"} | {
    code: mark
    for first, marks in ((0xF701, "ิีึื"), (0xF705, "่้๊๋์"), (0xF70A, "่้๊๋์"), (0xF713, "่้๊๋์"), (0xF718, "ฺุู"))
    for code, mark in enumerate(marks, first)
}
_ABOVE_BELOW = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
_SPACE_BEFORE_MARK = re.compile(rf"(?<=[ก-ฮ{_ABOVE_BELOW}]) +(?=[{_ABOVE_BELOW}])")
_SPACE_BEFORE_VOWEL = re.compile(rf"(?<=[ก-ฮ{_ABOVE_BELOW}]) +(?=[ะาำๅ])")  # no word begins with one
_SPLIT_AM = re.compile(r"(?<=[ก-ฮ])([\u0e48-\u0e4b]?) +า")
_UNREADABLE = re.compile(r"[\ue000-\uf8ff\ufffd\x00-\x08\x0e-\x1f]")
_GLYPH_NAME = re.compile(r"/g\d+|/gid\d+|\(cid:\d+\)")
_PAGE_NUMBER = re.compile(r"[-–—\s]*(?:(?:หน้า(?:ที่)?|page)\s*)?[0-9๐-๙]{1,4}(?:\s*(?:/|จาก|of)\s*[0-9๐-๙]{1,4})?[-–—\s]*", re.IGNORECASE)  # fmt: skip
_DIGITS = re.compile(r"[0-9๐-๙]+")
_FULL_LINE = 0.75  # of the page's longest line: a shorter one ends its paragraph
_INDENT = 3  # columns
_JOINER, _OWN_SPACE = "\u2060", "\ue020"  # no white space, which pypdf drops and adds as it sees fit
_GAP = re.compile(r"(?<=[\u0e01-\u0e59]) +(?=[\u0e01-\u0e59])")
_THAI = re.compile(r"[\u0e01-\u0e4e]")
# Written behind a space, so a line that begins with it was broken at one.
_OPENING = re.compile(
    r"นอกจาก|ทั้งนี้|อย่างไรก็|ในการนี้|ในโอกาส|พร้อม|โดย|ซึ่ง|เพื่อ|และ|รวมถึง|รวมทั้ง|ตลอดจน|เมื่อ|ณ |สำหรับ|ที่ประชุม|นาย|นาง|พ\.ศ\.|ค\.ศ\.|ๆ"
)


def read_pdf(data: bytes) -> tuple[str, str, tuple[int, ...]]:
    """Return the text of a PDF, its title or "", and the numbers (from 1) of pages that can't be read well.

    A page of which more than `POOR` can't be read is left out.

    Raises:
        ArticleError: the file is damaged, protected, too long, or holds pictures of text only.
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ArticleError(
                "PDF ตั้งรหัสผ่านไว้ โปรดบันทึกใหม่โดยไม่มีรหัสผ่าน", "a PDF with a password; save it without one"
            )
        if len(reader.pages) > MOST_PAGES:
            raise ArticleError(
                f"PDF ยาวเกิน {MOST_PAGES} หน้า โปรดแบ่งเป็นหลายบทความ",
                f"a PDF of more than {MOST_PAGES} pages; split it into articles",
            )
        spellings: dict[int, _Spelling] = {}
        pages = [_layout(page, spellings) for page in reader.pages]
        title = str((reader.metadata and reader.metadata.title) or "")
    except ArticleError:
        raise
    except Exception as error:  # a hostile file makes pypdf raise nearly anything
        raise ArticleError(
            f"ไฟล์ PDF เสียหาย โปรดบันทึกใหม่ ({error!r})", f"a damaged PDF; save it again ({error!r})"
        ) from error
    if not any(page.strip() for page in pages):
        raise ArticleError(
            "PDF นี้เป็นภาพสแกน ไม่มีตัวอักษร โปรดทำ OCR ก่อน", "a scanned PDF without text; run OCR on it first"
        )
    shares = [_unreadable_share(page) for page in pages]
    poor = tuple(number for number, share in enumerate(shares, 1) if share)
    legible = [page for page, share in zip(pages, shares, strict=True) if share <= POOR]
    text = "\n".join(_paragraphs(_without_running_heads(legible)))
    if not text.strip():
        raise ArticleError(
            "PDF นี้ใช้แบบอักษรที่ถอดข้อความไม่ได้ โปรดส่งออก PDF ใหม่ หรือใช้ไฟล์ Word",
            "the fonts of this PDF can't be decoded; export it again, or use the Word file",
        )
    return _UNREADABLE.sub("", text), title, poor


def mend(text: str, *, spelled: bool = False) -> str:
    """Return text whose Thai marks are letters again and stand where they belong.

    `spelled` text has its ำ whole, and its own spaces are `_OWN_SPACE`: others between Thai letters are gaps between marks.
    """
    text = _SPACE_BEFORE_MARK.sub("", text.replace(_JOINER, "").translate(_PRIVATE))
    text = _GAP.sub("", text).replace(_OWN_SPACE, " ") if spelled else _SPLIT_AM.sub(r"\1ำ", text)
    return _SPACE_BEFORE_VOWEL.sub("", text)


def _layout(page: PageObject, spellings: dict[int, _Spelling]) -> str:
    spelled = _obey_actual_text(page, spellings)
    return mend(page.extract_text(extraction_mode="layout"), spelled=spelled)


def _obey_actual_text(page: PageObject, spellings: dict[int, _Spelling]) -> bool:
    """Let the page's fonts spell what `/ActualText` says that a group of glyphs stands for (PDF 1.7, 14.9.4).

    Each such text gets a code of its own in the font that shows it, and the group is replaced by that code.
    Returns whether there was any.
    """
    contents = page.get_contents()
    if contents is None or b"/ActualText" not in contents.get_data():
        return False
    resources = page["/Resources"].get_object()
    fonts = {str(name): font.get_object() for name, font in resources.get("/Font", {}).items()}  # type: ignore[union-attr]
    own = {
        name: spellings.setdefault(id(font), _Spelling(font))
        for name, font in fonts.items()
        if "/ToUnicode" in font
    }
    spelling, actual, shown = None, "", False
    kept = []
    stream = ContentStream(contents, page.pdf, "bytes")
    for operands, operator in stream.operations:
        if operator == b"Tf":
            spelling = own.get(str(operands[0]))
        elif operator == b"BDC" and isinstance(operands[-1], dict):
            actual, shown = _text(operands[-1].get("/ActualText", "")), False
        elif operator == b"EMC":
            actual = ""
        elif operator in {b"Tj", b"TJ"} and actual and spelling:
            # The rest of the group still takes its place, or a space would be seen there.
            if code := spelling.code(_JOINER if shown else actual):
                operands, operator, shown = [ByteStringObject(code)], b"Tj", True
        elif operator == b"Tj" and spelling and operands[0] in spelling.spaces:
            operands = [ByteStringObject(spelling.code(_OWN_SPACE) or operands[0])]
        kept.append((operands, operator))
    stream.operations = kept
    page[NameObject("/Contents")] = stream
    for each in own.values():
        each.write()
    return True


class _Spelling:
    """A font's table of Unicode values, with further codes that none of its glyphs has."""

    def __init__(self, font: Any) -> None:  # noqa: ANN401 - a dictionary of PDF objects
        self._font = font
        self._table = font["/ToUnicode"].get_object().get_data()
        wide = font.get("/Subtype") == "/Type0"
        self._bytes = 2 if wide else 1
        first = 0xFFFE if wide else 0xFF
        last = 0xF000 if wide else int(font.get("/LastChar", 0xFF)) + 1  # fonts number their glyphs from 0
        self._free = iter(range(first, last - 1, -1))
        self._codes: dict[str, bytes] = {}
        spaces = re.findall(rb"(?m)^[ \t]*<([0-9A-Fa-f]+)>[ \t]*(?:<[0-9A-Fa-f]+>[ \t]*)?<0020>", self._table)
        self.spaces = {bytes.fromhex(code.decode()) for code in spaces}

    def code(self, text: str) -> bytes | None:
        """Return the code for a text, None if none is left."""
        if text not in self._codes:
            number = next(self._free, None)
            if number is None:
                return None
            self._codes[text] = number.to_bytes(self._bytes, "big")
        return self._codes[text]

    def write(self) -> None:
        """Add the codes to the font's table."""
        entries = [f"<{code.hex()}> <{text.encode('utf-16-be').hex()}>" for text, code in self._codes.items()]
        sections = (
            entries[at : at + 100] for at in range(0, len(entries), 100)
        )  # the most that one may hold
        added = "".join(f"\n{len(part)} beginbfchar\n{chr(10).join(part)}\nendbfchar\n" for part in sections)
        stream = DecodedStreamObject()
        stream.set_data((added.encode() + b"endcmap").join(self._table.rsplit(b"endcmap", 1)))
        self._font[NameObject("/ToUnicode")] = stream


def _text(operand: object) -> str:
    if isinstance(operand, bytes):
        wide = operand.startswith(b"\xfe\xff")
        return operand[2:].decode("utf-16-be", "replace") if wide else operand.decode("latin-1")
    return str(operand)


def _unreadable_share(page: str) -> float:
    bad = len(_UNREADABLE.findall(page)) + len(_GLYPH_NAME.findall(page))
    return bad / max(1, len(page) - page.count(" "))


def _without_running_heads(pages: list[str]) -> list[list[str]]:
    """Return the lines of each page without page numbers, and without the lines that head or end most pages."""
    split = [page.rstrip().split("\n") for page in pages]
    edges = Counter(
        _DIGITS.sub("0", line.strip()) for lines in split for line in {*_edge(lines, 0), *_edge(lines, -1)}
    )
    running = {line for line, count in edges.items() if count >= 3 and 2 * count > len(pages)}
    kept = []
    for lines in split:
        ends = {*_edge(lines, 0), *_edge(lines, -1)}
        kept.append(
            [
                line
                for line in lines
                if line not in ends
                or not (_DIGITS.sub("0", line.strip()) in running or _PAGE_NUMBER.fullmatch(line))
            ]
        )
    return kept


def _edge(lines: list[str], at: int) -> list[str]:
    """Return the first or the last line with text."""
    return [line for line in lines if line.strip()][at:][:1]


def _paragraphs(pages: list[list[str]]) -> Iterator[str]:
    """Yield paragraphs, each followed by an empty one: a quote reads on where a line or a page was only full."""
    # Where empty lines part the paragraphs, a short line only had no room for the next word.
    spaced = any(not line.strip() for lines in pages for line in lines)
    longest = max((_columns(line.strip()) for lines in pages for line in lines), default=0)
    full = 0 if spaced else _FULL_LINE * longest
    paragraph, last_indent = "", 0
    for lines in pages:
        for number, raw in enumerate(lines):
            line = re.sub(r"\s+", " ", raw).strip()
            if not line:
                # A page may begin with an empty line in the middle of a paragraph.
                if number and paragraph and any(before.strip() for before in lines[:number]):
                    yield from (paragraph, "")
                    paragraph = ""
                continue
            indent = len(raw) - len(raw.lstrip())
            if paragraph and indent - last_indent >= _INDENT:
                yield from (paragraph, "")
                paragraph = ""
            paragraph = _joined(paragraph, line)
            last_indent = indent
            if _columns(line) < full:
                yield from (paragraph, "")
                paragraph = ""
    if paragraph:
        yield paragraph


def _columns(line: str) -> int:
    return len(re.sub(f"[{_ABOVE_BELOW}]", "", line))


def _joined(paragraph: str, line: str) -> str:
    """Join a line: Thai runs on without a space, but where a space stood the line break has swallowed it."""
    if not paragraph:
        return line
    runs_on = _THAI.match(paragraph[-1]) and _THAI.match(line) and not _OPENING.match(line)
    return paragraph + ("" if runs_on else " ") + line
