"""File -> `Article`: the cleaned text that is cited, with its title, date and source."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from index.dates import find_dates
from index.errors import ArticleError
from index.thai import normalise, shorten

# Whole lines that web pages print around an article. A line that isn't matched whole stays.
_BOILERPLATE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"BANNER",  # the crawler's name for a page's head picture
        r"(?:©|\(c\)|copyright).*",  # the page's foot
        r"[\d,.]+ ?(?:views?|ครั้ง|อ่าน)|(?:จำนวน)?(?:ผู้เข้าชม|คนอ่าน|เข้าชม|อ่าน) ?:? ?[\d,.]+ ?(?:ครั้ง|คน)?",  # counters
        r"(?:รูปภาพประกอบ|ภาพประกอบ|แกลเลอรี|เอกสารแนบ|ไฟล์แนบ)",  # headings of what a text can't hold
        r"(?:ภาพจาก|เครดิตภาพ|ขอบคุณภาพจาก|photo|image)s? ?:.*",  # picture credits
        r"(?:แชร์|พิมพ์|ย้อนกลับ|หน้าแรก|อ่านต่อ|share|tweet|print|back)",  # buttons
    )
)
_SOURCE_LINE = re.compile(r"\(?\s*(?:เรียบเรียงจาก|แปลและสรุปความจาก|แปลจาก|ที่มา|แหล่งที่มา|อ้างอิง|source)\s*:?\s*.*https?://.*", re.IGNORECASE)  # fmt: skip
# Thai text follows a URL without a space, as in `…/ข่าว ณ วันที่ …`: a URL ends at the first Thai letter.
_URL = re.compile(r"https?://[^\s<>\"'()\u0e00-\u0e7f“”]+")
# A line that is nothing but a date, perhaps behind the name of the page's section.
_SECTION = re.compile(
    r"(?:ข่าว\S*|ประกาศ\S*|วันที่|เผยแพร่(?:เมื่อ)?|โพสต์เมื่อ|published|posted on)?[\s:]*", re.IGNORECASE
)
_LONGEST_TITLE = 200
_LEAD = 110


@dataclass(frozen=True, slots=True)
class Article:
    """One source, as it is cited. Offsets everywhere are character positions in `text`."""

    id: str
    """Path below the indexed folder, with `/` between its parts."""
    title: str
    text: str
    published: date | None
    """The date that the page states, else the first full date of its text."""
    source: str
    """The URL that the article names as its source, else its file name."""
    path: str
    content_hash: str = ""
    """SHA-256 of the decoded file, in hexadecimal."""


def make_article(article_id: str, raw: str, *, path: str = "", content_hash: str = "") -> Article:
    """Clean raw text into an article.

    Raises:
        ArticleError: nothing but boilerplate and white space is left.
    """
    published: date | None = None
    source = ""
    kept: list[str] = []
    for line in normalise(raw).split("\n"):
        if any(pattern.fullmatch(line) for pattern in _BOILERPLATE):
            continue
        if _SOURCE_LINE.fullmatch(line):
            source = source or _URL.findall(line)[0]
            continue
        stated = _stated_date(line)
        if stated and len("".join(kept)) < 2 * _LONGEST_TITLE:
            published = published or stated
            continue
        if line and line in kept[:3] and len(line) < _LONGEST_TITLE:
            continue  # a title printed twice
        kept.append(line)
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip("\n")
    if not text.strip():
        raise ArticleError("ไม่มีเนื้อหาในไฟล์", "the file holds no text")
    return Article(
        id=article_id,
        title=_title(text),
        text=text,
        published=published or _first_day(text),
        source=source or article_id,
        path=path,
        content_hash=content_hash,
    )


def _stated_date(line: str) -> date | None:
    """Return the day of a line that holds nothing but a date, else None."""
    if len(line) > 60:
        return None
    for found in find_dates(line):
        alone = _SECTION.fullmatch(line[: found.start]) and not line[found.end :].strip()
        if alone and found.precision == "day":
            return found.first
    return None


def _first_day(text: str) -> date | None:
    return next((found.first for found in find_dates(text[:2000]) if found.precision == "day"), None)


def _title(text: str) -> str:
    """Return the heading if the text has one (a short first line on its own), else its first words."""
    first, _, rest = text.partition("\n")
    if len(first) <= _LONGEST_TITLE and (rest.startswith("\n") or not rest):
        return first
    return shorten(first, _LEAD)
