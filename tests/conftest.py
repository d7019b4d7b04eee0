"""Fixtures: the real model, once, and an assistant on the five sample articles."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from playwright.sync_api import Browser, expect, sync_playwright
from transformers import BertConfig, BertModel

from index.encoder import Encoder
from index.sync import sync
from qa import Assistant, Settings
from qa.default import seeds_folder
from qa.models import load_encoder, load_reader
from qa.network import SpanNetwork
from qa.reader import Reader

CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SEEDS = Path(__file__).parents[1] / "seeds"


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(index=tmp_path_factory.mktemp("index") / "index")


@pytest.fixture(scope="session")
def encoder(settings: Settings) -> Encoder:
    return load_encoder(settings)


@pytest.fixture(scope="session")
def reader(settings: Settings) -> Reader:
    return load_reader(settings)


@pytest.fixture(scope="session")
def assistant(settings: Settings) -> Iterator[Assistant]:
    opened = Assistant.from_folder(seeds_folder(), settings, index=settings.index)
    yield opened
    opened.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SEEDS, tmp_path / "articles"))


@pytest.fixture
def index(tmp_path: Path, folder: Path, encoder: Encoder) -> Path:
    sync(folder, tmp_path / "index", lambda: encoder)
    return tmp_path / "index"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    assert chromium, "these tests need Chromium: apt-get install chromium"
    expect.set_options(timeout=15_000)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGS)
        yield launched
        launched.close()


def small_network() -> SpanNetwork:
    """A network of the shipped one's shape, small enough to train in a test; the same each time."""
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=250_037,
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=64,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )
    encoder = BertModel(config, add_pooling_layer=False)
    encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    return SpanNetwork(encoder)
