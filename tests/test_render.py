"""Rendering: whatever an article, its file or a question holds, it arrives as text and nothing else."""

from __future__ import annotations

from datetime import date
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from index.articles import Article
from qa.answer import Answer, Citation, Point, Quote
from qa.web import links, render

HOSTILE = (
    "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> "
    "**หนา** [x](javascript:alert(1)) `ก` $$x$$ &lt;b&gt;"
)
TEXT = "ย่อหน้าแรก\nเมื่อวันที่ ๗ พฤษภาคม จัดประชุม ณ กรุงจาการ์ตา\nประเทศอินโดนีเซีย\n\nย่อหน้าท้าย"


class Page(HTMLParser):
    """What a browser would see: (tag, attributes) in order, and the text, also per tag."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.inside: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self._open.append(tag)
        self.inside.setdefault(tag, []).append("")

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        self.text += data
        for tag in set(self._open):
            self.inside[tag][-1] += data

    def links(self):
        """Links to places; `#copy` and the like are buttons of the page's script."""
        found = [attributes["href"] for tag, attributes in self.tags if tag == "a"]
        return [href for href in found if href not in {"#copy", "#good", "#bad", "#ask"}]


def article(text=TEXT, *, title="หัวข้อ", source="a.txt", article_id="a.txt"):
    return Article(article_id, title, text, date(2019, 5, 7), source, article_id)


def quote_of(text, quoted, *answers):
    start = text.index(quoted)
    marks = [(start + quoted.index(each), start + quoted.index(each) + len(each)) for each in answers]
    return Quote(quoted, start, start + len(quoted), tuple(marks), 1)


def answer_from(source, *quotes, text="กรุงจาการ์ตา", confidence=0.931):
    citation = Citation(1, source.id, source.title, source.published, source.source)
    point = Point(text, quotes[0].start, quotes[0].end, 1)
    return Answer("ที่ไหน", (point,), quotes, (citation,), confidence=confidence)


def test_a_long_answer_stands_once_in_its_quote():
    text = "ที่ประชุมหารือเรื่องความร่วมมือ " * 8
    quote = Quote(text, 0, len(text), ((0, len(text)),), 1)
    page = Page(render.answer_html(answer_from(article(text), quote, text=text)))
    assert "strong" not in page.inside
    assert page.inside["mark"] == [text]


def test_answer_shows_short_answer_quote_source_and_confidence():
    quote = quote_of(TEXT, "เมื่อวันที่ ๗ พฤษภาคม จัดประชุม ณ กรุงจาการ์ตา", "กรุงจาการ์ตา")
    page = Page(render.answer_html(answer_from(article(), quote)))
    assert page.inside["strong"] == ["กรุงจาการ์ตา"]
    assert page.inside["blockquote"] == [f"“{quote.text}” [1]"]
    assert page.inside["mark"] == ["กรุงจาการ์ตา"]
    assert page.inside["time"] == ["7 พฤษภาคม 2562"]
    assert "93%" in page.text
    assert len(page.links()) == 2, "one at the quote, one at its source"
    assert set(page.links()) == {"#" + links.fragment(links.of_quote(quote, "a.txt"))}


def test_adjacent_and_overlapping_highlights_repeat_no_character():
    quote = Quote("ABCDEF", 10, 16, ((10, 12), (12, 14), (13, 16)), 1)
    page = Page(render.answer_html(answer_from(article(), quote)))
    assert page.inside["mark"] == ["AB", "CD", "EF"]
    assert page.inside["blockquote"] == ["“ABCDEF” [1]"]


def test_spaces_around_a_highlight_stay():
    quote = Quote("ณ กรุงจาการ์ตา ประเทศ", 0, 21, ((2, 14),), 1)
    page = Page(render.answer_html(answer_from(article(), quote)))
    assert page.inside["blockquote"] == [f"“{quote.text}” [1]"]


def test_refusal_is_marked_as_one_and_its_related_articles_open_whole():
    related = Citation(1, "ข่าว/a b.txt", "หัวข้อ", None, "https://example.org/a")
    refusal = Answer("?", refused=True, reason="ไม่พบ · Not found", related=(related,))
    page = Page(render.answer_html(refusal))
    assert page.tags[0] == ("div", {"class": "tt-refusal"})
    assert "ใกล้เคียง (ไม่ใช่คำตอบ)" in page.text
    assert page.inside["p"][1:3] == ["ไม่พบ", "Not found"]
    assert page.links() == ["#" + links.fragment(links.Place("ข่าว/a b.txt")), "https://example.org/a"]


def test_the_passage_beside_a_refusal_opens_where_it_stands():
    source = article("ประโยคแรก ประโยคที่สอง")
    related = answer_from(source, Quote(source.text, 0, len(source.text), (), 1)).citations
    passage = Quote(source.text[10:], 10, len(source.text), (), 1)
    refusal = Answer("?", refused=True, reason="ไม่พบ", related=related, passages=(passage,))
    page = Page(render.answer_html(refusal))
    assert "“ประโยคที่สอง”" in page.text
    assert page.links()[0] == "#" + links.fragment(links.of_quote(passage, source.id))


def test_who_is_asked_back_is_not_told_that_nothing_was_found():
    asked = Page(render.answer_html(Answer("จัดที่ไหน", refused=True, reason="เรื่องใด", asks_back=True)))
    assert "โปรดระบุเรื่อง" in asked.text
    assert "ไม่พบคำตอบ" not in asked.text


def test_refusal_without_related_articles_has_no_such_heading():
    page = Page(render.answer_html(Answer("?", refused=True, reason="ไม่พบ")))
    assert "ใกล้เคียง" not in page.text


@pytest.mark.parametrize("place", ["title", "source", "text", "article_id"])
def test_hostile_article_is_inert(place):
    source = article(**{place: HOSTILE})
    quote = Quote(source.text[:12], 0, 12, ((2, 8),), 1)
    refusal = Answer(
        "?", refused=True, reason=HOSTILE, related=answer_from(source, quote, text="-").citations
    )
    for rendered in (
        render.answer_html(answer_from(source, quote, text=HOSTILE)),
        render.answer_html(refusal),
        render.article_html(source, links.of_quote(quote, source.id)),
        render.error_html(HOSTILE, HOSTILE),
    ):
        page = Page(rendered)
        allowed = {"div", "p", "strong", "mark", "blockquote", "a", "ul", "li", "span", "time", "h3"}
        assert {tag for tag, _ in page.tags} <= allowed
        names = {name for _, attributes in page.tags for name in attributes}
        assert names <= {"class", "href", "title", "lang", "datetime", "target", "rel"}
        assert all(link.startswith("#cite-") for link in page.links())
        assert "\n" not in rendered, "a blank line would end the HTML block in Markdown"


def test_question_is_text_in_markdown_and_html_and_can_be_read_back():
    bubble = render.question_text(HOSTILE)
    assert not set(bubble) & set("<>\"'*[]()`$")
    assert render.question_of(bubble) == HOSTILE
    assert render.question_of(render.question_text("สอง\nบรรทัด")) == "สอง บรรทัด"


@pytest.mark.parametrize(
    "source",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)//https://example.org",
        "data:text/html,x",
        "file:///etc/passwd",
        "//example.org/a",
        "https:example.org",
        "https://",
        "http://[::1",
        "https://evil.example\\@example.org/",
        "a.txt",
        "",
    ],
)
def test_only_web_addresses_are_links(source):
    page = Page(render.article_html(article(source=source), links.Place("a.txt")))
    assert page.links() == []
    assert source in page.text


def test_web_address_opens_without_opener():
    page = Page(render.article_html(article(source='https://example.org/a?b="c"'), links.Place("a.txt")))
    [(_, attributes)] = [each for each in page.tags if each[0] == "a"]
    assert attributes["href"] == 'https://example.org/a?b="c"'
    assert attributes["rel"] == "noopener noreferrer"


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("https://www.example.org:8443/a?b#c", "www.example.org ↗"),
        ("https://example.org@evil.example/a", "evil.example ↗"),
        ("https://example.org:1@evil.example/a", "evil.example ↗"),
    ],
)
def test_web_address_is_shown_as_the_host_that_it_leads_to(source, shown):
    page = Page(render.article_html(article(source=source), links.Place("a.txt")))
    assert page.inside["a"] == [shown]


def test_panel_marks_the_quote_in_each_paragraph_and_the_answer_in_the_quote():
    quote = quote_of(TEXT, "จัดประชุม ณ กรุงจาการ์ตา\nประเทศอินโดนีเซีย", "กรุงจาการ์ตา\nประเทศอินโดนีเซีย")
    page = Page(render.article_html(article(), links.of_quote(quote, "a.txt")))
    assert page.inside["mark"] == ["จัดประชุม ณ กรุงจาการ์ตา", "ประเทศอินโดนีเซีย"]
    assert page.inside["strong"] == ["กรุงจาการ์ตา", "ประเทศอินโดนีเซีย"]
    assert page.inside["p"][1:] == [line for line in TEXT.split("\n") if line]
    assert page.inside["h3"] == ["หัวข้อ"]


def test_panel_of_an_edited_article_marks_nothing_and_says_so():
    quote = quote_of(TEXT, "จัดประชุม")
    edited = article(TEXT.replace("จัดประชุม", "ยกเลิกการ"))
    page = Page(render.article_html(edited, links.of_quote(quote, "a.txt")))
    assert "mark" not in page.inside
    assert "ถูกแก้ไข" in page.text


def test_title_that_is_also_the_first_line_is_shown_once_unless_it_is_quoted():
    titled = article(TEXT, title="ย่อหน้าแรก")
    page = Page(render.article_html(titled, links.Place("a.txt")))
    assert page.text.count("ย่อหน้าแรก") == 1
    quoted = Page(render.article_html(titled, links.of_quote(quote_of(TEXT, "ย่อหน้า", "ย่อหน้า"), "a.txt")))
    assert quoted.inside["mark"] == ["ย่อหน้า"]


def test_panel_of_a_whole_article_marks_nothing_and_says_nothing():
    page = Page(render.article_html(article(), links.Place("a.txt")))
    assert "mark" not in page.inside
    assert "ถูกแก้ไข" not in page.text


@pytest.mark.parametrize("article_id", ["a.txt", "ข่าว/ปี 2562/ข่าว.v2.txt", "a'b\"c<d>.md"])
def test_link_goes_there_and_back(article_id):
    place = links.Place(article_id, 3, 40, ((4, 10), (10, 12)), "0123abcd")
    for each in (place, links.Place(article_id)):
        written = links.fragment(each)
        assert written.replace("-", "").replace("_", "").replace(".", "").isalnum()
        assert written.isascii()
        assert links.parse(written) == each


@pytest.mark.parametrize(
    "text",
    [
        "",
        "cite-",
        "cite-!",
        "cite-YQ.1",
        "cite-YQ.1-2",
        "cite-YQ.1-2.zzzzzzzz",
        "cite-YQ.5-2.0123abcd",
        "cite-YQ.1-9.0123abcd.2-99",
        "cite-YQ.1-9.0123abcd.4-5.2-3",
        "cite-YQ.๑-๒.0123abcd",
        "cite-YQ.1-9999999999.0123abcd",
        "cite-Y",
        "cite-4A",  # no UTF-8
        " cite-YQ",
        "cite-YQ\n",
        "cite-" + "A" * links.MAX_FRAGMENT,
        "cite-YQ.1-9.0123abcd" + ".1-1" * (links.MAX_HIGHLIGHTS + 1),
    ],
)
def test_link_of_any_other_shape_is_refused(text):
    assert links.parse(text) is None


def test_thai_dates_are_long_and_buddhist():
    days = [date(2019, 1, 31), date(2020, 2, 29), date(2021, 12, 1)]
    assert [render.thai_date(day) for day in days] == ["31 มกราคม 2562", "29 กุมภาพันธ์ 2563", "1 ธันวาคม 2564"]


def test_numbers_of_several_sources_follow_the_citations():
    first, second = article(article_id="a.txt"), article(article_id="b.txt", title="อีกข่าว")
    citations = tuple(
        Citation(number, each.id, each.title, each.published, each.source)
        for number, each in enumerate((first, second), 1)
    )
    quotes = (Quote("ก", 0, 1, ((0, 1),), 1), Quote("ข", 0, 1, ((0, 1),), 2), Quote("ค", 5, 6, (), 1))
    page = Page(render.answer_html(Answer("?", (Point("ก", 0, 1, 1),), quotes, citations, confidence=0.5)))
    assert [each[-3:] for each in page.inside["blockquote"]] == ["[1]", "[2]", "[1]"]
    ids = [links.parse(link[1:]).article_id for link in page.links()]
    assert ids == ["a.txt", "b.txt", "a.txt", "a.txt", "b.txt"]
    assert all(one != other for one, other in pairwise(page.links()))
