"""The index: equal to the folder, whole after damage, refused when it can't be trusted."""

import json
import shutil
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock

from index.articles import make_article
from index.chunks import make_chunks
from index.encoder import Encoder
from index.errors import IndexBusy, IndexCorrupt, IndexNotFound, ModelMismatch, NoArticles
from index.local import LocalStore
from index.store import Filter
from index.sync import sync
from index.thai import search_words
from tests.conftest import SEEDS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SEEDS, tmp_path / "articles"))


@pytest.fixture
def index(tmp_path: Path, folder: Path, encoder: Encoder) -> Path:
    sync(folder, tmp_path / "index", encoder)
    return tmp_path / "index"


def ids(index: Path) -> list[str]:
    store = LocalStore.open(index)
    try:
        return [article.id for article in store.articles()]
    finally:
        store.close()


def test_an_unchanged_folder_is_not_read_again(folder: Path, index: Path, encoder: Encoder) -> None:
    report = sync(folder, index, encoder)
    assert (report.added, report.changed, report.removed, report.unchanged) == ([], [], [], 5)


def test_the_index_equals_the_folder(folder: Path, index: Path, encoder: Encoder) -> None:
    (folder / "new.txt").write_text("กระทรวงศึกษาธิการเปิดโรงเรียนใหม่ที่จังหวัดน่าน", encoding="utf-8")
    (folder / "000_ed9c4c4d1260d543.txt").unlink()
    changed = folder / "004_7f5a35418612e33b.txt"
    changed.write_text(changed.read_text(encoding="utf-8") + "\nข้อความเพิ่มเติมท้ายข่าว", encoding="utf-8")
    report = sync(folder, index, encoder)
    assert (report.added, report.changed, report.removed) == (
        ["new.txt"],
        [changed.name],
        ["000_ed9c4c4d1260d543.txt"],
    )
    store = LocalStore.open(index)
    found = store.chunks([hit.chunk_id for hit in store.search_lexical(search_words("โรงเรียน"), 3)])
    assert {chunk.article_id for chunk in found.values()} == {"new.txt"}
    gone = [hit.chunk_id for hit in store.search_lexical(["s2s"], 10)]
    assert store.chunks(gone) == {}
    store.close()


def test_an_open_store_follows_a_sync(folder: Path, index: Path, encoder: Encoder) -> None:
    store = LocalStore.open(index)
    assert store.search_lexical(["โรงเรียน"], 3) == []
    (folder / "new.txt").write_text("เปิดโรงเรียนใหม่ที่จังหวัดน่าน", encoding="utf-8")
    sync(folder, index, encoder)
    assert len(store.search_lexical(["โรงเรียน"], 3)) == 1
    store.close()


def test_one_bad_file_stops_nothing_and_loses_nothing(folder: Path, index: Path, encoder: Encoder) -> None:
    bad = folder / "001_728a9104f349dc7d.txt"
    bad.write_bytes(bytes(range(256)) * 20)
    (folder / "empty.txt").write_text("")
    report = sync(folder, index, encoder)
    assert [name for name, _ in report.skipped] == [bad.name, "empty.txt"]
    assert bad.name in ids(index)  # what was known of it stays


def test_a_file_of_several_articles_is_followed_line_by_line(
    folder: Path, index: Path, encoder: Encoder
) -> None:
    several = folder / "news.jsonl"
    rows = [json.dumps({"id": name, "text": f"ข่าวเรื่อง{name} ประชุมที่เชียงใหม่"}) for name in ("หนึ่ง", "สอง")]
    several.write_text("\n".join([*rows, "{"]), encoding="utf-8")
    report = sync(folder, index, encoder)
    assert report.added == ["news.jsonl#หนึ่ง", "news.jsonl#สอง"]
    assert [name for name, _ in report.skipped] == ["news.jsonl#3"]
    several.write_bytes(b"\0\1\2")
    report = sync(folder, index, encoder)
    assert report.removed == []  # what was known of it stays
    several.write_text(rows[1], encoding="utf-8")
    report = sync(folder, index, encoder)
    assert (report.removed, report.unchanged) == (["news.jsonl#หนึ่ง"], 6)


def test_near_duplicates_are_named(folder: Path, index: Path, encoder: Encoder) -> None:
    original = (folder / "002_5d2e2954b440508a.txt").read_text(encoding="utf-8")
    (folder / "copy.txt").write_text(original.replace("๓๔", "๓๕"), encoding="utf-8")
    report = sync(folder, index, encoder)
    ((name, other, share),) = report.alike
    assert (name, other) == ("copy.txt", "002_5d2e2954b440508a.txt")
    assert 0.8 <= share < 1.0
    assert sync(folder, index, encoder).alike == []  # told once


@pytest.mark.parametrize("content", [{}, {"README.md": b"x"}, {"a.txt": b""}, {"a.txt": b"\x00\x01\x02"}])
def test_a_folder_without_articles_leaves_the_index_alone(
    content: dict[str, bytes], tmp_path: Path, index: Path, encoder: Encoder
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    for name, data in content.items():
        (empty / name).write_bytes(data)
    with pytest.raises(NoArticles):
        sync(empty, index, encoder)
    assert len(ids(index)) == 5


def test_a_folder_that_is_not_there(tmp_path: Path, encoder: Encoder) -> None:
    with pytest.raises(NoArticles, match="check its name"):
        sync(tmp_path / "nowhere", tmp_path / "index", encoder)


def test_a_link_out_of_the_folder_is_not_followed(
    folder: Path, index: Path, encoder: Encoder, tmp_path: Path
) -> None:
    (tmp_path / "secret.txt").write_text("รหัสผ่านของระบบ", encoding="utf-8")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    assert sync(folder, index, encoder).added == []


def test_two_syncs_do_not_mix(folder: Path, index: Path, encoder: Encoder) -> None:
    with FileLock(index / "lock"), pytest.raises(IndexBusy):
        sync(folder, index, encoder)


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


@pytest.mark.parametrize(
    ("only", "count"),
    [
        (Filter(since=date(2020, 1, 1)), 2),
        (Filter(until=date(2019, 4, 1)), 1),
        (Filter(since=date(2019, 5, 7), until=date(2019, 5, 7)), 1),
        (Filter(articles=frozenset({"004_7f5a35418612e33b.txt"})), 1),
        (Filter(since=date(2030, 1, 1)), 0),
        (Filter(articles=frozenset()), 0),
    ],
)
def test_both_legs_see_only_what_the_filter_admits(
    only: Filter, count: int, index: Path, encoder: Encoder
) -> None:
    store = LocalStore.open(index)
    hits = (
        store.search_dense(encoder.query("ประชุมอาเซียน"), 100, only),
        store.search_lexical(["อาเซียน"], 100, only),
    )
    for leg in hits:
        assert (
            len({chunk.article_id for chunk in store.chunks([hit.chunk_id for hit in leg]).values()}) == count
        )
    store.close()


def test_ids_and_tokens_may_hold_anything(tmp_path: Path, encoder: Encoder) -> None:
    store = LocalStore.create(tmp_path / "index", encoder.name, encoder.probe)
    names = ["ก ข/c'd\".txt", "a AND (b) OR *", "'; DROP TABLE article; --"]
    for name in names:
        article = make_article(name, "การประชุมที่เชียงใหม่")
        chunks = make_chunks(article)
        store.upsert(article, chunks, encoder.passages([chunk.passage for chunk in chunks]))
    only = Filter(articles=frozenset({names[1]}))
    found = store.chunks(
        [hit.chunk_id for hit in store.search_lexical(["เชียงใหม่", "a:b", "*", "("], 9, only)]
    )
    assert [chunk.article_id for chunk in found.values()] == [names[1]]
    assert [article.id for article in store.articles()] == sorted(names)
    store.close()


def test_a_kill_in_the_middle_of_a_sync_loses_nothing(folder: Path, index: Path, encoder: Encoder) -> None:
    """Kill a process that rewrites articles without pause; the index opens, holds all, and can be synced."""
    program = (
        "import sys; from pathlib import Path; import numpy as np\n"
        "from index.local import LocalStore; from index.chunks import make_chunks\n"
        "store = LocalStore.open(Path(sys.argv[1])); print('ready', flush=True)\n"
        "while True:\n"
        "    for article in store.articles():\n"
        "        chunks = make_chunks(article)\n"
        "        store.upsert(article, chunks, np.zeros((len(chunks), 384), np.float32)); store.save_snapshot()\n"
    )
    for _ in range(3):
        process = subprocess.Popen(
            [sys.executable, "-c", program, str(index)], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.3)
        process.kill()
        process.wait()
        process.stdout.close()
        assert len(ids(index)) == 5
    assert sync(folder, index, encoder).unchanged == 5
