"""The command `thamtob`. Exit codes: 0 answered or done, 3 refused, 2 misuse or an error that says what to do."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from index.errors import InvalidRequest, ThamtobError
from qa.evaluation.dataset import Task, is_reading_set
from qa.settings import Settings

if TYPE_CHECKING:
    from index.articles import Article
    from index.local import LocalStore

# Commands import what they need when they run: the model takes seconds, and `--help` must not wait for it.

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="ถามตอบจากบทความภาษาไทย: ยกข้อความจริง อ้างที่มา หรือปฏิเสธ · Thai answers, quoted and cited, or refused.",
)
_IndexOption = Annotated[
    Path | None, typer.Option("--index", help="โฟลเดอร์ดัชนี · Folder of the index (THAMTOB_INDEX).")
]
_JsonOption = Annotated[bool, typer.Option("--json", help="ผลเป็น JSON · Print JSON.")]
_DateOption = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])]

REFUSED = 3
MISUSE = 2


def main() -> None:
    """Run the command; expected errors end it with a message and no traceback."""
    try:
        app()
    except ThamtobError as error:
        print(f"{error}", file=sys.stderr)
        sys.exit(MISUSE)
    except ValidationError as error:
        print("การตั้งค่า THAMTOB_* ไม่ถูกต้อง · Wrong THAMTOB_* setting:", file=sys.stderr)
        for detail in error.errors():
            print(f"  {'.'.join(map(str, detail['loc']))}: {detail['msg']}", file=sys.stderr)
        sys.exit(MISUSE)


@app.command()
def index(folder: Path, index: _IndexOption = None) -> None:
    """ทำดัชนีให้ตรงกับโฟลเดอร์บทความ · Make the index equal a folder of articles."""
    from index.sync import sync
    from qa.assistant import load_encoder

    settings = _settings(index)
    encoder = load_encoder(settings)
    with _bar("อ่านบทความ · articles") as progress:
        report = sync(folder, settings.index, encoder, progress)
    print(
        f"เพิ่ม {len(report.added)} แก้ไข {len(report.changed)} ลบ {len(report.removed)} คงเดิม {report.unchanged} บทความ "
        f"· {len(report.added)} added, {len(report.changed)} changed, {len(report.removed)} removed, "
        f"{report.unchanged} unchanged; {report.chunks} chunks, {report.seconds:.1f} s"
    )
    if report.characters:
        print(
            f"อ่าน {report.characters:,} ตัวอักษร {report.sentences:,} ประโยค · {report.characters:,} characters, "
            f"{report.sentences:,} sentences read; {report.characters / report.seconds:,.0f} characters/s"
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


@app.command()
def ask(
    question: str,
    index: _IndexOption = None,
    since: _DateOption = None,
    until: _DateOption = None,
    json_: _JsonOption = False,
) -> None:
    """ถามหนึ่งคำถาม · Ask one question. Exit code 3 means refused."""
    assistant = _assistant(index)
    answer = assistant.answer(
        question, since=since.date() if since else None, until=until.date() if until else None
    )
    print(answer.to_json(indent=2) if json_ else answer)
    if answer.refused:
        raise typer.Exit(REFUSED)


@app.command()
def serve(
    index: _IndexOption = None,
    host: Annotated[str | None, typer.Option(help="ที่อยู่ที่เปิดรับ · Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535)] = None,
) -> None:
    """เปิดหน้าถามตอบ · Serve the chat page."""
    from qa.web.server import serve as run

    settings = _settings(index)
    changes = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    settings = settings.model_copy(update=changes)
    run(_assistant(settings.index), settings)


articles = typer.Typer(invoke_without_command=True, help="บทความในดัชนี · The articles in the index.")
app.add_typer(articles, name="articles")


@articles.callback()
def list_articles(context: typer.Context, index: _IndexOption = None, json_: _JsonOption = False) -> None:
    """รายชื่อบทความในดัชนี · List the articles in the index."""
    if context.invoked_subcommand:
        return
    with _store(index) as store:
        rows = [_described(article) for article in store.articles()]
    if json_:
        _print_json(rows)
        return
    for row in rows:
        print(f"{row['published'] or '-':10}  {row['id']}  {row['title']}")


@articles.command(name="show")
def show_article(article_id: str, index: _IndexOption = None, json_: _JsonOption = False) -> None:
    """แสดงบทความหนึ่งเรื่องทีละประโยค · Show one article, sentence by sentence."""
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
        _print_json(_described(article) | {"text": article.text, "sentences": sentences})
        return
    print(f"{article.title}\n{article.published or '-'}  {article.source}\n")
    for number, (start, end) in enumerate(spans, 1):
        print(f"{number:4}  {article.text[start:end]}")


@contextmanager
def _store(index: Path | None) -> Iterator[LocalStore]:
    from index.local import LocalStore

    store = LocalStore.open(_settings(index).index)
    try:
        yield store
    finally:
        store.close()


def _described(article: Article) -> dict[str, str | None]:
    day = article.published
    return {
        "id": article.id,
        "title": article.title,
        "published": day.isoformat() if day else None,
        "source": article.source,
    }


@app.command(name="eval")
def evaluate(
    dataset: Path,
    task: Annotated[
        Task | None, typer.Option(help="วัดเฉพาะขั้นเดียว · Measure one step only (of a SQuAD set).")
    ] = None,
    without_gold: Annotated[
        bool,
        typer.Option(
            help="ถามซ้ำโดยไม่มีบทความที่ถูก · Ask again with the right article removed: must be refused."
        ),
    ] = False,
    index: _IndexOption = None,
    json_: _JsonOption = False,
    failures: Annotated[bool, typer.Option(help="แสดงข้อที่ผิด · Show what went wrong.")] = False,
) -> None:
    """วัดคุณภาพด้วยชุดคำถาม · Measure quality with a question set (golden set, SQuAD JSON or JSON Lines).

    Questions that bring their contexts along are asked on those contexts; a golden set on the index.
    """
    from qa.evaluation.run import golden, reading_set

    with _bar("วัด · evaluating") as progress:
        if is_reading_set(dataset):
            result, outcomes = reading_set(
                dataset, _settings(index), task, progress, without_gold=without_gold
            )
        elif task not in {None, Task.END_TO_END} or without_gold:
            raise InvalidRequest(
                "ชุดคำถามนี้ไม่มีบทความมาด้วย จึงวัดได้เฉพาะ end-to-end",
                "a golden set brings no contexts along: only end-to-end can be measured on it",
            )
        else:
            result, outcomes = golden(dataset, _assistant(index), progress)
    if json_:
        _print_json(result)
    for step, values in result.items() if not json_ else ():
        print(step)
        _show({f"  {name}": value for name, value in values.items()}, json_=False)
    for outcome in outcomes if failures else []:
        if not outcome.right:
            print(
                f"\n{outcome.example.id} {outcome.example.question}\n  gold: {outcome.example.answers}",
                file=sys.stderr,
            )
            print(f"  {outcome.answer.confidence:.2f} {outcome.answer}", file=sys.stderr)


@app.command()
def bench(
    folder: Annotated[
        Path | None, typer.Argument(help="โฟลเดอร์บทความ · By default the sample articles.")
    ] = None,
    json_: _JsonOption = False,
) -> None:
    """วัดความเร็วบนเครื่องนี้ · Measure indexing and answering on this machine, on a temporary index."""
    from qa.assistant import seeds_folder
    from qa.evaluation.bench import bench as run

    _show(run(folder or seeds_folder(), Settings()), json_)


@app.command()
def doctor(index: _IndexOption = None) -> None:
    """ตรวจดัชนีและโมเดล · Check index and model."""
    settings = _settings(index)
    assistant = _assistant(settings.index, make=False)
    found = assistant.retrieve("ตรวจสอบ", k=1)
    print(f"ดัชนี · index      {settings.index}")
    print(f"โมเดล · model      {settings.model}")
    print(f"บทความ · articles  {len(assistant.articles())}")
    print("ใช้งานได้ · ready" if found else "ดัชนีว่าง · the index is empty")


def _settings(index: Path | None) -> Settings:
    settings = Settings()
    return settings.model_copy(update={"index": index}) if index else settings


def _assistant(index: Path | None, *, make: bool = True) -> Any:  # noqa: ANN401 - its class is imported late
    """Open the assistant; the default index is made from the sample articles if there is none yet."""
    from qa.assistant import Assistant, default_assistant

    settings = _settings(index)
    if not make or settings.index != Settings().index:
        return Assistant.open(settings=settings)
    with _bar("เตรียมดัชนี · preparing the index") as progress:
        return default_assistant(settings, progress)


def _show(result: dict[str, Any], json_: bool) -> None:
    if json_:
        _print_json(result)
        return
    for name, value in result.items():
        print(f"{name:24} {value}")


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


@contextmanager
def _bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """Show a progress bar, and give the function that moves it: (done, in all)."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        bar = bars.add_task(label, total=None)
        yield lambda done, total: bars.update(bar, completed=done, total=total)
