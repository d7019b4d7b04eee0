"""Assistant -> the chat page's components, and what each event of theirs does.

What a browser sends is never trusted. Events take it unprocessed (`preprocess=False`): gradio would
otherwise build any component that a forged conversation names. Of the conversation only strings are
used, and only the user's own questions reach the assistant.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import gradio as gr

from index.articles import Listed
from index.dates import BUDDHIST
from index.errors import ThamtobError
from qa.assistant import Assistant
from qa.settings import Settings
from qa.web import links, render
from qa.web.access import signed_on
from qa.web.desk import Desk
from qa.web.examples import example_questions
from qa.web.problems import UNEXPECTED, told

MAX_TURNS = 50
"""Questions and answers that stay on the page; the oldest go first."""
MAX_HISTORY = 6
"""Earlier questions that the assistant sees."""
MAX_CONVERSATION = 250_000
"""Characters of them. Gradio keeps what it sends until the browser fetches it, and some browsers never do."""
MAX_UNREAD = 1_000
"""Pages for which it keeps that, unless more may wait."""
LONG_QUESTION_SHOWN = 200
"""Characters that the chat shows of a question that is too long to be asked."""
_YEAR = re.compile(r"2[4-6][0-9]{2}")
_CLICK = re.compile(r"(?P<fragment>[A-Za-z0-9_.-]+)~(?P<count>[0-9]{1,9})")
_GREETING = (
    '<div class="tt-greeting"><p class="tt-th" lang="th">พิมพ์คำถาม หรือเลือกจากตัวอย่างด้านล่าง</p>'
    '<p class="tt-en" lang="en">Ask in Thai or English, or try an example below.</p></div>'
)
_log = logging.getLogger(__name__)

Bubbles = list[dict[str, str]]


def build_page(desk: Desk, settings: Settings) -> gr.Blocks:
    """Lay the page out. Asks some example questions once, to keep those that are answered."""
    assistant, max_question = desk.assistant, settings.max_question
    listed = assistant.listing()
    examples = example_questions(assistant, listed)
    years = years_of(listed)
    page = gr.Blocks(title="ถามตอบ · Thamtob", analytics_enabled=False, fill_width=True)
    with page:
        with gr.Row(elem_id="tt-body"):
            with gr.Column(elem_id="tt-talk", scale=3, min_width=0):
                chat = gr.Chatbot(
                    label="การสนทนา · Conversation",
                    show_label=False,
                    elem_id="tt-chat",
                    height=None,
                    buttons=[],
                    latex_delimiters=[],
                    line_breaks=False,
                    feedback_options=None,
                    allow_file_downloads=False,
                    autoscroll=False,
                    placeholder=_GREETING,
                )
                with gr.Row(elem_id="tt-examples", visible=bool(examples)) as shelf:
                    buttons = [gr.Button(question, size="sm") for question in examples]
                with gr.Row(elem_id="tt-ask"):
                    box = gr.Textbox(
                        label="คำถามของคุณ · Your question",
                        show_label=False,
                        placeholder="พิมพ์คำถามของคุณ",
                        elem_id="tt-question",
                        lines=1,
                        max_lines=6,
                        max_length=max_question,
                        autofocus=True,
                        container=False,
                        scale=1,
                    )
                    send = gr.Button("ส่ง", variant="primary", elem_id="tt-send", scale=0, min_width=72)
                with gr.Row(elem_id="tt-filter", visible=len(years) > 1):
                    since, until = (
                        gr.Dropdown(
                            [("–", ""), *((year, year) for year in years)],
                            value="",
                            label=label,
                            elem_id=id_,
                            elem_classes="tt-year",
                            filterable=False,
                            min_width=0,
                        )
                        for id_, label in (("tt-since", "ตั้งแต่ปี · From"), ("tt-until", "ถึงปี · Until"))
                    )
                clear = gr.Button("ล้างการสนทนา · Clear", elem_id="tt-clear", size="sm", variant="secondary")
            with gr.Column(elem_id="tt-pane", scale=2, min_width=0, visible=False) as pane:
                with gr.Row(elem_id="tt-pane-head"):
                    gr.Markdown(
                        '<strong class="tt-th" lang="th">บทความต้นฉบับ · </strong><span lang="en">Source article</span>'
                    )
                    gr.Button("‹ ก่อนหน้า", elem_id="tt-previous", size="sm", scale=0, min_width=64)
                    gr.Button("ถัดไป ›", elem_id="tt-next", size="sm", scale=0, min_width=64)
                    close = gr.Button("ปิด ✕", elem_id="tt-close", size="sm", scale=0, min_width=64)
                source = gr.Markdown(
                    elem_id="tt-source", sanitize_html=True, latex_delimiters=[], line_breaks=False
                )
        # The page's script writes here which link was clicked; see static/page.js.
        clicked = gr.Textbox(visible="hidden", elem_id="tt-clicked")

        def ask(
            text: object, shown: object, first: object, last: object, request: gr.Request
        ) -> Iterator[tuple[object, ...]]:
            bubbles = kept_bubbles(shown)
            question = text if isinstance(text, str) else ""
            if not question.strip():
                yield bubbles, "", gr.skip()
                return
            short = question if len(question) <= max_question else f"{question[:LONG_QUESTION_SHOWN]}…"
            asked = [*bubbles, bubble("user", render.question_text(short))]
            yield [*asked, bubble("assistant", render.waiting_html())], "", gr.update(visible=False)
            earlier = earlier_questions(bubbles, max_question)
            user = signed_on(request.state, settings)
            for reply, failed in replies_to(desk, question, earlier, *chosen_years(first, last), user):
                # A question that could not be taken goes back into the box, to be mended there.
                yield [*asked, bubble("assistant", reply)], question if failed else gr.skip(), gr.skip()

        def open_source(click: object) -> tuple[object, object]:
            panel = source_panel(assistant, click)
            return (gr.skip(), gr.skip()) if panel is None else (panel, gr.update(visible=True))

        asking: dict[str, Any] = {
            "fn": ask,
            "outputs": [chat, box, shelf],
            "concurrency_id": "answer",
            "concurrency_limit": 1,
            "preprocess": False,
            "show_progress": "hidden",
            "api_visibility": "private",
        }
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        gr.on([send.click, box.submit], inputs=[box, chat, since, until], **asking)
        for button in buttons:
            button.click(inputs=[button, chat, since, until], **asking)
        clear.click(
            lambda: ([], "", gr.update(visible=bool(examples)), "", gr.update(visible=False)),
            outputs=[chat, box, shelf, source, pane],
            **quiet,
        )
        clicked.change(open_source, inputs=[clicked], outputs=[source, pane], preprocess=False, **quiet)
        close.click(lambda: ("", gr.update(visible=False)), outputs=[source, pane], **quiet)
        page.queue(max_size=settings.waiting, default_concurrency_limit=4)
        page._queue.pending_messages_per_session.max_size = max(MAX_UNREAD, 2 * settings.waiting)
    return page


def replies_to(
    desk: Desk,
    question: str,
    history: list[str],
    since: date | None = None,
    until: date | None = None,
    user: str = "",
) -> Iterator[tuple[str, bool]]:
    """Yield the reply as a chat bubble that grows, and whether it is about a failure instead of an answer."""
    try:
        consulted = desk.consult(question, history=tuple(history), since=since, until=until, user=user)
        yield from ((piece, False) for piece in render.pieces(consulted.answer, consulted.explained()))
    except ThamtobError as error:
        yield render.error_html(*told(error)), True
    except Exception:
        _log.exception("answering failed")
        yield render.error_html(*UNEXPECTED), True


def chosen_years(first: object, last: object) -> tuple[date | None, date | None]:
    """Read the filter that a browser sent: Buddhist years, in either order; anything else sets no bound."""
    years = [
        int(year) - BUDDHIST if isinstance(year, str) and _YEAR.fullmatch(year) else None
        for year in (first, last)
    ]
    if years[0] and years[1] and years[0] > years[1]:
        years.reverse()
    since, until = years
    return (date(since, 1, 1) if since else None), (date(until, 12, 31) if until else None)


def years_of(articles: Sequence[Listed]) -> list[str]:
    """Return the Buddhist years in which the articles appeared, the newest first."""
    years = {article.published.year + BUDDHIST for article in articles if article.published}
    return [str(year) for year in sorted(years, reverse=True)]


def source_panel(assistant: Assistant, click: object) -> str | None:
    """Return the panel for a click that the page's script reported. None when it is no such report."""
    report = _CLICK.fullmatch(click) if isinstance(click, str) else None
    place = links.parse(report["fragment"]) if report else None
    if report is None or place is None:
        return None
    try:
        article = assistant.article(place.article_id)
        panel = render.article_html(article, place) if article else render.missing_html()
    except ThamtobError as error:
        panel = render.error_html(*told(error))
    except Exception:
        _log.exception("opening an article failed")
        panel = render.error_html(*UNEXPECTED)
    # The number lets the script tell this panel from the one before, even of the same article.
    return f'<div id="tt-opened-{report["count"]}">{panel}</div>'


def bubble(role: str, content: str) -> dict[str, str]:
    """Return one message of the chat."""
    return {"role": role, "content": content}


def kept_bubbles(shown: object) -> Bubbles:
    """Read the conversation that a browser sent: the newest messages that are plain text, nothing else."""
    messages = [each for each in shown if isinstance(each, dict)] if isinstance(shown, list) else []
    kept: Bubbles = []
    room = MAX_CONVERSATION
    for message in reversed(messages[-2 * MAX_TURNS :]):
        content = message.get("content")
        parts = content if isinstance(content, list) else [{"type": "text", "text": content}]
        text = "".join(_text_of(part) for part in parts)
        room -= len(text)
        if room < 0:
            break
        if message.get("role") in ("user", "assistant") and text:
            kept.append(bubble(message["role"], text))
    return kept[::-1]


def earlier_questions(bubbles: Bubbles, max_question: int) -> list[str]:
    """Return the user's last few questions, oldest first, each no longer than a question may be."""
    asked = [render.question_of(each["content"]) for each in bubbles if each["role"] == "user"]
    return [question[:max_question] for question in asked[-MAX_HISTORY:]]


def _text_of(part: object) -> str:
    text = part.get("text") if isinstance(part, dict) and part.get("type") == "text" else None
    return text if isinstance(text, str) else ""
