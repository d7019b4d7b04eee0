"""Filters in words."""

from datetime import date

import pytest

from index.store import Filter
from qa.wording import read_filters

TODAY = date(2026, 11, 18)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "rest", "since", "until"),
    [
        ("ข่าวตั้งแต่ปี 2562 เรื่องความร่วมมือทางทะเล", "เรื่องความร่วมมือทางทะเล", (2019, 1, 1), None),
        ("ข่าวหลังปี 2562 เรื่องใดบ้าง", "เรื่องใดบ้าง", (2020, 1, 1), None),
        ("บทความก่อน พ.ศ. ๒๕๖๒ พูดถึงอะไร", "พูดถึงอะไร", None, (2018, 12, 31)),
        ("ใครเป็นประธาน เฉพาะข่าวปี 2562", "ใครเป็นประธาน", (2019, 1, 1), (2019, 12, 31)),
        ("ข่าวเดือนพฤษภาคม 2562 เรื่องอาเซียน", "เรื่องอาเซียน", (2019, 5, 1), (2019, 5, 31)),
        ("ข่าวระหว่างปี 2560 ถึง 2562 เรื่องอาเซียน", "เรื่องอาเซียน", (2017, 1, 1), (2019, 12, 31)),
        ("ข่าวตั้งแต่ปี 2560 ถึงปี 2562 เรื่องอาเซียน", "เรื่องอาเซียน", (2017, 1, 1), (2019, 12, 31)),
        ("ข่าวเดือนนี้เรื่องอาเซียน", "เรื่องอาเซียน", (2026, 11, 1), (2026, 11, 18)),
        ("ข่าวสัปดาห์นี้ มีอะไรบ้าง", "มีอะไรบ้าง", (2026, 11, 16), (2026, 11, 18)),
        ("ข่าวเดือนที่แล้ว มีอะไรบ้าง", "มีอะไรบ้าง", (2026, 10, 1), (2026, 10, 31)),
        ("ข่าวในรอบ 7 วันที่ผ่านมา มีอะไรบ้าง", "มีอะไรบ้าง", (2026, 11, 11), (2026, 11, 18)),
        ("ข่าวในรอบ ๗ วันที่ผ่านมา มีอะไรบ้าง", "มีอะไรบ้าง", (2026, 11, 11), (2026, 11, 18)),
        ("news since 2019 on ASEAN", "on ASEAN", (2019, 1, 1), None),
        ("Who spoke, in articles before May 2019?", "Who spoke, in ?", None, (2019, 4, 30)),
    ],
)
def test_what_is_said_of_the_articles_is_a_filter(
    text: str, rest: str, since: tuple[int, int, int] | None, until: tuple[int, int, int] | None
) -> None:
    found = read_filters(text, TODAY)
    assert (found.since, found.until) == (since and date(*since), until and date(*until))
    assert found.text == rest


@pytest.mark.parametrize(
    "text",
    [
        "มีผู้เข้าร่วมกี่คนในปี 2562",
        "ตั้งแต่ปี 2562 สหรัฐฯ ให้เงินเท่าไร",
        "ประกาศนียบัตรปีใด",
        "การประชุมก่อนปี 2562 จัดที่ไหน",
        "เมื่อวันนี้ใครกล่าวเปิด",
        "กระทรวงการต่างประเทศแถลงข่าวเมื่อวันที่ 7 พฤษภาคม 2562 ที่ไหน",
        "รัฐบาลประกาศเมื่อวันที่ 7 พฤษภาคม 2562 เรื่องใด",
        "สองฝ่ายลงนามในเอกสารเมื่อวันที่ 7 พฤษภาคม 2562 ที่ไหน",
    ],
)
def test_a_date_of_the_matter_is_none(text: str) -> None:
    found = read_filters(text, TODAY)
    assert (found.text, found.since, found.until, found.newest) == (text, None, None, False)


@pytest.mark.parametrize(
    "text", ["ข่าวล่าสุดเรื่องอาเซียน", "การประชุมครั้งล่าสุดจัดที่ไหน", "Where was the latest meeting?"]
)
def test_the_newest(text: str) -> None:
    assert read_filters(text, TODAY).newest


def test_words_narrow_the_filter_that_is_given() -> None:
    given = Filter(since=date(2018, 1, 1), until=date(2019, 6, 30), articles=frozenset({"a"}))
    found = read_filters("ข่าวปี 2562 เรื่องอาเซียน", TODAY).within(given)
    assert found == Filter(date(2019, 1, 1), date(2019, 6, 30), frozenset({"a"}))
