"""Folder -> store: makes the index equal the folder, reading and embedding only what changed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from index.articles import Article, content_hash, make_article
from index.chunks import make_chunks
from index.duplicates import near_duplicates
from index.errors import ArticleError, IndexBusy, IndexNotFound, NoArticles
from index.formats import SUFFIXES, Unreadable, is_article_file, read_documents
from index.local import LocalStore
from index.store import Store, Vectors

if TYPE_CHECKING:  # importing it takes seconds
    from index.encoder import Encoder

_BATCH = 128  # chunks that are embedded together, across articles
Progress = Callable[[int, int], None]
"""Called with (articles done, articles in all)."""


@dataclass(slots=True)
class SyncReport:
    """What one sync did."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: int = 0
    skipped: list[tuple[str, ArticleError]] = field(default_factory=list)
    """Files that can't be read, with the reason. What the index held of them stays."""
    poor: list[tuple[str, tuple[int, ...]]] = field(default_factory=list)
    """Articles with pages of which some letters can't be read."""
    alike: list[tuple[str, str, float]] = field(default_factory=list)
    """Articles that are new here, others that say nearly the same, and the share of words they have in common."""
    sentences: int = 0
    """In the articles read, as are the characters."""
    characters: int = 0
    chunks: int = 0
    """In the whole index."""
    seconds: float = 0.0


def sync(folder: Path, index: Path, encoder: Encoder, progress: Progress | None = None) -> SyncReport:
    """Make the index at `index` equal the articles in `folder`, and save it.

    Each article is replaced in one transaction: a kill leaves every article either old or new, and
    the next sync goes on from there.

    Raises:
        NoArticles: `folder` is missing or holds no readable article; an existing index is left alone.
        IndexBusy: another sync is running on this index.
        IndexCorrupt, ModelMismatch: see `LocalStore.open` and `check_model`.
    """
    started = time.perf_counter()
    report = SyncReport()
    files = article_files(folder)
    with _lock(index):
        known = {}
        try:
            store = LocalStore.open(index)
        except IndexNotFound:
            store = None
        try:
            if store:
                store.check_model(encoder.name, encoder.probe)
                known = store.content_hashes()
            present: set[str] = set()
            fresh = list(_changed_articles(files, folder, known, present, report))
            if not fresh and not report.unchanged:
                raise _nothing_in(folder, report)
            store = store or LocalStore.create(index, encoder.name, encoder.probe)
            added = add_articles(store, encoder, fresh, progress)
            for article_id in sorted(known.keys() - present):
                store.remove(article_id)
                report.removed.append(article_id)
            store.save_snapshot()
            report.sentences = sum(each.sentences for each in added)
            report.characters = sum(len(article.text) for article in fresh)
            report.alike = near_duplicates(store, fresh, [each.beginning for each in added])
            report.chunks = store.count_chunks()
        finally:
            if store:
                store.close()
    report.seconds = time.perf_counter() - started
    return report


def article_files(folder: Path) -> list[Path]:
    """Return the files below `folder` that are meant as articles, in order of their names.

    Raises:
        NoArticles: there is no such folder, or no such file in it.
    """
    if not folder.is_dir():
        raise NoArticles(f"ไม่พบโฟลเดอร์ {folder} โปรดตรวจชื่อ", f"there is no folder {folder}; check its name")
    root = folder.resolve()
    files = sorted(
        path
        for path in folder.rglob("*")
        # A link that leaves the folder could publish any file of the machine.
        if is_article_file(path) and path.is_file() and path.resolve().is_relative_to(root)
    )
    if not files:
        formats = " ".join(sorted(SUFFIXES))
        raise NoArticles(
            f"ไม่มีบทความในโฟลเดอร์ {folder} โปรดใส่ไฟล์ {formats} แล้วลองใหม่",
            f"no articles in {folder}; put files there ({formats}) and try again",
        )
    return files


@dataclass(frozen=True, slots=True)
class Added:
    """What is known of an article once it is in the store."""

    sentences: int
    beginning: Vectors
    """Vector of its first chunk, shape (dimension,)."""


def add_articles(
    store: Store, encoder: Encoder, articles: Iterable[Article], progress: Progress | None = None
) -> list[Added]:
    """Chunk, embed and store articles, embedding those of several articles together."""
    pending = [(article, make_chunks(article)) for article in articles]
    added: list[Added] = []
    done, total = 0, len(pending)
    while done < total:
        batch = [pending[done]]
        while done + len(batch) < total and sum(len(chunks) for _, chunks in batch) < _BATCH:
            batch.append(pending[done + len(batch)])
        vectors = encoder.passages([chunk.passage for _, chunks in batch for chunk in chunks])
        at = 0
        for article, chunks in batch:
            store.upsert(article, chunks, vectors[at : at + len(chunks)])
            added.append(Added(len({span for chunk in chunks for span in chunk.sentences}), vectors[at]))
            at += len(chunks)
        done += len(batch)
        if progress:
            progress(done, total)
    return added


def _changed_articles(
    files: list[Path], folder: Path, known: dict[str, str], present: set[str], report: SyncReport
) -> Iterator[Article]:
    """Yield what is new or changed; `present` receives the ids of all that the folder still holds."""
    for path in files:
        name = path.relative_to(folder).as_posix()
        try:
            for document in read_documents(path):
                article_id = f"{name}#{document.part}" if document.part else name
                present.add(article_id)
                if isinstance(document, Unreadable):
                    report.skipped.append((article_id, document.error))
                    continue
                if known.get(article_id) == content_hash(document):
                    report.unchanged += 1
                    continue
                try:
                    article = make_article(article_id, document, path=str(path))
                except ArticleError as error:
                    report.skipped.append((article_id, error))
                    continue
                if document.poor_pages:
                    report.poor.append((article_id, document.poor_pages))
                (report.changed if article_id in known else report.added).append(article_id)
                yield article
        except ArticleError as error:
            report.skipped.append((name, error))
            present |= {each for each in known if each == name or each.startswith(f"{name}#")}


def _nothing_in(folder: Path, report: SyncReport) -> NoArticles:
    name, error = report.skipped[0]
    return NoArticles(
        f"อ่านบทความใน {folder} ไม่ได้เลย ({name}: {error.thai}) ดัชนีเดิมไม่เปลี่ยนแปลง",
        f"no file in {folder} could be read ({name}: {error.english}); the index is as it was",
    )


@contextmanager
def _lock(index: Path) -> Iterator[None]:
    index.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(index / "lock", timeout=0):  # the system drops it when the process dies
            yield
    except Timeout:
        raise IndexBusy(
            f"มีการปรับปรุงดัชนีที่ {index} อยู่แล้ว โปรดรอให้เสร็จแล้วลองใหม่",
            f"another process is updating the index in {index}; wait for it and try again",
        ) from None
