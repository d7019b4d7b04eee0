"""Validation questions -> `qa/weights.json`: what makes a sentence an answer, and when to refuse.

    python -m qa.training.fit FOLDER        # FOLDER holds valid.jsonl.gz of iapp_wiki_qa

The questions are iApp's, our own on its articles (`qa.training.questions`) and those on ministry news
(`qa.training.ministry`), all in one corpus. Each is asked once with its
article in the corpus and once with it removed, near misses only with it. Ministry news is also asked of in the folder
of ten articles that it comes in: a portal often holds few, and confidence must be as right there. Three logistic regressions are
fitted on what the assistant finds (the reader itself was trained on other questions):

1. from fused score and reader's score, whether a passage holds the answer: the ranking of passages;
2. from its features, whether a sentence does. There are two: one for questions in the articles' language, and one
   with only the features that need no common words, for questions in another;
3. from the best sentences, whether the answer is right: the confidence, again for both.

The third learns from scores that the second gave to questions it was not fitted on (folds of articles), else it
would trust them too much; calibration error and risk-coverage curve are measured on held-out folds in the same
way. A vague question is asked back, whatever its confidence. The threshold is the lowest that refuses
`REFUSED_SHARE` of iApp's questions whose article is removed: on a
portal a wrong answer costs more than a refusal.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import StandardScaler
from tqdm import tqdm

from index.articles import Article
from index.chunks import make_chunks
from index.store import EVERYTHING, Filter
from index.thai import normalise
from qa.composer import quoted
from qa.evaluation.corpus import assistant_on
from qa.evaluation.dataset import Example, read_squad
from qa.evaluation.metrics import calibration_error
from qa.evidence import (
    ANSWER,
    CROSS_LANGUAGE,
    SAME_LANGUAGE,
    Evidence,
    Weights,
    answer_features,
    is_vague,
    linear,
    sentence_features,
    sigmoid,
)
from qa.examiner import Findings
from qa.models import load_encoder
from qa.question import parse_question
from qa.retriever import RANK, rank_features
from qa.settings import Settings
from qa.training.ministry import NEWS, folder_of, ministry
from qa.training.picture import draw
from qa.training.questions import own_questions

SEED = 20260101
FOLDS = 5
MEAN_PASSAGES = 1000
REFUSED_SHARE = 0.958
SENTENCE_C = 3e-3
"""The prior on sentences is strong: their features say much the same, and a weak one sets them against each other."""
ANSWER_MODELS = {False: "answer", True: "answer_cross_language"}
"""Names of the weights of the confidence, by whether the question is in another language."""
Row = Sequence[float]


@dataclass(frozen=True)
class Case:
    """One question asked with its article in the corpus, or without it."""

    example: Example
    present: bool
    """Whether its article is in the corpus."""
    findings: Findings
    folder: bool = False
    """Whether it was asked of its article's folder alone."""

    @property
    def source(self) -> str:
        """Which set the question is of: `iapp`, `own_thai`, `own_english`, `ministry` or `ministry_folder`."""
        if not self.example.kind:
            return "iapp"
        if self.example.id.startswith(NEWS):
            return "ministry_folder" if self.folder else "ministry"
        return "own_english" if self.findings.question.english else "own_thai"

    @property
    def answerable(self) -> bool:
        """Whether the corpus answers it."""
        return self.present and bool(self.example.answers)

    def holds(self, e: Evidence) -> bool:
        """Tell whether a sentence is of the right article and contains a gold answer."""
        golds = map(normalise, self.example.answers)
        return (
            self.answerable and e.article.id == self.example.article and any(gold in e.text for gold in golds)
        )


@dataclass(frozen=True)
class HeldOut:
    """For each case, from weights that were not fitted on it: shape (cases,)."""

    confidence: NDArray[np.float64]
    right: NDArray[np.bool_]
    answerable: NDArray[np.bool_]


def main() -> None:
    """Fit and write the weights."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1] / "weights.json")
    parser.add_argument("--picture", type=Path, default=Path("docs/calibration.svg"))
    arguments = parser.parse_args()
    examples, articles = read_squad(arguments.folder / "valid.jsonl.gz")
    examples += own_questions("valid", examples)
    asked, told = ministry("valid")
    examples, articles = [*examples, *asked], [*articles, *told]
    settings = Settings()
    mean = _mean_passage(articles, settings)
    weights, held_out = fit(list(ask(examples, articles, settings, mean)))
    draw(held_out.confidence, held_out.right, held_out.answerable, arguments.picture)
    plain = {"model": load_encoder(settings).name, **weights, "mean": [round(float(x), 6) for x in mean]}
    arguments.out.write_text(json.dumps(plain, indent=1) + "\n", encoding="utf-8")
    print(json.dumps({name: value for name, value in plain.items() if name != "mean"}, indent=2))


def ask(
    examples: Sequence[Example], articles: Sequence[Article], settings: Settings, mean: NDArray[np.float32]
) -> Iterator[Case]:
    """Yield two cases for each example: its article in the corpus, and removed; only the first of a near miss.

    Of ministry news twice as many: in the whole corpus and in its folder.
    """
    with (
        tqdm(total=len(articles), desc="indexing") as bar,
        assistant_on(
            articles, settings, Weights.blank(mean), lambda done, _: bar.update(done - bar.n)
        ) as assistant,
    ):
        ids = frozenset(article.id for article in articles)
        folders = defaultdict[str, frozenset[str]](frozenset)
        for id_ in ids:
            folders[folder_of(id_)] |= {id_}
        for example in tqdm(examples, "asking"):
            question, own = parse_question(example.question, settings.max_question), str(example.article)
            for present in (True, False) if example.answers else (True,):
                without = frozenset[str]() if present else {own}
                only = Filter(articles=ids - without) if without else EVERYTHING
                yield Case(example, present, assistant.examine(question, only=only))
                if example.id.startswith(NEWS):
                    few = Filter(articles=folders[folder_of(own)] - without)
                    yield Case(example, present, assistant.examine(question, only=few), folder=True)


def fit(cases: Sequence[Case]) -> tuple[dict[str, Any], HeldOut]:
    """Return all weights with their figures, and what the figures were computed from."""
    groups = [str(case.example.article) for case in cases]
    held_out: list[list[Evidence]] = [[] for _ in cases]
    for train, test in GroupKFold(FOLDS, shuffle=True, random_state=SEED).split(cases, groups=groups):
        models = _sentence_models([cases[i] for i in train])
        for i in test:
            held_out[i] = rescored(cases[i].findings, models)
    answers, threshold, report, figures = _calibrate(cases, held_out, groups)
    return {
        "fitted": report,
        "threshold": threshold,
        "rank": _fit_ranking(cases),
        **_sentence_models(cases),
        **answers,
    }, figures


def rescored(findings: Findings, models: Mapping[str, dict[str, float]]) -> list[Evidence]:
    """Return the evidence as other models score it, the strongest first."""
    model = models["cross_language" if findings.question.english else "same_language"]
    names = sentence_features(findings.question)
    scored = [replace(e, score=linear(model, e.features, names)) for e in findings.evidence]
    return sorted(scored, key=lambda e: (-e.score, e.article.id, e.span))


def _mean_passage(articles: Sequence[Article], settings: Settings) -> NDArray[np.float32]:
    passages = [chunk.passage for article in articles for chunk in make_chunks(article)]
    sample = random.Random(SEED).sample(passages, min(MEAN_PASSAGES, len(passages)))
    mean: NDArray[np.float32] = load_encoder(settings).passages(sample).mean(axis=0)
    return mean


def _fit_ranking(cases: Sequence[Case]) -> dict[str, float]:
    rows, labels = [], []
    for case in cases:
        for passage in case.findings.read if case.answerable else ():
            rows.append([rank_features(passage)[name] for name in RANK])
            golds = map(normalise, case.example.answers)
            labels.append(
                passage.article_id == case.example.article and any(gold in passage.text for gold in golds)
            )
    return _logistic(rows, labels, RANK)


def _sentence_models(cases: Sequence[Case]) -> dict[str, dict[str, float]]:
    thai = [case for case in cases if not case.findings.question.english]
    return {
        "same_language": _fit_sentences(thai, SAME_LANGUAGE),
        "cross_language": _fit_sentences(cases, CROSS_LANGUAGE),
    }


def _fit_sentences(cases: Sequence[Case], names: Sequence[str]) -> dict[str, float]:
    rows = [[e.features[name] for name in names] for case in cases for e in case.findings.evidence]
    labels = [case.holds(e) for case in cases for e in case.findings.evidence]
    return _logistic(rows, labels, names, SENTENCE_C)


def _calibrate(
    cases: Sequence[Case], evidence: Sequence[Sequence[Evidence]], groups: Sequence[str]
) -> tuple[dict[str, dict[str, float]], float, dict[str, Any], HeldOut]:
    """Return the answer's weights, the threshold, and figures with what they were computed from."""
    questions = [case.findings.question for case in cases]
    asked = [
        i
        for i, case in enumerate(cases)
        if evidence[i] and not case.findings.missing and not is_vague(questions[i], evidence[i])
    ]
    features = [answer_features(evidence[i]) for i in asked]
    rows = [[each[name] for name in ANSWER] for each in features]
    right = np.array([any(cases[i].holds(e) for e in quoted(evidence[i])) for i in asked])
    confidence, truth = np.zeros(len(cases)), np.zeros(len(cases), bool)
    truth[asked] = right
    folds = GroupKFold(FOLDS, shuffle=True, random_state=SEED)
    languages = np.array([ANSWER_MODELS[questions[i].english] for i in asked])
    for train, test in folds.split(rows, groups=[groups[i] for i in asked]):
        models = _answer_models(rows, right, languages, train)
        for i in test:
            values = dict(zip(ANSWER, rows[i], strict=True))
            confidence[asked[i]] = sigmoid(linear(models[languages[i]], values, ANSWER))
    answerable, present = np.array([(case.answerable, case.present) for case in cases]).T
    sources = np.array([case.source for case in cases])
    unanswerable = confidence[~present & (sources == "iapp")]
    threshold = float(np.quantile(unanswerable, REFUSED_SHARE, method="higher"))
    report: dict[str, Any] = {"folds": FOLDS} | {
        source: _figures(
            *(
                each[sources == source]
                for each in (confidence > threshold, confidence, truth, answerable, present)
            )
        )
        for source in dict.fromkeys(sources.tolist())
    }
    weights = _answer_models(rows, right, languages, np.arange(len(rows)))
    return weights, round(threshold, 3), report, HeldOut(confidence, truth, answerable)


def _answer_models(
    rows: Sequence[Row], right: NDArray[np.bool_], languages: NDArray[np.str_], chosen: NDArray[np.intp]
) -> dict[str, dict[str, float]]:
    """Return the weights of the confidence for each language, fitted on the chosen rows."""
    models = {}
    for name in ANSWER_MODELS.values():
        own = [i for i in chosen if languages[i] == name]
        models[name] = _logistic([rows[i] for i in own], right[own], ANSWER)
    return models


def _figures(
    answered: NDArray[np.bool_],
    confidence: NDArray[np.float64],
    right: NDArray[np.bool_],
    answerable: NDArray[np.bool_],
    present: NDArray[np.bool_],
) -> dict[str, Any]:
    """Return percentages for some of the cases; all arrays have shape (cases,)."""
    near_miss = present & ~answerable
    return {
        "questions": int(present.sum()),
        "gold_in_quote": _share(right[answerable]),
        "answerable_answered": _share(answered[answerable]),
        "right_of_answered": _share(right[answered]),
        "removed_refused": _share(~answered[~present]),
        "near_misses_refused": _share(~answered[near_miss]) if near_miss.any() else None,
        "ece": round(100 * calibration_error(confidence, right), 2),
    }


def _share(flags: NDArray[np.bool_]) -> float:
    return round(100 * float(flags.mean()), 1)


def _logistic(
    rows: Sequence[Row], labels: Sequence[bool] | NDArray[np.bool_], names: Sequence[str], c: float = 1.0
) -> dict[str, float]:
    """Fit a logistic regression and return its weights for features as they are, unscaled.

    `c` is the inverse of the strength of the L2 prior, as in scikit-learn.
    """
    scaler = StandardScaler().fit(rows)
    model = LogisticRegression(C=c, max_iter=1000, random_state=SEED).fit(scaler.transform(rows), labels)
    scale = np.where(scaler.scale_ == 0, 1.0, scaler.scale_)
    weights = model.coef_[0] / scale
    bias = float(model.intercept_[0] - weights @ scaler.mean_)
    return {name: round(float(w), 4) for name, w in zip(names, weights, strict=True)} | {
        "bias": round(bias, 4)
    }


if __name__ == "__main__":
    main()
