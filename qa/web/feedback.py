"""What users thought of answers, kept in a SQLite file of its own on this machine."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

LONGEST_REASON = 2_000
_SCHEMA = """CREATE TABLE IF NOT EXISTS feedback (
    id INTEGER PRIMARY KEY AUTOINCREMENT, time TEXT NOT NULL, user TEXT NOT NULL, question TEXT NOT NULL,
    answer TEXT NOT NULL, verdict TEXT NOT NULL, reason TEXT NOT NULL)"""


@dataclass(frozen=True, slots=True)
class Opinion:
    """One user's opinion of one answer."""

    question: str
    answer: str
    """The short answer that was shown, or, where it was too long, what the quotes highlighted; empty for a refusal."""
    verdict: Literal["good", "bad"]
    reason: str = ""
    user: str = ""
    time: str = ""
    """When it was given, in UTC, ISO 8601."""


class Feedback:
    """Opinions in one file. Safe to share between threads and processes."""

    def __init__(self, path: Path) -> None:
        """Keep them at `path`; the file is made with the first opinion."""
        self.path = path

    def add(self, opinion: Opinion) -> None:
        """Keep an opinion, with the time of now."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self.path, timeout=10)) as database, database:
            database.execute("PRAGMA journal_mode = WAL")
            database.execute(_SCHEMA)
            database.execute(
                "INSERT INTO feedback (time, user, question, answer, verdict, reason) VALUES (?, ?, ?, ?, ?, ?)",
                (
                    datetime.now(UTC).isoformat(timespec="seconds"),
                    opinion.user,
                    opinion.question,
                    opinion.answer,
                    opinion.verdict,
                    opinion.reason[:LONGEST_REASON],
                ),
            )

    def __iter__(self) -> Iterator[Opinion]:
        """Yield all opinions, the oldest first."""
        if not self.path.exists():
            return
        with closing(sqlite3.connect(self.path, timeout=10)) as database:
            rows = database.execute(
                "SELECT question, answer, verdict, reason, user, time FROM feedback ORDER BY id"
            )
            yield from (Opinion(*row) for row in rows)
