"""Files of every format and encoding that offices use give the same article; bad ones say what to do."""

import base64
import json
import random
import time
import zipfile
from collections import Counter
from datetime import date
from html import escape
from io import BytesIO
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Browser
from pypdf import PdfWriter

from index.articles import Article, make_article
from index.errors import ArticleError
from index.formats import Document, Unreadable, decode, is_article_file, read_documents
from index.pdf import _PAGE_NUMBER, mend, read_pdf
from index.sentences import split_sentences
from tests.conftest import SEEDS

SEED = SEEDS / "001_728a9104f349dc7d.txt"
FONTS = Path(__file__).parents[1] / "qa/web/static/fonts"


@pytest.fixture(scope="module")
def article() -> Article:
    return make_article("a", SEED.read_text(encoding="utf-8"))


def only(path: Path) -> Document:
    (document,) = read_documents(path)
    assert isinstance(document, Document)
    return document


def sentences(document: Document) -> list[str]:
    text = make_article("a", document).text
    return [" ".join(text[start:end].split()) for start, end in split_sentences(text)]


def f1(text: str, expected: str) -> float:
    """Character F1 as multisets, white space aside."""
    mine, theirs = (Counter("".join(each.split())) for each in (text, expected))
    return 2 * (mine & theirs).total() / (mine.total() + theirs.total())


def page_of(article: Article) -> str:
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in article.text.split("\n")[1:] if line)
    return (
        f"<!doctype html><html lang='th'><head><meta charset='utf-8'><title>{escape(article.title)} - กระทรวง</title>"
        "<meta property='article:published_time' content='2019-12-19T10:00:00+07:00'>"
        "<link rel='canonical' href='https://example.go.th/news/1'></head><body><nav><a href='/'>หน้าแรก</a> "
        f"<a href='/news'>ข่าวทั้งหมด</a></nav><article><h1>{escape(article.title)}</h1>{paragraphs}</article>"
        "<script>alert('x')</script><footer>สงวนลิขสิทธิ์ © 2562</footer></body></html>"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp874", "tis-620"])
def test_thai_encodings_are_recognised(encoding: str, tmp_path: Path) -> None:
    text = "เมื่อวันที่ ๗ พฤษภาคม พ.ศ. ๒๕๖๒ เลขาธิการอาเซียนจัดประชุมเลขาธิการในระดับภูมิภาค ครั้งที่ ๔ (S2S)\n" * 3
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(encoding))
    assert only(path).text == text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp874"])
def test_a_seed_in_another_encoding_gives_the_same_sentences(encoding: str, tmp_path: Path) -> None:
    text = SEED.read_text(encoding="utf-8").replace("©", "(c)")  # no Thai code page has the sign
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(encoding))
    assert sentences(only(path)) == sentences(Document(text))


def test_a_web_page_gives_the_same_sentences(article: Article, tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(page_of(article), encoding="utf-8")
    document = only(path)
    assert f1(make_article("a", document).text, article.text) >= 0.99
    assert sentences(document) == sentences(Document(article.text))
    read = make_article("a", document)
    assert (read.title, read.published, read.source) == (
        article.title,
        date(2019, 12, 19),
        "https://example.go.th/news/1",
    )


def test_a_web_page_in_an_old_encoding_is_read(article: Article, tmp_path: Path) -> None:
    path = tmp_path / "a.htm"
    path.write_bytes(page_of(article).replace("utf-8", "tis-620").encode("cp874", "xmlcharrefreplace"))
    assert f1(make_article("a", only(path)).text, article.text) >= 0.99


def test_a_word_file_gives_the_same_sentences(article: Article, tmp_path: Path) -> None:
    word = docx.Document()
    for line in filter(None, article.text.split("\n")):
        word.add_paragraph(line)
    word.save(str(tmp_path / "a.docx"))
    document = only(tmp_path / "a.docx")
    assert f1(make_article("a", document).text, article.text) >= 0.99
    assert sentences(document) == sentences(Document(article.text))
    assert make_article("a", document).title == article.title


def test_a_word_table_is_read_row_by_row(tmp_path: Path) -> None:
    word = docx.Document()
    word.add_paragraph("งบประมาณรายปี")
    table = word.add_table(rows=2, cols=2)
    for cell, text in zip(
        (c for row in table.rows for c in row.cells), ("ปี", "ล้านบาท", "๒๕๖๒", "๑๒๐"), strict=True
    ):
        cell.text = text
    word.add_paragraph("ที่มา กรมบัญชี")
    word.save(str(tmp_path / "a.docx"))
    assert only(tmp_path / "a.docx").text.split("\n\n") == [
        "งบประมาณรายปี",
        "ปี ล้านบาท",
        "๒๕๖๒ ๑๒๐",
        "ที่มา กรมบัญชี",
    ]


def test_a_printed_page_gives_the_same_sentences(article: Article, browser: Browser) -> None:
    faces = "".join(
        f"@font-face{{font-family:T;unicode-range:{span};src:url(data:font/woff2;base64,"
        f"{base64.b64encode((FONTS / f'noto-sans-thai-{name}-400-normal.woff2').read_bytes()).decode()})}}"
        for name, span in (("thai", "U+0E00-0E7F"), ("latin", "U+0000-02FF,U+2000-20FF"))
    )
    body = "".join(f"<p>{escape(line)}</p>" for line in article.text.split("\n") if line)
    tab = browser.new_page()
    tab.set_content(f"<meta charset='utf-8'><style>{faces} body{{font-family:T}}</style>{body}")
    tab.evaluate("document.fonts.ready")
    data = tab.pdf()
    tab.close()
    text, _, poor = read_pdf(data)
    assert poor == ()
    assert f1(text, article.text) >= 0.995
    # A line break swallows the space that stood there, so compare without white space.
    mine, theirs = ({"".join(s.split()) for s in sentences(Document(each))} for each in (text, article.text))
    assert len(mine & theirs) / len(theirs) >= 0.7


def test_glyphs_of_thai_fonts_are_letters_again() -> None:
    assert mend("ท\uf702\uf70aด\uf70b แห \uf70b ส าหรับ ก\uf710บ น ้ า") == "ที่ด้ แห้ สำหรับ กับ น้ำ"


def test_markdown_becomes_plain_text(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        "---\ntitle: ประชุมอาเซียน\ndate: 19 ธ.ค. 2562\nsource: https://example.org/1\n---\n"
        "# หัวข้อ\n\nไทย**เสนอ**[แผน](https://example.org)\n\n- ข้อหนึ่ง\n- ข้อสอง\n\n| ปี | ยอด |\n|---|---|\n| 2562 | 10 |\n",
        encoding="utf-8",
    )
    document = only(path)
    assert document.text.split("\n\n") == ["หัวข้อ", "ไทยเสนอแผน", "ข้อหนึ่ง\nข้อสอง", "ปี ยอด \n2562 10 ", "\n"]
    assert (document.title, document.published, document.source) == (
        "ประชุมอาเซียน",
        date(2019, 12, 19),
        "https://example.org/1",
    )


def test_each_line_of_a_json_lines_file_is_an_article(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    rows = [
        json.dumps(
            {"id": "x", "title": "หนึ่ง", "text": "ข้อความ", "date": "2019-12-19", "url": "https://example.org"}
        ),
        "{broken",
        json.dumps({"title": "ไม่มีข้อความ"}),
        json.dumps(["no", "object"]),
        json.dumps({"text": "สอง"}),
    ]
    path.write_text("\n".join(rows), encoding="utf-8")
    first, broken, textless, no_object, last = read_documents(path)
    assert first == Document("ข้อความ", "หนึ่ง", date(2019, 12, 19), "https://example.org", "x")
    assert last == Document("สอง", part="5")
    for bad, number in ((broken, 2), (textless, 3), (no_object, 4)):
        assert isinstance(bad, Unreadable)
        assert f"line {number} " in bad.error.english


def test_a_json_lines_file_may_hold_other_line_ends_within_a_text(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    text = "ข่าวหนึ่ง\u2028ต่อ\x85จบ"
    path.write_text(json.dumps({"text": text}, ensure_ascii=False) + "\r\n", encoding="utf-8")
    assert only(path) == Document(text, part="1")


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ('{"id": "x", "text": null}', "x"),
        ('{"id": "x", "text": ["ก"]}', "x"),
        ('{"id": "a", "text": "อีกครั้ง"}', "a"),
        ('{"text": ', ""),
        ("[" * 100_000, ""),
    ],
)
def test_a_bad_line_is_named_with_its_id_if_it_has_one(line: str, part: str, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f'{{"id": "a", "text": "ก"}}\n{line}\n{{"id": null, "text": "ข"}}', encoding="utf-8")
    first, bad, last = read_documents(path)
    assert isinstance(bad, Unreadable)
    assert bad.part == part
    assert (first, last) == (Document("ก", part="a"), Document("ข", part="3"))


@pytest.mark.parametrize("text", ["สวัสดี", "ประธาน", "สวัสดีชาวไทย"])
def test_a_few_letters_in_an_old_encoding_are_thai(text: str) -> None:
    assert decode(text.encode("cp874")) == text


def test_a_few_letters_in_utf_16_are_thai() -> None:
    assert decode("สวัสดี".encode("utf-16")) == "สวัสดี"


@pytest.mark.parametrize(
    ("stated", "title"),
    [("a" + " " * 30_000 + "b", "a" + " " * 30_000 + "b"), ("'ข่าว' \t", "ข่าว"), ('"ก" กับ "ข"', 'ก" กับ "ข')],
)
def test_a_stated_title_is_read_in_time(stated: str, title: str, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"---\ntitle: {stated}\n---\nข่าว", encoding="utf-8")
    started = time.perf_counter()
    assert only(path).title == title
    assert time.perf_counter() - started < 1


def test_a_page_number_is_looked_for_in_time() -> None:
    started = time.perf_counter()
    for line in ("-" + " " * 20_000 + "x", "หน้า" + " " * 20_000 + "x", "12" + " " * 20_000 + "x"):
        assert not _PAGE_NUMBER.fullmatch(line)
    assert time.perf_counter() - started < 1
    assert all(_PAGE_NUMBER.fullmatch(line) for line in ("- ๑๒ -", "หน้าที่ 3 จาก 10", "Page 3/10", "  4"))


@pytest.mark.parametrize("data", [bytes(range(256)) * 20, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(200)])
def test_bytes_that_are_no_text_are_refused(data: bytes) -> None:
    with pytest.raises(ArticleError, match="UTF-8"):
        decode(data)


def word_file(parts: dict[str, bytes]) -> bytes:
    """Return an empty Word file with these parts in place of its own, or beside them."""
    held = BytesIO()
    docx.Document().save(held)
    with zipfile.ZipFile(held) as package:
        kept = {name: package.read(name) for name in package.namelist()}
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in (kept | parts).items():
            package.writestr(name, part)
    return held.getvalue()


W = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def pdf(password: str = "") -> bytes:
    writer, held = PdfWriter(), BytesIO()
    writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password)
    writer.write(held)
    return held.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "advice"),
    [
        ("a.pdf", b"%PDF-1.7 nothing else", "save it again"),
        ("a.pdf", pdf(), "OCR"),
        ("a.pdf", pdf(password="x"), "without one"),
        ("a.docx", b"PK\3\4 cut off", "save it again"),
        ("a.docx", word_file({"word/document.xml": b"<a/>"}), "save it again"),
        ("a.docx", word_file({"word/document.xml": b"<w:document %b/>" % W}), "save it again"),
        ("a.docx", word_file({"_rels/.rels": b"<a/>"}), "save it again"),
        ("a.docx", word_file({"word/media/bomb.png": bytes(150_000_000)}), "split it"),
        ("a.jsonl", b" \n", "no text"),
        ("a.html", b"<html><body></body></html>", "save it after"),
        ("a.doc", b"\xd0\xcf\x11\xe0", "docx"),
    ],
)
def test_a_bad_file_says_what_to_do(name: str, data: bytes, advice: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(ArticleError, match=advice):
        list(read_documents(path))


def test_a_word_file_with_a_flipped_bit_is_read_or_refused(tmp_path: Path) -> None:
    whole, draw, refused = word_file({}), random.Random(5), 0
    path = tmp_path / "a.docx"
    for _ in range(60):
        data = bytearray(whole)
        data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
        path.write_bytes(data)
        try:
            only(path)
        except ArticleError:
            refused += 1
    assert refused > 30


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match="permissions"):
        list(read_documents(tmp_path / "gone.txt"))


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("a.txt", True),
        ("ข่าว.md", True),
        ("a.PDF", True),
        ("a.doc", True),
        ("README.md", False),
        (".hidden.txt", False),
        ("~a.docx", False),
        ("a.png", False),
    ],
)
def test_which_files_are_articles(name: str, wanted: bool) -> None:
    assert is_article_file(Path(name)) is wanted
