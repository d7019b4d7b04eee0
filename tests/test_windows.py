"""Windows cover the text, fit the network, and know where each token stands."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.encoder import Encoder
from qa.windows import LIMIT, OVERLAP, make_windows

TEXT = "ประเทศไทยเป็นเจ้าภาพการประชุมสุดยอดอาเซียน ครั้งที่ ๓๔ (34th ASEAN Summit) ณ กรุงเทพมหานคร "


@pytest.mark.parametrize("repeats", [1, 10, 40])
@pytest.mark.parametrize("title", ["", "การประชุมสุดยอดอาเซียน"])
def test_windows_cover_the_text_and_fit(encoder: Encoder, repeats: int, title: str) -> None:
    text = TEXT * repeats
    windows = list(make_windows(encoder.tokenize, "จัดที่ไหน", title, text))
    assert all(len(window.ids) <= LIMIT for window in windows)
    covered = {at for window in windows for start, end in window.places for at in range(start, end)}
    assert {at for at, c in enumerate(text) if not c.isspace()} <= covered
    for earlier, later in itertools.pairwise(windows):
        assert earlier.places[-OVERLAP:] == later.places[:OVERLAP]


def test_a_question_and_a_title_without_end_leave_room_for_the_text(encoder: Encoder) -> None:
    (window,) = make_windows(encoder.tokenize, "ถาม " * 1000, "ชื่อ " * 1000, "คำตอบอยู่ที่นี่")
    assert len(window.ids) <= LIMIT
    assert window.places[-1][1] == len("คำตอบอยู่ที่นี่")


@settings(deadline=None, max_examples=50)
@given(data=st.data())
def test_positions_find_what_they_are_given(encoder: Encoder, data: st.DataObject) -> None:
    (window,) = make_windows(encoder.tokenize, "ที่ไหน", "", TEXT)
    start = data.draw(st.integers(0, len(TEXT) - 2).filter(lambda at: not TEXT[at].isspace()))
    end = data.draw(st.integers(start + 1, len(TEXT)).filter(lambda at: not TEXT[at - 1].isspace()))
    positions = window.positions(start, end)
    assert positions
    first, last = (window.places[position - window.first] for position in positions)
    assert first[0] <= start < first[1]
    assert last[0] < end <= last[1]


def test_an_answer_that_a_window_cuts_is_not_in_it(encoder: Encoder) -> None:
    text = TEXT * 20
    window, *_ = make_windows(encoder.tokenize, "ที่ไหน", "", text)
    last = window.places[-1][1]
    assert window.positions(last - 1, last + 10) is None
    assert window.positions(last + 20, last + 30) is None
