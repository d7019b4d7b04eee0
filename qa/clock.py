"""How long each stage of an answer takes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Clock:
    """Collects times; a stage that runs twice counts with both."""

    def __init__(self) -> None:
        self._stages: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time what runs inside."""
        started = time.perf_counter()
        yield
        taken = (time.perf_counter() - started) * 1000
        self._stages[name] = self._stages.get(name, 0.0) + taken

    def milliseconds(self) -> dict[str, float]:
        """Return the stages and their total, in milliseconds."""
        stages = {name: round(taken, 2) for name, taken in self._stages.items()}
        return stages | {"total": round(sum(self._stages.values()), 2)}
