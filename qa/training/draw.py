"""Question files -> a file of labelled windows for `qa.training.train`.

    python -m qa.training.draw transfer TRANSFER_FOLDER FILE
    python -m qa.training.draw thai IAPP_FOLDER FILE
    python -m qa.training.draw ministry IAPP_FOLDER FILE [--since w65] [--until w80]

The first stage learns to find answers from Japanese and Chinese questions, the second learns Thai and the null span,
the third ministry news, with a part of the second's questions so as not to forget them. Ministry news
comes in folders: those behind `--until` are left out, and with `--since` only those from that one on are new, and the ones before are among
what is not to be forgotten. Each epoch is drawn anew.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from tqdm import tqdm

from index.articles import Article
from index.bundled import model_folder
from qa.evaluation.corpus import store_of
from qa.evaluation.dataset import Example, read_squad
from qa.models import load_encoder
from qa.network import load_tokenizer
from qa.question import parse_question
from qa.retriever import retrieve
from qa.settings import Settings
from qa.training.labelled import write_windows
from qa.training.ministry import folder_of, folders, ministry
from qa.training.questions import own_questions
from qa.training.windows import Shares, ThaiWindows, TransferWindows
from qa.windows import Tokenize

SEED = 20260101
EPOCHS = {"transfer": 1, "thai": 3, "ministry": 5}
_MINISTRY = Shares(in_article=0.4, retrieved=0.9, drawn=0.05, replayed=0.3, turned=0.25, alone=0.5)
"""Articles on other meetings of a series are what a question is most easily answered from wrongly, officials ask in
any order of words, and the surest sentences are read once more alone."""
_REPLAYED_SINCE = 0.1  # of what was learnt before the new folders
_HARD_NEGATIVES = 6


def main() -> None:
    """Draw the windows of one stage."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("stage", choices=list(EPOCHS))
    parser.add_argument("data", type=Path, help="folder of the question files (*.jsonl.gz)")
    parser.add_argument("file", type=Path, help="to write; passages retrieved are kept beside it")
    parser.add_argument("--epochs", type=int)
    parser.add_argument("--since", default="", help="first folder of ministry news that is new")
    parser.add_argument("--until", default="", help="last folder of ministry news that is taken")
    parser.add_argument("--seed", type=int, default=SEED)
    arguments = parser.parse_args()
    if arguments.stage != "ministry" and (arguments.since or arguments.until):
        parser.error("only ministry news comes in folders")
    arguments.file.parent.mkdir(parents=True, exist_ok=True)
    tokenize = load_tokenizer(model_folder(Settings().cache))
    source: TransferWindows | ThaiWindows
    if arguments.stage == "transfer":
        source = TransferWindows(sorted(arguments.data.glob("*.jsonl.gz")), tokenize)
    else:
        kept = arguments.file.with_suffix(".retrieved.json")
        news = arguments.stage == "ministry"
        source = _thai_windows(arguments.data, tokenize, kept, arguments.since, arguments.until, news=news)
    epochs = (
        tqdm(source.epoch(random.Random(f"{arguments.seed}-{epoch}")), f"epoch {epoch + 1}", unit=" windows")
        for epoch in range(arguments.epochs or EPOCHS[arguments.stage])
    )
    print(f"{arguments.file}: {write_windows(epochs, arguments.file)} windows")


def _thai_windows(
    data: Path, tokenize: Tokenize, kept: Path, since: str, until: str, *, news: bool
) -> ThaiWindows:
    examples, articles = read_squad(data / "train.jsonl.gz")
    examples += own_questions("train", examples)
    if not news:
        return ThaiWindows(examples, articles, tokenize, _hard_negatives(examples, articles, kept))
    asked, told = ministry("train")
    taken, new = folders(told, last=until), folders(told, first=since)
    asked = [example for example in asked if folder_of(str(example.article)) in taken]
    told = [article for article in told if folder_of(article.id) in taken]
    before = [example for example in asked if folder_of(str(example.article)) not in new]
    learnt = frozenset(example.id for example in (*examples, *before))
    shares = replace(_MINISTRY, replayed=_REPLAYED_SINCE) if since else _MINISTRY
    retrieved = _hard_negatives(asked, told, kept)
    return ThaiWindows([*examples, *asked], [*articles, *told], tokenize, retrieved, shares, learnt)


def _hard_negatives(
    examples: Sequence[Example], articles: Sequence[Article], kept: Path
) -> dict[str, list[tuple[str, str]]]:
    """Return, for each question, (title, text) of the passages retrieved for it from articles without the answer."""
    if kept.exists():
        known = json.loads(kept.read_text(encoding="utf-8"))
        if unknown := [example.id for example in examples if example.id not in known]:
            raise SystemExit(
                f"{kept} holds nothing for {len(unknown)} questions: delete it, to retrieve for all anew"
            )
        return {key: [(title, text) for title, text in found] for key, found in known.items()}
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
