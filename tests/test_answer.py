"""The result types: plain, frozen, consistent."""

import dataclasses
import json
from datetime import date

import pytest

from qa import Answer, Citation, Point, Quote
from qa.escape import plain

CITATION = Citation(1, "a.txt", "ข่าว <b>", date(2019, 5, 7), "https://asean.org/")
QUOTE = Quote("ณ กรุงจาการ์ตา อินโดนีเซีย", 10, 36, ((12, 24),), 1)
POINT = Point("กรุงจาการ์ตา", 12, 24, 1)
ANSWER = Answer("ที่ไหน", (POINT,), (QUOTE,), (CITATION,), confidence=0.9)


def test_an_answer_has_quotes_and_citations_and_a_refusal_neither() -> None:
    for wrong in ({"points": ()}, {"quotes": ()}, {"citations": ()}, {"refused": True}):
        with pytest.raises(ValueError, match="refusal"):
            dataclasses.replace(ANSWER, **wrong)


def test_it_is_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        ANSWER.reason = "x"  # type: ignore[misc]


def test_json_keeps_thai_and_dates() -> None:
    plain = json.loads(ANSWER.to_json())
    assert plain == ANSWER.to_dict()
    assert plain["citations"][0]["published"] == "2019-05-07"
    assert "กรุงจาการ์ตา" in ANSWER.to_json()


def test_nothing_tells_where_a_file_lies() -> None:
    cited = ANSWER.to_dict()["citations"][0]
    assert set(cited) == {"number", "article_id", "title", "published", "source"}


def test_text_and_markdown_show_answer_quote_and_source() -> None:
    for shown in (str(ANSWER), ANSWER._repr_markdown_()):
        assert "กรุงจาการ์ตา" in shown
        assert "[1]" in shown
    assert "<b>" not in ANSWER._repr_markdown_()
    refusal = Answer("?", refused=True, reason="ไม่มีคำตอบ", related=(CITATION,))
    assert "ไม่ใช่คำตอบ" in str(refusal)
    assert "<b>" not in refusal._repr_markdown_()


def test_escaped_markdown_is_inert() -> None:
    assert (
        set(plain("<img src=x onerror=alert(1)> [a](javascript:b) `c` **d**\n# e")) & set("<>[]()`*\n")
        == set()
    )
