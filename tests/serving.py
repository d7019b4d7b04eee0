"""Servers for tests: the app, and pages of other origins that show its widget."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import uvicorn
from starlette.types import ASGIApp

from qa import Assistant
from qa.settings import Settings
from qa.web.server import create_app

TITLED = 'data-title="ถามข่าว"'
WHERE = "การประชุม S2S ครั้งที่ 4 จัดที่ไหน"


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


@contextmanager
def serving(app: ASGIApp, port: int = 0) -> Iterator[int]:
    """Run an app in a thread and give its port."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 60
    while not server.started:
        assert thread.is_alive(), "the server stopped while starting"
        assert time.monotonic() < deadline, "the server did not start in a minute"
        time.sleep(0.05)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join(timeout=10)


@contextmanager
def pages(html: dict[str, str], headers: dict[str, str], port: int = 0) -> Iterator[int]:
    """Serve a few fixed pages, by path, and give the port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = html.get(self.path.split("?")[0])
            self.send_response(200 if body is not None else 404)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write((body or "").encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def portal_page(app: str, options: str = TITLED) -> str:
    return f"""<!doctype html><html lang="th"><head><meta charset="utf-8"><title>portal</title>
<script src="{app}/static/widget.js" {options} defer></script></head>
<body><h1>พอร์ทัล</h1><div id="here"></div></body></html>"""


def strict(app: str) -> dict[str, str]:
    """What a careful portal sends, with no more than the widget's documentation asks for."""
    origin = re.match(r"https?://[^/]+", app)
    assert origin
    policy = f"default-src 'none'; script-src 'self' {origin[0]}; frame-src {origin[0]}; style-src 'self'"
    return {"Content-Security-Policy": policy}


@contextmanager
def in_portal(assistant: Assistant, options: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Serve the app and the one origin that may frame it, with a page for each path; give both addresses.

    `options` are the widget's, by path.
    """
    listed = free_port()
    settings = Settings(portals=(f"http://localhost:{listed}",), questions_per_minute=10_000)
    with serving(create_app(assistant, settings)) as port:
        app = f"http://127.0.0.1:{port}"
        html = {path: portal_page(app, chosen) for path, chosen in options.items()}
        with pages(html, strict(app), listed):
            yield app, f"http://localhost:{listed}"
