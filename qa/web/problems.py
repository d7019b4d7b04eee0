"""Errors -> `application/problem+json` (RFC 9457), in Thai with English beside."""

from __future__ import annotations

import logging
from http import HTTPStatus

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index.errors import InvalidQuestion, InvalidRequest, ThamtobError
from qa.web.desk import Busy

UNAUTHORISED = "โปรดเข้าระบบผ่านพอร์ทัลของหน่วยงาน", "Please sign in through your organisation's portal."
FOREIGN = "ไม่อนุญาตให้เรียกจากเว็บไซต์นี้", "Calls from this site are not allowed."
UNKNOWN_HOST = (
    "ไม่รู้จักชื่อโฮสต์นี้ ผู้ดูแลระบบโปรดระบุใน THAMTOB_HOSTS",
    "This host name is unknown here; the administrator lists it in THAMTOB_HOSTS.",
)
TOO_MANY = "ท่านถามถี่เกินไป โปรดรอสักครู่แล้วลองใหม่", "You ask too often; please wait a moment and try again."
TOO_LARGE = "ข้อมูลที่ส่งมามีขนาดใหญ่เกินไป", "The request is too large."
NO_LENGTH = "ต้องระบุขนาดของข้อมูล (Content-Length)", "Content-Length is required."
NOT_FOUND = "ไม่พบสิ่งที่ขอ", "There is no such thing here."
UNAVAILABLE = (
    "ขณะนี้ใช้คลังบทความไม่ได้ โปรดแจ้งผู้ดูแลระบบ สาเหตุอยู่ในบันทึกของระบบ",
    "The articles can't be used just now. Please tell the administrator: the system's log has the cause.",
)
UNEXPECTED = (
    "ขออภัย ระบบขัดข้องชั่วคราว โปรดลองอีกครั้งหรือแจ้งผู้ดูแลระบบ",
    "Something went wrong on our side. Please try again, or tell the administrator.",
)


def told(error: ThamtobError) -> tuple[str, str]:
    """Return the texts of an error for who asked. What the administrator must act on, which may name folders, is logged."""
    if isinstance(error, Busy | InvalidQuestion | InvalidRequest):
        return error.thai, error.english
    logging.getLogger(__name__).error("%s: %s", type(error).__name__, error.english)
    return UNAVAILABLE


def problem(status: int, texts: tuple[str, str], *, retry_after: int | None = None) -> JSONResponse:
    """Return a problem document; `retry_after` is in seconds."""
    thai, english = texts
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": thai,
        "detail_en": english,
    }
    headers = {"Retry-After": str(retry_after)} if retry_after is not None else {}
    return JSONResponse(body, status, headers, media_type="application/problem+json")


class Failures:
    """ASGI middleware: what nobody expected becomes a problem too, inside the stack, so that it gets its headers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Log the cause, and tell it to the log alone."""
        begun = False

        async def sending(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, sending)
        except Exception:
            if begun or scope["type"] != "http":
                raise
            logging.getLogger(__name__).exception("a request failed")
            await problem(500, UNEXPECTED)(scope, receive, send)
