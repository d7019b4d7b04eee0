"""Raw Thai text -> normal form, and normal form -> search tokens.

The normal form is what is stored, cited and shown. It is never NFKC, which would take ำ apart.
Tokens exist for search only; they are never shown.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from pythainlp.corpus import thai_words, tnc
from pythainlp.tokenize import word_tokenize
from pythainlp.util import normalize as mend_thai

_DIGITS = tuple(zip("๐๑๒๓๔๕๖๗๘๙", "0123456789", strict=True))
_SPACES = re.compile(r"[\t\x0b\x0c\x1f\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000 ]+")
_LINE_ENDS = re.compile(r"\r\n?|[\x85\u2028\u2029]")
# Soft hyphen, BOM, zero-width and bidirectional marks, fillers, tags: unseen by the reader, so no part of a quote.
_UNSEEN = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff"
    r"\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)

# Putting a long pile of marks in order takes quadratic time.
_COMBINING = "".join(filter(unicodedata.combining, map(chr, range(0x300, 0x1F000))))
_PILED = re.compile(rf"([{_COMBINING}]{{8}})[{_COMBINING}]+")
# No syllable has more than three marks, or more than two vowels behind it; mending a long pile takes quadratic time.
_MARK = r"[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]"
_PILED_MARKS = re.compile(rf"({_MARK}{{4}}){_MARK}+")
_PILED_VOWELS = re.compile(rf"((?:{_MARK}{{0,4}}[ะาำๅ]){{4}})(?:{_MARK}|[ะาำๅ])+")

# Only where one of these stands has pythainlp something to mend, which is rare and slow to find out otherwise: a mark
# without a letter before it, vowels and marks in the wrong order, doubled, or written in parts.
_TONES = "\u0e48-\u0e4b"
_AROUND = "\u0e31\u0e34-\u0e39"  # vowels above and below
_SUSPECT = re.compile(
    rf"(?:^| )[{_AROUND}{_TONES}\u0e3a\u0e47\u0e4c-\u0e4e]|[{_TONES}\u0e4c][{_AROUND}\u0e47\u0e4c{_TONES}]"
    rf"|[ะาำ][{_TONES}]|[\u0e4d\u0e45]|([{_AROUND}\u0e3a\u0e47\u0e4c\u0e4eะาำเแโใไ]) *\1"
)

# Thai letters without ฯ, ๆ, ฿, the digits and ๏๚๛: those separate words.
THAI_LETTER = r"[\u0e01-\u0e2e\u0e30-\u0e3a\u0e40-\u0e45\u0e47-\u0e4e]"
_RUN = re.compile(rf"(?P<thai>{THAI_LETTER}+)|[0-9]+(?:[.,][0-9]+)*(?![A-Za-z])|[^\W_\u0e00-\u0e7f]+")
_ENGINE = "nlpo3"  # the algorithm of newmm (maximal matching within character clusters) in Rust, three times as fast
# It is superlinear in the length of a run without spaces; no Thai word is near this long.
LONGEST_RUN = 400
_LONGEST_WORD = 60


def to_arabic_digits(text: str) -> str:
    """Replace ๐–๙ by 0–9. Keeps the length, so offsets stay valid."""
    for thai, arabic in _DIGITS:  # ten times as fast as str.translate
        text = text.replace(thai, arabic)
    return text


def normalise(raw: str) -> str:
    """Return the normal form of raw text: same words, one way of writing them.

    Line ends become `\\n`; unseen and control characters go; runs of spaces become one; Thai vowels
    and tone marks typed twice, or in parts (ํ + า, เ + เ), are mended. Lines and blank lines stay.
    Idempotent.
    """
    return "\n".join(_normalise_line(line) for line in _LINE_ENDS.sub("\n", raw).split("\n"))


def _normalise_line(line: str) -> str:
    line = _SPACES.sub(" ", _UNSEEN.sub("", line))
    if not line.isprintable():
        line = "".join(c for c in line if unicodedata.category(c) not in {"Cc", "Cs", "Cn"})
        line = _SPACES.sub(" ", line)  # those on either side of what went
    if not unicodedata.is_normalized("NFC", line):
        line = unicodedata.normalize("NFC", _PILED.sub(r"\1", line))
    line = _PILED_MARKS.sub(r"\1", line).strip()
    if not _SUSPECT.search(line):
        return line
    for _ in range(4):  # one repair can lay bare another; real text needs one round
        piled = _PILED_VOWELS.sub(r"\1", _PILED_MARKS.sub(r"\1", line))
        mended = unicodedata.normalize("NFC", mend_thai(piled)).strip()
        if mended == line:
            break
        line = mended
    return line


def words(text: str) -> list[str]:
    """Split text into lower-case search words; spaces and punctuation fall away.

    Latin and digit runs are cut off first and only Thai runs go through the dictionary, so
    that `(S2S)` comes out the same in an article and in a question, and time stays linear.
    """
    found: list[str] = []
    for match in _RUN.finditer(to_arabic_digits(text)):
        run = match.group()
        if match.group("thai"):
            for at in range(0, len(run), LONGEST_RUN):
                found += thai_words_of(run[at : at + LONGEST_RUN])
        elif len(run) <= _LONGEST_WORD:
            found.append(run.replace(",", "").lower())
    return found


@lru_cache(maxsize=50_000)
def thai_words_of(run: str) -> tuple[str, ...]:
    """Return the dictionary words of a run of Thai letters, at most `LONGEST_RUN` long."""
    pieces = word_tokenize(run, engine=_ENGINE, keep_whitespace=False, join_broken_num=False)
    return tuple([piece[:_LONGEST_WORD] for piece in pieces])


def search_words(text: str) -> list[str]:
    """Return `words(text)` with the parts of compounds added behind each compound.

    The dictionary holds เลขาธิการสหประชาชาติ as one word; a question about สหประชาชาติ must meet it.
    """
    found = []
    for word in words(text):
        found.append(word)
        found += compound_parts(word)
    return found


@lru_cache(maxsize=50_000)
def compound_parts(word: str) -> tuple[str, ...]:
    """Split a Thai compound into two dictionary words of 3 letters or more, the most even split first."""
    if len(word) < 7 or not "ก" <= word[0] <= "ไ":
        return ()
    lexicon = thai_words()
    middle = len(word) / 2
    for cut in sorted(range(3, len(word) - 2), key=lambda i: abs(i - middle)):
        if word[:cut] in lexicon and word[cut:] in lexicon:
            return word[:cut], word[cut:]
    return ()


@cache
def _corpus_frequencies() -> dict[str, int]:
    frequencies: dict[str, int] = tnc.unigram_word_freqs()
    return frequencies


def corpus_words(word: str) -> tuple[str, ...]:
    """Return the parts of a compound that the corpus doesn't count as one word; any other word as it is."""
    counted = _corpus_frequencies().get(word)
    return (word,) if counted else compound_parts(word) or (word,)


def _counted_parts(word: str) -> tuple[str, ...]:
    """Split a word of the dictionary into two that the corpus counts, in the way with the most frequent parts."""
    lexicon, counts = thai_words(), _corpus_frequencies()
    cuts = [(word[:cut], word[cut:]) for cut in range(2, len(word) - 1)] if word in lexicon else []
    known = [parts for parts in cuts if all(part in counts and part in lexicon for part in parts)]
    return max(known, key=lambda parts: min(counts[part] for part in parts), default=())


@lru_cache(maxsize=50_000)
def rarity(word: str) -> float:
    """Return how much a word tells, in [0, 1], from its frequency in the Thai National Corpus.

    A corpus of five articles is too small to know that ที่ says nothing; the national corpus (33
    million words) does. Words it doesn't hold weigh most, names above all; but a compound tells as much
    as the rarer of its parts, since that corpus counts การประชุม as การ and ประชุม, and ตามที่ as ตาม and ที่.
    """
    count = _corpus_frequencies().get(word, 0)
    if not count and (parts := compound_parts(word) or _counted_parts(word)):
        return max(rarity(part) for part in parts)
    per_million = count / 33.5
    return float(1.0 / (1.0 + (per_million / 20.0) ** 0.75))


def shorten(text: str, longest: int) -> str:
    """Return `text`, or its first whole words with `…` behind them if it is longer than `longest`."""
    if len(text) <= longest:
        return text
    cut = 0
    for piece in word_tokenize(text[: longest + _LONGEST_WORD], engine=_ENGINE, join_broken_num=False):
        if cut + len(piece) >= longest:
            break
        cut += len(piece)
    return text[: cut or longest - 1].rstrip() + "…"
