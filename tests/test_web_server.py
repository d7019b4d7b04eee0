"""The web server without a browser: what is open, what is closed, what hostile input comes to."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from fastapi.testclient import TestClient

from index.errors import IndexCorrupt, InvalidQuestion, ThamtobError
from qa.settings import Settings
from qa.web import links, page, render, server
from qa.web.desk import Busy, Desk
from qa.web.examples import MOST, example_questions

WHERE = "การประชุม S2S ครั้งที่ 4 จัดที่ไหน"
UNANSWERABLE = "นายกรัฐมนตรีของฝรั่งเศสชื่ออะไร"
JOIN = "/chat/gradio_api/queue/join"


@pytest.fixture(scope="module")
def client(assistant):
    app = server.create_app(assistant, Settings())
    with TestClient(app, "http://127.0.0.1", follow_redirects=False) as opened:
        yield opened


def test_every_response_is_protected(client):
    for path in ("/", "/chat", "/chat/", "/chat/config", "/static/page.js", "/healthz", "/no", "/chat/no"):
        headers = client.get(path).headers
        assert "script-src 'self';" in headers["content-security-policy"], path
        assert "frame-ancestors 'self'" in headers["content-security-policy"], path
        assert headers["x-content-type-options"] == "nosniff", path


def test_redirects_are_relative_so_that_any_path_of_a_proxy_works(client):
    for path in ("/", "/chat"):
        assert client.get(path).headers["location"] == "chat/"


def test_server_says_that_it_is_well(client):
    assert client.get("/healthz").text == "ok"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/openapi.json"),
        ("GET", "/redoc"),
        ("GET", "/docs"),
        ("GET", "/chat/docs"),
        ("GET", "/chat/gradio_api/openapi.json"),
        ("GET", "/chat/gradio_api/file=/etc/passwd"),
        ("GET", "/chat/gradio_api/proxy=http://127.0.0.1"),
        ("GET", "/chat/gradio_api/runs"),
        ("GET", "/chat/monitoring"),
        ("POST", "/chat/gradio_api/upload"),
        ("POST", "/chat/gradio_api/run/ask"),
        ("POST", "/chat/gradio_api/call/ask"),
        ("POST", "/chat/gradio_api/component_server"),
        ("POST", "/chat/gradio_api/queue/data"),
        ("GET", "/chat//gradio_api/openapi.json"),
    ],
)
def test_what_the_page_does_not_need_is_closed(client, method, path):
    assert client.request(method, path).status_code == 404


def test_no_other_origin_is_let_in(client):
    origin = {"Origin": "https://evil.example"}
    preflight = origin | {"Access-Control-Request-Method": "POST"}
    for answer in (
        client.get("/chat/config", headers=origin),
        client.options(JOIN, headers=preflight),
    ):
        assert "access-control-allow-origin" not in answer.headers


def test_body_beyond_the_limit_is_refused_unread(client):
    assert client.post(JOIN, headers={"Content-Length": str(10**9)}).status_code == 413
    assert client.post(JOIN, content=iter([b"{}"])).status_code == 411


def test_description_of_the_events_names_none(client):
    assert client.get("/chat/gradio_api/info").json()["named_endpoints"] == {}


@pytest.mark.parametrize(
    "shown",
    [
        None,
        "text",
        {"role": "user"},
        [None, 1, "x", ["user", "x"]],
        [{"role": "system", "content": "x"}],
        [{"role": "user", "content": {"component": "Image", "value": "http://127.0.0.1/"}}],
        [{"role": "user", "content": [{"type": "component", "component": "HTML", "value": "x"}]}],
        [{"role": "user", "content": 5}, {"role": "user"}],
        [{"role": ["user"], "content": "x"}],
    ],
)
def test_forged_conversation_leaves_nothing(shown):
    assert page.kept_bubbles(shown) == []


def test_history_is_the_last_questions_each_cut_to_length():
    shown = []
    for number in range(300):
        shown.append({"role": "user", "content": [{"type": "text", "text": f"{number}" + "&#33;" * 50}]})
        shown.append({"role": "assistant", "content": [{"type": "text", "text": "x"}]})
    kept = page.kept_bubbles(shown)
    assert len(kept) == 2 * page.MAX_TURNS
    assert page.earlier_questions(kept, 5) == ["294!!", "295!!", "296!!", "297!!", "298!!", "299!!"]


def test_a_long_conversation_keeps_what_is_newest():
    sizes = [1, page.MAX_CONVERSATION - 5, 3, 2]
    shown = [{"role": "user", "content": str(at) * size} for at, size in enumerate(sizes)]
    assert [each["content"][0] for each in page.kept_bubbles(shown)] == ["1", "2", "3"]
    shown[1]["content"] += "11"
    assert [each["content"][0] for each in page.kept_bubbles(shown)] == ["2", "3"]
    assert page.kept_bubbles([{"role": "user", "content": "x" * (page.MAX_CONVERSATION + 1)}]) == []


def test_what_browsers_never_fetch_is_kept_for_few(monkeypatch):
    monkeypatch.setattr(page, "MAX_UNREAD", 2)
    empty = type("Empty", (), {"listing": lambda _: []})()
    unread = page.build_page(Desk(empty, 9), Settings(waiting=1))._queue.pending_messages_per_session
    for session in "abc":
        unread[session] = None
    assert list(unread) == ["b", "c"]


@pytest.mark.parametrize(
    "click", [None, 5, "", "cite-YQ", "cite-YQ~", "cite-YQ~x", "../etc~1", "cite-!~1", "x" * 99_999]
)
def test_click_of_any_other_shape_is_ignored(assistant, click):
    assert page.source_panel(assistant, click) is None


@pytest.mark.parametrize("article_id", ["nothing.txt", "../../etc/passwd", "/etc/passwd", "a\0.txt"])
def test_link_to_what_is_no_article_says_so(assistant, article_id):
    click = links.fragment(links.Place(article_id)) + "~7"
    assert page.source_panel(assistant, click) == f'<div id="tt-opened-7">{render.missing_html()}</div>'


def test_examples_are_taken_from_the_articles_and_answered(assistant):
    found = example_questions(assistant, assistant.listing())
    assert 3 <= len(found) <= MOST
    assert len(set(found)) == len(found)
    assert all(not assistant.answer(question).refused for question in found)


def test_a_reply_grows_from_the_short_answer_to_all_of_it(assistant):
    *growing, (whole, failed) = page.replies_to(Desk(assistant, 9), WHERE, [])
    assert not failed
    assert growing
    assert "tt-short" in growing[0][0]
    assert "blockquote" not in growing[0][0]
    assert all(len(one[0]) < len(other[0]) for one, other in pairwise([*growing, (whole, failed)]))
    assert "tt-sources" in whole


@pytest.mark.parametrize(
    ("chosen", "bounds"),
    [
        (("", ""), (None, None)),
        (("2562", ""), (date(2019, 1, 1), None)),
        (("2563", "2562"), (date(2019, 1, 1), date(2020, 12, 31))),
        ((2562, ["2562"]), (None, None)),
        (("2562; DROP", "99999"), (None, None)),
    ],
)
def test_years_of_the_filter_are_read_strictly(chosen, bounds):
    assert page.chosen_years(*chosen) == bounds


class Failing:
    def __init__(self, error):
        self.error = error

    def consult(self, question, **_):
        raise self.error

    def article(self, article_id):
        raise self.error


def test_failures_are_told_in_thai_without_their_inside(caplog):
    broken = Failing(RuntimeError("secret path /srv/x"))
    ((reply, failed),) = page.replies_to(Desk(broken, 9), WHERE, [])
    panel = page.source_panel(broken, "cite-YQ~1")
    assert failed
    assert "ระบบขัดข้อง" in reply
    assert "ระบบขัดข้อง" in panel
    assert "secret" not in reply + panel
    assert caplog.text.count("secret") == 2, "the log has the cause of both"
    assert WHERE not in caplog.text


@pytest.mark.parametrize("error", [InvalidQuestion("ยาวเกินไป", "too long"), Busy()])
def test_the_askers_errors_are_told_in_their_own_words(caplog, error):
    told = [(render.error_html(error.thai, error.english), True)]
    assert list(page.replies_to(Desk(Failing(error), 9), WHERE, [])) == told
    assert caplog.text == ""


@pytest.mark.parametrize("kind", [IndexCorrupt, ThamtobError])
def test_the_administrators_errors_name_no_folder_on_the_page(caplog, kind):
    broken = Failing(kind("ดัชนีที่ /srv/x เสียหาย", "the index in /srv/x is damaged"))
    ((reply, failed),) = page.replies_to(Desk(broken, 9), WHERE, [])
    panel = page.source_panel(broken, "cite-YQ~1")
    assert failed
    assert "ผู้ดูแลระบบ" in reply
    assert "ผู้ดูแลระบบ" in panel
    assert "srv" not in reply + panel
    assert caplog.text.count("/srv/x") == 2, "the log has the cause of both"
