"""Documents to articles: text without boilerplate, title, dates, source."""

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
    ["1,023 view", "จำนวนผู้เข้าชม : 12 ครั้ง", "© 2562 กรม", "หน้าแรก | ข่าว", "Facebook | Twitter", "โทร. 0 2203 5000", "ภาพจาก: กรม"],
)  # fmt: skip
def test_boilerplate_is_dropped(line: str) -> None:
    assert make_article("a", f"ประชุมที่กรุงเทพฯ\n{line}\nเมื่อวานนี้").text == "ประชุมที่กรุงเทพฯ\nเมื่อวานนี้"


@pytest.mark.parametrize(
    "line", ["หน้าแรกของหนังสือเล่มนี้", "แชร์ประสบการณ์จากอาเซียน", "ภาพจากดาวเทียมแสดงพื้นที่น้ำท่วม", "โทรศัพท์มือถือขายดี"]
)
def test_a_line_that_only_begins_like_boilerplate_stays(line: str) -> None:
    assert line in make_article("a", f"ประชุมที่กรุงเทพฯ\n{line}").text


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
