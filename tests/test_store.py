"""The index: equal to the folder, whole after damage, refused when it can't be trusted."""

import json
import random
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from index import dense, local
from index.articles import make_article
from index.check import check
from index.chunks import make_chunks
from index.encoder import Encoder
from index.errors import IndexBusy, IndexCorrupt, IndexNotFound, IndexUnavailable, ModelMismatch
from index.local import LocalStore
from index.schema import chunk_checksum
from index.store import Filter, Vectors
from index.sync import sync
from index.thai import search_words
from tests.killing import HashEncoder


def test_an_open_store_follows_a_sync(folder: Path, index: Path, encoder: Encoder) -> None:
    store = LocalStore.open(index)
    assert store.search_lexical(["โรงเรียน"], 3) == []
    (folder / "new.txt").write_text("เปิดโรงเรียนใหม่ที่จังหวัดน่าน", encoding="utf-8")
    sync(folder, index, lambda: encoder)
    assert len(store.search_lexical(["โรงเรียน"], 3)) == 1
    store.close()


def test_no_index(tmp_path: Path) -> None:
    with pytest.raises(IndexNotFound, match="thamtob index"):
        LocalStore.open(tmp_path)


@pytest.mark.parametrize("damage", [lambda data: data[:5000], lambda data: b"x" * len(data), lambda _: b""])
def test_a_damaged_database_is_refused(damage: object, index: Path) -> None:
    database = index / "index.db"
    assert callable(damage)
    database.write_bytes(damage(database.read_bytes()))
    for leftover in index.glob("index.db-*"):
        leftover.unlink()
    with pytest.raises(IndexCorrupt, match="thamtob index"):
        LocalStore.open(index).articles()


def test_a_changed_text_is_noticed(index: Path) -> None:
    connection = sqlite3.connect(index / "index.db")
    connection.execute("UPDATE article SET text = replace(text, 'อาเซียน', 'อาเชียน') WHERE id LIKE '004%'")
    connection.commit()
    connection.close()
    store = LocalStore.open(index)
    with pytest.raises(IndexCorrupt, match="004"):
        store.article("004_7f5a35418612e33b.txt")
    store.close()


@pytest.mark.parametrize("name", ["vectors.faiss", "manifest.json", "lexical/meta.json", None])
def test_a_damaged_snapshot_is_rebuilt(name: str | None, index: Path, encoder: Encoder) -> None:
    store = LocalStore.open(index)
    query, tokens = encoder.query("ประชุมที่ไหน"), search_words("ประชุมที่ไหน")
    before = store.search_dense(query, 5), store.search_lexical(tokens, 5)
    store.close()
    (snapshot,) = index.glob("snapshot-*")
    if name:
        data = bytearray((snapshot / name).read_bytes())
        data[len(data) // 2] ^= 0xFF
        (snapshot / name).write_bytes(data)
    else:
        shutil.rmtree(snapshot)
    store = LocalStore.open(index)
    dense, lexical = store.search_dense(query, 5), store.search_lexical(tokens, 5)
    assert [hit.chunk_id for hit in dense] == [hit.chunk_id for hit in before[0]]
    assert [hit.chunk_id for hit in lexical] == [hit.chunk_id for hit in before[1]]
    store.close()


def test_another_model_is_refused(index: Path, encoder: Encoder) -> None:
    store = LocalStore.open(index)
    store.check_model(encoder.name, encoder.probe)
    for probe in (np.roll(encoder.probe, 1), np.ones(768, np.float32) / 768**0.5):
        with pytest.raises(ModelMismatch, match="THAMTOB_MODEL"):
            store.check_model("other", probe)
    store.close()


def test_a_changed_chunk_is_noticed(index: Path, encoder: Encoder) -> None:
    connection = sqlite3.connect(index / "index.db")
    connection.execute("UPDATE chunk SET vector = zeroblob(768) WHERE id = 3")
    connection.commit()
    connection.close()
    store = LocalStore.open(index)
    with pytest.raises(IndexCorrupt, match="chunk 3"):
        store.chunks([1, 2, 3])
    store.close()
    with pytest.raises(IndexCorrupt, match="chunk 3"):
        check(index)


def test_a_whole_index_is_found_whole_and_a_snapshot_mended(index: Path) -> None:
    health = check(index)
    assert (health.articles, health.kind, health.mended) == (5, "Flat", ())
    (snapshot,) = index.glob("snapshot-*")
    (snapshot / "vectors.faiss").write_bytes(b"")
    left = index / ".work-00"
    left.mkdir()
    left.with_name(".work-00.lock").touch()
    assert [what.split()[1].strip(",") for what in check(index).mended] == [".work-00", snapshot.name]
    assert check(index).mended == ()
    assert (snapshot / "vectors.faiss").stat().st_size > 1000


def test_a_chunk_that_is_no_part_of_its_article_is_named(index: Path) -> None:
    connection = sqlite3.connect(index / "index.db")
    row = list(connection.execute("SELECT * FROM chunk WHERE id = 2").fetchone())
    row[3] = 10**6
    row[8] = chunk_checksum(*row[1:7])
    connection.execute("REPLACE INTO chunk VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    connection.commit()
    connection.close()
    with pytest.raises(IndexCorrupt, match="chunk 2"):
        check(index)


def test_an_index_of_the_first_version_is_brought_up_to_date(index: Path, encoder: Encoder) -> None:
    connection = sqlite3.connect(index / "index.db")
    connection.executescript(
        "DROP TRIGGER chunk_gone; DROP TABLE gone; DROP TABLE file; DROP INDEX chunk_passage;"
        "ALTER TABLE article RENAME COLUMN checksum TO text_hash;"
        "ALTER TABLE chunk DROP COLUMN passage_hash; ALTER TABLE chunk DROP COLUMN checksum;"
        "INSERT INTO meta VALUES ('revision', 5); UPDATE meta SET value = 1 WHERE name = 'schema'"
    )
    connection.close()
    (snapshot,) = index.glob("snapshot-*")
    snapshot.rename(index / "snapshot-5")
    store = LocalStore.open(index)
    assert len(store.search_dense(encoder.query("ประชุมที่ไหน"), 5)) == 5
    (chunk,) = store.chunks([1]).values()
    assert chunk.passage in store.known_vectors([chunk.passage])
    store.close()
    assert check(index).articles == 5
    assert not (index / "snapshot-5").exists()


def test_an_index_of_a_later_version_is_refused(index: Path) -> None:
    connection = sqlite3.connect(index / "index.db")
    connection.execute("UPDATE meta SET value = 99 WHERE name = 'schema'")
    connection.commit()
    connection.close()
    with pytest.raises(IndexCorrupt, match="99"):
        LocalStore.open(index)


def test_a_large_index_ranks_as_an_exact_one(
    monkeypatch: pytest.MonkeyPatch, index: Path, encoder: Encoder
) -> None:
    """With the inverted file, chosen here for a few chunks: same hits, same scores, same filters."""
    query, only = encoder.query("ประชุมที่ไหน"), Filter(since=date(2020, 1, 1))
    store = LocalStore.open(index)
    exact, selected = store.search_dense(query, 10), store.search_dense(query, 100, only)
    store.close()
    for kind, largest in (("SQfp16", {"Flat": 1, "SQfp16": 300}), ("IVF,SQ8", {"Flat": 1, "SQfp16": 2})):
        monkeypatch.setattr(dense, "_LARGEST", largest)
        shutil.rmtree(next(index.glob("snapshot-*")))
        store = LocalStore.open(index)
        assert store.kind == kind
        for scanned in (0, 20_000):
            monkeypatch.setattr(local, "_SCANNED", scanned)
            for mine, theirs in (
                (store.search_dense(query, 10), exact),
                (store.search_dense(query, 100, only), selected),
            ):
                assert [hit.chunk_id for hit in mine] == [hit.chunk_id for hit in theirs]
                assert [hit.score for hit in mine] == pytest.approx([hit.score for hit in theirs], abs=2e-3)
        store.save_snapshot()
        store.close()


def test_a_copy_is_a_whole_index(tmp_path: Path, index: Path) -> None:
    store = LocalStore.open(index)
    (tmp_path / "copy").mkdir()
    store.backup(tmp_path / "copy" / "index.db")
    store.remove("004_7f5a35418612e33b.txt")
    store.close()
    assert check(tmp_path / "copy").articles == 5


def test_what_is_exported_can_be_indexed_again(tmp_path: Path, index: Path, encoder: Encoder) -> None:
    store = LocalStore.open(index)
    (tmp_path / "again").mkdir()
    rows = list(store.exported())
    (tmp_path / "again" / "all.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    before = [
        (article.title, article.text, article.published, article.source) for article in store.articles()
    ]
    store.close()
    sync(tmp_path / "again", tmp_path / "second", lambda: encoder)
    store = LocalStore.open(tmp_path / "second")
    after = [(article.title, article.text, article.published, article.source) for article in store.articles()]
    store.close()
    assert after == before


@pytest.fixture
def small(tmp_path: Path) -> Iterator[LocalStore]:
    """A store of one article with vectors of hashed words."""
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.txt").write_text("ประชุมที่เชียงใหม่", encoding="utf-8")
    sync(tmp_path / "news", tmp_path / "small", HashEncoder)  # type: ignore[arg-type]
    store = LocalStore.open(tmp_path / "small")
    yield store
    store.close()


def _with_more(store: LocalStore) -> None:
    article = make_article("more.txt", "เปิดโรงเรียนใหม่ที่จังหวัดน่าน " * 5_000)
    chunks = make_chunks(article)
    store.upsert(article, chunks, HashEncoder().passages([chunk.passage for chunk in chunks]))


@pytest.mark.parametrize(("pragma", "says"), [("max_page_count = 1", "full"), ("query_only = 1", "readonly")])
def test_a_full_disk_and_a_missing_right_are_no_damage(pragma: str, says: str, small: LocalStore) -> None:
    small._connection.execute(f"PRAGMA {pragma}")
    with pytest.raises(IndexUnavailable, match=says):
        _with_more(small)
    small._connection.executescript("PRAGMA max_page_count = 1000000; PRAGMA query_only = 0")
    assert [article.id for article in small.articles()] == ["a.txt"]
    _with_more(small)
    assert small.count_articles() == 2


def test_a_copy_that_cannot_be_written_is_no_damage(small: LocalStore, tmp_path: Path) -> None:
    with pytest.raises(IndexUnavailable, match="nowhere"):
        small.backup(tmp_path / "nowhere" / "index.db")


def test_a_database_that_another_process_holds_is_busy(small: LocalStore) -> None:
    other = sqlite3.connect(small.folder / "index.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    small._connection.execute("PRAGMA busy_timeout = 0")
    with pytest.raises(IndexBusy):
        small.remove("a.txt")
    other.close()
    small.remove("a.txt")
    assert small.count_articles() == 0


def test_a_closed_store_is_no_damage(small: LocalStore) -> None:
    small.close()
    with pytest.raises(sqlite3.ProgrammingError):
        small.count_articles()


@pytest.mark.parametrize("name", ["50%41", "a#b", "a?b", "ดัชนี ข่าว"])
def test_an_index_is_checked_whatever_its_folder_is_called(
    name: str, small: LocalStore, tmp_path: Path
) -> None:
    place = tmp_path / "named" / name
    place.mkdir(parents=True)
    small.backup(place / "index.db")
    assert check(place).articles == 1
    assert [path.name for path in place.parent.iterdir()] == [name]


def _state(index: Path, query: Vectors) -> object:
    """Open an index and return all that answers are made of."""
    store = LocalStore.open(index)
    try:
        hits = store.search_dense(query, 10), store.search_lexical(["อาเซียน"], 10)
        ids = [hit.chunk_id for leg in hits for hit in leg]
        return ids, store.articles(), store.chunks(ids)
    finally:
        store.close()


@pytest.mark.parametrize("way", ["cut", "flipped", "missing"])
def test_damage_to_any_file_is_mended_refused_or_harmless(
    way: str, index: Path, encoder: Encoder, tmp_path: Path
) -> None:
    draw, query = random.Random(5), encoder.query("ประชุมที่ไหน")
    whole = _state(index, query)
    names = [path.relative_to(index) for path in index.rglob("*") if path.is_file() and path.name != "lock"]
    assert len(names) >= 8
    refused = 0
    for name in names:
        for _ in range(6 if way == "flipped" else 1):
            damaged = Path(shutil.copytree(index, tmp_path / "damaged"))
            data = bytearray((damaged / name).read_bytes())
            if way == "flipped" and data:
                data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
            (damaged / name).write_bytes(data[: len(data) // 2] if way == "cut" else data)
            if way == "missing":
                (damaged / name).unlink()
            try:
                assert _state(damaged, query) == whole, name
                check(damaged)
                assert _state(damaged, query) == whole, name
            except (IndexCorrupt, IndexNotFound, ModelMismatch):
                assert name.name == "index.db"
                refused += 1
            shutil.rmtree(damaged)
    assert refused >= (1 if way != "flipped" else 0)
