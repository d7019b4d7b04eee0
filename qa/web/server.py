"""Assistant -> the web app: pages, health, security; and the process that serves them."""

from __future__ import annotations

from pathlib import Path

import gradio as gr
import uvicorn
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from qa.assistant import Assistant
from qa.default import default_assistant
from qa.settings import Settings
from qa.web import shell
from qa.web.access import Access
from qa.web.api import add_api
from qa.web.desk import Desk
from qa.web.gate import Gate
from qa.web.headers import SecurityHeaders
from qa.web.page import build_page
from qa.web.problems import Failures

_FRONTEND = Path(gr.__file__).with_name("templates") / "frontend"
_FONT = ["Noto Sans Thai", "system-ui", "sans-serif"]


def create_app(assistant: Assistant, settings: Settings) -> FastAPI:
    """Build the web app around an assistant."""
    app = FastAPI(
        title="Thamtob",
        description="ถามตอบจากบทความภาษาไทย ตอบด้วยข้อความจริงพร้อมแหล่งอ้างอิง · Thai answers, quoted and cited.",
        openapi_url="/api/openapi.json",
        docs_url=None,  # its page loads scripts from another host
        redoc_url=None,
    )
    document = shell.document(_FRONTEND)
    desk = Desk(assistant, settings.waiting)
    add_api(app, desk, settings)

    # Redirects are relative, so that the app works below any path of a proxy.
    @app.get("/", include_in_schema=False)
    async def home() -> Response:
        return RedirectResponse("chat/")

    @app.get("/chat", include_in_schema=False)
    async def chat() -> Response:
        return RedirectResponse("chat/")

    @app.api_route("/chat/", methods=["GET", "HEAD"], include_in_schema=False)
    async def page() -> Response:
        return HTMLResponse(document, headers={"Cache-Control": "no-cache"})

    app.mount("/static", StaticFiles(directory=shell.STATIC), name="static")
    gr.mount_gradio_app(
        app,
        build_page(desk, settings),
        path="/chat",
        theme=_theme(),
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        enable_monitoring=False,
    )
    # The last one added is the outermost. Gradio answers every origin, with credentials, unless the
    # app it is mounted in has a CORS policy.
    app.add_middleware(Failures)
    app.add_middleware(Gate)
    app.add_middleware(Access, settings=settings)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=settings.portals,
        allow_methods=["GET", "POST"],
        allow_headers=["Content-Type"],
        allow_credentials=bool(settings.portals),
    )
    app.add_middleware(SecurityHeaders, portals=settings.portals)
    app.add_middleware(BasePath, base=settings.base_path)
    return app


def serve(assistant: Assistant | None = None, settings: Settings | None = None) -> None:
    """Serve the web app until it is stopped; with no assistant, the default one."""
    settings = settings or Settings()
    app = create_app(assistant or default_assistant(settings), settings)
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        access_log=False,  # who asked what is nobody's business
        server_header=False,
        workers=1,  # a page and its event stream must meet the same process
        timeout_graceful_shutdown=3,  # an open page holds an event stream that never ends by itself
    )


class BasePath:
    """ASGI middleware that tells the app below which path a proxy serves it, stripped off or kept."""

    def __init__(self, app: ASGIApp, base: str) -> None:
        self.app = app
        self._base = base

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Give the app a path that begins with the base, and the base as `root_path`."""
        if self._base and scope["type"] in {"http", "websocket"}:
            path: str = scope["path"]
            kept = path == self._base or path.startswith(f"{self._base}/")
            whole = path if kept else self._base + path
            scope = {**scope, "root_path": self._base, "path": whole, "raw_path": whole.encode()}
        await self.app(scope, receive, send)


def _theme() -> gr.themes.Base:
    """Navy on paper, with fonts by name only: gradio would load others from the web."""
    return gr.themes.Base(
        primary_hue=gr.themes.colors.blue,
        neutral_hue=gr.themes.colors.slate,
        radius_size=gr.themes.sizes.radius_md,
        font=_FONT,
        font_mono=_FONT,
    )
