"""Syncs that are killed at random instants, with a reader alongside: what was lost, stale, doubled, or failed?

    python -m tests.killing 200

Each round adds, changes and deletes a few articles, starts a sync in a process of its own, and kills it (SIGKILL)
after a random time. The vectors come from a hash of words instead of the model: what is tried is the store.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import threading
import time
import zlib
from collections import Counter
from pathlib import Path

import numpy as np

from index.local import LocalStore
from index.store import Vectors
from index.sync import sync
from index.thai import words

DIMENSION = 64
WORDS = [
    "อาเซียน",
    "ประชุม",
    "รัฐมนตรี",
    "เศรษฐกิจ",
    "สาธารณสุข",
    "เกษตร",
    "แรงงาน",
    "ดิจิทัล",
    "พลังงาน",
    "ท่องเที่ยว",
    "การศึกษา",
    "ความมั่นคง",
]
LONGEST_LIFE = 0.5  # seconds that a sync runs before it is killed, if it hasn't finished


class HashEncoder:
    """Texts -> unit vectors of their hashed words."""

    name = "hash"

    def __init__(self) -> None:
        self.probe = self.passages(["ทดสอบ"])[0]

    def passages(self, texts: list[str]) -> Vectors:
        """Return vectors, shape (len(texts), DIMENSION)."""
        vectors = np.full((len(texts), DIMENSION), 1e-3, np.float32)
        for vector, text in zip(vectors, texts, strict=True):
            for word in words(text):
                vector[zlib.crc32(word.encode()) % DIMENSION] += 1
        unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit


def main() -> None:
    """Sync (`sync FOLDER INDEX`), or kill that a number of times and print what came of it."""
    if sys.argv[1] == "sync":
        print("ready", flush=True)
        sync(Path(sys.argv[2]), Path(sys.argv[3]), HashEncoder)  # type: ignore[arg-type]
        print("done", flush=True)
    else:
        print(dict(killed(int(sys.argv[1]))))


def killed(rounds: int, seed: int = 20260101) -> Counter[str]:
    """Kill `rounds` syncs; return how many were killed or finished before, and what was lost, stale, doubled, failed."""
    draw, counts = random.Random(seed), Counter[str]()
    with tempfile.TemporaryDirectory() as place:
        folder, index = Path(place, "articles"), Path(place, "index")
        folder.mkdir()
        for number in range(40):
            _write(folder / f"{number:03}.txt", draw)
        sync(folder, index, HashEncoder)  # type: ignore[arg-type]
        stop = threading.Event()
        reader = threading.Thread(target=_read, args=(index, stop, counts))
        reader.start()
        try:
            while counts["killed"] < rounds:
                stored = _texts(index)
                untouched = {path.name: path.read_text(encoding="utf-8") for path in _change(folder, draw)}
                acknowledged = {name: text for name, text in untouched.items() if stored.get(name) == text}
                counts["killed" if _sync_and_kill(folder, index, draw) else "finished"] += 1
                _compare(index, acknowledged, counts)
        finally:
            stop.set()
            reader.join()
        sync(folder, index, HashEncoder)  # type: ignore[arg-type]
        _compare(index, {path.name: path.read_text() for path in folder.iterdir()}, counts)
        counts["lost"] += len(_texts(index).keys() ^ {path.name for path in folder.iterdir()})
    return counts


def _write(path: Path, draw: random.Random) -> None:
    title = f"ข่าว{path.stem} ฉบับ {draw.randrange(10**9)}"
    lines = [" ".join(draw.choices(WORDS, k=40)) for _ in range(draw.randint(1, 12))]
    path.write_text("\n\n".join([title, *lines]), encoding="utf-8")


def _change(folder: Path, draw: random.Random) -> list[Path]:
    """Add, change and delete articles; return those left alone."""
    paths = sorted(folder.iterdir())
    touched = draw.sample(paths, min(len(paths), 9))
    for path in touched[:3]:
        path.unlink()
    for path in touched[3:]:
        _write(path, draw)
    for _ in range(3):
        _write(folder / f"{draw.randrange(1000, 10**6)}.txt", draw)
    return [path for path in paths if path not in touched]


def _sync_and_kill(folder: Path, index: Path, draw: random.Random) -> bool:
    command = [sys.executable, "-m", "tests.killing", "sync", str(folder), str(index)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()  # it has begun
        try:
            process.wait(draw.random() * LONGEST_LIFE)
        except subprocess.TimeoutExpired:
            process.kill()
            return True
        return process.returncode != 0


def _texts(index: Path) -> dict[str, str]:
    store = LocalStore.open(index)
    try:
        return {article.id: article.text for article in store.articles()}
    finally:
        store.close()


def _compare(index: Path, acknowledged: dict[str, str], counts: Counter[str]) -> None:
    """Open the index anew: every acknowledged article is there and found, once, by both legs."""
    try:
        store = LocalStore.open(index)
    except Exception:
        counts["failed"] += 1
        raise
    try:
        encoder = HashEncoder()
        for name, text in acknowledged.items():
            article = store.article(name)
            if article is None or article.text != text:
                counts["lost"] += 1
                continue
            number = text.split()[2]
            for hits in (
                store.search_dense(encoder.passages([text[:600]])[0], 5000),
                store.search_lexical([number], 50),
            ):
                found = store.chunks([hit.chunk_id for hit in hits])
                counts["stale"] += len(hits) - len(found)
                places = Counter((chunk.article_id, chunk.start) for chunk in found.values())
                counts["doubled"] += sum(times > 1 for times in places.values())
                counts["lost"] += name not in {chunk.article_id for chunk in found.values()}
    finally:
        store.close()


def _read(index: Path, stop: threading.Event, counts: Counter[str]) -> None:
    """Search without pause, as the app does, and count what goes wrong."""
    store, encoder = LocalStore.open(index), HashEncoder()
    while not stop.is_set():
        try:
            vector = encoder.passages(["อาเซียน ประชุม"])[0]
            hits = [*store.search_dense(vector, 10), *store.search_lexical(["อาเซียน"], 10)]
            for chunk in store.chunks([hit.chunk_id for hit in hits]).values():
                article = store.article(chunk.article_id)
                if article and article.title == chunk.title:  # else it was replaced just now
                    counts["stale"] += article.text[chunk.start : chunk.end] != chunk.text
            counts["searches"] += 1
        except Exception as error:
            counts[f"failed: {error!r}"[:200]] += 1
            counts["failed"] += 1
        time.sleep(0.01)
    store.close()


if __name__ == "__main__":
    main()
