"""(question, passages, what the reader found in them) -> sentences that may answer it, scored as evidence.

Each sentence gets a handful of features (how sure the reader is of a span in it, how much of the question it
covers, how near its vector is, whether it holds a span of the expected type), and a logistic regression
fitted by `qa.training.fit` turns them into the probability that the answer is in it.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.articles import Article
from index.sentences import Span
from index.store import Vectors
from qa.coverage import Rarity, coverage, letters_of, overlap, token_set
from qa.kinds import AnswerType, question_word
from qa.names import ACRONYM, CITY_WORD, MEETING_NUMBER, MEETING_WORD, THAI_ACRONYM
from qa.question import Question, trigrams
from qa.retriever import UNREAD, Passage
from qa.spans import answer_spans, asked_unit

if TYPE_CHECKING:
    from index.encoder import Encoder
    from qa.reader import ScoredSpan

_TYPED_KINDS = (
    "abbreviation", "country", "date", "definition", "list", "manner", "number", "organisation", "person", "place",
    "reason", "yes_no",
)  # fmt: skip
# Too rare in the questions that weights are fitted on to be weighed alone.
_COUNTED_ALIKE: dict[AnswerType, AnswerType] = {"money": "number", "ordinal": "number"}
CROSS_LANGUAGE = (
    "reader", "alone", "reader_gap", "covered_nearby", "cosine", "cosine_gap", "passage_cosine", "passage_score", "length",
    *(f"typed_{kind}" for kind in _TYPED_KINDS),
)  # fmt: skip
"""Features of a sentence that don't need the question's words to appear in it."""
SAME_LANGUAGE = (
    *CROSS_LANGUAGE, "covered_article", "rare_words", "unseen", "focus", "letters_nearby", "rare_letters",
    "unseen_letters",
)  # fmt: skip
ANSWER = (
    "best", "reader", "alone", "margin", "next", "top_reader", "reader_gap", "covered_article", "covered_nearby", "unseen",
    "lacking",
)  # fmt: skip
"""Features of the whole answer, for its confidence."""

_ASKS_TOWN = re.compile(rf"(?:{CITY_WORD}|กรุง|จังหวัด)(?:ใด|ไหน|อะไร)|\b(?:which|what) city\b", re.IGNORECASE)
# Words of a sentence that says something: an encyclopedia's first line, unlike a heading, has one.
_PREDICATE = re.compile(r"เป็น|คือ|หมายถึง|ได้|มี|อยู่|เกิด|ถูก|ชื่อ")
SentencePlace = tuple[str, Span]
"""An article's id, and the offsets of a sentence in it."""
# What tells a meeting from others of its name: การประชุมรัฐมนตรี *สมัยพิเศษ*.
_MEETING = re.compile(MEETING_WORD)
_QUALIFIED = re.compile(rf"(?: ?(?:สมัย(?:พิเศษ|สามัญ)|{MEETING_NUMBER}))+")
_CACHED_SENTENCES = 20_000
_UNBOUNDED = frozenset({"list", "definition", "reason", "manner"})
SURE = 1.0
"""Log-odds from which the reader is sure of a span."""
# English words that any news may be about. Thai ones weigh little, as they are frequent.
_OF_ANY = frozenset({
    "meeting", "event", "project", "conference", "ceremony", "deadline", "budget", "fee", "cost", "price", "venue", "date",
    "chair", "chaired", "attend", "attended", "participants", "people", "minister", "result", "results", "start", "end",
})  # fmt: skip
_SAYS_LITTLE = 0.45
"""Weight of a question below which it doesn't say what it is about."""
_ABOUT_AS_GOOD = 3.0
"""Log-odds below the best within which another article answers such a question about as well."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence of one article with what speaks for it."""

    article: Article
    span: Span
    """Offsets of the sentence in the article."""
    answers: tuple[Span, ...]
    """Offsets in the article of spans with the expected type, the likeliest first."""
    features: dict[str, float]
    score: float
    """Log-odds that the answer is in this sentence."""

    @property
    def text(self) -> str:
        """The sentence itself."""
        return self.article.text[slice(*self.span)]


@dataclass(frozen=True)
class Weights:
    """Fitted parameters; made by `python -m qa.training.fit`, never by hand."""

    mean: NDArray[np.float32]
    """Mean passage vector, shape (dimension,): cosines are taken from it, as e5's lie close together."""
    same_language: dict[str, float]
    cross_language: dict[str, float]
    answer: dict[str, float]
    answer_cross_language: dict[str, float]
    rank: dict[str, float]
    """What a passage is ranked by once it was read, see `qa.retriever.rank_features`."""
    threshold: float
    """Confidence below which to refuse."""

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> Weights:
        """Read what `qa/weights.json` holds."""
        mean = np.array(plain["mean"], np.float32)
        names = ("same_language", "cross_language", "answer", "answer_cross_language", "rank", "threshold")
        return cls(mean, *(plain[name] for name in names))

    @classmethod
    def blank(cls, mean: NDArray[np.float32]) -> Weights:
        """Return weights that weigh nothing yet: passages keep their order, and no question is refused."""
        zero = dict.fromkeys((*SAME_LANGUAGE, *ANSWER, "bias"), 0.0)
        return cls(mean, zero, zero, zero, zero, rank={"fused": 1.0, "read": 0.0}, threshold=0.0)

    @classmethod
    @cache
    def shipped(cls) -> Weights:
        """Return the weights that come with the package."""
        return cls.from_dict(json.loads(files("qa").joinpath("weights.json").read_text(encoding="utf-8")))


class Judge:
    """Scores sentences. Keeps the vectors of sentences it has seen."""

    def __init__(self, encoder: Encoder, weights: Weights) -> None:
        """Use `encoder` for sentences; `weights.mean` must have its dimension, else vectors are not centred."""
        self._encoder = encoder
        self._weights = weights
        same = len(weights.mean) == len(encoder.probe)
        self._mean = weights.mean if same else np.zeros(len(encoder.probe), np.float32)
        self._vectors: dict[str, Vectors] = {}

    def weigh(
        self,
        question: Question,
        vector: Vectors,
        passages: Sequence[Passage],
        article_of: Callable[[str], Article | None],
        alone: Mapping[SentencePlace, float],
    ) -> list[Evidence]:
        """Return every sentence of `passages` as evidence, the strongest first.

        `alone` holds the reader's log-odds for sentences that it read again, without what stands around them.
        """
        names = sentence_features(question)
        model = self._weights.cross_language if question.english else self._weights.same_language
        evidence = [
            Evidence(article, span, answers, features, linear(model, features, names))
            for article, span, answers, features in self._candidates(
                question, vector, passages, article_of, alone
            )
        ]
        return sorted(evidence, key=lambda e: (-e.score, e.article.id, e.span))

    def confidence(self, question: Question, evidence: Sequence[Evidence]) -> float:
        """Return the calibrated probability that the best evidence holds the answer, in [0, 1]."""
        if not evidence:
            return 0.0
        model = self._weights.answer_cross_language if question.english else self._weights.answer
        return sigmoid(linear(model, answer_features(evidence), ANSWER))

    def _candidates(
        self,
        question: Question,
        vector: Vectors,
        passages: Sequence[Passage],
        article_of: Callable[[str], Article | None],
        alone: Mapping[SentencePlace, float],
    ) -> list[tuple[Article, Span, tuple[Span, ...], dict[str, float]]]:
        best_passage: dict[SentencePlace, Passage] = {}
        for passage in passages:  # best first: the first that holds a sentence speaks for it
            for span in passage.sentences:
                best_passage.setdefault((passage.article_id, span), passage)
        found_by_reader = by_sentence(passages)
        for (article_id, span), (_, passage) in found_by_reader.items():
            best_passage.setdefault((article_id, span), passage)  # an answer across sentences
        articles = {article_id: article_of(article_id) for article_id, _ in best_passage}
        pairs = [
            (article, span, passage)
            for (article_id, span), passage in best_passage.items()
            if (article := articles[article_id])
        ]
        texts = [article.text[slice(*span)] for article, span, _ in pairs]
        if not texts:
            return []
        cosines = [float(vector @ sentence) for sentence in self._sentence_vectors(texts)]
        offset, nearest = float(vector @ self._mean), max(cosines)
        words = Rarity(question.terms, map(token_set, texts))
        letters = Rarity(question.letters, map(letters_of, texts))
        needs_span = _needs_span(question)
        most_sure = max((span.score for span, _ in found_by_reader.values()), default=UNREAD)
        focus = [trigrams(part) for part in question.focus]
        found = []
        for (article, span, passage), text, cosine in zip(pairs, texts, cosines, strict=True):
            spans = tuple((span[0] + a, span[0] + b) for a, b in answer_spans(question, text))
            read, _ = found_by_reader.get((article.id, span), (None, None))
            surest = read.score if read else UNREAD
            # What the reader is sure of may be written in a form that no pattern knows.
            if not spans and ((needs_span and surest < SURE) or _is_heading(article, span)):
                continue
            features = {
                "reader": surest,
                "alone": alone.get((article.id, span), surest),
                "reader_gap": surest - most_sure,
                **coverage(question, article, passage),
                "rare_words": words.share(token_set(text)),
                "rare_letters": letters.share(letters_of(text)),
                "focus": max(overlap(part, letters_of(text)) for part in focus),
                "unseen": words.unseen,
                "unseen_letters": letters.unseen,
                "cosine": 10.0 * (cosine - offset),
                "cosine_gap": 10.0 * (cosine - nearest),
                "passage_cosine": 10.0 * ((cosine if passage.dense is None else passage.dense) - offset),
                "passage_score": passage.score,
                "length": math.log(len(text)),
                **{f"typed_{kind}": 0.0 for kind in _TYPED_KINDS},
            }
            if question.kind != "other":
                kind = _COUNTED_ALIKE.get(question.kind, question.kind)
                features[f"typed_{kind}"] = 1.0 if spans else -1.0
            found.append((article, span, _answers(question, article.text, span, read, spans), features))
        return found

    def _sentence_vectors(self, texts: list[str]) -> list[Vectors]:
        known = {text: seen for text in texts if (seen := self._vectors.get(text)) is not None}
        unseen = [text for text in dict.fromkeys(texts) if text not in known]
        if unseen:
            found = dict(zip(unseen, self._encoder.passages(unseen), strict=True))
            if len(self._vectors) + len(found) > _CACHED_SENTENCES:
                self._vectors.clear()  # threads share it: what this one needs it has in `known`
            self._vectors.update(found)
            known |= found
        return [known[text] for text in texts]


def by_sentence(passages: Sequence[Passage]) -> dict[SentencePlace, tuple[ScoredSpan, Passage]]:
    """Return the reader's best span for each sentence, or run of sentences, that holds one."""
    best: dict[SentencePlace, tuple[ScoredSpan, Passage]] = {}
    for passage in passages:
        for span in passage.spans:
            over = [s for s in passage.sentences if s[0] < span.end and span.start < s[1]]
            key = passage.article_id, (over[0][0], over[-1][1])
            if key not in best or best[key][0].score < span.score:
                best[key] = span, passage
    return best


def _answers(
    question: Question, text: str, sentence: Span, read: ScoredSpan | None, typed: Sequence[Span]
) -> tuple[Span, ...]:
    """Return the likely answer spans of a sentence of `text`, the likeliest first.

    That is what the reader found, widened to the name, date or sum that it is part of; a list or a reason has no such
    bounds, but what is introduced as a list is likelier one than what the reader only guesses. Other spans of the
    expected type come behind it.
    """
    if read is None:
        return tuple(typed)
    over = [span for span in typed if span[0] < read.end and read.start < span[1]]
    rest = [span for span in typed if span not in over]
    if question.kind == "list" and not over and rest and read.score < 0:
        return *rest, (read.start, read.end)
    if question.kind in _UNBOUNDED:
        return (read.start, read.end), *rest
    start, end = min([read.start, *(s for s, _ in over)]), max([read.end, *(e for _, e in over)])
    of_meeting = question.kind != "abbreviation" and _MEETING.match(text, start)
    qualified = _QUALIFIED.match(text, end, sentence[1]) if of_meeting else None
    return (start, qualified.end() if qualified else end), *rest


def sentence_features(question: Question) -> tuple[str, ...]:
    """Return the names of the features that a sentence is weighed by."""
    return CROSS_LANGUAGE if question.english else SAME_LANGUAGE


def is_vague(question: Question, evidence: Sequence[Evidence]) -> bool:
    """Tell whether a question doesn't say what it is about (ราคาเท่าไร) and several articles answer it about equally well.

    Whichever article answers, it is hardly the one that is meant. What asks for the meaning of a word names it, and words
    that ask nothing, as people type them into a search box (ยาเสพติด), are all that is meant.
    """
    named = question.mentions or question.people or question.english_words - _OF_ANY
    if question.weight >= _SAYS_LITTLE or named:
        return False
    searches = question.kind == "other" and not question_word(question.plain)
    return not searches and question.kind != "definition" and len(about_as_good(evidence)) > 1


def about_as_good(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the best sentence of each article that answers about as well as the first; `evidence` has the strongest first."""
    found: dict[str, Evidence] = {}
    for e in strongest(evidence, _ABOUT_AS_GOOD):
        found.setdefault(e.article.id, e)
    return list(found.values())


def strongest(evidence: Sequence[Evidence], within: float) -> list[Evidence]:
    """Return the evidence at most `within` log-odds below the first; `evidence` has the strongest first."""
    return [e for e in evidence if e.score >= evidence[0].score - within]


def answer_features(evidence: Sequence[Evidence]) -> dict[str, float]:
    """Return the features of the answer that the strongest evidence would make.

    Those of its sentence, and how far it is ahead: of the next article (`margin`), of the next sentence (`next`).
    """
    best = evidence[0]
    second = next((e.score for e in evidence if e.article.id != best.article.id), best.score - 4.0)
    kept = {name: best.features[name] for name in ANSWER if name in best.features}
    return kept | {
        "best": best.score,
        "margin": best.score - second,
        "next": best.score - (evidence[1].score if len(evidence) > 1 else best.score - 4.0),
        "top_reader": max(e.features["reader"] for e in evidence),
    }


def linear(weights: dict[str, float], features: dict[str, float], names: Sequence[str]) -> float:
    """Return the log-odds of a logistic regression."""
    return weights["bias"] + sum(weights[name] * features[name] for name in names)


def sigmoid(x: float) -> float:
    """Return 1 / (1 + e^-x) without overflow."""
    return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, x))))


def _needs_span(question: Question) -> bool:
    """Tell whether a sentence without a span of the expected type is no answer, unless the reader is sure of one."""
    counted = question.kind == "number" and asked_unit(question.plain) is not None
    coded = question.kind == "abbreviation" and (
        ACRONYM.search(question.text) or THAI_ACRONYM.search(question.text)
    )
    town = question.kind == "place" and _ASKS_TOWN.search(question.plain) is not None
    return counted or bool(coded) or town or question.kind in {"money", "ordinal", "country", "date"}


def _is_heading(article: Article, span: Span) -> bool:
    """Tell whether a sentence is only the article's heading: it names the topic and says nothing of it."""
    sentence = article.text[slice(*span)]
    return sentence == article.title and article.text != sentence and not _PREDICATE.search(sentence)
