"""Files to articles: text without boilerplate, title, date, source; and every encoding that offices use."""

from datetime import date
from pathlib import Path

import pytest

from index.articles import make_article
from index.errors import ArticleError
from index.formats import decode, is_article_file, read_text
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


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp874", "tis-620"])
def test_thai_encodings_are_recognised(encoding: str, tmp_path: Path) -> None:
    text = "เมื่อวันที่ ๗ พฤษภาคม พ.ศ. ๒๕๖๒ เลขาธิการอาเซียนจัดประชุมเลขาธิการในระดับภูมิภาค ครั้งที่ ๔ (S2S)\n" * 3
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(encoding))
    assert read_text(path) == text


@pytest.mark.parametrize("data", [bytes(range(256)) * 20, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(200)])
def test_bytes_that_are_no_text_are_refused(data: bytes) -> None:
    with pytest.raises(ArticleError, match="UTF-8"):
        decode(data)


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match="permissions"):
        read_text(tmp_path / "gone.txt")


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("a.txt", True),
        ("ข่าว.md", True),
        ("README.md", False),
        (".hidden.txt", False),
        ("~a.txt", False),
        ("a.png", False),
    ],
)
def test_which_files_are_articles(name: str, wanted: bool) -> None:
    assert is_article_file(Path(name)) is wanted
