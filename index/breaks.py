"""Spaces of a Thai text -> the log-odds that a sentence ends there.

Thai parts sentences, clauses and the members of a list alike with a space. Which it is shows in the words on
both sides and their parts of speech, in whether each piece has a verb, and in how long they are: a logistic
regression over these, fitted by `qa.training.sentences` on spaces that were labelled by hand.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import repeat
from pathlib import Path

from pythainlp.corpus import corpus_path

from index.thai import LONGEST_RUN, THAI_LETTER, thai_words_of

WEIGHTS = "breaks.json"
_PIECE = re.compile(rf"({THAI_LETTER}+)|([0-9๐-๙][0-9๐-๙.,]*)|([A-Za-z]+)|\S")
_SIGN = re.compile(r"[^\u0e01-\u0e4f]\Z")
_VERBS = frozenset({"VACT", "VSTA", "VATT"})  # of the ORCHID tag set
_LENGTHS = (3, 6, 10, 16, 25, 40, 60, 90, 130, 200)
Span = tuple[int, int]
_Words = tuple[str, ...]
_Piece = tuple[_Words, _Words, int]
"""Words between two gaps, their tags, and how many of them are verbs (2 stands for more)."""
_NOTHING: _Piece = (("^",), ("^",), 0)


def break_odds(text: str, gaps: Sequence[Span], opens: Sequence[bool]) -> list[float]:
    """Return for each gap the natural log-odds that a sentence ends before it.

    Args:
        text: normalised.
        gaps: all its runs of white space, in order; one with a newline usually begins a paragraph.
        opens: for each gap, whether a word that usually begins a sentence stands behind it.
    """
    weight, bias = _weights().get, _weights()["bias"]
    pieces = _pieces(text, gaps)
    alone = [_odds_of(piece) for piece in pieces]
    return [
        bias
        + sum([alone[at][place] for place, at in enumerate(around)])
        + sum(map(weight, together, repeat(0.0)))
        for around, together in _contexts(text, pieces, gaps, opens)
    ]


def features(text: str, gaps: Sequence[Span], opens: Sequence[bool]) -> Iterator[list[str]]:
    """Yield the names of what is true of each gap; arguments as of `break_odds`."""
    pieces = _pieces(text, gaps)
    for around, together in _contexts(text, pieces, gaps, opens):
        yield [name for place, at in enumerate(around) for name in _alone(pieces[at])[place]] + together


def _pieces(text: str, gaps: Sequence[Span]) -> list[str]:
    """Return what stands between gaps, and twice nothing behind it."""
    edges = [0, *(at for gap in gaps for at in gap), len(text)]
    return [*(text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)), "", ""]


def _contexts(
    text: str, pieces: Sequence[str], gaps: Sequence[Span], opens: Sequence[bool]
) -> Iterator[tuple[tuple[int, int, int, int], list[str]]]:
    """Yield for each gap the places in `pieces` of the four around it, and the names of what is true of them together.

    They are the piece before the one that ends at the gap, that one, the one that begins there, and the one after it.
    """
    read = [_read(piece) for piece in pieces]
    lines = [text.count("\n", *gap) for gap in gaps]
    first, began = 0, 0  # piece of the paragraph, and where it begins
    for i, (start, _) in enumerate(gaps):
        if i and lines[i - 1]:
            first, began = i, gaps[i - 1][1]
        around = (i - 1 if i > first else -1, i, i + 1, i + 2)
        (_, _, ov), (pw, pt, pv), (nw, nt, nv), (_, mt, mv) = [read[at] for at in around]
        n1, u1, t1, before, line = nw[0], nt[0], pt[-1], len(pieces[i]), lines[i]
        yield around, [
            f"gap={line if line < 2 else 2}", f"gap, tags={line > 0} {t1} {u1}", f"gap, next={line > 0} {n1}",
            f"tags={t1} {u1}", f"words={pw[-1]} {n1}", f"verbs={pv} {nv} {mv} {ov}",
            f"after tag, verbs={mt[0]} {nv}", f"first tags={pw[0]} {u1}",
            f"next tag, verbs, length={u1} {nv} {(before > 10) + (before > 30) + (before > 60)}",
            f"paragraph={bisect_left(_LENGTHS, start - began)}",
            f"subject again={len(n1) > 2 and n1 == read[first][0][0]}", f"opens={opens[i]}",
            f"opened, verbs={i > 0 and opens[i - 1]} {pv} {before < 15}", f"repeats={len(n1) > 2 and n1 in pw}",
            f"begins={i == first}",
        ]  # fmt: skip


def _alone(piece: str) -> tuple[list[str], list[str], list[str], list[str]]:
    """Return the names of what is true of a piece in each of the four places around a gap."""
    words, tags, verbs = _read(piece)
    w1, t1, length = words[0], tags[0], bisect_left(_LENGTHS, len(piece))
    w2, p2, q2 = (words[1], words[-2], tags[-2]) if len(words) > 1 else ("^", "^", "^")
    _, t2, t3 = (*tags, "^", "^")[:3]
    return (
        [f"before={w1}"],
        [
            f"last={words[-1]}", f"last2={p2}", f"last words={p2} {words[-1]}", f"last tag={tags[-1]}",
            f"last2 tag={q2}", f"first={w1}", f"first tag, verbs={t1} {verbs}", f"first, verbs={w1} {verbs}",
            f"length, verbs={length} {verbs}", f"whole={piece if len(piece) < 13 else ''}",
        ],
        [
            f"next={w1}", f"next2={w2}", f"next words={w1} {w2}", f"next tag={t1}", f"next2 tag={t2}",
            f"next tags={t1} {t2} {t3}", f"next, verbs={w1} {verbs}", f"next end={words[-1]}",
            f"next length, verbs={length} {verbs}",
        ],
        [f"after={w1}"],
    )  # fmt: skip


@lru_cache(maxsize=20_000)
def _odds_of(piece: str) -> list[float]:
    """Return what a piece alone adds to the odds in each of the four places."""
    return [sum(map(_weights().get, names, repeat(0.0))) for names in _alone(piece)]


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
    known = _tags()
    tags = tuple([word if _SIGN.match(word) else known.get(word, "?") for word in words])
    return tuple(words), tags, min(2, sum([tag in _VERBS for tag in tags]))


@cache
def _tags() -> dict[str, str]:
    """Return the part of speech that each word has most often in the ORCHID corpus.

    Read from PyThaiNLP's file, since its tagger looks through all words for each.
    """
    tags: dict[str, str] = json.loads(Path(corpus_path(), "pos_orchid_unigram.json").read_text("utf-8-sig"))
    return tags
