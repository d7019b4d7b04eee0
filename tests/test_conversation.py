"""Follow-ups: what a question means after others."""

import pytest

from qa.conversation import Reading, Turn, asks_for_more, readings
from qa.question import parse_question, question_of


def turn(question: str, *articles: str, ordinal: int | None = None) -> Turn:
    parsed = parse_question(question, 1000)
    return Turn(Reading(parsed, parsed.content, parsed.text), frozenset(articles), ordinal)


def read(question: str, before: Turn | None) -> list[Reading]:
    return readings(parse_question(question, 1000), before)


def test_the_first_question_is_taken_as_it_stands() -> None:
    (only,) = read("แล้วจัดที่ไหน", None)
    assert only.question.text == "แล้วจัดที่ไหน"
    assert only.articles is None


@pytest.mark.parametrize("before", [None, turn("การประชุม S2S ครั้งที่ 4 จัดขึ้นเมื่อไร", "a.txt")])
def test_letters_that_no_article_spells_out_may_be_explained(before: Turn | None) -> None:
    tried = [reading.question for reading in read("AOIP คืออะไร", before)]
    assert "abbreviation" in {question.kind for question in tried}
    assert (tried[-1].text, tried[-1].kind) == ("AOIP คืออะไร", "definition")


def test_a_follow_up_takes_the_topic_over_and_looks_where_the_answer_was() -> None:
    here, everywhere, alone = read("แล้วจัดที่ไหน", turn("การประชุม S2S ครั้งที่ 4 จัดขึ้นเมื่อไร", "a.txt"))
    assert here.question.kind == "place"
    assert {"s2s", "ord:4"} <= here.question.terms.keys()
    assert here.articles == {"a.txt"}
    assert everywhere.question == here.question
    assert everywhere.articles is None
    assert alone.question.text == "แล้วจัดที่ไหน"


def test_a_question_with_a_topic_of_its_own_is_read_alone_first() -> None:
    question = "การประชุมเจ้าหน้าที่อาวุโสอาเซียน-ญี่ปุ่น ครั้งที่ 35 ใครเป็นผู้แทน"
    first, *_ = read(question, turn("การประชุม S2S ครั้งที่ 4 จัดขึ้นเมื่อไร", "a.txt"))
    assert first.question.text == question
    assert first.articles is None


def test_a_short_question_without_a_sign_is_a_follow_up_too() -> None:
    first, *_, last = read("ใครเป็นประธาน", turn("การประชุม S2S ครั้งที่ 4 จัดขึ้นเมื่อไร", "a.txt"))
    assert first.articles == {"a.txt"}
    assert last.question.text == "ใครเป็นประธาน"


def test_an_english_question_without_a_name_may_be_one_of_its_own() -> None:
    *_, last = read(
        "What documents do I need for a tourist visa?", turn("Who chaired the 4th S2S meeting?", "a.txt")
    )
    assert (last.question.text, last.rival) == ("What documents do I need for a tourist visa?", True)


@pytest.mark.parametrize(
    "question",
    [
        "โครงการพัฒนาอาชีพของชาวเขามีผู้เข้าร่วมกี่คน",
        "ส่วนลดค่าธรรมเนียมหนังสือเดินทางสำหรับผู้สูงอายุมีเท่าไร",
        "เมื่อ 10 ปีก่อนไทยลงนามอะไรกับลาวเรื่องแม่น้ำโขง",
        "ผู้โดยสารต้องกรอกแบบฟอร์มสุขภาพทุกครั้งก่อนเดินทางหรือไม่",
        "Who was the previous Secretary-General of ASEAN from Brunei?",
        "Which Thai agency is the one that issues passports in Surabaya and Medan?",
    ],
)
def test_what_only_looks_like_the_sign_of_a_follow_up_is_none(question: str) -> None:
    first, *_ = read(question, turn("การประชุม S2S ครั้งที่ 4 จัดขึ้นเมื่อไร", "a.txt"))
    assert first.question.text == question


@pytest.mark.parametrize(
    ("asked", "other", "then", "text"),
    [
        (
            "การประชุม S2S ครั้งที่ 4 จัดเมื่อใด",
            "แล้วครั้งที่ 5 ล่ะ",
            "แล้วใครเป็นประธาน",
            "การประชุม S2S ครั้งที่ 5 จัด ใครเป็นประธาน",
        ),
        ("ญี่ปุ่นให้วัคซีนกี่โดส", "แล้วจีนล่ะ", "แล้วส่งมอบเมื่อไร", "จีนให้วัคซีน โดส ส่งมอบเมื่อไร"),
    ],
)
def test_what_took_the_place_of_a_name_is_spoken_of_from_then_on(
    asked: str, other: str, then: str, text: str
) -> None:
    second, *_ = read(other, turn(asked, "a.txt"))
    third, *_ = read(then, Turn(second, frozenset({"b.txt"})))
    assert third.question.text == text


def test_another_country_takes_the_place_of_the_one_that_is_not_taken_for_granted() -> None:
    first, *_ = read("แล้วเวียดนามล่ะ", turn("ไทยลงนามกับญี่ปุ่นเมื่อใด", "a.txt"))
    assert first.question.text == "ไทยลงนามกับเวียดนามเมื่อใด"


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("แล้วเวียดนามล่ะ", "เวียดนามส่งผู้แทนกี่คนในการประชุม S2S"),
        ("แล้วเวียดนามล่ะครับ", "เวียดนามส่งผู้แทนกี่คนในการประชุม S2S"),
        ("What about Vietnam?", "Vietnamส่งผู้แทนกี่คนในการประชุม S2S"),
    ],
)
def test_a_name_alone_asks_the_last_question_again(question: str, text: str) -> None:
    first, *_ = read(question, turn("ลาวส่งผู้แทนกี่คนในการประชุม S2S", "a.txt"))
    assert first.question.text == text
    assert first.question.kind == "number"


@pytest.mark.parametrize(
    ("asked", "then", "text", "kind"),
    [
        ("งบประมาณโครงการ BCG ปี 2564 เท่าไร", "แล้วปี 2563 เท่าไร", "งบประมาณโครงการ BCG ปี 2563 เท่าไร", "money"),
        ("นักท่องเที่ยวจีนมีกี่คน", "แล้วมาเลเซียกี่คน", "นักท่องเที่ยวมาเลเซียมีกี่คน", "number"),
        ("การค้าไทย-ลาวปี 2567 เติบโตอย่างไร", "แล้วเวียดนามปี 2566 ล่ะ", "การค้าไทย-เวียดนามปี 2566 เติบโตอย่างไร", "manner"),
        ("การประชุมสุดยอดครั้งที่ 38 จัดที่ไหน", "แล้วปี 2562 ล่ะ", "การประชุมสุดยอด ปี 2562 จัดที่ไหน", "place"),
        ("การประชุม S2S ปี 2562 จัดที่ไหน", "แล้วครั้งที่ 5 ล่ะ", "การประชุม S2S ครั้งที่ 5 จัดที่ไหน", "place"),
        ("การประชุม S2S ครั้งที่ 4 ปี 2562 จัดที่ไหน", "แล้วครั้งที่ 5 ล่ะ", "การประชุม S2S ครั้งที่ 5 จัดที่ไหน", "place"),
        ("ใครร่วม AWMCG ครั้งที่ 12 ที่กรุงฮานอย", "แล้วครั้งที่ 13 ล่ะ", "ใครร่วม AWMCG ครั้งที่ 13", "person"),
        ("การประชุมรัฐมนตรีต่างประเทศครั้งที่ 5 จัดที่ไหน", "แล้วปี 2563 ล่ะ", "การประชุมรัฐมนตรีต่างประเทศ ปี 2563 จัดที่ไหน", "place"),
        ("งบประมาณปี 2562 เท่าไร", "แล้วครั้งที่ 5 ล่ะ", "งบประมาณ ครั้งที่ 5 เท่าไร", "money"),
        ("มีผู้ติดเชื้อกี่คนเมื่อวันที่ 5 มีนาคม 2563", "แล้ววันที่ 6 มีนาคมล่ะ", "มีผู้ติดเชื้อกี่คนเมื่อวันที่ 6 มีนาคม", "number"),
        ("มีผู้ติดเชื้อกี่คนเมื่อวันที่ 5 มีนาคม 2563", "แล้วเดือนมีนาคม 2563 ล่ะ", "มีผู้ติดเชื้อกี่คน เดือน มีนาคม 2563", "number"),
        ("การประชุม AMM ครั้งที่ 44 และ 45 จัดที่ไหน", "แล้วครั้งที่ 46 ล่ะ", "การประชุม AMM ครั้งที่ 46 จัดที่ไหน", "place"),
        ("How much was spent in 2019?", "And the following year?", "How much was spent in 2020?", "money"),
        ("Who chaired the 34th summit?", "What about 2020?", "Who chaired 2020 summit?", "person"),
        ("BCG คืออะไร", "แล้ว S2S ล่ะ", "S2S คืออะไร", "abbreviation"),
        ("การประชุม S2S ครั้งที่ 4 จัดที่ไหน", "แล้ว ASCCO ล่ะ", "การประชุม ASCCO จัดที่ไหน", "place"),
        ("การประชุม S2S ครั้งที่ 4 จัดที่ไหน", "แล้ว ASCCO ครั้งที่ 3 ล่ะ", "การประชุม ASCCO ครั้งที่ 3 จัดที่ไหน", "place"),
        ("นายธานี ทองภักดี พบใคร", "แล้วนายดอน ปรมัตถ์วินัย ล่ะ", "นายดอน ปรมัตถ์วินัย พบใคร", "person"),
        ("ญี่ปุ่นให้เงินลาวเท่าไร", "แล้วให้กัมพูชาล่ะ", "ญี่ปุ่นให้เงินกัมพูชาเท่าไร", "money"),
        ("ญี่ปุ่นให้เงินลาวเท่าไร", "แล้วจีนล่ะ", "จีนให้เงินลาวเท่าไร", "money"),
        ("How much did Japan give to Laos?", "And how much to Cambodia?", "How much did Japan give to Cambodia?", "money"),
        ("การประชุม S2S ครั้งที่ 4 จัดที่ไหน", "ไม่ใช่ครับ ผมหมายถึงครั้งที่ 5", "การประชุม S2S ครั้งที่ 5 จัดที่ไหน", "place"),
        ("Where was the 34th dialogue held?", "No, I meant the 35th", "Where was the 35th dialogue held?", "place"),
        ("งบประมาณปี 2564 เท่าไร", "แล้วปีที่แล้วล่ะ", "งบประมาณปี 2563 เท่าไร", "money"),
        ("งบประมาณปี ๒๕๖๔ เท่าไร", "ปีถัดไปเท่าไร", "งบประมาณปี 2565 เท่าไร", "money"),
        ("How much was spent in 2019?", "What about the previous year?", "How much was spent in 2018?", "money"),
        ("การประชุม S2S ครั้งที่ 4 จัดที่ไหน", "ครั้งล่าสุดล่ะ", "การประชุม S2S จัดที่ไหน", "place"),
        ("อาเซียนมีสมาชิกกี่ประเทศ", "ขอรายชื่อด้วย", "อาเซียนมีสมาชิก ประเทศ ขอรายชื่อด้วย", "list"),
    ],
)  # fmt: skip
def test_what_is_named_now_takes_the_place_of_its_like(asked: str, then: str, text: str, kind: str) -> None:
    first, *_ = read(then, turn(asked, "a.txt"))
    assert (first.question.text, first.question.kind) == (text, kind)


def test_another_meeting_is_asked_of_without_the_one_before_and_never_of_any_series() -> None:
    here, everywhere = read("แล้วครั้งที่ 5 จัดที่ไหน", turn("ใครเป็นประธานการประชุม S2S ครั้งที่ 4", "a.txt"))
    assert here.question.text == "เป็นประธานการประชุม S2S ครั้งที่ 5 จัดที่ไหน"
    assert "ord:4" not in question_of(here.topic).keys
    assert everywhere.question == here.question


@pytest.mark.parametrize("then", ["แล้วใครเข้าร่วมเป็นครั้งแรก", "แล้วเป้าหมายพลังงานสะอาดปี 2573 คืออะไร"])
def test_what_is_no_other_meeting_leaves_the_one_spoken_of(then: str) -> None:
    here, *_, alone = read(then, turn("การประชุม APEC ครั้งที่ 29 จัดที่ไหน", "a.txt"))
    assert "ord:29" in here.question.keys
    assert alone.question.text == then


def test_what_is_cut_out_takes_nothing_of_what_stands_before() -> None:
    first, *_ = read("แล้วครั้งที่ 3 มีใครเข้าร่วม", turn("การสัมมนาที่กรุงเทพมหานครปี 2562 ใครเป็นประธาน", "a.txt"))
    assert first.question.text == "การสัมมนา เป็นประธาน ครั้งที่ 3 มีใครเข้าร่วม"


@pytest.mark.parametrize("text", ["No. 5 road project", "no comment from Laos"])
def test_what_only_begins_with_no_corrects_nothing(text: str) -> None:
    assert text in {each.question.text for each in read(text, turn("การประชุม S2S ครั้งที่ 4 จัดที่ไหน", "a.txt"))}


def test_a_day_is_one_of_the_same_meeting() -> None:
    first, *_ = read("แล้ววันที่ 6 พฤษภาคม 2562 หารือเรื่องอะไร", turn("การประชุม S2S ครั้งที่ 4 จัดที่ไหน", "a.txt"))
    assert "ord:4" in first.question.keys


def test_what_is_corrected_after_a_question_was_asked_back_says_what_it_is_about() -> None:
    vague = turn("จัดที่ไหน")
    first, *_ = read("หมายถึงการประชุม S2S ครั้งที่ 4", Turn(vague.reading, frozenset(), asked_back=True))
    assert first.question.text == "การประชุม S2S ครั้งที่ 4 จัดที่ไหน"


def test_what_an_article_is_on_may_be_spoken_of_by_its_kind() -> None:
    asked = "โครงการนี้มีประโยชน์อย่างไรต่อเกษตรกรในจังหวัดเชียงราย"
    first, *_ = read(asked, turn("โครงการ BCG ใช้งบประมาณเท่าไร", "a.txt"))
    assert first.articles == {"a.txt"}
    first, *_ = read("น้ำท่วมภาคใต้ปีนี้กระทบเกษตรกรกี่จังหวัด", turn("โครงการ BCG ใช้งบประมาณเท่าไร", "a.txt"))
    assert first.articles is None


@pytest.mark.parametrize(
    ("question", "ordinal"),
    [("แล้วครั้งก่อนหน้านั้นจัดที่ไหน", "ord:6"), ("ครั้งก่อนล่ะ", "ord:6"), ("ครั้งถัดไปจะจัดที่ใด", "ord:8")],
)
def test_the_meeting_before_and_after(question: str, ordinal: str) -> None:
    found = read(question, turn("การประชุม ASOF ครั้งที่ 7 จัดที่เมืองใดของมาเลเซีย", "a.txt"))
    moved = next(each for each in found if ordinal in each.question.keys)
    assert moved.articles is None
    assert moved.question.kind == "place"
    assert "cc:MY" not in moved.question.keys, "the other meeting was elsewhere"
    assert "asof" in moved.question.terms
    assert "ord:7" not in moved.question.keys


def test_the_number_of_the_meeting_may_come_from_the_article() -> None:
    found = read("ครั้งก่อนหน้านั้นจัดเมื่อไร", turn("เวที ANFPM ปี 2565 จัดที่ไหน", "a.txt", ordinal=5))
    assert any("ord:4" in each.question.keys and "y:2022" not in each.question.keys for each in found)


@pytest.mark.parametrize(
    "text",
    [
        "ขอดูเพิ่มเติม",
        "มีอีกไหมครับ",
        "ขอดูเพิ่มเติมหน่อยได้ไหมครับ",
        "เพิ่มเติม",
        "show me more",
        "Anything else?",
        "ขอรายละเอียดเพิ่มเติม",
        "มีอะไรอีกบ้าง",
        "มีข้อมูลอื่นอีกไหม",
        "Can you tell me more?",
        "More details please",
        "ใครอีก",
        "มีใครอีกบ้าง",
        "แล้วมีอะไรอีก",
        "ขอดูข่าวเพิ่มเติม",
        "มีข่าวอื่นอีกไหม",
        "อธิบายเพิ่มเติมหน่อย",
        "ขยายความหน่อย",
        "อยากรู้เพิ่มเติม",
        "ขอดูเพิ่มเติมเกี่ยวกับเรื่องนี้",
        "Who else?",
        "show more results",
        "more about this",
        "Is there anything else?",
        "Is there more?",
        "go on",
    ],
)
def test_more(text: str) -> None:
    assert asks_for_more(parse_question(text, 100).text)


@pytest.mark.parametrize("text", ["ต้องการงบประมาณเพิ่มเติมเท่าไร", "มีประเทศอื่นอีกไหม", "How much more?"])
def test_no_more(text: str) -> None:
    assert not asks_for_more(text)


@pytest.mark.parametrize(
    "question",
    [
        "สหรัฐฯ ให้ความช่วยเหลือแก่ประเทศสมาชิกอาเซียนในปีที่แล้วเป็นเงินเท่าไร",
        "Who chaired the previous US-ASEAN meeting in Washington?",
        "How many countries are there in ASEAN?",
        "ส่วนราชการใดรับผิดชอบ",
    ],
)
def test_every_question_may_be_one_of_its_own(question: str) -> None:
    found = read(question, turn("การประชุม S2S ครั้งที่ 4 จัดที่ไหน", "a.txt"))
    assert any(each.question.text == question and each.articles is None for each in found)
