"""Request -> passed on, or refused: who may ask, from which site, how often, how much.

Pure ASGI, in front of every route, pages and API alike:

- a request must name a host that is ours: a name of another site that leads here (DNS rebinding) is refused (421);
- with `Settings.sso_secret`, a request must carry it, as the portal's proxy sets it beside the user's name; a name
  without it is forged, and nothing is served (401);
- a request that changes something, or reads articles, must come from our own pages or from a listed portal (403);
- such requests are limited per user, or per address where there is no sign-on (429).
"""

from __future__ import annotations

import hmac
import ipaddress
import time
from collections import deque

from starlette.datastructures import Headers, State
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from qa.settings import Settings
from qa.web import problems
from qa.web.problems import problem

_CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_COSTLY = "/api/articles"  # to read; answers wait meanwhile
_LOCAL = ("127.0.0.1", "localhost", "[::1]")
_MINUTE = 60.0  # seconds


class Access:
    """ASGI middleware; puts the user's name into `scope["state"]["user"]`."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self._settings = settings
        self._hosts = frozenset([*_LOCAL, settings.host, *settings.hosts])
        self._hits: dict[str, deque[float]] = {}
        self._swept = time.monotonic()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 401, 403, 421 or 429 in place of what must not be passed on."""
        refusal = self._refusal(scope) if scope["type"] in {"http", "websocket"} else None
        if refusal is not None and scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        await (refusal or self.app)(scope, receive, send)

    def _refusal(self, scope: Scope) -> JSONResponse | None:
        headers = Headers(scope=scope)
        if _name_of(headers.get("host", "")) not in self._hosts:
            return problem(421, problems.UNKNOWN_HOST)
        secret = self._settings.sso_secret
        user = _address(scope)
        if secret is not None:
            given = headers.get(self._settings.sso_secret_header, "")
            if not hmac.compare_digest(given.encode("latin-1"), secret.get_secret_value().encode()):
                return problem(401, problems.UNAUTHORISED)
            name = headers.get(self._settings.sso_user_header, "")
            user = name.encode("latin-1").decode(errors="replace")  # headers are bytes; names may be Thai
            if not user:
                return problem(401, problems.UNAUTHORISED)
        scope.setdefault("state", {})["user"] = user
        if scope["type"] == "http" and scope["method"] not in _CHANGING:
            path: str = scope["path"].removeprefix(scope.get("root_path", ""))
            if not path.startswith(_COSTLY):
                return None
        if not self._ours(headers):
            return problem(403, problems.FOREIGN)
        wait = self._wait(user)
        return problem(429, problems.TOO_MANY, retry_after=wait) if wait else None

    def _wait(self, user: str) -> int:
        """Return the seconds that a user must wait, 0 if none; called from the event loop alone."""
        now, most = time.monotonic(), self._settings.questions_per_minute
        if now - self._swept > _MINUTE:
            self._hits = {name: hits for name, hits in self._hits.items() if hits[-1] > now - _MINUTE}
            self._swept = now
        hits = self._hits.setdefault(user, deque(maxlen=most))
        if len(hits) == most and hits[0] > now - _MINUTE:
            return max(1, round(hits[0] + _MINUTE - now))
        hits.append(now)
        return 0

    def _ours(self, headers: Headers) -> bool:
        """Tell whether a request comes from our own pages, a listed portal, or no page at all."""
        origin = headers.get("origin")
        if origin is None:
            return headers.get("sec-fetch-site", "none") in {"none", "same-origin"}
        return origin in self._settings.portals or origin.partition("://")[2] == headers.get("host")


def signed_on(state: State, settings: Settings) -> str:
    """Return the name of who signed on, from a request's state; empty where there is no sign-on."""
    return str(state.user) if settings.sso_secret else ""


def _name_of(host: str) -> str:
    """Return a Host header without its port."""
    name, colon, port = host.rpartition(":")
    return name.lower() if colon and port.isdecimal() else host.lower()


def _address(scope: Scope) -> str:
    """Return who asks: an address, or the network of an IPv6 user, who has many."""
    try:
        address = ipaddress.ip_address(scope["client"][0] if scope.get("client") else "")
    except ValueError:
        return "?"
    address = getattr(address, "ipv4_mapped", None) or address
    return str(address if address.version == 4 else ipaddress.ip_network(f"{address}/64", strict=False))
