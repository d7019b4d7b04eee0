"""Trained parameters <-> the file that is shipped: their difference from the bundled encoder, in 4 bits.

Matrices are stored as blocks of 32 differences that share one scale (about 4.5 bits each); vectors and the
span head as float16. Fine-tuning moves a weight by little, so its difference needs far fewer bits than the
weight. `reader.json` beside the file holds its SHA-256.
"""

from __future__ import annotations

import hashlib
import json
from importlib.resources import files
from pathlib import Path

import torch
from safetensors.torch import load, save
from torch import Tensor

from index import bundled
from index.errors import ModelUnavailable
from qa.network import SpanNetwork, trained_state

NAME = "reader.safetensors"
CARD = "reader.json"
_BLOCK = 32
_HEAD = ("ends.", "first.", "last.")
_LEVELS = 7  # codes run from -7 to 7


def pack(network: SpanNetwork, base: SpanNetwork, folder: Path) -> str:
    """Write what `network` learned beyond `base` to `folder`, and return the file's SHA-256."""
    tensors: dict[str, Tensor] = {}
    before = trained_state(base)
    for name, value in trained_state(network).items():
        if name.startswith(_HEAD) or value.ndim == 1 or value.numel() % _BLOCK:
            kept = value if name.startswith(_HEAD) else value - before[name]
            tensors[name] = kept.to(torch.float16).contiguous()
            continue
        blocks = (value - before[name]).reshape(-1, _BLOCK)
        scale = (blocks.abs().amax(1) / _LEVELS).clamp(min=1e-7).to(torch.float16)
        codes = (blocks / scale.float()[:, None]).round().clamp(-_LEVELS, _LEVELS).to(torch.int8) + 8
        codes = codes.to(torch.uint8)
        tensors[f"{name}.codes"] = (codes[:, ::2] | codes[:, 1::2] << 4).contiguous()
        tensors[f"{name}.scales"] = scale
    data = save(tensors)
    digest = hashlib.sha256(data).hexdigest()
    (folder / NAME).write_bytes(data)
    card = {"sha256": digest, "base": bundled.NAME, "base_sha256": bundled.SHA256}
    (folder / CARD).write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    return digest


def load_trained(network: SpanNetwork, folder: Path | None = None) -> None:
    """Add the shipped differences to a fresh network on the bundled encoder.

    Raises:
        ModelUnavailable: the file is missing, or isn't the one that was trained.
    """
    place = folder or Path(str(files("qa")))
    try:
        data = (place / NAME).read_bytes()
        expected = json.loads((place / CARD).read_text(encoding="utf-8"))["sha256"]
    except (OSError, ValueError, KeyError) as error:
        raise ModelUnavailable(
            f"ไม่พบโมเดลอ่านคำตอบ {NAME} โปรดติดตั้ง thamtob ใหม่",
            f"the reader's weights {NAME} are missing; reinstall thamtob",
        ) from error
    if hashlib.sha256(data).hexdigest() != expected:
        raise ModelUnavailable(
            f"ไฟล์ {NAME} เสียหาย โปรดติดตั้ง thamtob ใหม่",
            f"the reader's weights {NAME} are damaged; reinstall thamtob",
        )
    tensors = load(data)
    with torch.no_grad():
        for name, parameter in network.named_parameters():
            if f"{name}.codes" in tensors:
                packed, scales = tensors[f"{name}.codes"], tensors[f"{name}.scales"]
                codes = torch.stack([packed & 15, packed >> 4], dim=2).flatten(1).to(torch.float32) - 8
                parameter.add_((codes * scales.float()[:, None]).reshape(parameter.shape))
            elif name.startswith(_HEAD):
                parameter.copy_(tensors[name])
            elif name in tensors:
                parameter.add_(tensors[name].float())
