"""Sentence -> the spans in it that could be an answer of the expected type (a date, a name, a sum …)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from functools import lru_cache

from index.mentions import THAI_NUMERAL, find_mentions, mention_keys
from index.sentences import Span
from index.thai import THAI_LETTER, to_arabic_digits, words
from qa.enumeration import LEADS_LIST
from qa.kinds import ASKS_FEE, HOW_MANY, AnswerType
from qa.names import ACRONYM, MISTER, THAI_ACRONYM, TOWN_WORD
from qa.question import Question

_NUMBER = r"[0-9๐-๙]+(?:[,.][0-9๐-๙]+)*"
_NOT_A_PERSON = re.compile(
    r"ASEAN|Association|Cent(?:er|re)|Committee|Communit|Conference|Convention|Cooperation|Council|Dialogue|East|Foundation|"
    r"Forum|Framework|Institute|Meeting|Ministr|Nations|Outlook|Partnership|Plan|Programme|Registry|School|Security|"
    r"Senior|South|States|Summit|University|Workshop"
)
_LATIN_BEHIND = re.compile(r" ?\((?:H\.E\.|Mr\.|Ms\.|Mrs\.|Dr\.)[^()\n]{3,60}\)")
# English words for what is counted, and the Thai word that stands behind the number.
_UNITS = {
    "day": "วัน", "week": "สัปดาห์", "month": "เดือน", "year": "ปี", "hour": "ชั่วโมง", "country": "ประเทศ", "countries": "ประเทศ",
    "state": "ประเทศ", "member state": "ประเทศ", "member countries": "ประเทศ",
    "people": "คน", "person": "คน", "participant": "คน", "member": "คน", "dose": "โดส", "time": "ครั้ง", "percent": "เปอร์เซ็นต์",
}  # fmt: skip
# Words that count the same: กี่คน is answered by ๕ ราย, กี่วัน by ๒ สัปดาห์.
_SAME_UNITS = (
    ("คน", "ราย", "ท่าน", "นาย", "ศพ", "ชีวิต"), ("ประเทศ", "ชาติ"), ("ชั่วโมง", "วัน", "สัปดาห์", "เดือน", "ปี"),
    ("ครัวเรือน", "หลังคาเรือน", "ครอบครัว"), ("ครั้ง", "รอบ"), ("แห่ง", "จุด"), ("กิโลเมตร", "กม"), ("กิโลกรัม", "กก"),
    ("เหรียญทอง", "เหรียญเงิน", "เหรียญทองแดง", "เหรียญ"),
)  # fmt: skip
# The strength of an earthquake is seldom told in these: ขนาด 8.2.
_LEFT_OUT = "ริกเตอร์|แมกนิจูด"
_ASKED_UNIT = re.compile(
    rf"{HOW_MANY}\s?(?!{_LEFT_OUT})({THAI_LETTER}+)|\bhow many ([a-z]+)(?: ([a-z]+))?",
    re.IGNORECASE,
)
_ASKS_YEAR = re.compile(
    r"(?:ปี|พ\.ศ\.|ค\.ศ\.|ศักราช)\s?(?:ใด|ไหน|อะไร|เท่าไร|เท่าไหร่)|\b(?:what|which) years?\b", re.IGNORECASE
)
_SPELLED_COUNT = rf"(?:ทั้ง)?{THAI_NUMERAL}"
_COUNT = re.compile(rf"(?<![\d๐-๙.,/-]){_NUMBER}(?:\s?(?:แสน|หมื่น|พัน|ร้อย)?ล้าน)?(?:\s?%)?")
_PERCENT = re.compile(rf"ร้อยละ\s?{_NUMBER}|{_NUMBER}\s?(?:%|เปอร์เซ็นต์?)")
_LATIN_NAME = r"[A-Z][A-Za-zÀ-ÿ'’.-]+(?:\s(?:bin|binti|de|van|von|al)?\s?[A-Z][A-Za-zÀ-ÿ'’-]+)+"
_THAI_NAME = rf"(?!เป็น|ได้|และ|กล่าว|ของ|ที่){THAI_LETTER}{{2,20}}(?:\s(?!ได้|เป็น|และ|ใน|รอง|ปลัด|ผู้|รัฐ|อธิบดี|เลขา)(?:ณ\s)?{THAI_LETTER}{{2,25}})?"
_PERSON = re.compile(
    rf"(?:{MISTER}|นางสาว|นาง|ดร\.|พลเอก|พล\.อ\.|ศาสตราจารย์|ดาโต๊ะ|Dato'?|H\.E\. ?|Mr\.|Ms\.|Mrs\.|ประธานาธิบดี|นายกรัฐมนตรี)"
    rf"(?: ?(?:H\.E\. ?)?(?:Mr\. ?|Ms\. ?|Mrs\. ?)?)(?:{_LATIN_NAME}|[A-Z][a-z]+|{_THAI_NAME})|{_LATIN_NAME}"
)
_PLACE = re.compile(r"(?:(?<=ณ )|(?<=จัดขึ้นที่)|(?<=จัดที่)|(?<=ตั้งอยู่ที่)|(?<=ตั้งอยู่ใน)|(?<= ที่)(?=กรุง|เมือง|จังหวัด|ประเทศ|โรงแรม|สำนัก|ศูนย์))[^\n]+?(?= (?:โดย|เพื่อ|ซึ่ง|และ|เมื่อ|ระหว่าง|ในวัน|มี|ที่)|$)|ผ่านระบบ\S+")  # fmt: skip
_TOWN = re.compile(rf"(?:{TOWN_WORD}|(?:นคร|มณฑล|แคว้น|เทศบาล)(?!หลวง|ที่|ใน|และ|ของ)){THAI_LETTER}{{2,30}}")
_ORGANISATION = re.compile(
    rf"(?:กระทรวง|สำนัก|องค์การ|องค์กร|สถาบัน|ศูนย์|คณะกรรมการ|คณะมนตรี|คณะกรรมาธิการ|มูลนิธิ|สภา|กรม|บริษัท|มหาวิทยาลัย|ธนาคาร|หน่วยงาน){THAI_LETTER}+(?: \([A-Z][^()]+\))?"
)
_AFTER = {
    "list": re.compile(rf"(?:{LEADS_LIST})\s?(.+)", re.DOTALL),
    "definition": re.compile(r"(?:คือ|หมายถึง|แปลว่า|ย่อมาจาก|เป็น)\s?(.+)", re.DOTALL),
    "reason": re.compile(r"((?:เพื่อ|เนื่องจาก|เพราะ|โดยมีวัตถุประสงค์|ด้วยเหตุ).+)", re.DOTALL),
    "manner": re.compile(r"((?:โดย|ด้วยการ|ผ่าน).+)", re.DOTALL),
}
_SHORTEST_ANCHOR = 4  # characters
# A name in Latin letters, or else the Thai words since the last space: … Emerging Diseases (PHEED), เศรษฐกิจสีเขียว (BCG).
_BEFORE_BRACKET = re.compile(
    rf"(?<![A-Za-z])([A-Z][A-Za-z-]*(?:,? (?:[A-Z][A-Za-z-]*|and|for|in|of|on|the|to|&))*)\s?$|({THAI_LETTER}[^()\s]{{1,120}})\s?$"
)
# The last thing named before a bracket, from the noun that says what it is.
_NAMED = re.compile(
    rf"((?:คณะ|กรม|กระทรวง|สำนัก|ศูนย์|องค์การ|องค์กร|กองทุน|โครงการ|แผน|กรอบ|เครือข่าย|ความตกลง|ความร่วมมือ|สมาคม|สถาบัน|มาตรฐาน|ระบบ|ข้อตกลง|บันทึก|เวที|สภา|สหภาพ|"
    rf"ธนาคาร|หน่วย|ทีม|กลไก|ความริเริ่ม|การประชุม|บริษัท|มูลนิธิ|ประชาคม|อนุสัญญา|ปฏิญญา|เขต|ตัวชี้วัด|หลักสูตร)(?:(?!ให้|จาก|(?<!กำ)กับ|โดย){THAI_LETTER})+(?: {THAI_LETTER}+)?)\s?$"
)
_NUMBERED_AGAIN = re.compile(r"[:,–-]\s*[0-9]+(?:st|nd|rd|th)\s*$")  # (11th Conference on …: 11th ASCCO)
_BRACKET = re.compile(r"\(([^()A-Za-z]*[A-Za-z][^()]*)\)")


def answer_spans(question: Question, sentence: str) -> list[Span]:
    """Return spans of `sentence` that have the question's type and that the question doesn't itself contain.

    The one nearest to what stands beside the question word comes first. Empty for a type without a form.
    """
    if question.kind == "abbreviation":
        found = list(_expansions(question.text, sentence))
    else:
        found = list(_typed(question.kind, sentence))
    unit = asked_unit(question.plain) if question.kind == "number" else None
    if unit and unit.startswith("เปอร์เซ็น"):
        found = [match.span() for match in _PERCENT.finditer(sentence)]
    elif unit:
        # ๗ เหรียญ, medals in a question for a number, have the form of a sum.
        found = _counted(unit, [*found, *_typed("money", sentence)], sentence)
    elif question.kind == "number" and not found:  # ราคายางกิโลละเท่าไร says nothing of money
        found = list(_typed("money", sentence))
    elif question.kind == "money" and not found and ASKS_FEE.search(question.plain):
        found = [match.span() for match in _PERCENT.finditer(sentence)]
    fresh = [span for span in found if not repeats(question, sentence[slice(*span)])]
    anchor = _anchor(question, sentence) if len(fresh) > 1 else None
    return sorted(fresh, key=lambda span: (_gap(span, anchor), span))


def _counted(unit: str, counts: list[Span], sentence: str) -> list[Span]:
    """Return the counts of what `unit` counts, in digits or in words; in a word like it if none has its own."""
    found = [span for span in counts if unit in sentence[slice(*span)]]
    found += [match.span() for match in re.finditer(_SPELLED_COUNT + re.escape(unit), sentence)]
    alike = next((units for units in _SAME_UNITS if unit in units), ())
    if found or not alike:
        return found
    found = [span for span in counts if sentence[slice(*span)].endswith(alike)]
    return found + [match.span() for match in re.finditer(f"{_SPELLED_COUNT}(?:{'|'.join(alike)})", sentence)]


def repeats(question: Question, span: str) -> bool:
    """Tell whether a span only says what the question says already, in whatever form."""
    if _says(to_arabic_digits(question.text), to_arabic_digits(span)):
        return True
    keys = set(mention_keys(span)) if question.kind in {"date", "ordinal", "country"} else set()
    if question.kind == "date" and _ASKS_YEAR.search(question.plain):
        keys = {key for key in keys if key.startswith("y:")}
    return bool(keys) and keys <= question.keys


def _says(text: str, span: str) -> bool:
    """Tell whether a text has a span as words of its own: pilot has no ILO, โรงพยาบาล no ยา."""
    if not span.isascii() and len(span) < _SHORTEST_ANCHOR:
        return span in words(text)
    if not span.isupper():  # Who is not WHO
        text, span = text.lower(), span.lower()
    return re.search(rf"(?<![A-Za-z0-9]){re.escape(span)}(?![A-Za-z0-9])", text) is not None


def asked_unit(text: str) -> str | None:
    """Return what a question counts (กี่วัน, how many days -> วัน), or None if it doesn't say."""
    match = _ASKED_UNIT.search(text)
    if not match:
        return None
    if match[1]:
        return _unit(match[1])
    candidates = [word.lower() for word in match.groups()[1:] if word]  # how many days, how many working days
    candidates.insert(0, " ".join(candidates))  # how many member states
    return next(
        (_UNITS[name] for word in candidates for name in (word, word.rstrip("s")) if name in _UNITS), None
    )


def _unit(text: str) -> str:
    """Return the word that counts, at the start of a Thai text: คน of คนในประเทศ, which isn't คนใน (an insider)."""
    return next(iter(words(text)), "").removesuffix("ใน")


@lru_cache(maxsize=20_000)
def _typed(kind: AnswerType, sentence: str) -> tuple[Span, ...]:
    if kind in _AFTER:
        match = _AFTER[kind].search(sentence)
        return (match.span(1),) if match else ()
    finders: dict[AnswerType, Callable[[str], Iterator[Span]]] = {
        "date": lambda text: _mentioned("date", text),
        "ordinal": lambda text: _mentioned("ordinal", text),
        "country": _countries,
        "money": lambda text: _mentioned("money", text),
        "number": _counts,
        "person": _people,
        "place": _places,
        "organisation": lambda text: (match.span() for match in _ORGANISATION.finditer(text)),
    }
    finder = finders.get(kind)
    return tuple(finder(sentence)) if finder else ()


def _mentioned(kind: str, text: str) -> Iterator[Span]:
    return ((mention.start, mention.end) for mention in find_mentions(text) if mention.kind == kind)


def _countries(text: str) -> Iterator[Span]:
    for start, end in _mentioned("country", text):
        named = text.startswith("ประเทศ", start - 6) and start >= 6
        yield start - 6 if named else start, end


def _people(text: str) -> Iterator[Span]:
    """Yield names, each with the same name in Latin letters that stands in brackets behind it."""
    last = 0
    for match in _PERSON.finditer(text):
        if match.start() >= last and not _NOT_A_PERSON.search(match.group()):
            start, end = _trimmed(text, match.span())
            latin = _LATIN_BEHIND.match(text, end)
            last = latin.end() if latin else end
            yield start, last


def _counts(text: str) -> Iterator[Span]:
    """Yield numbers with the word they count (๒ วัน), but no dates, ordinals and sums of money."""
    taken = [
        (mention.start, mention.end)
        for mention in find_mentions(text)
        if mention.kind in {"date", "ordinal", "money"}
    ]
    for match in _COUNT.finditer(text):
        if any(start < match.end() and match.start() < end for start, end in taken):
            continue
        unit = re.match(rf" ?({THAI_LETTER}+)", text[match.end() : match.end() + 30])
        word = _unit(unit[1]) if unit else ""
        end = match.end() + (unit.start(1) + len(word) if unit and word else 0)
        yield match.start(), end


def _places(text: str) -> Iterator[Span]:
    found = [match.span() for match in _PLACE.finditer(text) if match.end() - match.start() <= 120]
    found = found or [match.span() for match in _TOWN.finditer(text)] or list(_mentioned("city", text))
    yield from found or _countries(text)


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    return start, start + len(text[start:end].rstrip(" .-'’"))


def _expansions(question: str, sentence: str) -> Iterator[Span]:
    """Yield what stands in brackets beside an acronym of the question, without the acronym."""
    for code in THAI_ACRONYM.findall(question):
        yield from _thai_expansions(code, sentence)
    asked = {acronym.lower() for acronym in ACRONYM.findall(question)} or {
        word.lower() for word in re.findall(r"[A-Za-z][A-Za-z0-9-]+", question)
    }
    for match in _BRACKET.finditer(sentence):
        inside = match[1]
        acronyms = [a for a in ACRONYM.finditer(inside) if a.group().lower() in asked]
        if acronyms:
            before = _NUMBERED_AGAIN.sub("", inside[: acronyms[-1].start()]).rstrip(" :–-")
            if len(before) > 2:
                yield match.start(1), match.start(1) + len(before)
            elif written_out := _BEFORE_BRACKET.search(sentence[: match.start()]):
                yield written_out.span(written_out.lastindex or 0)
        elif asked and any(sentence[: match.start()].rstrip().lower().endswith(word) for word in asked):
            yield match.span(1)


def _thai_expansions(code: str, sentence: str) -> Iterator[Span]:
    """Yield what is written before or in a bracket beside a Thai acronym: กองทุนคุ้มครองคนไทยในต่างประเทศ (กคต.)."""
    bare = re.escape(code.rstrip("."))
    for match in re.finditer(rf"({THAI_LETTER}[^()\n]{{3,120}}?)\s?\((?:[^()]*[\s:])?{bare}\.?\)", sentence):
        names = [*re.finditer(rf"(?={_NAMED.pattern})", match[1])]
        # กองทุน, not the คณะกรรมการ before it, is กคต.
        alike = [name for name in names if name[1][0] == code[0]]
        name = next(iter(alike[-1:] or names), None) or re.search(rf"({THAI_LETTER}+)$", match[1])
        if name:
            yield match.start(1) + name.start(1), match.end(1)
    for match in re.finditer(rf"(?<!{THAI_LETTER}){bare}\.?\s?\(([^()]+)\)", sentence):
        yield match.span(1)


def both_names(text: str, sentence: Span, span: Span) -> list[Span]:
    """Return a full name and the same in the other language, where a bracket of the sentence holds one of them.

    กรมการกงสุล (Department of Consular Affairs: DCA) names it twice; the one that `span` is of comes first.
    """
    for bracket in _BRACKET.finditer(text, *sentence):
        inside = bracket[1]
        code = [*ACRONYM.finditer(inside)]
        latin = (
            inside[: code[-1].start()].rstrip(" :–-")
            if code and inside.endswith(code[-1].group())
            else inside
        )
        thai = _NAMED.search(text[sentence[0] : bracket.start()])
        if len(latin) < 4 or not thai or len(latin.split()) < 2:
            continue
        names = [
            (sentence[0] + thai.start(1), sentence[0] + thai.end(1)),
            (bracket.start(1), bracket.start(1) + len(latin)),
        ]
        mine = [name for name in names if name[0] < span[1] and span[0] < name[1]]
        if mine:
            return [span, *(name for name in names if name not in mine)]
    return [span]


def _anchor(question: Question, sentence: str) -> Span | None:
    """Return where the sentence says what stands beside the question word, or None if it doesn't."""
    best: Span | None = None
    for focus in question.focus:
        match = SequenceMatcher(None, sentence, focus, autojunk=False).find_longest_match()
        if match.size >= _SHORTEST_ANCHOR and (best is None or match.size > best[1] - best[0]):
            best = match.a, match.a + match.size
    return best


def _gap(span: Span, anchor: Span | None) -> int:
    return max(span[0] - anchor[1], anchor[0] - span[1], 0) if anchor else 0
