"""Folder -> store: makes the index equal the folder, reading and embedding only what changed."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from index import snapshot
from index.adding import Adding
from index.articles import Article, content_hash, make_article
from index.chunks import Chunk, make_chunks
from index.duplicates import near_duplicates
from index.errors import ArticleError, IndexNotFound, NoArticles
from index.faults import busy
from index.formats import HIDDEN, SUFFIXES, Unreadable, is_article_file, read_documents
from index.local import LocalStore
from index.store import Vectors

if TYPE_CHECKING:  # importing it takes seconds
    from index.encoder import Encoder

_SETTLED = 2_000_000_000  # ns: a file changed later than this before it was read may change again unnoticed
Progress = Callable[[int, int], None]
"""Called with (done, in all): files, or whatever else takes long."""
State = tuple[int, int]
"""A file's size in bytes and its time of change in ns."""


@dataclass(slots=True)
class SyncReport:
    """What one sync did."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    renamed: list[tuple[str, str]] = field(default_factory=list)
    """Articles whose file has another name now: (old id, new id). They are neither added nor removed."""
    unchanged: int = 0
    skipped: list[tuple[str, ArticleError]] = field(default_factory=list)
    """Files, lines and folders that can't be read, with the reason. What the index held of them stays."""
    poor: list[tuple[str, tuple[int, ...]]] = field(default_factory=list)
    """Articles with pages of which some letters can't be read."""
    alike: list[tuple[str, str, float]] = field(default_factory=list)
    """Articles that are new here, others that say nearly the same, and the share of words they have in common."""
    sentences: int = 0
    """In the articles read, as are the characters."""
    characters: int = 0
    chunks: int = 0
    """In the whole index."""
    embedded: int = 0
    """Chunks whose vectors weren't known."""
    encoding: float = 0.0
    """Seconds in the encoder."""
    seconds: float = 0.0


def sync(
    folder: Path, index: Path, load_encoder: Callable[[], Encoder], progress: Progress | None = None
) -> SyncReport:
    """Make the index at `index` equal the articles in `folder`, and save it.

    Each article is replaced in one transaction: a kill leaves every article either old or new, and
    the next sync goes on from there. The encoder is loaded only if there is something to embed.

    Raises:
        NoArticles: `folder` is missing or holds no readable article; an existing index is left alone.
        IndexBusy: another sync is running on this index.
        IndexCorrupt, IndexUnavailable, ModelMismatch: see `LocalStore.open` and `check_model`.
    """
    started = time.perf_counter()
    shut: list[OSError] = []
    found = article_files(folder, shut)
    with locked(index):
        snapshot.clean(index)
        run = _Run(index, load_encoder)
        try:
            run.read(found, folder, progress)
            run.keep(shut, folder)
            run.finish(folder)
            report = run.report
        finally:
            run.close()
    report.seconds = time.perf_counter() - started
    return report


class _Run:
    """One sync: what is known, what was found, and what waits to be embedded."""

    def __init__(self, index: Path, load_encoder: Callable[[], Encoder]) -> None:
        self.report = SyncReport()
        self._index, self._load_encoder = index, load_encoder
        try:
            self._store: LocalStore | None = LocalStore.open(index)
        except IndexNotFound:
            self._store = None
        self._known = self._store.content_hashes() if self._store else {}
        self._noted = self._store.files() if self._store else {}
        self._outdated = self._store is not None and self._store.recipe != recipe()
        self._states: dict[str, State] = {}  # to note: files of which everything is in the store
        self._present: set[str] = set()  # ids of all that the folder still holds
        self._hashes: dict[str, str] = {}  # of what is added
        self._beginnings: dict[str, Vectors] = {}  # first vectors of what is added or changed
        self._adding: Adding | None = None

    def read(self, paths: Sequence[Path], folder: Path, progress: Progress | None) -> None:
        """Store what is new or changed."""
        names = [path.relative_to(folder).as_posix() for path in paths]
        of_file = _by_file(self._known, set(names))
        for done, (path, name) in enumerate(zip(paths, names, strict=True), 1):
            state = _state(path)
            if state and state == self._noted.get(name) and of_file.get(name) and not self._outdated:
                self._states[name] = state
                self._present |= set(of_file[name])
                self.report.unchanged += len(of_file[name])
            else:
                skipped = len(self.report.skipped)
                self._read_file(path, name, of_file.get(name, []))
                if state and skipped == len(self.report.skipped) and time.time_ns() - state[1] > _SETTLED:
                    self._states[name] = state
            if progress and (done == len(paths) or not done % 20):
                progress(done, len(paths))

    def _read_file(self, path: Path, name: str, known: Sequence[str]) -> None:
        try:
            with _of_one_file():
                documents = list(read_documents(path))
        except ArticleError as error:
            documents = [Unreadable("", error)]
        for document in documents:
            article_id = f"{name}#{document.part}" if document.part else name
            self._present.add(article_id)
            if isinstance(document, Unreadable):
                self.report.skipped.append((article_id, document.error))
                if not document.part:
                    self._present |= set(known)  # it may have been any of them
            elif self._known.get(article_id) == content_hash(document) and not self._outdated:
                self.report.unchanged += 1
            else:
                try:
                    with _of_one_file():
                        article = _storable(make_article(article_id, document, path=str(path)))
                        chunks = make_chunks(article)
                except ArticleError as error:
                    self.report.skipped.append((article_id, error))
                    continue
                self._add(article, chunks)
                if document.poor_pages:
                    self.report.poor.append((article_id, document.poor_pages))

    def keep(self, shut: Sequence[OSError], folder: Path) -> None:
        """Leave what is known of folders that can't be looked into."""
        for error in shut:
            name = f"{Path(error.filename).relative_to(folder).as_posix()}/"
            self.report.skipped.append((name, ArticleError(*_shut(error))))
            self._present |= {each for each in self._known if each.startswith(name)}

    def _add(self, article: Article, chunks: list[Chunk]) -> None:
        if self._adding is None:
            encoder = self._load_encoder()
            if self._store:
                self._store.check_model(encoder.name, encoder.probe)
            else:
                self._store = LocalStore.create(self._index, encoder.name, encoder.probe)
            self._adding = Adding(self._store, encoder)
        report = self.report
        (report.changed if article.id in self._known else report.added).append(article.id)
        self._hashes[article.id] = article.content_hash
        report.characters += len(article.text)
        self._beginnings |= self._adding.add(article, chunks)

    def finish(self, folder: Path) -> None:
        """Take out what the folder no longer holds, save, and complete the report."""
        report = self.report
        if self._adding:
            self._beginnings |= self._adding.flush()
            report.sentences, report.embedded = self._adding.sentences, self._adding.embedded
            report.encoding = self._adding.seconds
        if not self._store or not (self._adding or report.unchanged):
            raise _nothing_in(folder, report)
        gone = sorted(self._known.keys() - self._present)
        for article_id in gone:
            self._store.remove(article_id)
        report.renamed = _renamed(
            {each: self._known[each] for each in gone}, {each: self._hashes[each] for each in report.added}
        )
        moved = {each for pair in report.renamed for each in pair}
        report.removed = [each for each in gone if each not in moved]
        report.added = [each for each in report.added if each not in moved]
        if self._states != self._noted or self._store.recipe != recipe():
            self._store.set_files(self._states, recipe())
        if self._adding or gone:
            self._store.save_snapshot()
        fresh = {each: vector for each, vector in self._beginnings.items() if each not in moved}
        report.alike = near_duplicates(self._store, fresh)
        report.chunks = self._store.count_chunks()

    def close(self) -> None:
        if self._store:
            self._store.close()


def article_files(folder: Path, shut: list[OSError] | None = None) -> list[Path]:
    """Return the files below `folder` that are meant as articles, in order of their names.

    Folders within it that can't be looked into are added to `shut`.

    Raises:
        NoArticles: there is no such folder, or no such file in it.
    """
    if not folder.is_dir():
        raise NoArticles(f"ไม่พบโฟลเดอร์ {folder} โปรดตรวจชื่อ", f"there is no folder {folder}; check its name")
    root, found = folder.resolve(), []
    shut = [] if shut is None else shut
    for place, folders, names in os.walk(folder, onerror=shut.append):
        folders[:] = [name for name in folders if not name.startswith(HIDDEN)]
        paths = (Path(place, name) for name in names)
        found += [path for path in paths if is_article_file(path) and _is_inside(path, root)]
    if not found and shut:
        raise NoArticles(*_shut(shut[0]))
    if not found:
        formats = " ".join(sorted(SUFFIXES))
        raise NoArticles(
            f"ไม่มีบทความในโฟลเดอร์ {folder} โปรดใส่ไฟล์ {formats} แล้วลองใหม่",
            f"no articles in {folder}; put files there ({formats}) and try again",
        )
    return sorted(found)


def _is_inside(path: Path, root: Path) -> bool:
    """Tell whether a path is a file in `root`: a link that leaves it could publish any file of the machine."""
    try:
        return path.is_file() and path.resolve().is_relative_to(root)
    except OSError:
        return True  # whoever opens it will be told why it can't be


def _shut(error: OSError) -> tuple[str, str]:
    return (
        f"เปิดโฟลเดอร์ {error.filename} ไม่ได้ โปรดตรวจสิทธิ์ ({error.strerror})",
        f"the folder {error.filename} can't be opened; check its permissions ({error.strerror})",
    )


@contextmanager
def _of_one_file() -> Iterator[None]:
    """Turn whatever a file makes the program raise into an error of that file alone."""
    try:
        yield
    except ArticleError:
        raise
    except Exception as error:
        raise ArticleError(
            f"อ่านไฟล์ไม่ได้ โปรดบันทึกใหม่หรือใช้รูปแบบอื่น ({error!r})",
            f"can't be read; save it again or in another format ({error!r})",
        ) from error


def _storable(article: Article) -> Article:
    """Return the article if its names can be stored: files of old systems have names in other encodings."""
    for name in (article.id, article.source, article.path):
        try:
            name.encode()
        except UnicodeEncodeError as error:
            raise ArticleError(
                f"ชื่อไฟล์ โฟลเดอร์ id หรือที่มา ไม่ใช่ UTF-8 โปรดเปลี่ยนชื่อ ({name!r})",
                f"the name of the file, a folder, id or source isn't UTF-8; rename it ({name!r})",
            ) from error
    return article


@cache
def recipe() -> str:
    """Return a digest of the program that makes articles, chunks and tokens: what another one made is made again.

    Vectors are kept, as far as the passages are the same.
    """
    sources = sorted((file.name, file.read_bytes()) for file in files("index").iterdir() if file.is_file())
    return hashlib.sha256(repr(sources).encode()).hexdigest()


def _by_file(article_ids: Iterable[str], names: set[str]) -> dict[str, list[str]]:
    """Return the ids of each file's articles, by its name; an id is the name, or the name, # and a part."""
    found: dict[str, list[str]] = {}
    for article_id in article_ids:
        name = article_id
        while name not in names and "#" in name:
            name = name.rpartition("#")[0]
        found.setdefault(name, []).append(article_id)
    return found


def _state(path: Path) -> State | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def _renamed(gone: dict[str, str], added: dict[str, str]) -> list[tuple[str, str]]:
    """Return (old id, new id) of articles that are gone under one id and here under another; both by hash."""
    old = {content: article_id for article_id, content in gone.items()}
    return [(old.pop(content), article_id) for article_id, content in added.items() if content in old]


def _nothing_in(folder: Path, report: SyncReport) -> NoArticles:
    name, error = report.skipped[0]
    return NoArticles(
        f"อ่านบทความใน {folder} ไม่ได้เลย ({name}: {error.thai}) ดัชนีเดิมไม่เปลี่ยนแปลง",
        f"no file in {folder} could be read ({name}: {error.english}); the index is as it was",
    )


@contextmanager
def locked(index: Path) -> Iterator[None]:
    """Keep other processes from changing the index; they may read it.

    Raises:
        IndexBusy: one is changing it.
    """
    index.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(index / "lock", timeout=0):  # the system drops it when the process dies
            yield
    except Timeout:
        raise busy(index) from None
