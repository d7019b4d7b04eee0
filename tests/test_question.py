"""What a question asks for and what it is about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import InvalidQuestion
from qa.question import parse_question


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("การประชุม S2S จัดที่ไหน", "place"),
        ("ประชุมเมื่อไร", "date"),
        ("จัดขึ้นวันที่เท่าไร", "date"),
        ("เกิดปีอะไร", "date"),
        ("ใครเป็นประธาน", "person"),
        ("มีใครเข้าร่วมบ้าง ใครบ้าง", "list"),
        ("หารือเรื่องอะไรบ้าง", "list"),
        ("สนับสนุนเงินเท่าไร", "money"),
        ("ประชุมกี่วัน", "number"),
        ("เป็นครั้งที่เท่าไร", "ordinal"),
        ("ประเทศใดเป็นเจ้าภาพ", "country"),
        ("AIPR ย่อมาจากอะไร", "abbreviation"),
        ("BCG คืออะไร", "abbreviation"),
        ("อะไรคือ BCG", "abbreviation"),
        ("ไสยศาสตร์คืออะไร", "definition"),
        ("ทำไมจึงสำคัญ", "reason"),
        ("หน่วยงานใดของสหประชาชาติบ้างที่ส่งผู้แทน", "list"),
        ("ขอรายชื่อเมืองนำร่อง 6 แห่ง", "list"),
        ("ต้องยื่นเรื่องทางไหน", "manner"),
        ("รถไฟใช้เส้นทางใด", "other"),
        ("เสนอแนวทางใด", "other"),
        ("โมเดล BCG หมายถึงเศรษฐกิจแบบใด", "abbreviation"),
        ("อาสาสมัครหมายถึงคนแบบใด", "definition"),
        ("“ตู้สีเขียว” ในโครงการของ MAPWEN หมายถึงตู้แบบไหน", "definition"),
        ("ผู้เชี่ยวชาญที่ไปเชียงรายชื่ออะไร", "person"),
        ("มีผู้ถูกถอนรายชื่อกี่คน", "number"),
        ("ไทยเสนออะไรในที่ประชุมบ้าง", "list"),
        ("ปลายทางใดได้รับความนิยม", "other"),
        ("What did the state pay?", "other"),
        ("WHO ประกาศการระบาดใหญ่เมื่อใด", "date"),
        ("Which economic issues were discussed?", "list"),
        ("Which of the bodies paid?", "other"),
        ("What was the exact date of the meeting when it was adopted?", "date"),
        ("Under the new rules, who counts as a volunteer?", "definition"),
        ("What did Lim say about trade when he opened it?", "manner"),
        ("How many people came when it opened?", "number"),
        ("What was the date when it opened?", "date"),
        ("หน่วยงานใดรับผิดชอบ", "organisation"),
        ("ดำเนินการอย่างไร", "manner"),
        ("ประธานอาเซียนทำอะไร", "other"),
        ("Where was it held?", "place"),
        ("When did the meeting take place?", "date"),
        ("Who chaired the meeting?", "person"),
        ("How much money did the US give?", "money"),
        ("What does AIPR stand for?", "abbreviation"),
        ("Which country coordinates?", "country"),
        ("How many days?", "number"),
        ("กิจการแบบใดจึงถือเป็นรายย่อย", "definition"),
        ("ทำไมจึงถือเป็นก้าวสำคัญ", "reason"),
        ("ใครเสนอนิยามนี้", "person"),
        ("โครงการ PRSP หมายความว่าอย่างไร", "definition"),
        ("SCAS คืออุปกรณ์แบบใด", "definition"),
        ("วีซ่าประเภทใดที่เรียกเก็บค่าธรรมเนียม", "other"),
        ("แนวคิดเศรษฐกิจหมุนเวียนคืออะไร", "definition"),
        ("แนวคิด BCG คืออะไร", "abbreviation"),
        ("โครงการที่รัฐมนตรีเปิดตัวชื่ออะไร", "other"),
        ("Who signed it when it was launched?", "person"),
        ("Which organisation does the ambassador represent?", "organisation"),
        ("Which official language was used?", "other"),
        ("May 2019 meeting was chaired by whom?", "person"),
        ("Is it known who chaired it?", "person"),
        ("Why was the definition withdrawn?", "reason"),
        ("ลูกเรือถูกทิ้งนิยามว่าอย่างไร", "definition"),
        ("Who counts as a volunteer?", "definition"),
        ("หัวข้อหลักของการประชุมคืออะไร", "other"),
        ("คัดเลือกด้วยวิธีไหน", "manner"),
        ("ประธานการประชุมชื่ออะไร", "person"),
        ("Which Malaysian representative opened it?", "person"),
        ("Can Thais who overstayed use it?", "yes_no"),
        ("Under the accord, are children entitled to it?", "yes_no"),
        ("Why is it important?", "reason"),
        ("ผู้ได้รับเงินช่วยเหลือมีกี่คน", "number"),
        ("งบประมาณปี 2566 จัดสรรให้กี่โครงการ", "number"),
        ("การโอนเงินใช้เวลากี่วัน", "number"),
        ("มูลค่าการค้าเพิ่มขึ้นร้อยละเท่าไร", "number"),
        ("How much did bilateral trade grow?", "number"),
        ("How many times has the committee met?", "number"),
        ("How many projects did the budget fund?", "number"),
        ("How many baht was it?", "money"),
        ("Which ministry manages the budget?", "organisation"),
        ("What is the Institute for Peace and Reconciliation's annual budget?", "money"),
        ("budget of the Green Mekong project", "money"),
        ("งบประมาณโครงการแม่โขงสีเขียว", "money"),
        ("ขอทราบวันที่ประชุม", "date"),
        ("วันที่ 7 พฤษภาคม 2562", "other"),
        ("ขอทราบสถานที่จัดประชุม", "place"),
        ("จำนวนผู้เข้าร่วมการประชุม", "number"),
        ("ทำไมจำนวนนักท่องเที่ยวจึงลดลง", "reason"),
        ("ประเทศใดมีจำนวนผู้ติดเชื้อมากที่สุด", "country"),
        ("ใครเป็นผู้กำหนดจำนวนผู้เข้าร่วม", "person"),
        ("ค่าธรรมเนียมหนังสือเดินทางเท่าไร", "money"),
        ("โครงการนี้ใช้งบเท่าไหร่", "money"),
        ("How much is the visa fee?", "money"),
        ("how much the visa costs", "money"),
        ("May I know how much the passport fee is", "money"),
        ("How much in aid did Japan give?", "money"),
        ("How many US dollars did Japan give?", "money"),
        ("How many countries use US dollars?", "number"),
        ("How much did GDP shrink?", "number"),
        ("How much did trade improve in 2020?", "number"),
        ("How much did Japan give to the climate change fund?", "money"),
        ("How much was paid under the contract?", "money"),
        ("What are the dates of the 40th ASEAN Summit?", "date"),
        ("What is ASEAN's position on Myanmar?", "other"),
        ("What is the UN's view on Myanmar?", "other"),
        ("What is Thailand doing about PM2.5?", "other"),
        ("How much is known about the outbreak?", "number"),
        ("มีใครทราบว่าจัดเมื่อไรไหม", "date"),
        ("ประธานาธิบดีไบเดน", "other"),
        ("ชื่อเต็มของคนละครึ่ง", "abbreviation"),
        ("อัตราเงินเฟ้อปี 2563 เท่าไร", "number"),
        ("อัตราดอกเบี้ยเงินฝากเท่าไร", "number"),
        ("อาคารอยู่ห่างจากถนนสีแดง บริเวณแยกประมาณเท่าไร", "number"),
        ("ประชุมครั้งนี้เป็นครั้งที่กี่", "ordinal"),
        ("ชื่อเต็มของเลขาธิการอาเซียนคือใคร", "person"),
        ("What is the full name of the Secretary-General of ASEAN?", "person"),
        ("เจ้าหน้าที่ใดรับผิดชอบ", "other"),
        ("โครงการความร่วมมือนี้ชื่อว่าอะไร", "other"),
        ("นายกรัฐมนตรีลาวชื่ออะไร", "person"),
        ("Could you please list the participants?", "list"),
        ("Can you give me the date of the meeting?", "date"),
        ("What's RCEP?", "abbreviation"),
        ("What's the minister's nickname?", "other"),
        ("ผ้าไหมไทยส่งออกกี่ล้านผืน", "number"),
        ("โครงการผ้าไหม", "other"),
        ("ใคร่ขอรายละเอียดโครงการ", "other"),
        ("มีความเสียหายใด ๆ หรือไม่", "yes_no"),
        ("มีใครได้รับบาดเจ็บหรือไม่", "yes_no"),
        ("เบอร์โทรศัพท์ของกรมการกงสุลคืออะไร", "other"),
        ("โครงการเริ่มในปีงบประมาณใด", "date"),
        ("งบประมาณเท่าไร", "money"),
        ("งบประมาณกี่ล้าน", "money"),
        ("วงเงินกี่ล้านในปี 2566", "money"),
        ("มูลค่าเท่าไร", "money"),
        ("What share of the WHO fund was approved?", "number"),
        ("พรรคการเมืองใดร่วมลงนาม", "other"),
        ("ASCCO ย่อจากอะไร", "abbreviation"),
        ("หน่วยงานที่ดูแลเรื่องทุ่นระเบิดมีชื่อว่าอะไร", "organisation"),
        ("ค่าโดยสารรถไฟเท่าไร", "money"),
        ("ค่าทำพาสปอร์ตเท่าไหร่", "money"),
        ("ค่าไฟใช้กี่หน่วย", "number"),
        ("ไทยได้เหรียญทองกี่เหรียญ", "number"),
        ("ไทยได้เหรียญเงินซีเกมส์เท่าไร", "number"),
        ("ไทยได้รับเงินกี่เหรียญ", "money"),
        ("ไทยได้รับกี่ล้านเหรียญ", "money"),
        ("ไทยได้รับกี่เหรียญสหรัฐ", "money"),
        ("แม่ทัพภาคที่ 2 ชื่ออะไร", "person"),
        ("เลขา สมช. ชื่ออะไร", "person"),
        ("ผบ.ทบ. ชื่ออะไร", "person"),
        ("ปัจจุบันเลขาธิการอาเซียนชื่ออะไร", "person"),
        ("ชื่อเต็มของ ผบ.ทบ. คืออะไร", "abbreviation"),
        ("ไทยถอนตัวแล้วรึยัง", "yes_no"),
        ("ไทยถอนตัวรึเปล่า", "yes_no"),
        ("ไทยถอนตัวหรือป่าว", "yes_no"),
        ("ไทยถอนตัวใช่ป่ะ", "yes_no"),
        ("สวนหรือป่าวัดผลจากอะไร", "other"),
        ("สัตว์ใดไม่ใช่ปะการัง", "other"),
        ("ไม่มีใครเสียชีวิตใช่ไหม", "yes_no"),
        ("ใคร ๆ ก็สมัครได้ใช่ไหม", "yes_no"),
        ("มีใครกลับบ้านแล้วหรือยัง", "yes_no"),
        ("ไม่มีใครทราบใช่ไหมว่าใครเป็นประธาน", "person"),
    ],
)
def test_the_expected_type(text: str, kind: str) -> None:
    assert parse_question(text, 1000).kind == kind


def test_language_and_terms() -> None:
    thai, english = (
        parse_question("การประชุม S2S ครั้งที่ ๔ จัดที่ไหน", 1000),
        parse_question("Where was the 4th S2S meeting?", 1000),
    )
    assert (thai.english, english.english) == (False, True)
    assert {"ord:4", "s2s"} <= thai.terms.keys() & english.terms.keys()
    assert "ไหน" not in thai.terms
    assert "meeting" not in english.terms


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("Initiative for ASEAN Integration คืออะไร", False),
        ("ASEAN Coordinating Centre for Humanitarian Assistance ตั้งอยู่ที่ไหน", False),
        ("Silk Road Fund Integration Conference จัดหรือไม่", False),
        ("Who is นายดอน ปรมัตถ์วินัย?", True),
        ("What is ผ้าไหมไทย made of?", True),
        ("ประชุม WHO", False),
        ("ผลการประชุม ASEAN Foreign Ministers Meeting", False),
        ("Regional Comprehensive Economic Partnership คือ?", False),
        ("Regional Comprehensive Economic Partnership", True),
    ],
)
def test_the_language_is_that_of_the_word_that_asks(text: str, english: bool) -> None:
    assert parse_question(text, 1000).english == english


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("AOIP คืออะไร", "AOIP ย่อมาจากอะไร"),
        ("MTEP คือโครงการอะไร", "MTEP ย่อมาจากอะไร"),
        ("กคต. คืออะไร", "กคต. ย่อมาจากอะไร"),
        ("โมเดล BCG คืออะไร", "BCG ย่อมาจากอะไร"),
        ("โมเดล BCG หมายถึงเศรษฐกิจแบบใด", "BCG ย่อมาจากอะไร"),
        ("What is AOIP?", "AOIP ย่อมาจากอะไร"),
        ("In ASEAN, what is AOIP?", "AOIP ย่อมาจากอะไร"),
        ("meeting of the ARF in 2019 What is AOIP?", "AOIP ย่อมาจากอะไร"),
        ("What does the abbreviation ASCCO mean?", "ASCCO ย่อมาจากอะไร"),
        ("AIPR มีชื่อเต็มว่าอะไร", "AIPR ย่อมาจากอะไร"),
        ("กคต. ของกระทรวง เขียนเต็มว่าอย่างไร", "กคต. ย่อมาจากอะไร"),
        ("ชื่อเต็มของ กกรฝ. คืออะไร", "กกรฝ. ย่อมาจากอะไร"),
        ("AKSOC ซึ่งประชุมปี 2567 ย่อมาจากอะไร", "AKSOC ย่อมาจากอะไร"),
        ("IMT-GT คืออะไร", "IMT-GT ย่อมาจากอะไร"),
        ("What is AOIP short for?", "AOIP ย่อมาจากอะไร"),
        ("Full name of AOIP?", "AOIP ย่อมาจากอะไร"),
        ("กฎบัตร ASEAN คืออะไร", "กฎบัตร ASEAN คืออะไร"),
        ("คำว่า ASEAN Way หมายถึงอะไร", "คำว่า ASEAN Way หมายถึงอะไร"),
        ("ชื่อเต็มของ ASEAN+3 คืออะไร", "ชื่อเต็มของ ASEAN+3 คืออะไร"),
        ("วีซ่าประเภทใดถือว่าเหมาะกับนักลงทุน", "วีซ่าประเภทใดถือว่าเหมาะกับนักลงทุน"),
        ("สถาบัน AIPR ของ ASEAN มีตัวย่อว่าอะไร", "สถาบัน AIPR ของ ASEAN มีตัวย่อว่าอะไร"),
        ("ASEAN และ AIPR คืออะไร", "ASEAN และ AIPR คืออะไร"),
        ("ชื่อเต็มของการประชุมครั้งที่ 5 คืออะไร", "ชื่อเต็มของการประชุมครั้งที่ 5 คืออะไร"),
        ("Acronym for the ASEAN Regional Forum?", "Acronym for the ASEAN Regional Forum"),
        (
            "What is the full name of the ASEAN Secretary-General?",
            "What is the full name of the ASEAN Secretary-General",
        ),
        ("การประชุมสุดยอดคืออะไร", "การประชุมสุดยอดคืออะไร"),
        ("ข้าวแบบใดจึงจะเรียกว่าข้าวทนเค็มตามเกณฑ์ของ CoSTRI", "ข้าวทนเค็มหมายถึงอะไร"),
        ("กิจการขนาดไหนถือเป็นรายย่อย", "รายย่อยหมายถึงอะไร"),
        ("วีซ่าประเภทใดที่เรียกเก็บค่าธรรมเนียม", "วีซ่าประเภทใดที่เรียกเก็บค่าธรรมเนียม"),
    ],
)
def test_letters_and_terms_are_asked_for_in_the_plainest_words(text: str, asked: str) -> None:
    assert parse_question(text, 1000).asked_of_reader == asked


def test_no_word_of_a_question_is_counted_twice() -> None:
    terms = parse_question("การประชุมคณะกรรมาธิการครอบคลุมเรื่องใด", 1000).terms
    assert {"ประชุม", "ครอบคลุม"} <= terms.keys()
    assert not {"การประชุม", "ครอบ", "คลุม"} & terms.keys()


def test_an_english_question_keeps_its_thai_words() -> None:
    assert "โฆษก" in parse_question("What is the English term for โฆษก?", 1000).terms


@pytest.mark.parametrize("text", ["", "   ", "\u200b", "😀😀", "???", "\x00\x07", "“”()", "ๆฯ"])
def test_no_question_is_said_so(text: str) -> None:
    with pytest.raises(InvalidQuestion, match="type one"):
        parse_question(text, 1000)


@pytest.mark.parametrize(
    "text",
    ["ขอบคุณครับ", "สวัสดีค่ะ", "ขอบคุณมากๆ นะคะ", "โอเค ขอบคุณครับ", "รับทราบแล้วครับ", "Thank you so much!", "Hello"],
)
def test_who_only_greets_or_thanks_asks_nothing(text: str) -> None:
    with pytest.raises(InvalidQuestion, match="glad to"):
        parse_question(text, 1000)


@pytest.mark.parametrize(
    "text", ["สวัสดีปีใหม่", "ขอบคุณใคร", "ใครกล่าวขอบคุณ", "Hello Kitty", "คำขอบคุณ", "OK Group"]
)
def test_who_names_something_asks(text: str) -> None:
    assert parse_question(text, 1000).text == text


def test_long_thanks_are_read_at_once() -> None:
    parse_question("ขอบคุณ" + "นะครับ" * 150 + "ก", 1000)


def test_a_question_too_long_says_both_numbers() -> None:
    with pytest.raises(InvalidQuestion, match=r"100,000.*1,000"):
        parse_question("ก" * 100_000, 1000)


def test_a_question_that_is_no_text() -> None:
    with pytest.raises(InvalidQuestion, match="not int"):
        parse_question(4, 1000)  # type: ignore[arg-type]


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused_clearly(text: str) -> None:
    try:
        question = parse_question(text, 60)
    except InvalidQuestion:
        return
    assert question.text
    assert all(0 < weight <= 1 for weight in question.terms.values())


@pytest.mark.parametrize(
    ("question", "kind", "topic"),
    [
        ("What is AIPR?", "abbreviation", "AIPR"),
        ("What is BCG?", "abbreviation", "BCG"),
        ("What is the Secretariat?", "definition", "Secretariat"),
        ("What is Single Stop Inspection on the MSL Rail line?", "definition", "Single Stop Inspection"),
        ("floating LiDAR คืออะไร", "definition", "floating LiDAR"),
        ("การหารือนับเป็นรอบที่เท่าใด", "ordinal", "การหารือ"),
        ("What does AIPR mean?", "abbreviation", "AIPR"),
        ("งบประมาณโครงการแม่โขงสีเขียวเท่าไร", "money", "โครงการแม่โขงสีเขียว"),
        ("คะแนนของนักเรียนเท่าไร", "number", "คะแนนของนักเรียน"),
        ("แนวปฏิบัตินี้ผูกพันหรือไม่", "yes_no", "แนวปฏิบัตินี้ผูกพัน"),
        ("Is the guideline binding?", "yes_no", "guideline binding"),
        ("ทราบไหมว่าใครเป็นประธาน", "person", "เป็นประธาน"),
        ("กคต. คืออะไร", "abbreviation", "กคต."),
        ("กงสุลสัญจรของ สกญ. สุราบายา หมายถึงอะไร", "definition", "กงสุลสัญจรของ สกญ. สุราบายา"),
        ("ในนั้นเป็นค่าทนายกี่ล้าน", "money", "ค่าทนาย"),
    ],
)
def test_kind_and_topic(question: str, kind: str, topic: str) -> None:
    parsed = parse_question(question, 1000)
    assert parsed.kind == kind
    assert topic.replace(" ", "") in parsed.content.replace(" ", "")


def test_what_a_person_is_asked_for_stays_part_of_the_question() -> None:
    question = parse_question("ประธานการประชุมยางพาราที่สงขลาชื่ออะไร", 1000)
    assert "ยางพารา" in question.content
