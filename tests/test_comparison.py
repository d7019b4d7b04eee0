"""Questions that compare two things."""

import pytest

from qa.comparison import sides
from qa.question import parse_question


@pytest.mark.parametrize(
    ("question", "one", "other", "kind"),
    [
        (
            "การประชุมคณะกรรมการ ABC ครั้งที่ ๑๒ กับการประชุม XYZ ครั้งที่ ๗ อันไหนจัดก่อนกัน",
            "การประชุมคณะกรรมการ ABC ครั้งที่ ๑๒ จัดเมื่อใด",
            "การประชุม XYZ ครั้งที่ ๗ จัดเมื่อใด",
            "date",
        ),
        (
            "จำนวนผู้เข้าร่วมการประชุม ABC ครั้งที่ 6 กับครั้งที่ 7 ต่างกันอย่างไร",
            "จำนวนผู้เข้าร่วมการประชุม ABC ครั้งที่ 6 เท่าใด",
            "จำนวนผู้เข้าร่วมการประชุม ABC ครั้งที่ 7 เท่าใด",
            "number",
        ),
        (
            "ระหว่างประชุม ABC ที่เซบูกับที่มะละกา งานไหนคนเข้าร่วมเยอะกว่ากัน",
            "ประชุม ABC ที่เซบู คนเข้าร่วม กี่คน",
            "ประชุม ABC ที่มะละกา คนเข้าร่วม กี่คน",
            "number",
        ),
        (
            "เงินที่ญี่ปุ่นให้โครงการ A กับเงินที่เกาหลีให้โครงการ B ก้อนไหนมากกว่า",
            "เงินที่ญี่ปุ่นให้โครงการ A เท่าใด",
            "เงินที่เกาหลีให้โครงการ B เท่าใด",
            "money",
        ),
        (
            "ผู้เข้าร่วมการประชุม ABC ครั้งที่ 6 กับครั้งที่ 7 ต่างกันกี่คน",
            "ผู้เข้าร่วมการประชุม ABC ครั้งที่ 6 กี่คน",
            "ผู้เข้าร่วมการประชุม ABC ครั้งที่ 7 กี่คน",
            "number",
        ),
        (
            "มูลค่าก่อสร้าง A ครั้งที่ 5 กับครั้งที่ 7 เพิ่มขึ้นจากเท่าใดเป็นเท่าใด",
            "มูลค่าก่อสร้าง A ครั้งที่ 5 เท่าใด",
            "มูลค่าก่อสร้าง A ครั้งที่ 7 เท่าใด",
            "money",
        ),
        (
            "บทบาทของไทยกับบทบาทของเวียดนามต่างกันอย่างไร",
            "บทบาทของไทย อย่างไร",
            "บทบาทของเวียดนาม อย่างไร",
            "manner",
        ),
        (
            "Which forum drew more participants, the one in Turku or the one in Chiang Rai?",
            "how many participants forum drew in Turku?",
            "how many participants forum drew in Chiang Rai?",
            "number",
        ),
        ("จีนกับญี่ปุ่นให้วัคซีนต่างกันกี่โดส", "จีนให้วัคซีน กี่โดส", "ญี่ปุ่นให้วัคซีน กี่โดส", "number"),
        (
            "ระหว่างปี 2562 และ 2563 งบประมาณต่างกันเท่าไร",
            "ปี 2562 งบประมาณ เท่าใด",
            "ปี 2563 งบประมาณ เท่าใด",
            "money",
        ),
        ("CPTPP กับ RCEP ต่างกันอย่างไร", "CPTPP คืออะไร", "RCEP คืออะไร", "abbreviation"),
        (
            "Which is larger, the budget in 2019 or in 2020?",
            "how much is the budget in 2019?",
            "how much is the budget in 2020?",
            "money",
        ),
        (
            "Which is bigger, the budget of 2020 or 2021?",
            "how much is the budget of 2020?",
            "how much is the budget of 2021?",
            "money",
        ),
        (
            "Which country gave more vaccines, Japan or China?",
            "how many vaccines Japan gave?",
            "how many vaccines China gave?",
            "number",
        ),
        (
            "Who gave more money, Japan or China?",
            "how much money Japan gave?",
            "how much money China gave?",
            "money",
        ),
        (
            "Which year had more tourists, 2021 or 2022?",
            "how many tourists 2021 had?",
            "how many tourists 2022 had?",
            "number",
        ),
        (
            "Which country joined ASEAN first, Laos or Cambodia?",
            "when Laos joined ASEAN?",
            "when Cambodia joined ASEAN?",
            "date",
        ),
        (
            "Did the US or the UK give more vaccines?",
            "how many vaccines US give?",
            "how many vaccines UK give?",
            "number",
        ),
        (
            "Did more people attend in 2019 or 2020?",
            "how many people attend in 2019?",
            "how many people attend in 2020?",
            "number",
        ),
        (
            "Which drew more people, the 6th or the 7th?",
            "how many people drew the 6th?",
            "how many people drew the 7th?",
            "number",
        ),
        ("What is the difference between ASEAN and APEC?", "What is ASEAN?", "What is APEC?", "abbreviation"),
        (
            "อัตราเงินเฟ้อของไทยกับลาว ประเทศไหนสูงกว่า",
            "อัตราเงินเฟ้อของไทย เท่าใด",
            "อัตราเงินเฟ้อของลาว เท่าใด",
            "number",
        ),
    ],
)
def test_both_sides_are_asked_for(question: str, one: str, other: str, kind: str) -> None:
    found = sides(parse_question(question, 1000))
    assert found
    assert [each.text for each in found] == [one, other]
    assert {each.kind for each in found} == {kind}


@pytest.mark.parametrize(
    "question",
    [
        "ไทยกับญี่ปุ่นหารือเรื่องอะไร",
        "การประชุมอาเซียน-ญี่ปุ่น ครั้งที่ 35 จัดที่ไหน",
        "มีผู้เข้าร่วมมากกว่า 100 คนหรือไม่",
        "ใครกล่าวเปิดก่อนการประชุม",
        "Who spoke first?",
        "มูลค่าการค้าระหว่างไทยกับญี่ปุ่นเพิ่มขึ้นจากปี 2561 เท่าไร",
        "ไทยกับเวียดนามนำเข้าก๊าซเพิ่มจากประเทศใด",
    ],
)
def test_other_questions_compare_nothing(question: str) -> None:
    assert sides(parse_question(question, 1000)) is None


@pytest.mark.parametrize(
    "question",
    [
        "รัฐมนตรีว่าการกระทรวงกลาโหมและรัฐมนตรีว่าการกระทรวงการต่างประเทศหารือเรื่องอะไร",
        "ผลกระทบต่อเศรษฐกิจและสังคมหลังโควิด-19 คืออะไร",
        "ใครหารือกับนายดอนก่อนพิธีลงนาม",
        "สหรัฐฯ และญี่ปุ่นให้เงินมากกว่า 100 ล้านแก่โครงการใด",
        "รัฐมนตรีหารือกับประเทศใดก่อน",
        "นักท่องเที่ยวต้องติดต่อกับใครก่อน",
        "ไทยและสิงคโปร์จะร่วมมือให้มากกว่าเดิมอย่างไร",
        "ผู้ที่พำนักกับครอบครัวนานกว่าห้าปีต้องยื่นที่ไหน",
        "ไทยกับลาวประชุมกันก่อนกันยายน 2563 เรื่องอะไร",
        "จดทะเบียนสมรสกับชาวต่างชาติต้องทำอะไรก่อน",
        "แต่งงานกับคนต่างชาติต้องแจ้งหน่วยงานไหนก่อน",
        "Where can I find more information on visas and passports?",
        "Who was first elected in 2019 and why?",
        "How many more doses did Thailand receive from Japan and China?",
        "How many Thais returned after the evacuation of Israel and Iran?",
        "Who spoke after the prime minister and the foreign minister?",
        "What was first discussed at the meeting between the foreign ministers of Thailand and Laos?",
        "Who later spoke at the meeting between the EU and ASEAN?",
        "Is there more information on visas or passports?",
        "Did more than 100 people come in 2019 or 2020?",
        "Did trade differ in 2019 and 2020?",
        "What did Thailand announce before the ASEAN Summit and the East Asia Summit?",
    ],
)
def test_words_that_only_look_like_a_comparison(question: str) -> None:
    assert sides(parse_question(question, 1000)) is None


def test_what_joins_names_does_not_part_the_sides() -> None:
    found = sides(parse_question("กระทรวงการพัฒนาสังคมและความมั่นคงของมนุษย์กับกระทรวงแรงงาน ใครให้เงินมากกว่า", 1000))
    assert found
    assert found[0].text.startswith("กระทรวงการพัฒนาสังคมและความมั่นคงของมนุษย์")
    assert found[1].text.startswith("กระทรวงแรงงาน")


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("นักท่องเที่ยวจีนกับอินเดียปี 2567 ต่างกันเท่าไร", "นักท่องเที่ยวจีนปี 2567 เท่าใด", "นักท่องเที่ยวอินเดียปี 2567 เท่าใด"),
        ("ญี่ปุ่นกับเกาหลีใต้ลงทุนในไทยต่างกันอย่างไร", "ญี่ปุ่นลงทุนในไทย อย่างไร", "เกาหลีใต้ลงทุนในไทย อย่างไร"),
        ("ราคาทุเรียนกับมังคุดอะไรแพงกว่ากัน", "ราคาทุเรียน เท่าใด", "ราคามังคุด เท่าใด"),
        ("งบกระทรวงกลาโหมกับกระทรวงแรงงานใครมากกว่ากัน", "งบกระทรวงกลาโหม เท่าใด", "งบกระทรวงแรงงาน เท่าใด"),
        ("จีนให้ไทยกับญี่ปุ่นให้ลาว ใครให้มากกว่า", "จีนให้ไทย ให้ เท่าใด", "ญี่ปุ่นให้ลาว ให้ เท่าใด"),
        ("การค้าไทยกับจีนและไทยกับสหรัฐ อันไหนมากกว่ากัน", "การค้าไทยกับจีน เท่าใด", "การค้าไทยกับสหรัฐ เท่าใด"),
        ("จำนวนผู้ติดเชื้อในไทยและลาวต่างกันเท่าใด", "จำนวนผู้ติดเชื้อในไทย เท่าใด", "จำนวนผู้ติดเชื้อในลาว เท่าใด"),
        (
            "การประชุม ABC ที่เซบูครั้งที่ 6 กับที่มะละกา ครั้งที่ 7 ครั้งไหนคนมากกว่ากัน",
            "การประชุม ABC ที่เซบูครั้งที่ 6 คน กี่คน",
            "การประชุม ABC ที่มะละกา ครั้งที่ 7 คน กี่คน",
        ),
        (
            "การประชุม ABC ครั้งที่ 6 กับที่มะละกา ครั้งไหนคนมากกว่ากัน",
            "การประชุม ABC ครั้งที่ 6 คน กี่คน",
            "การประชุม ABC ครั้งที่ 6 ที่มะละกา คน กี่คน",
        ),
    ],
)
def test_the_second_side_gets_what_it_leaves_out_and_keeps_what_it_says(
    question: str, one: str, other: str
) -> None:
    found = sides(parse_question(question, 1000))
    assert found
    assert [each.text for each in found] == [one, other]
