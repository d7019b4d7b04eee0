"""Assistant -> the web app: pages, health, security; and the process that serves them."""

from __future__ import annotations

from pathlib import Path

import gradio as gr
import uvicorn
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles

from qa.assistant import Assistant, default_assistant
from qa.settings import Settings
from qa.web import shell
from qa.web.gate import Gate
from qa.web.headers import SecurityHeaders
from qa.web.page import build_page

_FRONTEND = Path(gr.__file__).with_name("templates") / "frontend"
_FONT = ["Noto Sans Thai", "system-ui", "sans-serif"]


def create_app(assistant: Assistant, settings: Settings) -> FastAPI:
    """Build the web app around an assistant."""
    app = FastAPI(title="Thamtob", openapi_url=None, docs_url=None, redoc_url=None)
    document = shell.document(_FRONTEND)

    # Redirects are relative, so that the app works below any path of a proxy.
    @app.get("/")
    def home() -> Response:
        return RedirectResponse("chat/")

    @app.get("/chat")
    def chat() -> Response:
        return RedirectResponse("chat/")

    @app.api_route("/chat/", methods=["GET", "HEAD"])
    def page() -> Response:
        return HTMLResponse(document, headers={"Cache-Control": "no-cache"})

    @app.get("/healthz")
    def health() -> Response:
        return PlainTextResponse("ok")

    app.mount("/static", StaticFiles(directory=shell.STATIC), name="static")
    gr.mount_gradio_app(
        app,
        build_page(assistant, settings.max_question),
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
    # app it is mounted in has a CORS policy: this one allows none.
    app.add_middleware(CORSMiddleware, allow_origins=[])
    app.add_middleware(Gate)
    app.add_middleware(SecurityHeaders)
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
        timeout_graceful_shutdown=3,  # an open page holds an event stream that never ends by itself
    )


def _theme() -> gr.themes.Base:
    """Navy on paper, with fonts by name only: gradio would load others from the web."""
    return gr.themes.Base(
        primary_hue=gr.themes.colors.blue,
        neutral_hue=gr.themes.colors.slate,
        radius_size=gr.themes.sizes.radius_md,
        font=_FONT,
        font_mono=_FONT,
    )
