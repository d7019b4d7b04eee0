"""A folder of articles -> how fast it is indexed and questions on it are answered, on this machine."""

from __future__ import annotations

import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np

from index.sentences import split_sentences
from index.sync import sync
from qa.assistant import Assistant, load_encoder
from qa.settings import Settings

QUESTIONS = 60


def bench(folder: Path, settings: Settings) -> dict[str, Any]:
    """Index `folder` into a temporary place and ask it `QUESTIONS` of its own sentences, each once.

    Returns seconds and rates for loading and indexing, and milliseconds for answers (p50, p95) and,
    as medians, for their stages.
    """
    started = time.perf_counter()
    encoder = load_encoder(settings)
    loaded = time.perf_counter() - started
    with tempfile.TemporaryDirectory() as index:
        report = sync(folder, Path(index), encoder)
        assistant = Assistant.open(index, settings)
        stages: dict[str, list[float]] = defaultdict(list)
        for question in _questions(assistant):
            for stage, taken in assistant.answer(question).timings.items():
                stages[stage].append(taken)
        assistant.close()
    totals = stages.pop("total")
    return {
        "model_load_s": round(loaded, 2),
        "index_s": round(report.seconds, 2),
        "chunks": report.chunks,
        "chunks_per_s": round(report.chunks / report.seconds, 1),
        "questions": len(totals),
        "answer_ms": {"first": totals[0], "p50": _percentile(totals, 50), "p95": _percentile(totals, 95)},
        "stage_ms_p50": {stage: _percentile(taken, 50) for stage, taken in stages.items()},
    }


def _questions(assistant: Assistant) -> list[str]:
    found = [
        f"{article.text[start:end][:60]} อะไร"
        for article in assistant.articles()
        for start, end in split_sentences(article.text)
    ]
    step = max(1, len(found) // QUESTIONS)
    return found[::step][:QUESTIONS]


def _percentile(values: list[float], q: int) -> float:
    return round(float(np.percentile(values, q)), 1)
