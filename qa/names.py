"""Text -> the acronyms, the people with a title, the towns and the meetings that are named in it."""

from __future__ import annotations

import re

from index.thai import LONGEST_RUN, THAI_LETTER, thai_words_of

ACRONYM = re.compile(
    r"(?<![A-Za-z0-9])(?:[0-9]+|(?=[A-Za-z0-9]*[A-Z0-9][A-Za-z0-9]*[A-Z0-9])[A-Z][A-Za-z0-9]{1,9})(?![A-Za-z0-9])"
)
"""A number, or Latin letters with two capitals or digits among them: S2S, AIPR, MSMEs."""
# Thai letters that stand for words: กคต., อ.ก.พ.; no titles, units and calendars.
THAI_ACRONYM = re.compile(
    rf"(?<!{THAI_LETTER})(?<!\.)(?!(?:ดร|รศ|ผศ|ศ\.ดร|นพ|พญ|ทพ|พล|น\.ส|ม\.[ลรจ]|[พรจ]\.[ตทอสจ]|ส\.[ตทอ]|กม|ซม|มม|กก|ชม|ตร|รร|พ\.ศ|ค\.ศ|[มกธพสต]\.[คพยศ]|มี\.ค|เม\.ย|มิ\.ย)\.)(?:[ก-ฮ]{{2,5}}\.|(?:[ก-ฮ]{{1,2}}\.){{2,5}})(?!{THAI_LETTER}\.)"
)
_MAYOR = r"ก(?:รัฐมนตรี|เทศมนตรี|สมาคม|องค์การ|สภา|เมือง|สโมสร|อบ[จต]|คน|ท่าน|ฯ|[^\u0e01-\u0e4e]|$)"
MISTER = rf"(?<!ท)นาย(?!{_MAYOR}|ทะเบียน|อำเภอ|จ้าง|หน้า|ด่าน|ท่า|ตรวจ|ทุน|ทหาร|ตำรวจ|ช่าง|สถานี|พล(?:เมียนมา|พม่า|ระดับ|คน|เอก|โท|ตรี|[^\u0e01-\u0e4e]|$))"
"""The title of a man; not นายก (prime minister, mayor), นายทะเบียน (registrar) or ทนาย (lawyer)."""
CITY_WORD = r"(?<!การ)(?<!พื้น)(?<!ทั้ง)(?<!พล)(?<!เข้า)(?<!หัว)(?<!ผัง)(?<!บ้าน)(?<!ชาว)เมือง"
"""เมือง as a word of its own; not การเมือง (politics), พลเมือง (citizen) or คนเข้าเมือง (immigrant)."""
TOWN_WORD = (
    rf"(?:{CITY_WORD}(?!อัจฉริยะ|มรดก|หลัก|สีเขียว|น่าอยู่|ยั่งยืน|ดิจิทัล|สร้างสรรค์|สำคัญ|เศรษฐกิจ|อุตสาหกรรม|นวัตกรรม|ท่าเรือ|พี่|น้อง)|กรุง|จังหวัด|อำเภอ|ตำบล|แขวง(?!ทาง))"
    r"(?!หลวง|ที่|ใน|และ|ของ|ใด|ไหน|อะไร|ภาคี|สมาชิก|ต่าง|เดียว|ไทย|ทั้ง|ชาย|ท่อง|อื่น|เจ้า|เก่า|ใหญ่|นี้|นั้น|ตาม|เพื่อ|รอง|คู่|ละ)"
)
"""A word that the name of a town or district stands behind; not เมืองอัจฉริยะ (smart city) or เมืองหลวง (capital)."""
MEETING_WORD = "(?:การประชุม|เวที|การเจรจา|การหารือ)"
"""A word that the name of a meeting begins with."""
MEETING_NUMBER = "ครั้งที่ ?[0-9๐-๙]+(?:/[0-9๐-๙]+)?"
"""Which of its series a meeting is, in digits: ครั้งที่ 34, ครั้งที่ ๒/๒๕๖๒."""
# No space need stand between a name and these; a name may begin with their letters, so three of its own come before.
_BEHIND_NAME = (
    "เข้าร่วม|ร่วม|กล่าว|หารือ|เดินทาง|ดำรงตำแหน่ง|ลงนาม|ประชุม|เสนอ|ระบุ|แถลง|เยือน|เป็น|ได้|พบ|คือ|ใคร|อะไร|เมื่อ|และ|กับ"
)
_NAME = rf"{THAI_LETTER}{{1,3}}(?:(?!{_BEHIND_NAME}){THAI_LETTER})*"
_TITLED = re.compile(
    rf"(?:{MISTER}|นางสาว|นาง(?!สาว|สงกรานต์)|ดร\.)\s?{_NAME}(?:\s(?!{_BEHIND_NAME})(?:ณ\s)?{_NAME})?"
)
_RUN_BEFORE = re.compile(rf"{THAI_LETTER}+$")
_SPACED_TITLE = re.compile(r"(นาย|นางสาว|นาง|ดร\.)\s")
_SHORT_TITLE = 3  # letters of นาย, นาง
# A longer word of the dictionary is an occupation, a place or a plant (นายพล, นางรอง), but for titles and beginnings of names.
_NOT_COMPOUND = frozenset({"นางสาว", "นายแพทย์", "นายพัน", "นายพล", "นายธง", "นางชม", "นางนวล"})
_TITLE = re.compile(r"(?:นาย(?:แพทย์)?|นางสาว|นาง|ดร\.)")
_ANY_TITLE = r"(?:นาย|นาง|นางสาว|ดร\.|น\.ส\.|แพทย์|คุณ)\s?"
_FIRST_NAME = re.compile(rf"{_TITLE.pattern}\s?({THAI_LETTER}{{3,}})(?!{THAI_LETTER})")
_SAID = re.compile(f"(?:{_BEHIND_NAME}|มี|ไป|มา|จะ|เคย|ต้อง|บอก|ให้|ขอ|ตอบ|เกิด|พูด|เปิด|ทำ|อยู่|แสดง|รับ|ลง)|$")
_POST = r"(?:ท่าน|รัฐมนตรี|ทูต|ปลัด|อธิบดี|ประธาน)\s?"
_TITLED_LETTERS = 4  # of a name, enough to know it by behind a title
_BARE_LETTERS = 6  # the same behind a post, or nothing


def people_in(text: str) -> tuple[str, ...]:
    """Return the titled Thai names in `text`, as written but for the space behind the title: นายดอน ปรมัตถ์วินัย."""
    found, at = [], 0
    while match := _TITLED.search(text, at):
        titled = _begins_a_word(text, match.start(), match.end())
        if titled:
            found.append(_SPACED_TITLE.sub(r"\1", match.group()))
        at = match.end() if titled else match.start() + 1
    return tuple(found)


def _begins_a_word(text: str, start: int, end: int) -> bool:
    """Tell whether a title begins at `start`, as a word: not in มิถุนายน (June), ช้องนาง (a plant), นายก (a mayor) or นางแบบ (a model)."""
    before = _RUN_BEFORE.search(text, max(0, start - LONGEST_RUN), start)
    at = before.start() if before else start
    for word in thai_words_of(text[at:end]):
        if at >= start:
            return at == start and (len(word) <= _SHORT_TITLE or word in _NOT_COMPOUND)
        at += len(word)
    return False


def _is_said_of(words: str, name: str) -> bool:
    """Tell whether words begin with a name and go on with a verb: ดอนมีตำแหน่ง of ดอน, but ชัยวัฒน์ not of ชัย."""
    return words.startswith(name) and _SAID.match(words, len(name)) is not None


def speaks_of(text: str, person: str) -> bool:
    """Tell whether a text names a person: by the beginning of the name, or of the family name.

    Thai sets no space between a name and what follows it, so only the beginning can be compared. The title may be
    another one; where there is none, a short name (ดอน) must be a word of its own.
    """
    titled, _, family = person.partition(" ")
    first = _TITLE.sub("", titled, count=1)
    # นายดอนมีตำแหน่งอะไร: what a question says behind a short name can't be told from it, but a name can be found in it.
    if not family and any(_is_said_of(first, name[1]) for name in _FIRST_NAME.finditer(text)):
        return True
    end = "" if len(first) >= _BARE_LETTERS else f"(?!{THAI_LETTER})"
    named = (
        rf"{_ANY_TITLE}{re.escape(first[:_TITLED_LETTERS])}"
        rf"|(?:{_POST}|(?<!{THAI_LETTER})){re.escape(first[:_BARE_LETTERS])}{end}"
    )
    return re.search(named, text) is not None or (len(family) >= 4 and family[:6] in text)
