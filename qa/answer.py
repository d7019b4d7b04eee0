"""What the assistant gives back: an `Answer` with its `Quote`s and `Citation`s, or a refusal.

Frozen and free of any model or store, so that an answer can be kept, sent and compared.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from qa.escape import plain


@dataclass(frozen=True, slots=True)
class Citation:
    """One source of an answer, numbered from 1 in the order of its first quote."""

    number: int
    article_id: str
    title: str
    published: date | None
    source: str
    """Where the article came from: its URL if it names one, else its file name."""
    path: str

    def label(self) -> str:
        """Return title, date and source on one line, for people."""
        day = f" ({self.published.isoformat()})" if self.published else ""
        return f"[{self.number}] {self.title}{day}: {self.source}"


@dataclass(frozen=True, slots=True)
class Quote:
    """Verbatim sentences of one article: `article.text[start:end] == text`, always."""

    text: str
    start: int
    end: int
    highlights: tuple[tuple[int, int], ...]
    """The answer's own spans, as offsets in the article like `start` and `end`."""
    citation: int
    """The `Citation.number` that this quote belongs to."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The result of one question; a refusal is one too (`refused`, with its `reason`)."""

    question: str
    text: str
    """The short answer: the exact span or spans of the articles. Empty when refused."""
    quotes: tuple[Quote, ...] = ()
    citations: tuple[Citation, ...] = ()
    confidence: float = 0.0
    """Calibrated probability, in [0, 1], that the quotes hold the answer."""
    refused: bool = False
    reason: str = ""
    """Why it was refused, for the reader: Thai first, then English."""
    related: tuple[Citation, ...] = ()
    """The closest articles when refused. They are not an answer."""
    timings: Mapping[str, float] = field(default_factory=dict, compare=False)
    """Milliseconds per stage."""

    def __post_init__(self) -> None:
        if self.refused == bool(self.quotes) or bool(self.quotes) != bool(self.citations):
            raise ValueError("an answer has quotes and citations; a refusal has neither")

    def to_dict(self) -> dict[str, Any]:
        """Return plain lists, numbers and strings; dates as ISO 8601."""
        data: dict[str, Any] = json.loads(json.dumps(asdict(self), default=date.isoformat))
        return data

    def to_json(self, *, indent: int | None = None) -> str:
        """Return `to_dict()` as JSON, with Thai as Thai."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)

    def __str__(self) -> str:
        if self.refused:
            lines = [self.reason]
            if self.related:
                lines += ["", "บทความใกล้เคียง (ไม่ใช่คำตอบ) · Related, not an answer:"]
                lines += [f"  {citation.label()}" for citation in self.related]
            return "\n".join(lines)
        lines = [] if any(self.text == quote.text for quote in self.quotes) else [self.text, ""]
        lines += [f"“{quote.text}” [{quote.citation}]" for quote in self.quotes]
        return "\n".join([*lines, "", *(citation.label() for citation in self.citations)])

    def _repr_markdown_(self) -> str:
        """Show the answer in a notebook. Everything from an article is escaped."""
        if self.refused:
            related = [f"- {plain(citation.label())}" for citation in self.related]
            return "\n".join([f"*{plain(self.reason)}*", "", *related])
        quotes = [f"> {plain(quote.text)} [{quote.citation}]\n" for quote in self.quotes]
        sources = [f"- {plain(citation.label())}" for citation in self.citations]
        return "\n".join([f"**{plain(self.text)}**", "", *quotes, *sources])
