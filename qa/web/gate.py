"""Request -> passed on, or 404. Only the routes that our pages use exist for the outside.

Gradio brings many that we don't need: uploads, a file and URL proxy, direct calls, its own API
description. Hiding an event from that description doesn't close it; not routing to it does.
"""

from __future__ import annotations

import re

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from qa.web import problems
from qa.web.problems import problem

MAX_BODY = 1024 * 1024
"""Bytes of a request: the page sends the conversation along with each question."""
_READ = frozenset({"GET", "HEAD"})
_BODILESS = _READ | {"OPTIONS"}
_ROUTES = (
    (_READ, re.compile(r"/chat/(?:assets|static)/.+")),
    (_READ, re.compile(r"/chat/(?:theme\.css|config|gradio_api/(?:info|startup-events|queue/data))")),
    (_READ, re.compile(r"/chat/gradio_api/heartbeat/[a-z0-9]+")),
    (frozenset({"POST"}), re.compile(r"/chat/gradio_api/queue/join")),
)
_GRADIO = re.compile(r"/chat/.+", re.DOTALL)


class Gate:
    """ASGI middleware that bounds every request, and closes all of gradio's routes but those of the pages."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 404, 411 or 413 in place of what must not be passed on."""
        refusal = _refusal(scope) if scope["type"] == "http" else None
        await (refusal or self.app)(scope, receive, send)


def _refusal(scope: Scope) -> JSONResponse | None:
    path: str = scope["path"].removeprefix(scope.get("root_path", ""))
    if _GRADIO.fullmatch(path) and not any(
        scope["method"] in methods and route.fullmatch(path) for methods, route in _ROUTES
    ):
        return problem(404, problems.NOT_FOUND)
    if scope["method"] in _BODILESS:
        return None
    headers = Headers(scope=scope)
    length = headers.get("content-length", "")
    if "transfer-encoding" in headers or not length.isdecimal():  # chunks would come in place of that length
        return problem(411, problems.NO_LENGTH)
    return problem(413, problems.TOO_LARGE) if int(length) > MAX_BODY else None
