"""Texts -> unit vectors, by a sentence-transformer: the bundled e5, or any other model on this machine."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from threading import Lock

# Set before the libraries are imported: they ask the hub for newer files otherwise.
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

import numpy as np
import torch
import transformers
from sentence_transformers import SentenceTransformer
from tokenizers import Encoding, Tokenizer

from index import bundled
from index.errors import ModelUnavailable
from index.store import Vectors

BUNDLED = "bundled"

_PROBE = "การประชุมสุดยอดอาเซียนครั้งที่ ๓๕ จัดขึ้นที่กรุงเทพมหานคร เมื่อเดือนพฤศจิกายน 2562"
_BATCH = 32


class Encoder:
    """One loaded model with its prompts. Safe to share between threads."""

    def __init__(
        self,
        model: str = BUNDLED,
        *,
        cache: Path,
        precision: str = "auto",
        query_prompt: str = "query: ",
        passage_prompt: str = "passage: ",
    ) -> None:
        """Load a model.

        Args:
            model: `bundled`, a sentence-transformers folder, or a hub name that is already in the local cache.
            cache: where the bundled model is unpacked, once (about 0.5 GB).
            precision: `float32`, `bfloat16`, or `auto`.
            query_prompt: put before every question, as the model was trained.
            passage_prompt: put before every passage.

        Raises:
            ModelUnavailable: the model isn't on this machine, or can't be loaded.
        """
        self.name = bundled.NAME if model == BUNDLED else model
        self._query_prompt, self._passage_prompt = query_prompt, passage_prompt
        self._lock = Lock()  # a fast tokenizer that is used by two threads at once raises "Already borrowed"
        place = str(bundled.model_folder(cache)) if model == BUNDLED else model
        self._model = _load(place, dtype_of(precision))
        self.probe: Vectors = self._encode([_PROBE], passage_prompt)[0]
        """The vector of a fixed text, by which an index recognises the model that made it.

        It tells models apart whatever their names are, and takes one model in two precisions as the same.
        """

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors, shape (len(texts), dimension), float32."""
        vectors = np.empty((len(texts), len(self.probe)), np.float32)
        # Longest first: texts of one length share a batch, and a batch that doesn't fit fails at once.
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        for at in range(0, len(order), _BATCH):
            batch = order[at : at + _BATCH]
            vectors[batch] = self._encode([texts[i] for i in batch], self._passage_prompt)
        return vectors

    def query(self, text: str) -> Vectors:
        """Return the unit vector of one question, shape (dimension,), float32."""
        vector: Vectors = self._encode([text], self._query_prompt)[0]
        return vector

    @property
    def word_embeddings(self) -> torch.nn.Embedding:
        """The model's largest part, for another network that has the same."""
        transformer: transformers.PreTrainedModel = self._model[0].auto_model
        embeddings: torch.nn.Embedding = transformer.get_input_embeddings()
        return embeddings

    def tokenize(self, text: str) -> Encoding:
        """Return the model's tokens of a text of any length, without special ones.

        For who needs the model's tokenizer: a second one would take two seconds to load.
        """
        with self._lock:
            tokenizer: Tokenizer = self._model.tokenizer.backend_tokenizer
            tokenizer.no_truncation()  # set anew by each `encode`
            tokenizer.no_padding()
            return tokenizer.encode(text, add_special_tokens=False)

    def _encode(self, texts: list[str], prompt: str) -> Vectors:
        with self._lock:
            raw = self._model.encode(texts, prompt=prompt, batch_size=_BATCH, show_progress_bar=False)
        vectors = np.asarray(raw, np.float32)
        # Again in float32: a model in bfloat16 leaves lengths of 1 ± 0.002.
        unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit


def _load(place: str, dtype: torch.dtype) -> SentenceTransformer:
    transformers.utils.logging.disable_progress_bar()
    transformers.utils.logging.set_verbosity_error()
    try:
        return SentenceTransformer(place, device="cpu", model_kwargs={"dtype": dtype}, local_files_only=True)
    except Exception as error:  # each library below raises its own kinds
        raise ModelUnavailable(
            f"เปิดโมเดล {place} ไม่ได้ ({type(error).__name__}) โปรดตรวจ THAMTOB_MODEL: ต้องเป็น bundled หรือโฟลเดอร์ของ sentence-transformers",
            f"can't load the model {place} ({type(error).__name__}); THAMTOB_MODEL must be `bundled`, a "
            "sentence-transformers folder, or a name in the local hub cache",
        ) from error


def dtype_of(precision: str) -> torch.dtype:
    """Return bfloat16 or float32; `auto` takes bfloat16 where the processor multiplies it in hardware."""
    if precision == "auto":
        # Without these instructions bfloat16 is emulated, and slower than float32.
        capabilities: dict[str, object] = getattr(
            torch.cpu, "get_capabilities", dict
        )()  # torch before 2.11 doesn't tell
        fast = any(capabilities.get(name) for name in ("amx_bf16", "avx512_bf16", "bf16"))
        return torch.bfloat16 if fast else torch.float32
    return torch.bfloat16 if precision == "bfloat16" else torch.float32
