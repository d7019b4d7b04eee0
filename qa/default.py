"""The assistant on the settings' index, made from the sample articles if there is none yet."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock

from index.errors import IndexNotFound
from index.sync import Progress
from qa.answer import Answer
from qa.assistant import Assistant
from qa.settings import Settings

_lock = Lock()


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
    with _lock:
        return _open_default() if settings is None else _open_or_make(settings, progress)


def seeds_folder() -> Path:
    """Return the folder of the sample articles: inside an installed package, or beside the source."""
    here = Path(__file__).parent
    installed = here / "seeds"
    return installed if installed.is_dir() else here.parent / "seeds"


@lru_cache(maxsize=1)
def _open_default() -> Assistant:
    return _open_or_make(Settings(), None)


def _open_or_make(settings: Settings, progress: Progress | None) -> Assistant:
    try:
        return Assistant.open(settings=settings)
    except IndexNotFound:
        return Assistant.from_folder(seeds_folder(), settings, index=settings.index, progress=progress)
