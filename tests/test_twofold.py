"""Questions that ask for two things at once."""

import pytest

from qa import Assistant
from qa.question import parse_question
from qa.twofold import both


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        (
            "การประชุม S2S จัดที่ไหน เมื่อไหร่",
            ("การประชุม S2S จัดที่ไหน", "place"),
            ("การประชุม S2S จัด เมื่อไหร่", "date"),
        ),
        (
            "การประชุมสุดยอดอาเซียน ครั้งที่ 44 และ 45 จัดที่ไหน",
            ("การประชุมสุดยอดอาเซียน ครั้งที่ 44 จัดที่ไหน", "place"),
            ("การประชุมสุดยอดอาเซียน ครั้งที่ 45 จัดที่ไหน", "place"),
        ),
        (
            "บัญชี ACED ครอบคลุมกี่ประเทศเมื่อปี 2566 และกี่ประเทศในปี 2567",
            ("บัญชี ACED ครอบคลุมกี่ประเทศเมื่อปี 2566", "number"),
            ("บัญชี ACED ครอบคลุม กี่ประเทศในปี 2567", "number"),
        ),
        (
            "เมื่อปี 2566 บัญชี ACED ครอบคลุมกี่ประเทศ และในปี 2567 กี่ประเทศ",
            ("เมื่อปี 2566 บัญชี ACED ครอบคลุมกี่ประเทศ", "number"),
            ("บัญชี ACED ครอบคลุม ในปี 2567 กี่ประเทศ", "number"),
        ),
        (
            "การประชุม S2S จัดเมื่อไรและที่ไหน",
            ("การประชุม S2S จัดเมื่อไร", "date"),
            ("การประชุม S2S จัด ที่ไหน", "place"),
        ),
        (
            "ใครเป็นประธานการประชุม S2S และจัดที่เมืองใด",
            ("ใครเป็นประธานการประชุม S2S", "person"),
            ("เป็นประธานการประชุม S2S จัดที่เมืองใด", "place"),
        ),
        (
            "When and where was the S2S meeting held?",
            ("When was the S2S meeting held?", "date"),
            ("where was the S2S meeting held?", "place"),
        ),
        (
            "Please tell me where and when the S2S meeting was held.",
            ("where the S2S meeting was held?", "place"),
            ("when the S2S meeting was held?", "date"),
        ),
        (
            "How many countries did ACED cover in 2023, and how many in 2024?",
            ("How many countries did ACED cover in 2023?", "number"),
            ("How many countries did ACED cover in 2024?", "number"),
        ),
        (
            "Who chaired the 34th meeting and where was it held?",
            ("Who chaired the 34th meeting?", "person"),
            ("chaired the 34th meeting: where was it held?", "place"),
        ),
        (
            "ในปี 2562 ใครเป็นประธานการประชุม S2S และมีผู้เข้าร่วมกี่คน",
            ("ในปี 2562 ใครเป็นประธานการประชุม S2S", "person"),
            ("ในปี 2562 เป็นประธานการประชุม S2S มีผู้เข้าร่วมกี่คน", "number"),
        ),
        (
            "การประชุมอาเซียน-ญี่ปุ่นจัดที่ไหนและผู้แทนลาวคือใคร",
            ("การประชุมอาเซียน-ญี่ปุ่นจัดที่ไหน", "place"),
            ("การประชุมอาเซียน-ญี่ปุ่นจัด ผู้แทนลาวคือใคร", "person"),
        ),
        (
            "What is the budget of the S2S fund and how many countries does it cover?",
            ("What is the budget of the S2S fund?", "money"),
            ("the budget of the S2S fund: how many countries does it cover?", "number"),
        ),
        (
            "Where was the 6th S2S meeting held and where was the 7th held?",
            ("Where was the 6th S2S meeting held?", "place"),
            ("S2S meeting held: where was the 7th held?", "place"),
        ),
        (
            "Who hosted S2S in 2023 and who gave the keynote in 2024?",
            ("Who hosted S2S in 2023?", "person"),
            ("hosted S2S: who gave the keynote in 2024?", "person"),
        ),
        (
            "ใครเป็นประธานการประชุม S2S ครั้งที่ 4 และผู้แทน ICRC คือใคร",
            ("ใครเป็นประธานการประชุม S2S ครั้งที่ 4", "person"),
            ("เป็นประธานการประชุม S2S ครั้งที่ 4 ผู้แทน ICRC คือใคร", "person"),
        ),
        (
            "Who chaired S2S and when did the ARF meet?",
            ("Who chaired S2S?", "person"),
            ("when did the ARF meet?", "date"),
        ),
        (
            "ASEAN ย่อมาจากอะไรและก่อตั้งเมื่อใด",
            ("ASEAN ย่อมาจากอะไร", "abbreviation"),
            ("ASEAN ก่อตั้งเมื่อใด", "date"),
        ),
        (
            "ไทยให้เงินสนับสนุนลาวเท่าไรและเวียดนามเท่าไร",
            ("ไทยให้เงินสนับสนุนลาวเท่าไร", "money"),
            ("ไทยให้เงินสนับสนุนเวียดนามเท่าไร", "money"),
        ),
        (
            "จีนให้วัคซีนไทยกี่โดส และญี่ปุ่นให้กี่โดส",
            ("จีนให้วัคซีนไทยกี่โดส", "number"),
            ("ญี่ปุ่นให้วัคซีนไทยกี่โดส", "number"),
        ),
        (
            "ในการประชุม S2S ผู้แทนไทยคือใครและผู้แทนลาวคือใคร",
            ("ในการประชุม S2S ผู้แทนไทยคือใคร", "person"),
            ("ในการประชุม S2S ผู้แทนลาวคือใคร", "person"),
        ),
        (
            "ใครเป็นประธานการประชุม S2S ครั้งที่ 4 และครั้งที่ 5",
            ("ใครเป็นประธานการประชุม S2S ครั้งที่ 4", "person"),
            ("ใครเป็นประธานการประชุม S2S ครั้งที่ 5", "person"),
        ),
        (
            "Who chaired the 4th and 5th S2S meetings?",
            ("Who chaired the 4th S2S meetings?", "person"),
            ("Who chaired the 5th S2S meetings?", "person"),
        ),
    ],
)
def test_each_thing_is_asked_for(question: str, one: tuple[str, str], other: tuple[str, str]) -> None:
    found = both(parse_question(question, 1000))
    assert found
    assert [(each.text, each.kind) for each in found] == [one, other]


@pytest.mark.parametrize(
    "question",
    [
        "ไทยและลาวหารือเรื่องอะไร",
        "การประชุม S2S จัดที่ไหน ทราบไหม",
        "โครงการใด ที่ประชุม S2S รับรอง",
        "รัฐมนตรีท่านใด เยือนประเทศใด",
        "ไทยส่งใคร ไปประชุมที่ไหน",
        "กระทรวงการพัฒนาสังคมและความมั่นคงของมนุษย์ทำอะไร",
        "ครั้งใดมีคนมากกว่ากัน และต่างกันเท่าไร",
        "มีการลงนามและประกาศใช้หรือไม่",
        "What did the UN and WHO agree on?",
        "Who said when and where?",
        "What does the plan say about when and how it is paid?",
        "โครงการไหมและฝ้ายระยะที่ ๒ ได้วงเงินเท่าใด",
        "ใครและหน่วยงานใดเข้าร่วมการประชุม S2S",
        "ใครเป็นรัฐมนตรีว่าการกระทรวงดิจิทัลเพื่อเศรษฐกิจและสังคมในปีใด",
        "Which countries and how many delegates took part?",
        "When and how many people came?",
        "ใครเป็นประธานและใครเป็นรองประธานการประชุม S2S",
        "การประชุม S2S ครั้งที่ 4 กับครั้งที่ 5 จัดห่างกันกี่ปี",
        "What happened between the 3rd and 4th summits?",
        "Name the minister who visited Laos and who signed the MOU.",
    ],
)
def test_one_thing_stays_one(question: str) -> None:
    assert both(parse_question(question, 1000)) is None


def test_both_are_answered_each_in_its_kind(assistant: Assistant) -> None:
    answer = assistant.answer("การประชุม S2S ครั้งที่ 4 จัดเมื่อไรและที่ไหน")
    assert ["๗ พฤษภาคม" in point.text for point in answer.points] == [True, False]
    assert "กรุงจาการ์ตา" in answer.points[1].text
    assert answer.points[0].converted
    assert "เปรียบเทียบ" not in answer.note


def test_what_is_told_of_one_is_given(assistant: Assistant) -> None:
    answer = assistant.answer("การประชุม S2S ครั้งที่ 4 จัดที่ไหนและครั้งที่ 9 จัดที่ไหน")
    assert "กรุงจาการ์ตา" in answer.text
    assert "ครั้งที่ 9" in answer.note
