"""Labelled windows <-> a file: what the reader is trained on, drawn once and read wherever it is trained."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from index.sentences import Span
from qa.windows import Window

NULL: Span = (0, 0)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A window and the positions in its ids of the answer's first and last token; `NULL` if it holds none."""

    window: Window
    answer: Span


def write_windows(epochs: Iterable[Iterable[Labelled]], path: Path) -> int:
    """Write the windows of all epochs, and return their number."""
    ids: list[int] = []
    words: list[bool] = []
    rows: list[tuple[int, int, int, int, int]] = []
    for number, epoch in enumerate(epochs):
        for labelled in epoch:
            window = labelled.window
            rows.append((number, len(window.ids), window.first, *labelled.answer))
            ids += window.ids
            may = [end > start for start, end in window.places]
            words += [False] * window.first + may + [False] * (len(window.ids) - window.first - len(may))
    tensors = {
        "ids": torch.tensor(ids, dtype=torch.int32),
        "words": torch.tensor(words, dtype=torch.bool),
        "rows": torch.tensor(rows, dtype=torch.int32),
    }
    save_file(tensors, path)
    return len(rows)


def read_windows(path: Path) -> list[Sequence[Labelled]]:
    """Return the windows of each epoch.

    Their places only tell which tokens may begin or end an answer: those of the text that hold more than white space.
    """
    tensors = load_file(path)
    rows: Tensor = tensors["rows"]
    sizes: list[int] = rows[:, 1].tolist()
    epochs: list[list[Labelled]] = [[] for _ in range(int(rows[:, 0].max()) + 1)]
    cut = zip(
        rows.tolist(), torch.split(tensors["ids"], sizes), torch.split(tensors["words"], sizes), strict=True
    )
    for (epoch, size, first, start, end), ids, words in cut:
        places = [(0, int(may)) for may in words[first : size - 1].tolist()]
        epochs[epoch].append(Labelled(Window(ids.tolist(), first, places), (start, end)))
    return [*epochs]
