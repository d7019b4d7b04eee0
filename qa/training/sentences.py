"""Texts with labelled sentence ends -> `index/breaks.json`: which spaces end a sentence.

    python -m qa.training.sentences FOLDER        # FOLDER holds train.jsonl.gz of iapp_wiki_qa

`labels/train.jsonl` holds the labels: offsets of sentence ends, and of places where one could cut or not, which teach
nothing. Its texts are contexts of iApp's train split, given by their id, and press releases in the style of ministries,
written for this purpose and printed in full. See docs/thai.md for who made them.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from tqdm import tqdm

from index.breaks import WEIGHTS, features
from index.sentences import bracketed, gaps_of, opens
from qa.evaluation.dataset import read_rows, read_squad

LABELS = Path(__file__).parent / "labels" / "train.jsonl"
SEED = 20260101
LEAST_SEEN = 3
PRIOR = 0.1
"""Inverse of the strength of the L2 prior, chosen on the development part of the labelled texts."""
_NEGLIGIBLE = 0.02
_WRAPPED, _WRAPPED_ENDS = 0.06, 0.12


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A normalised text with the offsets at which its sentences end, but for the last."""

    text: str
    ends: frozenset[int]
    optional: frozenset[int]
    """Where one could also cut."""


def main() -> None:
    """Fit and write the weights."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[2] / "index" / WEIGHTS)
    arguments = parser.parse_args()
    _, articles = read_squad(arguments.folder / "train.jsonl.gz")
    texts = list(labelled_texts(LABELS, {article.id: article.text for article in articles}))
    known = {article.text for article in articles}
    official = [labelled for labelled in texts if labelled.text not in known]
    weights = fit(texts + official)  # twice: they are what the program is for
    arguments.out.write_text(json.dumps(weights, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print(f"{len(texts)} texts, {len(weights)} weights")


def labelled_texts(path: Path, known: dict[str, str]) -> Iterator[LabelledText]:
    """Yield the texts of a label file; those that it gives by id are passed over if `known` hasn't got them."""
    for row in read_rows(path):
        text = row["text"] if "text" in row else known.get(row["article"])
        if text is not None:
            yield LabelledText(text, frozenset(row["ends"]), frozenset(row["optional"]))


def fit(texts: list[LabelledText]) -> dict[str, float]:
    """Return the weights of the features, and the bias, without those that hardly count."""
    draw = random.Random(SEED)
    rows, labels = [], []
    for labelled in tqdm(texts, "texts"):
        # Again with some lines wrapped: what isn't seen in these texts but in many that are copied from pages.
        for text, wrapped in ((labelled.text, False), (_wrapped(labelled, draw), True)):
            gaps = gaps_of(text)
            inside = bracketed(text, (0, len(text)))
            for (start, end), names in zip(gaps, features(text, gaps, opens(text, gaps)), strict=True):
                lines = text.count("\n", start, end)
                decided = inside[start] or lines > 1 or start in labelled.optional
                if not decided and (lines or not wrapped):
                    rows.append(names)
                    labels.append(start in labelled.ends)
    seen = Counter(name for names in rows for name in names)
    vectorizer = DictVectorizer(dtype=np.float32)
    matrix = vectorizer.fit_transform(
        [{name: 1.0 for name in names if seen[name] >= LEAST_SEEN} for names in rows]
    )
    model = LogisticRegression(C=PRIOR, max_iter=3000, random_state=SEED).fit(matrix, labels)
    named = zip(vectorizer.feature_names_, model.coef_[0].tolist(), strict=True)
    weights = {name: round(weight, 3) for name, weight in named if abs(weight) >= _NEGLIGIBLE}
    return {"bias": round(float(model.intercept_[0]), 3)} | weights


def _wrapped(labelled: LabelledText, draw: random.Random) -> str:
    """Return the text with a newline in place of a few spaces: one in sixteen, more at sentence ends."""
    letters = list(labelled.text)
    for start, end in gaps_of(labelled.text):
        if labelled.text[start:end] == " " and draw.random() < (
            _WRAPPED_ENDS if start in labelled.ends else _WRAPPED
        ):
            letters[start] = "\n"
    return "".join(letters)


if __name__ == "__main__":
    main()
