"""(question, title, text) -> token windows that the reader's network takes, each token with its place in the text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from tokenizers import Encoding

from index.sentences import Span
from index.thai import to_arabic_digits
from qa.phrasing import in_terms_of, unframed, uniform

Tokenize = Callable[[str], Encoding]
"""Text -> tokens of the bundled encoder, without special ones."""
LIMIT = 384
"""Tokens of a window: question, title and text together."""
OVERLAP = 96
"""Tokens of the text that two neighbouring windows share: few answers are longer."""
_QUESTION_LIMIT = 96
_TITLE_LIMIT = 48
_BOS, _EOS = 0, 2  # of the bundled tokenizer


@dataclass(frozen=True, slots=True)
class Window:
    """`<s> question </s> </s> title text </s>` as token ids."""

    ids: list[int]
    first: int
    """Position in `ids` of the first token of the text."""
    places: list[Span]
    """For each token of the text, its offsets in the text, without white space."""

    def positions(self, start: int, end: int) -> Span | None:
        """Return the positions in `ids` of the first and the last token of `text[start:end]`, if both are here."""
        inside = [i for i, (a, b) in enumerate(self.places) if b > start and a < end and b > a]
        if not inside or self.places[inside[0]][0] > start or self.places[inside[-1]][1] < end:
            return None
        return self.first + inside[0], self.first + inside[-1]


def make_windows(
    tokenize: Tokenize, question: str, title: str, text: str, *, limit: int = LIMIT, overlap: int = OVERLAP
) -> Iterator[Window]:
    """Yield windows of at most `limit` tokens that cover the text; `title` may be empty.

    Question and title are cut where they are longer than windows have room for. The question is asked in its one form
    (`qa.phrasing`), with years as the text writes them. Digits are read as Arabic ones, which the encoder knows better:
    ครั้งที่ ๓๔ and 34 must meet.
    """
    asked = tokenize(in_terms_of(_in_one_form(question), f"{title} {text}")).ids[:_QUESTION_LIMIT]
    head = [
        _BOS,
        *asked,
        _EOS,
        _EOS,
        *(tokenize(to_arabic_digits(title)).ids[:_TITLE_LIMIT] if title else ()),
    ]
    encoded = tokenize(to_arabic_digits(text))
    places = [_without_space(text, *offsets) for offsets in encoded.offsets]
    room = limit - len(head) - 1
    for at in range(0, max(1, len(places) - overlap), room - overlap):
        yield Window([*head, *encoded.ids[at : at + room], _EOS], len(head), places[at : at + room])


@lru_cache(maxsize=100)  # a question is asked of many passages
def _in_one_form(question: str) -> str:
    return uniform(unframed(question))


def _without_space(text: str, start: int, end: int) -> Span:
    """A token that begins a word holds the space before it."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
