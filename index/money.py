"""Text -> the sums of money written in it, in Thai or English: `๑๑๒ ล้านดอลลาร์สหรัฐ` and `US$112 million` are one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from index.thai import to_arabic_digits

_POWERS = {
    "แสนล้าน": 11, "หมื่นล้าน": 10, "พันล้าน": 9, "ร้อยล้าน": 8, "ล้านล้าน": 12, "ล้าน": 6, "แสน": 5, "หมื่น": 4, "พัน": 3,
    "ร้อย": 2, "trillion": 12, "billion": 9, "bn": 9, "million": 6, "mn": 6, "thousand": 3,
}  # fmt: skip
# Words, which stand behind a number only (Japan won 30 medals, Euro 2020), and what stands on either side of it.
_CURRENCIES = {
    "THB": (r"บาท", r"baht|THB|฿"),
    "AUD": (r"ดอลลาร์ออสเตรเลีย|Australian dollars?", r"AUD|A\$"),
    "SGD": (r"ดอลลาร์สิงคโปร์|Singapore dollars?", r"SGD|S\$"),
    "CAD": (r"ดอลลาร์แคนาดา|Canadian dollars?", r"CAD|C\$"),
    "HKD": (r"ดอลลาร์ฮ่องกง|Hong Kong dollars?", r"HKD|HK\$"),
    "USD": (
        r"ดอลลาร์(?:สหรัฐ(?:อเมริกา|ฯ)?)?|เหรียญ(?:สหรัฐ(?:อเมริกา|ฯ)?)?|(?:US |U\.S\. )?dollars?",
        r"USD|US\$|\$",
    ),
    "EUR": (r"ยูโร|euros?", r"EUR|€"),
    "GBP": (r"ปอนด์(?:สเตอร์ลิง)?|pounds? sterling", r"GBP|£"),
    "JPY": (r"เยน|yen", r"JPY|¥"),
    "CNY": (r"หยวน|yuan|renminbi", r"CNY|RMB"),
    "KRW": (r"วอน|won", r"KRW"),
    "CHF": (r"ฟรังก์(?:สวิส)?|(?:Swiss )?francs?", r"CHF"),
    "NOK": (r"โครน(?:นอร์เวย์)|Norwegian kroner?", r"NOK"),
    "SEK": (r"โครนา(?:สวีเดน)?|(?:Swedish )?kronor", r"SEK"),
    "DKK": (r"โครน(?:เดนมาร์ก)?|Danish kroner?", r"DKK"),
    "INR": (r"รูปี(?:อินเดีย)?|(?:Indian )?rupees?", r"INR"),
    "MYR": (r"ริงกิต", r"ringgit|MYR"),
}
_BEHIND = "|".join(f"(?P<of_{code}>{words}|{signs})" for code, (words, signs) in _CURRENCIES.items())
_BEFORE = "|".join(f"(?P<is_{code}>{signs})" for code, (_, signs) in _CURRENCIES.items())
_SCALE = "|".join(sorted(_POWERS, key=len, reverse=True))
# No sum has more digits, and no other number could overflow.
_NUMBER = rf"(?P<{{0}}>\d{{{{1,18}}}}(?:,\d{{{{3}}}}){{{{0,5}}}}(?:\.\d{{{{1,18}}}})?)(?!\d|,\d{{{{3}}}})\s?(?P<{{0}}scale>{_SCALE})?"
_MONEY = re.compile(
    rf"(?=\d)(?<![\d.,]){_NUMBER.format('before')}\s?(?:{_BEHIND})(?![A-Za-z])"
    rf"|(?=[A-Z$€£¥฿])(?<![A-Za-z])(?:{_BEFORE})\s?{_NUMBER.format('behind')}(?![A-Za-z])",
    re.IGNORECASE | re.ASCII,  # ASCII: else mıllion is million, but no key of _POWERS
)


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum of money, written at `text[start:end]`."""

    start: int
    end: int
    currency: str
    """ISO 4217; ดอลลาร์ alone is USD."""
    amount: Decimal


def find_money(text: str) -> list[Sum]:
    """Return the sums in `text`, in order."""
    found = []
    for match in _MONEY.finditer(to_arabic_digits(text)):
        parts = {name: part for name, part in match.groupdict().items() if part}
        side = "before" if "before" in parts else "behind"
        power = _POWERS[parts[f"{side}scale"].lower()] if f"{side}scale" in parts else 0
        amount = Decimal(parts[side].replace(",", "")).scaleb(power)
        currency = next(name[-3:] for name in parts if name.startswith(("of_", "is_")))
        found.append(Sum(*match.span(), currency, amount))
    return found
