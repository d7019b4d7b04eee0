"""Scored evidence -> `Answer`: quotes sentences verbatim and cites them, or refuses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from index.articles import Article
from qa.answer import Answer, Citation, Quote
from qa.evidence import SURE, Evidence
from qa.retriever import UNREAD

MOST_QUOTED = 3
"""Sentences. More would leave the reading to the user."""
_NEARLY_AS_GOOD = 2.5  # log-odds below the best within which a further sentence is quoted
_MOST_RELATED = 3

NO_ANSWER = "บทความที่มีอยู่ไม่มีคำตอบของคำถามนี้ · The articles hold no answer to this question."
NOTHING_SELECTED = "ไม่มีบทความในช่วงวันที่หรือรายการที่เลือก · No article matches the dates or articles selected."


def not_named(missing: Sequence[str]) -> str:
    """Return the reason for refusing a question about something that no article names."""
    names = " ".join(f"“{name}”" for name in missing)
    return f"ไม่พบบทความที่กล่าวถึง {names} ตามที่ถาม · No article speaks of {names} as asked."


def found_instead(instead: Mapping[str, str]) -> str:
    """Return the reason for refusing a question whose nearest sentences speak of something else of its kind."""
    thai = " ".join(f"ไม่พบ “{asked}” พบ “{found}”" for asked, found in instead.items())
    english = "; ".join(f"“{found}”, not “{asked}”" for asked, found in instead.items())
    return f"บทความที่ใกล้เคียงไม่ตรงกับที่ถาม: {thai} · The nearest articles speak of {english}."


def compose(asked: str, evidence: Sequence[Evidence], confidence: float) -> Answer:
    """Make an answer of the strongest evidence.

    The best sentence is quoted, and up to two more that are nearly as good; sentences that follow
    each other in an article become one quote.
    """
    chosen = quoted(evidence)
    best = chosen[0]
    citations: dict[str, Citation] = {}
    for e in chosen:
        citations.setdefault(e.article.id, cite(e.article, len(citations) + 1))
    # A sentence may be quoted first for what it says of the question; the short answer is what one of them names.
    naming = next((e for e in chosen if e.answers), best)
    start, end = naming.answers[0] if naming.answers else naming.span
    return Answer(
        question=asked,
        text=naming.article.text[start:end],
        quotes=tuple(
            _quote(group, naming, citations[group[0].article.id].number) for group in _adjacent(chosen)
        ),
        citations=tuple(citations.values()),
        confidence=confidence,
    )


def refuse(asked: str, reason: str, confidence: float, nearest: Sequence[Article]) -> Answer:
    """Make a refusal that offers the nearest articles, marked as no answer."""
    related = tuple(cite(article, number) for number, article in enumerate(nearest[:_MOST_RELATED], 1))
    return Answer(asked, text="", confidence=confidence, refused=True, reason=reason, related=related)


def quoted(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the sentences that an answer quotes, the best first."""
    near = [e for e in evidence if e.score >= evidence[0].score - _NEARLY_AS_GOOD]
    return near[:MOST_QUOTED]


def cite(article: Article, number: int) -> Citation:
    """Return the citation of an article."""
    return Citation(number, article.id, article.title, article.published, article.source, article.path)


def _adjacent(chosen: Sequence[Evidence]) -> list[list[Evidence]]:
    """Group sentences that only white space parts; groups stand in the order of their best sentence."""
    groups: list[list[Evidence]] = []
    for e in chosen:
        for group in groups:
            first, last = group[0], group[-1]
            if first.article.id != e.article.id:
                continue
            if not e.article.text[last.span[1] : e.span[0]].strip() and e.span[0] >= last.span[1]:
                group.append(e)
                break
            if not e.article.text[e.span[1] : first.span[0]].strip() and first.span[0] >= e.span[1]:
                group.insert(0, e)
                break
        else:
            groups.append([e])
    return groups


def _quote(group: Sequence[Evidence], naming: Evidence, citation: int) -> Quote:
    """Quote sentences; highlighted are the short answer, and what the reader is sure of besides."""
    start, end = group[0].span[0], group[-1].span[1]
    marked = [e for e in group if e is naming or (e.answers and e.features.get("reader", UNREAD) >= SURE)]
    highlights = sorted(e.answers[0] if e.answers else e.span for e in marked)
    return Quote(group[0].article.text[start:end], start, end, tuple(highlights), citation)
