"""A place in an article <-> the fragment of a link, such as `cite-MDAwLnR4dA.120-310.5f1c9a0b.150-170`.

The browser sends fragments back, so one is as trustworthy as anything a client sends: `parse` takes
only the exact shape, and whoever opens a place checks it against the index (`Place.holds`).
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass

from qa.answer import Quote

MAX_HIGHLIGHTS = 40
MAX_FRAGMENT = 8000
_SPAN = r"\d{1,9}-\d{1,9}"
_SHAPE = re.compile(
    rf"cite-(?P<id>[A-Za-z0-9_-]+)"
    rf"(?:\.(?P<span>{_SPAN})\.(?P<check>[0-9a-f]{{8}})(?P<marks>(?:\.{_SPAN}){{0,{MAX_HIGHLIGHTS}}}))?"
)
_DIGITS = re.compile(r"[0-9]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Place:
    """An article and, unless the whole of it is meant, the quoted span in it."""

    article_id: str
    start: int = 0
    end: int = 0
    highlights: tuple[tuple[int, int], ...] = ()
    check: str = ""
    """Checksum of the quoted text; empty when the whole article is meant."""

    def holds(self, text: str) -> bool:
        """Say whether the article's text still has, at this place, the words that were quoted."""
        return bool(self.check) and _checksum(text[self.start : self.end]) == self.check


def of_quote(quote: Quote, article_id: str) -> Place:
    """Turn a quote into its place."""
    highlights = quote.highlights[:MAX_HIGHLIGHTS]
    return Place(article_id, quote.start, quote.end, highlights, _checksum(quote.text))


def fragment(place: Place) -> str:
    """Write a place as a link's fragment, without the `#`. Only ASCII letters, digits, `-`, `_` and `.`."""
    encoded = base64.urlsafe_b64encode(place.article_id.encode()).decode().rstrip("=")
    if not place.check:
        return f"cite-{encoded}"
    marks = "".join(f".{start}-{end}" for start, end in place.highlights)
    return f"cite-{encoded}.{place.start}-{place.end}.{place.check}{marks}"


def parse(text: str) -> Place | None:
    """Read a fragment that a client sent. None when it isn't exactly what `fragment` writes."""
    shape = _SHAPE.fullmatch(text) if len(text) <= MAX_FRAGMENT and text.isascii() else None
    if shape is None:
        return None
    encoded = shape["id"]
    try:
        raw = base64.b64decode(encoded + "=" * (-len(encoded) % 4), altchars=b"-_", validate=True)
        article_id = raw.decode()
    except ValueError:
        return None
    if shape["span"] is None:
        return Place(article_id)
    start, end = _span(shape["span"])
    marks = tuple(_span(mark) for mark in shape["marks"].split(".")[1:])
    inner = [start, *(offset for mark in marks for offset in mark), end]
    if inner != sorted(inner):
        return None
    return Place(article_id, start, end, marks, shape["check"])


def _span(text: str) -> tuple[int, int]:
    start, end = _DIGITS.findall(text)
    return int(start), int(end)


def _checksum(text: str) -> str:
    """Eight hex digits: enough to notice an edited article; nothing is kept secret by it."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]
