"""iApp train and validation questions -> `qa/weights.json`: what makes a sentence an answer, and when to refuse.

    python -m qa.training.fit FOLDER        # FOLDER holds train.jsonl.gz and valid.jsonl.gz of iapp_wiki_qa

1. On train questions, a logistic regression learns from its features whether a sentence holds the
   answer. It is fitted twice: for questions in the articles' language, and, with only the features
   that need no common words, for questions in another.
2. On validation questions, each asked once with its article in the corpus and once with it removed,
   a second one calibrates the confidence of the whole answer. The threshold is the lowest that refuses
   93 in 100 of those whose article is removed: on a portal a wrong answer costs more than a refusal.

Test splits are never read.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler
from tqdm import tqdm

from index.articles import Article
from index.chunks import make_chunks
from index.local import LocalStore
from index.store import EVERYTHING, Filter
from index.sync import add_articles
from index.thai import normalise
from qa.assistant import Assistant, load_encoder
from qa.composer import quoted
from qa.evaluation.dataset import Example, read_squad
from qa.question import Question, parse_question
from qa.reader import ANSWER, CROSS_LANGUAGE, SAME_LANGUAGE, Evidence, Weights, answer_features
from qa.settings import Settings

SEED = 20260101
TRAIN_QUESTIONS = 800
MEAN_PASSAGES = 1000
REFUSED_SHARE = 0.93


def main() -> None:
    """Fit and write the weights."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1] / "weights.json")
    arguments = parser.parse_args()
    settings = Settings()
    draw = random.Random(SEED)

    examples, articles = read_squad(arguments.folder / "train.jsonl.gz")
    mean = _mean_passage(articles, settings, draw)
    blank = dict.fromkeys((*SAME_LANGUAGE, *ANSWER, "bias"), 0.0)
    weights = Weights(mean, blank, blank, blank, threshold=0.0)
    with _Corpus(articles, settings, weights) as corpus:
        chosen = draw.sample(examples, TRAIN_QUESTIONS)
        same = _fit_sentences(corpus, chosen, SAME_LANGUAGE, english=False)
        cross = _fit_sentences(corpus, chosen, CROSS_LANGUAGE, english=True)
    weights = replace(weights, same_language=same, cross_language=cross)

    examples, articles = read_squad(arguments.folder / "valid.jsonl.gz")
    with _Corpus(articles, settings, weights) as corpus:
        answer, threshold, report = _calibrate(corpus, examples)

    plain: dict[str, Any] = {
        "model": load_encoder(settings).name,
        "fitted": report,
        "threshold": threshold,
        "same_language": same,
        "cross_language": cross,
        "answer": answer,
        "mean": [round(float(x), 6) for x in mean],
    }
    arguments.out.write_text(json.dumps(plain, indent=1) + "\n", encoding="utf-8")
    print(json.dumps({name: value for name, value in plain.items() if name != "mean"}, indent=2))


class _Corpus:
    """A temporary index of some articles, and the assistant on it."""

    def __init__(self, articles: Sequence[Article], settings: Settings, weights: Weights) -> None:
        self._folder = tempfile.TemporaryDirectory()
        encoder = load_encoder(settings)
        store = LocalStore.create(Path(self._folder.name), encoder.name, encoder.probe)
        with tqdm(total=len(articles), desc="indexing") as bar:
            add_articles(store, encoder, articles, lambda done, _: bar.update(done - bar.n))
        self.assistant = Assistant(store, encoder, settings, weights)
        self.ids = frozenset(article.id for article in articles)

    def __enter__(self) -> _Corpus:
        return self

    def __exit__(self, *_: object) -> None:
        self.assistant.close()
        self._folder.cleanup()

    def parse(self, example: Example) -> Question:
        """Return an example's question as the assistant reads it."""
        return parse_question(example.question, self.assistant.settings.max_question)

    def only(self, example: Example, *, without_gold: bool) -> Filter:
        """Return the filter that takes an example's article out, or none."""
        return Filter(articles=self.ids - {str(example.article)}) if without_gold else EVERYTHING


def _mean_passage(
    articles: Sequence[Article], settings: Settings, draw: random.Random
) -> NDArray[np.float32]:
    passages = [chunk.passage for article in articles for chunk in make_chunks(article)]
    sample = draw.sample(passages, min(MEAN_PASSAGES, len(passages)))
    mean: NDArray[np.float32] = load_encoder(settings).passages(sample).mean(axis=0)
    return mean


def _holds(e: Evidence, example: Example) -> bool:
    """Tell whether a sentence of the right article contains a gold answer."""
    return e.article.id == example.article and any(normalise(gold) in e.text for gold in example.answers)


def _fit_sentences(
    corpus: _Corpus, examples: Sequence[Example], names: Sequence[str], *, english: bool
) -> dict[str, float]:
    rows, labels = [], []
    for example in tqdm(examples, desc="sentences, " + ("cross-language" if english else "same language")):
        question = replace(corpus.parse(example), english=english)
        for without_gold in (False, True):
            only = corpus.only(example, without_gold=without_gold)
            for e in corpus.assistant.examine(question, only=only).evidence:
                rows.append([e.features[name] for name in names])
                labels.append(_holds(e, example))
    return _logistic(rows, labels, names)


def _calibrate(
    corpus: _Corpus, examples: Sequence[Example]
) -> tuple[dict[str, float], float, dict[str, Any]]:
    rows, labels, present, vetoed = [], [], [], {True: 0, False: 0}
    for example in tqdm(examples, desc="calibration"):
        for without_gold in (False, True):
            only = corpus.only(example, without_gold=without_gold)
            findings = corpus.assistant.examine(corpus.parse(example), only=only)
            evidence = findings.evidence
            if findings.missing or not evidence:
                vetoed[not without_gold] += 1
                continue
            features = answer_features(evidence)
            rows.append([features[name] for name in ANSWER])
            labels.append(any(_holds(e, example) for e in quoted(evidence)))
            present.append(not without_gold)
    weights = _logistic(rows, labels, ANSWER)
    odds = np.array(rows) @ np.array([weights[name] for name in ANSWER]) + weights["bias"]
    confidence = 1 / (1 + np.exp(-odds))
    answerable, right = np.array(present), np.array(labels)
    total = len(examples)
    for threshold in np.arange(0.01, 1.0, 0.01):
        refused = (np.sum(~answerable & (confidence < threshold)) + vetoed[False]) / total
        if refused >= REFUSED_SHARE:
            break
    answered = np.sum(answerable & (confidence >= threshold)) / total
    report = {
        "train_questions": TRAIN_QUESTIONS,
        "calibration_questions": total,
        "gold_in_quote_percent": round(100 * float(np.sum(right)) / total, 1),
        "unanswerable_refused_percent": round(100 * float(refused), 1),
        "answerable_answered_percent": round(100 * float(answered), 1),
        "vetoed_answerable": vetoed[True],
        "vetoed_unanswerable": vetoed[False],
        "expected_calibration_error_percent": round(100 * _calibration_error(confidence, right), 2),
    }
    return weights, round(float(threshold), 2), report


def _calibration_error(confidence: NDArray[np.float64], right: NDArray[np.bool_], bins: int = 10) -> float:
    """Return the expected calibration error over equally wide bins (Naeini et al. 2015)."""
    placed = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [
        abs(confidence[placed == b].mean() - right[placed == b].mean()) * np.mean(placed == b)
        for b in range(bins)
        if np.any(placed == b)
    ]
    return float(sum(gaps))


def _logistic(
    rows: Sequence[Sequence[float]], labels: Sequence[bool], names: Sequence[str]
) -> dict[str, float]:
    """Fit a logistic regression and return its weights for features as they are, unscaled."""
    scaler = StandardScaler().fit(rows)
    model = LogisticRegression(max_iter=1000, random_state=SEED).fit(scaler.transform(rows), labels)
    scale = np.where(scaler.scale_ == 0, 1.0, scaler.scale_)
    weights = model.coef_[0] / scale
    bias = float(model.intercept_[0] - weights @ scaler.mean_)
    return {name: round(float(w), 4) for name, w in zip(names, weights, strict=True)} | {
        "bias": round(bias, 4)
    }


if __name__ == "__main__":
    main()
