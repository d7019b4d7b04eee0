"""The facade: opens an index and answers questions from it."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from index.articles import Article
from index.errors import IndexNotFound, InvalidRequest
from index.local import LocalStore
from index.store import EVERYTHING, Filter, Store, Vectors
from index.sync import Progress, sync
from qa import composer
from qa.answer import Answer
from qa.evidence import Evidence, Judge, Weights, unmet_conditions
from qa.models import load_encoder, load_reader
from qa.question import Question, in_context, parse_question
from qa.retriever import Passage, reranked, retrieve
from qa.scope import consistent
from qa.settings import Settings

if TYPE_CHECKING:
    from index.encoder import Encoder
    from qa.reader import Reader

_default_lock = Lock()


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
        self._encoder = encoder
        self._reader = reader
        self._weights = weights or Weights.shipped()
        self._judge = Judge(encoder, self._weights)

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
        except Exception:
            store.close()
            raise
        return cls(store, encoder, load_reader(settings), settings)

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
            question: Thai or English.
            history: the user's earlier questions, oldest first, for a follow-up such as แล้วจัดที่ไหน.
            since: earliest date of an article, included.
            until: latest date of an article, included.
            articles: ids of the articles to answer from.
            top_k: passages to read; the settings' `top_k` by default.

        Raises:
            InvalidQuestion: the question is empty, too long or no text.
            InvalidRequest: another argument makes no sense.
        """
        clock = Clock()
        only = _filter(since, until, articles)
        if top_k is not None and top_k < 1:
            raise InvalidRequest("top_k ต้องเป็น 1 ขึ้นไป", f"top_k must be at least 1, not {top_k}")
        with clock.stage("understand"):
            longest = self.settings.max_question
            parsed = in_context(parse_question(question, longest), history, longest)
        findings = self.examine(parsed, only=only, top_k=top_k, clock=clock)
        with clock.stage("compose"):
            result = self._decide(question, findings, filtered=only != EVERYTHING)
        return replace(result, timings=clock.milliseconds())

    def examine(
        self,
        question: Question,
        *,
        only: Filter = EVERYTHING,
        top_k: int | None = None,
        clock: Clock | None = None,
    ) -> Findings:
        """Return all that an answer is decided from."""
        clock = clock or Clock()
        with clock.stage("encode"):
            vector = self._encoder.query(question.text)
        with clock.stage("retrieve"):
            passages = self._retrieve(question, vector, self.settings.candidates, only)
            fitting, missing = self._fitting(question, vector, passages, only)
        with clock.stage("read"):
            read = self._read(question, fitting[: top_k or self.settings.top_k])
        with clock.stage("weigh"):
            weighed = self._judge.weigh(question, vector, read, self._store.article)
            evidence, instead = consistent(question, weighed)
            confidence = self._judge.confidence(question, evidence)
        return Findings(question, passages, read, evidence, missing, instead, confidence)

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
        found = self.search(parsed, max(k, deep))
        return [*self._read(parsed, found[:deep]), *found[deep:]][:k]

    def search(self, question: Question, k: int) -> list[Passage]:
        """Return the k nearest passages by hybrid search alone, unread."""
        return self._retrieve(question, self._encoder.query(question.text), k, EVERYTHING)

    def article(self, article_id: str) -> Article | None:
        """Return one article, or None if there is none with that id."""
        return self._store.article(article_id)

    def articles(self) -> list[Article]:
        """Return all articles, ordered by id."""
        return self._store.articles()

    def close(self) -> None:
        """Let go of the index."""
        self._store.close()

    def _retrieve(self, question: Question, vector: Vectors, k: int, only: Filter) -> list[Passage]:
        settings = self.settings
        return retrieve(
            self._store,
            vector,
            question.tokens,
            k=k,
            candidates=max(settings.candidates, k),
            dense_weight=settings.dense_weight,
            only=only,
        )

    def _read(self, question: Question, passages: Sequence[Passage]) -> list[Passage]:
        """Return passages with the spans that the reader finds, ranked anew."""
        from qa.reader import Readable, ScoredSpan

        found = self._reader.read(question.text, [Readable(p.text, p.lead) for p in passages])
        read = [
            replace(p, spans=tuple(ScoredSpan(p.start + s.start, p.start + s.end, s.score) for s in spans))
            for p, spans in zip(passages, found, strict=True)
        ]
        return reranked(read, self._weights.rank)

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
                question, vector, self.settings.candidates, replace(only, articles=fitting)
            )
        return passages, fewest

    def _decide(self, asked: str, findings: Findings, *, filtered: bool) -> Answer:
        threshold = self._weights.threshold if self.settings.threshold is None else self.settings.threshold
        confidence = findings.confidence
        if not findings.passages and filtered:
            reason = composer.NOTHING_SELECTED
        elif findings.missing:
            reason, confidence = composer.not_named(findings.missing), 0.0
        elif findings.instead and (not findings.evidence or confidence < threshold):
            reason = composer.found_instead(findings.instead)
        elif not findings.evidence or confidence < threshold:
            reason = composer.NO_ANSWER
        else:
            return composer.compose(asked, findings.evidence, confidence)
        nearest = dict.fromkeys(passage.article_id for passage in findings.passages[:10])
        related = [article for article_id in nearest if (article := self._store.article(article_id))]
        return composer.refuse(asked, reason, confidence, related)


def answer(question: str, *, history: Sequence[str] = ()) -> Answer:
    """Answer from the default index; see `Assistant.answer`.

    The index is the one of the settings (`THAMTOB_INDEX`); if there is none yet, it is made from the
    sample articles.
    """
    return default_assistant().answer(question, history=history)


def default_assistant(settings: Settings | None = None, progress: Progress | None = None) -> Assistant:
    """Return the assistant on the settings' index, made from the sample articles if there is none yet.

    Without `settings` it is opened once and kept.

    Raises:
        See `Assistant.open`.
    """
    with _default_lock:
        return _open_default() if settings is None else _open_or_make(settings, progress)


@lru_cache(maxsize=1)
def _open_default() -> Assistant:
    return _open_or_make(Settings(), None)


def _open_or_make(settings: Settings, progress: Progress | None) -> Assistant:
    try:
        return Assistant.open(settings=settings)
    except IndexNotFound:
        return Assistant.from_folder(seeds_folder(), settings, index=settings.index, progress=progress)


def seeds_folder() -> Path:
    """Return the folder of the sample articles: inside an installed package, or beside the source."""
    here = Path(__file__).parent
    installed = here / "seeds"
    return installed if installed.is_dir() else here.parent / "seeds"


def _index_of(folder: Path, settings: Settings) -> Path:
    digest = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:12]
    return settings.index.parent / f"{settings.index.name}-{digest}"


def _filter(since: date | None, until: date | None, articles: Iterable[str] | None) -> Filter:
    for name, day in (("since", since), ("until", until)):
        if day is not None and not isinstance(day, date):
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


class Clock:
    """Collects how long each stage takes."""

    def __init__(self) -> None:
        self._stages: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time what runs inside."""
        started = time.perf_counter()
        yield
        self._stages[name] = (time.perf_counter() - started) * 1000

    def milliseconds(self) -> dict[str, float]:
        """Return the stages and their total, in milliseconds."""
        stages = {name: round(taken, 2) for name, taken in self._stages.items()}
        return stages | {"total": round(sum(self._stages.values()), 2)}
