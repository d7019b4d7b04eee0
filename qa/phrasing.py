"""A question in the words of whoever typed it -> the same question in one form, whatever those words were.

Politeness (ขอทราบว่า … ครับ), Thai or Arabic digits, spaces between Thai words and the calendar of a year change nothing
of what is asked, so the models are asked in one form: the answer must not hang on them.
"""

from __future__ import annotations

import re

from index.dates import BUDDHIST, find_dates
from index.thai import to_arabic_digits
from qa.kinds import ENGLISH_ASKING, asked_letters, question_word

# Particles end sentences, but their letters also end words: บังคับ, สถานะ, ราคะ; and begin some: คะแนน.
_PARTICLE = r"(?:(?<![ชฐาธศสฒ])นะ)?(?:ครับผม|ครับ|ค่ะ|(?<!รา)คะ(?!แนน|น้า|ยั้น)|จ้ะ|จ๊ะ)"
_CAN = r"ได้(?:ไหม|มั้ย|หรือไม่|หรือเปล่า)"
_WILLING = r"(?:ขออนุญาต|ขอความ(?:กรุณา|อนุเคราะห์)|ช่วย|กรุณา|โปรด|รบกวน|ขอ|อยากจะ|อยาก|ต้องการ|ใคร่)"
_ME = r"(?:ผม|ดิฉัน|ฉัน|หนู)"
_FRONT = re.compile(
    rf"(?:สวัสดี|ขอโทษ|เรียน(?:ท่าน|เจ้าหน้าที่)|แอดมิน(?={_PARTICLE}))(?:{_PARTICLE}[\s,]*|[\s,]+)"
    rf"|คือ(?:ว่า)?\s?(?={_ME}?{_WILLING})"
    rf"|{_ME}?{_WILLING}{{1,3}}(?:ทราบ|บอก){_ME}?(?:คำตอบ|ข้อมูล)?(?:หน่อย|ให้ทราบ|{_CAN}|{_PARTICLE}){{0,3}}\s?(?:ว่า|:)?\s*"
    # These verbs are also asked about (ต้องการแจ้งเกิด, สอบถามได้ที่ไหน): they need a sign that the question comes behind.
    rf"|{_ME}?(?:{_WILLING}{{1,3}}(?:เรียน)?(?:สอบถาม|ถาม|รู้|แจ้ง|ตอบ)|(?:เรียน|ฝาก)?(?:สอบถาม|ถาม)){_ME}?(?:คำถาม|ข้อมูล)?"
    rf"(?:(?:หน่อย|ให้ทราบ|{_CAN}|{_PARTICLE}){{0,3}}\s?(?:ว่า(?!(?:อะไร|อย่างไร|ยังไง)(?:บ้าง)?[\s?]*$)|:)|หน่อย(?:ครับ|ค่ะ)|(?:หน่อย|ให้ทราบ|{_PARTICLE}){{1,3}}(?=\s)|\s)\s*"
    rf"|(?:คุณ|ท่าน|(?:มี)?(?:ใคร|ท่านใด|ผู้ใด))?(?:พอจะ|พอ)?(?:ทราบ|รู้)(?:บ้าง(?:ไหม|มั้ย)?|ไหม|มั้ย|หรือไม่|หรือเปล่า)"
    rf"(?:(?:{_PARTICLE})?\s?ว่า\s*|{_PARTICLE}\s+)|ไม่ทราบว่า\s*"
)
_END = re.compile(
    rf"(?:\s+(?:ช่วย|กรุณา|โปรด|รบกวน)(?:บอก|ตอบ|แจ้ง)|(?:ให้)?หน่อย(?:{_CAN})?|\s*{_PARTICLE}(?:/{_PARTICLE})?|(?<!กล่าว)(?<!หนังสือ)(?<!คำ)(?<!ความ)(?<!การ)ขอบคุณ(?:มาก)?{_PARTICLE}|\s+ขอบคุณ(?:มาก)?)[\s?.!]*$"
)
_COURTESY = re.compile(
    rf"(?:(?:สวัสดี|ขอบคุณ|ขอบพระคุณ|ขอบใจ|โอเค|รับทราบ|เข้าใจแล้ว)(?:มาก|อย่างยิ่ง|เลย|แล้ว|ๆ)*+\s?(?:{_PARTICLE}|นะ)*+[\s,.!]*)+"
    r"|(?:(?:hello|hi|good (?:morning|afternoon|evening)|thanks|thank you|ok|okay)(?: (?:so|very|a) (?:much|lot))?[\s,.!]*)+",
    re.IGNORECASE,
)
_WH = r"(?=\s+(?:who|whom|whose|what|when|where|which|why|how|if|whether)\b)"
_ENGLISH_FRONT = re.compile(
    rf"(?:hello|hi|excuse me|good (?:morning|afternoon|evening))[,.!]\s*|(?:please|kindly)\b[,:]?\s*"
    rf"|(?:(?:could|can|would|will) you\s+)?(?:please\s+|kindly\s+)?(?:tell (?:me|us)|let (?:me|us) know)(?:\s*[:,]|{_WH})\s*"
    rf"|(?:(?:i|we)(?: would|'d|’d) like to know|(?:i|we) want to know|may i (?:ask|know)|do you (?:happen to )?know)(?:\s*[:,]|{_WH})\s*",
    re.IGNORECASE,
)
_ENGLISH_END = re.compile(
    r"(?:,\s*|[.?!]\s+)(?:please|thank you(?: very much)?|thanks)[\s?.!]*$", re.IGNORECASE
)
# The same within a question: เขียนเต็มว่าอย่างไรคะ กคต. ของกระทรวง; อาคารที่สุราบายา ขอทราบค่าเช่า.
_WITHIN = re.compile(
    r"(?P<asks>(?:อะไร|เท่าไร|เท่าไหร่|เมื่อไร|เมื่อไหร่|ไหน|ใด|อย่างไร|ยังไง|ใคร)(?:บ้าง)?)(?:นะ)?(?:ครับ|คะ|ค่ะ)(?=\s)"
    r"|(?<=\s)(?:ขอ|อยาก)ทราบ(?:ว่า)?(?=\S)"
)
_ROUNDS = 4  # of taking frames off: รบกวนสอบถามครับ ขอทราบว่า … has two

_THAI = r"\u0e01-\u0e2f\u0e30-\u0e3a\u0e40-\u0e4e"
_SPACE_IN_THAI = re.compile(rf"(?<=[{_THAI}]) (?=[{_THAI}])")
_NO_SPACE = re.compile(rf"(?<=[{_THAI}])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[{_THAI}])")
_WHAT_DAY = re.compile(
    r"^(?:on )?(?:what|which) (?:day|date)(?= (?:do|does|did|is|was|are|were|will)\b)", re.IGNORECASE
)
# Under the standard, how much …? and How much … under the standard? are one question.
_ENGLISH_LEAD = re.compile(
    r"^((?:when(?! (?:is|are|was|were|did|do|does|will|has|have)\b)|for|to|in|at|on|under|according to|during|after|before|by|as|with|since) [^?]{3,150}?), "
    r"((?:who|whom|whose|what|when|where|which|why|how)\b.*)$",
    re.IGNORECASE,
)
# เมื่อใดที่ไทยเป็นประธาน, ตามแนวคิดใดที่ไทยเสนอ; ระบบแบบใดที่ BCG หมายถึง: what is asked comes first, and belongs behind.
_NO_THAT = "ที่(?:สุด|ปรึกษา|ประชุม|ดิน|ทำการ|พัก|ตั้ง|นั่ง|มั่น)"
_CLEFT = re.compile(
    rf"^(?P<asks>เมื่อ(?:ใด|ไร|ไหร่)|(?:ตาม|ใน|โดย|ด้วย|จาก|ผ่าน)\S{{1,40}}?(?:ใด|ไหน|อะไร))(?!{_NO_THAT})ที่\s?(?P<rest>\S.+)$"
    rf"|^(?P<what>\S{{2,40}}?(?:ใด|ไหน|อะไร))(?!{_NO_THAT})ที่\s?(?P<said>\S.+(?:หมายถึง|เรียกว่า))$"
)
# ตามระเบียบใหม่ อาสาสมัครกงสุลคือใคร; what goes on in ครั้งที่ 5 or เมื่อปี 2562 is part of the lead itself.
_LEAD = re.compile(
    rf"^(?P<lead>(?:ตาม(?!ติด|หา|รอย)|ใน(?!หลวง))[{_THAI}]+(?:\s?[A-Za-z0-9-]++(?:\s(?=ที่|ของ|ครั้งที่|ระหว่าง|เมื่อ|ปี)[{_THAI}]+)?)*(?<=[{_THAI}])(?<!ณ)(?<!ปี)(?<!โครงการ)(?<!เมื่อ))\s"
    rf"(?!ครั้งที่|สมัย|รอบ|ณ|ที่(?!ประชุม)|เมื่อ|ระหว่าง|ปี|เดือน|วันที่|ของ|โดย|เพื่อ|ว่าด้วย|และ|หรือ|กับ)(?P<rest>[{_THAI}].+)$"
)
_IS = re.compile(r"^(what|who|where|when)['’]s\b", re.IGNORECASE)
_ERA = re.compile(r"(?P<buddhist>พ\s?\.?\s?ศ\s?\.?|พุทธศักราช)|(?:ค\s?\.?\s?ศ\s?\.?|คริสต์ศักราช)")
_CHRISTIAN_YEAR = re.compile(r"(?<![0-9])(?:19|20|21)[0-9]{2}(?![0-9])")
_BUDDHIST_YEAR = re.compile(r"(?<![0-9])2[4-6][0-9]{2}(?![0-9])")
_NUMBER = re.compile(r"[0-9]+")
_ALSO = re.compile(r"\s?(?:และ|กับ|ถึง|หรือ|[-–—])\s?")  # ปี 2022 และ 2023


def unframed(text: str) -> str:
    """Return a question in normal form without the polite words around it; as it is if nothing else is left."""
    rest = text
    for _ in range(_ROUNDS):
        before = rest
        for front in (_FRONT, _ENGLISH_FRONT):
            found = front.match(rest)
            rest = rest[found.end() :] if found else rest
        rest = _ENGLISH_END.sub("?", _END.sub("", rest))
        if rest == before:
            break
    rest = _WITHIN.sub(lambda found: found["asks"] or "", rest)
    return rest.strip() if len(rest.strip(" ?.!():")) > 1 else text


def only_polite(text: str) -> bool:
    """Tell whether a text in normal form greets or thanks (ขอบคุณมากครับ, hello) and says nothing else."""
    return _COURTESY.fullmatch(text) is not None


def uniform(text: str) -> str:
    """Return a question with Arabic digits, Buddhist years, and spaces only where Thai meets other letters.

    What leads in stands behind, as it may in either order. In English, what day is when, and what's is what is. Years are
    changed only where they are plainly years, and never in a text without Thai letters: 2030 may be part of a name.
    """
    text = to_arabic_digits(text).strip(" ?")
    if not re.search(f"[{_THAI}]", text):
        led = _ENGLISH_LEAD.match(text)
        if led and not asked_letters(led[2]) and not ENGLISH_ASKING.search(led[1], 1):
            text = f"{led[2]} {led[1][0].lower()}{led[1][1:]}"
        return _IS.sub(r"\1 is", _WHAT_DAY.sub("When", text))
    return _SPACE_IN_THAI.sub("", _NO_SPACE.sub(" ", _in_buddhist(_asked_last(text))))


def _asked_last(text: str) -> str:
    """Return a Thai question with what leads in, or what is asked first, behind what it is said of."""
    if cleft := _CLEFT.match(text):
        return f"{cleft['rest'] or cleft['said']}{cleft['asks'] or cleft['what']}"
    led = _LEAD.match(text)
    if led and question_word(led["rest"]) and not question_word(led["lead"]):
        return f"{led['rest']} {led['lead']}"
    return text


def in_terms_of(question: str, text: str) -> str:
    """Return a question with its years in the calendar that `text` writes them in, where it writes only that one."""
    told = frozenset(_NUMBER.findall(to_arabic_digits(text)))

    def as_written(match: re.Match[str]) -> str:
        year = int(match.group())
        other = str(year - BUDDHIST if _BUDDHIST_YEAR.fullmatch(match.group()) else year + BUDDHIST)
        return other if match.group() not in told and other in told else match.group()

    for mention in reversed(find_dates(question)):
        if _is_plainly_dated(question, mention.start, mention.end):
            written = question[mention.start : mention.end]
            for year in (_CHRISTIAN_YEAR, _BUDDHIST_YEAR):
                if year.search(written):
                    written = year.sub(as_written, written)
                    break
            question = question[: mention.start] + written + question[mention.end :]
    return question


def _in_buddhist(text: str) -> str:
    """Return a text with its years in the Buddhist calendar and without the names of eras."""
    pieces, done, plainly = [], 0, False
    for mention in find_dates(text):
        written = text[mention.start : mention.end]
        joined = plainly and _ALSO.fullmatch(text[done : mention.start]) is not None
        plainly = joined or _is_plainly_dated(text, mention.start, mention.end)
        era = _ERA.search(written)
        if era and era["buddhist"]:
            if _BUDDHIST_YEAR.search(written):
                written = _ERA.sub("", written)
        elif plainly and _CHRISTIAN_YEAR.search(written):
            written = _CHRISTIAN_YEAR.sub(
                lambda year: str(int(year.group()) + BUDDHIST), _ERA.sub("", written)
            )
        pieces += [text[done : mention.start], written]
        done = mention.end
    return " ".join("".join([*pieces, text[done:]]).split())


def _is_plainly_dated(text: str, start: int, end: int) -> bool:
    """Tell whether a date is more than four bare digits, which may be part of a name (วาระ 2030), or stands behind ปี or in."""
    written = text[start:end]
    if not written.isdigit() or _BUDDHIST_YEAR.fullmatch(written):
        return True
    return (
        re.search(
            r"(?:ปี|ปีงบประมาณ|\b(?:in|of|since|year|until|before|after|by))\s?$", text[:start], re.IGNORECASE
        )
        is not None
    )
