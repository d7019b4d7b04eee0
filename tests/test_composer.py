"""From evidence to quotes, whatever the text: offsets always hold."""

import dataclasses
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.articles import Article
from index.sentences import split_sentences
from index.thai import normalise
from qa.composer import MOST_QUOTED, ask_back, compare, compose, found_instead, not_named, refuse
from qa.evidence import Evidence
from qa.examiner import Findings
from qa.question import parse_question

raw_texts = st.lists(
    st.text(st.sampled_from("กขคาิ่้ำ๑๒ 12().“”\nAB"), max_size=40)
    | st.just("นอกจากนี้ ที่ประชุมได้หารือเรื่องความร่วมมือ"),
    min_size=1,
    max_size=12,
)


def article(text: str, name: str = "a") -> Article:
    return Article(name, "ชื่อ", text, date(2019, 5, 7), "a.txt", "a.txt")


def found(evidence: list[Evidence], question: str = "ถาม") -> Findings:
    return Findings(parse_question(question, 1000), [], [], evidence, [], {}, 0.7, {})


@settings(deadline=None)
@given(st.lists(raw_texts.map(" ".join).map(normalise).filter(str.strip), min_size=1, max_size=3), st.data())
def test_quotes_and_highlights_are_slices_of_their_articles(texts: list[str], data: st.DataObject) -> None:
    evidence = []
    articles = {str(i): article(text, str(i)) for i, text in enumerate(texts)}
    for source in articles.values():
        for start, end in split_sentences(source.text):
            a = data.draw(st.integers(start, end - 1))
            answers = data.draw(st.sampled_from([(), ((a, data.draw(st.integers(a + 1, end))),)]))
            evidence.append(Evidence(source, (start, end), answers, {}, data.draw(st.floats(-2, 2))))
    evidence.sort(key=lambda e: -e.score)
    answer = compose("ถาม", found(evidence), 0.5)
    by_number = {citation.number: citation.article_id for citation in answer.citations}
    assert 1 <= len(answer.quotes) <= MOST_QUOTED
    assert [citation.number for citation in answer.citations] == list(range(1, len(answer.citations) + 1))
    spans = []
    for quote in answer.quotes:
        text = articles[by_number[quote.citation]].text
        assert text[quote.start : quote.end] == quote.text
        for start, end in quote.highlights:
            assert quote.start <= start < end <= quote.end
            spans.append(text[start:end])
    assert answer.text in spans
    assert answer.quotes[0].citation == 1


def test_neighbours_become_one_quote_and_strangers_stay_apart() -> None:
    source = article("ประโยคแรก\nประโยคที่สอง\nประโยคที่สาม\nประโยคที่สี่")
    first, second, _, fourth = split_sentences(source.text)
    evidence = [
        Evidence(source, span, (), {}, score) for span, score in ((second, 1.0), (fourth, 0.9), (first, 0.8))
    ]
    answer = compose("ถาม", found(evidence), 0.5)
    assert [quote.text for quote in answer.quotes] == ["ประโยคแรก\nประโยคที่สอง", "ประโยคที่สี่"]
    assert answer.text == "ประโยคที่สอง"


def test_only_the_answer_and_what_the_reader_is_sure_of_are_highlighted() -> None:
    source = article("ประโยคแรก\nประโยคที่สอง\nประโยคที่สาม")
    spans = split_sentences(source.text)
    evidence = [
        Evidence(source, (start, end), ((start, start + 6),), {"reader": reader}, 1.0 - start / 100)
        for (start, end), reader in zip(spans, (0.0, -2.0, 5.0), strict=True)
    ]
    (quote,) = compose("ถาม", found(evidence), 0.5).quotes
    assert quote.highlights == tuple((start, start + 6) for start, _ in (spans[0], spans[2]))


def test_weak_evidence_is_not_quoted() -> None:
    source = article("ประโยคแรก\nประโยคที่สอง")
    first, second = split_sentences(source.text)
    weak = Evidence(source, second, (), {}, -3.0)
    answer = compose("ถาม", found([Evidence(source, first, (), {}, 3.0), weak]), 0.5)
    assert len(answer.quotes) == 1


def test_a_refusal_says_what_is_missing_and_offers_the_nearest() -> None:
    near = [(article("ก ข", str(number)), (2, 3)) for number in range(2)]
    refusal = refuse("ถาม", parse_question("ถาม", 9), not_named(["ครั้งที่ ๓๖"]), near=near)
    assert refusal.refused
    assert "ครั้งที่ ๓๖" in refusal.reason
    assert [citation.article_id for citation in refusal.related] == ["0", "1"]
    assert [(quote.text, quote.citation) for quote in refusal.passages] == [("ข", 1), ("ข", 2)]


def test_a_refusal_says_what_was_found_instead() -> None:
    thai, english = found_instead({"ครั้งที่ ๓๖": "ครั้งที่ ๓๔"})
    assert "ไม่พบ “ครั้งที่ ๓๖” พบ “ครั้งที่ ๓๔”" in thai
    assert "not “ครั้งที่ ๓๖”" in english


def side(name: str, text: str, marked: str, score: float, day: date) -> Evidence:
    source = Article(name, name, text, day, name, name)
    start = text.index(marked)
    return Evidence(source, (0, len(text)), ((start, start + len(marked)),), {"reader": 5.0}, score)


OLD = side("a", "น้ำท่วมกระทบ ๗,๐๐๐ ครัวเรือน", "๗,๐๐๐ ครัวเรือน", 2.0, date(2019, 5, 7))
NEW = side("b", "น้ำท่วมกระทบ 7,840 ครัวเรือน", "7,840 ครัวเรือน", 1.5, date(2019, 6, 1))
SAME = side("c", "น้ำท่วมกระทบ 7,000 ครัวเรือน", "7,000 ครัวเรือน", 1.0, date(2019, 7, 1))


def test_articles_that_differ_are_all_quoted_the_newest_first() -> None:
    findings = found([OLD, NEW], "น้ำท่วมกระทบกี่ครัวเรือน")
    findings = dataclasses.replace(findings, by_article={"a": 0.9, "b": 0.8})
    answer = compose("?", findings, 0.5)
    assert [point.text for point in answer.points] == ["7,840 ครัวเรือน", "๗,๐๐๐ ครัวเรือน"]
    assert [citation.article_id for citation in answer.citations] == ["b", "a"]
    assert "ต่างกัน" in answer.note
    unsure = dataclasses.replace(findings, by_article={"a": 0.9, "b": 0.4})
    assert compose("?", unsure, 0.5).text == "๗,๐๐๐ ครัวเรือน"


def test_articles_that_agree_in_other_digits_do_not_differ() -> None:
    findings = found([OLD, SAME], "น้ำท่วมกระทบกี่ครัวเรือน")
    answer = compose("?", dataclasses.replace(findings, by_article={"a": 0.9, "c": 0.9}), 0.5)
    assert len(answer.points) == 1
    assert answer.note == ""


def test_days_of_one_year_differ() -> None:
    days = [
        side(name, f"เริ่มวันที่ {day}", day, 2.0, date(2019, 5, 7))
        for name, day in (("a", "7 พฤษภาคม 2562"), ("b", "9 มิถุนายน 2562"))
    ]
    findings = dataclasses.replace(found(days, "เริ่มเมื่อไร"), by_article={"a": 0.9, "b": 0.9})
    assert len(compose("?", findings, 0.5).points) == 2


def test_the_newest_alone_when_that_is_asked() -> None:
    findings = found([OLD, NEW, SAME], "น้ำท่วมกระทบกี่ครัวเรือน")
    findings = dataclasses.replace(findings, by_article={"a": 0.9, "b": 0.8, "c": 0.3})
    assert compose("?", findings, 0.5, newest=True).text == "7,840 ครัวเรือน"


def test_yes_or_no_is_said_by_the_article() -> None:
    answer = compose("?", found([OLD], "น้ำท่วมกระทบครัวเรือนหรือไม่"), 0.5)
    assert "บทความระบุ" in answer.note
    assert answer.text == "น้ำท่วมกระทบ ๗,๐๐๐ ครัวเรือน"


@pytest.mark.parametrize(
    "question", ["ทำไมน้ำท่วม", "น้ำท่วมได้อย่างไร", "น้ำท่วมหมายความว่าอย่างไร", "How did it flood?"]
)
def test_what_is_explained_is_a_whole_sentence_with_the_telling_part_highlighted(question: str) -> None:
    answer = compose("?", found([OLD], question), 0.5)
    (quote,) = answer.quotes
    assert answer.text == quote.text == "น้ำท่วมกระทบ ๗,๐๐๐ ครัวเรือน"
    assert [OLD.article.text[start:end] for start, end in quote.highlights] == ["๗,๐๐๐ ครัวเรือน"]


def test_the_sides_of_a_comparison_are_quoted_each() -> None:
    question = parse_question("ปี 2562 กับปี 2563 ปีไหนมากกว่ากัน", 1000)
    answer = compare("?", question, [found([OLD]), found([NEW])])
    assert [point.citation for point in answer.points] == [1, 2]
    assert len(answer.quotes) == 2
    assert "เปรียบเทียบ" in answer.note


def test_a_sentence_is_not_quoted_for_both_sides_of_a_comparison() -> None:
    question = parse_question("ปี 2562 กับปี 2563 ปีไหนมากกว่ากัน", 1000)
    likely, other = (dataclasses.replace(e, features={"reader": 1.0}) for e in (OLD, NEW))
    second = dataclasses.replace(likely, score=5.0)
    answer = compare("?", question, [found([likely, other]), found([second, other])])
    assert [point.text for point in answer.points] == ["7,840 ครัวเรือน", "๗,๐๐๐ ครัวเรือน"]
    unlikely = dataclasses.replace(other, features={"reader": -9.0})
    answer = compare(
        "?", question, [found([likely, unlikely], "ปี 2562"), found([second, unlikely], "ปี 2563")]
    )
    assert [point.text for point in answer.points] == ["๗,๐๐๐ ครัวเรือน"]
    assert "ปี 2562" in answer.note
    assert "ปี 2563" not in answer.note


def test_two_things_asked_may_have_one_answer() -> None:
    question = parse_question("ใครเป็นประธานการประชุม S2S และใครลงนาม", 1000)
    likely, other = (dataclasses.replace(e, features={"reader": 1.0}) for e in (OLD, NEW))
    answer = compare("?", question, [found([likely, other]), found([likely, other])], compared=False)
    assert answer.text == "๗,๐๐๐ ครัวเรือน"
    assert "เปรียบเทียบ" not in answer.note
    assert "ส่วนเดียว" not in answer.note


def test_half_a_comparison_says_why_the_other_half_is_untold() -> None:
    question = parse_question("ปี 2562 กับปี 2563 ปีไหนมากกว่ากัน", 1000)
    answer = compare("?", question, [found([OLD])], [not_named(["ปี 2563"])])
    assert answer.text == "๗,๐๐๐ ครัวเรือน"
    assert "ส่วนเดียว" in answer.note
    assert "ปี 2563" in answer.note


def test_the_newest_is_no_article_that_is_far_weaker() -> None:
    findings = found([OLD, dataclasses.replace(NEW, score=-1.0)], "น้ำท่วมกระทบกี่ครัวเรือน")
    findings = dataclasses.replace(findings, by_article={"a": 0.9, "b": 0.6})
    assert compose("?", findings, 0.5, newest=True).text == "๗,๐๐๐ ครัวเรือน"
    findings = dataclasses.replace(findings, by_article={"a": 0.4, "b": 0.6})
    assert compose("?", findings, 0.5, newest=True).text == "7,840 ครัวเรือน"


@pytest.mark.parametrize(
    ("question", "one", "other", "same"),
    [
        ("ให้เงินเท่าไร", "US$5 million", "US$7 million", False),
        ("ให้เงินเท่าไร", "US$5 million", "๕ ล้านดอลลาร์สหรัฐ", True),
        ("จัดที่ไหน", "กรุงเทพฯ", "กรุงเทพมหานคร", True),
        ("จัดที่ไหน", "กรุงเทพมหานคร", "Bangkok", True),
        ("จัดที่ไหน", "กรุงเทพมหานคร", "เชียงใหม่", False),
        ("มีกี่คน", "12 ล้านคน", "12 คน", False),
        ("มีกี่คน", "3.5 ล้านคน", "๓,๕๐๐,๐๐๐ คน", True),
        ("มีกี่คน", "2 พันล้านคน", "2 billion people", True),
        ("มีกี่ราย", "12 พันธมิตร", "12 ราย", True),
        ("จัดที่ไหน", "กรุงเทพฯ", "โรงแรมแชงกรีลา", True),
        ("จัดที่ไหน", "ประเทศไทย", "กรุงเทพฯ", True),
        ("จัดที่ไหน", "กรุงเทพฯ ประเทศไทย", "นครเจนีวา", False),
        ("จัดที่ไหน", "โรงแรมแชงกรีลา", "โรงแรมดุสิตธานี", False),
        ("จัดที่ไหน", "กรุงเทพฯ", "เมืองดานัง", False),
        ("จัดที่ไหน", "กรุงเทพฯ", "ผ่านระบบการประชุมทางไกล", False),
        ("ประเทศใดเข้าร่วม", "ไทยและลาว", "ไทยและเวียดนาม", False),
        ("มีกี่ประเทศ", "10 ประเทศ", "สิบประเทศ", True),
        ("มีกี่คน", "สองพันห้าร้อยคน", "2,500 คน", True),
        ("มีกี่คน", "ร้อยละห้า", "ร้อยละ 5", True),
        ("มีกี่คน", "200 คน", "200 คน จาก 15 ประเทศ", True),
        ("มีกี่คน", "15 คน", "200 คน จาก 15 ประเทศ", False),
        ("มีกี่คน", "200 – 300 คน", "200 – 500 คน", False),
        ("มีกี่คน", "5 คน", "ร้อยละ 5", False),
        ("มีกี่คน", "หนึ่งในสาม", "1 ใน 3", True),
        ("มีกี่คน", "หนึ่งในสาม", "1 ใน 4", False),
        ("มีกี่คน", "ครึ่งหนึ่ง", "1 คน", False),
        ("นานเท่าไร", "3 ปี", "3 เดือน", False),
        ("นานเท่าไร", "3 ปี", "3 years", True),
        ("ค่าธรรมเนียมเท่าไร", "ร้อยละ 5", "ร้อยละ 50", False),
        ("ค่าธรรมเนียมเท่าไร", "1.25%", "5%", False),
        ("ค่าธรรมเนียมเท่าไร", "ร้อยละ ๕", "5 %", True),
        ("ค่าธรรมเนียมเท่าไร", "5 บาท", "5%", False),
        ("ค่าธรรมเนียมเท่าไร", "ห้าล้านบาท", "5 ล้านบาท", True),
        ("หน่วยงานใดรับผิดชอบ", "กระทรวงการต่างประเทศ", "กต.", True),
        ("หน่วยงานใดรับผิดชอบ", "กรมอาเซียน", "สำนักเลขาธิการอาเซียน", False),
        ("หน่วยงานใดรับผิดชอบ", "UN", "UNDP", False),
        ("หน่วยงานใดรับผิดชอบ", "กรมทหารราบที่ 1", "กรมทหารราบที่ 11", False),
        ("จัดที่ไหน", "โรงแรมดุสิตธานี", "กรุงโตเกียว", True),
        ("จัดที่ไหน", "โรงแรมดุสิตธานี กรุงเทพฯ", "โรงแรมแชงกรีลา", False),
        ("จัดที่ไหน", "ตำบลบ้านโพธิ์", "กรุงโซล", False),
        ("จัดเมื่อไร", "5 พฤษภาคม", "5 พ.ค.", True),
        ("จัดเมื่อไร", "5 พฤษภาคม", "6 พ.ค.", False),
        ("จัดเมื่อไร", "5 พฤษภาคม", "5 พ.ค. 2563", True),
        ("จัดเมื่อไร", "5-7 พ.ค. 2563", "7-9 พ.ค. 2563", False),
        ("จัดเมื่อไร", "5-7 พ.ค. 2563", "วันที่ 5 พฤษภาคม ๒๕๖๓", True),
        ("จัดเมื่อไร", "พฤษภาคม 2563", "วันที่ 5 พฤษภาคม ๒๕๖๓", True),
        ("จัดเมื่อไร", "พฤษภาคม 2563", "วันที่ 5 มิถุนายน ๒๕๖๓", False),
        ("ใครเป็นประธาน", "นายดอน ปรมัตถ์วินัย", "รองนายกรัฐมนตรี ดอน ปรมัตถ์วินัย", True),
        ("ใครเป็นประธาน", "นายดอน ปรมัตถ์วินัย (Mr. Don Pramudwinai)", "ดอน ปรมัตถ์วินัย", True),
        ("ใครเป็นประธาน", "รองนายกรัฐมนตรี นายดอน ปรมัตถ์วินัย", "รองนายกรัฐมนตรี นายสมคิด จาตุศรีพิทักษ์", False),
        ("ใครเป็นประธาน", "น.ส. สมหญิง ใจดี", "นางสาวสมหญิง ใจดี", True),
        ("ใครเป็นประธาน", "ศ. สมชาย ใจดี", "ศาสตราจารย์ สมชาย ใจดี", True),
        ("ใครเป็นประธาน", "พล.อ.ประยุทธ์ จันทร์โอชา นายกรัฐมนตรี", "พลเอก ประยุทธ์ จันทร์โอชา", True),
        ("ใครเป็นประธาน", "เอกอัครราชทูตณัฐวัฒน์ กฤษณามระ", "นายณัฐวัฒน์ กฤษณามระ", True),
        ("ใครเป็นประธาน", "นายดอน ปรมัตถ์วินัย", "Mr. Don Pramudwinai", True),
        ("ใครเป็นประธาน", "Mr. Somkid Jatusripitak", "Mr. Don Pramudwinai", False),
        ("ใครเป็นประธาน", "น.ส. สมหญิง ใจดี", "น.ส. สมศรี ใจดี", False),
        ("ใครเป็นประธาน", "นางสมหญิง ใจดี", "นายสมชาย ใจดี", False),
        ("ใครเป็นประธาน", "รัฐมนตรีสมหญิง ใจดี", "รัฐมนตรีสมชาย ใจดี", False),
    ],
)
def test_what_is_the_same_in_other_words_does_not_differ(
    question: str, one: str, other: str, same: bool
) -> None:
    both = [side(name, text, text, 2.0, date(2019, 5, 7)) for name, text in (("a", one), ("b", other))]
    findings = dataclasses.replace(found(both, question), by_article={"a": 0.9, "b": 0.9})
    assert (len(compose("?", findings, 0.5).points) == 1) is same


def test_a_sentence_that_holds_both_sides_is_quoted_once_with_both_highlighted() -> None:
    text = "ปี 2562 มี 7,000 คน ปี 2563 มี 7,840 คน"
    one, other = (side("a", text, marked, 2.0, date(2019, 5, 7)) for marked in ("7,000 คน", "7,840 คน"))
    question = parse_question("ปี 2562 กับปี 2563 ปีไหนมากกว่ากัน", 1000)
    answer = compare("?", question, [found([one]), found([other])])
    (quote,) = answer.quotes
    assert answer.text == "7,000 คน\n7,840 คน"
    assert quote.text == text
    assert [text[start:end] for start, end in quote.highlights] == ["7,000 คน", "7,840 คน"]


def test_a_list_that_is_quoted_whole_repeats_no_sentence() -> None:
    source = article("ประเด็นหารือ ได้แก่\n1. การค้า\n2. การลงทุน\n3. การศึกษา\nจบการประชุม")
    first, last = source.text.index("ประเด็น"), source.text.index("3. การศึกษา")
    item = last, last + len("3. การศึกษา")
    evidence = [
        Evidence(source, (first, first + 19), ((first, first + 12),), {"reader": 5.0}, 2.0),
        Evidence(source, item, ((last + 3, item[1]),), {"reader": 5.0}, 1.0),
    ]
    (quote,) = compose("?", found(evidence, "หารือเรื่องอะไรบ้าง"), 0.5).quotes
    assert source.text[quote.start : quote.end] == quote.text
    assert quote.text.endswith("3. การศึกษา")
    assert all(one[1] <= other[0] for one, other in zip(quote.highlights, quote.highlights[1:], strict=False))


def test_a_long_title_is_offered_in_whole_words() -> None:
    title = "การประชุมเจ้าหน้าที่อาวุโสอาเซียน" * 5
    evidence = Evidence(dataclasses.replace(article("จัดที่กรุงจาการ์ตา"), title=title), (0, 18), (), {}, 2.0)
    (offered,) = ask_back("?", parse_question("จัดที่ไหน", 1000), [evidence]).suggestions
    assert offered.startswith("จัดที่ไหน (การประชุม")
    assert offered.endswith(("อาเซียน…)", "อาวุโส…)", "เจ้าหน้าที่…)", "ประชุม…)", "การ…)"))
