"""Labelled texts -> how well sentences are cut, beside other segmenters: a table for `docs/thai.md`.

    python -m qa.evaluation.segmentation tests/sentences FOLDER     # FOLDER holds valid.jsonl.gz of iapp_wiki_qa

Scores are precision, recall and F1 of sentence ends at white space; a cut at an optional place counts neither way.
Needs python-crfsuite for crfcut (`pip install python-crfsuite`).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from pythainlp.tokenize import sent_tokenize

from index.articles import make_article
from index.formats import decode
from index.sentences import split_sentences
from qa.default import seeds_folder
from qa.evaluation.dataset import read_squad
from qa.training.sentences import LabelledText, labelled_texts

Ends = Callable[[str], set[int]]
PARTS = ("development", "held_out")


def main() -> None:
    """Print the table."""
    labels, folder = map(Path, sys.argv[1:3])
    known = known_texts(folder / "valid.jsonl.gz")
    print("| segmenter | part | precision | recall | F1 |\n|---|---|---|---|---|")
    for name, ends in SEGMENTERS.items():
        for part in PARTS:
            texts = list(labelled_texts(labels / f"{part}.jsonl", known))
            print(f"| {name} | {part} | {' | '.join(f'{value:.3f}' for value in scores(ends, texts))} |")


def known_texts(valid: Path | None) -> dict[str, str]:
    """Return the texts that labels give by id: the sample articles, and the contexts of a reading set."""
    seeds = {path.name: decode(path.read_bytes()) for path in seeds_folder().glob("*.txt")}
    texts = {name: make_article(name, raw).text for name, raw in seeds.items()}
    if valid:
        texts |= {article.id: article.text for article in read_squad(valid)[1]}
    return texts


def scores(ends: Ends, texts: Sequence[LabelledText]) -> tuple[float, float, float]:
    """Return precision, recall and F1 in [0, 1]."""
    right = cut = wanted = 0
    for labelled in texts:
        found = ends(labelled.text) - labelled.optional
        right += len(found & labelled.ends)
        cut += len(found)
        wanted += len(labelled.ends)
    return right / max(1, cut), right / max(1, wanted), 2 * right / max(1, cut + wanted)


def our_ends(text: str) -> set[int]:
    """Return where `split_sentences` ends sentences, but for the last."""
    return {end for _, end in split_sentences(text)[:-1]}


def _newlines(text: str) -> set[int]:
    return {match.start() for match in re.finditer(r"\s*\n\s*", text)}


def _pythainlp(engine: str) -> Ends:
    def ends(text: str) -> set[int]:
        # Counted in letters: thaisum doesn't give white space back as it was.
        letters = [at for at, letter in enumerate(text) if not letter.isspace()]
        found, read = set(), 0
        sentences: Sequence[Any] = sent_tokenize(text, engine=engine)
        for sentence in sentences:
            read += len("".join(sentence.split()))
            found.add(letters[min(read, len(letters)) - 1] + 1)
        return found - {len(text.rstrip())}

    return ends


SEGMENTERS: dict[str, Ends] = {
    "thamtob": our_ends,
    "newline": _newlines,
    "crfcut (pythainlp)": _pythainlp("crfcut"),
    "thaisum (pythainlp)": _pythainlp("thaisum"),
}

if __name__ == "__main__":
    main()
