"""The chat page, end to end: a real server, the real assistant, a real browser."""

from __future__ import annotations

from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from qa.answer import Answer, Citation, Point, Quote
from qa.settings import Settings
from qa.web import links, server
from qa.web.desk import Desk
from qa.web.feedback import Feedback
from tests.serving import serving

WHERE = "การประชุม S2S ครั้งที่ 4 จัดที่ไหน"
WHERE_IN_ENGLISH = "Where was the 4th Secretariat-to-Secretariat meeting held?"
WHO = "ใครเป็นผู้แทนฝ่ายญี่ปุ่นในการประชุมเจ้าหน้าที่อาวุโสอาเซียน-ญี่ปุ่น ครั้งที่ 35"
UNANSWERABLE = "นายกรัฐมนตรีของฝรั่งเศสชื่ออะไร"
REPLIES = "#tt-chat :is(.tt-answer, .tt-refusal, .tt-error)"


@pytest.fixture(scope="module")
def feedback(tmp_path_factory):
    return Feedback(tmp_path_factory.mktemp("feedback") / "feedback.db")


@pytest.fixture(scope="module")
def base_url(assistant, feedback):
    app = server.create_app(assistant, Settings(questions_per_minute=10_000, feedback=feedback.path))
    with serving(app) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def visit(browser, base_url):
    """Open the page in a window of some size. At the end nothing may have gone wrong behind it."""
    contexts, problems = [], []

    def open_page(width=1280, height=800, **options) -> Page:
        options = {"locale": "th-TH"} | options
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        tab = context.new_page()
        tab.on("request", lambda request: _note_foreign(request.url, problems))
        tab.on("pageerror", lambda error: problems.append(f"script error: {error}"))
        tab.on("console", lambda line: problems.append(line.text) if line.type == "error" else None)
        tab.goto(base_url)
        expect(question_box(tab)).to_be_visible(timeout=30_000)
        return tab

    yield open_page
    for context in contexts:
        context.close()
    # A breach of the content security policy is a console error too.
    assert problems == []


def _note_foreign(url: str, problems: list[str]) -> None:
    address = urlsplit(url)
    if address.scheme not in ("data", "blob") and address.hostname != "127.0.0.1":
        problems.append(f"request to another host: {url}")


def question_box(tab: Page):
    return tab.get_by_label("คำถามของคุณ")


def ask(tab: Page, question: str):
    """Ask and return the reply, once it is there."""
    count = tab.locator(REPLIES).count()
    question_box(tab).fill(question)
    tab.get_by_role("button", name="ส่ง").click()
    reply = tab.locator(REPLIES).nth(count)
    expect(reply).to_be_visible(timeout=30_000)
    return reply


def serious_barriers(tab: Page):
    """Return what axe finds to be a serious barrier: rule -> elements."""
    return {
        each["id"]: [node["html"][:200] for node in each["nodes"]]
        for each in Axe().run(tab).response["violations"]
        if each["impact"] in {"serious", "critical"}
    }


def open_quote(tab: Page, reply):
    reply.locator(".tt-cite").first.click()
    expect(tab.locator("#tt-source mark").first).to_be_in_viewport()
    return tab.locator("#tt-source")


def test_answer_has_a_bold_answer_a_quote_and_a_citation(visit):
    tab = visit()
    reply = ask(tab, WHERE)
    expect(reply.locator("strong").first).to_contain_text("จาการ์ตา")
    expect(reply.locator("blockquote mark").first).to_contain_text("จาการ์ตา")
    expect(reply.locator("blockquote .tt-cite").first).to_have_text("[1]")
    expect(reply.locator(".tt-sources time").first).to_have_text("7 พฤษภาคม 2562")
    expect(reply.locator(".tt-confidence")).to_contain_text("%")
    expect(question_box(tab)).to_have_value("")


def test_citation_opens_the_article_at_the_quoted_words(visit, assistant):
    tab = visit()
    reply = ask(tab, WHERE)
    panel = open_quote(tab, reply)
    place = links.parse(reply.locator(".tt-cite").first.get_attribute("href")[1:])
    article = assistant.article(place.article_id)
    expect(panel.locator("h3")).to_have_text(article.title)
    expect(panel.locator("h3")).to_be_focused()
    quoted = article.text[place.start : place.end]
    assert "".join(panel.locator("mark").all_text_contents()) == quoted.replace("\n", "")
    expect(panel.locator("mark .tt-span").first).to_contain_text("จาการ์ตา")
    shown = "".join(panel.locator(".tt-article > p:not(.tt-meta)").all_text_contents())
    assert "".join(shown.split()) == "".join(article.text.split()), "the whole article, to the letter"


def test_citation_of_an_earlier_turn_opens_its_own_article(visit):
    tab = visit()
    first = ask(tab, WHERE)
    second = ask(tab, WHO)
    of_second = open_quote(tab, second).locator("h3").text_content()
    first.locator(".tt-cite").first.click()
    expect(tab.locator("#tt-source h3")).not_to_have_text(of_second)
    expect(tab.locator("#tt-source mark .tt-span").first).to_contain_text("จาการ์ตา")
    first.locator(".tt-cite").first.click()
    expect(tab.locator("#tt-source mark").first).to_be_in_viewport()


def test_keyboard_alone_opens_and_closes_the_source(visit):
    tab = visit()
    question_box(tab).fill(WHERE)
    tab.keyboard.press("Enter")
    citation = tab.locator(".tt-cite").first
    expect(citation).to_be_visible(timeout=30_000)
    citation.focus()
    tab.keyboard.press("Enter")
    expect(tab.locator("#tt-source mark").first).to_be_visible()
    tab.keyboard.press("Escape")
    expect(tab.locator("#tt-pane")).to_be_hidden()
    expect(citation).to_be_focused()
    tab.keyboard.press("Enter")
    expect(tab.locator("#tt-source mark").first).to_be_visible()


def test_refusal_looks_unlike_an_answer_and_offers_articles(visit):
    tab = visit()
    reply = ask(tab, UNANSWERABLE)
    expect(reply).to_have_class("tt-refusal")
    expect(reply.locator(".tt-badge")).to_contain_text("ไม่พบคำตอบ")
    expect(reply.locator("blockquote")).to_have_count(0)
    expect(reply.locator(".tt-label")).to_contain_text("ใกล้เคียง (ไม่ใช่คำตอบ)")
    reply.locator(".tt-open").first.click()
    expect(tab.locator("#tt-source mark").first).to_be_in_viewport()
    expect(tab.locator("#tt-source .tt-span")).to_have_count(0)


def test_the_page_speaks_english_to_who_wants_it(visit, base_url):
    tab = visit(locale="en-US")  # the page is Thai whatever the browser is
    assert tab.evaluate("document.documentElement.lang") == "th"
    reply = ask(tab, UNANSWERABLE)
    expect(reply.locator(".tt-badge")).to_contain_text("ไม่พบคำตอบ")
    reply.locator(".tt-open").first.click()
    tab.get_by_role("button", name="English").click()
    assert tab.evaluate("document.documentElement.lang") == "en"
    for name in ("Ask", "Clear the conversation", "‹ Previous", "Next ›"):
        expect(tab.get_by_role("button", name=name, exact=True)).to_be_visible()
    expect(tab.get_by_label("From year (B.E.)", exact=True)).to_be_visible()
    expect(tab.locator("#tt-source .tt-article")).to_be_visible()
    tab.get_by_role("button", name="Close ✕").click()
    reply.locator(".tt-open").first.click()
    expect(tab.get_by_role("button", name="‹ Previous", exact=True)).to_be_visible()
    assert serious_barriers(tab) == {}
    expect(reply.locator(".tt-badge .tt-th")).to_be_hidden()
    expect(reply.locator(".tt-badge")).to_contain_text("No answer found")
    box = tab.get_by_label("Your question", exact=True)
    expect(box).to_have_attribute("placeholder", "Type your question")
    tab.reload()
    expect(tab.get_by_role("button", name="Ask", exact=True)).to_be_visible(timeout=30_000)
    tab.goto(f"{base_url}/chat/?lang=th")
    expect(tab.get_by_role("button", name="Ask", exact=True)).to_be_visible(timeout=30_000)
    tab.get_by_role("button", name="ภาษาไทย").click()
    expect(tab.get_by_role("button", name="ส่ง", exact=True)).to_be_visible()
    fresh = visit()
    fresh.goto(f"{base_url}/chat/?lang=en")
    expect(fresh.get_by_role("button", name="Ask", exact=True)).to_be_visible(timeout=30_000)


def test_english_question_is_answered_in_the_words_of_a_thai_article(visit):
    reply = ask(visit(), WHERE_IN_ENGLISH)
    expect(reply.locator("blockquote mark").first).to_contain_text("จาการ์ตา")


def test_example_is_asked_by_one_click_and_clearing_brings_the_examples_back(visit):
    tab = visit()
    example = tab.locator("#tt-examples button").first
    question = example.text_content().strip()
    example.click()
    expect(tab.locator(REPLIES)).to_have_count(1, timeout=30_000)
    expect(tab.locator("#tt-chat .user-row")).to_have_text(question)
    expect(tab.locator("#tt-examples")).to_be_hidden()
    tab.get_by_role("button", name="ล้างการสนทนา").click()
    expect(tab.locator("#tt-chat .message-row")).to_have_count(0)
    expect(example).to_be_visible()


def test_hostile_question_is_shown_as_it_was_typed(visit):
    tab = visit()
    hostile = "<img src=x onerror='hacked=1'><script>hacked=1</script> **x** [y](javascript:alert(1)) $$z$$"
    ask(tab, hostile)
    expect(tab.locator("#tt-chat .user-row")).to_have_text(hostile)
    expect(tab.locator("#tt-chat :is(img, script, .katex)")).to_have_count(0)
    assert tab.evaluate("window.hacked") is None


def test_question_that_is_too_long_comes_back_and_the_next_one_works(visit):
    tab = visit()
    long = "ที่ไหน " * 400
    tab.evaluate("document.querySelector('#tt-question textarea').removeAttribute('maxlength')")
    reply = ask(tab, long)
    expect(reply).to_have_class("tt-notice tt-error")
    expect(reply).to_be_in_viewport()
    expect(question_box(tab)).to_have_value(long)
    assert len(tab.locator("#tt-chat .user-row").text_content()) < 300
    expect(ask(tab, WHERE)).to_have_class("tt-answer")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_phone_of_360_pixels_never_scrolls_sideways(visit, scheme):
    tab = visit(360, 740, color_scheme=scheme)
    for step in (lambda: None, lambda: open_quote(tab, ask(tab, WHERE)), lambda: ask(tab, UNANSWERABLE)):
        step()
        assert tab.evaluate("document.documentElement.scrollWidth") <= 360
        boxes = tab.locator(".tt-app *").evaluate_all("all => all.map(e => e.getBoundingClientRect().right)")
        assert max(boxes) <= 361
    chat, pane = (tab.locator(each).bounding_box() for each in ("#tt-talk", "#tt-pane"))
    assert pane["y"] >= chat["y"] + chat["height"] - 1, "the panel is below the chat"


def test_panel_is_beside_the_chat_on_a_desktop(visit):
    tab = visit()
    open_quote(tab, ask(tab, WHERE))
    chat, pane = (tab.locator(each).bounding_box() for each in ("#tt-talk", "#tt-pane"))
    assert pane["x"] >= chat["x"] + chat["width"] - 1
    assert tab.evaluate("document.documentElement.scrollHeight") <= 800


def test_thai_is_drawn_with_the_font_of_this_server(visit):
    tab = visit()
    tab.evaluate("document.fonts.ready.then(() => 0)")
    loaded = tab.evaluate("[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)")
    assert sum("Noto Sans Thai" in family for family in loaded) >= 2, "Thai and Latin"
    assert tab.evaluate("document.fonts.check('16px \"Noto Sans Thai\"', 'ก')")
    used = question_box(tab).evaluate("box => getComputedStyle(box).fontFamily")
    assert used.startswith('"Noto Sans Thai"')


def test_messages_are_named_for_screen_readers_without_markup(visit):
    tab = visit()
    ask(tab, WHERE)
    named = tab.locator("#tt-chat [aria-label]").evaluate_all("all => all.map(e => e.ariaLabel)")
    assert not [name for name in named if "<" in name]
    assert tab.evaluate("document.documentElement.lang") == "th"


def test_evidence_is_gone_through_and_copied_with_its_source(visit):
    tab = visit(permissions=["clipboard-read", "clipboard-write"])
    reply = ask(tab, "ที่ประชุม S2S ครั้งที่ 4 หารือเรื่องอะไรบ้าง")
    expect(reply.locator(".tt-tools")).to_be_visible()
    open_quote(tab, reply)
    first = tab.locator("#tt-source mark").first.text_content()
    assert reply.locator(".tt-cite").count() > 1
    tab.get_by_role("button", name="ถัดไป").click()
    expect(tab.locator("#tt-source mark").first).not_to_have_text(first)
    tab.get_by_role("button", name="ก่อนหน้า").click()
    expect(tab.locator("#tt-source mark").first).to_have_text(first)
    reply.get_by_role("link", name="คัดลอกพร้อมที่มา").click()
    expect(reply.get_by_role("status")).to_contain_text("คัดลอกแล้ว")
    copied = tab.evaluate("navigator.clipboard.readText()")
    assert reply.locator("blockquote").first.text_content() in copied
    assert "7 พฤษภาคม 2562" in copied
    assert "[1]" in copied


def test_an_opinion_is_kept_with_its_reason(visit, feedback):
    tab = visit()
    reply = ask(tab, WHERE)
    reply.get_by_role("link", name="ไม่ตรง").click()
    reason = reply.get_by_label("ผิดตรงไหน")
    expect(reason).to_be_focused()
    reason.fill("<b>ผิดเมือง</b>")
    tab.keyboard.press("Enter")
    expect(reply.get_by_role("status")).to_contain_text("ขอบคุณ")
    *_, kept = feedback
    assert (kept.question, kept.verdict, kept.reason) == (WHERE, "bad", "<b>ผิดเมือง</b>")
    assert "จาการ์ตา" in kept.answer


def test_an_opinion_on_a_long_answer_holds_what_was_highlighted(visit, feedback, monkeypatch):
    long = "ที่ประชุมเห็นชอบแผนงานและขอบคุณเจ้าภาพ " * 9
    quote = Quote(long, 0, len(long), ((0, len(long)),), 1)
    answer = Answer(
        "?", (Point(long, 0, len(long), 1),), (quote,), (Citation(1, "a.txt", "", None, "a.txt"),)
    )
    consulted = SimpleNamespace(answer=answer, explained=dict)
    monkeypatch.setattr(Desk, "consult", lambda *_, **__: consulted)
    reply = ask(visit(), WHERE)
    reply.get_by_role("link", name="ตรงคำถาม").click()
    expect(reply.get_by_role("status")).to_contain_text("ขอบคุณ")
    *_, kept = feedback
    assert kept.answer == long.strip()


def test_why_is_folded_away_and_opens(visit):
    tab = visit()
    reply = ask(tab, WHERE)
    table = reply.locator(".tt-why table")
    expect(table).to_be_hidden()
    reply.locator(".tt-why summary").click()
    expect(table).to_be_visible()
    expect(reply.locator(".tt-why dd").first).to_have_text(WHERE)


def test_a_year_keeps_older_articles_out(visit):
    tab = visit()
    tab.get_by_label("ตั้งแต่ปี").click()
    newest = tab.get_by_role("option").nth(1)
    assert int("".join(filter(str.isdigit, newest.text_content()))) > 2562, "newer than the article asked for"
    newest.click()
    expect(ask(tab, WHERE)).to_have_class("tt-refusal")


def test_a_follow_up_in_the_chat(visit):
    tab = visit()
    ask(tab, WHERE)
    reply = ask(tab, "แล้วจัดเมื่อไร")
    expect(reply.locator(".tt-short")).to_contain_text("๗ พฤษภาคม")
    expect(reply.locator(".tt-understood")).to_contain_text("S2S")


def test_a_suggestion_goes_into_the_box(visit):
    tab = visit()
    reply = ask(tab, "dkixit=6, S2S 8iyh'mujF 0yfmujwso")
    suggestion = reply.locator(".tt-suggested").first
    text = suggestion.text_content()
    suggestion.click()
    expect(question_box(tab)).to_have_value(text)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_barrier(visit, scheme):
    tab = visit(color_scheme=scheme)
    open_quote(tab, ask(tab, WHERE))
    ask(tab, UNANSWERABLE)
    assert serious_barriers(tab) == {}
