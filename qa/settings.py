"""Environment -> `Settings`, the only place where behaviour is configured.

Every field can be set as `THAMTOB_<NAME>`. A value that could break a promise (no passages, a
threshold that is no probability) is refused when the settings are made, not when a question comes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from platformdirs import user_cache_path, user_data_path
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


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
