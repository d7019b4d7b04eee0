"""Sentence spans: exact, complete, and cut where a reader would cut."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.sentences import LONGEST, split_sentences
from index.thai import normalise
from qa.evaluation.segmentation import SEGMENTERS, known_texts, our_ends, scores
from qa.training.sentences import labelled_texts

PIECES = [
    "ที่ประชุม",
    "นอกจากนี้ ",
    "ทั้งนี้ ",
    "เมื่อวันที่ ๗ พ.ศ. ๒๕๖๒",
    " ",
    "\n",
    "\n\n",
    "(",
    ")",
    "“",
    "”",
    "โดย",
    " และ",
    "H.E. Mr. ",
    "ก" * 50,
    "่",
    "a. B",
]


@settings(max_examples=10_000, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=60).map("".join).map(normalise))
def test_spans_cover_all_but_white_space(text: str) -> None:
    spans = split_sentences(text)
    position = 0
    for start, end in spans:
        assert position <= start < end <= len(text)
        assert not text[position:start].strip()
        assert text[start:end] == text[start:end].strip()
        assert end - start <= LONGEST
        position = end
    assert not text[position:].strip()


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("ที่ประชุมหารือเกี่ยวกับความร่วมมือในภูมิภาค นอกจากนี้ ที่ประชุมได้แลกเปลี่ยนความคิดเห็นในประเด็นต่าง ๆ", 2),
        ("เมื่อวันที่ ๗ พฤษภาคม พ.ศ. ๒๕๖๒ นาย Atul Keshap (H.E. Mr. Keshap) รองรัฐมนตรี สปป. ลาว เข้าร่วม", 1),
        ("หนึ่งประโยคในย่อหน้าแรกของข่าว\nสองประโยคในย่อหน้าต่อมาของข่าว", 2),
        ("รัฐมนตรีกล่าวว่า “อาเซียนประสบความสำเร็จ\nทางเศรษฐกิจในภูมิภาค” ในพิธีเปิด", 1),
        ("ผลกระทบจากการลดความเสี่ยงจาก\nภัยพิบัติในภูมิภาคอาเซียน", 1),
        ("The meeting ended well. It was held in Jakarta.", 2),
    ],
)
def test_sentences_are_cut_where_a_reader_would(text: str, count: int) -> None:
    assert len(split_sentences(text)) == count


def test_the_samples_are_cut_much_better_than_at_newlines() -> None:
    """The labelled texts that are here; `qa.evaluation.segmentation` measures all of them."""
    folder, known = Path(__file__).parent / "sentences", known_texts(None)
    texts = [
        labelled
        for part in ("development", "held_out")
        for labelled in labelled_texts(folder / f"{part}.jsonl", known)
    ]
    assert len(texts) == 5
    ours, lines = scores(our_ends, texts)[2], scores(SEGMENTERS["newline"], texts)[2]
    assert ours >= 0.72
    assert ours >= lines + 0.05


def test_hostile_text_is_linear_enough() -> None:
    for text in ("“" * 20_000, "“ก " * 20_000, "(" * 20_000, "ก " * 30_000, "ก" * 50_000):
        assert split_sentences(text)
