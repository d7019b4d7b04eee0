"""The command: exit codes, output, errors that say what to do."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.sync import locked, sync
from qa import Settings
from qa.cli import MISUSE, REFUSED, main
from tests.conftest import SEEDS
from tests.killing import HashEncoder


class Run:
    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    """Run the command in this process."""

    def run_command(*arguments: object) -> Run:
        monkeypatch.setattr(sys, "argv", ["thamtob", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        code = ended.value.code
        return Run(code if isinstance(code, int) else 0, printed.out, printed.err)

    return run_command


@pytest.fixture
def run(command, settings: Settings, monkeypatch: pytest.MonkeyPatch, assistant: object):  # type: ignore[no-untyped-def]
    """Run the command in this process, on the session's index."""
    monkeypatch.setenv("THAMTOB_INDEX", str(settings.index))
    return command


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """An index of one article with vectors of hashed words, made of the folder `news` beside it."""
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.txt").write_text("ประชุมที่เชียงใหม่", encoding="utf-8")
    sync(tmp_path / "news", tmp_path / "small", HashEncoder)  # type: ignore[arg-type]
    return tmp_path / "small"


def test_an_answer_exits_with_0_and_a_refusal_with_3(run) -> None:  # type: ignore[no-untyped-def]
    answered = run("ask", "การประชุม S2S ครั้งที่ 4 จัดที่ไหน")
    assert answered.code == 0
    assert "กรุงจาการ์ตา" in answered.out
    assert "000_ed9c4c4d1260d543.txt" in answered.out
    assert answered.err == ""  # no progress bar in a pipe
    refused = run("ask", "วิธีทำต้มยำกุ้ง")
    assert refused.code == REFUSED == 3
    assert "ไม่มีคำตอบ" in refused.out


def test_json(run) -> None:  # type: ignore[no-untyped-def]
    plain = json.loads(run("ask", "--json", "S2S ย่อมาจากอะไร").out)
    assert plain["citations"][0]["article_id"] == "000_ed9c4c4d1260d543.txt"
    assert len(json.loads(run("articles", "--json").out)) == 5


def test_an_article_is_shown_sentence_by_sentence(run) -> None:  # type: ignore[no-untyped-def]
    shown = json.loads(run("articles", "show", "000_ed9c4c4d1260d543.txt", "--json").out)
    assert set(shown) == {"id", "title", "published", "source", "text", "sentences"}
    assert shown["published"] == "2019-05-07"
    assert len(shown["sentences"]) > 10
    for sentence in shown["sentences"]:
        assert shown["text"][sentence["start"] : sentence["end"]] == sentence["text"]
    assert shown["sentences"][0]["text"] in run("articles", "show", "000_ed9c4c4d1260d543.txt").out
    missing = run("articles", "show", "nothing.txt")
    assert missing.code == MISUSE
    assert "thamtob articles" in missing.err


def test_dates_filter(run) -> None:  # type: ignore[no-untyped-def]
    assert run("ask", "--since", "2030-01-01", "ประชุมที่ไหน").code == REFUSED
    assert run("ask", "--since", "yesterday", "ประชุมที่ไหน").code == MISUSE


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["ask", ""], "type one"),
        (["ask", "ก" * 100_000], "too long"),
        (["ask", "--index", "/nowhere", "ประชุม"], "thamtob index"),
        (["index", "/nowhere"], "check its name"),
        (["eval", "/nowhere.jsonl"], "JSON Lines"),
        (["nonsense"], "nonsense"),
    ],
)
def test_misuse_exits_with_2_and_says_what_to_do(run, arguments: list[str], says: str) -> None:  # type: ignore[no-untyped-def]
    ended = run(*arguments)
    assert ended.code == MISUSE == 2
    assert says in ended.err
    assert "Traceback" not in ended.err


def test_a_wrong_setting_is_named(run, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("THAMTOB_TOP_K", "0")
    ended = run("ask", "ประชุมที่ไหน")
    assert ended.code == MISUSE
    assert "top_k" in ended.err


def test_index_lists_what_it_skipped(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "ข่าว.txt").write_bytes("การประชุมจัดที่จังหวัดเชียงใหม่\nมีผู้เข้าร่วมเมื่อวันที่ ๑ มกราคม ๒๕๖๕".encode("cp874"))
    (folder / "bad.txt").write_bytes(bytes(range(256)) * 10)
    ended = run("index", folder, "--index", tmp_path / "index")
    assert ended.code == 0
    assert "1 added" in ended.out
    assert "bad.txt" in ended.err
    assert "เชียงใหม่" in run("ask", "--index", tmp_path / "index", "การประชุมจัดที่จังหวัดใด").out


@pytest.mark.parametrize(
    ("name", "target", "says"),
    [
        ("export", "nowhere/a.jsonl", "No such file"),
        ("export", "news", "directory"),
        ("backup", "news/a.txt", "new folder"),
        ("backup", "news", "new folder"),
    ],
)
def test_a_target_that_cannot_be_written_is_named(  # type: ignore[no-untyped-def]
    name: str, target: str, says: str, command, small: Path
) -> None:
    ended = command(name, small.parent / target, "--index", small)
    assert ended.code == MISUSE
    assert says in ended.err


def test_an_export_is_not_emptied_by_one_that_fails(command, small: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    target = tmp_path / "all.jsonl"
    assert command("export", target, "--index", small).code == 0
    whole = target.read_text(encoding="utf-8")
    assert json.loads(whole)["id"] == "a.txt"
    connection = sqlite3.connect(small / "index.db")
    connection.execute("UPDATE article SET text = text || 'ก'")
    connection.commit()
    connection.close()
    assert "damaged" in command("export", target, "--index", small).err
    assert target.read_text(encoding="utf-8") == whole


def test_watching_goes_on_after_what_passes(  # type: ignore[no-untyped-def]
    command, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def changes(folder: Path) -> Iterator[None]:
        (folder / "new.txt").write_text("เปิดโรงเรียนใหม่ที่จังหวัดน่าน", encoding="utf-8")
        with locked(small):
            yield
        yield

    monkeypatch.setattr("index.watch.changes", changes)
    monkeypatch.setattr("qa.models.load_encoder", lambda _: HashEncoder())
    ended = command("index", small.with_name("news"), "--index", small, "--watch")
    assert ended.code == 0
    assert "wait for it" in ended.err
    assert ended.out.count("1 added") == 1


def test_bench(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "ข่าว.txt").write_text(
        "การประชุมจัดที่จังหวัดเชียงใหม่\nมีผู้เข้าร่วมเมื่อวันที่ ๑ มกราคม ๒๕๖๕", encoding="utf-8"
    )
    figures = json.loads(run("bench", tmp_path, "--json").out)
    assert (figures["chunks"], figures["questions"]) == (1, 2)
    assert figures["answer_ms"]["p50"] > 0


def test_doctor(run) -> None:  # type: ignore[no-untyped-def]
    assert "ready" in run("doctor").out


def test_help_does_not_load_the_model() -> None:
    program = "import sys; sys.argv = ['thamtob', '--help']\nfrom qa.cli import main\ntry: main()\nexcept SystemExit: print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False"


# Any use of the network by the process is an error; where the system allows it, there is no network either.
OFFLINE = """
import sys
def forbid(event, arguments):
    if event in {"socket.getaddrinfo", "socket.gethostbyname"} or (
        event == "socket.connect" and isinstance(arguments[1], tuple)
    ):
        raise RuntimeError(f"network used: {event} {arguments}")
sys.addaudithook(forbid)
sys.argv = ["thamtob", "ask", sys.argv[1]]
from qa.cli import main
main()
"""


@pytest.mark.parametrize(("question", "code"), [("การประชุม S2S ครั้งที่ 4 จัดที่ไหน", 0), ("วิธีทำต้มยำกุ้ง", 3)])
def test_a_new_process_answers_without_a_network(question: str, code: int, tmp_path: Path) -> None:
    """From an empty home: the index is made of the sample articles, and nothing is fetched or left elsewhere."""
    isolate = ["unshare", "--map-root-user", "--net"]
    try:
        isolated = subprocess.run([*isolate, "true"], capture_output=True).returncode == 0
    except FileNotFoundError:
        isolated = False
    environment = os.environ | {
        "THAMTOB_INDEX": str(tmp_path / "index"),
        "THAMTOB_CACHE": str(Settings().cache),
        "HOME": str(tmp_path),
    }
    done = subprocess.run(
        [*(isolate if isolated else []), sys.executable, "-c", OFFLINE, question],
        capture_output=True,
        text=True,
        env=environment,
        cwd=Path(__file__).parents[1],
    )
    assert done.returncode == code, done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["index"]


def test_seeds_are_the_default_corpus() -> None:
    from qa.default import seeds_folder

    assert seeds_folder() == SEEDS
