"""Response -> the same response with security headers. Pure ASGI, so that event streams keep flowing.

The policy lets the page run our own scripts only, none of them inline, and lets it reach no other host.
Gradio sets styles inline, which is why those are allowed; they can't fetch anything from outside either.
"""

from __future__ import annotations

from collections.abc import Sequence

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
    ]
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class SecurityHeaders:
    """ASGI middleware that puts policy and `HEADERS` on every HTTP response, in place of any of the same name."""

    def __init__(self, app: ASGIApp, portals: Sequence[str] = ()) -> None:
        """Let the pages be framed by our own origin and by `portals`."""
        self.app = app
        framing = " ".join(["frame-ancestors 'self'", *portals])
        self._headers = HEADERS | {"Content-Security-Policy": f"{CONTENT_SECURITY_POLICY}; {framing}"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add the headers when the response starts."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers[name] = value
            await send(message)

        await self.app(scope, receive, send_with_headers)
