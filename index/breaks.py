"""Spaces of a Thai text -> the log-odds that a sentence ends there.

Thai parts sentences, clauses and the members of a list alike with a space. Which it is shows in the words on
both sides and their parts of speech, in whether each piece has a verb, and in how long they are: a logistic
regression over these, fitted by `qa.training.sentences` on spaces that were labelled by hand.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files

from pythainlp.tag import pos_tag

from index.thai import LONGEST_RUN, THAI_LETTER, thai_words_of

WEIGHTS = "breaks.json"
_PIECE = re.compile(rf"({THAI_LETTER}+)|([0-9๐-๙][0-9๐-๙.,]*)|([A-Za-z]+)|\S")
_VERBS = frozenset({"VACT", "VSTA", "VATT"})  # of the ORCHID tag set
_LENGTHS = (3, 6, 10, 16, 25, 40, 60, 90, 130, 200)
Span = tuple[int, int]
_Words = tuple[str, ...]
_Piece = tuple[_Words, _Words, int]
"""Words, their tags, and how many of them are verbs (2 stands for more)."""
_NOTHING: _Piece = (("^",), ("^",), 0)


def break_odds(text: str, gaps: Sequence[Span], opens: Sequence[bool]) -> list[float]:
    """Return for each gap the natural log-odds that a sentence ends before it.

    Args:
        text: normalised.
        gaps: all its runs of white space, in order; one with a newline begins a paragraph.
        opens: for each gap, whether a word that usually begins a sentence stands behind it.
    """
    weights = _weights()
    bias = weights["bias"]
    return [
        bias + sum(weights[name] for name in named if name in weights)
        for named in features(text, gaps, opens)
    ]


def features(text: str, gaps: Sequence[Span], opens: Sequence[bool]) -> Iterator[list[str]]:
    """Yield the names of what is true of each gap; arguments as of `break_odds`."""
    edges = [0, *(at for gap in gaps for at in gap), len(text)]
    spans = list(zip(edges[::2], edges[1::2], strict=True))
    pieces = [_read(text[start:end]) for start, end in spans]
    pieces.append(_NOTHING)
    first = 0  # piece of the paragraph
    for i, (start, end) in enumerate(gaps):
        if i and "\n" in text[slice(*gaps[i - 1])]:
            first = i
        (pw, pt, pv), (nw, nt, nv), (mw, mt, mv) = pieces[i : i + 3]
        ow, _, ov = pieces[i - 1] if i > first else _NOTHING
        p1, p2 = pw[-1], pw[-2] if len(pw) > 1 else "^"
        t1, t2 = pt[-1], pt[-2] if len(pt) > 1 else "^"
        n1, n2 = nw[0], nw[1] if len(nw) > 1 else "^"
        u1, u2, u3 = (*nt, "^", "^")[:3]
        before, behind = start - spans[i][0], spans[i + 1][1] - end
        subject = pieces[first][0][0]
        yield [
            f"next={n1}", f"next2={n2}", f"last={p1}", f"last2={p2}", f"next tag={u1}", f"next2 tag={u2}",
            f"last tag={t1}", f"last2 tag={t2}", f"next tags={u1} {u2} {u3}", f"next words={n1} {n2}",
            f"tags={t1} {u1}", f"first={pw[0]}", f"first tag, verbs={pt[0]} {pv}", f"after={mw[0]}",
            f"after tag, verbs={mt[0]} {nv}", f"words={p1} {n1}", f"length, verbs={_bucket(before)} {pv}",
            f"next length, verbs={_bucket(behind)} {nv}", f"verbs={pv} {nv} {mv} {ov}",
            f"next tag, verbs, length={u1} {nv} {(before > 10) + (before > 30) + (before > 60)}",
            f"first tags={pw[0]} {u1}", f"whole={text[slice(*spans[i])] if before < 13 else ''}",
            f"next, verbs={n1} {nv}", f"first, verbs={pw[0]} {pv}", f"before={ow[0]}", f"last words={p2} {p1}",
            f"next end={nw[-1]}", f"paragraph={_bucket(start - spans[first][0])}",
            f"subject again={len(n1) > 2 and n1 == subject}", f"opens={opens[i]}",
            f"opened, verbs={i > 0 and opens[i - 1]} {pv} {before < 15}", f"repeats={len(n1) > 2 and n1 in pw}",
            f"begins={i == first}",
        ]  # fmt: skip


@cache
def _weights() -> dict[str, float]:
    weights: dict[str, float] = json.loads(files("index").joinpath(WEIGHTS).read_text(encoding="utf-8"))
    return weights


@lru_cache(maxsize=20_000)
def _read(piece: str) -> _Piece:
    words: list[str] = []
    for match in _PIECE.finditer(piece[:LONGEST_RUN]):
        thai, digits, latin = match.groups()
        if thai:
            words += thai_words_of(thai)
        else:
            words.append(
                "0" if digits else "A" if latin and latin[0].isupper() else "a" if latin else match[0]
            )
    if not words:
        return _NOTHING
    tags = tuple(map(_tag, words))
    return tuple(words), tags, min(2, sum(tag in _VERBS for tag in tags))


@lru_cache(maxsize=50_000)
def _tag(word: str) -> str:
    """Return the part of speech; a sign is its own."""
    if len(word) == 1 and not "\u0e00" < word < "\u0e50":
        return word
    tagged: str = pos_tag([word], engine="unigram", corpus="orchid")[0][1]
    return tagged or "?"


def _bucket(length: int) -> int:
    return sum(length > edge for edge in _LENGTHS)
