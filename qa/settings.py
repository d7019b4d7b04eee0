"""Environment -> `Settings`, the only place where behaviour is configured.

Every field can be set as `THAMTOB_<NAME>`. A value that could break a promise (no passages, a
threshold that is no probability) is refused when the settings are made, not when a question comes.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Literal

from platformdirs import user_cache_path, user_data_path
from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

_HEADER = r"^[A-Za-z0-9-]+$"


class Settings(BaseSettings):
    """All settings with their defaults. Immutable; make a changed copy with `model_copy(update=…)`.

    Raises:
        pydantic.ValidationError: a value is out of range.
    """

    model_config = SettingsConfigDict(env_prefix="THAMTOB_", frozen=True, extra="forbid")

    index: Path = user_data_path("thamtob", appauthor=False) / "index"
    """Folder of the index that `answer()`, the command and the web page use."""
    cache: Path = user_cache_path("thamtob", appauthor=False)
    """Folder for what can be made again: the unpacked embedding model."""
    model: str = Field(default="bundled", min_length=1)
    """Embedding model: `bundled`, a sentence-transformers folder, or a name in the local hub cache."""
    query_prompt: str = "query: "
    passage_prompt: str = "passage: "
    precision: Literal["auto", "float32", "bfloat16"] = "auto"
    """`auto` takes bfloat16 where the processor multiplies it in hardware."""
    top_k: int = Field(default=8, ge=1, le=100)
    """Passages that are read for an answer."""
    candidates: int = Field(default=50, ge=1, le=1000)
    """Chunks that each search leg returns before fusion."""
    dense_weight: float = Field(default=0.5, ge=0.0, le=1.0)
    """Share of the dense leg in the convex combination; the rest is BM25's."""
    threshold: float | None = Field(default=None, ge=0.0, le=1.0)
    """Refuse below this probability; None takes the calibrated one."""
    max_question: int = Field(default=1000, ge=1, le=10_000)
    """Longest question, in characters."""
    host: str = "127.0.0.1"
    port: int = Field(default=7860, ge=1, le=65535)
    base_path: str = Field(default="", pattern=r"^(?:/[A-Za-z0-9._~-]+)*$")
    """Path below which a proxy serves the app, such as `/qa`; whether the proxy strips it or keeps it."""
    hosts: tuple[str, ...] = ()
    """Host names that the app is reached by, such as `portal.example`, beside this machine's own (localhost)."""
    portals: tuple[str, ...] = ()
    """Origins that may frame the page and call the API, such as `https://portal.example`; none: our own only."""
    sso_secret: SecretStr | None = Field(default=None, min_length=16)
    """What the sign-on proxy sends with every request; without it nothing is served. None: no sign-on."""
    sso_secret_header: str = Field(default="X-Thamtob-Secret", pattern=_HEADER)
    sso_user_header: str = Field(default="X-Forwarded-User", pattern=_HEADER)
    questions_per_minute: int = Field(default=60, ge=1, le=100_000)
    """Of one user, or of one address where there is no sign-on: questions, clicks on the page, opinions, articles read."""
    waiting: int = Field(default=64, ge=1, le=10_000)
    """Questions that may wait; one more is refused at once."""
    feedback: Path = user_data_path("thamtob", appauthor=False) / "feedback.db"
    """File that keeps what users think of answers."""

    @model_validator(mode="before")
    @classmethod
    def _no_other(cls, given: object) -> object:
        """Refuse a misspelt variable: a sign-on that was meant to be set must not be missing in silence."""
        names = {f"THAMTOB_{name.upper()}" for name in cls.model_fields}
        wrong = sorted(name for name in os.environ if name.startswith("THAMTOB_") and name not in names)
        if wrong:
            raise ValueError(f"{', '.join(wrong)}: there is no such setting")
        return given

    @field_validator("hosts")
    @classmethod
    def _names(cls, hosts: tuple[str, ...]) -> tuple[str, ...]:
        hosts = tuple(host.lower() for host in hosts)  # as browsers send it
        for host in hosts:
            if not re.fullmatch(r"[a-z0-9._-]+|\[[0-9a-f:.]+\]", host):
                raise ValueError(
                    f"{host!r} is no host name: write it without scheme and port, portal.example"
                )
        return hosts

    @field_validator("portals")
    @classmethod
    def _origins(cls, portals: tuple[str, ...]) -> tuple[str, ...]:
        portals = tuple(portal.lower() for portal in portals)
        for portal in portals:
            if not re.fullmatch(r"https?://[a-z0-9.-]+(?::[0-9]{1,5})?", portal):
                raise ValueError(f"{portal!r} is no origin: write scheme and host, https://portal.example")
        return portals
