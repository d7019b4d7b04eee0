"""A question that was refused -> the same question as it may have been meant: "did you mean".

Two slips are mended, only ever into words that the index holds: a question typed with the keyboard in the other layout
(dkixit=6, for การประชุม), and a word that is one or two letters away from one in the articles (สหประชาชาต, Secretariet).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pythainlp.util import eng_to_thai, thai_to_eng

from index.store import Store
from index.thai import LONGEST_RUN, normalise, search_words, thai_words_of

_SHORTEST = 4
"""Letters of a word that may be misspelled: shorter ones are near too many others."""
_LONG = 8
"""Letters from which two may be wrong."""
_MOST = 3
_TRIES = 40
"""Words of one question that are looked up: a long one of nothing but unknown words must not keep others waiting."""
_JOINED = 4  # words that one misspelled word may have been cut into
_FEW = 0.7  # share of letters, in words of the index, from which a text is taken to be meant
_RUN = re.compile(r"[\u0e01-\u0e4e]+|[A-Za-z][A-Za-z0-9-]+")


def did_you_mean(question: str, store: Store) -> tuple[str, ...]:
    """Return at most three questions in normal form; none if the words are all known, or nothing is near."""
    other = _other_layout(question, store)
    if other:
        return (other,)
    found: dict[str, None] = {}
    for meant in _respelled(question, store):
        found[meant] = None
        if len(found) == _MOST:
            break
    return tuple(found)


def _other_layout(question: str, store: Store) -> str | None:
    if _known(question, store) >= _FEW:
        return None
    latin = sum(c.isascii() and not c.isspace() for c in question) > len("".join(question.split())) / 2
    meant = normalise(eng_to_thai(question) if latin else thai_to_eng(question))
    return meant if _known(meant, store) >= _FEW else None


def _known(text: str, store: Store) -> float:
    """Return the share of letters that are in words of the index."""
    found = search_words(text)
    whole = sum(map(len, found))
    return sum(len(word) for word in found if _holds(store, word)) / whole if whole else 0.0


def _holds(store: Store, word: str) -> bool:
    return bool(store.search_lexical([word], 1))


def _respelled(question: str, store: Store) -> Iterator[str]:
    """Yield the question with one word replaced by a near one."""
    looked_up = 0
    for run in _RUN.finditer(question):
        thai = run.group()[0] > "\u0e00"
        parts = thai_words_of(run.group()[:LONGEST_RUN]) if thai else (run.group(),)
        unknown = [not _holds(store, part.lower()) for part in parts]
        bounds = [0]
        for part in parts:
            bounds.append(bounds[-1] + len(part))
        # A misspelled Thai word is cut into pieces, of which some may be words.
        pieces = [(first, first + number) for number in range(1, _JOINED + 1) for first in range(len(parts))]
        for first, last in pieces:
            if last > len(parts) or not any(unknown[first:last]):
                continue
            word = run.group()[bounds[first] : bounds[last]]
            if len(word) < _SHORTEST:
                continue
            looked_up += 1
            if looked_up > _TRIES:
                return
            wrong = 2 if len(word) >= _LONG else 1
            for near in store.spellings(word.lower(), wrong):
                start = run.start() + bounds[first]
                yield question[:start] + near + question[start + len(word) :]
