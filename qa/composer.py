"""Weighed evidence -> `Answer`: quotes sentences verbatim and cites them, or refuses."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal, NamedTuple

from index.articles import Article
from index.sentences import Span
from index.thai import shorten, to_arabic_digits
from qa.answer import Answer, Citation, Point, Quote, say
from qa.calendars import in_other_calendar
from qa.differences import differing
from qa.enumeration import whole_enumeration
from qa.evidence import Evidence, about_as_good, sigmoid, strongest
from qa.examiner import Findings
from qa.names import MEETING_NUMBER
from qa.question import Question
from qa.quoting import adjacent, merged, quote_of
from qa.retriever import UNREAD
from qa.spans import both_names

MOST_QUOTED = 3
"""Sentences. More would leave the reading to the user."""
# Log-odds below the best: a further sentence is quoted if its odds are a twentieth or more.
_QUOTED_WITHIN = 3.0
_NEARLY_AS_GOOD = 2.5  # log-odds below the best within which another article may differ from it
_MOST_RELATED = 3
_LONGEST_TITLE = 120  # characters, within a question
_CONSIDERED = 4  # sentences for each side of a comparison
_UNLIKELY = -3.0
"""The reader's log-odds below which a sentence isn't taken for the other side of a comparison."""
_EXPLAINED = frozenset({"reason", "manner", "definition", "yes_no"})
"""Kinds of answer that take a whole sentence: a part of it may leave out a condition, or a not."""

NO_ANSWER = "บทความที่มีอยู่ไม่มีคำตอบของคำถามนี้", "The articles hold no answer to this question."
NOTHING_SELECTED = "ไม่มีบทความในช่วงวันที่หรือรายการที่เลือก", "No article matches the dates or articles selected."
NOTHING_MORE = "ไม่มีข้อความอื่นที่เกี่ยวข้องแล้ว", "There are no further passages on this."
_WHICH = (
    "คำถามไม่ได้บอกว่าหมายถึงเรื่องใด และมีหลายบทความที่อาจตอบได้ โปรดระบุเรื่อง",
    "The question doesn't say what it is about, and several articles might answer it. Please name it.",
)
_MORE = "ข้อความอื่นที่เกี่ยวข้อง อาจไม่ใช่คำตอบโดยตรง", "Further passages; they may not answer the question."
_SAID = "บทความระบุไว้ดังนี้", "The articles say:"
_COMPARE = "บทความระบุไว้ดังนี้ โปรดเปรียบเทียบจากข้อความที่ยกมา", "The articles say the following of each; compare."
_HALF = "พบข้อมูลเพียงส่วนเดียว ", "Only one part was found. "
_DIFFER = "บทความให้ข้อมูลต่างกัน เรียงจากใหม่ไปเก่า", "The articles differ; the newest comes first."

Words = tuple[str, str]
"""The same in Thai and in English."""
QuotePlace = tuple[str, int, int]
"""An article's id, and where in its text a quote begins and ends."""


def not_named(missing: Sequence[str]) -> Words:
    """Return the reason for refusing a question about something that no article names."""
    names = " ".join(f"“{name}”" for name in missing)
    return f"ไม่พบบทความที่กล่าวถึง {names} ตามที่ถาม", f"No article speaks of {names} as asked."


def found_instead(instead: Mapping[str, str]) -> Words:
    """Return the reason for refusing a question whose nearest sentences speak of something else of its kind."""
    thai = " ".join(f"ไม่พบ “{asked}” พบ “{found}”" for asked, found in instead.items())
    english = "; ".join(f"“{found}”, not “{asked}”" for asked, found in instead.items())
    return f"บทความที่ใกล้เคียงไม่ตรงกับที่ถาม: {thai}", f"The nearest articles speak of {english}."


def compose(asked: str, findings: Findings, threshold: float, *, newest: bool = False) -> Answer:
    """Make an answer of the strongest evidence, whose confidence is at least `threshold`.

    The best sentence is quoted, and up to two more that are nearly as good; sentences that follow each other in an
    article become one quote. Of articles that each answer for themselves and differ, all are quoted, the newest
    first; with `newest` only that one.
    """
    question = findings.question
    sources = _sources(findings, threshold)
    if newest and sources:
        near = {e.article.id for e in strongest(findings.evidence, _NEARLY_AS_GOOD)}
        latest = next((id_ for id_ in sources if id_ in near), sources[0])
        chosen = quoted([e for e in findings.evidence if e.article.id == latest])
        return _answer(asked, question, [_side(question, chosen)], findings.by_article[latest])
    rivals = differing(question, strongest(findings.evidence, _NEARLY_AS_GOOD), sources)[:MOST_QUOTED]
    if rivals:
        sides = [_side(question, [e]) for e in rivals]
        answer = _answer(asked, question, sides, findings.confidence, _DIFFER)
        return replace(answer, suggestions=_narrower(question, rivals))
    chosen = quoted(findings.evidence)
    note = _SAID if question.kind == "yes_no" else None
    return _answer(asked, question, [_side(question, chosen)], findings.confidence, note)


def compare(
    asked: str,
    question: Question,
    sides: Sequence[Findings],
    untold: Sequence[Words] = (),
    *,
    compared: bool = True,
) -> Answer:
    """Make an answer to a question that asks for two things: the strongest evidence for each.

    `untold` says why there is none for one of them. Two sides that are `compared` never name the same; else they may, as
    one person can have chaired and signed.
    """
    best = _apart(sides) if compared else [_side(side.question, quoted(side.evidence)) for side in sides]
    note = _COMPARE if compared else _SAID
    if len(best) < len(sides):
        untold = [unclear(side.question) for side in sides if side.question != best[0].question]
    if untold:
        thai, english = (" ".join(why) for why in zip(*untold, strict=True))
        note = f"{_HALF[0]}{thai}", f"{_HALF[1]}{english}"
    first = replace(sides[0].question, english=question.english)
    return _answer(asked, first, best, min(side.confidence for side in sides), note)


def unclear(question: Question) -> Words:
    """Return the reason for telling nothing of one of two things that were asked."""
    return (
        f"ไม่พบคำตอบที่แน่ชัดของ “{question.text}”",
        f"The articles hold no clear answer to “{question.text}”.",
    )


def further(asked: str, findings: Findings, shown: Collection[QuotePlace]) -> Answer:
    """Quote the next sentences of which none of the quotes shown so far holds a part."""
    seen, rest = list(shown), list[Evidence]()
    for e in findings.evidence:
        # What the reader found across sentences overlaps each of them.
        if not any(e.article.id == id_ and start < e.span[1] and e.span[0] < end for id_, start, end in seen):
            seen.append((e.article.id, *e.span))
            rest.append(e)
    rest = rest[:MOST_QUOTED]
    if not rest:
        return refuse(asked, findings.question, NOTHING_MORE)
    sides = [_side(findings.question, [e]) for e in rest]
    return _answer(asked, findings.question, sides, sigmoid(rest[0].score), _MORE)


def places(answer: Answer) -> frozenset[QuotePlace]:
    """Return where the quotes of an answer stand."""
    return _places(answer, answer.quotes)


def points_at(answer: Answer) -> frozenset[QuotePlace]:
    """Return where the short answers of an answer stand, whatever is quoted around them."""
    return _places(answer, answer.points)


def _places(answer: Answer, parts: Sequence[Quote | Point]) -> frozenset[QuotePlace]:
    ids = {citation.number: citation.article_id for citation in answer.citations}
    return frozenset((ids[part.citation], part.start, part.end) for part in parts)


def nearest(findings: Findings, article_of: Callable[[str], Article | None]) -> list[tuple[Article, Span]]:
    """Return the articles nearest to a question, each with its strongest evidence, or else the passage's beginning."""
    sentences = {passage.article_id: passage.sentences[0] for passage in reversed(findings.passages)}
    sentences |= {e.article.id: e.span for e in reversed(findings.evidence)}
    ids = list(dict.fromkeys(passage.article_id for passage in findings.passages))[:_MOST_RELATED]
    return [(article, sentences[id_]) for id_ in ids if (article := article_of(id_))]


def refuse(
    asked: str,
    question: Question,
    reason: Words,
    confidence: float = 0.0,
    near: Sequence[tuple[Article, Span]] = (),
) -> Answer:
    """Make a refusal that offers the nearest articles and a sentence of each, marked as no answer."""
    related = tuple(cite(article, number) for number, (article, _) in enumerate(near, 1))
    language = _language(question)
    passages = (
        Quote(article.text[start:end], start, end, (), number)
        for number, (article, (start, end)) in enumerate(near, 1)
    )
    return Answer(
        asked,
        kind=question.kind,
        language=language,
        confidence=confidence,
        refused=True,
        reason=say(*reason, language),
        related=related,
        passages=tuple(passages),
    )


def ask_back(asked: str, question: Question, evidence: Sequence[Evidence]) -> Answer:
    """Make a refusal that asks what a vague question is about, and offers it for each of the articles that might be meant."""
    near = [(e.article, e.span) for e in about_as_good(evidence)[:_MOST_RELATED]]
    titles = dict.fromkeys(shorten(article.title, _LONGEST_TITLE) for article, _ in near if article.title)
    answer = refuse(asked, question, _WHICH, near=near)
    return replace(
        answer, asks_back=True, suggestions=tuple(f"{question.text} ({title})" for title in titles)
    )


def quoted(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the sentences that an answer quotes, the best first."""
    return strongest(evidence, _QUOTED_WITHIN)[:MOST_QUOTED]


class _Side(NamedTuple):
    """What is said of one thing that was asked."""

    question: Question
    chosen: Sequence[Evidence]
    """The sentences to quote."""
    named: Evidence
    """The one among them with the short answer."""


def _side(question: Question, chosen: Sequence[Evidence]) -> _Side:
    return _Side(question, chosen, _naming(chosen))


def _naming(chosen: Sequence[Evidence]) -> Evidence:
    """Return the sentence that has the short answer: one may be quoted first for what it says of the question."""
    return next((e for e in chosen if e.answers), chosen[0])


def cite(article: Article, number: int) -> Citation:
    """Return the citation of an article."""
    return Citation(number, article.id, article.title, article.published, article.source)


def _answer(
    asked: str,
    question: Question,
    sides: Sequence[_Side],
    confidence: float,
    note: Words | None = None,
) -> Answer:
    """Make an answer of what is said of each side."""
    citations: dict[str, Citation] = {}
    points: list[Point] = []
    quotes: list[Quote] = []
    for part, chosen, named in sides:
        for e in chosen:
            citations.setdefault(e.article.id, cite(e.article, len(citations) + 1))
        telling = _telling(part, named)
        short = [named.span] if part.kind in _EXPLAINED else telling
        points += [_point(part, named.article, span, citations) for span in short]
        for group in adjacent(chosen):
            quotes.append(quote_of(group, named, telling, citations[group[0].article.id].number))
    return Answer(
        question=asked,
        points=tuple(dict.fromkeys(points)),
        quotes=merged(quotes),
        citations=tuple(citations.values()),
        kind=question.kind,
        language=_language(question),
        note=say(*note, _language(question)) if note else "",
        confidence=confidence,
    )


def _apart(sides: Sequence[Findings]) -> list[_Side]:
    """Return the strongest evidence for each side.

    Of two sides that would name the same, one takes its next best, if that is likely enough; else only the surer side's is
    returned.
    """
    best = [_side(side.question, side.evidence[:1]) for side in sides]
    if len(sides) < 2 or _place(best[0].named) != _place(best[1].named):
        return best
    surer = max(best, key=lambda side: side.named.score)
    pairs = [
        (one, other)
        for one in sides[0].evidence[:_CONSIDERED]
        for other in sides[1].evidence[:_CONSIDERED]
        if _place(one) != _place(other)
        and min(e.features.get("reader", UNREAD) for e in (one, other)) >= _UNLIKELY
    ]
    likeliest = max(pairs, key=lambda pair: pair[0].score + pair[1].score, default=())
    return [_side(side.question, [e]) for side, e in zip(sides, likeliest, strict=False)] or [surer]


def _place(e: Evidence) -> tuple[str, Span]:
    return e.article.id, e.answers[0] if e.answers else e.span


def _telling(question: Question, named: Evidence) -> list[Span]:
    """Return the spans that answer: one, but for an acronym whose names stand in both languages."""
    span = named.answers[0] if named.answers else named.span
    text = named.article.text
    if question.kind == "list":
        return [whole_enumeration(text, named.span, span)]
    if question.kind == "abbreviation":
        return both_names(text, named.span, span)
    return [span]


def _point(question: Question, article: Article, span: Span, citations: Mapping[str, Citation]) -> Point:
    text = article.text[slice(*span)]
    converted = in_other_calendar(text, english=question.english) if question.kind == "date" else ""
    return Point(text, *span, citations[article.id].number, converted)


def _sources(findings: Findings, threshold: float) -> list[str]:
    """Return ids of the articles that answer for themselves, the newest first."""
    days = {e.article.id: e.article.published or date.min for e in findings.evidence}
    able = [id_ for id_, confidence in findings.by_article.items() if confidence >= threshold]
    return sorted(able, key=lambda id_: (days[id_], id_), reverse=True)


def _narrower(question: Question, rivals: Sequence[Evidence]) -> tuple[str, ...]:
    """Return the question for each of the meetings that the articles are on, where it doesn't say which is meant."""
    if any(mention.kind == "ordinal" for mention in question.mentions):
        return ()
    meetings = [re.search(MEETING_NUMBER, to_arabic_digits(e.article.title)) for e in rivals]
    named = list(dict.fromkeys(found.group() for found in meetings if found))
    return tuple(f"{question.text} ({name})" for name in named) if len(named) == len(rivals) else ()


def _language(question: Question) -> Literal["th", "en"]:
    return "en" if question.english else "th"
