"""Question files -> `Example`s and the articles that they are asked about.

Two kinds of files are read, as they are or gzipped:

- golden sets: JSON Lines with `question`, `article` (an id in the index, null where the answer is a refusal; or
  `articles`, any of which will do) and `answers`; or dialogues: `turns`, a list of such questions;
- reading sets, whose questions bring their contexts along: SQuAD JSON, or JSON Lines with `question`, `context`
  and `answers: {text, answer_start}`. No answers means that the context doesn't answer.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from index.articles import Article, make_article
from index.errors import ArticleError, InvalidRequest


class Task(StrEnum):
    """A step of answering that can be measured alone."""

    READING = "reading"
    RETRIEVAL = "retrieval"
    END_TO_END = "end-to-end"


@dataclass(frozen=True, slots=True)
class Example:
    """One question with its acceptable answers; none where no article answers it."""

    id: str
    question: str
    answers: tuple[str, ...]
    article: str | None = None
    """Id of the article that answers it; in a reading set, of its context."""
    kind: str = ""
    start: int = 0
    """Offset of the first answer in the context that the file gives, before cleaning."""
    others: tuple[str, ...] = ()
    """Ids of further articles that answer it."""
    history: tuple[str, ...] = ()
    """The questions before this one in its dialogue."""


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON Lines file, or the questions of a SQuAD file as such objects.

    Raises:
        InvalidRequest: there is no such file, or it holds something else.
    """
    try:
        with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
            first = True
            for number, line in enumerate(lines, 1):
                if not line.strip():
                    continue
                try:
                    row = json.loads(line)
                except ValueError:
                    if not first:
                        raise
                    row = json.loads(line + lines.read())  # a SQuAD file with line breaks inside
                if not isinstance(row, dict):
                    raise ValueError(f"line {number} is no JSON object")
                yield from _squad_rows(row["data"]) if first and isinstance(row.get("data"), list) else (row,)
                first = False
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InvalidRequest(
            f"อ่านชุดคำถาม {path} ไม่ได้ ต้องเป็น JSON Lines หรือ SQuAD JSON ({error!r})",
            f"can't read {path} as JSON Lines or SQuAD JSON: {error!r}",
        ) from error


def _squad_rows(data: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for document in data:
        for paragraph in document["paragraphs"]:
            for asked in paragraph["qas"]:
                answers = [] if asked.get("is_impossible") else asked["answers"]
                yield {
                    "id": asked["id"],
                    "title": document.get("title", ""),
                    "question": asked["question"],
                    "context": paragraph["context"],
                    "answers": {name: [a[name] for a in answers] for name in ("text", "answer_start")},
                }


def is_reading_set(path: Path) -> bool:
    """Tell whether the questions of a file bring their contexts along.

    Raises:
        InvalidRequest: the file can't be read, or is empty.
    """
    row = next(read_rows(path), None)
    if row is None:
        raise InvalidRequest(f"ชุดคำถาม {path} ว่างเปล่า", f"{path} holds no question")
    return "context" in row


def read_golden(path: Path) -> list[Example]:
    """Read questions on an index.

    Raises:
        InvalidRequest: the file can't be read, or a row lacks a field.
    """
    examples = []
    for number, row in enumerate(read_rows(path), 1):
        try:
            name, history = str(row.get("id", number)), list[str]()
            for turn, asked in enumerate(row.get("turns", [row]), 1):
                others = tuple(id_ for id_ in asked.get("articles", ()) if id_ != asked["article"])
                examples.append(
                    Example(
                        f"{name}-{turn}" if "turns" in row else name,
                        asked["question"],
                        tuple(asked["answers"]),
                        asked["article"],
                        f"turn {turn}" if "turns" in row else asked.get("kind", ""),
                        others=others,
                        history=tuple(history),
                    )
                )
                history.append(asked["question"])
        except (KeyError, TypeError, AttributeError) as error:
            raise _lacking(path, number, error) from error
    return examples


def read_squad(path: Path) -> tuple[list[Example], list[Article]]:
    """Read questions that bring their contexts along; each distinct context becomes an article.

    Raises:
        InvalidRequest: the file can't be read, or a row lacks a field.
    """
    examples: list[Example] = []
    articles: dict[str, Article] = {}
    for number, row in enumerate(read_rows(path), 1):
        try:
            context, answers = row["context"], row["answers"]
            article_id = hashlib.sha256(context.encode()).hexdigest()[:16]
            starts = answers.get("answer_start") or [0]
            texts = tuple(text for text in answers["text"] if text)
            examples.append(
                Example(str(row.get("id", number)), row["question"], texts, article_id, start=starts[0])
            )
            if article_id not in articles:
                articles[article_id] = make_article(article_id, context)
        except (KeyError, TypeError, AttributeError, ArticleError) as error:
            raise _lacking(path, number, error) from error
    return examples, list(articles.values())


def _lacking(path: Path, number: int, error: Exception) -> InvalidRequest:
    return InvalidRequest(
        f"ชุดคำถาม {path} ข้อ {number} ไม่ถูกรูปแบบ ({error!r})", f"row {number} of {path} is malformed: {error!r}"
    )
