"""Questions of our own on iApp's articles: `questions/train.jsonl` and `questions/valid.jsonl`.

They were written for this project, since iApp asks mostly for short facts and only in Thai, and every question has an
answer there: translations of its questions into English, definitions, lists, reasons, and near misses, which
share their names and words with an article that doesn't answer them. Two kinds of rows:

- `{"translates": id of iApp's question, "question"}`: the answer is that question's;
- `{"article", "question", "answer", "start", "kind"}`: `article` as in `read_squad`, `answer` empty for a near miss.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from qa.evaluation.dataset import Example, read_rows

FOLDER = Path(__file__).parent / "questions"


def own_questions(split: str, examples: Sequence[Example]) -> list[Example]:
    """Return our questions on the articles of iApp's split `train` or `valid`, whose own questions `examples` are.

    A translation has the id of the question that it translates.
    """
    translated = {example.id: example for example in examples}
    found = []
    for number, row in enumerate(read_rows(FOLDER / f"{split}.jsonl")):
        if "translates" in row:
            found.append(replace(translated[row["translates"]], question=row["question"], kind="english"))
        else:
            answers = (row["answer"],) if row["answer"] else ()
            found.append(
                Example(f"own-{number}", row["question"], answers, row["article"], row["kind"], row["start"])
            )
    return found
