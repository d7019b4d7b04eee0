"""What web pages print around an article, as data: a line that matches a rule whole is no part of the article."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """Whole lines that are dropped."""

    pattern: re.Pattern[str]
    reason: str


def _rule(pattern: str, reason: str) -> Rule:
    return Rule(re.compile(pattern, re.IGNORECASE), reason)


_NETWORK = r"(?:facebook|twitter|line|youtube|instagram|x|tiktok)"
RULES = (
    _rule(r"BANNER", "the crawler's name for a page's head picture"),
    _rule(
        # What only begins with the word is a sentence: Copyright law was passed, สงวนลิขสิทธิ์เพลงไทยเดิมเป็นเรื่องสำคัญ.
        r"(?:©|\(c\) ?(?:copyright|by\b|\d{4})|copyright(?= ?(?:©|\(c\)|:|by\b|\d{4}|.*all rights)|$)"
        r"|สงวน(?:ลิข)?สิทธิ์(?= |[©(:\d]|โดย|ตาม|ทั้งหมด|ทุกประการ|$)).*",
        "the page's foot",
    ),
    _rule(
        r"[\d,.]+ ?(?:views?|ครั้ง|อ่าน)"
        r"|(?:จำนวน)?(?:ผู้เข้าชม|ผู้อ่าน|คนอ่าน|เข้าชม|อ่าน|views?) ?:? ?[\d,.]+ ?(?:ครั้ง|คน)?",
        "a counter",
    ),
    _rule(r"(?:รูปภาพประกอบ|ภาพประกอบ|แกลเลอรี|คลังภาพ|เอกสารแนบ|ไฟล์แนบ|วิดีโอ)", "the heading of what a text can't hold"),
    _rule(r"(?:ภาพจาก|ภาพโดย|เครดิตภาพ|ขอบคุณภาพจาก|photo|image)s? ?:.*", "a picture credit"),
    _rule(
        r"(?:แชร์|พิมพ์|ย้อนกลับ|หน้าแรก|หน้าหลัก|อ่านต่อ|อ่านเพิ่มเติม|ดูทั้งหมด|กลับไปหน้าแรก|"
        r"share|tweet|print|back|home|read more|skip to (?:main )?content)(?: ?[|/·:]+ ?[^\s|/·:]+)*",
        "a button",
    ),
    _rule(rf"{_NETWORK}(?:[ ,|/·]+{_NETWORK})*", "links to networks"),
    _rule(r"(?:ข่าวที่เกี่ยวข้อง|ข่าวล่าสุด|เรื่องที่เกี่ยวข้อง|บทความที่เกี่ยวข้อง|related (?:news|articles))", "the heading of links to other pages"),
    _rule(r"(?:โทร(?:ศัพท์|สาร)?|โทร\.|tel|fax|แฟกซ์)\.? ?:? ?[\d\s,\-+()ต่อ.]+", "a telephone number"),
    _rule(r"(?:แท็ก|แท็กที่เกี่ยวข้อง|คำค้น|tags?|keywords?) ?:.*", "the page's keywords"),
)  # fmt: skip

_LONGEST = 300  # characters; a longer line says something


def boilerplate(line: str) -> str | None:
    """Return the reason why a line is no part of the article, None if it is one."""
    if len(line) > _LONGEST:
        return None
    return next((rule.reason for rule in RULES if rule.pattern.fullmatch(line)), None)
