"""Settings -> the models, each loaded once and shared."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from qa.settings import Settings

if TYPE_CHECKING:
    from index.encoder import Encoder
    from qa.reader import Reader


def load_encoder(settings: Settings) -> Encoder:
    """Return the embedding model of the settings; one that is loaded already is shared."""
    return _load_encoder(
        settings.model, settings.cache, settings.precision, settings.query_prompt, settings.passage_prompt
    )


@lru_cache(maxsize=2)
def _load_encoder(model: str, cache: Path, precision: str, query_prompt: str, passage_prompt: str) -> Encoder:
    from index.encoder import Encoder  # takes seconds: not before it is needed

    return Encoder(
        model, cache=cache, precision=precision, query_prompt=query_prompt, passage_prompt=passage_prompt
    )


def load_reader(settings: Settings) -> Reader:
    """Return the reader that comes with the package; one that is loaded already is shared."""
    encoder = load_encoder(settings) if settings.model == "bundled" else None
    return _load_reader(settings.cache, settings.precision, encoder)


@lru_cache(maxsize=2)
def _load_reader(cache: Path, precision: str, encoder: Encoder | None) -> Reader:
    from qa.reader import Reader  # takes seconds: not before it is needed

    return Reader.shipped(cache, precision, encoder)
