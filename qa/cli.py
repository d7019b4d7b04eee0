"""The command `thamtob`. Exit codes: 0 answered or done, 3 refused, 2 misuse or an error that says what to do."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from index.errors import InvalidRequest, ThamtobError
from qa import manage
from qa.evaluation.dataset import Task, is_reading_set
from qa.manage import IndexOption, JsonOption, bar, print_json, settings_of, write_lines
from qa.settings import Settings

# Commands import what they need when they run: the model takes seconds, and `--help` must not wait for it.

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="ถามตอบจากบทความภาษาไทย: ยกข้อความจริง อ้างที่มา หรือปฏิเสธ · Thai answers, quoted and cited, or refused.",
)
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
    except OSError as error:
        print(f"อ่านหรือเขียนไฟล์ไม่ได้ · A file can't be read or written: {error}", file=sys.stderr)
        sys.exit(MISUSE)
    except ValidationError as error:
        print("การตั้งค่า THAMTOB_* ไม่ถูกต้อง · Wrong THAMTOB_* setting:", file=sys.stderr)
        for detail in error.errors():
            print(f"  {'.'.join(map(str, detail['loc']))}: {detail['msg']}", file=sys.stderr)
        sys.exit(MISUSE)


for command in (manage.index, manage.doctor, manage.export, manage.backup):
    app.command()(command)
app.add_typer(manage.articles, name="articles")


@app.command()
def ask(
    question: str,
    index: IndexOption = None,
    since: _DateOption = None,
    until: _DateOption = None,
    after: Annotated[
        list[str] | None,
        typer.Option(help="คำถามก่อนหน้า · An earlier question, for a follow-up; may be given several times."),
    ] = None,
    explain: Annotated[
        bool,
        typer.Option("--explain", help="แสดงที่มาของคำตอบ · Show why: passages, scores, features, threshold."),
    ] = False,
    json_: JsonOption = False,
) -> None:
    """ถามหนึ่งคำถาม · Ask one question. Exit code 3 means refused."""
    from qa.consultation import explanation

    consulted = _assistant(index).consult(
        question,
        history=after or (),
        since=since.date() if since else None,
        until=until.date() if until else None,
    )
    answer = consulted.answer
    if json_:
        print_json(answer.to_dict() | ({"explanation": consulted.explained()} if explain else {}))
    else:
        print(answer, *([explanation(consulted.explained())] if explain else []), sep="\n\n")
    if answer.refused:
        raise typer.Exit(REFUSED)


@app.command()
def serve(
    index: IndexOption = None,
    host: Annotated[str | None, typer.Option(help="ที่อยู่ที่เปิดรับ · Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535)] = None,
) -> None:
    """เปิดหน้าถามตอบ · Serve the chat page."""
    from qa.web.server import serve as run

    settings = settings_of(index)
    changes = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    settings = settings.model_copy(update=changes)
    run(_assistant(settings.index), settings)


@app.command()
def feedback(
    target: Annotated[
        Path | None, typer.Argument(help="ไฟล์ .jsonl · Written to the screen by default.")
    ] = None,
) -> None:
    """ส่งออกความเห็นของผู้ใช้เป็น JSON Lines · Write what users thought of answers, one opinion a line."""
    from qa.web.feedback import Feedback

    write_lines(map(asdict, Feedback(Settings().feedback)), target)


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
    index: IndexOption = None,
    json_: JsonOption = False,
    failures: Annotated[bool, typer.Option(help="แสดงข้อที่ผิด · Show what went wrong.")] = False,
) -> None:
    """วัดคุณภาพด้วยชุดคำถาม · Measure quality with a question set (golden set, SQuAD JSON or JSON Lines).

    Questions that bring their contexts along are asked on those contexts; a golden set on the index.
    """
    from qa.evaluation.run import golden, reading_set

    with bar("วัด · evaluating") as progress:
        if is_reading_set(dataset):
            result, outcomes = reading_set(
                dataset, settings_of(index), task, progress, without_gold=without_gold
            )
        elif task not in {None, Task.END_TO_END} or without_gold:
            raise InvalidRequest(
                "ชุดคำถามนี้ไม่มีบทความมาด้วย จึงวัดได้เฉพาะ end-to-end",
                "a golden set brings no contexts along: only end-to-end can be measured on it",
            )
        else:
            result, outcomes = golden(dataset, _assistant(index), progress)
    if json_:
        print_json(result)
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
    json_: JsonOption = False,
) -> None:
    """วัดความเร็วบนเครื่องนี้ · Measure indexing and answering on this machine, on a temporary index."""
    from qa.default import seeds_folder
    from qa.evaluation.bench import bench as run

    _show(run(folder or seeds_folder(), Settings()), json_)


def _assistant(index: Path | None) -> Any:  # noqa: ANN401 - its class is imported late
    """Open the assistant; the default index is made from the sample articles if there is none yet."""
    from qa.assistant import Assistant
    from qa.default import default_assistant

    settings = settings_of(index)
    if settings.index != Settings().index:
        return Assistant.open(settings=settings)
    with bar("เตรียมดัชนี · preparing the index") as progress:
        return default_assistant(settings, progress)


def _show(result: dict[str, Any], json_: bool) -> None:
    if json_:
        print_json(result)
        return
    for name, value in result.items():
        print(f"{name:24} {value}")
