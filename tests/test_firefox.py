"""The page and the widget in Firefox, which judges policies and frames on its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from qa import Assistant
from tests.firefox import Firefox, firefox
from tests.serving import TITLED, WHERE, in_portal

BOX = "#tt-question textarea"


@pytest.fixture(scope="module")
def app_and_portal(assistant: Assistant) -> Iterator[tuple[str, str]]:
    """The app, and the one origin that is allowed to frame it."""
    with in_portal(assistant, {"/": TITLED}) as served:
        yield served


@pytest.fixture(scope="module")
def fox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    with firefox(tmp_path_factory.mktemp("firefox")) as started:
        yield started


def ask_and_open(fox: Firefox, context: str) -> None:
    """Ask where a meeting was held, and open the quote's article."""
    fox.type(BOX, WHERE, context)
    answer = fox.wait("document.querySelector('.tt-answer strong')?.textContent", context)
    assert "จาการ์ตา" in answer
    fox.wait("!!document.querySelector('.tt-answer .tt-sources')", context)
    fox.run("document.querySelector('.tt-cite').click()", context)
    marked = fox.wait("document.querySelector('#tt-source mark')?.textContent", context)
    assert "จาการ์ตา" in marked


def test_the_page_answers_and_shows_its_source(app_and_portal: tuple[str, str], fox: Firefox) -> None:
    app, _ = app_and_portal
    fox.requests.clear()
    fox.complaints.clear()
    fox.open(app)
    ask_and_open(fox, fox.tab)
    foreign = [url for url in fox.requests if not url.startswith((app, "data:", "blob:", "about:"))]
    assert fox.requests
    assert foreign == []
    assert fox.complaints == []


def test_the_widget_answers_in_a_listed_portal(app_and_portal: tuple[str, str], fox: Firefox) -> None:
    _, portal = app_and_portal
    fox.complaints.clear()
    fox.open(portal)
    widget = "document.querySelector('[data-thamtob]')?.shadowRoot.querySelector('button')"
    fox.wait(f"!!{widget}")
    fox.run(f"{widget}.click()")
    ask_and_open(fox, fox.frame())
    # Neither is a fault: a box that may not take the focus in a frame of another site, and the portal's own icon.
    harmless = re.compile(r"autofocus|localhost:[0-9]+/favicon\.ico", re.IGNORECASE)
    assert [text for text in fox.complaints if not harmless.search(text)] == []
