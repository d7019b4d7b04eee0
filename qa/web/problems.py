"""Errors -> `application/problem+json` (RFC 9457), in Thai with English beside."""

from __future__ import annotations

from http import HTTPStatus

from starlette.responses import JSONResponse

UNAUTHORISED = "โปรดเข้าระบบผ่านพอร์ทัลของหน่วยงาน", "Please sign in through your organisation's portal."
FOREIGN = "ไม่อนุญาตให้เรียกจากเว็บไซต์นี้", "Calls from this site are not allowed."
TOO_MANY = "ท่านถามถี่เกินไป โปรดรอสักครู่แล้วลองใหม่", "You ask too often; please wait a moment and try again."
TOO_LARGE = "ข้อมูลที่ส่งมามีขนาดใหญ่เกินไป", "The request is too large."
NO_LENGTH = "ต้องระบุขนาดของข้อมูล (Content-Length)", "Content-Length is required."
NOT_FOUND = "ไม่พบสิ่งที่ขอ", "There is no such thing here."
UNEXPECTED = (
    "ขออภัย ระบบขัดข้องชั่วคราว โปรดลองอีกครั้งหรือแจ้งผู้ดูแลระบบ",
    "Something went wrong on our side. Please try again, or tell the administrator.",
)


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
