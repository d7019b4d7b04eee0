"""Confidence and truth on held-out questions -> a picture: reliability, and risk against coverage."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

_BINS = 10


def draw(
    confidence: NDArray[np.float64], right: NDArray[np.bool_], present: NDArray[np.bool_], path: Path
) -> None:
    """Write an SVG file.

    Args:
        confidence: of each answer, in [0, 1].
        right: whether that answer is right.
        present: whether the question has an answer in the corpus; risk and coverage are of those.
        path: file to write.
    """
    mpl.rcParams["svg.hashsalt"] = "thamtob"  # the same picture is the same file
    figure = Figure(figsize=(9, 3.8), layout="constrained")
    reliability, risk = figure.subplots(1, 2)

    placed = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    filled = [b for b in range(_BINS) if np.any(placed == b)]
    means = [confidence[placed == b].mean() for b in filled]
    reliability.plot([0, 1], [0, 1], color="0.7", linewidth=1)
    reliability.plot(means, [right[placed == b].mean() for b in filled], marker="o", color="#1f5fa8")
    for b, x in zip(filled, means, strict=True):
        count = int(np.sum(placed == b))
        reliability.annotate(
            str(count), (x, right[placed == b].mean()), (4, -10), textcoords="offset points", fontsize=7
        )
    reliability.set(
        xlabel="confidence", ylabel="share of right answers", title="Reliability (number of questions)"
    )

    order = np.argsort(-confidence[present], kind="stable")
    answered = np.arange(1, len(order) + 1)
    wrong = np.cumsum(~right[present][order]) / answered
    risk.plot(100 * answered / len(order), 100 * wrong, color="#1f5fa8")
    risk.set(
        xlabel="coverage: answerable questions answered, %",
        ylabel="risk: wrong among the answered, %",
        title="Risk and coverage",
    )
    risk.set_ylim(bottom=0)
    for axes in (reliability, risk):
        axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, metadata={"Date": None})
