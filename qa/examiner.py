"""Question -> `Findings`: all that an answer is decided from, found in the articles and weighed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.store import EVERYTHING, Filter, Store, Vectors
from qa.clock import Clock
from qa.conditions import unmet_conditions
from qa.evidence import Evidence, Judge, SentencePlace, Weights, by_sentence, is_vague
from qa.kinds import GIVES_CHOICE
from qa.question import Question
from qa.retriever import UNREAD, Passage, reranked, retrieve
from qa.scope import consistent
from qa.settings import Settings
from qa.spans import repeats

if TYPE_CHECKING:
    from index.encoder import Encoder
    from qa.reader import Readable, Reader, ScoredSpan

# BM25 sees little of a question in another language, and the vectors less than of one in the articles' own: at 16 passages
# with this weight the right one is among them for 94 in 100 English questions on ministry news, at 8 with 0.5 for 77.
_CROSS_LANGUAGE_DENSE = 0.7
_CROSS_LANGUAGE_MORE = 2
_READ_ALONE = 4  # sentences


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found for one question, before it is decided whether that is an answer."""

    question: Question
    passages: list[Passage]
    """As retrieved, the nearest first."""
    read: list[Passage]
    """Those that were read, the one that most surely answers first."""
    evidence: list[Evidence]
    """Sentences, the strongest first."""
    missing: list[str]
    """What the question names (a year, an ordinal, a country …) and none of the articles found does."""
    instead: dict[str, str]
    """What the question names, and what stands in its place in sentences that were dropped for it."""
    confidence: float
    by_article: dict[str, float]
    """Confidence in what each article says, taken alone; by id, for those that hold evidence."""
    vague: bool = False
    """Whether the question doesn't say what it is about and several articles would answer it, see `is_vague`."""


class Examiner:
    """Searches, reads and weighs. Safe to share between threads."""

    def __init__(
        self, store: Store, encoder: Encoder, reader: Reader, settings: Settings, weights: Weights
    ) -> None:
        """Examine the articles of `store` with the given models."""
        self._store = store
        self._encoder = encoder
        self._reader = reader
        self._settings = settings
        self._weights = weights
        self._judge = Judge(encoder, weights)

    def examine(
        self,
        question: Question,
        *,
        only: Filter = EVERYTHING,
        top_k: int | None = None,
        clock: Clock | None = None,
    ) -> Findings:
        """Find all that bears on a question, reading the `top_k` best passages (by default the settings')."""
        clock = clock or Clock()
        with clock.stage("encode"):
            vector = self._encoder.query(question.plain)
        with clock.stage("retrieve"):
            passages = self._retrieve(question, vector, self._settings.candidates, only)
            fitting, missing = self._fitting(question, vector, passages, only)
        with clock.stage("read"):
            number = top_k or self._settings.top_k * (_CROSS_LANGUAGE_MORE if question.english else 1)
            read = self.read(question, fitting[:number])
            again = self._read_alone(question, read)
        with clock.stage("weigh"):
            weighed = self._judge.weigh(question, vector, read, self._store.article, again)
            evidence, instead = consistent(question, weighed)
            confidence = self._judge.confidence(question, evidence)
            by_article: dict[str, list[Evidence]] = {}
            for each in evidence:
                by_article.setdefault(each.article.id, []).append(each)
            alone = {id_: self._judge.confidence(question, own) for id_, own in by_article.items()}
        vague = is_vague(question, evidence)
        return Findings(question, passages, read, evidence, missing, instead, confidence, alone, vague)

    def search(self, question: Question, k: int) -> list[Passage]:
        """Return the k nearest passages by hybrid search alone, unread."""
        return self._retrieve(question, self._encoder.query(question.plain), k, EVERYTHING)

    def read(self, question: Question, passages: Sequence[Passage]) -> list[Passage]:
        """Return passages with the spans that the reader finds, ranked anew."""
        from qa.reader import Readable, ScoredSpan

        found = self._spans(question, [Readable(p.text, p.lead) for p in passages])
        read = [
            replace(p, spans=tuple(ScoredSpan(p.start + s.start, p.start + s.end, s.score) for s in spans))
            for p, spans in zip(passages, found, strict=True)
        ]
        return reranked(read, self._weights.rank)

    def _read_alone(self, question: Question, read: Sequence[Passage]) -> dict[SentencePlace, float]:
        """Return the reader's log-odds for the sentences that it is surest of, each read without its passage.

        A span that only its neighbours make look right loses here, and two looks err less than one.
        """
        from qa.reader import Readable

        found = by_sentence(read)
        surest = sorted(found, key=lambda place: -found[place][0].score)[:_READ_ALONE]
        texts = []
        for place in surest:
            passage, (start, end) = found[place][1], place[1]
            texts.append(Readable(passage.text[start - passage.start : end - passage.start]))
        return {
            place: next((span.score for span in each), UNREAD)
            for place, each in zip(surest, self._spans(question, texts), strict=True)
        }

    def _spans(self, question: Question, texts: Sequence[Readable]) -> list[list[ScoredSpan]]:
        """Return what the reader finds in each text, but for what the question says already.

        That answers a question that gives a choice, or asks yes or no. Meetings are named after countries that may be
        their hosts.
        """
        found = self._reader.read(question.asked_of_reader, texts)
        if question.kind in {"yes_no", "country"} or GIVES_CHOICE.search(question.plain):
            return found
        return [
            [span for span in spans if not repeats(question, text.text[span.start : span.end])]
            for text, spans in zip(texts, found, strict=True)
        ]

    def _retrieve(self, question: Question, vector: Vectors, k: int, only: Filter) -> list[Passage]:
        settings = self._settings
        return retrieve(
            self._store,
            vector,
            question.tokens,
            k=k,
            candidates=max(settings.candidates, k),
            dense_weight=max(settings.dense_weight, _CROSS_LANGUAGE_DENSE)
            if question.english
            else settings.dense_weight,
            only=only,
        )

    def _fitting(
        self, question: Question, vector: Vectors, passages: list[Passage], only: Filter
    ) -> tuple[list[Passage], list[str]]:
        """Keep to the articles that meet most of the question's conditions.

        Returns their passages, ranked among themselves, and what even they don't name.
        """
        if not question.conditions and not question.people and not question.codes:
            return passages, []
        found = dict.fromkeys(passage.article_id for passage in passages)
        articles = [article for article_id in found if (article := self._store.article(article_id))]
        unmet = unmet_conditions(question, articles)
        fewest = min(unmet.values(), key=len, default=[])
        fitting = frozenset(
            article_id for article_id, missing in unmet.items() if len(missing) == len(fewest)
        )
        if len(fitting) < len(unmet):
            passages = self._retrieve(
                question, vector, self._settings.candidates, replace(only, articles=fitting)
            )
        return passages, fewest
