"""What a question names, and whether an article names it too: days, meetings, people, acronyms."""

import pytest

from index.articles import make_article
from qa.conditions import unmet_conditions
from qa.names import speaks_of
from qa.question import meets, parse_question


@pytest.mark.parametrize(
    ("asked", "written", "met"),
    [
        ("ครั้งที่ ๓๖", {"ord:34"}, False),
        ("34th", {"ord:34"}, True),
        ("7 พฤษภาคม 2562", {"y:2019", "m:2019-05", "d:2019-05-06"}, False),
        ("7 พฤษภาคม 2562", {"d:2019-05-07"}, True),
        ("ปี 2562", {"y:2019"}, True),
        ("ปี 2564-2567", {"y:2022"}, True),
        ("ญี่ปุ่น", {"cc:US"}, False),
    ],
)
def test_conditions(asked: str, written: set[str], met: bool) -> None:
    (condition,) = parse_question(asked, 1000).conditions
    assert meets(condition, written) is met


def test_a_titled_person_is_looked_for() -> None:
    (person,) = parse_question("นายดอน ปรมัตถ์วินัย กล่าวอะไรในการประชุม", 1000).people
    assert not speaks_of("นายธานี ทองภักดี เข้าร่วม", person)
    assert speaks_of("นายดอน เข้าร่วม", person)
    assert speaks_of("นาย ดอน เข้าร่วม", person)
    (spaced,) = parse_question("นาย ดอน ปรมัตถ์วินัย กล่าวอะไร", 1000).people
    assert spaced == person
    assert speaks_of("รัฐมนตรีปรมัตถ์วินัย เข้าร่วม", person)
    assert parse_question("นายกรัฐมนตรีคือใคร", 1000).people == ()
    assert parse_question("นายกฤษฎาพบใคร", 1000).people == ("นายกฤษฎา",)
    assert parse_question("ประชุมเดือนมิถุนายน 2563 ที่ไหน", 1000).people == ()
    assert parse_question("ต้นช้องนางถ้าออกดอกเป็นสีขาวมีชื่อว่าอย่างไร", 1000).people == ()
    assert parse_question("ในเดือนมิถุนายนนายดอนพบใคร", 1000).people == ("นายดอน",)
    (said_of,) = parse_question("นายดอนมีตำแหน่งอะไร", 1000).people
    assert speaks_of("นายดอน ปรมัตถ์วินัย เข้าร่วม", said_of)
    assert not speaks_of("นายดนัย ใจดี เข้าร่วม", said_of)
    assert not speaks_of("นายชัย กล่าว", "นายชัยวัฒน์")
    for mayor in ("นายกไทยเดินทางไปไหน", "นายกญี่ปุ่นคือใคร", "นายกกล่าวอะไร"):
        assert parse_question(mayor, 1000).people == ()
    (glued,) = parse_question("นายธานีดำรงตำแหน่งอะไร", 1000).people
    assert speaks_of("นายธานี ทองภักดี เข้าร่วม", glued)


def test_thailand_is_no_condition() -> None:
    assert parse_question("ผู้แทนไทยคือใคร", 1000).conditions == ()


@pytest.mark.parametrize(
    "title", ["น.ส.สมศรี มาเมื่อไร", "พ.ต.อ. สมชาย คือใคร", "ช่วง ม.ค. ถึง มี.ค. มีอะไร", "ดร. สมชาย คือใคร"]
)
def test_titles_and_months_are_no_acronyms(title: str) -> None:
    assert parse_question(title, 1000).codes == ()


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("นายทะเบียนจังหวัดทำอะไร", ()),
        ("ทนายชุมชนคือใคร", ()),
        ("นายแพทย์โอภาส การย์กวินพงศ์ กล่าวว่าอะไร", ("นายแพทย์โอภาส การย์กวินพงศ์",)),
        ("นางสาวไทยปี 2568 คือใคร", ()),
        ("นางสงกรานต์ปีนี้ชื่ออะไร", ()),
        ("นายพลเมียนมาคนไหนลาออก", ()),
        ("นางพยาบาลขาดแคลนกี่คน", ()),
        ("อำเภอนางรองอยู่ที่ไหน", ()),
        ("โรงเรียนนายร้อยอยู่ที่ไหน", ()),
        ("นายสถานีรถไฟคือใคร", ()),
        ("นายพลเดช ปิ่นประทีป กล่าวว่าอะไร", ("นายพลเดช ปิ่นประทีป",)),
        ("นายพลากร สุวรรณรัฐ", ("นายพลากร สุวรรณรัฐ",)),
        ("นางรัตนา คือใคร", ("นางรัตนา",)),
        ("นายแบงค์ คือใคร", ("นายแบงค์",)),
        ("นายพันศักดิ์ วิญญรัตน์", ("นายพันศักดิ์ วิญญรัตน์",)),
        ("นางนวลจรี คือใคร", ("นางนวลจรี",)),
    ],
)
def test_whose_title_it_is(text: str, people: tuple[str, ...]) -> None:
    assert parse_question(text, 1000).people == people


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("นายสมชายเข้าร่วมการประชุมใด", ("นายสมชาย",)),
        ("นายดอน เข้าร่วมประชุมที่ไหน", ("นายดอน",)),
        ("นายดอน ปรมัตถ์วินัย", ("นายดอน ปรมัตถ์วินัย",)),
        ("นายดอน ปรมัตถ์วินัยกล่าวอะไร", ("นายดอน ปรมัตถ์วินัย",)),
        ("นายพบสุข ดำรงชัย คือใคร", ("นายพบสุข ดำรงชัย",)),
        ("นายดอนและนายธานีพบใคร", ("นายดอน", "นายธานี")),
    ],
)
def test_a_name_ends_before_a_verb(text: str, people: tuple[str, ...]) -> None:
    assert parse_question(text, 1000).people == people


@pytest.mark.parametrize(
    ("person", "text", "named"),
    [
        ("นางสาวบุษฎี", "นางสาวบุญมี กล่าวเปิด", False),
        ("นางสาวบุษฎี", "นางบุษฎี สันติพิทักษ์ กล่าวเปิด", True),
        ("นางสาวบุษฎี", "โดย บุษฎี สันติพิทักษ์", True),
        ("นายดอน", "รัฐมนตรีดอน", True),
        ("นายประชา", "รัฐมนตรีประชุมร่วมกัน", False),
        ("นายประเสริฐ", "เอกอัครราชทูตประเทศสมาชิกเข้าร่วม", False),
        ("นายดอน", "ท่าอากาศยาน ดอนเมือง", False),
        ("นายธานี", "จังหวัดอุดรธานี", False),
        ("นายประเสริฐ", "การประชุมของ ประเทศสมาชิก", False),
    ],
)
def test_who_is_spoken_of(person: str, text: str, named: bool) -> None:
    assert speaks_of(text, person) is named


@pytest.mark.parametrize(
    ("code", "text", "named"),
    [
        ("EVX", "ASEAN Evxents", False),
        ("PMX", "ค่า PMX5", False),
        ("DEA", "an idea, dea", False),
        ("ASCCO", "ASCCOs และ", True),
        ("ASCCO", "Ascco", True),
        ("MSMEs", "ช่วย MSME", True),
    ],
)
def test_an_acronym_is_a_word_of_its_own(code: str, text: str, named: bool) -> None:
    question = parse_question(f"{code} จัดที่ไหน", 1000)
    article, other = make_article("a", text), make_article("b", f"{code} จัดที่กรุงเทพ")
    assert unmet_conditions(question, [article, other])["a"] == ([] if named else [code])


@pytest.mark.parametrize(
    "code",
    [
        "ครม.",
        "รมว.",
        "รมช.",
        "นรม.",
        "สส.",
        "ส.ส.",
        "สว.",
        "ส.ว.",
        "PM",
        "FM",
        "EV",
        "EVs",
        "PM2.5",
        "สธ.",
        "ผบ.ทบ.",
        "พ.ร.บ.",
        "พรบ.",
    ],
)
def test_what_articles_write_out_is_no_condition(code: str) -> None:
    assert parse_question(f"{code} ประชุมที่ไหน", 1000).codes == ()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Who chaired the first SCTF meeting?", True),
        ("What happened at the 34th?", True),
        ("How much was spent on the first phase?", False),
        ("Which country was the second to ratify it?", False),
        ("When did Thailand first chair ASEAN?", False),
        ("When did Thailand first host the ASEAN Summit?", False),
        ("Who was the first ASEAN Secretary-General?", False),
        ("When was the 75th anniversary of Thai-US relations?", False),
        ("What did the 50th ASEAN anniversary mark?", False),
        ("What happened in the third wave of COVID-19?", False),
        ("How bad were the first and second waves of COVID-19?", False),
        ("Who was the first woman ambassador to the US?", False),
        ("Who joined ASEAN first?", False),
        ("And where was the 35th held?", True),
        ("Who chaired the 35th and where was it held?", True),
        ("Which drew more people, the 6th or the 7th?", True),
        ("Who chaired the 34th ASEAN-US Dialogue?", True),
        ("Where was the 4th Special ASEAN-China meeting?", True),
        ("Who chaired the 23rd ASEAN Plus Three SOM?", True),
        ("Who chaired the 38th ASEAN Ministers on Energy Meeting?", True),
        ("What did the 17th ASCCO adopt?", True),
        ("What did the first BBCM discuss?", True),
        ("Where will the first ASEAN–Canada youth camp take place?", True),
    ],
)
def test_an_english_ordinal_is_a_meetings_or_none(text: str, named: bool) -> None:
    assert any(c.kind == "ordinal" for c in parse_question(text, 1000).conditions) == named


def test_an_abbreviated_word_is_no_condition() -> None:
    assert parse_question("MOU ที่ทำกับ DEA มีผลผูกพันหรือไม่", 1000).codes == ("DEA",)
