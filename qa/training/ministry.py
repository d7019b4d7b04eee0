"""Fictional ministry news with questions: `ministry/articles.jsonl`, `ministry/train.jsonl`, `ministry/valid.jsonl`.

Written for this project, since neither iApp's articles (an encyclopedia's) nor its questions are like those of officials:
series of articles on successive meetings, which are easily confused, with questions of all kinds, yes/no and near misses
among them. Rows are as in `qa.training.questions`; every meeting, person and sum is invented.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from index.articles import Article, make_article
from qa.evaluation.dataset import Example, read_rows

FOLDER = Path(__file__).parent / "ministry"
NEWS = "ministry-"
"""What the ids of these questions begin with."""


def ministry(split: str) -> tuple[list[Example], list[Article]]:
    """Return the questions and articles of the split `train` or `valid`; no answers where no article holds one."""
    examples = [
        Example(
            f"{NEWS}{split}-{number}",
            row["question"],
            (row["answer"],) if row["answer"] else (),
            row["article"],
            row["kind"],
            row["start"],
        )
        for number, row in enumerate(read_rows(FOLDER / f"{split}.jsonl"))
    ]
    asked = {example.article for example in examples}
    texts = ((row["id"], row["text"]) for row in read_rows(FOLDER / "articles.jsonl"))
    return examples, [make_article(id_, text) for id_, text in texts if id_ in asked]


def folders(articles: Sequence[Article], first: str = "", last: str = "") -> frozenset[str]:
    """Return the folders that the articles come in, from `first` to `last` in the order of the articles.

    Raises:
        ValueError: there is no such folder.
    """
    names = list(dict.fromkeys(folder_of(article.id) for article in articles))
    for name in filter(None, (first, last)):
        if name not in names:
            raise ValueError(f"no folder of articles {name}; they are {' '.join(names)}")
    return frozenset(names[names.index(first) if first else 0 : names.index(last) + 1 if last else None])


def folder_of(article: str) -> str:
    """Return the name of the folder that an article comes in, ten of them or so: `w01` of `w01-07`."""
    return article.partition("-")[0]
