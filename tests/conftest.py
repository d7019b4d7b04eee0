"""Fixtures: the real model, once, and an assistant on the five sample articles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.encoder import Encoder
from qa import Assistant, Settings
from qa.assistant import load_encoder, seeds_folder

SEEDS = Path(__file__).parents[1] / "seeds"


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(index=tmp_path_factory.mktemp("index") / "index")


@pytest.fixture(scope="session")
def encoder(settings: Settings) -> Encoder:
    return load_encoder(settings)


@pytest.fixture(scope="session")
def assistant(settings: Settings) -> Iterator[Assistant]:
    opened = Assistant.from_folder(seeds_folder(), settings, index=settings.index)
    yield opened
    opened.close()
