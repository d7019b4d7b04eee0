"""A question that asks for two things -> a question for each: จัดเมื่อไรและที่ไหน, How many in 2023 and how many in 2024?"""

from __future__ import annotations

import re

from index.mentions import find_mentions
from qa.kinds import ENGLISH_ASKING, THAI_ASKING
from qa.question import Question, question_of

# What asks how far two sides differ is about both of them.
_THAI_AND = re.compile(r"\s?และ(?!ต่าง|เพิ่ม|ลด|เปลี่ยน)")
_ENGLISH_AND = re.compile(rf",? and (?={ENGLISH_ASKING.pattern})", re.IGNORECASE)
_LONGEST_REST = 60  # characters of the second part: it leaves out what the first has said
_ONLY_ASKS = 2  # words: When, Which day
_BEFORE_DATE = re.compile(r"(?:เมื่อ|ใน|ช่วง|ปี|วันที่|\s)*$")
_VERB = re.compile(r"\b(?:is|are|was|were|did|do|does|will|has|have|had|can|\w+ed)\b")
_PRONOUN = re.compile(r"\b(?:it|he|she|they|its|his|her|their)\b", re.IGNORECASE)


def both(question: Question) -> tuple[Question, Question] | None:
    """Return the two questions that one sentence asks; None if it asks one."""
    if question.kind == "yes_no":
        return None
    parts = _english(question.text) if question.english else _thai(question.text)
    return (question_of(parts[0]), question_of(parts[1])) if parts else None


def _thai(text: str) -> tuple[str, str] | None:
    for join in reversed([*_THAI_AND.finditer(text)]):
        one, other = text[: join.start()].strip(), text[join.end() :].strip(" ?")
        asking = THAI_ASKING.search(one)
        if asking and THAI_ASKING.search(other) and len(other) <= _LONGEST_REST:
            # ใครเป็นประธานการประชุม S2S และจัดที่ไหน: what it is about may stand behind the word that asks.
            about = one[: _noun_of(one, asking.start())] or one[asking.end() :]
            return one, f"{_without(about, other)} {other}".strip()
    return None


def _noun_of(text: str, asking: int) -> int:
    """Return where the noun begins that an asking word stands behind: ที่ of ที่ไหน, เมือง of เมืองใด."""
    noun = re.search(
        r"(?:ที่|เมื่อ|เมือง|กรุง|ประเทศ|วันที่|วัน|เดือน|ปี|แห่ง|เรื่อง|ด้วย|โดย|จาก|เพราะ|เพื่อ)$", text[:asking]
    )
    return noun.start() if noun else asking


def _without(about: str, other: str) -> str:
    """Return what the first part is about without the dates, ordinals … that the other part has its own of."""
    kinds = {mention.kind for mention in find_mentions(other)}
    for mention in reversed(find_mentions(about)):
        if mention.kind in kinds:
            before = _BEFORE_DATE.sub("", about[: mention.start])
            about = f"{before} {about[mention.end :].strip()}"
    return about.strip()


def _english(text: str) -> tuple[str, str] | None:
    first, join = ENGLISH_ASKING.search(text), next(reversed([*_ENGLISH_AND.finditer(text)]), None)
    if not first or not join or first.start() >= join.start():
        return None
    one, other = text[: join.start()].strip(), text[join.end() :].strip(" ?")
    asked = ENGLISH_ASKING.match(other)
    if not asked:
        return None
    if len(one.split()) <= _ONLY_ASKS:  # When and where was it held?
        return f"{one}{other[asked.end() :]}?", f"{other}?"
    if not _VERB.search(other):  # How many came in 2023, and how many in 2024?
        alike = [
            (old, new) for new in find_mentions(other) for old in find_mentions(one) if old.kind == new.kind
        ]
        if not alike:
            return None
        old, new = alike[-1]
        return f"{one}?", f"{one[: old.start]}{other[new.start :]}?"
    about = one[first.end() :].strip()
    return f"{one}?", f"{about}: {other}?" if _PRONOUN.search(other) else f"{other}?"
