"""Question files -> the reader's trained network, in three stages.

    python -m qa.training.train transfer TRANSFER_FOLDER OUT1
    python -m qa.training.train thai IAPP_FOLDER OUT2 --start OUT1
    python -m qa.training.train ministry IAPP_FOLDER OUT3 --start OUT2

The first stage learns to find answers from Japanese and Chinese questions, the second learns Thai and the
null span, the third ministry news, with a part of the second's questions so as not to forget them. Each writes `OUT/network.safetensors` (the trained parameters in float32) and `OUT/training.json`
(settings and losses). Killed, it goes on from its last checkpoint when started again.

Recipe: bfloat16 autocast, no dropout, eager attention (the fastest on processors with AMX or AVX512-BF16), word
embeddings frozen, AdamW, batches of 16 windows of similar length, linear warm-up and decay. On two cores
a stage takes about an hour.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor
from torch.nn import functional
from tqdm import tqdm

from index.articles import Article
from index.bundled import model_folder
from qa.evaluation.corpus import store_of
from qa.evaluation.dataset import Example, read_squad
from qa.models import load_encoder
from qa.network import SpanNetwork, collate, load_tokenizer, new_network, span_scores, trained_state
from qa.question import parse_question
from qa.retriever import retrieve
from qa.settings import Settings
from qa.training.ministry import ministry
from qa.training.questions import own_questions
from qa.training.windows import Labelled, Shares, ThaiWindows, TransferWindows
from qa.windows import Tokenize

SEED = 20260101
BATCH = 16
WARM_UP = 0.08
LEARNING_RATE = {"transfer": 1.5e-4, "thai": 1.2e-4, "ministry": 1e-4}
EPOCHS = {"transfer": 1, "thai": 3, "ministry": 2}
_MINISTRY = Shares(in_article=0.4, retrieved=0.7, drawn=0.05, replayed=0.15, turned=0.2)
"""Articles on other meetings of a series are what a question is most easily answered from wrongly, and officials ask in
any order of words."""
_POOL = 64  # batches that are sorted by length together
_CHECKPOINT_EVERY = 100
_HARD_NEGATIVES = 6
Batch = Sequence[Labelled]


def main() -> None:
    """Train one stage."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("stage", choices=list(EPOCHS))
    parser.add_argument("data", type=Path, help="folder of the question files (*.jsonl.gz)")
    parser.add_argument("out", type=Path)
    parser.add_argument("--start", type=Path, help="OUT of an earlier stage, to begin from")
    parser.add_argument("--epochs", type=int)
    parser.add_argument("--rate", type=float, help="highest learning rate")
    parser.add_argument("--seed", type=int, default=SEED, help="of the draws and their order")
    parser.add_argument("--limit", type=int, help="at most this many batches, for a trial")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(arguments.seed)
    folder = model_folder(Settings().cache)
    tokenize = load_tokenizer(folder)
    source: TransferWindows | ThaiWindows
    if arguments.stage == "transfer":
        source = TransferWindows(sorted(arguments.data.glob("*.jsonl.gz")), tokenize)
    else:
        source = _thai_windows(
            arguments.data,
            tokenize,
            arguments.out,
            news=arguments.stage == "ministry",
        )
    epochs, batches = arguments.epochs or EPOCHS[arguments.stage], []
    for epoch in range(epochs):
        draw = random.Random(f"{arguments.seed}-{epoch}")
        batches += _batches(tqdm(source.epoch(draw), "windows"), draw)
    batches = batches[: arguments.limit]
    network = new_network(folder, attention="eager")
    if arguments.start:
        network.load_state_dict(load_file(arguments.start / "network.safetensors"), strict=False)
    rate = arguments.rate or LEARNING_RATE[arguments.stage]
    losses = train(network, batches, rate, arguments.out / "checkpoint.pt")
    save_file(trained_state(network), arguments.out / "network.safetensors")
    record = {
        "stage": arguments.stage,
        "epochs": epochs,
        "rate": rate,
        "batches": len(batches),
        "losses": losses,
    }
    (arguments.out / "training.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


def train(network: SpanNetwork, batches: Sequence[Batch], rate: float, checkpoint: Path) -> list[float]:
    """Train in place and return the mean loss of every 100 batches; goes on from `checkpoint` if there is one."""
    parameters = [p for p in network.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(parameters, lr=rate, weight_decay=0.01, fused=True)
    warm = max(1, int(WARM_UP * len(batches)))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, (len(batches) - step) / max(1, len(batches) - warm))
    )
    done, losses, recent = 0, [], []
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        network.load_state_dict(state["network"], strict=False)
        optimizer.load_state_dict(state["optimizer"])
        schedule.load_state_dict(state["schedule"])
        done, losses = state["done"], state["losses"]
    network.train()
    bar = tqdm(
        batches[done:], initial=done, total=len(batches), desc="training", mininterval=10, unit="batch"
    )
    for batch in bar:
        loss = batch_loss(network, batch)
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


def batch_loss(network: SpanNetwork, batch: Batch) -> Tensor:
    """Return the compound loss: cross-entropy of the span, and of its start and its end alone."""
    ids, mask, allowed = collate([labelled.window for labelled in batch])
    starts, ends = torch.tensor([labelled.answer for labelled in batch]).T
    with torch.autocast("cpu", torch.bfloat16):
        boundaries, pairs = network(ids, mask)
    scores = span_scores(boundaries, pairs, allowed).flatten(1)
    alone = boundaries.masked_fill(~allowed[:, :, None], float("-inf"))
    return (
        functional.cross_entropy(scores, starts * ids.shape[1] + ends)
        + 0.5 * functional.cross_entropy(alone[..., 0], starts)
        + 0.5 * functional.cross_entropy(alone[..., 1], ends)
    )


def _save(state: dict[str, Any], path: Path) -> None:
    temporary = path.with_suffix(".tmp")
    torch.save(state, temporary)
    temporary.replace(path)


def _thai_windows(data: Path, tokenize: Tokenize, out: Path, *, news: bool) -> ThaiWindows:
    examples, articles = read_squad(data / "train.jsonl.gz")
    examples += own_questions("train", examples)
    if not news:
        return ThaiWindows(examples, articles, tokenize, _hard_negatives(examples, articles, out))
    learnt = frozenset(example.id for example in examples)
    asked, told = ministry("train")
    retrieved = _hard_negatives(asked, told, out)
    return ThaiWindows([*examples, *asked], [*articles, *told], tokenize, retrieved, _MINISTRY, learnt)


def _batches(windows: Iterator[Labelled], draw: random.Random) -> list[Batch]:
    """Return windows in random order but for this: those of a batch are of similar length."""
    shuffled = list(windows)
    draw.shuffle(shuffled)
    batches: list[Batch] = []
    for at in range(0, len(shuffled), _POOL * BATCH):
        pool = sorted(shuffled[at : at + _POOL * BATCH], key=lambda labelled: len(labelled.window.ids))
        cut = [pool[i : i + BATCH] for i in range(0, len(pool), BATCH)]
        draw.shuffle(cut)
        batches += cut
    return batches


def _hard_negatives(
    examples: Sequence[Example], articles: Sequence[Article], out: Path
) -> dict[str, list[tuple[str, str]]]:
    """Return, for each question, (title, text) of the passages retrieved for it from articles without the answer."""
    kept = out / "retrieved.json"
    if kept.exists():
        return {
            key: [(title, text) for title, text in found]
            for key, found in json.loads(kept.read_text()).items()
        }
    settings, retrieved = Settings(), {}
    encoder = load_encoder(settings)
    with (
        tqdm(total=len(articles), desc="indexing") as bar,
        store_of(articles, encoder, lambda done, _: bar.update(done - bar.n)) as store,
    ):
        for example in tqdm(examples, "hard negatives"):
            question = parse_question(example.question, settings.max_question)
            vector = encoder.query(question.plain)
            passages = retrieve(store, vector, question.tokens, k=2 * _HARD_NEGATIVES)
            retrieved[example.id] = [
                (p.lead, p.text)
                for p in passages
                if p.article_id != example.article and not any(gold in p.text for gold in example.answers)
            ][:_HARD_NEGATIVES]
    kept.write_text(json.dumps(retrieved, ensure_ascii=False), encoding="utf-8")
    return retrieved


if __name__ == "__main__":
    main()
