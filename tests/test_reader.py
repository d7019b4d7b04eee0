"""The shipped reader finds answers, says where they stand, and knows when there is none."""

import itertools
from concurrent.futures import ThreadPoolExecutor

import pytest

from qa.reader import Readable, Reader

QUESTION = "การประชุมสุดยอดอาเซียนครั้งที่ 34 จัดที่ไหน"
ANSWERING = "การประชุมสุดยอดอาเซียน ครั้งที่ ๓๔ จัดขึ้นที่โรงแรมดิ แอทธินี กรุงเทพมหานคร เมื่อวันที่ ๒๒ มิถุนายน ๒๕๖๒"
OTHER = "กรมอุตุนิยมวิทยาคาดว่าพรุ่งนี้จะมีฝนฟ้าคะนองร้อยละ 60 ของพื้นที่ภาคใต้ คลื่นสูงประมาณ 1 เมตร"


def test_it_finds_the_exact_words(reader: Reader) -> None:
    ((best, *_),) = reader.read(QUESTION, [Readable(ANSWERING)])
    assert "กรุงเทพมหานคร" in ANSWERING[best.start : best.end]
    assert "มิถุนายน" not in ANSWERING[best.start : best.end]


def test_an_answer_scores_above_none_and_a_stranger_below(reader: Reader) -> None:
    (there, *_), (elsewhere, *_) = reader.read(QUESTION, [Readable(ANSWERING), Readable(OTHER)])
    assert there.score > 0 > elsewhere.score


def test_spans_are_apart_and_inside_the_text(reader: Reader) -> None:
    text = " ".join([ANSWERING, OTHER, ANSWERING])
    (spans,) = reader.read(QUESTION, [Readable(text)], most=4)
    assert 1 < len(spans) <= 4
    ordered = sorted(spans, key=lambda span: span.start)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(a.end <= b.start for a, b in itertools.pairwise(ordered))


def test_a_long_text_is_read_to_its_end(reader: Reader) -> None:
    text = " ".join([OTHER] * 40 + [ANSWERING])
    ((best, *_),) = reader.read(QUESTION, [Readable(text)])
    assert best.start >= len(text) - len(ANSWERING)
    assert "กรุงเทพมหานคร" in text[best.start : best.end]


def test_a_passage_scores_the_same_alone_and_among_others(reader: Reader) -> None:
    texts = [Readable(ANSWERING), Readable(OTHER * 5), Readable(ANSWERING, lead="การประชุมสุดยอดอาเซียน")]
    together = reader.read(QUESTION, texts)
    for text, spans in zip(texts, together, strict=True):
        ((alone, *_),) = reader.read(QUESTION, [text])
        assert alone.score == pytest.approx(spans[0].score, abs=0.5)  # bfloat16


@pytest.mark.parametrize("text", ["", " ", "\n\n"])
def test_nothing_is_found_in_nothing(reader: Reader, text: str) -> None:
    assert reader.read(QUESTION, [Readable(text)]) == [[]]
    assert reader.read(QUESTION, []) == []


def test_threads_share_it(reader: Reader) -> None:
    expected = reader.read(QUESTION, [Readable(ANSWERING)])[0][0]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: reader.read(QUESTION, [Readable(ANSWERING)])[0][0], range(32)))
    assert {(span.start, span.end) for span in found} == {(expected.start, expected.end)}
