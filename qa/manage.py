"""The commands about the index: make it, look into it, check it, copy it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, nullcontext
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from index.errors import InvalidRequest, ThamtobError
from qa.settings import Settings

if TYPE_CHECKING:
    from index.local import LocalStore
    from index.sync import SyncReport

# Commands import what they need when they run: the model takes seconds, and `--help` must not wait for it.

IndexOption = Annotated[
    Path | None, typer.Option("--index", help="โฟลเดอร์ดัชนี · Folder of the index (THAMTOB_INDEX).")
]
JsonOption = Annotated[bool, typer.Option("--json", help="ผลเป็น JSON · Print JSON.")]


def index(
    folder: Path,
    index: IndexOption = None,
    watch: Annotated[
        bool, typer.Option("--watch", help="ทำต่อทุกครั้งที่ไฟล์เปลี่ยน · Go on, whenever a file changes.")
    ] = False,
) -> None:
    """ทำดัชนีให้ตรงกับโฟลเดอร์บทความ · Make the index equal a folder of articles."""
    from index.sync import sync
    from qa.models import load_encoder

    settings = settings_of(index)

    def run() -> SyncReport:
        with bar("อ่านไฟล์ · files") as progress:
            return sync(folder, settings.index, lambda: load_encoder(settings), progress)

    _show_report(run())
    if watch:
        from index.watch import changes

        load_encoder(settings)  # now, so that the first change needn't wait for it
        print(f"เฝ้าดู {folder} อยู่ กด Ctrl+C เพื่อหยุด · watching; Ctrl+C stops", flush=True)
        for _ in changes(folder):
            try:
                report = run()
            except (ThamtobError, OSError) as error:  # the next change, or minute, may find it mended
                print(error, file=sys.stderr, flush=True)
                continue
            if report.added or report.changed or report.removed or report.renamed:
                _show_report(report)


def _show_report(report: SyncReport) -> None:
    counts = (
        len(report.added),
        len(report.changed),
        len(report.removed),
        len(report.renamed),
        report.unchanged,
    )
    print(
        "เพิ่ม {} แก้ไข {} ลบ {} เปลี่ยนชื่อ {} คงเดิม {} บทความ".format(*counts),
        "· {} added, {} changed, {} removed, {} renamed, {} unchanged;".format(*counts),
        f"{report.chunks} chunks, {report.seconds:.1f} s",
        flush=True,
    )
    if report.characters:
        print(
            f"อ่าน {report.characters:,} ตัวอักษร {report.sentences:,} ประโยค · {report.characters:,} characters, "
            f"{report.sentences:,} sentences read, {report.embedded:,} chunks embedded; "
            f"{report.embedded / report.seconds:,.1f} chunks/s, {report.encoding / report.seconds:.0%} of the time in the encoder",
            flush=True,
        )
    for name, pages in report.poor:
        listed = ", ".join(map(str, pages))
        print(
            f"อ่านได้ไม่ครบ {name} หน้า {listed}: บางตัวอักษรถอดไม่ได้ โปรดเทียบกับต้นฉบับ "
            f"· poor pages {listed}: some letters can't be decoded; compare with the original",
            file=sys.stderr,
        )
    for name, other, share in report.alike:
        print(f"เกือบเหมือนกัน {share:.0%} · nearly the same: {name} = {other}", file=sys.stderr)
    for name, error in report.skipped:
        print(f"ข้าม {name}: {error.thai} · skipped: {error.english}", file=sys.stderr)


articles = typer.Typer(invoke_without_command=True, help="บทความในดัชนี · The articles in the index.")


@articles.callback()
def list_articles(context: typer.Context, index: IndexOption = None, json_: JsonOption = False) -> None:
    """รายชื่อบทความในดัชนี · List the articles in the index."""
    if context.invoked_subcommand:
        return
    from index.articles import described

    with _store(index) as store:
        rows = [described(article) for article in store.listing()]
    if json_:
        print_json(rows)
        return
    for row in rows:
        print(f"{row['published'] or '-':10}  {row['id']}  {row['title']}")


@articles.command(name="show")
def show_article(article_id: str, index: IndexOption = None, json_: JsonOption = False) -> None:
    """แสดงบทความหนึ่งเรื่องทีละประโยค · Show one article, sentence by sentence."""
    from index.articles import described
    from index.sentences import split_sentences

    with _store(index) as store:
        article = store.article(article_id)
    if article is None:
        raise InvalidRequest(
            f"ไม่มีบทความ {article_id} ดูรหัสบทความได้ด้วยคำสั่ง thamtob articles",
            f"there is no article {article_id}; thamtob articles lists the ids",
        )
    spans = split_sentences(article.text)
    if json_:
        sentences = [{"start": a, "end": b, "text": article.text[a:b]} for a, b in spans]
        print_json(described(article) | {"text": article.text, "sentences": sentences})
        return
    print(f"{article.title}\n{article.published or '-'}  {article.source}\n")
    for number, (start, end) in enumerate(spans, 1):
        print(f"{number:4}  {article.text[start:end]}")


def doctor(index: IndexOption = None) -> None:
    """ตรวจดัชนีทุกแถว ซ่อมส่วนที่สร้างใหม่ได้ และตรวจโมเดล · Check every row of the index, mend what can be mended."""
    from index.check import check
    from index.sync import locked
    from qa.assistant import Assistant

    settings = settings_of(index)
    with locked(settings.index):
        health = check(settings.index)
    for what in health.mended:
        print(f"ซ่อมแล้ว · mended     {what}")
    print(f"ดัชนี · index         {settings.index}  ({health.disk / 1e6:,.1f} MB)")
    print(f"บทความ · articles     {health.articles:,}")
    print(f"ช่วงข้อความ · chunks   {health.chunks:,}  (FAISS {health.kind})")
    print(f"โมเดล · model         {health.model}")
    if health.outdated:
        print("ดัชนีมาจากโปรแกรมรุ่นอื่น ปรับได้ด้วย thamtob index · made by another version; thamtob index renews it")
    assistant = Assistant.open(settings=settings)
    found = assistant.retrieve("ตรวจสอบ", k=1)
    assistant.close()
    print("ใช้งานได้ · ready" if found else "ดัชนีว่าง · the index is empty")


def export(
    target: Annotated[
        Path | None, typer.Argument(help="ไฟล์ .jsonl · Written to the screen by default.")
    ] = None,
    index: IndexOption = None,
) -> None:
    """ส่งออกบทความและช่วงข้อความเป็น JSON Lines · Write the articles with their chunks, one article a line.

    `thamtob index` reads the file again.
    """
    with _store(index) as store, closing(store.exported()) as rows:
        write_lines(rows, target)


def backup(target: Path, index: IndexOption = None) -> None:
    """สำรองดัชนีลงโฟลเดอร์ใหม่ ขณะใช้งานก็ได้ · Copy the index into a new folder, also while it is in use."""
    from index.database import FILE

    if target.is_file() or (target.exists() and any(target.iterdir())):
        raise InvalidRequest(
            f"{target} มีไฟล์อยู่แล้ว โปรดระบุโฟลเดอร์ใหม่", f"{target} isn't empty; name a new folder"
        )
    with _store(index) as store:
        target.mkdir(parents=True, exist_ok=True)
        store.backup(target / FILE)
    print(f"สำรองไว้ที่ {target} แล้ว ใช้ด้วย --index {target} · copied; use it with --index")


def settings_of(index: Path | None) -> Settings:
    """Return the settings, with another folder for the index if one is named."""
    settings = Settings()
    return settings.model_copy(update={"index": index}) if index else settings


def print_json(value: object) -> None:
    """Print a value as JSON that people can read."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


@contextmanager
def bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """Show a progress bar, and give the function that moves it: (done, in all)."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        task = bars.add_task(label, total=None)
        yield lambda done, total: bars.update(task, completed=done, total=total)


@contextmanager
def _store(index: Path | None) -> Iterator[LocalStore]:
    from index.local import LocalStore

    store = LocalStore.open(settings_of(index).index)
    try:
        yield store
    finally:
        store.close()


def write_lines(rows: Iterable[Mapping[str, Any]], target: Path | None) -> None:
    """Write rows as JSON Lines, to a file or to the screen."""
    remaining = iter(rows)
    first = list(islice(remaining, 1))  # what can't be read ends here, before an earlier file is emptied
    with target.open("w", encoding="utf-8") if target else nullcontext(sys.stdout) as file:
        for row in chain(first, remaining):
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
