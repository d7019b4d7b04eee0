"""(question, earlier turns) -> how the question may be read, the likeliest reading first.

A follow-up (แล้วจัดที่ไหน) is read in the articles that the turn before cited, with its topic; one that speaks of the
meeting before or after (ครั้งก่อนหน้านั้นล่ะ) moves the topic by one ordinal; one that only names something else (แล้วเมียนมาล่ะ)
repeats the question of the turn before for it. A question that names its own topic is read on its own first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.mentions import Mention, find_mentions
from qa.kinds import ASKS_FULL_NAME, question_word
from qa.question import Question, implied, question_of

_OPENS = r"แล้ว(?!เสร็จ)|และ|ส่วน(?!ราชการ|แบ่ง|ประกอบ|ใหญ่|ร่วม|ลด|กลาง|ต่าง|ภูมิภาค|ท้องถิ่น|ตัว|บุคคล|เกิน)|and\b|what about\b|how about\b|then\b"
_FOLLOWS = re.compile(
    rf"^(?:{_OPENS})|(?<!เท่า)นั้น|ดังกล่าว|ที่นั่น|(?<!ภู)(?<!ชาว)(?<!เทือก)(?<!คุก)(?<!อุทยานแห่งชาติ)เขา(?!วัง|ใหญ่|พระ|ค้อ|หลวง|สก)|เธอ|(?<!เ)ท่าน(?!ใด|ไหน)|(?:ใน|รอบ|ทีม|งาน|เรื่อง)นี้|ล่ะ"
    r"|\b(?:(?-i:[Ii]t)|its|that(?! (?!is\b|was\b|has\b|his\b|does\b)[a-z]+s\b)|they|them|their|he|she|his|her|this|these|those)\b",
    re.IGNORECASE,
)
# ครั้งก่อน is the meeting before, 10 ปีก่อน and ทุกครั้งก่อนเดินทาง are none.
_EARLIER = re.compile(
    r"(?<![0-9๐-๙])(?<![0-9๐-๙] )(?<!ทุก)(?<!หลาย)(?<!สอง)(?<!สาม)(?<!สี่)(?<!ห้า)(?<!หก)(?<!เจ็ด)(?<!แปด)(?<!เก้า)(?<!สิบ)(?<!กี่)(?:ครั้ง|สมัย|รอบ|ปี)(?:ที่)?(?:ก่อน(?:หน้า)?(?:นั้น|นี้)?|ที่แล้ว)"
    r"|\b(?:the )?(?:previous(?: one| meeting| session| round| summit| edition| time| year|(?=[ ?]*$))|one before|last one)\b",
    re.IGNORECASE,
)
_LATER = re.compile(r"(?:ครั้ง|สมัย|รอบ)(?:ถัดไป|ต่อไป|หน้า)|\b(?:the )?(?:next|following)(?: one| meeting)\b", re.IGNORECASE)  # fmt: skip
# What a follow-up begins and ends with and says nothing.
_FRAME = re.compile(rf"^(?:{_OPENS})[\s,]*|ล่ะ|\?", re.IGNORECASE)
_MORE = re.compile(
    r"(?:ขอ|ช่วย)?\s?(?:ดู|อ่าน|แสดง|บอก|เล่า|มี)?\s?(?:ข้อมูล|ข้อความ|รายละเอียด|อะไร|หลักฐาน)?(?:อื่น)?\s?"
    r"(?:เพิ่มเติม|เพิ่ม|อีก|ต่อ|มากกว่านี้)(?:อีก)?\s?(?:หน่อย)?(?:ได้|ด้วย|บ้าง)?(?:หรือไม่|ไหม|มั้ย)?"
    r"|(?:(?:can|could) you )?(?:show|tell|give)(?: me)? more(?: details| information)?(?: (?:about|on) (?:it|this|that))?"
    r"|(?:any )?more(?: details| information)?(?: please)?|anything else|what else",
    re.IGNORECASE,
)
# What did Lim Jock Hoi say when he opened the meeting? says itself who is meant.
_NAMED_BEFORE = re.compile(
    r"(?<=[A-Z])(?<![a-z][A-Z])[a-z]++(?: [A-Z][a-z]++)++\b[^?]*?\b(?:he|she|his|her|him)\b"
)
_SELF_CONTAINED = 1.0
"""Weight of terms above which a question names its own topic."""
_SAYS_SOMETHING = 0.5
"""The same above which it may, though nothing else tells it from a follow-up."""
_ENGLISH_WORD = 0.3
"""Weight of an English word, which Thai articles don't share, for that."""


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
    if step:
        siblings = (replace(each, of_another=True) for each in (*_neighbours(question, before, step), *moved))
        found = [*siblings, *([replace(alone, rival=True)] if contained else [])]
    elif _FOLLOWS.search(_NAMED_BEFORE.sub("", question.text)):
        found = [*moved, replace(alone, rival=contained)]
    else:
        weight = max(question.weight, _ENGLISH_WORD * len(question.english_words))
        own = replace(alone, rival=weight > _SAYS_SOMETHING)
        found = [alone, replace(here, rival=True)] if contained else [*moved, own]
    return list(dict.fromkeys([*found, *explained]))


def _moved(question: Question, before: Turn) -> Reading:
    """Return a follow-up as a question about the topic of the turn before, in the articles cited there."""
    rest, earlier = _FRAME.sub(" ", question.text).strip(), before.reading
    articles = before.articles or None
    if question_word(rest):
        whole = question_of(f"{earlier.topic} {rest}", question.kind)
        return Reading(whole, earlier.topic, rest, articles)
    # It asks nothing itself: the last question is asked again, for what is named now.
    again = _replaced(earlier.question, question)
    if again is None and not _FOLLOWS.search(
        question.text
    ):  # words alone, as people type them into a search box
        return Reading(question_of(f"{earlier.topic} {rest}", "other"), earlier.topic, rest, articles)
    whole = question_of(again or f"{earlier.question.text} {rest}", earlier.question.kind)
    if again is None:
        return Reading(whole, earlier.topic, earlier.asked, articles)
    asked = again if earlier.asked == earlier.question.text else earlier.asked
    return Reading(whole, whole.content, asked, articles)


def _replaced(asked: Question, now: Question) -> str | None:
    """Return the earlier question with what is named now in the place of its like; None if it has none."""
    replaceable = [m for m in asked.mentions if not implied(m)] or asked.mentions
    for new in now.mentions:
        for old in replaceable:
            if old.kind == new.kind and old.keys != new.keys:
                return asked.text[: old.start] + now.text[new.start : new.end] + asked.text[old.end :]
    return None


def _neighbours(question: Question, before: Turn, step: int) -> list[Reading]:
    """Return readings of a question about the meeting before or after the one spoken of."""
    earlier = before.reading
    rest = _FRAME.sub(" ", _LATER.sub(" ", _EARLIER.sub(" ", question.text))).strip()
    repeated = question_word(rest) is None
    asked, kind = (earlier.asked, earlier.question.kind) if repeated else (rest, question.kind)
    # Day, place and country belong to the other meeting. A question that named its topic repeats it.
    topic = "" if repeated and earlier.asked == earlier.question.text else _unplaced(earlier.topic)
    asked = _unplaced(asked) if repeated else asked
    found = []
    current = first_ordinal(earlier.question.mentions) or before.ordinal
    if current and current + step > 0:
        moved = f"ครั้งที่ {current + step}"
        whole = question_of(f"{topic} {moved} {asked}".strip(), kind)
        found.append(Reading(whole, f"{_unplaced(earlier.topic)} {moved}", asked))
    if before.articles:  # an article says itself where the next one will be held
        pointing = (_LATER if step > 0 else _EARLIER).search(question.text)
        words = pointing.group() if pointing else ""
        whole = question_of(f"{topic} {words} {asked}".strip(), kind)
        inside = Reading(whole, earlier.topic, asked, before.articles)
        found = [inside, *found] if step > 0 else [*found, inside]
    return found


def first_ordinal(mentions: Sequence[Mention]) -> int | None:
    """Return the first ordinal that is named, None if there is none."""
    numbers = (mention.keys[0].removeprefix("ord:") for mention in mentions if mention.kind == "ordinal")
    return next(map(int, numbers), None)


def _unplaced(text: str) -> str:
    """Return a topic without what tells one meeting from another."""
    for mention in reversed(find_mentions(text)):
        if mention.kind in {"ordinal", "date", "city", "country"}:
            text = f"{text[: mention.start]} {text[mention.end :]}"
    return " ".join(text.split())
