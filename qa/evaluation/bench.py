"""A folder of articles -> how fast it is indexed and questions on it are answered, on this machine."""

from __future__ import annotations

import itertools
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from index.articles import make_article
from index.chunks import make_chunks
from index.encoder import Encoder
from index.formats import Document, read_documents
from index.sentences import split_sentences
from index.sync import article_files, sync
from qa.assistant import Assistant
from qa.evaluation.metrics import percentile
from qa.models import load_encoder, load_reader
from qa.reader import Readable, Reader
from qa.settings import Settings

QUESTIONS = 60
PASSAGES, TOKENS, READINGS = 8, 250, 20


def bench(folder: Path, settings: Settings) -> dict[str, Any]:
    """Index `folder` into a temporary place and ask it `QUESTIONS` of its own sentences, each once.

    Returns characters a second of reading text (on one core, before anything is embedded); seconds and rates for
    loading and indexing; milliseconds for answers (p50, p95) and, as medians, for their stages; and milliseconds
    for the reader to read `PASSAGES` passages of `TOKENS` tokens.
    """
    text_rates = _text_rates(folder)
    started = time.perf_counter()
    encoder = load_encoder(settings)
    reader = load_reader(settings)
    loaded = time.perf_counter() - started
    with tempfile.TemporaryDirectory() as index:
        report = sync(folder, Path(index), lambda: encoder)
        assistant = Assistant.open(index, settings)
        stages: dict[str, list[float]] = defaultdict(list)
        for question in _questions(assistant):
            for stage, taken in assistant.answer(question).timings.items():
                stages[stage].append(taken)
        texts = [article.text for article in assistant.articles()]
        assistant.close()
    reading = _reading_times(reader, encoder, " ".join(texts))
    totals = stages.pop("total")
    return {
        "text_characters_per_s": text_rates,
        "model_load_s": round(loaded, 2),
        "index_s": round(report.seconds, 2),
        "chunks": report.chunks,
        "chunks_per_s": round(report.chunks / report.seconds, 1),
        "in_encoder": round(report.encoding / report.seconds, 3),
        "questions": len(totals),
        "answer_ms": {"first": totals[0], "p50": percentile(totals, 50), "p95": percentile(totals, 95)},
        f"read_{PASSAGES}x{TOKENS}_tokens_ms": {
            "p50": percentile(reading, 50),
            "p95": percentile(reading, 95),
        },
        "precision": reader.precision,
        "stage_ms_p50": {stage: percentile(taken, 50) for stage, taken in stages.items()},
    }


def _text_rates(folder: Path) -> dict[str, int]:
    """Clean, cut and tokenise the articles of a folder; return characters a second of each step and of all."""
    documents = [
        document
        for path in article_files(folder)
        for document in read_documents(path)
        if isinstance(document, Document)
    ]
    make_chunks(make_article("", "เตรียมพจนานุกรม"))[0].tokens()  # loads the dictionaries
    spent = dict.fromkeys(("cleaning", "sentences_and_chunks", "tokens"), 0.0)
    for document in documents:
        times = [time.perf_counter()]
        article = make_article("", document)
        times.append(time.perf_counter())
        chunks = make_chunks(article)
        times.append(time.perf_counter())
        for chunk in chunks:
            chunk.tokens()
        times.append(time.perf_counter())
        for name, (began, ended) in zip(spent, itertools.pairwise(times), strict=True):
            spent[name] += ended - began
    characters = sum(len(document.text) for document in documents)
    return {name: round(characters / taken) for name, taken in (spent | {"all": sum(spent.values())}).items()}


def _questions(assistant: Assistant) -> list[str]:
    found = [
        f"{article.text[start:end][:60]} อะไร"
        for article in assistant.articles()
        for start, end in split_sentences(article.text)
    ]
    step = max(1, len(found) // QUESTIONS)
    return found[::step][:QUESTIONS]


def _reading_times(reader: Reader, encoder: Encoder, text: str) -> list[float]:
    places = encoder.tokenize(text).offsets
    while len(places) < PASSAGES * TOKENS:
        text = f"{text} {text}"
        places = encoder.tokenize(text).offsets
    cuts = [places[i * TOKENS][0] for i in range(PASSAGES)] + [places[PASSAGES * TOKENS - 1][1]]
    passages = [Readable(text[start:end]) for start, end in itertools.pairwise(cuts)]
    taken = []
    for _ in range(READINGS):
        started = time.perf_counter()
        reader.read("การประชุมจัดขึ้นที่ไหน", passages)
        taken.append((time.perf_counter() - started) * 1000)
    return taken
