"""Normal form and tokens."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.thai import (
    compound_parts,
    corpus_words,
    normalise,
    rarity,
    search_words,
    shorten,
    to_arabic_digits,
    words,
)

thai_text = st.text(
    st.characters(min_codepoint=0x0E00, max_codepoint=0x0E7F) | st.sampled_from(" \n\t.(A1\u200b\ufeff")
)


@pytest.mark.parametrize(
    ("raw", "normal"),
    [
        ("\ufeffการ\u200bประชุม", "การประชุม"),
        ("นํ้า", "น้ำ"),
        ("เเม่", "แม่"),
        ("ที่่", "ที่"),
        ("a\u00a0\u00a0b\r\nc", "a b\nc"),
        ("ทำ", "ทำ"),
        ("พ\u00adศ", "พศ"),
        ("ก\x00\x07ข", "กข"),
        ("\u202eก", "ก"),
        ("e\u200b\u0301", "é"),
        ("a \x01 b", "a b"),
        ("ก\u061c\u115f\u180e\ufe0f\U000e0041\U000e0100ข", "กข"),
    ],
)
def test_normalise_mends_what_is_unseen_or_typed_in_parts(raw: str, normal: str) -> None:
    assert normalise(raw) == normal


def test_normalise_keeps_sara_am_whole() -> None:
    assert "ำ" in normalise("ทำงาน")  # NFKC would take it apart


@given(st.text() | thai_text)
@example("เเเ")
@example(" ่ก")
@example("e\u200b\u0301")
@example("a \x01 b")
@example("e\x01\u0301")
def test_normalise_is_idempotent(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(st.text())
def test_arabic_digits_keep_the_length(text: str) -> None:
    assert len(to_arabic_digits(text)) == len(text)


def test_words_are_the_same_in_brackets_and_alone() -> None:
    assert "s2s" in words("การประชุม(S2S)ครั้งที่ ๔")
    assert "s2s" in words("S2S")
    assert words("๑,๐๒๓") == words("1,023") == ["1023"]


def test_compounds_are_searchable_by_their_parts() -> None:
    assert compound_parts("เลขาธิการสหประชาชาติ") == ("เลขาธิการ", "สหประชาชาติ")
    assert "สหประชาชาติ" in search_words("เลขาธิการสหประชาชาติ")


@given(thai_text)
def test_words_hold_no_spaces_and_no_separators(text: str) -> None:
    assert not [word for word in words(text) if set(word) & set(" \nฯๆ()")]


@pytest.mark.parametrize("word", ["ตามที่", "กันที่", "มองว่า", "เข้าไป", "มีผล", "ในประเทศ"])
def test_words_that_the_corpus_counts_in_two_tell_as_little_as_both(word: str) -> None:
    assert rarity(word) < 0.1


def test_a_word_that_the_corpus_counts_is_one_and_another_compound_two() -> None:
    assert corpus_words("ครอบคลุม") == ("ครอบคลุม",)
    assert corpus_words("การประชุม") == ("การ", "ประชุม")
    assert corpus_words("ประชุม") == ("ประชุม",)
    assert corpus_words("s2s") == ("s2s",)


def test_rarity_tells_names_from_particles() -> None:
    assert rarity("ที่") < 0.01 < rarity("ประชุม") < rarity("อาเซียน") < rarity("s2s") == 1.0


@given(thai_text, st.integers(2, 80))
def test_shorten_is_a_prefix_and_short_enough(text: str, longest: int) -> None:
    short = shorten(text, longest)
    assert len(short) <= longest
    assert text.startswith(short.removesuffix("…"))


@pytest.mark.parametrize(
    "text", ["ก" * 100_000, "1" * 40_000, "่" * 50_000, "A" * 100_000, "“" * 20_000, "(" * 20_000]
)
def test_hostile_runs_come_through(text: str) -> None:
    normal = normalise(text)
    assert len(normal) <= len(text)
    assert all(len(word) <= 60 for word in words(normal))


@pytest.mark.parametrize("piled", ["ะ", "า", "ำ", "ๅ", "ํา", "ุ่", "ะ่", "ำ้ะ", "\u0301\u0323", "ะ "])
def test_piles_take_no_time(piled: str) -> None:
    started = time.perf_counter()
    normalise("ก" + piled * 50_000)
    assert time.perf_counter() - started < 3


def test_piled_marks_are_no_trap() -> None:
    assert len(normalise("ก" + "่้" * 50_000)) <= 5
    assert normalise("ที่นี้") == "ที่นี้"
