"""Dates in the other calendar."""

import pytest

from qa.calendars import in_other_calendar


@pytest.mark.parametrize(
    ("text", "thai", "english"),
    [
        ("๑๔ – ๑๖ มีนาคม พ.ศ. ๒๕๖๕", "14 – 16 มีนาคม ค.ศ. 2022", "14 – 16 March 2022 CE"),
        ("28 ก.พ. ถึง 3 มี.ค. 2562", "28 กุมภาพันธ์ – 3 มีนาคม ค.ศ. 2019", "28 February – 3 March 2019 CE"),
        ("วันที่ 7 พฤษภาคม ค.ศ. 2019", "7 พฤษภาคม พ.ศ. 2562", "7 May 2562 BE"),
        ("๑๙ ธ.ค. ๖๒", "19 ธันวาคม ค.ศ. 2019", "19 December 2019 CE"),
        ("มีนาคม 2562", "มีนาคม ค.ศ. 2019", "March 2019 CE"),
        ("7 DECEMBER 2019", "7 ธันวาคม พ.ศ. 2562", "7 December 2562 BE"),
        ("ปี 2571", "ค.ศ. 2028", "2028 CE"),
        ("3-5 June 2019", "3 – 5 มิถุนายน พ.ศ. 2562", "3 – 5 June 2562 BE"),
        (
            "30 ธันวาคม - 2 มกราคม 2563",
            "30 ธันวาคม ค.ศ. 2019 – 2 มกราคม ค.ศ. 2020",
            "30 December 2019 CE – 2 January 2020 CE",
        ),
        ("ปี 2562/63", "ค.ศ. 2019 – ค.ศ. 2020", "2019 CE – 2020 CE"),
        (
            "30 ธันวาคม 2561 – 2 มกราคม 2562",
            "30 ธันวาคม ค.ศ. 2018 – 2 มกราคม ค.ศ. 2019",
            "30 December 2018 CE – 2 January 2019 CE",
        ),
    ],
)
def test_a_date_with_a_year_is_converted(text: str, thai: str, english: str) -> None:
    assert in_other_calendar(text, english=False) == thai
    assert in_other_calendar(text, english=True) == english


@pytest.mark.parametrize("text", ["7 พฤษภาคม", "พ.ศ. 2562 (ค.ศ. 2019)", "กรุงเทพฯ", "ครั้งที่ 34"])
def test_nothing_is_made_up(text: str) -> None:
    assert in_other_calendar(text, english=False) == ""
