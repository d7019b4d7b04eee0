"""The facade: opens an index and answers questions from it."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from index.articles import Article
from index.errors import InvalidQuestion, InvalidRequest
from index.local import LocalStore
from index.store import EVERYTHING, Filter, Store
from index.sync import Progress, sync
from index.thai import words
from qa import composer
from qa.answer import Answer
from qa.clock import Clock
from qa.comparison import sides
from qa.consultation import Consultation, turn_of
from qa.conversation import Reading, asks_for_more, readings
from qa.evidence import Weights
from qa.examiner import Examiner, Findings
from qa.memory import Memory, key_of
from qa.models import load_encoder, load_reader
from qa.question import Question, parse_question, question_of
from qa.retriever import Passage
from qa.settings import Settings
from qa.suggestions import did_you_mean
from qa.twofold import both
from qa.wording import Wording, read_filters

if TYPE_CHECKING:
    from index.encoder import Encoder
    from qa.reader import Reader

_SURE = 0.8  # confidence from which no other reading of a question is tried
# Of the fitted threshold, for a follow-up read in the article that the turn before cited: that one is likely to hold the answer,
# and the words of two turns put together don't read like a question.
_FOLLOWED = 0.5
_CONSIDERED = 6  # earlier questions


class Assistant:
    """Answers questions from one index. Safe to share between threads."""

    def __init__(
        self,
        store: Store,
        encoder: Encoder,
        reader: Reader,
        settings: Settings,
        weights: Weights | None = None,
    ) -> None:
        """Use `open` or `from_folder` unless you bring your own store."""
        self.settings = settings
        self._store = store
        weights = weights or Weights.shipped()
        self._examiner = Examiner(store, encoder, reader, settings, weights)
        self.threshold = weights.threshold if settings.threshold is None else settings.threshold
        """Confidence below which to refuse."""
        self._memory = Memory()

    @classmethod
    def open(cls, path: str | Path | None = None, settings: Settings | None = None) -> Assistant:
        """Open an index, by default the one that the settings name.

        Raises:
            IndexNotFound, IndexCorrupt, ModelMismatch, ModelUnavailable: each says what to do.
        """
        settings = settings or Settings()
        store = LocalStore.open(Path(path) if path is not None else settings.index)
        try:
            encoder = load_encoder(settings)
            store.check_model(encoder.name, encoder.probe)
            return cls(store, encoder, load_reader(settings), settings)
        except Exception:
            store.close()
            raise

    @classmethod
    def from_folder(
        cls,
        folder: str | Path,
        settings: Settings | None = None,
        *,
        index: str | Path | None = None,
        progress: Progress | None = None,
    ) -> Assistant:
        """Bring the index of a folder of articles up to date, and open it.

        Each folder has its own index beside the default one, unless `index` says where.

        Raises:
            NoArticles, IndexBusy and what `open` raises.
        """
        settings = settings or Settings()
        folder = Path(folder)
        place = Path(index) if index is not None else _index_of(folder, settings)
        sync(folder, place, lambda: load_encoder(settings), progress)
        return cls.open(place, settings)

    def answer(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        since: date | None = None,
        until: date | None = None,
        articles: Iterable[str] | None = None,
        top_k: int | None = None,
    ) -> Answer:
        """Answer a question in the words of the articles, or refuse.

        Args:
            question: Thai or English. It may set filters itself (ข่าวตั้งแต่ปี 2562, ล่าสุด).
            history: the user's earlier questions, oldest first, for a follow-up such as แล้วจัดที่ไหน or ขอดูเพิ่มเติม.
            since: earliest date of an article, included.
            until: latest date of an article, included.
            articles: ids of the articles to answer from.
            top_k: passages to read; the settings' `top_k` by default.

        Raises:
            InvalidQuestion: the question is empty, too long or no text.
            InvalidRequest: another argument makes no sense.
        """
        return self.consult(
            question, history=history, since=since, until=until, articles=articles, top_k=top_k
        ).answer

    def consult(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        since: date | None = None,
        until: date | None = None,
        articles: Iterable[str] | None = None,
        top_k: int | None = None,
    ) -> Consultation:
        """Answer like `answer`, and return with the answer what it was decided from."""
        only, earlier = _filter(since, until, articles), _history(history)
        if top_k is not None and top_k < 1:
            raise InvalidRequest("top_k ต้องเป็น 1 ขึ้นไป", f"top_k must be at least 1, not {top_k}")
        return self._consult(question, earlier, only, top_k)

    def _consult(
        self, question: str, history: tuple[str, ...], only: Filter, top_k: int | None
    ) -> Consultation:
        clock = Clock()
        history = history[-_CONSIDERED:]
        longest = self.settings.max_question
        with clock.stage("understand"):
            parsed = parse_question(question, longest)
        at = self._now()
        earlier = self._earlier(history, only, top_k)
        if earlier and asks_for_more(parsed.text):
            found = earlier.findings[0]
            if earlier.answer.refused:
                answer = composer.refuse(question, found.question, composer.NOTHING_MORE)
            else:
                answer = composer.further(question, found, earlier.shown)
            result = replace(earlier, answer=answer, shown=earlier.shown | composer.places(answer))
        else:
            with clock.stage("understand"):
                wording = read_filters(parsed.text, date.today())
                wanted = question_of(wording.text) if words(wording.text) else parsed
                tried = readings(wanted, earlier.turn if earlier else None)
            said = composer.points_at(earlier.answer) if earlier else frozenset()
            result = self._first_answered(question, tried, wording, said, only, top_k, clock)
        result = replace(result, answer=replace(result.answer, timings=clock.milliseconds()))
        self._memory.keep(key_of(at, question, history, only, top_k), result)
        if len(history) == _CONSIDERED:  # who sends the last few questions only asks next without the oldest
            self._memory.keep(key_of(at, question, history[1:], only, top_k), result)
        return result

    def examine(self, question: Question, *, only: Filter = EVERYTHING) -> Findings:
        """Return all that an answer to a question, taken as it stands, is decided from."""
        return self._examiner.examine(question, only=only)

    def retrieve(self, question: str, k: int = 10) -> list[Passage]:
        """Return the k passages nearest to a question, best first.

        The first `top_k` of the settings are read, and ranked by what the reader found in them.

        Raises:
            InvalidQuestion, InvalidRequest: see `answer`.
        """
        if k < 1:
            raise InvalidRequest("k ต้องเป็น 1 ขึ้นไป", f"k must be at least 1, not {k}")
        parsed = parse_question(question, self.settings.max_question)
        deep = self.settings.top_k
        found = self._examiner.search(parsed, max(k, deep))
        return [*self._examiner.read(parsed, found[:deep]), *found[deep:]][:k]

    def search(self, question: Question, k: int) -> list[Passage]:
        """Return the k nearest passages by hybrid search alone, unread."""
        return self._examiner.search(question, k)

    def article(self, article_id: str) -> Article | None:
        """Return one article, or None if there is none with that id."""
        return self._store.article(article_id)

    def articles(self, offset: int = 0, limit: int | None = None) -> list[Article]:
        """Return the articles, ordered by id: all, or `limit` of them behind the first `offset`."""
        return self._store.articles(offset, limit)

    def count_articles(self) -> int:
        """Return the number of articles."""
        return self._store.count_articles()

    def close(self) -> None:
        """Let go of the index."""
        self._store.close()

    def _first_answered(
        self,
        asked: str,
        tried: Sequence[Reading],
        wording: Wording,
        said: frozenset[composer.QuotePlace],
        only: Filter,
        top_k: int | None,
        clock: Clock,
    ) -> Consultation:
        """Return the answer to the first reading that has one, or to a surer rival; else the refusal that says most."""
        best: Consultation | None = None
        refused: list[Consultation] = []
        for reading in tried:
            if best and (not reading.rival or best.answer.confidence >= _SURE):
                break
            result = self._as_read(asked, reading, wording, only, top_k, clock)
            again = not result.answer.refused and composer.points_at(result.answer) == said
            if reading.of_another and again:
                result = replace(result, answer=composer.refuse(asked, reading.question, composer.NO_ANSWER))
            if result.answer.refused:
                refused.append(result)
            elif best is None or result.answer.confidence > best.answer.confidence:
                best = result
        if best:
            return best
        with clock.stage("compose"):
            seeing = [each for each in refused if any(found.passages for found in each.findings)]
            telling = next((each for each in refused if each.telling), (seeing or refused)[0])
            meant = telling.answer.suggestions or did_you_mean(wording.text, self._store)
            return replace(telling, answer=replace(telling.answer, suggestions=meant))

    def _as_read(
        self, asked: str, reading: Reading, wording: Wording, only: Filter, top_k: int | None, clock: Clock
    ) -> Consultation:
        """Answer one reading of a question."""
        at = wording.within(only)
        if reading.articles is not None:
            at = replace(at, articles=_both(at.articles, reading.articles))
        follows = reading.articles is not None and not reading.rival and self.settings.threshold is None
        threshold = self.threshold * (_FOLLOWED if follows else 1.0)
        examine = partial(self._examiner.examine, only=at, top_k=top_k, clock=clock)
        sure, untold = list[Findings](), list[Findings]()
        compared = sides(reading.question)
        parts = compared or (None if wording.newest else both(reading.question))
        for question in parts or (reading.question,):
            found = examine(question)
            if wording.newest:  # of all that answer, the newest is meant
                found = replace(found, vague=False)
            (sure if _sure(found, threshold) else untold).append(found)
        if len(untold) > 1 and _sure(whole := examine(reading.question), threshold):  # it may compare nothing
            sure, untold = [whole], []
        with clock.stage("compose"):
            answer = self._decide(
                asked,
                reading.question,
                sure,
                untold,
                at,
                threshold,
                newest=wording.newest,
                compared=compared is not None,
            )
            answer = replace(answer, understood=_understood(reading, wording))
        shown = composer.places(answer)
        turn = turn_of(reading, answer)
        # Of a comparison only half of which is told, that half leads: more of it may be asked for.
        return Consultation(answer, reading, (*sure, *untold), wording, threshold, shown, turn)

    def _decide(
        self,
        asked: str,
        question: Question,
        sure: Sequence[Findings],
        untold: Sequence[Findings],
        only: Filter,
        threshold: float,
        *,
        newest: bool,
        compared: bool,
    ) -> Answer:
        """Compose an answer of what is sure, or refuse; both parts of a question that has two are given."""
        if sure and len(sure) + len(untold) > 1:
            reasons = [self._reason(each, only, composer.unclear(each.question)) for each in untold]
            return composer.compare(asked, question, sure, reasons, compared=compared)
        if sure:
            return composer.compose(asked, sure[0], threshold, newest=newest)
        unsure = untold[0]
        if unsure.vague and not unsure.missing and unsure.confidence >= threshold:
            return composer.ask_back(asked, question, unsure.evidence)
        confidence = 0.0 if unsure.missing else unsure.confidence
        near = composer.nearest(unsure, self._store.article)
        return composer.refuse(
            asked, question, self._reason(unsure, only, composer.NO_ANSWER), confidence, near
        )

    def _reason(self, unsure: Findings, only: Filter, otherwise: composer.Words) -> composer.Words:
        """Return what is missing for an answer; `otherwise` if only certainty is."""
        if not unsure.passages and only != EVERYTHING:
            return composer.NOTHING_SELECTED
        if unsure.missing:
            return composer.not_named(unsure.missing)
        return composer.found_instead(unsure.instead) if unsure.instead else otherwise

    def _earlier(self, history: tuple[str, ...], only: Filter, top_k: int | None) -> Consultation | None:
        """Return what the question before was answered from; answered again unless that is remembered."""
        at = self._now()
        for last in range(len(history), 0, -1):
            question, before = history[last - 1], history[: last - 1]
            try:
                return self._memory.recall(key_of(at, question, before, only, top_k)) or self._consult(
                    question, before, only, top_k
                )
            except InvalidQuestion:
                continue  # it got no answer, so nothing follows it
        return None

    def _now(self) -> tuple[Hashable, ...]:
        """Return what tells the index as it is, today, from a later one: an answer from one is none from the other."""
        return self._store.position(), date.today()


def _filter(since: date | None, until: date | None, articles: Iterable[str] | None) -> Filter:
    for name, day in (("since", since), ("until", until)):
        if day is not None and type(day) is not date:
            raise InvalidRequest(
                f"{name} ต้องเป็นวันที่ (datetime.date)", f"{name} must be a datetime.date, not {day!r}"
            )
    if since and until and since > until:
        raise InvalidRequest("วันเริ่มต้นอยู่หลังวันสิ้นสุด", f"since {since} is after until {until}")
    if isinstance(articles, str):
        raise InvalidRequest(
            "articles ต้องเป็นรายการของรหัสบทความ", "articles must be a list of ids, not one string"
        )
    return Filter(since, until, None if articles is None else frozenset(articles))


def _history(history: Sequence[str]) -> tuple[str, ...]:
    if isinstance(history, str) or not all(isinstance(each, str) for each in history):
        raise InvalidRequest(
            "history ต้องเป็นรายการของคำถามก่อนหน้า", "history must be a list of earlier questions, each a string"
        )
    return tuple(history)


def _sure(findings: Findings, threshold: float) -> bool:
    told = bool(findings.evidence) and not findings.missing and not findings.vague
    return told and findings.confidence >= threshold


def _both(one: frozenset[str] | None, other: frozenset[str]) -> frozenset[str]:
    return other if one is None else one & other


def _understood(reading: Reading, wording: Wording) -> str:
    """Return how a question was read, where that isn't plain from the question."""
    days = [f"{name} {day}" for name, day in (("≥", wording.since), ("≤", wording.until)) if day]
    moved = reading.question.text if reading.asked != reading.question.text else ""
    return " · ".join(filter(None, [moved or wording.text, *days])) if moved or days else ""


def _index_of(folder: Path, settings: Settings) -> Path:
    digest = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:12]
    return settings.index.parent / f"{settings.index.name}-{digest}"
