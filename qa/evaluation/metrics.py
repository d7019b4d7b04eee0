"""(predicted, gold) -> the field's scores, each from 0 to 1."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pythainlp.tokenize import word_tokenize

from index.thai import normalise

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_BINS = 10
_PUNCTUATION = str.maketrans("", "", string.punctuation)


@dataclass(frozen=True, slots=True)
class Scores:
    """How near a predicted answer is to the nearest gold one, for each measure."""

    em: float
    """Exact match after the normalisation of the SQuAD v1.1 script."""
    f1_word: float
    """F1 over newmm tokens without white space, as multisets."""
    f1_char: float
    """F1 over characters without white space, as multisets."""
    f1_squad: float
    """F1 of the SQuAD v1.1 script (Rajpurkar et al. 2016, arXiv:1606.05250): words are what spaces part.

    Thai sets no spaces between words, so it is near exact match and comparable only with figures computed so.
    """


def score(predicted: str, golds: Sequence[str]) -> Scores:
    """Compare a prediction with each gold answer and keep the best of each measure.

    Without gold answers the question has none: only an empty prediction is right.
    """
    if not golds:
        right = float(not predicted)
        return Scores(right, right, right, right)
    if not predicted:
        return Scores(0.0, 0.0, 0.0, 0.0)
    wanted = [normalise(gold) for gold in golds]
    return Scores(
        max(float(_squad_form(predicted) == _squad_form(gold)) for gold in wanted),
        max(_f1(predicted, gold, _words) for gold in wanted),
        max(_f1(predicted, gold, _characters) for gold in wanted),
        max(_f1(predicted, gold, lambda text: _squad_form(text).split()) for gold in wanted),
    )


def _squad_form(text: str) -> str:
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_PUNCTUATION)).split())


def _words(text: str) -> list[str]:
    return [word for word in word_tokenize(text, engine="newmm", keep_whitespace=False) if word.strip()]


def _characters(text: str) -> list[str]:
    return list("".join(text.split()))


def _f1(predicted: str, gold: str, units: Callable[[str], list[str]]) -> float:
    found, wanted = Counter(units(predicted)), Counter(units(gold))
    common = (found & wanted).total()
    return 2 * common / (found.total() + wanted.total()) if common else 0.0


def calibration_error(confidence: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """Return the expected calibration error over ten equally wide bins (Naeini et al. 2015), in [0, 1]."""
    placed = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    return float(
        sum(
            abs(confidence[placed == b].mean() - right[placed == b].mean()) * np.mean(placed == b)
            for b in range(_BINS)
            if np.any(placed == b)
        )
    )


def percent(values: Sequence[float] | Sequence[bool]) -> float | None:
    """Return the mean as a percentage with one decimal, None of nothing."""
    return round(100 * sum(values) / len(values), 1) if values else None


def percentile(milliseconds: Sequence[float], q: int) -> float:
    """Return a percentile with one decimal."""
    return round(float(np.percentile(milliseconds, q)), 1)
