"""The articles of an index -> example questions that it answers, so that the page offers no dead end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain, islice, zip_longest

from index.articles import Article, Listed
from index.errors import ThamtobError
from qa.assistant import Assistant
from qa.names import ACRONYM, MEETING_NUMBER, MEETING_WORD

MOST = 6
_TRIED = 18  # questions; each takes a fraction of a second when the page is built
_NEWEST = 8  # articles
_LONGEST = 90  # characters of a meeting's name
_MEETING = re.compile(rf"{MEETING_WORD}[^\n()“”]*?{MEETING_NUMBER}")
_NAMED_CODE = re.compile(r"\((?:[^()]*[\s:])?([A-Z][A-Za-z0-9-]{2,9})\)")
_ASKED = ("{} จัดที่ไหน", "ใครเป็นประธาน{}", "{} จัดขึ้นเมื่อไร")


def example_questions(assistant: Assistant, listed: Sequence[Listed]) -> list[str]:
    """Return at most `MOST` questions on the newest of its articles, all of which are answered."""
    newest = sorted(listed, key=lambda each: (each.published or date.min, each.id), reverse=True)[:_NEWEST]
    articles = [article for each in newest if (article := assistant.article(each.id))]
    rounds = zip_longest(*(_candidates(article, at) for at, article in enumerate(articles)))
    tried = islice((question for question in chain.from_iterable(rounds) if question), _TRIED)
    return list(
        islice((question for question in dict.fromkeys(tried) if _answered(assistant, question)), MOST)
    )


def _candidates(article: Article, at: int) -> Iterator[str]:
    """Yield questions on an article: on its meeting, and what an acronym in it stands for."""
    meeting = _MEETING.search(article.title)
    if meeting and len(meeting.group()) <= _LONGEST:
        for turn in range(len(_ASKED)):  # not the same of each article
            yield _ASKED[(at + turn) % len(_ASKED)].format(meeting.group())
    for code in _NAMED_CODE.finditer(article.text):
        if ACRONYM.fullmatch(code[1]):
            yield f"{code[1]} ย่อมาจากอะไร"
            return


def _answered(assistant: Assistant, question: str) -> bool:
    try:
        return not assistant.answer(question).refused
    except ThamtobError:
        return False
