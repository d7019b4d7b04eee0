"""Articles and questions that attack the page, and a server that must not reach out: real browser, real process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from index.encoder import Encoder
from index.local import LocalStore
from index.sync import sync
from qa import Assistant
from qa.reader import Reader
from qa.settings import Settings
from qa.web import server
from tests.serving import free_port, serving

# Each sets `window.hacked` if anything runs it.
PAYLOADS = {
    "script": "<script>hacked=1</script>",
    "image": "<img src=x onerror=hacked=1>",
    "attribute": "\"' onmouseover=hacked=1 autofocus onfocus=hacked=1 x='",
    "closed tag": "</mark></p></div><svg onload=hacked=1>",
    "frame": '<iframe srcdoc="<script>parent.hacked=1</script>"></iframe>',
    "link": "[ที่นี่](javascript:hacked=1) <a href=javascript:hacked=1>ที่นี่</a>",
    "entities": "&lt;img src=x onerror=hacked=1&gt; &#60;script&#62;hacked=1&#60;/script&#62;",
    "formula": "$$\\href{javascript:hacked=1}{x}$$ `x` **x**",
    "template": "{{constructor.constructor('hacked=1')()}} ${hacked=1}",
    "meta": "<meta http-equiv=refresh content='0;url=javascript:hacked=1'><base href=//evil.example>",
}
MARKUP = (
    ":is(#tt-chat .message, #tt-source) :is(img, script, iframe, meta, base, .katex, [onerror], [onload], [onmouseover],"
    " [onfocus], [srcdoc], a[href^='javascript' i])"
)
ASKED = "การประชุมทดสอบความปลอดภัยครั้งที่ 7 จัดที่ไหน"


def hostile_article(payload: str) -> str:
    return (
        f"การประชุมทดสอบความปลอดภัยครั้งที่ 7 {payload}\n\n"
        f"การประชุมทดสอบความปลอดภัยครั้งที่ 7 จัดที่กรุงพนมเปญ {payload} เมื่อวันที่ 3 มีนาคม 2565\n\n"
        f"ที่ประชุมเห็นชอบแผนงาน {payload} และขอบคุณเจ้าภาพ\n\nที่มา: https://evil.example/{payload.replace(' ', '')}\n"
    )


@pytest.mark.parametrize("name", PAYLOADS)
def test_nothing_of_an_article_or_a_question_runs(
    encoder: Encoder, reader: Reader, browser: Browser, tmp_path: Path, name: str
) -> None:
    folder, payload = tmp_path / "articles", PAYLOADS[name]
    folder.mkdir()
    (folder / f"{payload.replace('/', '∕')[:60]}.txt").write_text(hostile_article(payload), encoding="utf-8")
    sync(folder, tmp_path / "index", lambda: encoder)
    settings = Settings(feedback=tmp_path / "feedback.db")
    assistant = Assistant(LocalStore.open(tmp_path / "index"), encoder, reader, settings)
    try:
        with serving(server.create_app(assistant, settings)) as port:
            # The policy alone would stop every payload: without it, nothing but the escaping does.
            context = browser.new_context(bypass_csp=True)
            page = context.new_page()
            foreign = _foreign_requests(page, port)
            page.goto(f"http://127.0.0.1:{port}")
            _ask(page, ASKED)
            expect(page.locator(".tt-answer mark").first).to_contain_text("พนมเปญ")
            page.locator(".tt-why summary").first.click()
            page.locator(".tt-cite").first.click()
            expect(page.locator("#tt-source mark").first).to_contain_text("พนมเปญ")
            assert payload[:12].strip() in page.locator("#tt-source .tt-article").text_content()
            page.locator(".tt-answer").first.hover()
            page.locator("#tt-source").hover()
            expect(page.locator(MARKUP)).to_have_count(0)
            page.locator("#tt-close").click()
            _ask(page, f"{payload} ราคาทองคำวันนี้เท่าไร")
            page.locator(".tt-open").last.click()
            page.wait_for_timeout(300)
            assert page.evaluate("window.hacked") is None
            expect(page.locator(MARKUP)).to_have_count(0)
            assert foreign == []
            assert page.url.startswith(f"http://127.0.0.1:{port}")
            context.close()
    finally:
        assistant.close()


def _ask(page: Page, question: str) -> None:
    count = page.locator(".tt-tools").count()
    page.get_by_label("คำถามของคุณ").fill(question, timeout=30_000)
    page.get_by_role("button", name="ส่ง", exact=True).click()
    expect(page.locator(".tt-tools")).to_have_count(count + 1, timeout=30_000)


def _foreign_requests(page: Page, port: int) -> list[str]:
    found: list[str] = []

    def note(url: str) -> None:
        if not url.startswith((f"http://127.0.0.1:{port}/", "data:", "blob:")):
            found.append(url)

    page.on("request", lambda request: note(request.url))
    return found


PROBED = """socket.getaddrinfo watched.invalid
socket.getaddrinfo 192.0.2.1
socket.connect 192.0.2.1
"""
# Tells of every name that Python's sockets look up and of every connection to another machine, and lets them be: what a
# program would make of an error can't hide them. (192.0.2.1 is an address for documentation.)
_WATCHER = """
import socket, sys
HERE = {"127.0.0.1", "::1", "localhost", None}
def watch(event, arguments):
    if event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        where = arguments[0]
    elif event in {"socket.connect", "socket.sendto"} and isinstance(arguments[1], tuple):
        where = arguments[1][0]
    else:
        return
    if where not in HERE:
        with open(LOG, "a") as log:
            print(event, where, file=log)
sys.addaudithook(watch)
for probe in (lambda: socket.getaddrinfo("watched.invalid", 80), lambda: socket.create_connection(("192.0.2.1", 9), 0.1)):
    try:
        probe()
    except OSError:
        pass
from qa.cli import main
main()
"""


def test_the_server_process_reaches_out_to_nothing(browser: Browser, tmp_path: Path) -> None:
    port, log, home = free_port(), tmp_path / "network.txt", tmp_path / "home"
    log.touch()
    home.mkdir()
    environment = os.environ | {
        "THAMTOB_INDEX": str(tmp_path / "index"),
        "THAMTOB_CACHE": str(Settings().cache),
        "THAMTOB_FEEDBACK": str(tmp_path / "feedback.db"),
        "HOME": str(home),
    }
    program = _WATCHER.replace("LOG", json.dumps(str(log)))
    command = [sys.executable, "-c", program, "serve", "--port", str(port)]
    with subprocess.Popen(command, env=environment, cwd=Path(__file__).parents[1]) as process:
        try:
            _until_ready(port, process)
            context = browser.new_context()
            page = context.new_page()
            page.goto(f"http://127.0.0.1:{port}")
            _ask(page, "การประชุม S2S ครั้งที่ 4 จัดที่ไหน")
            page.locator(".tt-cite").first.click()
            expect(page.locator("#tt-source mark").first).to_be_visible()
            page.locator(".tt-tools a[href='#good']").click()
            expect(page.locator(".tt-tools [role=status]")).to_contain_text("ขอบคุณ")
            context.close()
            # Gradio imports matplotlib where that is installed, as it is for tests; its caches are hidden folders.
            assert [path for path in home.iterdir() if path.name[0] != "."] == []
            # The log works: what is tried on purpose stands in it.
            assert log.read_text() == PROBED
        finally:
            process.terminate()


def _until_ready(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server stopped while starting"
        try:
            if httpx.get(f"http://127.0.0.1:{port}/readyz").status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.3)
    raise AssertionError("the server was not ready in two minutes")
