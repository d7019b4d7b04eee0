"""A question file -> the figures that `thamtob eval` prints."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from index.sync import Progress
from qa.assistant import Assistant
from qa.evaluation import end_to_end, reading, retrieval
from qa.evaluation.corpus import assistant_on
from qa.evaluation.dataset import Task, read_golden, read_squad
from qa.evaluation.end_to_end import Outcome
from qa.models import load_reader
from qa.settings import Settings


def golden(
    path: Path, assistant: Assistant, progress: Progress | None = None
) -> tuple[dict[str, Any], list[Outcome]]:
    """Ask a golden set on an index; return figures by step, and what the assistant made of each question."""
    outcomes = end_to_end.evaluate(assistant, read_golden(path), progress)
    return {"end_to_end": end_to_end.figures(outcomes, assistant)}, outcomes


def reading_set(
    path: Path,
    settings: Settings,
    task: Task | None = None,
    progress: Progress | None = None,
    *,
    without_gold: bool = False,
) -> tuple[dict[str, Any], list[Outcome]]:
    """Measure one step or all on questions that bring their contexts along, with all contexts as the corpus."""
    examples, articles = read_squad(path)
    result: dict[str, Any] = {}
    outcomes: list[Outcome] = []
    if task in {None, Task.READING}:
        predicted = reading.predictions(load_reader(settings), examples, articles, progress)
        result["reading"] = reading.figures(examples, predicted)
    if task == Task.READING:
        return result, outcomes
    with assistant_on(articles, settings, progress=progress) as assistant:
        if task in {None, Task.RETRIEVAL}:
            answerable = [example for example in examples if example.answers]
            result["retrieval"] = retrieval.figures(assistant, answerable, progress)
        if task in {None, Task.END_TO_END}:
            outcomes = end_to_end.evaluate(assistant, examples, progress, without_gold=without_gold)
            result["end_to_end"] = end_to_end.figures(outcomes, assistant)
    return result, outcomes
