"""Evidence for a follow-up -> the same evidence, what the turn before was answered with behind what it was not.

A follow-up carries its topic along, and with it the words that the turn before was answered from: the reader tends to find the
same span again, though who asks on wants another.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from index.sentences import Span
from qa.composer import QuotePlace
from qa.evidence import Evidence
from qa.retriever import Passage

_WITHIN = 3.0  # log-odds below the best within which a sentence may answer in its place
_GUESSED = -4.0  # the reader's log-odds from which another span of the sentence may be the one


def unsaid_first(
    evidence: Sequence[Evidence], read: Sequence[Passage], said: Collection[QuotePlace]
) -> list[Evidence]:
    """Return evidence, the strongest first, with other short answers than `said` where it has them.

    Args:
        evidence: the strongest first.
        read: the passages that it was found in, with the reader's spans.
        said: where the short answers of the turn before stand.
    """
    fresh = [_with_others(e, read, said) for e in evidence]
    if not fresh or not _is_said(fresh[0], said):
        return fresh
    best = fresh[0]
    for e in fresh:
        near = e.article.id == best.article.id and e.score >= best.score - _WITHIN
        if near and e.answers and not _is_said(e, said):
            return [e, *(other for other in fresh if other is not e)]
    return fresh


def _with_others(e: Evidence, read: Sequence[Passage], said: Collection[QuotePlace]) -> Evidence:
    """Return a sentence with the likeliest of its spans that wasn't said as its first."""
    if not _is_said(e, said):
        return e
    typed = [span for span in e.answers if not _overlaps(e, span, said)]
    spans = [span for passage in read if passage.article_id == e.article.id for span in passage.spans]
    guessed = [
        (span.start, span.end)
        for span in sorted(spans, key=lambda span: -span.score)
        if span.score >= _GUESSED and e.span[0] <= span.start and span.end <= e.span[1]
    ]
    other = next((span for span in guessed if not _overlaps(e, span, said)), None)
    whole = next((span for span in typed if other and span[0] < other[1] and other[0] < span[1]), other)
    return replace(e, answers=tuple(dict.fromkeys([*([whole] if whole else []), *typed, *e.answers])))


def _is_said(e: Evidence, said: Collection[QuotePlace]) -> bool:
    return bool(e.answers) and _overlaps(e, e.answers[0], said)


def _overlaps(e: Evidence, span: Span, said: Collection[QuotePlace]) -> bool:
    return any(id_ == e.article.id and start < span[1] and span[0] < end for id_, start, end in said)
