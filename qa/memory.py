"""The last consultations, by what was asked: a follow-up is answered without asking the turn before again."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Hashable, Sequence
from threading import Lock

from index.store import Filter
from qa.consultation import Consultation

_REMEMBERED = 256  # consultations
Key = tuple[Hashable, ...]


class Memory:
    """Keeps the consultations used last. Safe to share between threads."""

    def __init__(self) -> None:
        """Begin with none."""
        self._recent: OrderedDict[Key, Consultation] = OrderedDict()
        self._lock = Lock()

    def recall(self, key: Key) -> Consultation | None:
        """Return what was kept under `key`, None if nothing was, or too long ago."""
        with self._lock:
            found = self._recent.get(key)
            if found:
                self._recent.move_to_end(key)
            return found

    def keep(self, key: Key, result: Consultation) -> None:
        """Keep a consultation, in the place of the one that was used the longest ago."""
        with self._lock:
            self._recent[key] = result
            self._recent.move_to_end(key)
            while len(self._recent) > _REMEMBERED:
                self._recent.popitem(last=False)


def key_of(at: Key, question: str, history: Sequence[str], only: Filter, top_k: int | None) -> Key:
    """Return a key that stands for a question in its conversation, however long those are, asked of one index."""
    chosen = None if only.articles is None else sorted(only.articles)
    asked = repr((" ".join(question.split()), history, only.since, only.until, chosen, top_k))
    digest = hashlib.sha256(asked.encode()).digest()
    return *at, digest
