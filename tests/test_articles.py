"""Documents to articles: text without boilerplate, title, dates, source."""

import time
from datetime import date

import pytest

from index.articles import make_article
from index.errors import ArticleError
from index.formats import Document
from tests.conftest import SEEDS

DETAILS = {
    "000_ed9c4c4d1260d543.txt": (date(2019, 5, 7), "000_ed9c4c4d1260d543.txt"),
    "001_728a9104f349dc7d.txt": (
        date(2019, 12, 19),
        "https://asean.org/7th-asean-un-workshop-5th-regional-dialogue-political-security-cooperation-aured-v/",
    ),
    "002_5d2e2954b440508a.txt": (date(2021, 5, 6), "002_5d2e2954b440508a.txt"),
    "003_3cf0a99bbcd98e5c.txt": (
        date(2019, 3, 6),
        "https://asean.org/asean-explores-deeper-cooperation-synergy-within-community/",
    ),
    "004_7f5a35418612e33b.txt": (date(2020, 10, 16), "004_7f5a35418612e33b.txt"),
}


@pytest.mark.parametrize("name", DETAILS)
def test_a_seed_is_cleaned_and_described(name: str) -> None:
    article = make_article(name, (SEEDS / name).read_text(encoding="utf-8"))
    assert (article.published, article.source) == DETAILS[name]
    for boilerplate in ("BANNER", "©", "view", "รูปภาพประกอบ", "ภาพจาก", "https://", "\n\n\n"):
        assert boilerplate not in article.text
    assert article.title
    assert len(article.title) <= 200


def test_a_title_printed_twice_stands_once() -> None:
    article = make_article("a", (SEEDS / "004_7f5a35418612e33b.txt").read_text(encoding="utf-8"))
    assert article.title == "การประชุมเจ้าหน้าที่อาวุโสอาเซียน-ญี่ปุ่น ครั้งที่ 35"
    assert article.text.startswith(article.title)
    assert article.text.count(f"{article.title}\n") == 1


@pytest.mark.parametrize("raw", ["", " \n\u200b\n", "BANNER\n\n© 2017 Office"])
def test_a_file_without_text_is_refused(raw: str) -> None:
    with pytest.raises(ArticleError, match="no text"):
        make_article("a", raw)


@pytest.mark.parametrize(
    "line",
    ["1,023 view", "จำนวนผู้เข้าชม : 12 ครั้ง", "© 2562 กรม", "หน้าแรก | ข่าว", "Facebook | Twitter", "โทร. 0 2203 5000", "ภาพจาก: กรม",
     "Copyright 2019 MFA", "สงวนลิขสิทธิ์ กรม", "สงวนลิขสิทธิ์ © 2562", "Home | News| ASEAN", "Print: https://a.example/b/c/d"],
)  # fmt: skip
def test_boilerplate_is_dropped(line: str) -> None:
    assert make_article("a", f"ประชุมที่กรุงเทพฯ\n{line}\nเมื่อวานนี้").text == "ประชุมที่กรุงเทพฯ\nเมื่อวานนี้"


@pytest.mark.parametrize(
    "line",
    [
        "หน้าแรกของหนังสือเล่มนี้",
        "แชร์ประสบการณ์จากอาเซียน",
        "ภาพจากดาวเทียมแสดงพื้นที่น้ำท่วม",
        "โทรศัพท์มือถือขายดี",
        "Copyright law reform was passed by parliament in 2020 after a long debate.",
        "(c) promote cooperation among the members",
        "สงวนลิขสิทธิ์เพลงไทยเดิมเป็นเรื่องสำคัญ",
        "แหล่งที่มาของรายได้หลักคือการท่องเที่ยว ดูเพิ่มที่ https://x.example/a",
        "Source code for the whole project was released at https://x.example/z for free.",
    ],
)
def test_a_line_that_only_begins_like_boilerplate_stays(line: str) -> None:
    assert line in make_article("a", f"ประชุมที่กรุงเทพฯ\n{line}").text


@pytest.mark.parametrize(
    "line",
    [
        "back" + ":" * 60 + " x y",
        "หน้าแรก " + "/" * 60 + " ก ข",
        "Print: https://a.example" + "/b" * 60 + " now please",
    ],
)
def test_a_line_of_separators_takes_no_time(line: str) -> None:
    started = time.perf_counter()
    assert line in make_article("a", f"ประชุมที่กรุงเทพฯ\n{line}").text
    assert time.perf_counter() - started < 5


def test_thousands_of_dates_take_no_time() -> None:
    started = time.perf_counter()
    make_article("a", "ก" * 500 + "\n16 ต.ค. 2563\n" * 20_000)
    assert time.perf_counter() - started < 10


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("ที่มา: https://a.example/b,", "https://a.example/b"),
        ("(เรียบเรียงจาก https://a.example/b/ข่าว ณ วันที่ ๖ ธันวาคม พ.ศ. ๒๕๖๒)", "https://a.example/b/"),
        ("Source: A Ministry, https://a.example/b.", "https://a.example/b"),
        ("ที่มา: https://ไทย.ไทย/ข่าว", "a.txt"),
        ("ที่มา: https://", "a.txt"),
    ],
)
def test_a_line_that_names_the_source_is_no_part_of_the_text(line: str, source: str) -> None:
    article = make_article("a.txt", f"ประชุมที่กรุงเทพฯ\n{line}")
    assert (article.text, article.source) == ("ประชุมที่กรุงเทพฯ", source)


def test_the_dates_of_an_agenda_stay() -> None:
    agenda = "กำหนดการ\n\nวันที่ 7 พฤษภาคม 2562\nพิธีเปิด\nวันที่ 8 พฤษภาคม 2562\nพิธีปิด"
    assert make_article("a", agenda).text == agenda
    dated = make_article("a", f"16 ต.ค. 2563\n\n{agenda}")
    assert (dated.text, dated.published) == (agenda, date(2020, 10, 16))


def test_a_line_said_again_further_down_stays() -> None:
    asked = "ถาม\nจัดที่ไหน\nตอบ\nกรุงเทพฯ\nถาม\nจัดเมื่อไร\nตอบ\nเมื่อวานนี้"
    assert make_article("a", asked).text == asked


def test_what_the_file_states_counts_where_the_text_states_nothing() -> None:
    stated = Document("เนื้อข่าวไม่มีวันที่", "ชื่อเรื่อง", date(2020, 1, 2), "https://example.org/a")
    article = make_article("a", stated)
    assert (article.title, article.published, article.source) == (
        "ชื่อเรื่อง",
        date(2020, 1, 2),
        "https://example.org/a",
    )


def test_events_are_the_dates_of_the_text() -> None:
    article = make_article("a", "ประชุมวันที่ ๓ - ๔ ธันวาคม ๒๕๖๒ และจะจัดอีกในปี ๒๕๖๔")
    assert [(event.first, event.last) for event in article.events] == [
        (date(2019, 12, 3), date(2019, 12, 4)),
        (date(2021, 1, 1), date(2021, 12, 31)),
    ]
