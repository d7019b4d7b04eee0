"""Text -> what it names in a canonical form: years, days, ordinals, sums, countries, cities, organisations.

`ครั้งที่ ๓๔` and `34th` both become `ord:34`, `พ.ศ. ๒๕๖๒` and `2019` both `y:2019`, `สหรัฐฯ` and `the
United States` both `cc:US`, `อาเซียน` and `ASEAN` both `org:asean`. The keys are indexed beside the words, so that forms meet in search, and
a question's keys can be checked against an article's.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import cast

from babel import Locale
from pythainlp.corpus import provinces
from pythainlp.util import thaiword_to_num

from index.dates import find_dates
from index.money import find_money
from index.thai import to_arabic_digits

THAI_NUMERAL = r"(?:หนึ่ง|เอ็ด|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|ยี่|สิบ|ร้อย)+"
"""A number in words, below a thousand."""
_ORDINAL = re.compile(
    rf"(?=[คสรห\d])(?:(?:ครั้ง|สมัย|รอบ|หน)ที่\s{{0,2}}(?P<thai>\d{{1,4}}(?!\d|,\d{{3}})|(?>{THAI_NUMERAL})(?!พัน(?!ธ|เอก|โท|ตรี)|หมื่น))|ครั้งแรก|(?<![\w.])(?P<latin>\d{{1,4}})(?:st|nd|rd|th)(?![\w]))",
    re.IGNORECASE,
)
# The next one, behind it: ครั้งที่ 44 และ 45; not ครั้งที่ 4 และ 5 ประเทศ.
_AND_NEXT = re.compile(
    r"\s?(?:และ|กับ|[-–—])\s?(?:ที่\s?)?(?P<next>\d{1,3})(?![\d/]|[.,]\d|\s?(?:ประเทศ|คน|ราย|ท่าน|ฝ่าย|องค์กร|หน่วยงาน|ครั้ง|กลุ่ม|ชาติ|ล้าน|แสน|พัน|บาท|ชั่วโมง|นาที|สัปดาห์|วัน(?!ที่)|ปี|เดือน|ฉบับ|ข้อ|เรื่อง|โครงการ|แห่ง"
    r"|มกรา|กุมภา|มีนา|เมษา|พฤษภา|มิถุนา|กรกฎา|สิงหา|กันยา|ตุลา|พฤศจิกา|ธันวา|[มกพตสธ]\.|เม\.|มี\.|มิ\.))"
)
_UNITS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth"]  # fmt: skip
_TENS = ("twent", "thirt", "fort", "fift", "sixt", "sevent", "eight", "ninet")
_ORDINAL_WORDS = {word: number for number, word in enumerate(_UNITS, 1)}
for _ten, _stem in enumerate(_TENS, 2):
    _ORDINAL_WORDS[f"{_stem}ieth"] = _ten * 10
    for _unit, _word in enumerate(_UNITS[:9], 1):
        _ORDINAL_WORDS[f"{_stem}y-{_word}"] = _ten * 10 + _unit
_ORDINAL_WORD = re.compile(
    rf"(?=[a-z])(?<![A-Za-z-])({'|'.join(sorted(_ORDINAL_WORDS, key=len, reverse=True))})(?![A-Za-z-])",
    re.IGNORECASE | re.ASCII,  # ASCII: else ſ is s, and firſt no key of _ORDINAL_WORDS
)

# What people write beside the names that CLDR lists; `th` and `en` forms alike.
_COUNTRY_ALIASES = {
    "KH": "เขมร|Cambodian",
    "MY": "Malaysian",
    "SG": "Singaporean",
    "PH": "Filipino|Philippine",
    "BN": "บรูไนฯ|Bruneian",
    "TL": "ติมอร์-เลสเต|ติมอร์เลสเต|East Timor|Timorese",
    "FR": "French",
    "DE": "German",
    "IT": "Italian",
    "ES": "Spanish",
    "NO": "Norwegian",
    "SE": "Swedish",
    "DK": "Danish",
    "FI": "Finnish",
    "CH": "Swiss",
    "NL": "Dutch",
    "CA": "Canadian",
    "NZ": "New Zealander",
    "BD": "Bangladeshi",
    "LK": "Sri Lankan",
    "NP": "Nepali|Nepalese",
    "PK": "Pakistani",
    "BT": "Bhutanese",
    "MN": "Mongolian",
    "US": "สหรัฐอเมริกา|สหรัฐฯ|สหรัฐ|อเมริกา|United States of America|USA|US|U.S.|American",
    "GB": "สหราชอาณาจักร|อังกฤษ|Britain|UK|British",
    "LA": "สปป. ลาว|สปป.ลาว|ลาว|Lao PDR|Lao",
    "MM": "เมียนมา|เมียนมาร์|พม่า|Myanmar|Burma|Burmese",
    "VN": "เวียดนาม|Viet Nam|Vietnamese",
    "KR": "เกาหลีใต้|สาธารณรัฐเกาหลี|Republic of Korea|South Korea|South Korean",
    "KP": "เกาหลีเหนือ|North Korea|DPRK|Democratic People's Republic of Korea|Democratic People’s Republic of Korea",
    "GW": "กินีบิสเซา",
    "CN": "จีน|Chinese|PRC",
    "JP": "ญี่ปุ่น|Japanese",
    "RU": "รัสเซีย|Russian",
    "AU": "ออสเตรเลีย|Australian",
    "IN": "อินเดีย|Indian",
    "ID": "อินโดนีเซีย|Indonesian",
    "TH": "ไทย|Thai",
    "AE": "สหรัฐอาหรับเอมิเรตส์|UAE",
    "CZ": "เช็ก|Czech Republic",
    "TR": "ตุรกี|ทูร์เคีย|Türkiye|Turkey|Turkish",
}
# CLDR names no cities; these are where the meetings of the region are held. Thai provinces come from pythainlp.
_CITIES = {
    "bangkok": "กรุงเทพ|Bangkok",
    "chiang-mai": "เชียงใหม่|Chiang Mai",
    "phuket": "ภูเก็ต|Phuket",
    "jakarta": "จาการ์ตา|Jakarta",
    "bali": "บาหลี|Bali",
    "hanoi": "ฮานอย|Hanoi|Ha Noi",
    "ho-chi-minh": "โฮจิมินห์|Ho Chi Minh City",
    "kuala-lumpur": "กัวลาลัมเปอร์|Kuala Lumpur",
    "manila": "มะนิลา|Manila",
    "phnom-penh": "พนมเปญ|Phnom Penh",
    "vientiane": "เวียงจันทน์|Vientiane",
    "naypyidaw": "เนปยีดอ|เนปิดอว์|Naypyidaw|Nay Pyi Taw",
    "yangon": "ย่างกุ้ง|Yangon",
    "bandar": "บันดาร์เสรีเบกาวัน|Bandar Seri Begawan",
    "dili": "ดิลี|Dili",
    "tokyo": "โตเกียว|Tokyo",
    "beijing": "ปักกิ่ง|Beijing",
    "seoul": "กรุงโซล|Seoul",
    "new-delhi": "นิวเดลี|New Delhi",
    "canberra": "แคนเบอร์รา|Canberra",
    "washington": "วอชิงตัน|Washington",
    "new-york": "นิวยอร์ก|New York",
    "geneva": "เจนีวา|Geneva",
    "brussels": "บรัสเซลส์|Brussels",
    "london": "ลอนดอน|London",
    "paris": "ปารีส|Paris",
    "moscow": "มอสโก|Moscow",
}
_PROVINCE_ALIASES = {
    "phra-nakhon-si-ayutthaya": "อยุธยา|Ayutthaya",
    "nakhon-ratchasima": "โคราช|Korat",
    "nakhon-si-thammarat": "นครศรีฯ",
    "ubon-ratchathani": "อุบลฯ|Ubon",
    "udon-thani": "อุดรฯ|Udon",
    "surat-thani": "สุราษฎร์ฯ",
    "phangnga": "Phang Nga",
}
# Left out, since they are also everyday words, numbers or people's names.
_EVERYDAY_PROVINCES = {"ตาก", "น่าน", "แพร่", "เลย", "ร้อยเอ็ด", "สุรินทร์", "ยะลา", "กระบี่", "Nan", "Tak", "Surin"}
_ORGANISATIONS = {
    "asean": "อาเซียน|ASEAN",
    "un": "สหประชาชาติ|ยูเอ็น|United Nations|UN",
    "eu": "สหภาพยุโรป|อียู|European Union|EU",
    "who": "องค์การอนามัยโลก|World Health Organization|WHO",
    "ilo": "องค์การแรงงานระหว่างประเทศ|International Labour Organization|ILO",
    "undp": "โครงการพัฒนาแห่งสหประชาชาติ|UNDP",
    "unsc": "คณะมนตรีความมั่นคง|Security Council|UNSC",
    "mfa": "กระทรวงการต่างประเทศ|กต.|Ministry of Foreign Affairs|Foreign Ministry|MFA",
    "covid": "โควิด|COVID|โคโรนา|Coronavirus|coronavirus",
}
# Longer words and names that hold one: they are found first, since the longest is, and have no key.
_OTHER_WORDS = (
    "อัตราดอก", "กัมมันตรังสี", "ตรังกานู", "ศรีตรัง", "สุโขทัยธรรมาธิราช", "สงขลานครินทร์", "นราธิวาสราชนครินทร์", "นิวกินี",
    "บิกินี", "ลัมโบร์กินี", "แอสซีเรีย", "ไม่ซีเรียส", "เรื่องซีเรียส", "ซีเรียสมาก", "ซีเรียสกับ", "เช็กอิน", "เช็กเอาต์",
    "เช็กเอาท์", "เช็กบิล", "เช็กลิสต์", "หลาว", "คลาวด์", "ลีลาวดี", "ละตินอเมริกา", "ลาตินอเมริกา", "อเมริกาใต้", "อเมริกากลาง",
    "อเมริกาเหนือ", "อเมริกาโน", "มหาสมุทรอินเดีย", "อินเดียนแดง", "รัฐอินเดียนา", "นิวเม็กซิโก", "นิวเจอร์ซีย์", "กกต.",
    "อียูเครน", "Indian Ocean", "New Mexico", "New Guinea", "Latin American", "South American", "Central American", "North American",
    "South China Sea", "East China Sea", "Sea of Japan",
)  # fmt: skip
# Names that are also everyday Thai or English words, or parts of them.
_NOT_NAMES = {"ชาด", "มาลี", "กวม", "โจ", "Chad", "Mali", "Guernsey", "Jersey", "Georgia", "เลา", "Niue"}


@dataclass(frozen=True, slots=True)
class Mention:
    """Something named at `text[start:end]`, with the keys that stand for it."""

    kind: str
    """`date`, `ordinal`, `money`, `country`, `city` or `organisation`."""
    start: int
    end: int
    keys: tuple[str, ...]


def find_mentions(text: str) -> list[Mention]:
    """Return what is named in `text`, in order of start."""
    whole = _dates(text) + _sums(text)
    # The US of US$5 and the 7th of May are part of a sum and of a date.
    inside = {at for mention in whole for at in range(mention.start, mention.end)}
    parts = [mention for mention in _ordinals(text) + _names(text) if mention.start not in inside]
    return sorted(whole + parts, key=lambda mention: mention.start)


def mention_keys(text: str) -> list[str]:
    """Return the keys of all mentions in `text`, repeats included (they count as term frequency)."""
    return [key for mention in find_mentions(text) for key in mention.keys]


def _dates(text: str) -> list[Mention]:
    mentions = []
    for found in find_dates(text):
        keys = [f"y:{year}" for year in found.years]
        if found.first and found.last and found.precision in {"day", "month"}:
            keys.append(f"m:{found.first:%Y-%m}")
        if found.first and found.last and found.precision == "day":
            keys.append(f"d:{found.first.isoformat()}")
            if found.last != found.first:
                keys.append(f"d:{found.last.isoformat()}")
        mentions.append(Mention("date", found.start, found.end, tuple(keys)))
    return mentions


def _ordinals(text: str) -> list[Mention]:
    mentions = []
    plain = to_arabic_digits(text)
    for match in _ORDINAL.finditer(plain):
        written = match["thai"] or match["latin"] or "1"  # ครั้งแรก
        number = int(written) if written.isdigit() else _thai_number(written)
        if number is not None:
            mentions.append(Mention("ordinal", match.start(), match.end(), (f"ord:{number}",)))
            also = _AND_NEXT.match(plain, match.end())
            if also and match["thai"] and int(also["next"]) == number + 1:
                mentions.append(Mention("ordinal", *also.span("next"), (f"ord:{number + 1}",)))
    for match in _ORDINAL_WORD.finditer(text):
        number = _ORDINAL_WORDS[match[1].lower()]
        mentions.append(Mention("ordinal", match.start(), match.end(), (f"ord:{number}",)))
    return mentions


def _sums(text: str) -> list[Mention]:
    return [
        Mention("money", found.start, found.end, (f"money:{found.currency}:{found.amount.normalize():f}",))
        for found in find_money(text)
    ]


def _thai_number(written: str) -> int | None:
    try:
        return int(thaiword_to_num(written))
    except (ValueError, TypeError, IndexError):
        return None  # number words in no order that makes a number


def _names(text: str) -> list[Mention]:
    pattern, keys = _lexicon()
    kinds = {"cc": "country", "city": "city", "org": "organisation"}
    mentions = []
    for match in pattern.finditer(text):
        if key := keys.get(match.group()):
            mentions.append(Mention(kinds[key.partition(":")[0]], match.start(), match.end(), (key,)))
    return mentions


@cache
def _lexicon() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return one pattern for all names, and the key that each name stands for."""
    keys: dict[str, str] = {}
    for locale in (Locale("th"), Locale("en")):
        for code, name in locale.territories.items():
            if len(code) == 2 and code.isalpha() and code not in {"EU", "EZ", "UN", "ZZ", "QO", "XA", "XB"}:
                keys[name] = f"cc:{code}"
    keys |= _provinces()
    tables = (
        ("cc", _COUNTRY_ALIASES),
        ("city", _CITIES),
        ("city", _PROVINCE_ALIASES),
        ("org", _ORGANISATIONS),
    )
    for prefix, table in tables:
        for code, aliases in table.items():
            keys |= dict.fromkeys(aliases.split("|"), f"{prefix}:{code}")
    keys = {name: key for name, key in keys.items() if len(name) > 1 and name not in _NOT_NAMES}
    names = [*keys, *_OTHER_WORDS]
    thai = _any_of([name for name in names if not name[0].isascii()])
    latin = _any_of([name for name in names if name[0].isascii()])
    # Not inside a longer syllable or Latin word, no sea (ทะเลจีนใต้), language (ภาษาไทย) or currency.
    return re.compile(
        rf"(?<!ภาษา)(?<!ทะเล)(?<!ดอลลาร์)(?<!เหรียญ){thai}(?![\u0e30-\u0e3a\u0e47-\u0e4e])|(?<![A-Za-z]){latin}(?![A-Za-z$]| dollars?\b)"
    ), keys


def _provinces() -> dict[str, str]:
    """Return the names of Thailand's provinces, Thai and English, and the key that each stands for."""
    keys = {}
    for province in cast("list[dict[str, str]]", provinces(details=True)):
        thai, english = province["name_th"], province["name_en"]
        for name in (thai, english, english.replace(" ", "").capitalize()):
            if name not in _EVERYDAY_PROVINCES:
                keys[name] = f"city:{english.lower().replace(' ', '-')}"
    return keys


def _any_of(names: Iterable[str]) -> str:
    """Return a pattern for any of `names`, the longest first, that tries each common beginning but once."""
    ends = ""
    branches = []
    for first, group in itertools.groupby(sorted(names), key=lambda name: name[:1]):
        if first:
            branches.append(re.escape(first) + _any_of(name[1:] for name in group))
        else:
            ends = "?"
    return f"(?:{'|'.join(branches)}){ends}" if branches else ""
