"""Labelled windows -> the reader's trained network.

    python -m qa.training.train FILE[:FIRST-LAST] ... OUT [--start OUT1 ...] [--teachers OUT2 ...]

Each FILE comes from `qa.training.draw`; of its epochs all are taken, or those from FIRST to LAST. Writes
`OUT/network.safetensors` (the trained parameters in float32) and `OUT/training.json` (settings and losses). Killed, it goes on from its last checkpoint when started again.

Recipe: bfloat16 autocast, no dropout, word embeddings frozen, AdamW, batches of windows of similar length, linear
warm-up and decay. With teachers it learns their mean opinion of each span beside the label (Hinton et al. 2015,
arXiv:1503.02531): one network that reads nearly as well as all of them.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Sequence
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor
from torch.nn import functional
from tqdm import tqdm

from index.bundled import model_folder
from qa.network import SpanNetwork, collate, new_network, span_scores, trained_state
from qa.settings import Settings
from qa.training.labelled import Labelled, read_windows

SEED = 20260101
BATCH = 16
LEARNING_RATE = 1e-4
WARM_UP = 0.08
_POOL = 1024  # windows that are sorted by length together
_CHECKPOINT_EVERY = 100
_IMPOSSIBLE = -1e4  # the score of a span that can't be: with infinity, zero times it would be no number
_LABEL_WEIGHT = 0.3  # of the label, beside the teachers' opinion
_CHOSEN = re.compile(r"(.+):([0-9]+)-([0-9]+)")
Batch = Sequence[Labelled]


def main() -> None:
    """Train one stage."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", help="labelled windows; their epochs are mixed one by one")
    parser.add_argument("out", type=Path)
    parser.add_argument(
        "--start", type=Path, nargs="+", default=[], help="networks whose average to begin from"
    )
    parser.add_argument("--teachers", type=Path, nargs="+", default=[], help="OUT of networks to learn from")
    parser.add_argument("--rate", type=float, default=LEARNING_RATE, help="highest learning rate")
    parser.add_argument("--batch", type=int, default=BATCH, help="windows of a batch")
    parser.add_argument("--seed", type=int, default=SEED, help="of the order, and of an untrained head")
    parser.add_argument("--limit", type=int, help="at most this many batches")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(arguments.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    folder = model_folder(Settings().cache)
    draw = random.Random(arguments.seed)
    batches = [
        batch
        for epoch in _mixed([_epochs(file) for file in arguments.files])
        for batch in _batches(epoch, arguments.batch, draw)
    ]
    batches = batches[: arguments.limit]
    network = _trainable(device, folder, arguments.start)
    teachers = [_trainable(device, folder, [out]) for out in arguments.teachers]
    losses = train(network, batches, arguments.rate, arguments.out / "checkpoint.pt", teachers)
    save_file(trained_state(network), arguments.out / "network.safetensors")
    record = {**vars(arguments), "batches": len(batches), "losses": losses}
    text = json.dumps(record, indent=1, default=str)
    (arguments.out / "training.json").write_text(text + "\n", encoding="utf-8")


def train(
    network: SpanNetwork,
    batches: Sequence[Batch],
    rate: float,
    checkpoint: Path,
    teachers: Sequence[SpanNetwork] = (),
) -> list[float]:
    """Train in place and return the mean loss of every 100 batches; goes on from `checkpoint` if there is one."""
    parameters = [p for p in network.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(parameters, lr=rate, weight_decay=0.01, fused=True)
    warm = max(1, int(WARM_UP * len(batches)))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, (len(batches) - step) / max(1, len(batches) - warm))
    )
    done, losses, recent = 0, [], []
    if checkpoint.exists():
        state = torch.load(checkpoint, map_location=network.ends.weight.device, weights_only=True)
        network.load_state_dict(state["network"], strict=False)
        optimizer.load_state_dict(state["optimizer"])
        schedule.load_state_dict(state["schedule"])
        done, losses = state["done"], state["losses"]
    network.train()
    bar = tqdm(
        batches[done:], initial=done, total=len(batches), desc="training", mininterval=10, unit="batch"
    )
    for batch in bar:
        loss = batch_loss(network, batch, teachers)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        done += 1
        recent.append(loss.item())
        if done % _CHECKPOINT_EVERY == 0 or done == len(batches):
            losses.append(round(sum(recent) / len(recent), 4))
            recent.clear()
            bar.set_postfix(loss=losses[-1])
            _save(
                {
                    "network": trained_state(network),
                    "optimizer": optimizer.state_dict(),
                    "schedule": schedule.state_dict(),
                    "done": done,
                    "losses": losses,
                },
                checkpoint,
            )
    return losses


def batch_loss(network: SpanNetwork, batch: Batch, teachers: Sequence[SpanNetwork] = ()) -> Tensor:
    """Return the compound loss: cross-entropy of the span, and of its start and its end alone.

    With teachers, most of it is the cross-entropy to their mean distribution over spans.
    """
    device = network.ends.weight.device
    ids, mask, allowed = (each.to(device) for each in collate([labelled.window for labelled in batch]))
    starts, ends = torch.tensor([labelled.answer for labelled in batch], device=device).T
    boundaries, scores = _scores(network, ids, mask, allowed)
    alone = boundaries.masked_fill(~allowed[:, :, None], float("-inf"))
    labelled = (
        functional.cross_entropy(scores, starts * ids.shape[1] + ends)
        + 0.5 * functional.cross_entropy(alone[..., 0], starts)
        + 0.5 * functional.cross_entropy(alone[..., 1], ends)
    )
    if not teachers:
        return labelled
    with torch.no_grad():
        opinions = [_scores(teacher, ids, mask, allowed)[1].softmax(1) for teacher in teachers]
        opinion = torch.stack(opinions).mean(0)
    return _LABEL_WEIGHT * labelled + functional.cross_entropy(scores.clamp(min=_IMPOSSIBLE), opinion)


def _scores(network: SpanNetwork, ids: Tensor, mask: Tensor, allowed: Tensor) -> tuple[Tensor, Tensor]:
    """Return the scores of ends, shape (batch, length, 2), and of spans, shape (batch, length * length)."""
    with torch.autocast(ids.device.type, torch.bfloat16):
        boundaries, pairs = network(ids, mask)
    return boundaries, span_scores(boundaries, pairs, allowed).flatten(1)


def _trainable(device: str, folder: Path, outs: Sequence[Path]) -> SpanNetwork:
    """Return the mean of networks, ready to train; eager attention is fastest on processors with AMX or AVX512-BF16."""
    return mean_network(new_network(folder, attention="eager" if device == "cpu" else "sdpa"), outs).to(
        device
    )


def mean_network(network: SpanNetwork, outs: Sequence[Path]) -> SpanNetwork:
    """Give `network` the mean of the parameters that are kept in `outs`, and return it; of none, as it is.

    Networks of one origin so averaged read better than each (Wortsman et al. 2022, arXiv:2203.05482).
    """
    states = [load_file(out / "network.safetensors") for out in outs]
    if states:
        means = {name: torch.stack([state[name] for state in states]).mean(0) for name in states[0]}
        network.load_state_dict(means, strict=False)
    return network


def _save(state: dict[str, Any], path: Path) -> None:
    temporary = path.with_suffix(".tmp")
    torch.save(state, temporary)
    temporary.replace(path)


def _epochs(file: str) -> list[Sequence[Labelled]]:
    """Return the epochs of `FILE` or `FILE:FIRST-LAST`, counted from 1."""
    found = _CHOSEN.fullmatch(file)
    if found is None:
        return read_windows(Path(file))
    epochs, first, last = read_windows(Path(found[1])), int(found[2]), int(found[3])
    if not 1 <= first <= last <= len(epochs):
        raise SystemExit(f"{found[1]} has epochs 1 to {len(epochs)}, not {first} to {last}")
    return epochs[first - 1 : last]


def _mixed(files: Sequence[Sequence[Sequence[Labelled]]]) -> list[list[Labelled]]:
    """Return epochs that each hold the windows of that epoch of all files."""
    return [[*chain.from_iterable(epochs)] for epochs in zip_longest(*files, fillvalue=())]


def _batches(windows: Sequence[Labelled], size: int, draw: random.Random) -> list[Batch]:
    """Return windows in random order but for this: those of a batch are of similar length."""
    shuffled = draw.sample(windows, len(windows))
    batches: list[Batch] = []
    for at in range(0, len(shuffled), _POOL):
        pool = sorted(shuffled[at : at + _POOL], key=lambda labelled: len(labelled.window.ids))
        cut = [pool[i : i + size] for i in range(0, len(pool), size)]
        draw.shuffle(cut)
        batches += cut
    return batches


if __name__ == "__main__":
    main()
