"""(question, earlier turns) -> how the question may be read, the likeliest reading first.

A follow-up (แล้วจัดที่ไหน) is read in the articles that the turn before cited, with its topic; one that speaks of the
meeting before or after (ครั้งก่อนหน้านั้นล่ะ) moves the topic by one ordinal, or year; one that only names something else
(แล้วเมียนมาล่ะ, ไม่ใช่ หมายถึงครั้งที่ 5) repeats the question of the turn before for it. A question that names its own topic is read
on its own first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.mentions import Mention, find_mentions
from index.thai import to_arabic_digits
from qa.kinds import ASKS_FULL_NAME, question_word
from qa.question import Question, question_of, without
from qa.renaming import SAYS_SOMETHING, WHICH, renamed, replaced, tells_which

_OPENS = r"แล้ว(?!เสร็จ)|และ|ส่วน(?!ราชการ|แบ่ง|ประกอบ|ใหญ่|ร่วม|ลด|กลาง|ต่าง|ภูมิภาค|ท้องถิ่น|ตัว|บุคคล|เกิน)|and\b|what about\b|how about\b|then\b"
# What an article is on, and is then spoken of; ปีนี้ and วันนี้ speak of today.
_THIS = (
    "(?:ใน|รอบ|ทีม|งาน|เรื่อง|โครงการ|มาตรการ|ประชุม|เวที|ตกลง|กฎหมาย|นโยบาย|เหตุการณ์|กรณี|ประเด็น|ปัญหา|แผน|กองทุน|กิจกรรม"
    "|ข่าว|ฉบับ|กลุ่ม|ภารกิจ|ครั้ง)"
)
_FOLLOWS = re.compile(
    rf"^(?:{_OPENS})|(?<!เท่า)นั้น|ดังกล่าว|ที่นั่น|(?<!ภู)(?<!ชาว)(?<!เทือก)(?<!คุก)(?<!อุทยานแห่งชาติ)เขา(?!วัง|ใหญ่|พระ|ค้อ|หลวง|สก)|เธอ|(?<!เ)ท่าน(?!ใด|ไหน)|{_THIS}นี้|ก่อนหน้านี้|ล่ะ"
    r"|\b(?:(?-i:[Ii]t)|its|that(?! (?!is\b|was\b|has\b|his\b|does\b)[a-z]+s\b)|they|them|their|he|she|his|her|this|these|those)\b",
    re.IGNORECASE,
)
# ครั้งก่อน is the meeting before, 10 ปีก่อน and ทุกครั้งก่อนเดินทาง are none.
_EARLIER = re.compile(
    r"(?<![0-9๐-๙])(?<![0-9๐-๙] )(?<!ทุก)(?<!หลาย)(?<!สอง)(?<!สาม)(?<!สี่)(?<!ห้า)(?<!หก)(?<!เจ็ด)(?<!แปด)(?<!เก้า)(?<!สิบ)(?<!กี่)(?:ครั้ง|สมัย|รอบ|ปี)(?:ที่)?(?:ก่อน(?:หน้า)?(?:นั้น|นี้)?|ที่แล้ว)"
    r"|\b(?:the )?(?:previous(?: one| meeting| session| round| summit| edition| time| year|(?=[ ?]*$))|one before|last one)\b",
    re.IGNORECASE,
)
_LATER = re.compile(r"(?:ครั้ง|สมัย|รอบ)(?:ถัดไป|ต่อไป|หน้า)|ปี(?:ถัดไป|ถัดมา|ต่อไป|ต่อมา)|\b(?:the )?(?:next|following)(?: one| meeting)\b|\bthe following year\b", re.IGNORECASE)  # fmt: skip
_LATEST = re.compile(
    r"(?:ครั้ง|สมัย|รอบ)(?:ที่)?(?:ล่าสุด|หลังสุด)|\b(?:the )?(?:latest|most recent)(?: one| meeting)\b",
    re.IGNORECASE,
)
# What a follow-up begins and ends with and says nothing.
_FRAME = re.compile(rf"^(?:{_OPENS})[\s,]*|ล่ะ|\?", re.IGNORECASE)
# What a correction begins with: ไม่ใช่ครับ ผมหมายถึงครั้งที่ 5.
_DENIES = r"(?:(?:ไม่ใช่|เปล่า|ขอโทษ)(?:ครับ|ค่ะ)?[\s,]+|(?:no|sorry),\s*)"
_CORRECTS = re.compile(
    rf"(?:{_DENIES})*(?:(?:ผม|ดิฉัน|ฉัน|เรา)?(?:หมายถึง|ถามถึง)|i (?:mean|meant)\b|i was asking about\b)|(?:{_DENIES})+",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"(?:แล้ว|และ|นอกจากนี้)?\s?(?:ขอ|ช่วย|อยาก)?\s?(?:ดู|อ่าน|แสดง|บอก|เล่า|มี|รู้|ทราบ|อธิบาย)?\s?"
    r"(?:ข้อมูล|ข้อความ|รายละเอียด|อะไร|ใคร|หลักฐาน|ข่าว|บทความ|แหล่ง)?(?:อื่น)?\s?"
    r"(?:เพิ่มเติม|เพิ่ม|อีก|ต่อ|มากกว่านี้)(?:อีก)?\s?(?:เกี่ยวกับเรื่องนี้|หน่อย)?(?:ได้|ด้วย|บ้าง)?(?:หรือไม่|ไหม|มั้ย)?|ขยายความ(?:หน่อย)?"
    r"|(?:(?:can|could) you )?(?:show|tell|give)(?: me)? more(?: details| information| info| results| articles)?(?: (?:about|on) (?:it|this|that))?"
    r"|(?:(?:is|are) there |do you have )?(?:(?:any|see|read) )?more(?: details| information| info| results| articles)?(?: (?:about|on) (?:it|this|that))?(?: please)?"
    r"|(?:is there |do you have )?(?:anything|anyone|what|who) else|go on|continue",
    re.IGNORECASE,
)
# What did Lim Jock Hoi say when he opened the meeting? says itself who is meant.
_NAMED_BEFORE = re.compile(
    r"(?<=[A-Z])(?<![a-z][A-Z])[a-z]++(?: [A-Z][a-z]++)++\b[^?]*?\b(?:he|she|his|her|him)\b"
)
_SELF_CONTAINED = 1.0
"""Weight of terms above which a question names its own topic."""
_ENGLISH_WORD = 0.3
"""Weight of an English word, which Thai articles don't share, for that."""
_ASKS_ONLY = 0.05
"""Weight, without what is named, up to which words only ask: ปี 2563 เท่าไร."""
_OF_ONE = WHICH | {"city", "country"}
"""The same, and what belongs to one of them alone."""
_OF_YEAR = re.compile(r"ปี|(?:the )?(?:previous|following) year", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a question."""

    question: Question
    topic: str
    """What follow-ups will be about: a question that named its topic, without its question words."""
    asked: str
    """The question without the topic."""
    articles: frozenset[str] | None = None
    """Ids of the articles to look in; None for all."""
    rival: bool = False
    """Whether to ask it even where an earlier reading was answered, without much confidence."""
    of_another: bool = False
    """Whether it is about another meeting than the turn before: the same answer again would be wrong."""
    anew: bool = False
    """Whether it asks something else than the turn before, so that another answer is likelier than the same."""


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question as it was read, with the articles that its answer cited."""

    reading: Reading
    articles: frozenset[str]
    ordinal: int | None = None
    """Which meeting the first of them is about, where it says so."""
    asked_back: bool = False
    """Whether its question didn't say what it is about, and was asked back."""


def asks_for_more(question: str) -> bool:
    """Tell whether this is no question of its own but asks for further passages (ขอดูเพิ่มเติม, show me more)."""
    return _MORE.fullmatch(question.strip(" ?!.")) is not None


def readings(question: Question, before: Turn | None) -> list[Reading]:
    """Return the readings to try in turn, until one is answered; each is different."""
    corrected = _corrected(question) if before else None
    question = corrected or question
    alone = Reading(question, question.content, question.text)
    # Letters that no article spells out may yet be explained: S2S คืออะไร.
    lettered = question.kind == "abbreviation" and not ASKS_FULL_NAME.search(question.plain)
    explained = [replace(alone, question=replace(question, kind="definition"))] if lettered else []
    if before is None:
        return [alone, *explained]
    if before.asked_back and not question_word(question.text):  # what the earlier question is about
        whole = question_of(f"{question.text} {before.reading.question.text}", before.reading.question.kind)
        return [Reading(whole, whole.content, before.reading.asked), alone]
    contained = question.weight > _SELF_CONTAINED
    step = -1 if _EARLIER.search(question.text) else 1 if _LATER.search(question.text) else 0
    here = _moved(question, before)
    moved = [here, replace(here, articles=None)]
    # ครั้งที่ 5 จัดที่ไหน, taken alone, is asked of any series.
    own = [] if tells_which(question) else [alone]
    if step:
        siblings = (replace(each, of_another=True) for each in (*_neighbours(question, before, step), *moved))
        found = [*siblings, *([replace(alone, rival=True)] if contained else [])]
    elif _LATEST.search(question.text) and not contained:
        found = [*_neighbours(question, before, 0), *own]
    elif corrected or _FOLLOWS.search(_NAMED_BEFORE.sub("", question.text)):
        found = [*moved, *(replace(each, rival=contained) for each in own)]
    else:
        weight = max(question.weight, _ENGLISH_WORD * len(question.english_words))
        own = [replace(each, rival=weight > SAYS_SOMETHING) for each in own]
        found = [alone, replace(here, rival=True)] if contained else [*moved, *own]
    return list(dict.fromkeys([*found, *explained]))


def _corrected(question: Question) -> Question | None:
    """Return what a correction says was meant; None if this is none."""
    found = _CORRECTS.match(question.text)
    meant = question.text[found.end() :].strip(" ,") if found else ""
    return question_of(meant) if meant and not question_word(meant) else None


def _moved(question: Question, before: Turn) -> Reading:
    """Return a follow-up as a question about the topic of the turn before, in the articles cited there."""
    rest, earlier = _FRAME.sub(" ", question.text).strip(), before.reading
    articles = before.articles or None
    again = replaced(earlier.question, question)
    if question_word(rest) and not (again and _asks_the_same(rest, question, earlier.question)):
        topic = without(earlier.topic, renamed(question))
        whole = question_of(f"{topic} {rest}", question.kind)
        topic = topic if topic == earlier.topic else whole.content
        return Reading(whole, topic, rest, articles, anew=_asks_else(rest, question, earlier.question))
    # It asks nothing new: the last question is asked again, for what is named now.
    if again is None and not _FOLLOWS.search(
        question.text
    ):  # words alone, as people type them into a search box
        whole = question_of(f"{earlier.topic} {rest}", question.kind)
        return Reading(whole, earlier.topic, rest, articles)
    whole = question_of(again or f"{earlier.question.text} {rest}", earlier.question.kind)
    if again is None:
        anew = _asks_else(rest, question, earlier.question)
        return Reading(whole, earlier.topic, earlier.asked, articles, anew=anew)
    asked = again if earlier.asked == earlier.question.text else earlier.asked
    return Reading(whole, whole.content, asked, articles, anew=True)


def _asks_else(rest: str, now: Question, asked: Question) -> bool:
    """Tell whether a follow-up asks for something else than the turn before, or of something else."""
    new = question_of(rest).terms.items() - asked.terms.items()
    return now.kind not in {asked.kind, "other"} or any(weight > _ASKS_ONLY for _, weight in new)


def _asks_the_same(rest: str, now: Question, asked: Question) -> bool:
    """Tell whether a follow-up asks what was asked, and says nothing else than for what: แล้วปี 2563 เท่าไร."""
    kinds = (now.kind, asked.kind)
    said = sum(weight for term, weight in question_of(rest).terms.items() if ":" not in term)
    return said <= _ASKS_ONLY and (kinds[0] == kinds[1] or kinds == ("number", "money"))


def _neighbours(question: Question, before: Turn, step: int) -> list[Reading]:
    """Return readings of a question about the meeting, or the year, before or after the one spoken of; 0 for the latest."""
    earlier = before.reading
    found = {-1: _EARLIER, 0: _LATEST, 1: _LATER}[step].search(question.text)
    pointing = found.group() if found else ""
    rest = _FRAME.sub(" ", question.text.replace(pointing, " ")).strip()
    if _OF_YEAR.match(pointing) and (in_year := _in_year(rest, question, before, step)):
        return in_year
    repeated = question_word(rest) is None
    asked, kind = (earlier.asked, earlier.question.kind) if repeated else (rest, question.kind)
    # Day, place and country belong to the other meeting. A question that named its topic repeats it.
    topic = "" if repeated and earlier.asked == earlier.question.text else without(earlier.topic, _OF_ONE)
    asked = without(asked, _OF_ONE) if repeated else asked
    if not step:
        return [
            Reading(
                question_of(f"{topic} {asked}".strip(), kind), topic or without(earlier.topic, _OF_ONE), asked
            )
        ]
    moved = list[Reading]()
    current = first_ordinal(earlier.question.mentions) or before.ordinal
    if current and current + step > 0:
        number = f"ครั้งที่ {current + step}"
        whole = question_of(f"{topic} {number} {asked}".strip(), kind)
        moved.append(Reading(whole, f"{without(earlier.topic, _OF_ONE)} {number}", asked))
    if before.articles:  # an article says itself where the next one will be held
        whole = question_of(f"{topic} {pointing} {asked}".strip(), kind)
        inside = Reading(whole, earlier.topic, asked, before.articles)
        moved = [inside, *moved] if step > 0 else [*moved, inside]
    return moved


def _in_year(rest: str, question: Question, before: Turn, step: int) -> list[Reading]:
    """Return readings of a question about the year before or after the one spoken of; none if no year was."""
    earlier = before.reading
    repeated = question_word(rest) is None or _asks_the_same(rest, question, earlier.question)
    text = earlier.question.text if repeated else f"{earlier.topic} {rest}"
    years = [m for m in find_mentions(text) if m.kind == "date" and len(m.keys) == 1]
    if not years:
        return []
    start, end = years[-1].start, years[-1].end
    shifted = re.sub("[0-9]+", lambda year: str(int(year.group()) + step), to_arabic_digits(text[start:end]))
    whole = question_of(
        f"{text[:start]}{shifted}{text[end:]}", earlier.question.kind if repeated else question.kind
    )
    here = Reading(whole, whole.content, whole.text if repeated else rest, before.articles or None)
    return [here, replace(here, articles=None)]


def first_ordinal(mentions: Sequence[Mention]) -> int | None:
    """Return the first ordinal that is named, None if there is none."""
    numbers = (mention.keys[0].removeprefix("ord:") for mention in mentions if mention.kind == "ordinal")
    return next(map(int, numbers), None)
