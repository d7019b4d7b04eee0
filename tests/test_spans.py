"""Typed spans: the exact words that could be the answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.question import parse_question
from qa.spans import answer_spans, repeats


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        ("จัดประชุมเมื่อไร", "เมื่อวันที่ ๗ พฤษภาคม พ.ศ. ๒๕๖๒ จัดประชุม", "๗ พฤษภาคม พ.ศ. ๒๕๖๒"),
        ("จัดประชุมที่ไหน", "จัดประชุม ณ สำนักเลขาธิการอาเซียน กรุงจาการ์ตา โดยที่ประชุม", "สำนักเลขาธิการอาเซียน กรุงจาการ์ตา"),
        ("ให้เงินเท่าไร", "ให้ความช่วยเหลือเป็นเงินกว่า ๑๑๒ ล้านดอลลาร์สหรัฐ รวมทั้ง", "๑๑๒ ล้านดอลลาร์สหรัฐ"),
        ("จัดกี่วัน", "เปิดเวทีอภิปรายเป็นระยะเวลา ๒ วัน ภายใต้แนวคิด", "๒ วัน"),
        ("ใครเป็นประธาน", "มี นาย Hoang Anh Tuan รองเลขาธิการเป็นประธาน", "นาย Hoang Anh Tuan"),
        ("ใครเข้าร่วม", "นายธานี ทองภักดี ปลัดกระทรวง เข้าร่วม", "นายธานี ทองภักดี"),
        ("ประเทศใดเป็นผู้ประสานงาน", "สปป. ลาว ในฐานะผู้ประสานงาน", "สปป. ลาว"),
        (
            "S2S ย่อมาจากอะไร",
            "ประชุมเลขาธิการ (Secretariat-to-Secretariat: S2S) ณ",
            "Secretariat-to-Secretariat",
        ),
        ("PHEED คืออะไร", "จัดตั้งศูนย์ Centre for Public Health (PHEED) และ", "Centre for Public Health"),
        ("BCG คืออะไร", "ส่งเสริมรูปแบบ เศรษฐกิจชีวภาพ-เศรษฐกิจสีเขียว (BCG)", "เศรษฐกิจชีวภาพ-เศรษฐกิจสีเขียว"),
        ("เข้าร่วมกี่ประชาคม", "ผู้แทนทั้งสามประชาคมเข้าร่วม", "ทั้งสามประชาคม"),
        ("How many people attended?", "มีผู้เข้าร่วม ๓๐ คน ตลอด ๒ วัน", "๓๐ คน"),
        ("จัดที่เมืองใด", "จัดขึ้นในเมืองพัทยา เมื่อปีก่อน", "เมืองพัทยา"),
        ("ปี 2562 แผนใหม่เริ่มปีใด", "แผน พ.ศ. ๒๕๖๒ ตามด้วยแผน พ.ศ. ๒๕๖๔", "พ.ศ. ๒๕๖๔"),
        ("หน่วยงานที่เข้าร่วมมีอะไรบ้าง", "หน่วยงานที่เข้าร่วม ได้แก่ กรม ก และกรม ข", "กรม ก และกรม ข"),
        ("เวียดนามถือหุ้นกี่เปอร์เซ็นต์", "ถือหุ้น ๒ ประเทศ โดยเวียดนามถือร้อยละ 35 ของทั้งหมด", "ร้อยละ 35"),
        ("มีผู้เข้าร่วมกี่คน", "มีผู้เข้าร่วม ๓๐ ราย ตลอด ๒ วัน", "๓๐ ราย"),
        ("มีผู้เข้าร่วมกี่คน", "มีผู้เข้าร่วมทั้งสิบสองคน", "ทั้งสิบสองคน"),
        ("มีผู้เข้าร่วมกี่คน", "ผู้แทนสิบสองคนเข้าร่วม", "สิบสองคน"),
        ("ใช้เวลากี่วัน", "ใช้เวลา ๒ สัปดาห์ โดยมี ๕ ขั้นตอน", "๒ สัปดาห์"),
        ("จัดกี่วัน", "จัดสองสัปดาห์ก่อนพักสามวัน", "สามวัน"),
        ("มีกี่ประเทศเข้าร่วม", "มี 10 ชาติเข้าร่วม", "10 ชาติ"),
        ("How many member states signed?", "ผู้แทน 30 คนจาก 10 ประเทศลงนาม", "10 ประเทศ"),
        ("จัดที่เมืองใด", "เมืองอัจฉริยะของพลเมืองดิจิทัล จัดในเมืองพัทยา", "เมืองพัทยา"),
        (
            "กคต. ย่อมาจากอะไร",
            "กระทรวงการต่างประเทศ เป็นประธานคณะกรรมการกองทุนคุ้มครองคนไทยในต่างประเทศ (กคต.) ครั้งที่ 2",
            "กองทุนคุ้มครองคนไทยในต่างประเทศ",
        ),
        ("ประชุมวันใดของปี ค.ศ. 2019", "แจ้งผลใน พ.ศ. ๒๕๖๒ ประชุมวันที่ ๗ พ.ค. ๒๕๖๒", "๗ พ.ค. ๒๕๖๒"),
        (
            "ASCCO ย่อมาจากอะไร",
            "การประชุม (11th Coordinating Conference: 11th ASCCO) ณ",
            "11th Coordinating Conference",
        ),
        ("การประชุมเป็นครั้งที่เท่าไร", "การประชุมอาวุโส ครั้งที่ 35 ผ่านระบบ", "ครั้งที่ 35"),
    ],
)
def test_the_likeliest_span(question: str, sentence: str, answer: str) -> None:
    start, end = answer_spans(parse_question(question, 1000), sentence)[0]
    assert sentence[start:end] == answer


def test_what_the_question_says_is_no_answer() -> None:
    question = parse_question("การประชุมวันที่ 7 พฤษภาคม 2562 เกี่ยวข้องกับปีใด", 1000)
    assert answer_spans(question, "เมื่อวันที่ ๗ พฤษภาคม ๒๕๖๒ มีการประชุม") == []


@pytest.mark.parametrize(
    ("question", "span", "said"),
    [
        ("Which plan follows the 2016-2020 plan?", "2016-2020", True),
        ("ไทยมอบยาอะไรให้ลาว", "ยา", True),
        ("ไทยมอบอะไรให้โรงพยาบาลของลาว", "ยา", False),
        ("Which agency funded the pilot project?", "ILO", False),
        ("Who declared the pandemic?", "WHO", False),
        ("ปี 2565 มีการประชุมกี่ครั้ง", "๕", False),
    ],
)
def test_only_whole_words_are_what_the_question_says(question: str, span: str, said: bool) -> None:
    assert repeats(parse_question(question, 1000), span) == said


@given(
    st.sampled_from(
        [
            "เมื่อไร",
            "ที่ไหน",
            "ใคร",
            "กี่คน",
            "เงินเท่าไร",
            "มีอะไรบ้าง",
            "S2S ย่อมาจากอะไร",
            "คืออะไร",
            "ทำไม",
            "หน่วยงานใด",
        ]
    ),
    st.text(st.sampled_from("กขาิ์่ 0123๒๕ ณที่โดยนายเป็นAbc.()-:S2S\n"), max_size=80),
)
def test_spans_lie_in_the_sentence(asked: str, sentence: str) -> None:
    for start, end in answer_spans(parse_question(asked, 1000), sentence):
        assert 0 <= start < end <= len(sentence)
