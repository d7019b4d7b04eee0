"""Golden questions, a reading set and fitted weights -> `docs/quality.md`.

python -m qa.evaluation.report tests/golden docs/quality.md [FOLDER/valid.jsonl.gz]
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

from tqdm import tqdm

from qa.assistant import Assistant
from qa.default import seeds_folder
from qa.evaluation.dataset import read_golden
from qa.evaluation.end_to_end import Outcome, figures
from qa.evaluation.paraphrase import robustness
from qa.evaluation.run import golden, reading_set
from qa.settings import Settings

_READING = {
    "em": "Exact match (SQuAD v1.1 script)",
    "f1_word": "Word F1 (newmm)",
    "f1_char": "Character F1",
    "f1_squad": "F1 of the SQuAD v1.1 script, on what spaces part",
}
_END_TO_END = {
    "answered": "Answerable: answered",
    "citation_accuracy": "Answered: the first citation is the right article",
    "gold_in_quote": "Answerable: a gold answer lies inside a quote (a refusal counts against it)",
    "gold_in_quote_of_answered": "Answered: a gold answer lies inside a quote",
    "gold_in_text": "Answerable: a gold answer lies inside the short answer",
    "em": "Answerable: the short answer is the gold one (exact match)",
    "f1_word": "Answerable: word F1 of the short answer",
    "refusal_recall": "Unanswerable: refused",
    "refusal_precision": "Refusals that are right",
    "ece": "Expected calibration error (10 bins)",
}
_FITTED = {
    "questions": "Questions",
    "gold_in_quote": "Answerable: a gold answer lies inside a quote, if nothing were refused",
    "answerable_answered": "Answerable: answered",
    "right_of_answered": "Answered, answerable or not: a gold answer lies inside a quote",
    "removed_refused": "Article removed: refused",
    "near_misses_refused": "Near misses: refused",
    "ece": "Expected calibration error (10 bins)",
}
_FITTED_ON = {
    "iapp": "iApp",
    "own_thai": "our own on iApp, Thai",
    "own_english": "our own on iApp, English",
    "ministry": "ministry news",
}
_RANKING = ("recall@1", "recall@3", "recall@10", "mrr")
_TEMPLATE = """# How good it is

Made by `python -m qa.evaluation.report tests/golden docs/quality.md{dataset}`. All figures are
percentages. Quotes that are not verbatim, in all of these runs: {violations}.

{golden_sections}{paraphrase_section}{valid_section}## Confidence on held-out folds

Questions on the articles of iApp Wiki QA's validation split, iApp's and our own, and questions on fictional ministry news of
which the reader saw none ([the reader](reader.md) says how they came about), each asked with its article in the corpus and with it removed; near misses share their names and words with
an article that doesn't answer them. In {folds} folds of articles, scores of sentences and confidence of each fold come
from weights that were fitted on the others. Threshold {threshold}.

{fitted_table}

![Reliability, and risk against coverage](calibration.svg)
"""

_GOLDEN_TEMPLATE = """## {title}

{n} questions ({answerable} answerable, {unanswerable} not; Thai and English). {about}

{table}

| kind | right |
|---|---|
{kinds}

"""
_WHOLE = (
    "Golden questions, all",
    "Those of the next two\nsections: on the five sample articles, and on these and 24 fictional ones.",
)
_GOLDEN = {
    "seeds.jsonl": (
        "Golden questions on the sample articles",
        "The rules for question types and conditions were\ndeveloped with these questions in view, so the figures are not held out.",
    ),
    "ministry.jsonl": (
        "Golden questions on fictional ministry news",
        "The index holds the five sample articles and 24\nfictional ones in the manner of ministry news, several pairs of which"
        " are on similar meetings or disagree.",
    ),
    "dialogues.jsonl": (
        "Dialogues on fictional ministry news",
        "Later turns make sense only after the\nearlier ones, whose questions are given as history; the index is that of the"
        " set before.",
    ),
    "second.jsonl": (
        "Second set on fictional ministry news",
        "Written apart, on the same articles, and\nfirst asked when reader, rules and weights were done. What failed was"
        " looked at since, and question forms were\nadded for it: no longer held out.",
    ),
    "second_dialogues.jsonl": (
        "Second set of dialogues",
        "Written apart, and first asked\nwhen the program was done; what failed was looked at since.",
    ),
    "third.jsonl": (
        "Third set on fictional ministry news",
        "Written last, on the same articles, and\nasked for this table alone: nobody looks at what fails, and"
        " nothing is changed for it.",
    ),
}

_PARAPHRASE_TEMPLATE = """## The same question in another form

The {n} golden questions on sample articles and ministry news, asked again with a change. The same answer means: refused both
times, or the same short answer to the letter. Word order was changed by hand (`tests/golden/reordered.jsonl`).

| change | the same answer |
|---|---|
{rows}

"""
_CHANGES = {
    "digits": "Thai digits for Arabic, or the reverse",
    "era": "years of the other era",
    "spacing": "no spaces between Thai words",
    "a space": "spaces around the question word",
    "politeness": "ขอทราบว่า…ครับ, Please tell me",
    "word order": "another word order",
    "all": "all",
}

_VALID_TEMPLATE = """## iApp Wiki QA, validation split

{n} questions; all {articles} contexts are one corpus. The reader was trained on the train split; operating point and confidence
were fitted on this split, so see below for held-out figures of those.

### Reading, given the right article

{reading_table}

### Retrieval

| | recall@1 | recall@3 | recall@10 | MRR |
|---|---|---|---|---|
| hybrid search | {hybrid} |
| hybrid search, then ranked by the reader | {read} |

### End to end, each question asked with its article and with it removed

{end_table}

"""


_MAIN_SETS = ("seeds.jsonl", "ministry.jsonl")


def main() -> None:
    """Measure and write the page."""
    golden_sets, out, *datasets = map(Path, sys.argv[1:])
    on_golden = {}
    on_seeds, *on_news = _GOLDEN
    outcomes: dict[str, list[Outcome]] = {}
    with _assistant_on(seeds_folder()) as assistant:
        found, outcomes[on_seeds] = golden(golden_sets / on_seeds, assistant)
        on_golden[on_seeds] = found["end_to_end"]
    with _assistant_on(seeds_folder(), golden_sets / "articles") as assistant:
        for name in on_news:
            found, outcomes[name] = golden(golden_sets / name, assistant)
            on_golden[name] = found["end_to_end"]
        whole = figures([outcome for name in _MAIN_SETS for outcome in outcomes[name]], assistant)
        examples = [e for each in _MAIN_SETS for e in read_golden(golden_sets / each)]
        with tqdm(desc="paraphrases") as bar:
            changed = robustness(assistant, examples, golden_sets / "reordered.jsonl", _mover(bar))
    valid: dict[str, Any] | None = None
    articles = 0
    for dataset in datasets[:1]:
        with tqdm(desc="evaluating") as bar:
            valid, asked = reading_set(dataset, Settings(), progress=_mover(bar), without_gold=True)
        articles = len({outcome.example.article for outcome in asked})
    name = f" FOLDER/{datasets[0].name}" if datasets else ""
    paraphrases = _PARAPHRASE_TEMPLATE.format(
        n=len(examples), rows="\n".join(f"| {_CHANGES[name]} | {share} |" for name, share in changed.items())
    )
    out.write_text(page(name, on_golden, whole, paraphrases, valid, articles), encoding="utf-8")


@contextmanager
def _assistant_on(*folders: Path) -> Iterator[Assistant]:
    """Give an assistant on the articles of all folders."""
    with tempfile.TemporaryDirectory() as place:
        for folder in folders:
            shutil.copytree(folder, Path(place) / "articles", dirs_exist_ok=True)
        assistant = Assistant.from_folder(Path(place) / "articles", index=Path(place) / "index")
        yield assistant
        assistant.close()


def page(
    dataset: str,
    on_golden: dict[str, dict[str, Any]],
    whole: dict[str, Any],
    paraphrases: str,
    valid: dict[str, Any] | None,
    articles: int,
) -> str:
    """Return the page for the figures of a run: `on_golden` of each golden set, by file name, `whole` of the first two."""
    weights = json.loads(files("qa").joinpath("weights.json").read_text(encoding="utf-8"))
    runs = [*on_golden.values(), *([valid["end_to_end"]] if valid else [])]
    return _TEMPLATE.format(
        dataset=dataset,
        violations=sum(run["verbatim_violations"] for run in runs),
        golden_sections=_golden_section(*_WHOLE, whole)
        + "".join(_golden_section(*_GOLDEN[name], run) for name, run in on_golden.items()),
        paraphrase_section=paraphrases,
        valid_section=_valid_section(valid, articles) if valid else "",
        threshold=weights["threshold"],
        folds=weights["fitted"]["folds"],
        fitted_table=_fitted_table(weights["fitted"]),
    )


def _golden_section(title: str, about: str, run: dict[str, Any]) -> str:
    return _GOLDEN_TEMPLATE.format(
        title=title,
        about=about,
        n=run["n"],
        answerable=run["answerable"],
        unanswerable=run["unanswerable"],
        table=_table(_END_TO_END, run),
        kinds="\n".join(f"| {kind} | {right} |" for kind, right in run["right_by_kind"].items()),
    )


def _valid_section(valid: dict[str, Any], articles: int) -> str:
    retrieval = valid["retrieval"]
    return _VALID_TEMPLATE.format(
        n=valid["reading"]["n"],
        articles=articles,
        reading_table=_table(_READING, valid["reading"]),
        hybrid=" | ".join(str(retrieval["hybrid"][name]) for name in _RANKING),
        read=" | ".join(str(retrieval[name]) for name in _RANKING),
        end_table=_table(_END_TO_END, valid["end_to_end"]),
    )


def _table(labels: dict[str, str], values: dict[str, Any]) -> str:
    return "\n".join(
        ["| | |", "|---|---|", *(f"| {label} | {values[name]} |" for name, label in labels.items())]
    )


def _fitted_table(fitted: dict[str, dict[str, Any]]) -> str:
    rows = [["", *_FITTED_ON.values()], ["---"] * (1 + len(_FITTED_ON))]
    for name, label in _FITTED.items():
        values = (fitted[kind][name] for kind in _FITTED_ON)
        rows.append([label, *("–" if value is None else str(value) for value in values)])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _mover(bar: Any) -> Callable[[int, int], None]:  # noqa: ANN401 - tqdm has no types
    def move(done: int, total: int) -> None:
        bar.total = total
        bar.update(done - bar.n)

    return move


if __name__ == "__main__":
    main()
