"""Sync: the index equals the folder, whatever happens to either."""

import json
import os
import threading
import time
from pathlib import Path

import pytest
from filelock import FileLock

from index import sync as sync_module
from index.check import check
from index.encoder import Encoder
from index.errors import IndexBusy, NoArticles
from index.local import LocalStore
from index.sync import SyncReport, sync
from index.thai import search_words
from index.watch import changes
from tests.killing import HashEncoder, killed


def ids(index: Path) -> list[str]:
    store = LocalStore.open(index)
    try:
        return [article.id for article in store.articles()]
    finally:
        store.close()


def test_an_unchanged_folder_is_not_read_again(folder: Path, index: Path, encoder: Encoder) -> None:
    report = sync(folder, index, lambda: encoder)
    assert (report.added, report.changed, report.removed, report.unchanged) == ([], [], [], 5)


def test_the_index_equals_the_folder(folder: Path, index: Path, encoder: Encoder) -> None:
    (folder / "new.txt").write_text("กระทรวงศึกษาธิการเปิดโรงเรียนใหม่ที่จังหวัดน่าน", encoding="utf-8")
    (folder / "000_ed9c4c4d1260d543.txt").unlink()
    changed = folder / "004_7f5a35418612e33b.txt"
    changed.write_text(changed.read_text(encoding="utf-8") + "\nข้อความเพิ่มเติมท้ายข่าว", encoding="utf-8")
    report = sync(folder, index, lambda: encoder)
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


def test_one_bad_file_stops_nothing_and_loses_nothing(folder: Path, index: Path, encoder: Encoder) -> None:
    bad = folder / "001_728a9104f349dc7d.txt"
    bad.write_bytes(bytes(range(256)) * 20)
    (folder / "empty.txt").write_text("")
    report = sync(folder, index, lambda: encoder)
    assert [name for name, _ in report.skipped] == [bad.name, "empty.txt"]
    assert bad.name in ids(index)  # what was known of it stays


def test_a_file_of_several_articles_is_followed_line_by_line(
    folder: Path, index: Path, encoder: Encoder
) -> None:
    several = folder / "news.jsonl"
    rows = [json.dumps({"id": name, "text": f"ข่าวเรื่อง{name} ประชุมที่เชียงใหม่"}) for name in ("หนึ่ง", "สอง")]
    several.write_text("\n".join([*rows, "{"]), encoding="utf-8")
    report = sync(folder, index, lambda: encoder)
    assert report.added == ["news.jsonl#หนึ่ง", "news.jsonl#สอง"]
    ((name, error),) = report.skipped
    assert name == "news.jsonl"  # a line without an id that can be read
    assert "line 3 " in error.english
    several.write_bytes(b"\0\1\2")
    report = sync(folder, index, lambda: encoder)
    assert report.removed == []  # what was known of it stays
    several.write_text(rows[1], encoding="utf-8")
    report = sync(folder, index, lambda: encoder)
    assert (report.removed, report.unchanged) == (["news.jsonl#หนึ่ง"], 6)


def fast(folder: Path) -> SyncReport:
    """Sync with vectors of hashed words, into an index beside the folder."""
    return sync(folder, folder.with_name("fast"), HashEncoder)  # type: ignore[arg-type]


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """A folder with one good article."""
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "good.txt").write_text("ประชุมที่เชียงใหม่", encoding="utf-8")
    return tmp_path / "news"


def test_a_line_that_was_cut_takes_no_article_out(news: Path) -> None:
    several = news / "a.jsonl"
    several.write_text('{"id": "x", "text": "ก"}\n{"id": "y", "text": "ข"}', encoding="utf-8")
    fast(news)
    several.write_text('{"id": "x", "text": "ก"}\n{"id": "y", "te', encoding="utf-8")
    report = fast(news)
    assert (report.removed, report.unchanged) == ([], 2)
    assert ids(news.with_name("fast")) == ["a.jsonl#x", "a.jsonl#y", "good.txt"]
    several.write_text("", encoding="utf-8")
    assert fast(news).removed == []


def test_of_an_id_that_stands_twice_the_first_line_stays(news: Path) -> None:
    (news / "a.jsonl").write_text('{"id": 1, "text": "หนึ่ง"}\n{"id": 1, "text": "สอง"}', encoding="utf-8")
    report = fast(news)
    assert report.added == ["a.jsonl#1", "good.txt"]
    ((name, error),) = report.skipped
    assert name == "a.jsonl#1"
    assert "line 2 " in error.english
    assert fast(news).changed == []


@pytest.mark.parametrize(
    ("name", "data"),
    [
        (b"a\xa1.txt", "ข่าว".encode()),  # a Thai name of an old system
        (b"\xa1/a.txt", "ข่าว".encode()),
        (b"a.jsonl", rb'{"text": "a", "source": "\ud800"}'),
        (b"a.jsonl", rb'{"text": "a", "id": "\ud800"}'),
    ],
)
def test_half_a_character_stops_nothing(name: bytes, data: bytes, news: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(news) + b"/" + name))
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    report = fast(news)
    assert report.added == ["good.txt"]
    ((_, error),) = report.skipped
    assert "UTF-8" in error.english


@pytest.mark.parametrize("step", ["read_documents", "make_article", "make_chunks"])
def test_whatever_a_file_makes_the_program_raise_is_told_of_that_file(
    step: str, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fast(news)
    (news / "bad.txt").write_text("ข่าวร้าย", encoding="utf-8")
    (news / "good.txt").write_text("ประชุมที่เชียงรายแล้ว", encoding="utf-8")
    whole = getattr(sync_module, step)

    def hostile(first: object, *rest: object, **named: object) -> object:
        if "bad.txt" in str(getattr(first, "id", first)):
            raise IndexError("list index out of range")
        return whole(first, *rest, **named)

    monkeypatch.setattr(sync_module, step, hostile)
    report = fast(news)
    assert report.changed == ["good.txt"]
    ((name, error),) = report.skipped
    assert name == "bad.txt"
    assert "list index" in error.english


def test_what_a_folder_without_permission_held_stays(news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("shut/b.txt", "shut/deep/c.jsonl", "listed/d.txt"):
        (news / name).parent.mkdir(exist_ok=True)
        text = '{"text": "ก"}' if name.endswith("l") else f"ข่าว {name}"
        (news / name).write_text(text, encoding="utf-8")
    fast(news)
    # As the system does; root, who may run this, is never refused.
    scandir, stat = os.scandir, Path.stat

    def guarded_scandir(place: str) -> object:
        if Path(place).name == "shut":
            raise PermissionError(13, "Permission denied", str(place))
        return scandir(place)

    def guarded_stat(self: Path, **named: bool) -> os.stat_result:
        if self.parent.name == "listed":
            raise PermissionError(13, "Permission denied", str(self))
        return stat(self, **named)

    monkeypatch.setattr(os, "scandir", guarded_scandir)
    monkeypatch.setattr(Path, "stat", guarded_stat)
    report = fast(news)
    assert (report.removed, report.unchanged) == ([], 1)
    assert [name for name, _ in report.skipped] == ["listed/d.txt", "shut/"]
    monkeypatch.undo()
    assert fast(news).unchanged == 4


def test_a_folder_that_may_not_be_read_says_so(news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(place: str) -> object:
        raise PermissionError(13, "Permission denied", str(place))

    monkeypatch.setattr(os, "scandir", refused)
    with pytest.raises(NoArticles, match="permissions"):
        fast(news)


@pytest.mark.parametrize("name", [".trash/old.txt", ".git/x.md", "deep/~old/a.txt", "deep/.a.txt"])
def test_what_is_hidden_is_not_read(name: str, news: Path) -> None:
    (news / name).parent.mkdir(parents=True)
    (news / name).write_text("ข่าวที่ลบแล้ว", encoding="utf-8")
    assert fast(news).added == ["good.txt"]


def test_a_fresh_index_of_young_files_is_of_this_version(news: Path) -> None:
    fast(news)
    assert not check(news.with_name("fast")).outdated
    report = fast(news)
    assert (report.changed, report.unchanged) == ([], 1)


def test_near_duplicates_are_named(folder: Path, index: Path, encoder: Encoder) -> None:
    original = (folder / "002_5d2e2954b440508a.txt").read_text(encoding="utf-8")
    (folder / "copy.txt").write_text(original.replace("๓๔", "๓๕"), encoding="utf-8")
    report = sync(folder, index, lambda: encoder)
    ((name, other, share),) = report.alike
    assert (name, other) == ("copy.txt", "002_5d2e2954b440508a.txt")
    assert 0.8 <= share < 1.0
    assert sync(folder, index, lambda: encoder).alike == []  # told once


@pytest.mark.parametrize("content", [{}, {"README.md": b"x"}, {"a.txt": b""}, {"a.txt": b"\x00\x01\x02"}])
def test_a_folder_without_articles_leaves_the_index_alone(
    content: dict[str, bytes], tmp_path: Path, index: Path, encoder: Encoder
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    for name, data in content.items():
        (empty / name).write_bytes(data)
    with pytest.raises(NoArticles):
        sync(empty, index, lambda: encoder)
    assert len(ids(index)) == 5


def test_a_folder_that_is_not_there(tmp_path: Path, encoder: Encoder) -> None:
    with pytest.raises(NoArticles, match="check its name"):
        sync(tmp_path / "nowhere", tmp_path / "index", lambda: encoder)


def test_a_link_out_of_the_folder_is_not_followed(
    folder: Path, index: Path, encoder: Encoder, tmp_path: Path
) -> None:
    (tmp_path / "secret.txt").write_text("รหัสผ่านของระบบ", encoding="utf-8")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    assert sync(folder, index, lambda: encoder).added == []


def test_two_syncs_do_not_mix(folder: Path, index: Path, encoder: Encoder) -> None:
    with FileLock(index / "lock"), pytest.raises(IndexBusy):
        sync(folder, index, lambda: encoder)


def test_a_changed_article_costs_only_its_new_chunks(folder: Path, index: Path, encoder: Encoder) -> None:
    changed = folder / "003_3cf0a99bbcd98e5c.txt"
    changed.write_text(changed.read_text(encoding="utf-8") + "\nข้อความเพิ่มเติมท้ายข่าว", encoding="utf-8")
    report = sync(folder, index, lambda: encoder)
    assert report.changed == [changed.name]
    assert 1 <= report.embedded <= 2


def test_a_renamed_file_is_not_embedded_again(folder: Path, index: Path, encoder: Encoder) -> None:
    (folder / "004_7f5a35418612e33b.txt").rename(folder / "ข่าว.txt")
    report = sync(folder, index, lambda: encoder)
    assert report.renamed == [("004_7f5a35418612e33b.txt", "ข่าว.txt")]
    assert (report.added, report.removed, report.embedded) == ([], [], 0)
    assert report.alike == []
    assert "ข่าว.txt" in ids(index)


def test_an_unchanged_folder_needs_no_model(folder: Path, index: Path) -> None:
    def fail() -> Encoder:
        raise AssertionError("the model was loaded")

    assert sync(folder, index, fail).unchanged == 5
    long_ago = time.time_ns() - 10**12
    for path in folder.iterdir():
        os.utime(path, ns=(long_ago, long_ago))
    assert sync(folder, index, fail).unchanged == 5  # read again, and found to say the same
    store = LocalStore.open(index)
    assert set(store.files().values()) == {(path.stat().st_size, long_ago) for path in folder.glob("0*.txt")}
    store.close()
    (folder / "000_ed9c4c4d1260d543.txt").unlink()
    assert sync(folder, index, fail).removed == ["000_ed9c4c4d1260d543.txt"]


def test_a_file_whose_article_was_lost_is_read_again(folder: Path, index: Path, encoder: Encoder) -> None:
    store = LocalStore.open(index)
    store.remove("004_7f5a35418612e33b.txt")
    store.close()
    assert sync(folder, index, lambda: encoder).added == ["004_7f5a35418612e33b.txt"]


def test_a_change_is_noticed_and_searchable_soon(folder: Path, index: Path, encoder: Encoder) -> None:
    stop = threading.Event()
    noticed = changes(folder, stop)
    threading.Timer(
        0.5, lambda: (folder / "new.txt").write_text("เปิดโรงเรียนใหม่ที่จังหวัดน่าน", encoding="utf-8")
    ).start()
    next(noticed)
    assert sync(folder, index, lambda: encoder).added == ["new.txt"]
    stop.set()
    assert next(noticed, None) is None


def test_killed_syncs_lose_nothing() -> None:
    counts = killed(8)
    assert counts["killed"] == 8
    assert counts["searches"] > 0
    assert not [name for name in counts if name.startswith("failed")]
    assert counts["lost"] == counts["stale"] == counts["doubled"] == 0


def test_what_another_version_made_is_made_again_but_not_embedded_again(
    folder: Path, index: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not check(index).outdated
    monkeypatch.setattr(sync_module, "recipe", lambda: "another")
    report = sync(folder, index, lambda: encoder)
    assert (len(report.changed), report.unchanged, report.embedded) == (5, 0, 0)
    assert sync(folder, index, lambda: encoder).unchanged == 5
    assert check(index).outdated  # for the version that looks now
