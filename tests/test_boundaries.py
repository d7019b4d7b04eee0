"""Spans are trimmed to what a person would mark."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.boundaries import Asked, habit, shipped_weights, trimmed
from qa.training.boundaries import fit


@pytest.mark.parametrize(
    ("text", "marked", "wanted"),
    [
        ("จัดที่ กรุงเทพฯ โดย", " กรุงเทพฯ ", "กรุงเทพฯ"),
        ("(กรุงเทพมหานคร)", "(กรุงเทพมหานคร", "(กรุงเทพมหานคร)"),
        ("ณ (กรุงเทพมหานคร ประเทศไทย)", "(กรุงเทพมหานคร", "กรุงเทพมหานคร"),
        ("อาเซียน (ASEAN) และ", "อาเซียน (ASEAN", "อาเซียน (ASEAN)"),
        ("อาเซียน (ASEAN) และ", "ASEAN)", "ASEAN"),
        ("อาเซียน (ASEAN) และ", "อาเซียน (", "อาเซียน"),
        ("คือ “ความร่วมมือ” ของ", "“ความร่วมมือ", "“ความร่วมมือ”"),
        ("๗ พฤษภาคม ๒๕๖๒, โดย", "๗ พฤษภาคม ๒๕๖๒,", "๗ พฤษภาคม ๒๕๖๒"),
        ("ที่อยู่", "ที่อย", "ที่อยู่"),
        ("เมื่อวันที่ ๗ พฤษภาคม", "เมื่อวันที่ ๗ พฤษภาคม", "วันที่ ๗ พฤษภาคม"),
        ("อยู่ใน กรุงเทพฯ", "ใน กรุงเทพฯ", "กรุงเทพฯ"),
        ("จากัวร์", "จากัวร์", "จากัวร์"),
        ("...", "...", "..."),
    ],
)  # fmt: skip
def test_examples(text: str, marked: str, wanted: str) -> None:
    start = text.index(marked)
    first, last = trimmed(text, start, start + len(marked))
    assert text[first:last] == wanted


@given(st.text(st.sampled_from("กิ่้า ()“”[],.A1"), min_size=1, max_size=30), st.data())
def test_never_empty_and_near_what_was_given(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    first, last = trimmed(text, start, end)
    assert 0 <= first < last <= len(text)
    assert first < end
    assert last > start


@pytest.mark.parametrize(
    ("question", "text", "usual", "unusual"),
    [
        ("เทศบาลจัดตั้งเมื่อใด", "จัดตั้งเมื่อวันที่ 17 กรกฎาคม พ.ศ. 2551", "17 กรกฎาคม พ.ศ. 2551", "เมื่อวันที่ 17 กรกฎาคม"),
        ("เป็นท่าอากาศยานในประเทศอะไร", "ตั้งอยู่ในประเทศลาว", "ประเทศลาว", "ในประเทศลาว"),
        ("เกาะนี้มีเนื้อที่เท่าไร", "มีเนื้อที่ 429 ตารางกิโลเมตร", "429 ตารางกิโลเมตร", "429"),
    ],
)  # fmt: skip
def test_habits_of_marking(question: str, text: str, usual: str, unusual: str) -> None:
    weights, asked = shipped_weights(), Asked.of(question)

    def score(marked: str) -> float:
        start = text.index(marked)
        return habit(weights, asked, text, (start, start + len(marked)))

    assert score(usual) > score(unusual)


def test_what_a_question_tells() -> None:
    asked = Asked.of("เขาสังกัดพรรคอะไร")
    assert (asked.noun, asked.asking) == ("พรรค", "อะไร")
    assert Asked.of("บอกชื่อประเทศ").noun is None


def test_habits_are_learned() -> None:
    groups = [[["first=ก", "last=ข"], ["first=ของ", "last=ข"], ["first=ก", "last=และ"]]] * 20
    weights = fit(groups)
    assert weights["first=ก"] > weights["first=ของ"]
    assert weights["last=ข"] > weights["last=และ"]
