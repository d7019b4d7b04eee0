"""Sentences that an answer quotes -> `Quote`s: neighbours as one, and none that repeats another."""

from __future__ import annotations

from collections.abc import Sequence

from index.sentences import Span
from qa.answer import Quote
from qa.evidence import SURE, Evidence
from qa.retriever import UNREAD


def adjacent(chosen: Sequence[Evidence]) -> list[list[Evidence]]:
    """Group sentences that only white space parts, or that overlap; groups stand in the order of their best one."""
    place = {id(e): rank for rank, e in enumerate(chosen)}
    groups: list[list[Evidence]] = []
    for e in sorted(chosen, key=lambda e: (e.article.id, e.span)):
        last = groups[-1][-1] if groups else None
        end = max((each.span[1] for each in groups[-1]), default=0) if groups else 0
        if last and last.article.id == e.article.id and not e.article.text[end : e.span[0]].strip():
            groups[-1].append(e)
        else:
            groups.append([e])
    return sorted(groups, key=lambda group: min(place[id(e)] for e in group))


def quote_of(group: Sequence[Evidence], named: Evidence, spans: Sequence[Span], citation: int) -> Quote:
    """Quote sentences; highlighted are the spans that answer, and what the reader is sure of besides."""
    article = group[0].article
    start, end = group[0].span[0], max(e.span[1] for e in group)
    marked = [e.answers[0] for e in group if e.answers and e.features.get("reader", UNREAD) >= SURE]
    if any(e is named for e in group):
        start, end = min(start, *(first for first, _ in spans)), max(end, *(last for _, last in spans))
        marked = [span for span in marked if all(span[1] <= a or b <= span[0] for a, b in spans)] + [*spans]
    return Quote(article.text[start:end], start, end, _united(marked), citation)


def merged(quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """Return quotes of which none repeats another: what overlaps becomes one, where the first of them stood."""
    whole: list[Quote] = []
    for quote in quotes:
        over = [
            i
            for i, other in enumerate(whole)
            if other.citation == quote.citation and other.start < quote.end and quote.start < other.end
        ]
        for i in reversed(over):
            first, last = sorted((whole.pop(i), quote), key=lambda each: each.start)
            text = first.text + last.text[first.end - last.start :]
            marked = _united(first.highlights + last.highlights)
            quote = Quote(text, first.start, first.start + len(text), marked, quote.citation)
        whole.insert(over[0] if over else len(whole), quote)
    return tuple(whole)


def _united(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return spans in order, those that overlap as one."""
    united: list[Span] = []
    for start, end in sorted(spans):
        if united and start < united[-1][1]:
            united[-1] = united[-1][0], max(end, united[-1][1])
        else:
            united.append((start, end))
    return tuple(united)
