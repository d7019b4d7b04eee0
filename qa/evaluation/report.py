"""Golden questions and fitted weights -> `docs/quality.md`.

python -m qa.evaluation.report tests/golden/seeds.jsonl docs/quality.md
"""

from __future__ import annotations

import json
import sys
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import Any

from qa.assistant import Assistant, seeds_folder
from qa.evaluation.dataset import read_golden
from qa.evaluation.golden import evaluate, figures

_LABELS = {
    "right_article_first": "Answerable: the right article is cited first",
    "gold_in_quote": "Answerable: a gold answer lies inside a quote",
    "gold_in_text": "Answerable: a gold answer lies inside the short answer",
    "answerable_refused": "Answerable, but refused",
    "unanswerable_refused": "Unanswerable: refused",
}
_TEMPLATE = """# How good it is

Made by `python -m qa.evaluation.report {golden} docs/quality.md`. All figures are percentages.

## Golden questions on the sample articles

{n} questions ({answerable} answerable, {unanswerable} not; Thai and English) on five articles. The rules for question types
and conditions were developed with these questions in view, so the figures are not held out.

| | % |
|---|---|
{rows}

Quotes that are not verbatim: {violations}.

| kind | right |
|---|---|
{kinds}

## Calibration

On the {calibration_questions} questions of iApp Wiki QA's validation split, over all its articles as one corpus, each asked
with its article and with it removed. The weights of sentences were fitted on {train_questions} questions of the train split.
Confidence and threshold were fitted on the validation split itself.

| | |
|---|---|
| Threshold | {threshold} |
| Answerable: answered | {answerable_answered_percent} |
| Answerable: a gold answer lies inside a quote (before refusal) | {gold_in_quote_percent} |
| Unanswerable: refused | {unanswerable_refused_percent} |
| Expected calibration error (10 bins) | {expected_calibration_error_percent} |
"""


def main() -> None:
    """Ask the golden questions and write the page."""
    golden, out = Path(sys.argv[1]), Path(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        assistant = Assistant.from_folder(seeds_folder(), index=folder)
        result = figures(evaluate(assistant, read_golden(golden)), assistant)
        assistant.close()
    out.write_text(page(golden, result), encoding="utf-8")


def page(golden: Path, result: dict[str, Any]) -> str:
    """Return the page for the figures of a run."""
    weights = json.loads(files("qa").joinpath("weights.json").read_text(encoding="utf-8"))
    return _TEMPLATE.format(
        golden=golden.as_posix(),
        n=result["n"],
        answerable=result["answerable"],
        unanswerable=result["unanswerable"],
        rows="\n".join(f"| {label} | {result[name]} |" for name, label in _LABELS.items()),
        violations=result["verbatim_violations"],
        kinds="\n".join(f"| {kind} | {right} |" for kind, right in result["right_by_kind"].items()),
        threshold=weights["threshold"],
        **weights["fitted"],
    )


if __name__ == "__main__":
    main()
