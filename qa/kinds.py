"""Question -> the kind of answer that it wants, by its form, and the form in which letters are asked for."""

from __future__ import annotations

import re
from typing import Literal

from index.thai import THAI_LETTER
from qa.names import ACRONYM, CITY_WORD, THAI_ACRONYM

AnswerType = Literal[
    "date", "person", "place", "country", "number", "money", "ordinal", "organisation",
    "abbreviation", "list", "reason", "manner", "definition", "yes_no", "other",
]  # fmt: skip

HOW_MANY = r"(?<!เ)กี่\s?(?:ล้าน|แสน|หมื่น|พัน(?!ธ)|ร้อย)*"
"""กี่, กี่ล้าน: what is counted stands behind it."""
_FEE = "ค่า(?:ธรรมเนียม|ใช้จ่าย|ปรับ|วีซ่า|จ้าง|แรง|เช่า|บริการ|โดยสาร|ชดเชย|ตอบแทน|ไฟ|ตั๋ว|ทำ)"
ASKS_FEE = re.compile(_FEE)
"""A sum that may also be told as a share: ค่าธรรมเนียมร้อยละ 1.25."""
MONEY = (
    rf"วงเงิน|(?<!สถาบันการ)(?<!ดอกเบี้ย)(?<!เหรียญ)เงิน(?!เฟ้อ|ฝืด)|(?<!ส)(?<!แด)งบ(?!ดุล|ริ)(?:ประมาณ)?|มูลค่า|{_FEE}"
)
"""A word for a sum, or for what is paid; no inflation (เงินเฟ้อ), bank (สถาบันการเงิน) or balance sheet (งบดุล)."""
# Medals are counted in เหรียญ too.
_CURRENCY = "บาท|ดอลลาร์|(?:(?<=ล้าน)|(?<=แสน)|(?<=หมื่น)|(?<=พัน))เหรียญ|เหรียญ(?=สหรัฐ|ดอลลาร์)|ยูโร|ปอนด์|เยน|หยวน|วอน|ฟรังก์|โครน|รูปี|ริงกิต"
# What stands behind กี่ or กี่ล้าน where money is counted: a unit of something else (กี่โครงการ) makes it a number.
_NO_UNIT = rf"(?:{_CURRENCY}|เหรียญ|(?=$|\?|ใน|จาก|ต่อ|เพื่อ|สำหรับ|และ|โดย|ที่|ตาม|ให้))"
_BODY = "หน่วยงาน|องค์กร|องค์การ|กระทรวง|สถาบัน|ศูนย์|คณะกรรมการ|บริษัท|มูลนิธิ"
# The first form that is found decides, so the more specific stand first: กี่คน before ใคร, ใครบ้าง before ใคร.
_FORMS: tuple[tuple[AnswerType, str], ...] = (
    (
        "abbreviation",
        r"ย่อ(?:มา)?จาก(?:อะไร|คำว่าอะไร|คำใด)?|คำเต็ม|ชื่อเต็ม|เขียนเต็ม(?:ว่าอย่างไร)?|ตัวย่อ|อักษรย่อ|ชื่อย่อ|คำย่อ"
        r"|\bstands? for\b|\bfull (?:name|form)\b|\babbreviat\w+\b|\bacronym\b|\bshort for\b",
    ),
    ("ordinal", r"(?:เป็น)?(?:ครั้ง|รอบ|สมัย)ที่(?:กี่|เท่าไหร่|เท่าไร|เท่าใด|อะไร|ใด|ไหน)|\bwhich (?:edition|session|number)\b|\bhow manyth times?\b"),
    (
        "date",
        r"เมื่อไหร่|เมื่อไร|เมื่อใด|ตอนไหน|(?:ตรงกับ)?วันที่(?:เท่าไหร่|เท่าไร|เท่าใด|อะไร|ใด|ไหน)|วัน(?:ใด(?!\s?ๆ)|ไหน|อะไร)|เดือน(?:ใด|ไหน|อะไร)"
        r"|ปี(?:งบประมาณ)?(?:\s?(?:พ\.ศ\.|ค\.ศ\.))?\s?(?:พุทธศักราช|คริสต์ศักราช)?(?:ใด|ไหน|อะไร|เท่าไหร่|เท่าไร)|(?:พ\.ศ\.|ค\.ศ\.)\s?(?:ใด|อะไร|เท่าไร)|ช่วง(?:ใด|ไหน|เวลาใด)"
        r"|\bwhen\b|^(?:what (?:is|was|are|were)|(?:(?:can|could) you )?(?:please )?(?:give|tell) me) the (?:date|day|year)s?\b|\b(?:what|which|on what|on which) (?:date|day|year|month)s?\b|\bdate of birth\b",
    ),
    (
        "money",
        rf"{HOW_MANY}(?:(?<=ล้าน)(?=$|\?)|{_CURRENCY})"
        r"|\bhow much (?:in )?(?:money|funding|aid|assistance|grants?|loans?)\b|\bhow much (?=(?:the|an?|it)\b[^?]*\b(?:fees?|costs?|price)\b)|\bhow much (?:did|do|does|is|are|was|were|has|have|will|would|must)\b(?![^?]*\b(?:grow|grown|ris(?:e|en)|increased?|decreased?|fall(?:en)?|declined?|expand(?:ed)?|(?<!the )(?<!climate )(?:shr[iu]nk|contract(?:ed)?|drop(?:ped)?|improved?|changed?)(?=[ ?]*$| (?:in|by|from|since|between|over|during)\b)|known)\b)"
        r"|\bhow many (?:(?:thousand|million|billion|US|Australian|Thai|Japanese) ){0,2}(?:baht|dollars|euros|yen|yuan|won)\b|\bwhat (?:amount|sum)\b"
        r"|\bhow (?:much|large|big)(?=[^?]*\bbudget\b)|\bwhat(?=(?:['’]s| is| was| will be) [^?]{0,80}(?<!of )(?<!of the )budget\b|(?: [\w-]+)? budget\b)",
    ),
    ("list", r"(?:อะไร|ใคร(?!่)|(?<!เท่า)(?<!เหตุ)ใด|ไหน)(?=[^?]{0,60}บ้าง)|มีอะไร|\blist\b|\bwhat (?:are|were) the\b|\bwhich (?:(?!of\b|did\b|does\b|was\b|were\b)[\w-]+ ){0,2}(?:countries|topics|areas|issues|agencies|bodies|organi[sz]ations)\b"),
    ("number", r"(?<!เ)กี่(?!โมง|นาฬิกา)|เท่าไหร่|เท่าไร|เท่าใด|\bhow (?:many|much|long|often|far|old)\b|\bwhat (?:number|percentage|share)\b"),
    ("country", r"(?:ประเทศ|ชาติ)(?:ใด|ไหน|อะไร)|\b(?:which|what) (?:\w+ )?(?:country|nation|state)\b"),
    ("place", rf"ที่ไหน|(?<!หน้า)(?<!ฉบับ)(?<!ข้อ)(?<!มาตรา)ที่ใด|แห่งใด|แห่งไหน|(?:สถานที่|{CITY_WORD}|กรุง|จังหวัด|รัฐ)(?:ใด|ไหน|อะไร)|\bwhere\b|\b(?:which|what) (?:city|place|venue|province)\b"),
    ("person", r"ใคร(?!่)|ผู้ใด|ท่านใด|ท่านไหน|คนใด|คนไหน|บุคคลใด|ชื่อว่าอะไร|\b(?!(?-i:WHO))who\b|\bwhom\b|\bwhose\b|\bname of the (?:person|chair|head)\b"),
    (
        "organisation",
        rf"(?:{_BODY})(?:ใด|ไหน|อะไร)"
        r"|\b(?:which|what) (?:organi[sz]ation|agency|ministry|institution|body|centre|center|company)\b",
    ),
    ("reason", r"ทำไม|เหตุใด|เพราะ(?:อะไร|เหตุใด)|เนื่องจากอะไร|สาเหตุ|เหตุผล|เพื่ออะไร|วัตถุประสงค์|จุดประสงค์|\bwhy\b|\bpurpose\b|\breasons?\b|\bwhat for\b"),
    (
        "definition",
        r"นิยาม|คำจำกัดความ|หมายความว่า|ความหมาย|จึง(?:จะ)?(?:เรียกว่า|ถือว่า|ถือเป็น|นับว่า|นับเป็น)"
        r"|(?:แบบ|ลักษณะ|ขนาด|ประเภท)(?:ใด|ไหน)(?:ที่)?(?:เรียกว่า|ถือว่า|ถือเป็น|นับว่า|นับเป็น|เข้าข่าย)"
        r"|\b[Dd]efin(?:e|ed|ition)\b|\bmeant by\b|\bcounts? as\b|\bqualif(?:y|ies) as\b|\b[Ww]hat exactly (?:is|are)\b",
    ),
    ("manner", r"อย่างไร|ยังไง|วิธี(?:การ)?(?:ใด|ไหน)|(?:ลักษณะ|รูปแบบ|แบบ|(?<!เส้น)(?<!แนว)(?<!ปลาย)(?<!ต้น)(?<!ทิศ)ทาง)(?:ใด|ไหน)|\bhow\b|\bwhat(?= (?:did|does|has|had) [^?]*\b(?:say|said|tell|told|stated|warn(?:ed)?|stress(?:ed)?|emphasi[sz]ed?|remark(?:ed)?)\b)|\bby what means\b"),
    ("definition", r"^อะไรคือ(?=\s?[A-Z])|คือ(?:โครงการ|องค์กร|องค์การ|หน่วยงาน|เวที|การประชุม|กลุ่ม|แผน|ความตกลง|กรอบ|ศูนย์|สถาบัน|เครือข่าย)?อะไร|หมายถึง(?:อะไร|สิ่งใด)?|แปลว่า(?:อะไร|อย่างไร)?|คือสิ่งใด|\b[Ww]hat (?:is|was) (?=(?:[Aa]n? |[Tt]he )?(?-i:[A-Z]))(?![^?]*(?:[A-Za-z]['’]s| (?:doing|planning|proposing|offering|seeking|trying|going))\b)|\bdefin\w+\b|\bmeaning\b|\bdoes (?=.+ mean\b)"),
)  # fmt: skip
# A sum is asked for by what the question counts, and that is a word of its own: ค่าธรรมเนียมเท่าไร.
_ASKS_SUM = rf"(?:{MONEY})(?![^?]*บ้าง)(?=[^?]{{0,60}}(?:(?<!ร้อยละ)(?<!เปอร์เซ็นต์)(?<!เวลา)(?<!นาน)(?<!สัดส่วน)(?<!อัตรา)(?:เท่าไหร่|เท่าไร|เท่าใด)|{HOW_MANY}{_NO_UNIT}))"
_COMPILED = tuple(
    (
        kind,
        re.compile(
            f"{_ASKS_SUM}|{pattern}" if kind == "money" else pattern,
            re.IGNORECASE if kind != "definition" else 0,
        ),
    )
    for kind, pattern in _FORMS
)
ASKS_FULL_NAME = _COMPILED[0][1]
"""Asks for the words that letters stand for, or for the letters, in so many words."""
_DEFINED = re.compile(
    rf"{next(pattern for kind, pattern in _FORMS if kind == 'definition')}|(?:คือ|หมายถึง|แปลว่า)[^?]{{0,40}}(?:แบบ|ลักษณะ|ประเภท)(?:ใด|ไหน)"
)
"""Asks for what a thing is, never for the words that letters stand for."""
# … but for BCG หมายถึงเศรษฐกิจแบบใด, whose answer is those words.
_MEANS_WHICH = re.compile(r"หมายถึง[^?]{1,40}?(?:แบบ|ประเภท)(?:ใด|ไหน)")
# ข้าวแบบใดจึงจะเรียกว่าข้าวทนเค็ม asks where the line of a term is drawn.
_DRAWN = re.compile(
    r"(?:แบบ|ลักษณะ|ขนาด|ประเภท|คุณสมบัติ|เงื่อนไข)(?:ใด|ไหน|อย่างไร|อะไร)(?:ที่)?(?:จึง(?:จะ)?|ถึง(?:จะ)?)?"
    r"(?:เรียกว่า|ถือว่าเป็น|ถือว่า|ถือเป็น|นับว่าเป็น|นับว่า|นับเป็น|เข้าข่าย(?:เป็น)?)"
    r"(?!ได้|ต้อง|มี|เหมาะ|ควร|สำคัญ|น่า|[^?]*(?:ที่สุด|เด่น))(.+?)"  # a judgement is no term
    r"(?:\s?(?:ตาม|ใน|ภายใต้)(?:หลัก)?(?:เกณฑ์|ความหมาย|(?:คำ)?นิยาม|ระเบียบ|กฎ|ข้อกำหนด|โครงการ|ความตกลง|แผน).*)?$"
)
# The word that an English question begins with, and the kinds that it doesn't leave open.
_FIRST_WORD = re.compile(r"^(?!(?-i:WHO))(who|whom|whose|when|where|why)\b", re.IGNORECASE)
_WHO_COUNTS = re.compile(r"(?:^|, )who (?:counts?|qualif(?:y|ies)) as\b", re.IGNORECASE)
# What did he say when it opened? asks for no day.
_BEFORE_WHEN = re.compile(r"^((?:what|which|how)\b[^?]*?) when\b", re.IGNORECASE)
_DAY = re.compile(r"\b(?:date|day|time|month|year)\b", re.IGNORECASE)
_OF_FIRST_WORD: dict[str, AnswerType] = {
    "who": "person", "whom": "person", "whose": "person", "when": "date", "where": "place", "why": "reason",
}  # fmt: skip
_ROLES = "ประธาน|หัวหน้า|ผู้|คน|รัฐมนตรี|นายก|ทูต|เอกอัครราชทูต|กงสุล|เลขา|อธิบดี|ปลัด|โฆษก|ท่าน|แม่ทัพ"
_ENGLISH_ROLES = (
    "representative|minister|official|governor|ambassador|expert|professor|director|officer|diplomat|secretary|chair"
    "|co-chair(?:ed)?|chairperson|delegate|spokesperson|envoy|mayor|judge|assessor"
)
# ประธานการประชุมชื่ออะไร, Which Lao minister opened it?
_NAMES_A_PERSON = re.compile(
    rf"^(?:ปัจจุบัน|ตอนนี้|ขณะนี้)?(?:อดีต|รอง|ผู้ช่วย|ชาว[^?]{{0,40}}?)?(?:{_ROLES}|(?:ผบ|ผอ|รมว|รมช)\.)[^?]{{0,90}}ชื่อ(?:ว่า)?อะไร"
    rf"|^which (?:(?!did\b|does\b|was\b|is\b|the\b)[\w-]+ ){{0,3}}(?:{_ENGLISH_ROLES})\b(?! (?:language|group|document|level))",
    re.IGNORECASE,
)
_NAMES_A_THING = re.compile(
    r"^(?:โครงการ|เรือ|กองทุน|แผน|เวที|การประชุม|ความตกลง|ความริเริ่ม|เอกสาร|กฎหมาย|ระบบ|เครือข่าย|กิจกรรม|รางวัล|หนังสือ)[^?]*ชื่อว่าอะไร"
)
_FULL_NAME_OF_PERSON = re.compile(
    rf"ชื่อเต็ม[^?]*ใคร|ชื่อเต็มของ(?!คนละ)(?:{_ROLES})|\bfull name of (?:the )?(?:(?!of\b)[\w-]+ ){{0,2}}(?:{_ENGLISH_ROLES})",
    re.IGNORECASE,
)
_NAMES_A_BODY = re.compile(rf"^(?:{_BODY}|สมาคม)[^?]*ชื่อว่าอะไร")
_MAI = "(?<!ผ้า)(?<!เส้น)(?<!เลี้ยง)(?<!หม่อน)(?<!รัง)ไหม(?!ไทย|พรม)"  # asks; the other ไหม is silk
_OR_NOT = rf"หรือไม่|(?:หรือ|รึ)(?:เปล่า|ยัง)|(?:หรือป่าว|รึป่าว|ใช่ป่าว|ใช่ป่?ะ)(?!{THAI_LETTER})"
_WHETHER = rf"{_OR_NOT}|{_MAI}|มั้ย"
QUESTION_WORDS = re.compile(
    "|".join(pattern for _, pattern in _FORMS)
    + rf"|จำนวน|อะไร|ใด|ไหน|ใช่หรือไม่|ใช่ไหม|{_WHETHER}|บ้าง|\bmean\b|\bwhat\b|\bwhich\b",
    re.IGNORECASE,
)
"""What makes a sentence a question without saying what it is about."""
_YES_NO = re.compile(rf"{_WHETHER}|^(?:if|whether)\b", re.IGNORECASE)
# มีใครบาดเจ็บหรือไม่ asks whether, not who.
_WHETHER_ANY = re.compile(rf"^มี(?:ใคร|อะไร)(?!บ้าง)(?![^?]*ว่า)[^?]*(?:{_WHETHER})\W*$")
# What an English question of this kind begins with, if need be behind what it is about: Under the accord, are …
_VERB_FIRST = re.compile(
    r"^(?:(?:Under|In|At|According to|After|Before|During|For|As of) [^,?]+, )?(?:is|are|was|were|do|does|did|(?:can|could|will|would)(?! you\b)|has|have|had|should|must|may(?! [0-9]))\b",
    re.IGNORECASE,
)
_ENGLISH_ASKS = r"\b(?:who|whom|whose|what|when|where|which|why|how)\b"
# … but Is it known who chaired it? asks who.
_INDIRECT = re.compile(
    rf"\b(?:known?|say|tell|explain|information|clear|state|mention|specify|find out)\b[^?]*?{_ENGLISH_ASKS}",
    re.IGNORECASE,
)
# Words that ask for more than yes or no, whatever ends the question: ทราบไหมว่าใครเป็นประธาน.
_THAI_ASKS = r"(?<!ไม่มี)(?:ใคร(?!่|\s?ๆ)|อะไร)|(?<!แต่อย่าง)ใด(?!\s?ๆ)|ไหน|(?<!เ)กี่|เท่าไร|เท่าไหร่|เมื่อไร|เมื่อไหร่|อย่างไร|ยังไง|ทำไม|ย่อมาจาก"
_ASKS_MORE = re.compile(rf"{_THAI_ASKS}|{_ENGLISH_ASKS}", re.IGNORECASE)
THAI_ASKING = re.compile(rf"{_THAI_ASKS}|{_OR_NOT}|(?:ไหม|มั้ย)\W*$")
"""A Thai word that asks; silk (ผ้าไหม) is none but at the end."""
ENGLISH_ASKING = re.compile(rf"(?!(?-i:WHO)){_ENGLISH_ASKS}", re.IGNORECASE)
"""An English word that asks; not the health organisation."""
GIVES_CHOICE = re.compile(r"หรือ|^ระหว่าง|ในบรรดา|ฝ่าย(?:ใด|ไหน)|\bor\b|^(?:between|among|of)\b", re.IGNORECASE)
"""Names what may be the answer: ไทยหรือลาวเป็นเจ้าภาพ."""
# What is asked for by its name alone: ขอทราบวันที่ประชุม.
_NAMED_KINDS: tuple[tuple[AnswerType, re.Pattern[str]], ...] = (
    ("money", re.compile(r"^(?:งบประมาณ|วงเงิน)|\bbudget\b", re.IGNORECASE)),
    ("list", re.compile("(?<!เชียง)รายชื่อ")),
    ("number", re.compile("จำนวน")),
    ("date", re.compile(r"^(?:กำหนดการ|วัน(?:ที่)?จัด|วันที่(?!\s?[0-9๐-๙]))")),
    ("place", re.compile("^สถานที่")),
    ("person", re.compile("^(?:ชื่อ)?ประธาน(?!าธิบดี)")),
)
# หัวข้อหลักของการประชุมคืออะไร asks for the theme of a thing, not for what the thing is.
_NAMES_A_PART = re.compile(
    r"^(?:ชื่อ(?=โครงการ|การประชุม|แผน|กองทุน)|(?:แนวคิด|ธีม|หัวข้อ|ประเด็น|เป้าหมาย|สาระ|ชื่อ|บทบาท|หน้าที่|กิจกรรม|บทเรียน|ข้อเสนอ|ภารกิจ|จุดเด่น|ข้อจำกัด"
    r"|เบอร์โทร(?:ศัพท์)?|หมายเลขโทรศัพท์|อีเมล|เว็บไซต์|ที่อยู่)"
    r"(?:หลัก|สำคัญ|ใหญ่|ร่วม)?\s?(?:ของ|ใน|จาก|การประชุม))[^?]*คือ(?:อะไร|สิ่งใด)"
)
_CODE = rf"(?:(?<![A-Za-z0-9&/-])(?=[A-Za-z0-9&/-]{{0,30}}[A-Za-z])[A-Za-z0-9&/-]{{0,20}}{ACRONYM.pattern}(?:-[A-Za-z0-9]+)?|{THAI_ACRONYM.pattern})"
"""Letters that stand for words, whole: IMT-GT."""
_NOT_PART_OF_NAME = r"(?![+]| ?[A-Za-z])"  # ASEAN Way, ASEAN+3
# Right before the word that asks, alone or behind a word that only says what it is: โมเดล BCG, unlike กฎบัตร ASEAN.
_ENDS_IN_CODE = re.compile(
    r"(?:^|[0-9๐-๙] |(?:โมเดล|โครงการ|กลุ่ม|กรอบ|องค์การ|องค์กร|คณะทำงาน|คณะกรรมการ|แผน|กองทุน|ศูนย์|สถาบัน|เครือข่าย|ความตกลง"
    rf"|ข้อตกลง|การประชุม|เวที|หน่วยงาน|ระบบ|มาตรฐาน|แนวคิด|นโยบาย|คำว่า)\s?)({_CODE})\s?$"
)
_BEGINS_WITH_CODE = re.compile(rf"\s*(?:does |is |was )?(?:an? |the )?({_CODE})(?= mean| stand|[ ?]*$)")
_FULL_NAME_OF_CODE = re.compile(
    rf"(?:(?:ชื่อเต็ม|คำเต็ม|ตัวเต็ม)[^\s?]{{0,12}}?ของ|ตัวย่อ|คำย่อ|ชื่อย่อ|อักษรย่อ|คำว่า)\s?({_CODE}){_NOT_PART_OF_NAME}"
    rf"|\b(?i:full (?:name|form) of|abbreviation|acronym|letters|does|is) (?:the )?({_CODE})(?=[ ?]*$| (?:mean|stand|short for))"
)
_OPENS_WITH_CODE = re.compile(rf"({_CODE}){_NOT_PART_OF_NAME}(?!\s?(?:และ|กับ|,|and\b))")


def question_word(text: str) -> tuple[int, int] | None:
    """Return the offsets of the first word in `text` that asks."""
    found = QUESTION_WORDS.search(text)
    return found.span() if found else None


def kind_of(text: str) -> AnswerType:
    """Return what kind of answer a question in normal form wants."""
    if _WHETHER_ANY.search(text):
        return "yes_no"
    verb_first = _VERB_FIRST.search(text) and not _INDIRECT.search(text)
    if verb_first or (_YES_NO.search(text) and not _ASKS_MORE.search(text)):
        return "yes_no"
    if _WHO_COUNTS.search(text):
        return "definition"
    if first := _FIRST_WORD.search(text):
        return _OF_FIRST_WORD[first[1].lower()]
    aside = _BEFORE_WHEN.search(text)
    asking = aside[1] if aside and not _DAY.search(aside[1]) else text
    kind: AnswerType = next((kind for kind, pattern in _COMPILED if pattern.search(asking)), "other")
    if kind == "other" and _NAMES_A_PERSON.search(text):
        return "person"
    if kind == "other" and not _ASKS_MORE.search(text):
        return next((named for named, pattern in _NAMED_KINDS if pattern.search(text)), kind)
    if kind == "person" and _NAMES_A_BODY.search(text):
        return "organisation"
    if kind == "person" and _NAMES_A_THING.search(text):
        return "other"
    if kind == "abbreviation" and _FULL_NAME_OF_PERSON.search(text):
        return "person"
    if kind in {"manner", "definition"} and _DEFINED.search(text):
        return "abbreviation" if _MEANS_WHICH.search(text) and asked_letters(text) else "definition"
    if kind != "definition":
        return kind
    if _NAMES_A_PART.search(text):
        return "other"
    # BCG คืออะไร wants its full name first; a line that is only named beside what is asked for (MSL Rail) doesn't count.
    return "abbreviation" if asked_letters(text) else kind


def asked_term(text: str) -> str:
    """Return the term that a question asks to be drawn the line of: ข้าวทนเค็ม of ข้าวแบบใดจึงจะเรียกว่าข้าวทนเค็ม; else empty."""
    found = _DRAWN.search(text)
    return found[1].strip(" ?") if found else ""


def asked_letters(text: str) -> str:
    """Return the letters whose meaning a question asks for, empty if it doesn't: BCG of โมเดล BCG คืออะไร."""
    asking = question_word(text)
    before, behind = (text[: asking[0]].rstrip(), text[asking[1] :]) if asking else (text, "")
    found = (
        _FULL_NAME_OF_CODE.search(text)
        or _BEGINS_WITH_CODE.match(behind)
        or _ENDS_IN_CODE.search(before)
        or (ASKS_FULL_NAME.search(text) and _OPENS_WITH_CODE.match(text))
    )
    code = next(filter(None, found.groups()), "") if found else ""
    return "" if code and re.search(rf"{_CODE}\s?(?:และ|กับ|,|and)\s?{re.escape(code)}", text) else code
