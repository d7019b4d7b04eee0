"""Canonical keys: forms that must meet."""

import pytest

from index.mentions import find_mentions, mention_keys


@pytest.mark.parametrize(
    ("one", "other", "key"),
    [
        ("พ.ศ. ๒๕๖๒", "in 2019", "y:2019"),
        ("ครั้งที่ ๓๔", "the 34th meeting", "ord:34"),
        ("ครั้งที่สามสิบสี่", "thirty-fourth", "ord:34"),
        ("ครั้งที่ ๔", "fourth", "ord:4"),
        ("สมัยที่ ๔", "รอบที่สี่", "ord:4"),
        ("จัดเป็นครั้งแรก", "the first session", "ord:1"),
        ("กัมพูชา", "Cambodian", "cc:KH"),
        ("จังหวัดนครศรีธรรมราช", "Nakhon Si Thammarat", "city:nakhon-si-thammarat"),
        ("ชลบุรี", "Chonburi", "city:chon-buri"),
        ("สหรัฐฯ", "the United States", "cc:US"),
        ("สปป. ลาว", "Lao PDR", "cc:LA"),
        ("ญี่ปุ่น", "Japanese", "cc:JP"),
        ("อาเซียน", "ASEAN", "org:asean"),
        ("กรุงจาการ์ตา", "Jakarta", "city:jakarta"),
        ("๗ พฤษภาคม พ.ศ. ๒๕๖๒", "May 7, 2019", "d:2019-05-07"),
        ("๑๑๒ ล้านดอลลาร์สหรัฐ", "US$112 million", "money:USD:112000000"),
        ("112 ล้านเหรียญสหรัฐฯ", "112,000,000 US dollars", "money:USD:112000000"),
        ("๑.๕ แสนล้านบาท", "THB 150 billion", "money:THB:150000000000"),
        ("5 ล้านดอลลาร์ออสเตรเลีย", "A$5 million", "money:AUD:5000000"),
        ("๓,๐๐๐ เยน", "3000 yen", "money:JPY:3000"),
        ("๒๘ ล้านโครนเดนมาร์ก", "DKK 28 million", "money:DKK:28000000"),
        ("5 ล้านโครนนอร์เวย์", "5 million Norwegian kroner", "money:NOK:5000000"),
        ("500 ล้านบาท", "Baht 500 million", "money:THB:500000000"),
        ("ครั้งแรก", "THE FIRST MEETING", "ord:1"),
        ("ครั้งที่ ๑/๒๕๖๓", "ครั้งที่ 1", "ord:1"),
        ("ครั้งที่ ๑/๒๕๖๓", "ปี 2563", "y:2020"),
        ("เกาหลีเหนือ", "the Democratic People's Republic of Korea", "cc:KP"),
        ("จังหวัดตราด", "Trat", "city:trat"),
        ("กองทัพซีเรียสนับสนุน", "Syria", "cc:SY"),
        ("ตุรกี", "Turkey", "cc:TR"),
    ],
)
def test_two_forms_share_a_key(one: str, other: str, key: str) -> None:
    assert key in mention_keys(one)
    assert key in mention_keys(other)


@pytest.mark.parametrize(
    "text",
    ["ทะเลจีนใต้", "ภาษาไทย", "ชาดก", "10 ปอนเดอร์", "a status bus", "ครั้งที่ผ่านมา", "ไม่เคยเลย", "เผยแพร่", "Nan",
     "อัตราดอกเบี้ย", "กัมมันตรังสี", "ตรังกานู", "เกาะนิวกินี", "เช็กอิน", "หลาว", "คลาวด์", "ละตินอเมริกา", "อเมริกาใต้", "มหาสมุทรอินเดีย",
     "Indian Ocean", "South China Sea", "East China Sea", "Sea of Japan", "paid in US dollars", "New Mexico", "Latin American", "มหาวิทยาลัยสุโขทัยธรรมาธิราช", "กกต. จัดการเลือกตั้ง", "ครั้งที่ 12345",
     "ครั้งที่สองพันสิบ", "the firſt", "5 mıllion baht", "won 5 medals", "9" * 2_000_000 + " บาท", "US$" + "9" * 2_000_000],
    ids=lambda text: text[:30],
)  # fmt: skip
def test_what_only_looks_like_a_name_has_no_key(text: str) -> None:
    assert mention_keys(text) == []


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("เงิน US$5 ล้าน", ["money:USD:5000000"]),
        ("5 million U.S. dollars", ["money:USD:5000000"]),
        ("วันที่ 7th May 2019", ["y:2019", "m:2019-05", "d:2019-05-07"]),
        ("Euro 2020", ["y:2020"]),
        ("the Democratic People's Republic of Korea", ["cc:KP"]),
        ("กินีบิสเซา", ["cc:GW"]),
    ],
)
def test_a_part_of_what_is_named_has_no_key_of_its_own(text: str, keys: list[str]) -> None:
    assert mention_keys(text) == keys


def test_the_first_meeting_of_a_year_is_that_of_no_other() -> None:
    asked = find_mentions("การประชุมครั้งที่ 1/2563 จัดเมื่อใด")
    assert [mention.keys for mention in asked] == [("ord:1",), ("y:2020",)]
    assert not set(mention_keys("การประชุมครั้งที่ ๑/๒๕๖๔")).issuperset({"ord:1", "y:2020"})


def test_offsets_are_those_of_the_text() -> None:
    text = "ประชุมอาเซียน-ญี่ปุ่น ครั้งที่ ๓๕ เมื่อ ๑๔ ตุลาคม ๒๕๖๓"
    assert [text[m.start : m.end] for m in find_mentions(text)] == [
        "อาเซียน",
        "ญี่ปุ่น",
        "ครั้งที่ ๓๕",
        "๑๔ ตุลาคม ๒๕๖๓",
    ]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("ครั้งที่ 44 และ 45", ["ord:44", "ord:45"]),
        ("ครั้งที่ ๓๘ - ๓๙ ณ บันดาร์เสรีเบกาวัน", ["ord:38", "ord:39"]),
        ("ครั้งที่ 4 และ 5 ประเทศ", ["ord:4"]),
        ("ครั้งที่ 1 และ 2 ฝ่ายตกลงกัน", ["ord:1"]),
        ("ครั้งที่ 4-5 มีนาคม", ["ord:4"]),
        ("ครั้งที่ 4 และ 7", ["ord:4"]),
        ("ครั้งที่ 4 และ 5,000 คน", ["ord:4"]),
    ],
)
def test_two_meetings_may_be_named_at_once(text: str, keys: list[str]) -> None:
    assert [key for key in mention_keys(text) if key.startswith("ord:")] == keys
