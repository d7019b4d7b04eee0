"""File -> raw text, whatever its encoding."""

from __future__ import annotations

from pathlib import Path

from charset_normalizer import from_bytes

from index.errors import ArticleError

SUFFIXES = frozenset({".txt", ".md"})
LARGEST_FILE = 20_000_000
"""Bytes. A larger file is a dump, not an article, and would stall a two-core machine."""

# What Thai offices have on their disks. tis_620 and iso8859_11 lack the quotation marks of cp874.
_ENCODINGS = ["utf_8", "utf_16", "utf_16_le", "utf_16_be", "cp874", "cp1252"]


def is_article_file(path: Path) -> bool:
    """Tell whether a file is meant to be read: not hidden, not a README, of a known format."""
    hidden = path.name.startswith((".", "~"))
    return path.suffix.lower() in SUFFIXES and not hidden and path.stem.lower() != "readme"


def read_text(path: Path) -> str:
    """Return the file's text: UTF-8, UTF-16 or a Thai single-byte encoding (read as cp874).

    Raises:
        ArticleError: the file can't be opened, is too large, or is no text.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise ArticleError(
                f"ไฟล์ใหญ่เกิน {LARGEST_FILE // 1_000_000} MB โปรดแบ่งเป็นหลายบทความ",
                f"larger than {LARGEST_FILE // 1_000_000} MB; split it into articles",
            )
        data = path.read_bytes()
    except OSError as error:
        raise ArticleError(
            f"เปิดอ่านไม่ได้ โปรดตรวจสิทธิ์ของไฟล์ ({error.strerror})",
            f"can't be opened; check its permissions ({error.strerror})",
        ) from error
    return decode(data)


def decode(data: bytes) -> str:
    """Return `data` as text.

    Raises:
        ArticleError: the bytes are no text in any encoding that Thai texts come in.
    """
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" not in data:
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            pass
    best = from_bytes(data, cp_isolation=_ENCODINGS, threshold=0.4).best()
    if best is None or (b"\0" in data and not wide and not best.encoding.startswith("utf_16")):
        raise ArticleError(
            "ไม่ใช่ไฟล์ข้อความ หรือใช้รหัสอักขระที่ไม่รู้จัก โปรดบันทึกเป็น UTF-8",
            "not a text file, or in an unknown encoding; save it as UTF-8",
        )
    return str(best)
