"""A question that asks for two things -> a question for each: จัดเมื่อไรและที่ไหน, How many in 2023 and how many in 2024?"""

from __future__ import annotations

import re

from index.mentions import find_mentions
from index.thai import words
from qa.kinds import ENGLISH_ASKING, HOW_MANY, QUESTION_WORDS, THAI_ASKING, kind_of
from qa.phrasing import uniform
from qa.question import Question, question_of, without
from qa.renaming import WHICH
from qa.spans import asked_unit

# What asks how far two sides differ is about both of them.
_THAI_AND = re.compile(
    r"\s?และ(?!ต่าง|เพิ่ม|ลด|เปลี่ยน"
    r"|สังคม|สหกรณ์|สิ่งแวดล้อม|ความมั่นคง|กีฬา|นวัตกรรม)"  # of the names of ministries
)
_ENGLISH_AND = re.compile(rf",? and (?={ENGLISH_ASKING.pattern})", re.IGNORECASE)
_LONGEST_REST = 60  # characters of the second part: it leaves out what the first has said
_SHORTEST_TOPIC = 3  # characters
# Stands before a word that asks, and asks with it.
_NOUN = r"(?:ที่|เมื่อ|เมือง|กรุง|จังหวัด|ประเทศ|วันที่|วัน|เดือน|ปี|แห่ง|เรื่อง|ด้วย|โดย|จาก|เพราะ|เพื่อ|มี|คือ|เป็น(?=อะไร|ใคร))?"
_ASKS = re.compile(rf"{_NOUN}(?:{QUESTION_WORDS.pattern})", re.IGNORECASE)
_OF_BOTH = re.compile(r"ระหว่าง|ห่าง|ต่าง|ทั้ง|เทียบ|\b(?:between|both|apart|differ)", re.IGNORECASE)
_JOINED = re.compile(r"\s?(?:และ|กับ|,|\band\b)\s?(?:the )?", re.IGNORECASE)
# Names a meeting of its own, unless it says it.
_OWN_MEETING = re.compile(r"^(?:การ)?ประชุม|^(?:เวที|โครงการ|กองทุน)|\b(?:meet|met|held|take place)\b")
_PRONOUN = re.compile(r"\b(?:it|he|she|they|its|his|her|their)\b", re.IGNORECASE)
_ONLY_ASKS = 2  # words: When, Which day
_AUXILIARY = re.compile(
    r"\s*\b(?:is|are|was|were|did|do|does|will|would|should|has|have|had|can|may)\b", re.IGNORECASE
)
_VERB = re.compile(rf"{_AUXILIARY.pattern}|\b(?!United|Limited)\w+ed\b", re.IGNORECASE)
# Tell me where and when the meeting was held; not how many delegates took part.
_SUBJECT = re.compile(r" (?:the|an?|this|that|its?|he|she|they|[A-Z])")
_STOP = re.compile(r"(?:(?<![A-Z])\.)?[\s?]*$")
_SMALL = frozenset({"in", "on", "at", "of", "for", "to", "during", "by", "the"})


def both(question: Question) -> tuple[Question, Question] | None:
    """Return the two questions that one sentence asks, each of the kind that its own words ask for; None if it asks one."""
    if question.kind == "yes_no":
        return None
    if numbered := _numbered(question.text):
        return question_of(numbered[0], question.kind), question_of(numbered[1], question.kind)
    parts = _english(question.text) if question.english else _thai(question.text)
    if parts is None:
        return None
    one, other, about = parts
    first, second = question_of(one), question_of(other, kind_of(uniform(other)))
    named, own = ({*each.codes, *each.keys} for each in (first, second))
    if own and not named:  # ใครเป็นประธานและใครเป็นรองประธานการประชุม S2S: the topic of both comes last
        return None
    another = own - named and _OWN_MEETING.search(other) and not _PRONOUN.search(other)
    only_number = not second.codes and any(mention.kind == "ordinal" for mention in second.mentions)
    if another and not only_number:
        about = ""
    return first, question_of(f"{about} {other}".strip(), second.kind)


def _numbered(text: str) -> tuple[str, str] | None:
    """Return the question for each of two meetings: ครั้งที่ 4 และครั้งที่ 5, the 4th and 5th."""
    ordinals = [mention for mention in find_mentions(text) if mention.kind == "ordinal"]
    if (
        len(ordinals) != 2
        or _OF_BOTH.search(text)
        or not _JOINED.fullmatch(text[ordinals[0].end : ordinals[1].start])
    ):
        return None
    front, back = text[: ordinals[0].start], text[ordinals[1].end :]
    one, other = (text[mention.start : mention.end] for mention in ordinals)
    other = f"ครั้งที่ {other}" if other.isdigit() else other  # ครั้งที่ 44 และ 45
    return f"{front}{one}{back}", f"{front}{other}{back}"


def _thai(text: str) -> tuple[str, str, str] | None:
    """Return the first part, the second part, and what both are about."""
    asking = [found.span() for found in THAI_ASKING.finditer(text)]
    # จัดที่ไหน เมื่อไร leaves และ out.
    spaces = (
        space
        for space in re.finditer(" ", text)
        if any(end == space.start() for _, end in asking) and _ASKS.match(text, space.end())
    )
    for join in reversed([*_THAI_AND.finditer(text)] or [*spaces]):
        before = [span for span in asking if span[1] <= join.start()]
        if not before or before[-1] == asking[-1]:
            continue
        one, other = text[: join.start()].strip(), text[join.end() :].strip(" ?")
        if kind_of(other) == "yes_no":  # จัดที่ไหน ทราบไหม
            return None
        if filled := _with_country(one, other):
            return one, filled, ""
        counted = re.sub(rf"{HOW_MANY}\s?{re.escape(asked_unit(one) or '')}", " ", one)
        about = without(_ASKS.sub(" ", counted), _own(other))
        if len(about) < _SHORTEST_TOPIC or len(other) > _LONGEST_REST:
            return None  # ใครและหน่วยงานใดเข้าร่วม: what they are asked of comes last
        return one, other, about
    return None


def _with_country(one: str, other: str) -> str | None:
    """Return the first part for another country: ไทยให้เงินเวียดนามเท่าไร of ไทยให้เงินลาวเท่าไร และเวียดนามเท่าไร.

    None if the other part says more than the country.
    """
    news = [mention for mention in find_mentions(other) if mention.kind == "country"]
    if len(news) != 1:
        return None
    new = news[0]
    behind = words(other[new.end :])[:1]  # จีนให้ไทยกี่โดส และญี่ปุ่นให้กี่โดส: it takes the place of who gives
    olds = [
        mention
        for mention in find_mentions(one)
        if mention.kind == "country" and words(one[mention.end :])[:1] == behind
    ]
    if not olds or new.keys == olds[-1].keys:
        return None
    old = olds[-1]
    if not frozenset(words(one)).issuperset(words(f"{other[: new.start]} {other[new.end :]}")):
        return None
    return one[: old.start] + other[new.start : new.end] + one[old.end :]


def _own(part: str) -> frozenset[str]:
    """Return what the second part has of its own, and not from what both are about."""
    return WHICH & {mention.kind for mention in find_mentions(part)}


def _english(text: str) -> tuple[str, str, str] | None:
    """Return the first part, the second part, and what both are about."""
    first, joins = ENGLISH_ASKING.search(text), [*_ENGLISH_AND.finditer(text)]
    if not first or not joins or first.start() >= joins[-1].start():
        return None
    if text[: first.start()].strip()[-1:] not in {"", ","}:  # Name the minister who came and who signed
        return None
    one, other = text[: joins[-1].start()].strip(), _STOP.sub("", text[joins[-1].end() :]).strip()
    asked = ENGLISH_ASKING.match(other)
    if not asked:
        return None
    if len(one.split()) <= _ONLY_ASKS:  # When and where was it held?
        behind = other[asked.end() :]
        told = _AUXILIARY.match(behind) or (" " not in one and _SUBJECT.match(behind))
        return (f"{one}{behind}?", f"{other}?", "") if told else None
    if ENGLISH_ASKING.search(one, first.end()):  # What did he say about when and how it is paid?
        return None
    if not _VERB.search(other) and (filled := _with_date(one, other[asked.end() :])):
        return f"{one}?", f"{filled}?", ""
    about = without(_AUXILIARY.sub("", one[first.end() :], count=1), _own(other))
    return f"{one}?", f"{other}?", f"{about}:"


def _with_date(one: str, rest: str) -> str | None:
    """Return the first part with the date or ordinal of the other: How many came in 2023, and how many in 2024?

    None if the other says more than that.
    """
    said = {*one.lower().split(), *_SMALL}
    for new in find_mentions(rest):
        olds = [old for old in find_mentions(one) if old.kind == new.kind and old.kind in WHICH]
        if olds and said.issuperset(f"{rest[: new.start]} {rest[new.end :]}".lower().split()):
            return f"{one[: olds[-1].start]}{rest[new.start : new.end]}{one[olds[-1].end :]}"
    return None
