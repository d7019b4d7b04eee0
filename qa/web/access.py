"""Request -> passed on, or refused: who may ask, from which site, how often, how much.

Pure ASGI, in front of every route, pages and API alike:

- with `Settings.sso_secret`, a request must carry it, as the portal's proxy sets it beside the user's name; a name
  without it is forged, and nothing is served (401);
- a request that changes something must come from our own pages or from a listed portal (403);
- questions are limited per user, or per address where there is no sign-on (429).
"""

from __future__ import annotations

import hmac
import time
from urllib.parse import urlsplit

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from qa.settings import Settings
from qa.web import problems
from qa.web.problems import problem

_CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class Access:
    """ASGI middleware; puts the user's name into `scope["state"]["user"]`."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self._settings = settings
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._rate = parse(f"{settings.questions_per_minute}/minute")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 401, 403 or 429 in place of what must not be passed on."""
        refusal = self._refusal(scope) if scope["type"] in {"http", "websocket"} else None
        if refusal is not None and scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        await (refusal or self.app)(scope, receive, send)

    def _refusal(self, scope: Scope) -> JSONResponse | None:
        headers = Headers(scope=scope)
        secret = self._settings.sso_secret
        address = scope["client"][0] if scope.get("client") else ""
        user = address
        if secret is not None:
            given = headers.get(self._settings.sso_secret_header, "")
            if not hmac.compare_digest(given.encode(), secret.get_secret_value().encode()):
                return problem(401, problems.UNAUTHORISED)
            user = headers.get(self._settings.sso_user_header, "")
            if not user:
                return problem(401, problems.UNAUTHORISED)
        scope.setdefault("state", {})["user"] = user
        if scope["type"] == "http" and scope["method"] not in _CHANGING:
            return None
        if not self._ours(headers, scope):
            return problem(403, problems.FOREIGN)
        if not self._limiter.hit(self._rate, user):
            again = self._limiter.get_window_stats(self._rate, user).reset_time
            return problem(429, problems.TOO_MANY, retry_after=max(1, round(again - time.time())))
        return None

    def _ours(self, headers: Headers, scope: Scope) -> bool:
        """Tell whether a request comes from our own pages, a listed portal, or no page at all."""
        origin = headers.get("origin")
        if origin is None:
            return headers.get("sec-fetch-site", "none") in {"none", "same-origin"}
        return origin in self._settings.portals or urlsplit(origin).netloc == headers.get("host", "")
