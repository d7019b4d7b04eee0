"""The one way to the assistant for page and API: takes questions in turn, refuses when too many wait, counts them.

An answer keeps both cores busy, so questions are answered one after another, all by one thread: each thread that
computes would keep buffers and helpers of its own. Who comes when `Settings.waiting` are waiting already is told so at
once, instead of being kept until the browser gives up.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from threading import Lock

import prometheus_client as prometheus

from index.errors import InvalidQuestion, InvalidRequest, ThamtobError
from qa.assistant import Assistant
from qa.consultation import Consultation

_OF_ONE_USER = 4  # questions of one signed-on user that may be present
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
        self._answering = ThreadPoolExecutor(1, thread_name_prefix="answering")
        self._counting = Lock()
        self._present = 0
        self._of: Counter[str] = Counter()
        """How many of those are of each signed-on user."""
        self._registry = prometheus.CollectorRegistry()
        self._outcomes = prometheus.Counter(
            "thamtob_questions", "Questions by outcome.", ["outcome"], registry=self._registry
        )
        self._seconds = prometheus.Histogram(
            "thamtob_answer_seconds",
            "From taking a question to its answer.",
            buckets=_SECONDS,
            registry=self._registry,
        )
        present = prometheus.Gauge(
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
        user: str = "",
    ) -> Consultation:
        """Answer in turn; see `Assistant.consult`.

        Raises:
            Busy: as many as may are waiting already, or as many of this user (of those without a name, all may).
        """
        started = time.perf_counter()
        try:
            with self._place(user):
                result = self._answering.submit(
                    self.assistant.consult,
                    question,
                    history=history,
                    since=since,
                    until=until,
                    articles=articles,
                ).result()
        except Exception as error:
            outcome = (
                "busy"
                if isinstance(error, Busy)
                else "invalid"
                if isinstance(error, InvalidQuestion | InvalidRequest)
                else "failed"
            )
            self._outcomes.labels(outcome).inc()
            raise
        self._seconds.observe(time.perf_counter() - started)
        self._outcomes.labels("refused" if result.answer.refused else "answered").inc()
        return result

    def metrics(self) -> bytes:
        """Return the counts in Prometheus' text format."""
        return prometheus.generate_latest(self._registry)

    @contextmanager
    def _place(self, user: str) -> Iterator[None]:
        with self._counting:
            if self._present > self._waiting or (user and self._of[user] >= _OF_ONE_USER):
                raise Busy
            self._present += 1
            self._of[user] += 1
        try:
            yield
        finally:
            with self._counting:
                self._present -= 1
                self._of[user] -= 1
                self._of += Counter()  # forget who has none
