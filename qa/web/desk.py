"""The one way to the assistant for page and API: takes questions in turn, refuses when too many wait, counts them.

An answer keeps both cores busy, so questions are answered one after another; who comes when `Settings.waiting` are
waiting already is told so at once, instead of being kept until the browser gives up.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from threading import Lock

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from index.errors import ThamtobError
from qa.assistant import Assistant
from qa.consultation import Consultation

_SECONDS = (0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10, 30)


class Busy(ThamtobError):
    """Too many questions wait already."""

    def __init__(self) -> None:
        super().__init__(
            "ขณะนี้มีผู้ถามจำนวนมาก โปรดลองใหม่ในอีกสักครู่", "Many are asking just now; please try again in a moment."
        )


class Desk:
    """Safe to share between threads; one for each process."""

    def __init__(self, assistant: Assistant, waiting: int) -> None:
        """Take questions for `assistant`, of which at most `waiting` wait at a time."""
        self.assistant = assistant
        self._waiting = waiting
        self._turn = Lock()
        self._counting = Lock()
        self._present = 0
        self._registry = CollectorRegistry()
        self._outcomes = Counter(
            "thamtob_questions", "Questions by outcome.", ["outcome"], registry=self._registry
        )
        self._seconds = Histogram(
            "thamtob_answer_seconds",
            "From taking a question to its answer.",
            buckets=_SECONDS,
            registry=self._registry,
        )
        present = Gauge(
            "thamtob_questions_present", "Questions that wait or are answered.", registry=self._registry
        )
        present.set_function(lambda: self._present)

    def consult(
        self,
        question: str,
        *,
        history: tuple[str, ...] = (),
        since: date | None = None,
        until: date | None = None,
        articles: list[str] | None = None,
        top_k: int | None = None,
    ) -> Consultation:
        """Answer in turn; see `Assistant.consult`.

        Raises:
            Busy: as many as may are waiting already.
        """
        started = time.perf_counter()
        try:
            with self._place(), self._turn:
                result = self.assistant.consult(
                    question, history=history, since=since, until=until, articles=articles, top_k=top_k
                )
        except Exception as error:
            outcome = (
                "busy"
                if isinstance(error, Busy)
                else "invalid"
                if isinstance(error, ThamtobError)
                else "failed"
            )
            self._outcomes.labels(outcome).inc()
            raise
        self._seconds.observe(time.perf_counter() - started)
        self._outcomes.labels("refused" if result.answer.refused else "answered").inc()
        return result

    def metrics(self) -> bytes:
        """Return the counts in Prometheus' text format."""
        return generate_latest(self._registry)

    @contextmanager
    def _place(self) -> Iterator[None]:
        with self._counting:
            if self._present > self._waiting:
                raise Busy
            self._present += 1
        try:
            yield
        finally:
            with self._counting:
                self._present -= 1
