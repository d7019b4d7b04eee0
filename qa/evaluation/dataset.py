"""Question files -> `Example`s."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.articles import Article, make_article
from index.errors import InvalidRequest


@dataclass(frozen=True, slots=True)
class Example:
    """One question with its acceptable answers; none where no article answers it."""

    id: str
    question: str
    answers: tuple[str, ...]
    article: str | None = None
    """Id of the article that answers it."""
    kind: str = ""


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON Lines file, plain or gzip.

    Raises:
        InvalidRequest: there is no such file, or a line is no JSON object.
    """
    try:
        with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                row = json.loads(line) if line.strip() else None
                if isinstance(row, dict):
                    yield row
                elif row is not None:
                    raise ValueError(f"line {number} is no JSON object")
    except (OSError, ValueError) as error:
        raise InvalidRequest(
            f"อ่านชุดคำถาม {path} ไม่ได้ ต้องเป็น JSON Lines ({error})", f"can't read {path} as JSON Lines: {error}"
        ) from error


def read_golden(path: Path) -> list[Example]:
    """Read questions on an index: rows with `question`, `article` (null where refused) and `answers`."""
    examples = []
    for number, row in enumerate(read_rows(path), 1):
        try:
            examples.append(
                Example(
                    id=str(row.get("id", number)),
                    question=row["question"],
                    answers=tuple(row["answers"]),
                    article=row["article"],
                    kind=row.get("kind", ""),
                )
            )
        except KeyError as error:
            raise InvalidRequest(
                f"ชุดคำถาม {path} ข้อ {number} ไม่มี {error}", f"row {number} of {path} has no {error}"
            ) from error
    return examples


def read_squad(path: Path) -> tuple[list[Example], list[Article]]:
    """Read questions that carry their context; each distinct context becomes an article."""
    examples: list[Example] = []
    articles: dict[str, Article] = {}
    for row in read_rows(path):
        context = row["context"]
        article_id = hashlib.sha256(context.encode()).hexdigest()[:16]
        if article_id not in articles:
            articles[article_id] = make_article(article_id, context)
        examples.append(Example(row["id"], row["question"], tuple(row["answers"]["text"]), article_id))
    return examples, list(articles.values())
