"""Folder -> syncs, one after every change in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import watchfiles

from index.formats import is_article_file

_QUIET = 300  # ms without a change before one is acted on: a file being saved changes several times
_LONGEST = 1500  # ms
_SAFETY = 60_000  # ms: look again anyway, as some network folders tell of no changes


def changes(folder: Path, stop: Event | None = None) -> Iterator[None]:
    """Yield when articles in `folder` may have changed, for ever or until `stop` is set."""

    def concerns(_: watchfiles.Change, path: str) -> bool:
        return is_article_file(Path(path)) or not Path(path).suffix  # a folder that was moved, say

    for _ in watchfiles.watch(
        folder,
        watch_filter=concerns,
        debounce=_LONGEST,
        step=_QUIET,
        stop_event=stop,
        rust_timeout=_SAFETY,
        yield_on_timeout=True,
        raise_interrupt=False,
        ignore_permission_denied=True,  # of a folder within: the sync says which
    ):
        yield
