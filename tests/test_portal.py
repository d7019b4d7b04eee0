"""The widget in another site, and the app behind nginx: real browser, real proxy."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, ConsoleMessage, FrameLocator, Page, expect

from qa import Assistant
from qa.settings import Settings
from qa.web import server
from tests.serving import TITLED, WHERE, free_port, in_portal, pages, portal_page, serving, strict

DEPLOY = Path(__file__).parents[1] / "docs" / "deploy"


@pytest.fixture(scope="module")
def app_and_portal(assistant: Assistant) -> Iterator[tuple[str, str]]:
    """The app, and the one origin that is allowed to frame it."""
    options = {
        "/": TITLED,
        "/inline": 'data-inline="#here" data-language="en" data-question="Who chaired?"',
        "/left": 'data-position="left" data-color="red; } * { display: none" data-open="true"',
    }
    with in_portal(assistant, options) as served:
        yield served


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, ignore_https_errors=True)
    page = context.new_page()
    page.complaints = []  # type: ignore[attr-defined]
    page.on("console", lambda line: _note(line, page.complaints))  # type: ignore[attr-defined]
    page.on("pageerror", lambda error: page.complaints.append(str(error)))  # type: ignore[attr-defined]
    yield page
    context.close()


def _note(line: ConsoleMessage, complaints: list[str]) -> None:
    # The box takes the focus where it may; that it may not in a frame of another site is no fault.
    if line.type == "error" and not line.text.startswith("Blocked autofocusing"):
        complaints.append(line.text)


def chat_in(page: Page) -> FrameLocator:
    return page.frame_locator("iframe")


def ask(chat: FrameLocator | Page, question: str) -> None:
    chat.get_by_label("คำถามของคุณ").fill(question, timeout=30_000)
    chat.get_by_role("button", name="ส่ง", exact=True).click()
    expect(chat.locator(".tt-answer .tt-sources")).to_be_visible(timeout=30_000)


def test_a_listed_portal_shows_the_chat_and_its_sources(app_and_portal: tuple[str, str], tab: Page) -> None:
    tab.goto(app_and_portal[1])
    tab.get_by_role("button", name="ถามข่าว").click()
    chat = chat_in(tab)
    ask(chat, WHERE)
    chat.locator(".tt-cite").first.click()
    expect(chat.locator("#tt-source mark").first).to_be_in_viewport()
    assert tab.complaints == [], "neither policy is broken"  # type: ignore[attr-defined]


def test_escape_closes_the_panel_and_then_the_widget(app_and_portal: tuple[str, str], tab: Page) -> None:
    tab.goto(app_and_portal[1])
    launcher = tab.get_by_role("button", name="ถามข่าว")
    launcher.focus()
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("button", name="ปิดหน้าต่าง")).to_be_focused()
    chat = chat_in(tab)
    ask(chat, WHERE)
    chat.locator(".tt-cite").first.click()
    expect(chat.locator("#tt-source mark").first).to_be_visible()
    chat.locator("#tt-source h3").press("Escape")
    expect(chat.locator("#tt-pane")).to_be_hidden()
    expect(tab.get_by_role("dialog")).to_be_visible()
    chat.locator(".tt-cite").first.press("Escape")
    expect(tab.get_by_role("dialog")).to_be_hidden()
    expect(launcher).to_be_focused()


def test_the_widget_remembers_whether_it_was_open(app_and_portal: tuple[str, str], tab: Page) -> None:
    tab.goto(app_and_portal[1])
    tab.get_by_role("button", name="ถามข่าว").click()
    tab.reload()
    expect(tab.get_by_role("dialog")).to_be_visible()
    tab.get_by_role("button", name="ปิดหน้าต่าง").click()
    tab.reload()
    expect(tab.get_by_role("button", name="ถามข่าว")).to_be_visible()
    expect(tab.get_by_role("dialog")).to_be_hidden()


def test_inline_with_a_question_in_the_box(app_and_portal: tuple[str, str], tab: Page) -> None:
    tab.goto(f"{app_and_portal[1]}/inline")
    expect(tab.get_by_role("region", name="Ask the articles")).to_be_visible()
    expect(chat_in(tab).get_by_label("Your question")).to_have_value("Who chaired?", timeout=30_000)
    expect(chat_in(tab).get_by_role("button", name="Ask", exact=True)).to_be_visible()
    assert tab.locator("#here [data-thamtob]").count() == 1


def test_options_are_values_and_no_styles(app_and_portal: tuple[str, str], tab: Page) -> None:
    tab.goto(f"{app_and_portal[1]}/left")
    expect(tab.get_by_role("dialog")).to_be_visible()
    expect(tab.get_by_role("heading", name="พอร์ทัล")).to_be_visible()
    box = tab.get_by_role("dialog").bounding_box()
    assert box
    assert box["x"] < 100


def test_an_unlisted_portal_is_shut_out_and_told(app_and_portal: tuple[str, str], tab: Page) -> None:
    app, _ = app_and_portal
    with pages({"/": portal_page(app)}, strict(app)) as port:
        tab.goto(f"http://127.0.0.1:{port}")
        tab.get_by_role("button", name="ถามข่าว").click()
        expect(tab.get_by_role("alert")).to_contain_text("ติดต่อระบบถามตอบไม่ได้", timeout=20_000)
    assert any("frame-ancestors" in line for line in tab.complaints)  # type: ignore[attr-defined]


def test_when_the_app_is_away_it_says_so_and_tries_again(app_and_portal: tuple[str, str], tab: Page) -> None:
    tab.goto(app_and_portal[1])
    tab.route("**/chat/**", lambda route: route.abort())
    tab.get_by_role("button", name="ถามข่าว").click()
    expect(tab.get_by_role("alert")).to_be_visible(timeout=20_000)
    tab.unroute("**/chat/**")
    tab.get_by_role("button", name="ลองใหม่").click()
    expect(chat_in(tab).get_by_label("คำถามของคุณ")).to_be_visible(timeout=30_000)
    expect(tab.get_by_role("alert")).to_be_hidden()


@contextmanager
def nginx(place: Path, locations: str, *upstreams: int) -> Iterator[str]:
    """Run nginx with TLS and the given file of `docs/deploy` before processes on some ports, and give its origin."""
    binary = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    assert binary, "these tests need nginx: apt-get install nginx"
    servers = " ".join(f"server 127.0.0.1:{upstream};" for upstream in upstreams)
    for name in (locations, "thamtob-proxy.conf", "thamtob-upstream.conf"):
        text = (DEPLOY / name).read_text(encoding="utf-8")
        (place / name).write_text(text.replace("server 127.0.0.1:7860;", servers), encoding="utf-8")
    subject = ["-subj", "/CN=127.0.0.1", "-days", "2"]
    keys = ["-keyout", str(place / "key.pem"), "-out", str(place / "cert.pem")]
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *subject, *keys],
        check=True,
        capture_output=True,
    )
    port = free_port()
    (place / "nginx.conf").write_text(
        f"""pid {place}/nginx.pid; error_log {place}/error.log; events {{}}
http {{ access_log off; client_body_temp_path {place}/body; proxy_temp_path {place}/proxy;
  fastcgi_temp_path {place}/f; uwsgi_temp_path {place}/u; scgi_temp_path {place}/s;
  include {place}/thamtob-upstream.conf;
  server {{ listen 127.0.0.1:{port} ssl; ssl_certificate {place}/cert.pem; ssl_certificate_key {place}/key.pem;
    include {place}/{locations}; }} }}""",
        encoding="utf-8",
    )
    process = subprocess.Popen(
        [binary, "-c", str(place / "nginx.conf"), "-p", str(place), "-g", "daemon off;"]
    )
    try:
        time.sleep(0.5)
        assert process.poll() is None, (place / "error.log").read_text()
        yield f"https://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


@pytest.mark.parametrize("locations", ["nginx-strip.conf", "nginx-keep.conf"])
def test_page_stream_citation_and_widget_below_a_path_of_nginx(
    assistant: Assistant, tab: Page, tmp_path: Path, locations: str
) -> None:
    listed = free_port()
    settings = Settings(
        base_path="/qa", portals=(f"http://localhost:{listed}",), feedback=tmp_path / "feedback.db"
    )
    with (
        serving(server.create_app(assistant, settings)) as upstream,
        nginx(tmp_path, locations, upstream) as origin,
    ):
        requested: list[str] = []
        tab.on("request", lambda request: requested.append(request.url))
        tab.goto(f"{origin}/qa/")
        ask(tab, WHERE)
        tab.locator(".tt-cite").first.click()
        expect(tab.locator("#tt-source mark").first).to_be_in_viewport()
        tab.locator(".tt-tools a[href='#good']").click()
        expect(tab.locator(".tt-tools [role=status]")).to_contain_text("ขอบคุณ")
        assert {url.split("/qa/")[0] for url in requested if not url.startswith("data:")} == {origin}
        answered = tab.request.post(f"{origin}/qa/api/ask", data={"question": WHERE})
        assert answered.json()["text"]
        app = f"{origin}/qa"
        with pages({"/": portal_page(app)}, strict(app), listed):
            tab.goto(f"http://localhost:{listed}")
            tab.get_by_role("button", name="ถามข่าว").click()
            ask(chat_in(tab), WHERE)
        assert tab.complaints == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("locations", ["nginx-strip.conf", "nginx-keep.conf"])
def test_counts_are_for_this_machine_alone(tmp_path: Path, locations: str) -> None:
    app = FastAPI()
    app.get("/metrics")(lambda: "counts")
    app.get("/healthz")(lambda: "ok")
    app.add_middleware(server.BasePath, base="/qa")
    with serving(app) as upstream, nginx(tmp_path, locations, upstream) as origin:
        assert httpx.get(f"{origin}/qa/healthz", verify=False).json() == "ok"
        for path in ("/qa/metrics", "/qa/qa/metrics", "/qa//metrics", "/qa/%6detrics", "/qa/metrics/"):
            assert httpx.get(origin + path, verify=False).status_code == httpx.codes.FORBIDDEN, path


def test_each_user_stays_with_one_of_several_processes(assistant: Assistant, tmp_path: Path) -> None:
    settings = Settings(base_path="/qa", feedback=tmp_path / "feedback.db")
    with (
        serving(server.create_app(assistant, settings)) as one,
        serving(server.create_app(assistant, settings)) as other,
        nginx(tmp_path, "nginx-strip.conf", one, other) as origin,
    ):
        met = []
        for user in range(1, 9):  # all of 127.0.0.0/8 is this machine
            transport = httpx.HTTPTransport(local_address=f"127.0.0.{user}", verify=False)
            with httpx.Client(transport=transport) as client:
                for _ in range(3):
                    before = _asked(one), _asked(other)
                    response = client.post(f"{origin}/qa/api/ask", json={"question": WHERE})
                    assert response.status_code == httpx.codes.OK
                    met.append((user, (_asked(one) - before[0], _asked(other) - before[1])))
        assert len(set(met)) == 8, "one user, one process"
        assert {counts for _, counts in met} == {(1, 0), (0, 1)}, "both are used"


def _asked(port: int) -> int:
    """Return how many questions a process has answered."""
    counts = httpx.get(f"http://127.0.0.1:{port}/qa/metrics").text
    return sum(
        int(float(line.split()[-1]))
        for line in counts.splitlines()
        if line.startswith("thamtob_questions_total")
    )
