"""Questions asked in another form -> how often the answer stays the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from index.dates import BUDDHIST
from index.sync import Progress
from index.thai import to_arabic_digits
from qa.answer import Answer
from qa.assistant import Assistant
from qa.evaluation.dataset import Example, read_rows
from qa.evaluation.metrics import percent
from qa.kinds import question_word
from qa.question import parse_question

_THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_YEAR = re.compile(r"(?P<era>พ\.ศ\.|ค\.ศ\.)?(?P<space>\s?)(?<![0-9,.])(?P<year>[12][0-9]{3})(?![0-9,.])")
_BETWEEN_THAI = re.compile(r"(?<=[\u0e01-\u0e4e]) (?=[\u0e01-\u0e4e])")


def variants(question: str, reordered: str | None) -> Iterator[tuple[str, str]]:
    """Yield a question's other forms, each with what was changed; a form that changes nothing is left out."""
    arabic = to_arabic_digits(question)
    english = parse_question(question, len(question)).english
    forms = {
        "digits": arabic if arabic != question else question.translate(_THAI_DIGITS),
        "era": question if english else _YEAR.sub(_other_era, arabic),
        "spacing": _BETWEEN_THAI.sub("", question),
        "a space": _set_apart(question),
        "politeness": f"Please tell me: {question}" if english else f"ขอทราบว่า{question.rstrip('?')}ครับ",
        "word order": reordered or question,
    }
    yield from ((name, text) for name, text in forms.items() if text != question)


def robustness(
    assistant: Assistant,
    examples: Sequence[Example],
    reordered: Path,
    progress: Progress | None = None,
) -> dict[str, float | None]:
    """Return, for each kind of change and for all, in how many of a hundred the answer is the same.

    `reordered` is a file with another word order of each question (`id`, `question`), written by hand. The same means:
    refused both times, or the same short answer.
    """
    orders = {row["id"]: row["question"] for row in read_rows(reordered)}
    same: dict[str, list[bool]] = {}
    for done, example in enumerate(examples, 1):
        answer = assistant.answer(example.question)
        for name, text in variants(example.question, orders.get(example.id)):
            same.setdefault(name, []).append(_alike(answer, assistant.answer(text)))
        if progress:
            progress(done, len(examples))
    return {name: percent(found) for name, found in same.items()} | {
        "all": percent([each for found in same.values() for each in found])
    }


def _alike(one: Answer, other: Answer) -> bool:
    return one.refused == other.refused and one.text == other.text


def _other_era(match: re.Match[str]) -> str:
    year = int(match["year"])
    if match["era"] == "พ.ศ." or year >= 2400:
        return f"ค.ศ.{match['space'] or ' '}{year - BUDDHIST}"
    return f"พ.ศ.{match['space'] or ' '}{year + BUDDHIST}"


def _set_apart(question: str) -> str:
    """Return a question with spaces around its question word, as some type it."""
    asking = question_word(question)
    if not asking:
        return question
    start, end = asking
    return " ".join(f"{question[:start]} {question[start:end]} {question[end:]}".split())
