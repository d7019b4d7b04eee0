"""Articles -> a temporary index of them, and an assistant on it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from index.adding import Adding
from index.articles import Article
from index.encoder import Encoder
from index.local import LocalStore
from index.sync import Progress
from qa.assistant import Assistant
from qa.evidence import Weights
from qa.models import load_encoder, load_reader
from qa.settings import Settings


@contextmanager
def store_of(
    articles: Sequence[Article], encoder: Encoder, progress: Progress | None = None
) -> Iterator[LocalStore]:
    """Index the articles in a temporary folder, which is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        store = LocalStore.create(Path(folder), encoder.name, encoder.probe)
        try:
            adding = Adding(store, encoder)
            for done, article in enumerate(articles, 1):
                adding.add(article)
                if progress:
                    progress(done, len(articles))
            adding.flush()
            yield store
        finally:
            store.close()


@contextmanager
def assistant_on(
    articles: Sequence[Article],
    settings: Settings,
    weights: Weights | None = None,
    progress: Progress | None = None,
) -> Iterator[Assistant]:
    """Give an assistant on nothing but these articles."""
    encoder = load_encoder(settings)
    with store_of(articles, encoder, progress) as store:
        yield Assistant(store, encoder, load_reader(settings), settings, weights)
