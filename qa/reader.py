"""(question, passages) -> answer spans with exact offsets, scored against one null.

The network (`qa.network`) is the bundled e5 encoder with trained weights that come with the package
(`qa.packing`). A span's score is its log-odds against "no answer here", so spans of different passages and
articles can be compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from index.bundled import model_folder
from index.encoder import Encoder, dtype_of
from index.sentences import Span
from qa.boundaries import Asked, habit, shipped_weights, trimmed
from qa.network import SpanNetwork, collate, load_tokenizer, new_network, span_scores
from qa.packing import load_trained
from qa.windows import Tokenize, Window, make_windows

_BATCH = 16
HABIT_WEIGHT = 0.5
"""What the habits of marking count beside the network; tuned on iApp's validation split."""
_CONSIDERED = 24  # spans per window


@dataclass(frozen=True, slots=True)
class ScoredSpan:
    """An answer, as offsets in the passage's text."""

    start: int
    end: int
    score: float
    """Natural log-odds of this span against no answer in the passage."""


@dataclass(frozen=True, slots=True)
class Readable:
    """A text to read, with what says what it is about if the text alone doesn't."""

    text: str
    lead: str = ""


class Reader:
    """The loaded network. Safe to share between threads."""

    def __init__(self, network: SpanNetwork, tokenize: Tokenize, precision: str = "auto") -> None:
        """Use `Reader.shipped` unless you trained another network.

        Args:
            network: trained.
            tokenize: cuts text into the tokens of its encoder.
            precision: `float32`, `bfloat16`, or `auto`, which takes bfloat16 where the processor multiplies it.
        """
        dtype = dtype_of(precision)
        self._network = network.eval().to(dtype)
        self.precision = str(dtype).removeprefix("torch.")
        """What it computes in: `float32` or `bfloat16`."""
        self._tokenize = tokenize
        self._habits = shipped_weights()

    @classmethod
    def shipped(cls, cache: Path, precision: str = "auto", encoder: Encoder | None = None) -> Reader:
        """Return the reader that comes with the package.

        `encoder`, the bundled one, lends its tokenizer and word embeddings: that spares seconds and 0.2 to 0.4 GB.

        Raises:
            ModelUnavailable: its weights or the bundled encoder are missing or damaged.
        """
        folder = model_folder(cache)
        network = new_network(folder)
        load_trained(network)
        if encoder:
            network.encoder.set_input_embeddings(encoder.word_embeddings)
        return cls(network, encoder.tokenize if encoder else load_tokenizer(folder), precision)

    def read(self, question: str, passages: Sequence[Readable], most: int = 5) -> list[list[ScoredSpan]]:
        """Return for each passage at most `most` spans that don't overlap, the likeliest first.

        Passages longer than a window are read in overlapping ones. A text without a word gives no spans.
        """
        cut = [
            (number, window)
            for number, passage in enumerate(passages)
            for window in make_windows(self._tokenize, question, passage.lead, passage.text)
            if window.places
        ]
        cut.sort(key=lambda pair: len(pair[1].ids))
        found: list[dict[Span, float]] = [{} for _ in passages]
        for at in range(0, len(cut), _BATCH):
            batch = cut[at : at + _BATCH]
            scores, spans = self._best([window for _, window in batch])
            for (number, window), window_scores, window_spans in zip(batch, scores, spans, strict=True):
                text, best = passages[number].text, found[number]
                for score, (first, last) in zip(window_scores, window_spans, strict=True):
                    if last == 0 or score == float("-inf"):
                        continue  # the null span, or fewer spans than asked for
                    start = window.places[first - window.first][0]
                    span = trimmed(text, start, window.places[last - window.first][1])
                    best[span] = max(score, best.get(span, score))
        return [
            _apart(question, passage.text, spans, most, self._habits)
            for passage, spans in zip(passages, found, strict=True)
        ]

    def _best(self, windows: Sequence[Window]) -> tuple[list[list[float]], list[list[Span]]]:
        """Return scores less the null's, and positions of first and last token, of each window's best spans."""
        ids, mask, allowed = collate(windows)
        with torch.inference_mode():
            ends, pairs = self._network(ids, mask)
            scores = span_scores(ends, pairs, allowed)
            relative: Tensor = scores - scores[:, :1, :1]
            length = ids.shape[1]
            top = relative.flatten(1).topk(min(_CONSIDERED, length * length))
        positions = [[divmod(index, length) for index in row] for row in top.indices.tolist()]
        return top.values.tolist(), positions


def _apart(
    question: str, text: str, scored: dict[Span, float], most: int, habits: dict[str, float]
) -> list[ScoredSpan]:
    """Return the best places, none of which overlaps a better one, each as people would mark it.

    A place has the score of its best span; which span of the place is marked is also a matter of habit.
    """
    if not scored:
        return []
    asked = Asked.of(question)
    usual = {span: score + HABIT_WEIGHT * habit(habits, asked, text, span) for span, score in scored.items()}
    kept: list[ScoredSpan] = []
    for start, end in sorted(usual, key=lambda span: (-usual[span], span)):
        if len(kept) == most:
            break
        if all(end <= other.start or other.end <= start for other in kept):
            place = [score for (a, b), score in scored.items() if a < end and start < b]
            kept.append(ScoredSpan(start, end, max(place)))
    return kept
