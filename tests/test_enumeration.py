"""The whole of an enumeration, from any part of it."""

import pytest

from index.sentences import split_sentences
from qa.enumeration import whole_enumeration


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        (
            "สมาชิกที่เข้าร่วมได้แก่ ไทย ลาว กัมพูชา และเวียดนาม โดยมีจีนเป็นผู้สังเกตการณ์",
            "ลาว",
            "ไทย ลาว กัมพูชา และเวียดนาม",
        ),
        (
            "ที่ประชุมเห็นชอบแผน 3 ด้าน คือ 1) ความปลอดภัย 2) การเชื่อมโยง 3) การลดคาร์บอน ทั้งนี้ จะเริ่มในปีหน้า",
            "การเชื่อมโยง",
            "1) ความปลอดภัย 2) การเชื่อมโยง 3) การลดคาร์บอน",
        ),
        ("มาตรการมีดังนี้\n(๑) ลดภาษี\n(๒) เพิ่มทุน\n(๓) อบรม\nผู้แทนขอบคุณ", "ลดภาษี", "(๑) ลดภาษี\n(๒) เพิ่มทุน\n(๓) อบรม"),
        ("ประธานกล่าวขอบคุณผู้แทนไทย และปิดการประชุม", "ผู้แทนไทย", "ผู้แทนไทย"),
        ("เมื่อวันอาทิตย์ที่ 5 ที่ประชุมหารือเรื่องการค้า การลงทุน และการท่องเที่ยว", "การลงทุน", "การลงทุน"),
        ("เริ่มเวลา 10:30 น. มีผู้แทนจากไทย ลาว และเวียดนาม", "ลาว", "ลาว"),
        ("เมื่อปี 2562 มีผู้เข้าร่วม 12 คน", "12 คน", "12 คน"),
    ],
)
def test_it_is_found_from_a_part(text: str, part: str, whole: str) -> None:
    at = text.index(part)
    span = at, at + len(part)
    sentence = next(each for each in split_sentences(text) if each[0] <= at < each[1])
    assert text[slice(*whole_enumeration(text, sentence, span))] == whole


def test_an_introduction_to_numbered_lines_leads_to_them() -> None:
    text = "ที่ประชุมเห็นชอบมาตรการ ๒ ข้อ ดังนี้\n๑. ลดภาษี\n๒. เพิ่มทุน"
    at = text.index("มาตรการ ๒ ข้อ")
    found = whole_enumeration(text, (0, text.index("\n")), (at, at + len("มาตรการ ๒ ข้อ")))
    assert text[slice(*found)] == "๑. ลดภาษี\n๒. เพิ่มทุน"
