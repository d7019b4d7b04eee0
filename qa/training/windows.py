"""Question files -> labelled windows to train the reader on.

Two kinds of windows: those that hold the answer, and negatives, whose answer is the null span. Negatives
come from elsewhere in the same article, from passages retrieved for the question out of other articles
(the hardest: they speak of the same things), and from articles drawn at random.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from index.articles import Article
from index.chunks import make_chunks
from index.dates import BUDDHIST
from index.sentences import Span
from index.thai import normalise, to_arabic_digits
from qa.evaluation.dataset import Example, read_rows
from qa.kinds import question_word
from qa.network import LONGEST
from qa.phrasing import in_terms_of, unframed, uniform
from qa.question import question_of
from qa.training.labelled import NULL, Labelled
from qa.windows import Tokenize, Window, make_windows

TRANSFER_LIMIT = 256
_TRANSFER_OVERLAP = 64
_TRANSFER_NEGATIVES = 0.15
_TITLED = 0.5
_SEEMING = 3  # sentences of which one is drawn
_NUMBER = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Shares:
    """How many negatives of each kind a question gets per epoch."""

    in_article: float = 0.35
    retrieved: float = 0.45
    drawn: float = 0.10
    altered: float = 0.5
    """Of questions with a number that the passage names."""
    replayed: float = 1.0
    """How many of the questions on articles that were learnt in an earlier stage are asked per epoch."""
    turned: float = 0.0
    """Of Thai questions, asked with what stands before the question word behind all else."""
    alone: float = 0.0
    """The sentence that answers, and one that seems to, each without its neighbours."""


class TransferWindows:
    """Draws windows of Japanese and Chinese questions, anew each epoch."""

    def __init__(self, files: Sequence[Path], tokenize: Tokenize) -> None:
        """Take questions from `files`, rows as `read_rows` yields them."""
        self._rows = [row for file in files for row in read_rows(file)]
        self._tokenize = tokenize
        self._contexts: dict[str, dict[str, None]] = defaultdict(dict)
        """Of each title, in order."""
        for row in self._rows:
            self._contexts[row["title"]][row["context"]] = None

    def epoch(self, draw: random.Random) -> Iterator[Labelled]:
        """Yield one window per question, and some negatives, unshuffled."""
        for row in self._rows:
            question, gold = row["question"], row["answers"]["text"][0]
            start = row["answers"]["answer_start"][0]
            title = row["title"] if draw.random() < _TITLED else ""
            labelled = (
                Labelled(window, positions)
                for window in self._cut(question, title, row["context"])
                if (positions := _positions(window, start, start + len(gold)))
            )
            if right := list(labelled):
                yield draw.choice(right)
            others = [text for text in self._contexts[row["title"]] if gold not in text]
            if others and draw.random() < _TRANSFER_NEGATIVES:
                yield Labelled(draw.choice(self._cut(question, title, draw.choice(others))), NULL)

    def _cut(self, question: str, title: str, text: str) -> list[Window]:
        windows = make_windows(
            self._tokenize, question, title, text, limit=TRANSFER_LIMIT, overlap=_TRANSFER_OVERLAP
        )
        return list(windows)


class ThaiWindows:
    """Draws windows of iApp questions, anew each epoch.

    A question is read once per epoch in the whole article, as an evaluation reads it, or in one chunk with the
    article's title, as the assistant does.
    """

    def __init__(
        self,
        examples: Sequence[Example],
        articles: Sequence[Article],
        tokenize: Tokenize,
        retrieved: Mapping[str, Sequence[tuple[str, str]]],
        shares: Shares | None = None,
        learnt: frozenset[str] = frozenset(),
    ) -> None:
        """Take questions as `read_squad` gives them.

        Args:
            examples: without answers where their article doesn't answer them.
            articles: of the examples.
            tokenize: as the encoder does.
            retrieved: for a question's id, (title, text) of passages from other articles.
            shares: of negatives, the usual ones by default.
            learnt: ids of questions of an earlier stage.
        """
        self._shares = shares or Shares()
        self._learnt = learnt
        self._articles = {article.id: article for article in articles}
        self._chunks = {article.id: make_chunks(article) for article in articles}
        self._tokenize = tokenize
        self._retrieved = retrieved
        self.examples = [
            (example, span)
            for example in examples
            if (span := place_of(example, self._articles[str(example.article)].text)) or not example.answers
        ]

    def epoch(self, draw: random.Random) -> Iterator[Labelled]:
        """Yield the windows of one epoch, unshuffled."""
        everywhere = list(self._articles)
        shares = self._shares
        for example, answer in self.examples:
            if example.id in self._learnt and draw.random() >= shares.replayed:
                continue
            question = example.question
            if shares.turned and draw.random() < shares.turned:
                question = _turned(unframed(question))
            article = self._articles[str(example.article)]
            right: list[tuple[Labelled, str]] = []
            wrong: list[Labelled] = []
            for window, base in self._cut(question, article, draw):
                positions = _positions(window, answer[0] - base, answer[1] - base) if answer else None
                seen = article.text[base + window.places[0][0] : base + window.places[-1][1]]
                if positions:
                    right.append((Labelled(window, positions), seen))
                elif not any(gold in seen for gold in example.answers):
                    wrong.append(Labelled(window, NULL))
            if right:
                labelled, seen = draw.choice(right)
                yield labelled
                altered = _altered(question, f"{article.title} {seen}", draw)
                if altered and draw.random() < shares.altered:
                    yield self._negative(altered, article.title, seen)
            if wrong and draw.random() < (shares.in_article if answer else 1.0):
                yield draw.choice(wrong)
            if (others := self._retrieved.get(example.id)) and draw.random() < shares.retrieved:
                yield self._negative(question, *draw.choice(others))
            if draw.random() < shares.alone:
                yield from self._alone(example, question, article, answer, draw)
            if draw.random() < shares.drawn:
                other = draw.choice(self._chunks[draw.choice(everywhere)])
                if other.article_id != article.id:
                    yield self._negative(question, other.lead, other.text)

    def _cut(self, question: str, article: Article, draw: random.Random) -> Iterator[tuple[Window, int]]:
        """Yield windows with the offset in the article that their places count from."""
        if draw.random() < 0.5:
            yield from ((window, 0) for window in make_windows(self._tokenize, question, "", article.text))
            return
        for chunk in self._chunks[article.id]:
            for window in make_windows(self._tokenize, question, chunk.lead, chunk.text):
                yield window, chunk.start

    def _alone(
        self, example: Example, question: str, article: Article, answer: Span | None, draw: random.Random
    ) -> Iterator[Labelled]:
        """Yield the sentence that holds the answer, and one of those without it that share most with the question."""
        asked, others = set(self._tokenize(question).ids), []
        for start, end in self._sentences(article):
            text = article.text[start:end]
            if answer and start <= answer[0] and answer[1] <= end:
                window = next(make_windows(self._tokenize, question, "", text))
                if positions := _positions(window, answer[0] - start, answer[1] - start):
                    yield Labelled(window, positions)
            elif not any(gold in text for gold in example.answers):
                others.append((len(asked & self._pieces(text)), text))
        if others:
            yield self._negative(question, "", draw.choice(sorted(others, reverse=True)[:_SEEMING])[1])

    def _sentences(self, article: Article) -> list[Span]:
        """Return the offsets of an article's sentences."""
        return sorted({span for chunk in self._chunks[article.id] for span in chunk.sentences})

    @cache  # noqa: B019  # lives as long as the windows of one stage are drawn
    def _pieces(self, text: str) -> frozenset[int]:
        return frozenset(self._tokenize(text).ids)

    def _negative(self, question: str, title: str, text: str) -> Labelled:
        return Labelled(next(make_windows(self._tokenize, question, title, text)), NULL)


def place_of(example: Example, text: str) -> Span | None:
    """Return the offsets of the answer in the cleaned article, None where cleaning changed it."""
    gold = normalise(example.answers[0]) if example.answers else ""
    found = [match.start() for match in re.finditer(re.escape(gold), text)] if gold else []
    if not found:
        return None
    start = min(found, key=lambda at: abs(at - example.start))
    return start, start + len(gold)


def _positions(window: Window, start: int, end: int) -> Span | None:
    """Return where the answer stands, None if the window doesn't hold it or it is longer than a span may be."""
    found = window.positions(start, end)
    return found if found and found[1] - found[0] < LONGEST else None


def _turned(question: str) -> str:
    """Return a Thai question in another order: การประชุมครั้งที่ 4 ใครเป็นประธาน becomes ใครเป็นประธาน การประชุมครั้งที่ 4."""
    asking, parsed = question_word(question), question_of(question)
    if parsed.english or parsed.kind == "yes_no" or not asking or not asking[0]:
        return question
    return f"{question[asking[0] :].rstrip(' ?')} {question[: asking[0]].strip()}"


def _altered(question: str, text: str, draw: random.Random) -> str | None:
    """Return the question with a number that the text names changed to one that it doesn't, so that it has no answer there.

    A number that the text doesn't name says nothing of it: the question is about its article as a whole.
    """
    question, told = in_terms_of(uniform(question), text), set(_NUMBER.findall(to_arabic_digits(text)))
    numbers = [found for found in _NUMBER.finditer(question) if found.group() in told]
    if not numbers:
        return None
    chosen = draw.choice(numbers)
    other = abs(int(chosen[0][:9]) + draw.choice([-3, -2, -1, 1, 2, 3]))
    same = {str(other), str(other + BUDDHIST), str(other - BUDDHIST)}  # a year in either calendar
    return None if same & told else question[: chosen.start()] + str(other) + question[chosen.end() :]
