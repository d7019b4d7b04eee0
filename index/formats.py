"""File -> `Document`s: the raw text of each article in it, and what the file itself says of title, date and source.

Each format is read by a library; a new one is a function here and a line in `_READERS`.
"""

from __future__ import annotations

import json
import logging
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from charset_normalizer import from_bytes

from index.dates import first_day
from index.errors import ArticleError

if TYPE_CHECKING:
    from markdown_it.token import Token

LARGEST_FILE = 50_000_000
"""Bytes of a file. A larger one is a dump or full of pictures, and would stall a two-core machine."""
LARGEST_TEXT = 20_000_000
"""Bytes of text, in a file or unpacked from it."""

HIDDEN = (".", "~")
"""What the names of hidden files and folders begin with: what was deleted, or is being edited."""

# What Thai offices have on their disks, beside UTF-8. tis_620 and iso8859_11 lack the quotation marks of cp874.
_NARROW, _WIDE = ["cp874", "cp1252"], ["utf_16", "utf_16_le", "utf_16_be"]
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_FRONT_LINE = re.compile(
    r"^(title|date|published|source|url)[ \t]*:[ \t]*([\"']?)(.*)\2[ \t]*$", re.MULTILINE
)
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True, slots=True)
class Document:
    """One article as its file holds it, not cleaned yet."""

    text: str
    title: str = ""
    """As the file states it, empty if it doesn't."""
    published: date | None = None
    source: str = ""
    part: str = ""
    """Which article of its file, if a file holds several."""
    poor_pages: tuple[int, ...] = ()
    """Pages, from 1, of which some letters can't be read."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """One article of a file that holds several, and why it can't be read."""

    part: str
    """Which one, empty if that can't be read either."""
    error: ArticleError


def is_article_file(path: Path) -> bool:
    """Tell whether a file is meant to be read: not hidden, not a README, of a known format or one that is named."""
    known = path.suffix.lower() in SUFFIXES | _REFUSED.keys()
    return known and not path.name.startswith(HIDDEN) and path.stem.lower() != "readme"


def read_documents(path: Path) -> Iterator[Document | Unreadable]:
    """Yield the articles of a file: one, but for `.jsonl`, which holds one in each line.

    Raises:
        ArticleError: the file can't be opened, is too large, damaged, or holds no text.
    """
    suffix = path.suffix.lower()
    if suffix in _REFUSED:
        raise ArticleError(
            f"ยังอ่านไฟล์ {suffix} ไม่ได้ โปรดบันทึกเป็น {_REFUSED[suffix]}",
            f"{suffix} files can't be read; save it as {_REFUSED[suffix]}",
        )
    yield from _READERS[suffix](_bytes_of(path))


def decode(data: bytes) -> str:
    """Return `data` as text: UTF-8, UTF-16 or a Thai single-byte encoding (read as cp874).

    Raises:
        ArticleError: the bytes are no text in any encoding that Thai texts come in.
    """
    if len(data) > LARGEST_TEXT:
        raise _too_large(LARGEST_TEXT)
    wide = b"\0" in data or data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not wide:
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            pass
    # A few Thai letters of one byte each would also be Chinese or Korean letters of two.
    best = from_bytes(data, cp_isolation=_WIDE if wide else _NARROW, threshold=0.4).best()
    if best is None:
        raise ArticleError(
            "ไม่ใช่ไฟล์ข้อความ หรือใช้รหัสอักขระที่ไม่รู้จัก โปรดบันทึกเป็น UTF-8",
            "not a text file, or in an unknown encoding; save it as UTF-8",
        )
    return str(best)


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise _too_large(LARGEST_FILE)
        return path.read_bytes()
    except OSError as error:
        raise ArticleError(
            f"เปิดอ่านไม่ได้ โปรดตรวจสิทธิ์ของไฟล์ ({error.strerror})",
            f"can't be opened; check its permissions ({error.strerror})",
        ) from error


def _too_large(limit: int) -> ArticleError:
    return ArticleError(
        f"ไฟล์ใหญ่เกิน {limit // 1_000_000} MB โปรดแบ่งเป็นหลายบทความ",
        f"larger than {limit // 1_000_000} MB; split it into articles",
    )


def _plain(data: bytes) -> Iterator[Document]:
    yield Document(decode(data))


def _markdown(data: bytes) -> Iterator[Document]:
    from markdown_it import MarkdownIt

    text = decode(data).replace("\r\n", "\n")
    stated: dict[str, str] = {}
    if front := _FRONT_MATTER.match(text):
        stated = {name: value.strip() for name, _, value in _FRONT_LINE.findall(front[1])}
        text = text[front.end() :]
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    headings = [tokens[i + 1] for i, token in enumerate(tokens) if token.type == "heading_open"]
    yield Document(
        "".join(_markdown_lines(tokens)),
        title=stated.get("title") or (_inline(headings[0]) if headings else ""),
        published=first_day(stated.get("date") or stated.get("published") or ""),
        source=stated.get("source") or stated.get("url") or "",
    )


def _markdown_lines(tokens: list[Token]) -> Iterator[str]:
    """Yield the text of each block with the line ends behind it: list items and table cells stay together."""
    for token in tokens:
        if token.type == "inline":
            yield _inline(token)
        elif token.type in {"fence", "code_block"}:
            yield token.content
        elif token.type in {"th_close", "td_close"}:
            yield " "
        elif token.type == "tr_close" or token.type.endswith("_list_close") or token.hidden:
            yield "\n" if token.nesting < 0 else ""
        elif token.type in {"heading_close", "paragraph_close", "table_close", "hr"}:
            yield "\n\n"


def _inline(token: Token) -> str:
    breaks = {"softbreak": "\n", "hardbreak": "\n"}
    shown = (
        breaks.get(child.type, child.content if child.type in {"text", "code_inline"} else "")
        for child in token.children or ()
    )
    return "".join(shown)


def _html(data: bytes) -> Iterator[Document]:
    from trafilatura import bare_extraction, html2txt  # takes half a second
    from trafilatura.settings import Document as Page

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    page = decode(data)
    # Not `deduplicate`: it remembers passages from one page to the next.
    found = bare_extraction(page, favor_recall=True, include_comments=False, with_metadata=True)
    found = found if isinstance(found, Page) else None
    text = (found and found.text) or html2txt(page)
    if not text.strip():
        raise ArticleError(
            "หน้าเว็บไม่มีเนื้อหา โปรดบันทึกหน้าเต็มหลังโหลดเสร็จ", "a page without text; save it after it has loaded"
        )
    title, day, url = (found.title, found.date, found.url) if found else (None, None, None)
    yield Document(text, title or "", first_day(day or ""), url or "")


def _word(data: bytes) -> Iterator[Document]:
    import docx

    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            # Pictures too: docx unpacks whatever the text refers to.
            if sum(part.file_size for part in package.infolist()) > 5 * LARGEST_TEXT:
                raise _too_large(5 * LARGEST_TEXT)
        body = docx.Document(BytesIO(data)).element.body
        for twice in list(body.iter(f"{_MC}Fallback")):  # what older programs show of a text box
            twice.getparent().remove(twice)
        text = "\n\n".join(_word_blocks(body))
    except ArticleError:
        raise
    except Exception as error:  # a damaged file makes zipfile, lxml and docx raise nearly anything
        raise ArticleError(
            f"ไฟล์ Word เสียหายหรือตั้งรหัสผ่านไว้ โปรดเปิดแล้วบันทึกใหม่ ({error!r})",
            f"a damaged or protected Word file; open it and save it again ({error!r})",
        ) from error
    yield Document(text)


def _word_blocks(element: Any) -> Iterator[str]:  # noqa: ANN401 - lxml has no types
    """Yield the text of each paragraph and table row, those inside content controls and insertions too."""
    for child in element:
        if child.tag == f"{_W}p":
            yield _word_text(child)
        elif child.tag == f"{_W}tr":
            yield " ".join(text for text in _word_blocks(child) if text)
        elif isinstance(child.tag, str) and child.tag != f"{_W}del":
            yield from _word_blocks(child)


def _word_text(paragraph: Any) -> str:  # noqa: ANN401 - lxml has no types
    written = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
    pieces = []
    for node in paragraph.iter():
        if node.tag == f"{_W}t":
            pieces.append(node.text or "")
        elif node.tag in written and node.getparent().tag == f"{_W}r":
            pieces.append(written[node.tag])
    return "".join(pieces)


def _pdf(data: bytes) -> Iterator[Document]:
    from index.pdf import read_pdf  # takes a while to import

    text, title, poor_pages = read_pdf(data)
    yield Document(text, title, poor_pages=poor_pages)


def _json_lines(data: bytes) -> Iterator[Document | Unreadable]:
    text = decode(data)
    if not text.strip():
        raise ArticleError("ไม่มีเนื้อหาในไฟล์", "the file holds no text")
    parts: set[str] = set()
    # Not `splitlines`, which also ends lines at characters that JSON may hold within a string.
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        part = ""
        try:
            row = json.loads(line)
            part = str(number if row.get("id") in (None, "") else row["id"])
            if part in parts:
                raise ValueError(f"id {part}: twice")
            if not isinstance(row["text"], str):
                raise TypeError('"text": no string')
            stated = (
                row.get("title"),
                row.get("published") or row.get("date"),
                row.get("source") or row.get("url"),
            )
            title, day, source = (str(value or "") for value in stated)
            document = Document(row["text"], title, first_day(day), source, part)
            parts.add(part)
        except Exception as error:  # among others: no JSON, no object, nested too deeply
            reason = ArticleError(
                f'บรรทัด {number} ต้องเป็น JSON ที่มี "text" และ "id" ไม่ซ้ำ ({error!r})',
                f'line {number} must be a JSON object with "text", and an "id" of its own if any ({error!r})',
            )
            yield Unreadable(part, reason)
            continue
        yield document


_READERS: dict[str, Callable[[bytes], Iterator[Document | Unreadable]]] = {
    ".txt": _plain,
    ".md": _markdown,
    ".html": _html,
    ".htm": _html,
    ".pdf": _pdf,
    ".docx": _word,
    ".jsonl": _json_lines,
}
SUFFIXES = frozenset(_READERS)
# Formats of offices that are named as skipped, so that nobody believes they were read.
_REFUSED = {".doc": ".docx", ".rtf": ".docx", ".odt": ".docx"}
