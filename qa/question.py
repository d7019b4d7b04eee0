"""What the user typed -> `Question`: its normal form, what kind of answer it wants, what it is about."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from index.errors import InvalidQuestion
from index.mentions import Mention, find_mentions
from index.thai import THAI_LETTER, corpus_words, normalise, rarity, search_words, words
from qa.kinds import (
    ENGLISH_ASKING,
    QUESTION_WORDS,
    THAI_ASKING,
    AnswerType,
    asked_letters,
    asked_term,
    kind_of,
    question_word,
)
from qa.names import ACRONYM, CITY_WORD, THAI_ACRONYM, people_in
from qa.phrasing import only_polite, unframed, uniform

# Letters for words that articles write out, without dots and in the singular.
_ABBREVIATED_WORDS = frozenset({
    "MOU", "MoU", "MOA", "TOR", "GDP", "AI", "IT", "SME", "CEO", "QR", "PDF", "PM", "FM", "EV",
    "ครม", "รมว", "รมช", "นรม", "สส", "สว", "ผบ", "ผอ", "อบจ", "อบต", "พรบ", "พรก",
    "สธ", "มท", "ศธ", "กห", "กค", "รง", "พณ", "กษ", "วธ", "ทส", "ยธ", "คค", "อว", "พม", "ดศ", "อก",
    "PM2",  # of PM2.5, also written PM 2.5
})  # fmt: skip
_CAPITALISED = re.compile(r"(?<![A-Za-z0-9])[A-Z][a-z]+")
_LATIN_WORD = re.compile(r"(?<![a-z0-9])[a-z]+")
_LEADS_TO_NAME = re.compile(
    rf"(?:กรุง|{CITY_WORD}|(?<!มหา)นคร|จังหวัด|(?<!ต่าง)ประเทศ|เมื่อ|(?:ภาย)?ใน|ช่วง|ปี|วันที่|เดือน|(?<!หน้า)(?<!พื้น)ที่|(?<![\u0e01-\u0e4e])ณ"
    r"|และ|(?<!กำ)กับ|[-–]|\b(?:in|on|of|at|during|the|and)\b|\s)*$"
)
# Named without being written: a Thai ministry's article seldom says Thailand, or which ministry it is.
_IMPLIED = frozenset({"cc:TH", "org:mfa", "org:covid"})
# Thai, however long the name in it is: ผลการประชุม ASEAN Foreign Ministers Meeting.
_BEGINS_IN_THAI = re.compile(f"{THAI_LETTER}{{3}}")
_FOCUS = 30  # characters
_ORDINAL_REACH = 70  # characters behind an English ordinal
_MEETING = re.compile(
    r"\b(?:meetings?|sessions?|rounds?|summit|conferences?|forum|dialogue|congress|consultations?|assembly|talks|workshop|council"
    r"|edition|seminar|symposium|committee|commission|exercise|fair|games|festival|training)\b",
    re.IGNORECASE,
)
# The 23rd ASEAN Plus Three SOM, the first ASCCO decision; but the first ASEAN member is no meeting.
_LETTERS_OF_MEETING = re.compile(
    r"(?:[A-Z]\S* )*(?P<code>[A-Z][A-Za-z0-9]*[A-Z0-9])\S*(?!\S| anniversary)(?P<more> (?!and\b|or\b)\S+)?"
)
# What an ordinal is said of: ASEAN Ministers on Energy Meeting, anniversary (of …); nothing where it says when (first hosted the …).
_NOUN_PHRASE = re.compile(
    rf"(?:[A-Z][^\s,?]* (?:of|on|for) (?=[A-Z])|(?!(?:of|in|to|for|between|with|by|at|on|from|as|during|after|before|since|under|that"
    rf"|was|were|is|are|be|did|does|has|have|had|will|held|take|took|[Tt]he|an?)\b|{ENGLISH_ASKING.pattern})[^\s,?]+(?![^\s,?])\s*)*"
)
_TAKES_PLACE = r"(?:(?:was|were|is|be) )?(?:held|take place|took place)\b"
_HELD = re.compile(_TAKES_PLACE)
# The 35th was held, the 35th or the 36th, the 35th and where …
_ALONE = re.compile(rf"$|{_TAKES_PLACE}|(?:and|or)(?: \S+)?$")
# ประชุม … ครั้งแรก, S2S ครั้งแรก; not เป็นครั้งแรก.
_THAI_MEETING = re.compile(
    r"(?:ประชุม|สมัชชา|สมัย|เวที|หารือ|สัมมนา|เจรจา|แข่งขัน|ฝึก|เทศกาล|มหกรรม|(?<!ทำ)(?<!ผล)(?<!พนัก)งาน|พิธี|ประกวด|อบรม|[A-Z]{2}|[0-9][A-Z]).*(?<!เป็น)$"
)
FIRST_TIME = "ครั้งแรก"
"""The first of a series, or what was done for the first time."""
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
    """Asked in English: Thai articles share only names, numbers and keys with it."""
    mentions: tuple[Mention, ...]

    @cached_property
    def plain(self) -> str:
        """The text in the one form that models and search are asked in."""
        return uniform(self.text)

    @cached_property
    def asked_of_reader(self) -> str:
        """The text that the reader is asked, in one form.

        Letters are asked for what they stand for in the plainest words: those around them that no article has (โมเดล) would
        confuse it, and letters are the same in any language. So are terms for what they mean.
        """
        code = asked_letters(self.text) if self.kind == "abbreviation" else ""
        term = asked_term(self.plain) if self.kind == "definition" else ""
        return uniform(f"{code} ย่อมาจากอะไร" if code else f"{term} หมายถึงอะไร" if term else self.text)

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
        return " ".join(QUESTION_WORDS.sub(" ", self.plain).split())

    @cached_property
    def terms(self) -> dict[str, float]:
        """What the question is about: word or key -> weight in (0, 1].

        Words weigh by their rarity, each once: a compound as itself or as its parts. In an English question
        only acronyms, numbers and, less, capitalised words count beside Thai ones, since a Thai article can't
        repeat the others.
        """
        content = self.content
        weights = {part: rarity(part) for word in words(content) for part in corpus_words(word)}
        if self.english:
            thai = {word: weight for word, weight in weights.items() if "\u0e01" <= word[0] <= "\u0e4e"}
            names = frozenset(name.lower() for name in _CAPITALISED.findall(content))
            weights = dict.fromkeys(names - _ENGLISH_FUNCTION, 0.3) | thai
            weights |= {code.lower(): 1.0 for code in ACRONYM.findall(content)}
        named = find_mentions(self.plain)
        covered = " ".join(self.plain[mention.start : mention.end] for mention in named).lower()
        # A word inside a mention counts once, as its key: ญี่ปุ่น and Japan are one.
        weights = {word: weight for word, weight in weights.items() if word not in covered}
        weights |= {key: 0.3 if key.startswith("org:") else 0.8 for key in self.keys}
        return {word: weight for word, weight in weights.items() if weight > 0.02}

    @cached_property
    def english_words(self) -> frozenset[str]:
        """The words in Latin letters that say what the question is about, in lower case."""
        return frozenset(_LATIN_WORD.findall(self.content.lower())) - _ENGLISH_FUNCTION

    @property
    def weight(self) -> float:
        """How much the question says of what it is about: 0 for จัดที่ไหน, 1 or more where it names something."""
        return sum(self.terms.values())

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
        """Titled Thai names in the question: นายดอน ปรมัตถ์วินัย."""
        return people_in(self.text)

    @property
    def conditions(self) -> tuple[Mention, ...]:
        """What an article must also name: days, years, ordinals, countries, cities, organisations."""
        return tuple(m for m in self.mentions if m.keys and not implied(m) and not self._of_no_meeting(m))

    def _of_no_meeting(self, mention: Mention) -> bool:
        """Tell whether an ordinal is of something else: the first phase, ออกอากาศครั้งแรก (first broadcast)."""
        if self.text[mention.start : mention.end] == FIRST_TIME:
            return not _THAI_MEETING.search(self.text, 0, mention.start)
        if not self.english or mention.kind != "ordinal":
            return False
        behind = self.text[mention.end : mention.end + _ORDINAL_REACH].strip(" ?.!")
        found = _NOUN_PHRASE.match(behind)
        phrase = found.group().strip() if found else ""
        rest = behind[len(phrase) :].strip()
        in_digits = self.text[mention.start].isdigit()
        if _MEETING.search(phrase) or (phrase and _HELD.match(rest)):
            return False
        letters = _LETTERS_OF_MEETING.match(phrase)
        if letters and (in_digits or not letters["more"] or letters["code"] in self.codes):
            return False
        # Where was the 35th held? asks for one, who met first? does not.
        is_named = in_digits or self.text[: mention.start].endswith("the ")
        return not (is_named and _ALONE.match(phrase or rest))

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Acronyms that are not names known otherwise: S2S, ASCCO, กคต."""
        known = [range(mention.start, mention.end) for mention in self.mentions]
        return tuple(
            found.group()
            for pattern in (ACRONYM, THAI_ACRONYM)
            for found in pattern.finditer(self.text)
            if not found.group().isdigit()
            and found.group().replace(".", "").removesuffix("s") not in _ABBREVIATED_WORDS
            and not any(found.start() in span for span in known)
        )


def trigrams(text: str) -> frozenset[str]:
    """Return the letter trigrams of `text`, spaces and case apart."""
    letters = "".join(text.lower().split())
    return frozenset(letters[i : i + 3] for i in range(len(letters) - 2))


def implied(mention: Mention) -> bool:
    """Tell whether a mention is of what an article of a Thai ministry is about anyway, such as Thailand."""
    return _IMPLIED.issuperset(mention.keys)


def cut_out(text: str, mention: Mention, after: int = 0) -> str:
    """Return a text without one thing that it names, and without the words behind `after` that only lead to it: *ในปี* 2562."""
    leading = _LEADS_TO_NAME.sub("", text[after : mention.start])
    return f"{text[:after]}{leading} {text[mention.end :].strip()}".strip()


def backwards(mentions: Sequence[Mention]) -> Iterator[tuple[Mention, int]]:
    """Yield mentions, the last first so that a text can be changed at each, with where the one before it ends."""
    ends = [0, *(mention.end for mention in mentions)]
    return reversed([*zip(mentions, ends, strict=False)])


def without(text: str, kinds: Collection[str]) -> str:
    """Return a text without what it names of some kinds: ordinals, dates, cities, countries."""
    for mention, before in backwards(find_mentions(text)):
        if mention.kind in kinds:
            text = cut_out(text, mention, before)
    return " ".join(text.split())


def meets(condition: Mention, keys: frozenset[str]) -> bool:
    """Tell whether an article's keys hold what a condition names, as exactly as it was named."""
    for kind in ("d:", "m:"):  # a day is met by the day, a month by the month, a year by the year
        exact = [key for key in condition.keys if key.startswith(kind)]
        if exact:
            return any(key in keys for key in exact)
    return any(key in keys for key in condition.keys)


def parse_question(raw: str, longest: int) -> Question:
    """Read a question.

    Raises:
        InvalidQuestion: it is no string, is longer than `longest` characters, holds no letter or digit, or only
            greets or thanks.
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
    if only_polite(text):
        raise InvalidQuestion(
            "ยินดีช่วยค้นคำตอบจากบทความ โปรดพิมพ์คำถามเป็นภาษาไทยหรืออังกฤษ",
            "glad to look into the articles: ask a question in Thai or English",
        )
    if not words(text):
        raise InvalidQuestion(
            "ยังไม่มีคำถาม โปรดพิมพ์คำถามเป็นภาษาไทยหรืออังกฤษ",
            "there is no question yet; type one in Thai or English",
        )
    return question_of(unframed(text))


def question_of(text: str, kind: AnswerType | None = None) -> Question:
    """Return the question that `text`, in normal form, asks; of `kind` if that is known."""
    return Question(text, kind or kind_of(uniform(text)), _is_english(text), tuple(find_mentions(text)))


def _is_english(text: str) -> bool:
    """Tell whether a question is English: by the word that asks, since a name may be longer; else by its letters."""
    asks_in_thai = THAI_ASKING.search(text) is not None
    if asks_in_thai or ENGLISH_ASKING.search(text):
        return not asks_in_thai
    if _BEGINS_IN_THAI.match(text) or text.rstrip(" ?").endswith("คือ"):
        return False
    thai = sum("\u0e01" <= c <= "\u0e4e" for c in text)
    return thai < sum(c.isascii() and c.isalpha() for c in text) / 2
