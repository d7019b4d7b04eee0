"""A question that compares two things -> the two questions whose answers are to be compared.

ระหว่างประชุม AWMCG ที่เซบูกับที่มะละกา งานไหนคนเข้าร่วมเยอะกว่ากัน asks how many took part in each.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from index.mentions import find_mentions
from qa.kinds import HOW_MANY, MONEY, AnswerType
from qa.names import ACRONYM
from qa.question import Question, question_of
from qa.spans import asked_unit


class _Order(NamedTuple):
    """What a comparing word asks of each side."""

    pattern: str
    kind: AnswerType
    thai: str
    english: str


# What is more than something said (มากกว่าเดิม, นานกว่าห้าปี) is compared with that.
_MORE = r"(?:มาก|น้อย|เยอะ|สูง|ต่ำ|ใหญ่|เล็ก|นาน|ยาว|สั้น|แพง|ถูก)กว่า(?:กัน|(?!\s?[0-9๐-๙])(?=$|[\s?]|และ|เท่า|แค่|(?<!เ)กี่))|เท่ากัน"
_ORDERS = (
    _Order(r"(?:จัด|เกิด|เริ่ม|มี)?(?:ขึ้น)?(?:ก่อน|หลัง)(?:กว่ากัน|กว่า|กัน(?!ยา))|(?:จัด|เกิด|เริ่ม|ขึ้น)(?:ก่อน|หลัง)(?=[\s?]*$)|\b(?:earlier|later|first|more recent(?:ly)?)\b(?! than\b)", "date", "จัดเมื่อใด", "when"),
    _Order(rf"{_MORE}|\b(?:more|fewer|less|larger|smaller|higher|lower|bigger|longer|shorter)\b(?! than\b)", "number", "เท่าใด", "how many"),
    _Order(r"ต่าง(?:กัน|จาก)|แตกต่าง(?:กัน|จาก)?|เหมือนกัน|เปลี่ยน(?:ไป)?จาก|(?:เพิ่ม|ลด)(?:ขึ้น|ลง)?จากเท่า(?:ใด|ไร|ไหร่)|เทียบกัน|\bdiffer\w*\b", "other", "", ""),
)  # fmt: skip
_WHICH = r"(?:อัน|งาน|ครั้ง|ก้อน|ฝ่าย|ประเทศ|เมือง|จังหวัด|ที่|แห่ง|โครงการ|ฉบับ|ปี|รอบ|กลุ่ม|ฝั่ง|ราย|เวที|การประชุม|ชาติ|คน|ผู้|หน่วยงาน|องค์กร|กระทรวง|บริษัท)?(?:ไหน|ใด)|ใคร"
_ASKS_WHICH = re.compile(rf"{_WHICH}|อะไร|(?<!เ)กี่")
_ASKED = re.compile(
    rf"{_WHICH}|อะไร(?=[^?]*กว่า)|{'|'.join(order.pattern for order in _ORDERS)}", re.IGNORECASE
)
# How far they differ is for the reader of both quotes to see.
_HOW_FAR = r"(?:และ)?(?:ต่างกัน|(?:เพิ่ม|ลด|เปลี่ยน)(?:ขึ้น|ลง|ไป)?จาก)?\s?(?:อย่างไร|แค่ไหน|แค่|เพียงใด|(?:เท่าใด)?(?:เป็น)?(?:เท่าไหร่|เท่าไร|เท่าใด))"
_ASKS_HOW_MUCH = re.compile(r"จำนวน|เท่า(?:ใด|ไร|ไหร่)|แค่|เพียงใด|(?<!เ)กี่")
# กับ joins what is compared; และ and หรือ also stand inside names.
_WITH, _AND = re.compile(r"(?:เทียบ)?(?<!เกี่ยว)(?<!กำ)กับ"), re.compile(r"และ|หรือ")
_BEFORE = re.compile(r"^(?:เปรียบเทียบ|ระหว่าง)\s?")
_ENGLISH_SIDES = re.compile(
    r"^(?P<lead>.+?)[,:]?\s(?P<between>between\s)?(?P<one>(?:the one |those |that )?(?:in|at|of|on|from|the|for)\s[^,]+?)\s(?P<join>or|and)\s(?P<other>(?:the one |those |that )?[^,?]+)\??$",
    re.IGNORECASE,
)
_ASKING = r"^(?:(?:which|what)(?: (?:country|nation|city|province|year|month|organi[sz]ation))?|who|did|does|is|was)\b"
_LETTERS_DIFFER = re.compile(
    rf"^(?i:what(?:['’]s| is| are) the (?:\w+ )?differences? between) (?:the )?({ACRONYM.pattern}) and (?:the )?({ACRONYM.pattern})\??$"
)
# The one in Turku or the one in Chiang Rai: which drew more?
_FRONTED = re.compile(
    r"^([^:?]+ or [^:?]+): ((?:which|who|what|did|do|does|is|was)\b[^?]+)\??$", re.IGNORECASE
)
_OR = re.compile(r" or (?:the )?")
# Which year had more, 2021 or 2022? names the sides behind what is asked of them, did Japan or China give more? before.
_ASKED_BEFORE = re.compile(r"(?P<lead>.+)[,:] (?:the )?", re.IGNORECASE)
_ASKED_BEHIND = re.compile(r"(?:did|do|does|is|are|was|were|has|have|had) (?:the )?", re.IGNORECASE)
_PREPOSITION = re.compile(r"(?:in|at|on|from|for|of)\b", re.IGNORECASE)
_RELATIVE = re.compile(r"^(?:ครั้งที่|ที่|ใน|เมื่อ|ปี|ของ|รอบ|ณ)")
_BARE = re.compile(r"\s?(?:ประเทศ|จังหวัด|กรุง|เมือง|ปี)?\s?")
_NO_WORD_END = r"(?<!ครั้ง)(?<!รอบ)(?<!สมัย)(?<!วัน)(?<!หน้า)(?<!พื้น)"  # ครั้งที่, หน้าที่: no ที่ of a place
_MONEY = re.compile(
    rf"{MONEY}|(?<!บท)บาท|ดอลลาร์|(?<!ลง)ทุน(?!การศึกษา)|\b(?:money|fund|grant|budget|aid)",
    re.IGNORECASE,
)
# What is compared of each side, and said of the first alone: ราคาทุเรียนกับมังคุด.
_OF_EACH = re.compile(
    r"ราคา|งบ(?:ประมาณ)?(?:ของ)?|มูลค่า(?:การ)?(?:ค้า|ส่งออก|นำเข้า)?(?:ของ)?|จำนวน|ยอด|รายได้(?:จาก)?|(?:การ)?(?:ส่งออก|นำเข้า)|ค่าธรรมเนียม"
)
_LONGEST_SIDE = 120  # characters


def sides(question: Question) -> tuple[Question, Question] | None:
    """Return the questions for both sides of a comparison; None if the question compares nothing, or not plainly."""
    order = next((o for o in _ORDERS if re.search(o.pattern, question.text, re.IGNORECASE)), None)
    if order is None or (question.kind == "yes_no" and not question.english):
        return None
    return _english(question, order) if question.english else _thai(question, order)


def _thai(question: Question, order: _Order) -> tuple[Question, Question] | None:
    text = question.text
    # ใครให้มากกว่ากัน ระหว่างจีนกับญี่ปุ่น
    if fronted := re.match(rf"(?:{_WHICH})[^?]{{0,60}}?(?:{order.pattern})\s", text):
        text = f"{text[fronted.end() :]} {fronted.group().strip()}"
    text = _BEFORE.sub("", text)
    join = _join(text)
    if join is None or not join.start():
        return None
    one, rest = text[: join.start()].strip(), text[join.end() :].strip()
    if _ASKS_WHICH.match(rest):
        return None
    asked = _ASKED.search(rest, 1)
    if not asked or asked.start() > _LONGEST_SIDE:
        return None
    other, asks = rest[: asked.start()].strip(), rest[asked.start() :]
    one = _told_alike(one, other)
    if len(other) < 3 or not re.search(order.pattern, asks):
        return None
    if _kind(order, question.text) != "other":
        unit = asked_unit(asks)
        asks = re.sub(rf"{_HOW_FAR}|(?:และ)?(?:ต่างกัน)?{HOW_MANY}\s?{re.escape(unit or '')}", " ", asks)
        order = order._replace(thai=f"กี่{unit}") if unit and order.kind != "date" else order
    about = _ASKED.sub(" ", asks).strip(" ?").removesuffix("และ").strip()
    return _pair(one, _completed(one, other), about, question.text, order)


def _join(text: str) -> re.Match[str] | None:
    """Return what parts the sides: where each has a กับ of its own, the และ between them."""
    withs = list(_WITH.finditer(text))
    if not withs:
        return _AND.search(text)
    return _AND.search(text, withs[0].end(), withs[-1].start()) or withs[0]


def _english(question: Question, order: _Order) -> tuple[Question, Question] | None:
    text = _FRONTED.sub(r"\2, \1", question.text)
    if letters := _LETTERS_DIFFER.search(text):
        return question_of(f"What is {letters[1]}?"), question_of(f"What is {letters[2]}?")
    named = _either(text)
    match = _ENGLISH_SIDES.search(text)
    if named:
        lead, one, other = named
    elif match and (
        match["join"] == "or" or (question.kind != "yes_no" and (order.kind == "other" or match["between"]))
    ):
        lead, one, other = match["lead"], match["one"], _with_noun(match["one"], match["other"])
    else:
        return None  # more information on visas and passports
    if not re.search(order.pattern, lead, re.IGNORECASE):
        return None
    if question.kind == "yes_no" and not _alike(one, other):
        return None  # Is there more information on visas or passports?
    asks = "" if re.search(r"\bhow (?:many|much)\b", lead, re.IGNORECASE) else order.english
    counted = re.search(rf"(?:{order.pattern})\s+([a-z]+)\b", lead, re.IGNORECASE)
    lead = re.sub(rf"{_ASKING}|{order.pattern}", " ", lead, flags=re.IGNORECASE)
    kind = _kind(order, question.text)
    if asks == "how many" and kind == "money":
        asks = "how much"
    if asks.startswith("how") and counted:
        asks, lead = f"{asks} {counted[1]}", re.sub(rf"\b{counted[1]}\b", " ", lead)
    found = []
    for side in (one, other):
        place = re.sub(r"^(?:the one|those|that)\s", "", side, flags=re.IGNORECASE)
        text = f"{asks} {place} {lead}" if named else f"{asks} {lead} {place}"
        found.append(question_of(f"{' '.join(text.split())}?", kind))
    return found[0], found[1]


def _either(text: str) -> tuple[str, str, str] | None:
    """Return what is asked of two names of one kind, and these: gave more, Japan, China."""
    for one, other in pairwise(find_mentions(text)):
        joined = _OR.fullmatch(text[one.end : other.start])
        if not joined or one.kind != other.kind or one.kind == "ordinal":  # the 6th is no name alone
            continue
        front, behind = text[: one.start], text[other.end :].strip(" ?")
        before = _ASKED_BEFORE.fullmatch(front) if not behind else None
        # Is Thailand or Vietnam the larger exporter? asks for more than a number.
        if before or (_ASKED_BEHIND.fullmatch(front) and not behind.startswith("the ")):
            names = text[one.start : one.end], text[other.start : other.end]
            return before["lead"] if before else behind, *names
    return None


def _alike(one: str, other: str) -> bool:
    """Tell whether both sides name something of one kind."""
    kinds = [{mention.kind for mention in find_mentions(side)} for side in (one, other)]
    return bool(kinds[0] & kinds[1])


def _with_noun(one: str, other: str) -> str:
    """Return the second side with the noun that it leaves out: the budget in 2020 of the budget in 2019 or (in) 2020."""
    preposition = _PREPOSITION.match(other)
    before, found, _ = one.rpartition(f" {preposition.group()} ") if preposition else ("", "", "")
    return f"{before} {other}" if found else _completed(one, other)


def _pair(one: str, other: str, about: str, whole: str, order: _Order) -> tuple[Question, Question]:
    kind = _kind(order, whole)
    asks = order.thai or ("เท่าใด" if kind != "other" else "")
    if kind == "other" and ACRONYM.fullmatch(one) and ACRONYM.fullmatch(other):
        return question_of(f"{one} คืออะไร"), question_of(f"{other} คืออะไร")
    if kind == "number" and "คน" in about and asks == "เท่าใด":
        asks = "กี่คน"
    first, second = (
        question_of(" ".join(f"{side} {about} {asks}".split()), None if kind == "other" else kind)
        for side in (one, other)
    )
    return first, second


def _kind(order: _Order, whole: str) -> AnswerType:
    much = order.kind == "number" or (order.kind == "other" and _ASKS_HOW_MUCH.search(whole))
    if much and _MONEY.search(whole):
        return "money"
    return "number" if much else order.kind


def _told_alike(one: str, other: str) -> str:
    """Return the first side, if it ends in a name, with what the second says behind its own: จีนกับญี่ปุ่นให้วัคซีน …"""
    mine, theirs = find_mentions(one), find_mentions(other)
    if not mine or not theirs or mine[-1].end < len(one) or not _BARE.fullmatch(other[: theirs[0].start]):
        return one
    kind, behind = mine[-1].kind, other[theirs[0].end :]
    # ญี่ปุ่นให้ลาวกับไทยให้กัมพูชา says of each side all that there is.
    both_ends = sum(mention.kind == kind for mention in mine) > 1 and any(m.kind == kind for m in theirs[1:])
    if theirs[0].kind != kind or both_ends or _WITH.search(behind):
        return one
    return one + behind


def _completed(one: str, other: str) -> str:
    """Return the second side with what it leaves out: ครั้งที่ 7 after การประชุม X ครั้งที่ 6, ลาว after ผู้ติดเชื้อในไทย."""
    beginning = _RELATIVE.match(other)
    bare = _BARE.match(other, beginning.end() if beginning else 0)
    named = find_mentions(other)
    if named and bare and named[0].start <= bare.end():
        kind, start = named[0].kind, named[0].start
        alike = [old for old in find_mentions(one) if old.kind == kind]
        if alike:  # the last ones of the first side give way to as many
            count = min(len(alike), sum(new.kind == kind for new in named))
            return one[: alike[-count].start] + other[start:]
    if not beginning:
        of_each = _OF_EACH.match(one)
        return f"{of_each.group()}{other}" if of_each and not _OF_EACH.match(other) else other
    places = [found.start() for found in re.finditer(_NO_WORD_END + beginning.group(), one)]
    return one[: places[-1]] + other if places and places[-1] else f"{one} {other}"
