"""`thamtob eval` on reading sets: the files that it reads, and the figures that it gives."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index.errors import InvalidRequest
from qa import Settings
from qa.evaluation.dataset import Task, is_reading_set, read_squad
from qa.evaluation.run import reading_set
from tests.conftest import SEEDS

CONTEXTS = [path.read_text(encoding="utf-8")[:1500] for path in sorted(SEEDS.glob("*.txt"))]
ASKED = [
    ("การประชุม S2S ครั้งที่ 4 จัดขึ้นที่ไหน", 0, "กรุงจาการ์ตา"),
    ("การประชุม S2S ครั้งที่ 4 จัดขึ้นเมื่อไร", 0, "๗ พฤษภาคม พ.ศ. ๒๕๖๒"),
    ("ใครเป็นนายกเทศมนตรีเมืองเชียงใหม่", 1, None),
]
ROWS = [
    {
        "id": str(i),
        "title": "t",
        "question": question,
        "context": CONTEXTS[at],
        "answers": {
            "text": [answer] if answer else [],
            "answer_start": [CONTEXTS[at].index(answer)] if answer else [],
        },
    }
    for i, (question, at, answer) in enumerate(ASKED)
]


def lines(path: Path) -> None:
    path.write_text("\n".join(json.dumps(row) for row in ROWS), encoding="utf-8")


def zipped(path: Path) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(row) + "\n" for row in ROWS)


def squad(path: Path, indent: int | None = None) -> None:
    data: list[dict[str, Any]] = []
    for row in ROWS:
        answers = row["answers"]
        assert isinstance(answers, dict)
        listed = [
            {"text": text, "answer_start": start}
            for text, start in zip(answers["text"], answers["answer_start"], strict=True)
        ]
        qas = [{"id": row["id"], "question": row["question"], "answers": listed, "is_impossible": not listed}]
        data.append({"title": "t", "paragraphs": [{"context": row["context"], "qas": qas}]})
    path.write_text(json.dumps({"version": "1.1", "data": data}, indent=indent), encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("q.jsonl", lines),
        ("q.jsonl.gz", zipped),
        ("q.json", squad),
        ("pretty.json", lambda path: squad(path, indent=2)),
    ],
)
def test_all_forms_of_files_give_the_same_examples(
    name: str, write: Callable[[Path], None], tmp_path: Path
) -> None:
    write(tmp_path / name)
    assert is_reading_set(tmp_path / name)
    examples, articles = read_squad(tmp_path / name)
    assert [(e.id, e.question, e.answers) for e in examples] == [
        (str(i), question, (answer,) if answer else ()) for i, (question, _, answer) in enumerate(ASKED)
    ]
    assert len(articles) == 2
    assert examples[0].article == examples[1].article == articles[0].id


def test_every_step_is_measured(tmp_path: Path, settings: Settings) -> None:
    lines(tmp_path / "q.jsonl")
    result, outcomes = reading_set(tmp_path / "q.jsonl", settings, without_gold=True)
    assert set(result) == {"reading", "retrieval", "end_to_end"}
    assert set(result["reading"]) == {"em", "f1_word", "f1_char", "f1_squad", "n"}
    assert {"recall@1", "recall@3", "recall@10", "mrr", "n", "hybrid"} == set(result["retrieval"])
    assert {
        "n", "answered", "em", "f1_word", "f1_char", "gold_in_quote", "citation_accuracy", "refusal_recall",
        "refusal_precision", "verbatim_violations", "ece", "latency_ms",
    } <= set(result["end_to_end"])  # fmt: skip
    assert result["reading"]["n"] == 3
    assert result["retrieval"]["n"] == 2
    assert result["retrieval"]["recall@3"] == 100
    assert result["end_to_end"]["n"] == len(outcomes) == 5
    assert result["end_to_end"]["verbatim_violations"] == 0
    assert result["end_to_end"]["unanswerable"] == 3


def test_one_step_alone(tmp_path: Path, settings: Settings) -> None:
    lines(tmp_path / "q.jsonl")
    for task, name in (
        (Task.READING, "reading"),
        (Task.RETRIEVAL, "retrieval"),
        (Task.END_TO_END, "end_to_end"),
    ):
        assert list(reading_set(tmp_path / "q.jsonl", settings, task)[0]) == [name]


@pytest.mark.parametrize(
    "content",
    [
        "{}",
        '{"question": "?", "context": 5, "answers": {"text": []}}',
        '{"question": "?", "context": "ก"}',
        '{"data": [{"paragraphs": 3}]}',
        '{"data": [{}]}',
        "not json",
    ],
)
def test_a_malformed_file_says_where(content: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InvalidRequest, match=r"bad\.json"):
        read_squad(path)


def test_an_empty_file_is_said_to_be_empty(tmp_path: Path) -> None:
    path = tmp_path / "empty.jsonl"
    path.write_text("")
    with pytest.raises(InvalidRequest, match="no question"):
        is_reading_set(path)
