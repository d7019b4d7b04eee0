"""What the assistant gives back: an `Answer` with its `Quote`s and `Citation`s, or a refusal.

Frozen and free of any model or store, so that an answer can be kept, sent and compared.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Literal

from qa.escape import plain
from qa.kinds import AnswerType


@dataclass(frozen=True, slots=True)
class Citation:
    """One source of an answer, numbered from 1 in the order of its first quote."""

    number: int
    article_id: str
    title: str
    published: date | None
    source: str
    """Where the article came from: its URL if it names one, else its file name."""

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
class Point:
    """One short answer: `article.text[start:end] == text`, inside one of the quotes."""

    text: str
    start: int
    end: int
    citation: int
    converted: str = ""
    """A date of `text` in the other calendar, Buddhist or Christian: computed, not in the article."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The result of one question; a refusal is one too (`refused`, with its `reason`)."""

    question: str
    points: tuple[Point, ...] = ()
    """The short answer: one span, or several (both names of an acronym, the sides of a comparison, sources that
    differ). Empty when refused."""
    quotes: tuple[Quote, ...] = ()
    citations: tuple[Citation, ...] = ()
    kind: AnswerType = "other"
    """What kind of answer the question wanted."""
    language: Literal["th", "en"] = "th"
    """Of the question, and so of the words around the quotes."""
    note: str = ""
    """Ours, not the articles': how to read the short answer (the articles say …; the articles differ …)."""
    understood: str = ""
    """How a follow-up, or a filter in words, was read. Empty if the question was taken as it stands."""
    suggestions: tuple[str, ...] = ()
    """Questions to ask instead: other spellings after a refusal, or narrower ones where articles differ."""
    confidence: float = 0.0
    """Calibrated probability, in [0, 1], that the quotes hold the answer."""
    refused: bool = False
    reason: str = ""
    """Why it was refused, for the reader: Thai first, then English."""
    asks_back: bool = False
    """Whether it is refused only because the question doesn't say what it is about; `suggestions` say it."""
    related: tuple[Citation, ...] = ()
    """The closest articles when refused. They are not an answer."""
    passages: tuple[Quote, ...] = ()
    """When refused, of each of `related` the sentence that came nearest, by its `Citation.number`. Not an answer."""
    timings: Mapping[str, float] = field(default_factory=dict, compare=False)
    """Milliseconds per stage."""

    def __post_init__(self) -> None:
        if len({not self.refused, bool(self.points), bool(self.quotes), bool(self.citations)}) > 1:
            raise ValueError("an answer has points, quotes and citations; a refusal has none")

    @property
    def text(self) -> str:
        """The short answer in the articles' words, a line for each of its points. Empty when refused."""
        return "\n".join(point.text for point in self.points)

    def to_dict(self) -> dict[str, Any]:
        """Return plain lists, numbers and strings; dates as ISO 8601."""
        data: dict[str, Any] = json.loads(json.dumps(asdict(self), default=date.isoformat))
        return {"question": self.question, "text": self.text} | data

    def to_json(self, *, indent: int | None = None) -> str:
        """Return `to_dict()` as JSON, with Thai as Thai."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)

    def say(self, thai: str, english: str) -> str:
        """Return words of ours for the reader of this answer."""
        return say(thai, english, self.language)

    def __str__(self) -> str:
        head = (
            [self.say(f"เข้าใจคำถามว่า: {self.understood}", f"Read as: {self.understood}")]
            if self.understood
            else []
        )
        tail = (
            ["", self.say("ลองถามว่า:", "Try:"), *(f"  {each}" for each in self.suggestions)]
            if self.suggestions
            else []
        )
        if self.refused:
            lines = [self.reason]
            if self.related:
                lines += ["", self.say("บทความใกล้เคียง (ไม่ใช่คำตอบ):", "Related, not an answer:")]
                said = {quote.citation: f"\n      “{quote.text}”" for quote in self.passages}
                lines += [f"  {each.label()}{said.get(each.number, '')}" for each in self.related]
            return "\n".join([*head, *lines, *tail])
        points = [] if self._quotes_itself() else [*self._points(), ""]
        lines = [*([self.note] if self.note else []), *points]
        lines += [f"“{quote.text}” [{quote.citation}]" for quote in self.quotes]
        return "\n".join([*head, *lines, "", *(citation.label() for citation in self.citations), *tail])

    def _quotes_itself(self) -> bool:
        """Tell whether the short answer is all of a quote, and needn't be said twice."""
        return any(self.text == quote.text for quote in self.quotes)

    def _points(self) -> list[str]:
        several = len({point.citation for point in self.points}) > 1
        return [
            point.text
            + (f" [{point.citation}]" if several else "")
            + (f" ({self.say('แปลงปี', 'converted')}: {point.converted})" if point.converted else "")
            for point in self.points
        ]

    def _repr_markdown_(self) -> str:
        """Show the answer in a notebook. Everything from an article is escaped."""
        asked = [f"- {plain(each)}" for each in self.suggestions]
        tail = ["", plain(self.say("ลองถามว่า:", "Try:")), "", *asked] if asked else []
        if self.refused:
            said = {quote.citation: f": “{plain(quote.text)}”" for quote in self.passages}
            related = [f"- {plain(each.label())}{said.get(each.number, '')}" for each in self.related]
            return "\n".join([f"*{plain(self.reason)}*", "", *related, *tail])
        quotes = [f"> {plain(quote.text)} [{quote.citation}]\n" for quote in self.quotes]
        sources = [f"- {plain(citation.label())}" for citation in self.citations]
        note = [f"*{plain(self.note)}*", ""] if self.note else []
        points = [] if self._quotes_itself() else [f"**{plain(point)}**\n" for point in self._points()]
        return "\n".join([*note, *points, *quotes, *sources, *tail])


def say(thai: str, english: str, language: Literal["th", "en"]) -> str:
    """Return words of ours: Thai with English beside it, or English alone to who asked in English."""
    return english if language == "en" else f"{thai} · {english}"
