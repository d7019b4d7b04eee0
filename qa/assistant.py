"""The facade: opens an index and answers questions from it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from index.articles import Article, Listed
from index.errors import InvalidRequest
from index.local import LocalStore
from index.store import EVERYTHING, Filter, Store
from index.sync import Progress, sync
from qa.answer import Answer
from qa.consultant import Consultant
from qa.consultation import Consultation
from qa.evidence import Weights
from qa.examiner import Examiner, Findings
from qa.models import load_encoder, load_reader
from qa.question import Question, parse_question
from qa.retriever import Passage
from qa.settings import Settings

if TYPE_CHECKING:
    from index.encoder import Encoder
    from qa.reader import Reader


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
        self._consultant = Consultant(store, self._examiner, settings, self.threshold)

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
        return self._consultant.consult(question, earlier, only, top_k)

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

    def articles(self) -> list[Article]:
        """Return the articles, ordered by id."""
        return self._store.articles()

    def listing(self, offset: int = 0, limit: int | None = None) -> list[Listed]:
        """Return the articles without their texts, ordered by id: all, or `limit` of them behind the first `offset`."""
        return self._store.listing(offset, limit)

    def count_articles(self) -> int:
        """Return the number of articles."""
        return self._store.count_articles()

    def close(self) -> None:
        """Let go of the index."""
        self._store.close()


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


def _index_of(folder: Path, settings: Settings) -> Path:
    digest = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:12]
    return settings.index.parent / f"{settings.index.name}-{digest}"
