"""Many chunks -> how well and how fast the default store finds them.

    python -m qa.evaluation.scale FOLDER 200000 1000000     # FOLDER holds train.jsonl.gz of iapp_wiki_qa

Each chunk is two sentences of the reading set, drawn at random, with the vector of a real chunk, perturbed; the
questions are the set's own. Recall is that of the hits of comparing every vector in float32. Prints JSON.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from index.articles import Article
from index.chunks import Chunk, make_chunks
from index.local import LocalStore
from index.store import Vectors
from index.thai import search_words
from qa.evaluation.dataset import read_squad
from qa.evaluation.metrics import percentile
from qa.models import load_encoder
from qa.question import parse_question
from qa.settings import Settings

SEED = 20260101
QUESTIONS = 300
NOISE = 0.6
"""Length of what is added to a unit vector: the cosine of two chunks made from one is 0.74."""
CANDIDATES = 50
_PER_ARTICLE = 200
_BASES = 4000


@dataclass(frozen=True, slots=True)
class _Known(Chunk):
    """A chunk whose tokens are known: they would take most of the time."""

    words: tuple[str, ...] = ()

    def tokens(self) -> list[str]:
        return list(self.words)


@dataclass(frozen=True, slots=True)
class _Query:
    vector: Vectors
    tokens: Sequence[str]


def main() -> None:
    """Measure each size, opening what was built in a process of its own."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("sizes", type=int, nargs="+")
    parser.add_argument("--search", type=Path, help=argparse.SUPPRESS)  # the index, in the second process
    arguments = parser.parse_args()
    if arguments.search:
        print(json.dumps(_search(arguments.search)))
        return
    for size in arguments.sizes:
        with tempfile.TemporaryDirectory() as place:
            built = _build(arguments.folder, Path(place), size)
            command = [
                sys.executable,
                "-m",
                "qa.evaluation.scale",
                str(arguments.folder),
                "0",
                "--search",
                place,
            ]
            searched = json.loads(
                subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
            )
            print(json.dumps(built | searched, indent=2), flush=True)


def _build(folder: Path, place: Path, size: int) -> dict[str, Any]:
    encoder = load_encoder(Settings())
    examples, articles = read_squad(folder / "train.jsonl.gz")
    chunks = [chunk for article in articles for chunk in make_chunks(article)]
    bases = encoder.passages([chunk.passage for chunk in chunks[:_BASES]])
    sentences = [
        (article.text[start:end], search_words(article.text[start:end]))
        for article in articles
        for chunk in make_chunks(article)
        for start, end in chunk.sentences
    ]
    asked = [
        parse_question(example.question, 500) for example in random.Random(SEED).sample(examples, QUESTIONS)
    ]
    queries = [_Query(encoder.query(question.plain), question.tokens) for question in asked]
    started = time.perf_counter()
    store = LocalStore.create(place / "index", encoder.name, encoder.probe)
    best = [np.empty((0, 2)) for _ in queries]
    with tqdm(total=size, desc="chunks") as bar:
        for article, made, vectors in _made(sentences, bases, size):
            first = store.position().chunk
            store.upsert(article, made, vectors)
            exact = (
                np.stack([query.vector for query in queries])
                @ vectors.astype(np.float16).astype(np.float32).T
            )
            best = [_nearest(known, row, first) for known, row in zip(best, exact, strict=True)]
            bar.update(len(made))
    stored = time.perf_counter()
    store.save_snapshot()
    built = {
        "chunks": size,
        "kind": store.kind,
        "store_s": round(stored - started, 1),
        "derive_s": round(time.perf_counter() - stored, 1),
    }
    store.close()
    np.savez(
        place / "queries.npz",
        vectors=np.stack([query.vector for query in queries]),
        tokens=np.array([" ".join(query.tokens) for query in queries]),
        best=np.stack([rows[:, 1] for rows in best]).astype(np.int64),
    )
    return built


def _made(
    sentences: Sequence[tuple[str, list[str]]], bases: Vectors, size: int
) -> Iterator[tuple[Article, list[Chunk], Vectors]]:
    draw, noise = random.Random(SEED), np.random.default_rng(SEED)
    for number in range(size // _PER_ARTICLE):
        text, chunks = "", list[Chunk]()
        for _ in range(_PER_ARTICLE):
            pair = draw.sample(sentences, 2)
            start = len(text)
            text += " ".join(sentence for sentence, _ in pair) + "\n"
            words = tuple(word for _, found in pair for word in found)
            end = len(text) - 1
            chunks.append(_Known(f"{number:06}", start, end, text[start:end], "", ((start, end),), words))
        vectors = bases[noise.integers(len(bases), size=_PER_ARTICLE)]
        step = noise.standard_normal(vectors.shape, np.float32)
        vectors = vectors + NOISE * step / np.linalg.norm(step, axis=1, keepdims=True)
        unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        yield Article(f"{number:06}", f"{number:06}", text, None, "", ""), chunks, unit


def _nearest(known: np.ndarray[Any, Any], scores: Vectors, first: int) -> np.ndarray[Any, Any]:
    """Return the ten best of those known, rows of (score, id), and of new ones, whose ids follow `first`."""
    ids = np.arange(first + 1, first + 1 + len(scores))
    rows = np.vstack([known, np.stack([scores, ids], axis=1)])
    return rows[np.argsort(-rows[:, 0], kind="stable")[:10]]


def _search(place: Path) -> dict[str, Any]:
    kept = np.load(place / "queries.npz")
    started = time.perf_counter()
    store = LocalStore.open(place / "index")
    store.search_dense(kept["vectors"][0], CANDIDATES)
    opened = time.perf_counter() - started
    both, dense, found = [], [], 0
    for vector, tokens, best in zip(kept["vectors"], kept["tokens"], kept["best"], strict=True):
        started = time.perf_counter()
        hits = store.search_dense(vector, CANDIDATES)
        dense.append((time.perf_counter() - started) * 1000)
        store.search_lexical(str(tokens).split(), CANDIDATES)
        both.append((time.perf_counter() - started) * 1000)
        found += len({hit.chunk_id for hit in hits[:10]} & set(best.tolist()))
    result = {
        "recall@10": round(found / (10 * len(both)), 4),
        "both_legs_ms": {"p50": percentile(both, 50), "p95": percentile(both, 95)},
        "dense_ms": {"p50": percentile(dense, 50), "p95": percentile(dense, 95)},
        "start_s": round(opened, 2),
        "peak_memory_mb": _peak_memory() // 2**20,
        "disk_mb": sum(path.stat().st_size for path in (place / "index").rglob("*") if path.is_file())
        // 2**20,
    }
    store.close()
    return result


def _peak_memory() -> int:
    """Return the most bytes that this process has held, files that it maps included."""
    # Not getrusage: it counts what the parent held when it started this process.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


if __name__ == "__main__":
    main()
