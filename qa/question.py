"""What the user typed -> `Question`: its normal form, what kind of answer it wants, what it is about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from index.errors import InvalidQuestion
from index.mentions import Mention, find_mentions
from index.thai import THAI_LETTER, normalise, rarity, search_words, words
from qa.phrasing import unframed, uniform

AnswerType = Literal[
    "date", "person", "place", "country", "number", "money", "ordinal", "organisation",
    "abbreviation", "list", "reason", "manner", "definition", "yes_no", "other",
]  # fmt: skip

# The first form that is found decides, so the more specific stand first: กี่คน before ใคร, ใครบ้าง before ใคร.
_FORMS: tuple[tuple[AnswerType, str], ...] = (
    (
        "abbreviation",
        r"ย่อมาจาก(?:อะไร|คำว่าอะไร|คำใด)?|คำเต็ม|ชื่อเต็ม|ตัวย่อ|อักษรย่อ|ชื่อย่อ|คำย่อ"
        r"|\bstands? for\b|\bfull (?:name|form)\b|\babbreviat\w+\b|\bacronym\b|\bshort for\b",
    ),
    ("ordinal", r"(?:เป็น)?(?:ครั้ง|รอบ|สมัย)ที่(?:เท่าไหร่|เท่าไร|เท่าใด|อะไร|ใด|ไหน)|\bwhich (?:edition|session|number)\b|\bhow many(?:th)? times\b"),
    (
        "date",
        r"เมื่อไหร่|เมื่อไร|เมื่อใด|ตอนไหน|(?:ตรงกับ)?วันที่(?:เท่าไหร่|เท่าไร|เท่าใด|อะไร|ใด|ไหน)|วัน(?:ใด|ไหน|อะไร)|เดือน(?:ใด|ไหน|อะไร)"
        r"|ปี(?:\s?(?:พ\.ศ\.|ค\.ศ\.))?\s?(?:พุทธศักราช|คริสต์ศักราช)?(?:ใด|ไหน|อะไร|เท่าไหร่|เท่าไร)|(?:พ\.ศ\.|ค\.ศ\.)\s?(?:ใด|อะไร|เท่าไร)|ช่วง(?:ใด|ไหน|เวลาใด)"
        r"|\bwhen\b|\b(?:what|which|on what|on which) (?:date|day|year|month)s?\b",
    ),
    (
        "money",
        r"เงิน(?=[^?]{0,25}(?:เท่าไหร่|เท่าไร|เท่าใด|(?<!เ)กี่))|(?<!เ)กี่(?:ล้าน|พัน|แสน|หมื่น)*(?:(?<=ล้าน)(?=$|\?)|บาท|ดอลลาร์|เหรียญ|ยูโร|ปอนด์|เยน|หยวน|วอน|ฟรังก์|โครน|รูปี|ริงกิต)|(?:งบประมาณ|มูลค่า|วงเงิน)(?=[^?]{0,30}(?:เท่าไหร่|เท่าไร|เท่าใด|(?<!เ)กี่))"
        r"|\bhow much (?:money|funding|aid|did|was|has|have|does|assistance)\b|\bwhat (?:amount|sum)\b|\bbudget\b",
    ),
    ("list", r"(?:อะไร|ใด|ใคร|ไหน)\s?บ้าง|มีอะไร|\blist\b|\bwhat (?:are|were) the\b|\bwhich (?:countries|topics|areas|issues|agencies|bodies|organi[sz]ations)\b"),
    ("number", r"(?<!เ)กี่(?!โมง|นาฬิกา)|เท่าไหร่|เท่าไร|เท่าใด|จำนวน|\bhow (?:many|much|long|often|far|old)\b|\bwhat (?:number|percentage)\b"),
    ("country", r"(?:ประเทศ|ชาติ)(?:ใด|ไหน|อะไร)|\b(?:which|what) (?:\w+ )?(?:country|nation|state)\b"),
    ("place", r"ที่ไหน|ที่ใด|แห่งใด|แห่งไหน|(?:สถานที่|เมือง|กรุง|จังหวัด|รัฐ)(?:ใด|ไหน|อะไร)|\bwhere\b|\b(?:which|what) (?:city|place|venue|province)\b"),
    ("person", r"ใคร|ผู้ใด|ท่านใด|ท่านไหน|คนใด|คนไหน|บุคคลใด|ชื่อว่าอะไร|\bwho\b|\bwhom\b|\bwhose\b|\bname of the (?:person|chair|head)\b"),
    (
        "organisation",
        r"(?:หน่วยงาน|องค์กร|องค์การ|กระทรวง|สถาบัน|ศูนย์|คณะกรรมการ|บริษัท|มูลนิธิ)(?:ใด|ไหน|อะไร)"
        r"|\b(?:which|what) (?:organi[sz]ation|agency|ministry|institution|body|centre|center|company)\b",
    ),
    ("reason", r"ทำไม|เหตุใด|เพราะ(?:อะไร|เหตุใด)|เนื่องจากอะไร|สาเหตุ|เหตุผล|เพื่ออะไร|วัตถุประสงค์|จุดประสงค์|\bwhy\b|\bpurpose\b|\breasons?\b|\bwhat for\b"),
    (
        "definition",
        r"นิยาม|คำจำกัดความ|หมายความว่า|ความหมาย|จึง(?:จะ)?(?:เรียกว่า|ถือว่า|ถือเป็น|นับว่า|นับเป็น)"
        r"|(?:แบบ|ลักษณะ|ขนาด|ประเภท)(?:ใด|ไหน)(?:ที่)?(?:เรียกว่า|ถือว่า|ถือเป็น|นับว่า|นับเป็น|เข้าข่าย)"
        r"|\b[Dd]efin(?:e|ed|ition)\b|\bmeant by\b|\bcounts? as\b|\bqualif(?:y|ies) as\b|\b[Ww]hat exactly (?:is|are)\b",
    ),
    ("manner", r"อย่างไร|ยังไง|วิธี(?:การ)?(?:ใด|ไหน)|(?:ลักษณะ|รูปแบบ|แบบ|ช่องทาง)(?:ใด|ไหน)|\bhow\b|\bby what means\b"),
    ("definition", r"คืออะไร|หมายถึง(?:อะไร|สิ่งใด)?|แปลว่า(?:อะไร|อย่างไร)?|คือสิ่งใด|\b[Ww]hat (?:is|was) (?=(?:[Aa]n? |[Tt]he )?(?-i:[A-Z]))|\bdefin\w+\b|\bmeaning\b|\bdoes (?=.+ mean\b)"),
)  # fmt: skip
_COMPILED = tuple(
    (kind, re.compile(pattern, re.IGNORECASE if kind != "definition" else 0)) for kind, pattern in _FORMS
)
_DEFINED = re.compile(
    rf"{next(pattern for kind, pattern in _FORMS if kind == 'definition')}|(?:คือ|หมายถึง|แปลว่า)[^?]{{0,40}}(?:แบบ|ลักษณะ|ประเภท)(?:ใด|ไหน)"
)
"""Asks for what a thing is, never for the words that letters stand for."""
# The word that an English question begins with, and the kinds that it doesn't leave open.
_FIRST_WORD = re.compile(r"^(who|whom|whose|when|where|why)\b", re.IGNORECASE)
_WHO_COUNTS = re.compile(r"^who (?:counts?|qualif(?:y|ies)) as\b", re.IGNORECASE)
_OF_FIRST_WORD: dict[str, AnswerType] = {
    "who": "person", "whom": "person", "whose": "person", "when": "date", "where": "place", "why": "reason",
}  # fmt: skip
_ROLES = "ประธาน|หัวหน้า|ผู้|คน|รัฐมนตรี|ทูต|เลขาธิการ|อธิบดี|ปลัด|โฆษก"
_ENGLISH_ROLES = (
    "representative|minister|official|governor|ambassador|expert|professor|director|officer|diplomat|secretary|chair"
    "|co-chair(?:ed)?|chairperson|delegate|spokesperson|envoy|mayor|judge|assessor"
)
# ประธานการประชุมชื่ออะไร, Which Lao minister opened it?
_NAMES_A_PERSON = re.compile(
    rf"^(?:อดีต|รอง|ผู้ช่วย|ชาว[^?]{{0,40}}?)?(?:{_ROLES})[^?]{{0,90}}ชื่ออะไร"
    rf"|^which (?:(?!did\b|does\b|was\b|is\b|the\b)[\w-]+ ){{0,3}}(?:{_ENGLISH_ROLES})\b(?! (?:language|group|document|level))",
    re.IGNORECASE,
)
# What makes a sentence a question without saying what it is about.
_QUESTION_WORDS = re.compile(
    "|".join(pattern for _, pattern in _FORMS)
    + r"|อะไร|ใด|ไหน|ใช่หรือไม่|หรือไม่|ใช่ไหม|หรือเปล่า|หรือยัง|ไหม|มั้ย|บ้าง|\bmean\b|\bwhat\b|\bwhich\b",
    re.IGNORECASE,
)
ACRONYM = re.compile(
    r"(?<![A-Za-z0-9])(?:[0-9]+|(?=[A-Za-z0-9]*[A-Z0-9][A-Za-z0-9]*[A-Z0-9])[A-Z][A-Za-z0-9]{1,9})(?![A-Za-z0-9])"
)
"""A number, or Latin letters with two capitals or digits among them: S2S, AIPR, MSMEs."""
# Thai letters that stand for words: กคต., อ.ก.พ.; no titles, units and calendars.
THAI_ACRONYM = re.compile(
    rf"(?<!{THAI_LETTER})(?<!\.)(?!(?:ดร|รศ|ผศ|ศ\.ดร|นพ|พญ|ทพ|พล|น\.ส|ม\.[ลรจ]|[พรจ]\.[ตทอสจ]|ส\.[ตทอ]|กม|ซม|มม|กก|ชม|ตร|รร|พ\.ศ|ค\.ศ|[มกธพสต]\.[คพยศ]|มี\.ค|เม\.ย|มิ\.ย)\.)(?:[ก-ฮ]{{2,5}}\.|(?:[ก-ฮ]{{1,2}}\.){{2,5}})(?!{THAI_LETTER}\.)"
)
_YES_NO = re.compile(r"(?:ใช่)?(?:หรือไม่|หรือเปล่า|หรือยัง|ไหม|มั้ย|ใช่ไหม)|^(?:if|whether)\b", re.IGNORECASE)
# What an English question of this kind begins with, if need be behind what it is about: Under the accord, are …
_VERB_FIRST = re.compile(
    r"^(?:(?:Under|In|At|According to|After|Before|During|For|As of) [^,?]+, )?(?:is|are|was|were|do|does|did|can|could|will|would|has|have|had|should|must|may(?! [0-9]))\b",
    re.IGNORECASE,
)
# … but Is it known who chaired it? asks who.
_INDIRECT = re.compile(
    r"\b(?:known?|say|tell|explain|information|clear|state|mention|specify|find out)\b[^?]*?\b(?:who|whom|whose|what|when|where|which|why|how)\b",
    re.IGNORECASE,
)
# Words that ask for more than yes or no, whatever ends the question: ทราบไหมว่าใครเป็นประธาน.
_ASKS_MORE = re.compile(
    r"ใคร|อะไร|ใด|ไหน|(?<!เ)กี่|เท่าไร|เท่าไหร่|เมื่อไร|เมื่อไหร่|อย่างไร|ยังไง|ทำไม|ย่อมาจาก|\b(?:who|whom|whose|what|when|where|which|why|how)\b",
    re.IGNORECASE,
)
# หัวข้อหลักของการประชุมคืออะไร asks for the theme of a thing, not for what the thing is.
_NAMES_A_PART = re.compile(
    r"^(?:แนวคิด|ธีม|หัวข้อ|ประเด็น|เป้าหมาย|สาระ|ชื่อ|บทบาท|หน้าที่|กิจกรรม|บทเรียน|ข้อเสนอ|ภารกิจ|จุดเด่น|ข้อจำกัด)"
    r"(?:หลัก|สำคัญ|ใหญ่|ร่วม)?\s?(?:ของ|ใน|จาก|การประชุม)[^?]*คือ(?:อะไร|สิ่งใด)"
)
_ENDS_IN_CODE = re.compile(rf"(?<![A-Za-z] )(?=[0-9]*[A-Za-z]){ACRONYM.pattern}$")
_BEGINS_WITH_CODE = re.compile(
    rf"\s*(?:does |is |was )?(?:an? |the )?(?=[0-9]*[A-Za-z]){ACRONYM.pattern}(?= mean| stand|[ ?]*$)"
)
# Letters for words that articles write out.
_ABBREVIATED_WORDS = frozenset(
    {"MOU", "MoU", "MOA", "TOR", "GDP", "AI", "IT", "SME", "SMEs", "CEO", "QR", "PDF"}
)
_CAPITALISED = re.compile(r"(?<![A-Za-z0-9])[A-Z][a-z]+")
MISTER = r"(?<!ท)นาย(?!ก|ทะเบียน|อำเภอ|จ้าง|หน้า|ด่าน|ท่า|ตรวจ|ทุน|ทหาร|ตำรวจ)"
"""The title of a man; not นายก (prime minister, mayor), นายทะเบียน (registrar) or ทนาย (lawyer)."""
_TITLED = re.compile(rf"(?:{MISTER}|นางสาว|นาง(?!สาว)|ดร\.)\s?(?:{THAI_LETTER}+)(?:\s{THAI_LETTER}+)?")
_SPACED_TITLE = re.compile(r"(นาย|นางสาว|นาง|ดร\.)\s")
# Named without being written: a Thai ministry's article seldom says Thailand, or which ministry it is.
_IMPLIED = frozenset({"cc:TH", "org:mfa", "org:covid"})
_FOCUS = 30  # characters
_ORDINAL_REACH = 70  # characters behind an English ordinal
_MEETING = re.compile(
    r"\b(?:meetings?|sessions?|rounds?|summit|conferences?|forum|dialogue|congress|consultations?|assembly|talks|workshop|council"
    r"|edition|seminar|symposium|committee|commission|exercise|fair|games|festival|training|S2S|SOM|[A-Z][A-Za-z]*[A-Z][A-Za-z-]*)\b"
)
_ENGLISH_FUNCTION = frozenset({
    "a", "an", "and", "are", "as", "at", "be", "been", "by", "did", "do", "does", "for", "from", "had", "has",
    "have", "he", "her", "his", "how", "i", "in", "into", "is", "it", "its", "many", "much", "of", "on", "or",
    "our", "she", "so", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "to",
    "under", "us", "was", "we", "were", "what", "when", "where", "which", "who", "whom", "whose", "why", "will",
    "with", "would", "you", "your", "about", "between", "during", "after", "before", "over", "according",
    "tell", "me", "name", "please", "give", "held", "take", "took", "place", "happen", "say", "said",
})  # fmt: skip


@dataclass(frozen=True)
class Question:
    """One question, ready to be searched for."""

    text: str
    """Normal form of what was typed, without the polite words around it."""
    kind: AnswerType
    english: bool
    """Written in Latin letters: Thai articles share only names, numbers and keys with it."""
    mentions: tuple[Mention, ...]

    @cached_property
    def plain(self) -> str:
        """The text in the one form that models and search are asked in."""
        return uniform(self.text)

    @cached_property
    def keys(self) -> frozenset[str]:
        """Canonical keys of all that is named."""
        return frozenset(key for mention in self.mentions for key in mention.keys)

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """Search tokens: words and keys."""
        return tuple(search_words(self.plain)) + tuple(sorted(self.keys))

    @cached_property
    def content(self) -> str:
        """The text without question words and polite words."""
        return _QUESTION_WORDS.sub(" ", self.plain)

    @cached_property
    def terms(self) -> dict[str, float]:
        """What the question is about: word or key -> weight in (0, 1].

        Words weigh by their rarity. In an English question only acronyms, numbers and, less, capitalised
        words count, since a Thai article can't repeat the others.
        """
        content = self.content
        weights = {word: rarity(word) for word in search_words(content)}
        if self.english:
            weights = {name.lower(): 0.3 for name in _CAPITALISED.findall(content)}
            weights = {name: weight for name, weight in weights.items() if name not in _ENGLISH_FUNCTION}
            weights |= {code.lower(): 1.0 for code in ACRONYM.findall(content)}
        named = find_mentions(self.plain)
        covered = " ".join(self.plain[mention.start : mention.end] for mention in named).lower()
        # A word inside a mention counts once, as its key: ญี่ปุ่น and Japan are one.
        weights = {word: weight for word, weight in weights.items() if word not in covered}
        weights |= {key: 0.3 if key.startswith("org:") else 0.8 for key in self.keys}
        return {word: weight for word, weight in weights.items() if weight > 0.02}

    @cached_property
    def letters(self) -> dict[str, float]:
        """Letter trigrams of the content, all of weight 1; they match where words are cut differently."""
        return dict.fromkeys(trigrams(self.content), 1.0)

    @cached_property
    def focus(self) -> tuple[str, ...]:
        """What stands right behind and right before the question word: ใคร *เป็นผู้แทนฝ่ายญี่ปุ่น*."""
        asking = question_word(self.plain)
        if not asking:
            return (self.plain,)
        start, end = asking
        behind = self.plain[end : end + _FOCUS]
        before = self.plain[max(0, start - _FOCUS) : start]
        return behind, before

    @cached_property
    def people(self) -> tuple[str, ...]:
        """Titled Thai names in the question, as written: นายดอน ปรมัตถ์วินัย."""
        return tuple(_SPACED_TITLE.sub(r"\1", match.group()) for match in _TITLED.finditer(self.text))

    @property
    def conditions(self) -> tuple[Mention, ...]:
        """What an article must also name: days, years, ordinals, countries, cities, organisations."""
        return tuple(
            m for m in self.mentions if m.keys and not _IMPLIED.issuperset(m.keys) and not self._of_a_part(m)
        )

    def _of_a_part(self, mention: Mention) -> bool:
        """Tell whether an English ordinal is of something else than a meeting: the first phase, the second instalment."""
        behind = self.text[mention.end : mention.end + _ORDINAL_REACH].strip(" ?.!")
        return self.english and mention.kind == "ordinal" and bool(behind) and not _MEETING.search(behind)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Acronyms that are not names known otherwise: S2S, ASCCO, กคต."""
        known = [range(mention.start, mention.end) for mention in self.mentions]
        return tuple(
            found.group()
            for pattern in (ACRONYM, THAI_ACRONYM)
            for found in pattern.finditer(self.text)
            if not found.group().isdigit()
            and found.group() not in _ABBREVIATED_WORDS
            and not any(found.start() in span for span in known)
        )


def question_word(text: str) -> tuple[int, int] | None:
    """Return the offsets of the first word in `text` that asks."""
    found = _QUESTION_WORDS.search(text)
    return found.span() if found else None


def trigrams(text: str) -> frozenset[str]:
    """Return the letter trigrams of `text`, spaces and case apart."""
    letters = "".join(text.lower().split())
    return frozenset(letters[i : i + 3] for i in range(len(letters) - 2))


def meets(condition: Mention, keys: frozenset[str] | set[str]) -> bool:
    """Tell whether an article's keys hold what a condition names, as exactly as it was named."""
    for kind in ("d:", "m:"):  # a day is met by the day, a month by the month, a year by the year
        exact = [key for key in condition.keys if key.startswith(kind)]
        if exact:
            return any(key in keys for key in exact)
    return any(key in keys for key in condition.keys)


def speaks_of(text: str, person: str) -> bool:
    """Tell whether a text names a person: by the title and the beginning of the name, or by the family name.

    Thai sets no space between a name and what follows it, so only the beginning can be compared.
    """
    first, _, family = person.partition(" ")
    text = _SPACED_TITLE.sub(r"\1", text)
    return first[:7].rstrip() in text or (len(family) >= 4 and family[:6] in text)


def parse_question(raw: str, longest: int) -> Question:
    """Read a question.

    Raises:
        InvalidQuestion: it is no string, empty, longer than `longest` characters, or holds no letter or digit.
    """
    if not isinstance(raw, str):
        raise InvalidQuestion("คำถามต้องเป็นข้อความ", f"a question is a string, not {type(raw).__name__}")
    if any("\ud800" <= letter <= "\udfff" for letter in raw):
        raise InvalidQuestion("คำถามมีอักขระที่ไม่ถูกต้อง", "the question holds half a character (a surrogate)")
    text = " ".join(normalise(raw).split()) if len(raw) <= longest else raw
    if len(text) > longest:  # the normal form may be the longer one
        raise InvalidQuestion(
            f"คำถามยาวเกินไป ({len(raw):,} ตัวอักษร) โปรดถามให้สั้นกว่า {longest:,} ตัวอักษร",
            f"the question is too long ({len(raw):,} characters); ask in fewer than {longest:,}",
        )
    if not words(text):
        raise InvalidQuestion(
            "ยังไม่มีคำถาม โปรดพิมพ์คำถามเป็นภาษาไทยหรืออังกฤษ",
            "there is no question yet; type one in Thai or English",
        )
    return question_of(unframed(text))


def question_of(text: str, kind: AnswerType | None = None) -> Question:
    """Return the question that `text`, in normal form, asks; of `kind` if that is known."""
    thai = sum("\u0e01" <= c <= "\u0e4e" for c in text)
    english = thai < sum(c.isascii() and c.isalpha() for c in text) / 2
    return Question(text, kind or kind_of(uniform(text)), english, tuple(find_mentions(text)))


def kind_of(text: str) -> AnswerType:
    """Return what kind of answer a question in normal form wants."""
    verb_first = _VERB_FIRST.search(text) and not _INDIRECT.search(text)
    if verb_first or (_YES_NO.search(text) and not _ASKS_MORE.search(text)):
        return "yes_no"
    if _WHO_COUNTS.search(text):
        return "definition"
    if first := _FIRST_WORD.search(text):
        return _OF_FIRST_WORD[first[1].lower()]
    kind: AnswerType = next((kind for kind, pattern in _COMPILED if pattern.search(text)), "other")
    if kind == "other" and _NAMES_A_PERSON.search(text):
        return "person"
    if kind in {"manner", "definition"} and _DEFINED.search(text):
        return "definition"
    if kind != "definition":
        return kind
    if _NAMES_A_PART.search(text):
        return "other"
    asking = question_word(text)
    before, behind = (text[: asking[0]].rstrip(), text[asking[1] :]) if asking else (text, "")
    coded = _ENDS_IN_CODE.search(before) or _BEGINS_WITH_CODE.match(behind)
    thai = any(code.end() == len(before) for code in THAI_ACRONYM.finditer(before))
    # BCG คืออะไร wants its full name first; a line that is only named beside what is asked for (MSL Rail) doesn't count.
    return "abbreviation" if coded or thai else kind
