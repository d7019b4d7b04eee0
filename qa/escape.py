"""Any text -> text that is inert in HTML and Markdown alike."""

from __future__ import annotations

import re

_ACTIVE = re.compile(r"[!-/:-@\[-`{-~]")
_BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")


def plain(text: str) -> str:
    """Write every ASCII punctuation mark as an entity. The characters stay, but for line breaks."""
    return _ACTIVE.sub(lambda mark: f"&#{ord(mark[0])};", _BREAKS.sub(" ", text))
