"""Firefox as Debian ships it, driven over WebDriver BiDi, which it speaks itself (https://w3c.github.io/webdriver-bidi/)."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect

from tests.serving import free_port

_PATIENCE = 60.0  # seconds
_ENTER = "\ue007"
# Of its own accord a fresh profile asks for updates, portals, lists …
_QUIET = {
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage": "about:blank",
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "http://127.0.0.1:9",
    "toolkit.telemetry.enabled": False,
}


class Firefox:
    """One tab. What its pages ask for and complain of is kept."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._sent = 0
        self.requests: list[str] = []
        """URLs that pages asked for."""
        self.complaints: list[str] = []
        """Errors on the console, breaches of a content security policy included."""
        self.call("session.new", capabilities={})
        self.call("session.subscribe", events=["log.entryAdded", "network.beforeRequestSent"])
        self.tab = self.call("browsingContext.getTree")["contexts"][0]["context"]

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Run a command and return its result."""
        self._sent += 1
        self._connection.send(json.dumps({"id": self._sent, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._connection.recv(timeout=_PATIENCE))
            if message.get("method") == "network.beforeRequestSent":
                self.requests.append(message["params"]["request"]["url"])
            elif message.get("method") == "log.entryAdded" and message["params"]["level"] == "error":
                self.complaints.append(message["params"]["text"])
            elif message.get("id") == self._sent:
                assert message["type"] == "success", message
                return dict(message["result"])

    def open(self, url: str) -> None:
        """Show a page, and wait until it is loaded."""
        self.call("browsingContext.navigate", context=self.tab, url=url, wait="complete")

    def frame(self) -> str:
        """Return the context of the tab's first frame."""
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            if children := self.call("browsingContext.getTree", root=self.tab)["contexts"][0]["children"]:
                return str(children[0]["context"])
            time.sleep(0.1)
        raise AssertionError("there is no frame")

    def run(self, script: str, context: str | None = None) -> Any:
        """Evaluate an expression and return its value, if that is a string, a number or a truth value."""
        result = self.call(
            "script.evaluate",
            expression=script,
            target={"context": context or self.tab},
            awaitPromise=True,
        )
        assert result["type"] == "success", result
        return result["result"].get("value")

    def wait(self, script: str, context: str | None = None) -> Any:
        """Evaluate an expression until it is true, and return its value."""
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            if found := self.run(script, context):
                return found
            time.sleep(0.1)
        raise AssertionError(f"in a minute this was never true: {script}")

    def type(self, selector: str, text: str, context: str | None = None) -> None:
        """Type a text into a field, key by key, and Enter."""
        self.wait(f"!!document.querySelector('{selector}')", context)
        self.run(f"document.querySelector('{selector}').focus()", context)
        keys = [{"type": kind, "value": key} for key in [*text, _ENTER] for kind in ("keyDown", "keyUp")]
        self.call(
            "input.performActions",
            context=context or self.tab,
            actions=[{"type": "key", "id": "keyboard", "actions": keys}],
        )


@contextmanager
def firefox(profile: Path) -> Iterator[Firefox]:
    """Start Firefox with a fresh profile in an empty folder."""
    program = shutil.which("firefox-esr")
    assert program, "these tests need Firefox: apt-get install firefox-esr"
    lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in _QUIET.items())
    (profile / "user.js").write_text("".join(lines), encoding="utf-8")
    port = free_port()
    command = [
        program,
        "--headless",
        "--no-remote",
        "--profile",
        str(profile),
        f"--remote-debugging-port={port}",
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            with _connected(f"ws://127.0.0.1:{port}/session", process) as connection:
                yield Firefox(connection)
        finally:
            process.terminate()


def _connected(address: str, process: subprocess.Popen[bytes]) -> ClientConnection:
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            return connect(address, max_size=None)
        except (OSError, WebSocketException):
            assert process.poll() is None, "Firefox stopped while starting"
            assert time.monotonic() < deadline, "Firefox did not start in a minute"
            time.sleep(0.2)
