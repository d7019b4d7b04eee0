"""Document -> `Article`: the cleaned text that is cited, with its title, dates and source."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from index.boilerplate import boilerplate
from index.dates import DateMention, find_dates, first_day
from index.errors import ArticleError
from index.formats import Document
from index.thai import normalise, shorten

# Behind a colon, or with nothing but the URL: ที่มาของรายได้คือการท่องเที่ยว … https:// is a sentence.
_SOURCE_LINE = re.compile(
    r"\(?\s*(?:เรียบเรียงจาก|แปลและสรุปความจาก|แปลจาก|ที่มา|แหล่งที่มา|อ้างอิง|sources?)\s*(?::.*|\(\s*)?https?://.*",
    re.IGNORECASE,
)
_LONGEST_SOURCE = 300  # characters; a longer line says more
# Thai text follows a URL without a space, as in `…/ข่าว ณ วันที่ …`: a URL ends at the first Thai letter.
_URL = re.compile(r"https?://[^\s<>\"'()\u0e00-\u0e7f“”]+")
# A line that is nothing but a date, perhaps behind the name of the page's section.
_SECTION = re.compile(
    r"(?:ข่าว\S*|ประกาศ\S*|วันที่|เผยแพร่(?:เมื่อ)?|โพสต์เมื่อ|published|posted on)?[\s:]*", re.IGNORECASE
)
_LONGEST_TITLE = 200
_LEAD = 110
_SHORT_HEADING = 8
_HEAD = 3  # lines, blank ones included, below which a title may be printed again
_BEGINNING = 2000  # characters in which a date may stand for the article's


@dataclass(frozen=True, slots=True)
class Article:
    """One source, as it is cited. Offsets everywhere are character positions in `text`."""

    id: str
    """Path below the indexed folder, with `/` between its parts, and `#` with the part of a file of several."""
    title: str
    text: str
    published: date | None
    """The date that the page states, else the first full date of its text."""
    source: str
    """The URL that the article names as its source, else its file name."""
    path: str
    content_hash: str = ""
    """SHA-256 of the document, in hexadecimal."""

    @property
    def events(self) -> list[DateMention]:
        """The days, months and years that its text speaks of, in order."""
        return [found for found in find_dates(self.text) if found.first]


class Listed(NamedTuple):
    """An article as a list shows it, without its text; fields as of `Article`."""

    id: str
    title: str
    published: date | None
    source: str


def described(article: Article | Listed) -> dict[str, str | None]:
    """Return what a list says of an article, as plain strings; the date as ISO 8601."""
    day = article.published
    return {
        "id": article.id,
        "title": article.title,
        "published": day.isoformat() if day else None,
        "source": article.source,
    }


def make_article(article_id: str, raw: str | Document, *, path: str = "") -> Article:
    """Clean a document, or raw text, into an article.

    Raises:
        ArticleError: nothing but boilerplate and white space is left.
    """
    document = raw if isinstance(raw, Document) else Document(raw)
    published: date | None = None
    source = ""
    kept: list[str] = []
    length = 0
    lines = normalise(document.text).split("\n")
    for at, line in enumerate(lines):
        if boilerplate(line):
            continue
        if len(line) <= _LONGEST_SOURCE and _SOURCE_LINE.fullmatch(line):
            found = _URL.search(line)
            source = source or (found.group().rstrip(".,;") if found else "")
            continue
        stated = _stated_date(line) if published is None and length < 2 * _LONGEST_TITLE else None
        below = lines[at + 1] if at + 1 < len(lines) else ""
        if stated and (not below or boilerplate(below)):  # else it heads an agenda, as further dates do
            published = stated
            continue
        if line and line in kept and len(kept) <= _HEAD and len(line) < _LONGEST_TITLE:
            continue  # a title printed twice
        kept.append(line)
        length += len(line)
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip("\n")
    if not text.strip():
        raise ArticleError("ไม่มีเนื้อหาในไฟล์", "the file holds no text")
    return Article(
        id=article_id,
        title=_title(text, normalise(document.title).replace("\n", " ")),
        text=text,
        published=published or document.published or first_day(text[:_BEGINNING]),
        source=source or document.source or article_id,
        path=path,
        content_hash=content_hash(document),
    )


def content_hash(document: Document) -> str:
    """Return the SHA-256 by which it is seen whether a document has changed."""
    stated = (document.text, document.title, str(document.published), document.source)
    return hashlib.sha256("\0".join(stated).encode("utf-8", "surrogatepass")).hexdigest()


def _stated_date(line: str) -> date | None:
    """Return the day of a line that holds nothing but a date, else None."""
    if len(line) > 60:
        return None
    for found in find_dates(line):
        alone = _SECTION.fullmatch(line[: found.start]) and not line[found.end :].strip()
        if alone and found.precision == "day":
            return found.first
    return None


def _title(text: str, stated: str) -> str:
    """Return the title: as stated, else the heading (a short first line on its own), else the first words."""
    first, _, rest = text.partition("\n")
    # A page's title often has the site's name behind the article's: the heading is the article's alone.
    if stated and not (len(first) >= _SHORT_HEADING and stated.startswith(first)):
        return shorten(stated, _LONGEST_TITLE)
    if len(first) <= _LONGEST_TITLE and (stated or rest.startswith("\n") or not rest):
        return first
    return shorten(first, _LEAD)
