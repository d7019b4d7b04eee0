"""One question typed in several ways comes out in one form; what is part of the question stays."""

from __future__ import annotations

import time

import pytest

from index.encoder import Encoder
from qa.phrasing import in_terms_of, unframed, uniform
from qa.question import parse_question
from qa.windows import make_windows


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("ขอทราบว่าใครเป็นประธานครับ", "ใครเป็นประธาน"),
        ("ขอทราบค่าเช่าต่อปีของอาคาร ครับ", "ค่าเช่าต่อปีของอาคาร"),
        ("ช่วยบอกหน่อยว่า การประชุมจัดที่ไหนคะ", "การประชุมจัดที่ไหน"),
        ("ทราบไหมครับว่าใครเป็นประธาน", "ใครเป็นประธาน"),
        ("รบกวนสอบถามหน่อยนะคะว่าใครเป็นประธานครับ", "ใครเป็นประธาน"),
        ("ขอทราบรายชื่อประเทศหน่อยได้ไหมครับ", "รายชื่อประเทศ"),
        ("Please tell me: is it binding?", "is it binding?"),
        ("Could you tell me who chaired it, please?", "who chaired it?"),
        ("I'd like to know where it was held.", "where it was held."),
        ("Good morning, may I ask who chaired it? Thank you very much!", "who chaired it?"),
        ("รบกวนสอบถามครับ ขอทราบว่าใครเป็นประธาน", "ใครเป็นประธาน"),
        ("ผมอยากทราบว่าใครเป็นประธานครับ", "ใครเป็นประธาน"),
        ("ขออนุญาตสอบถามว่าใครเป็นประธานคะ", "ใครเป็นประธาน"),
        ("ช่วยบอกได้ไหมว่าใครเป็นประธาน", "ใครเป็นประธาน"),
        ("ใครเป็นประธาน ช่วยบอกหน่อยครับ", "ใครเป็นประธาน"),
        ("ไม่ทราบว่าใครเป็นประธานครับ", "ใครเป็นประธาน"),
        ("ขอทราบที่ตั้งสถานทูต", "ที่ตั้งสถานทูต"),
        ("ขอทราบคะแนนสอบ", "คะแนนสอบ"),
        ("ใช้สิทธินับเวลารวมได้ไหมคะ", "ใช้สิทธินับเวลารวมได้ไหม"),
        ("ใครชนะครับ", "ใครชนะ"),
        ("รบกวนสอบถามหน่อยค่ะ RCEP คืออะไรคะ", "RCEP คืออะไร"),
        ("ถามหน่อยค่ะต้องใช้อะไร", "ต้องใช้อะไร"),
        ("เขียนเต็มว่าอย่างไรคะ กคต. ของกระทรวง", "เขียนเต็มว่าอย่างไร กคต. ของกระทรวง"),
        ("อาคารที่สุราบายา ขอทราบค่าเช่าต่อปีครับ", "อาคารที่สุราบายา ค่าเช่าต่อปี"),
        ("คุณรู้ไหมว่าใครเป็นประธาน", "ใครเป็นประธาน"),
        ("ใครเป็นประธานขอบคุณครับ", "ใครเป็นประธาน"),
        ("การประชุมจัดที่ไหนครับ/ค่ะ", "การประชุมจัดที่ไหน"),
        ("ช่วยอธิบายเรื่อง RCEP ให้หน่อยได้ไหมครับ", "ช่วยอธิบายเรื่อง RCEP"),
        ("ใครพอทราบบ้างคะว่า TDAC กรอกที่ไหน", "TDAC กรอกที่ไหน"),
        ("มีใครรู้ไหมว่า TDAC กรอกที่ไหน", "TDAC กรอกที่ไหน"),
        ("มีใครทราบบ้างครับ TDAC กรอกที่ไหน", "TDAC กรอกที่ไหน"),
        ("แอดมินคะ TDAC กรอกที่ไหน", "TDAC กรอกที่ไหน"),
        ("ฝากถามหน่อยค่ะ TDAC กรอกที่ไหน", "TDAC กรอกที่ไหน"),
        ("คือ อยากถามว่า TDAC กรอกที่ไหน", "TDAC กรอกที่ไหน"),
    ],
)
def test_polite_words_fall_away(typed: str, asked: str) -> None:
    assert unframed(typed) == asked
    assert parse_question(typed, 1000).text == asked


@pytest.mark.parametrize(
    "question",
    [
        "เรียนรู้ตลอดชีวิตคืออะไร",
        "ขอข้อมูลการประชุม",
        "ใครทราบบ้าง",
        "แอดมินคือใคร",
        "คือการประชุมใด",
        "ใครกล่าวขอบคุณ",
        "รัฐมนตรีตอบว่าอย่างไร",
        "ถามว่าอะไร",
        "แจ้งว่าหนังสือเดินทางหายได้ที่ไหน",
        "ใครเขียนหนังสือขอบคุณ",
        "คะแนนเท่าไร",
        "Tell me about the meeting",
        "ความตกลงใดมีผลใช้บังคับ",
        "โครงการใดเปลี่ยนสถานะ",
        "คำใดหมายถึงราคะ",
        "ต้องการแจ้งเกิดบุตรต้องทำอย่างไร",
        "อยากรู้จักประธานของ S2S",
        "ขอตอบรับคำเชิญเมื่อใด",
        "สอบถามข้อมูลได้ที่ไหน",
        "สวัสดีปีใหม่คือวันใด",
        "ขอโทษใครในการแถลง",
        "รบกวนสมาธิคืออะไร",
        "Who said thank you",
        "Hello Kitty was launched when",
        "What does PLEASE stand for?",
        "ครับ",
    ],
)
def test_words_of_the_question_stay(question: str) -> None:
    assert unframed(question) == question


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("การประชุม ครั้งที่ ๓ จัดที่ไหน", "การประชุมครั้งที่3 จัด ที่ไหน ?"),
        ("ในปี ค.ศ. 2022 มีกี่คน", "ในปี พ.ศ. ๒๕๖๕ มีกี่คน"),
        ("ในปี 2022 มีกี่คน", "ในปี 2565 มีกี่คน"),
        ("เมื่อ 3 มีนาคม 2022 ที่ไหน", "เมื่อ ๓ มีนาคม พ.ศ. 2565 ที่ไหน"),
        ("แผน ค.ศ. 2018-2022 คืออะไร", "แผน พ.ศ. 2561-2565 คืออะไร"),
        ("ปี 2022 และ 2023 กี่คน", "ปี 2565 และ 2566 กี่คน"),
    ],
)
def test_forms_of_one_question_are_read_alike(one: str, other: str) -> None:
    assert uniform(one) == uniform(other)
    assert uniform(uniform(one)) == uniform(one)


@pytest.mark.parametrize(
    "question",
    [
        "วาระ 2030 คืออะไร",
        "วิสัยทัศน์อาเซียน 2025",
        "โรงเรียน 2000 แห่ง",
        "พ.ศ. 2022",
        "ค.ศ. 1000",
        "กี่คนใน 2,565 คน",
        "Who met in 2022",
        "2022年の会議",
    ],
)
def test_numbers_that_are_no_years_stay(question: str) -> None:
    assert uniform(question) == question


def test_a_year_is_asked_for_as_the_text_writes_it(encoder: Encoder) -> None:
    assert in_terms_of("ในปี 2565 มีกี่คน", "เมื่อปี ค.ศ. ๒๐๒๒") == "ในปี 2022 มีกี่คน"
    assert in_terms_of("how many in 2022", "ในปี ๒๕๖๕") == "how many in 2565"
    assert in_terms_of("ในปี 2565", "ปี 2565 (2022)") == "ในปี 2565"
    assert in_terms_of("วาระ 2030 คืออะไร", "แผนถึงปี 2573") == "วาระ 2030 คืออะไร"
    assert in_terms_of("มี 2000 คน", "ปี 2543") == "มี 2000 คน"
    assert in_terms_of("กี่คนใน 2,565 คน", "ปี 2022") == "กี่คนใน 2,565 คน"
    one, other = (
        list(make_windows(encoder.tokenize, question, "", "การประชุมปี 2022 มี ๓๐ คน"))
        for question in ("ปี ๒๕๖๕ มีกี่คน?", "ปี ค.ศ. 2022 มี กี่คน")
    )
    assert one == other


@pytest.mark.parametrize(
    "piece", ["ใคร่ขอ", "ขอ", "ขออนุญาต", " ครับ", "หน่อยได้ไหม", "please ", "ปี 2022 และ ", "thanks. ", "นะครับ"]
)
def test_a_hostile_question_takes_no_time(piece: str) -> None:
    long = piece * (10_000 // len(piece))
    started = time.perf_counter()
    uniform(unframed(f"{long}ก"))
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ตามระเบียบใหม่ อาสาสมัครกงสุลคือใคร", "อาสาสมัครกงสุลคือใครตามระเบียบใหม่"),
        ("ในเวที ANFPM ที่เมืองตุรกุ ไทยส่งใคร", "ไทยส่งใครในเวที ANFPM ที่เมืองตุรกุ"),
        ("เมื่อใดที่ผู้นำรับรองแผน", "ผู้นำรับรองแผนเมื่อใด"),
        ("ตามแนวคิดใดที่ Datuk เสนอ", "Datuk เสนอตามแนวคิดใด"),
        ("เศรษฐกิจแบบใดที่โมเดล BCG หมายถึง", "โมเดล BCG หมายถึงเศรษฐกิจแบบใด"),
        ("Under the standard, how much is the fee?", "how much is the fee under the standard?"),
        ("When he opened it, what did he say?", "what did he say when he opened it?"),
    ],
)
def test_what_leads_in_may_stand_behind(one: str, other: str) -> None:
    assert uniform(one) == uniform(other)


@pytest.mark.parametrize(
    "text",
    [
        "ในการประชุมอาเซียน ครั้งที่ 5 ใครเป็นประธาน",
        "ในเวทีเจ้าหน้าที่อาวุโสปี 2562 รองปลัดสธ. กล่าวอย่างไร",
        "ในที่ประชุม ณ หลวงพระบาง มีประเทศใด",
        "ในปีแรกโครงการ มพป. ใช้เงินเท่าไร",
        "ในเมืองใด มีการประชุม",
        "ประเทศใดที่ส่งครูมากที่สุด",
        "In ASEAN, what is AOIP",
        "ในหลวง เสด็จเยือนประเทศใดบ้าง",
        "ด้วยเหตุใดที่ปรึกษานายกรัฐมนตรีลาออก",
        "เมื่อใดที่ประชุมมีมติ",
        "When did the minister visit Laos, who did he meet",
    ],
)
def test_what_a_question_begins_with_is_no_lead_of_its_own(text: str) -> None:
    assert uniform(text).startswith(text[:5])
