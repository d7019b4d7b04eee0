"""Answer, refusal, error, article -> inert HTML for the chat and the source panel. Pure functions.

Nothing from an article, a file name or a question reaches the page unescaped: `plain` writes every
ASCII punctuation mark as an entity, which neither Markdown nor HTML reads as markup. The pieces are
joined without line breaks, since a blank line would end an HTML block in Markdown.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from babel.dates import format_date

from index.articles import Article
from index.dates import BUDDHIST
from qa.answer import Answer, Citation, Point, Quote
from qa.escape import plain
from qa.web import links
from qa.web.links import Place

LONG_ANSWER = 160
"""Above so many characters the answer is only shown in its quote, highlighted: it would stand there twice."""
LONG_PASSAGE = 240
"""Characters that are shown of a passage beside a refusal; its link opens all of it."""
_LANGUAGES = re.compile(r"\n| · ")
"""What stands between the Thai and the English of a reason."""
_LINE = re.compile(r"[^\n]*\S[^\n]*")


def question_text(question: str) -> str:
    """Turn a question into the text of the user's own chat bubble."""
    return plain(question)


def question_of(bubble: str) -> str:
    """Read the question back from its chat bubble."""
    return html.unescape(bubble)


def thai_date(day: date) -> str:
    """Write a day the Thai way, in the Buddhist era: `7 พฤษภาคม 2562`."""
    return f"{format_date(day, 'd MMMM', locale='th')} {day.year + BUDDHIST}"


def answer_html(answer: Answer, why: Mapping[str, Any] | None = None) -> str:
    """Turn an answer into its chat bubble: the short answer, each quote with its link, the sources.

    `why` is what `Consultation.explained` gives; it is folded away below.
    """
    body = _refusal_html(answer) if answer.refused else _answer_html(answer)
    style = "tt-refusal" if answer.refused else "tt-answer"
    head = (
        f'<p class="tt-understood">{_say(answer, "เข้าใจคำถามว่า", "Read as")}: {plain(answer.understood)}</p>'
        if answer.understood
        else ""
    )
    lang = ' lang="en"' if answer.language == "en" else ""
    return f'<div class="{style}"{lang}>{head}{body}{_suggestions_html(answer)}{_tools_html(answer)}{_why_html(answer, why) if why else ""}</div>'


def _answer_html(answer: Answer) -> str:
    places: dict[int, Place] = {}
    quotes = []
    for quote, citation, place in _cited(answer):
        places.setdefault(quote.citation, place)
        quotes.append(_quote_html(quote, citation, place))
    sources = [
        _source_html(citation, places.get(citation.number, Place(citation.article_id)))
        for citation in answer.citations
    ]
    note = (
        f'<p class="tt-note">{_lines(_LANGUAGES.split(answer.note, maxsplit=1), wrap=False)}</p>'
        if answer.note
        else ""
    )
    return (
        f"{note}{''.join(_point_html(answer, point) for point in answer.points)}{''.join(quotes)}"
        f'<p class="tt-label">{_say(answer, "แหล่งที่มา", "Sources")}</p>'
        f'<ul class="tt-sources">{"".join(sources)}</ul>'
        f'<p class="tt-confidence">{_say(answer, "ความมั่นใจ", "Confidence")} {answer.confidence:.0%}</p>'
    )


def _cited(answer: Answer) -> Iterator[tuple[Quote, Citation, Place]]:
    """Yield each quote with its citation and the place that its link opens."""
    citations = {citation.number: citation for citation in answer.citations}
    for quote in answer.quotes:
        citation = citations[quote.citation]
        yield quote, citation, links.of_quote(quote, citation.article_id)


def _point_html(answer: Answer, point: Point) -> str:
    if len(point.text) > LONG_ANSWER:
        return ""
    several = len({each.citation for each in answer.points}) > 1
    number = f' <span class="tt-number">{point.citation}</span>' if several else ""
    converted = (
        f' <span class="tt-converted">({_say(answer, "แปลงปี", "converted")}: {plain(point.converted)})</span>'
        if point.converted
        else ""
    )
    return f'<p class="tt-short"><strong lang="th">{plain(point.text)}</strong>{number}{converted}</p>'


def _suggestions_html(answer: Answer) -> str:
    asked = "".join(
        f'<li><a href="#ask" class="tt-suggested">{plain(each)}</a></li>' for each in answer.suggestions
    )
    return (
        f'<p class="tt-label">{_say(answer, "ลองถามว่า", "Try")}</p><ul class="tt-suggestions">{asked}</ul>'
        if asked
        else ""
    )


def _tools_html(answer: Answer) -> str:
    """Links that the page's script acts on: copy with the source, and the reader's verdict."""
    tools = [("#good", "ตรงคำถาม", "Helpful"), ("#bad", "ไม่ตรง", "Not helpful")]
    if not answer.refused:
        tools.insert(0, ("#copy", "คัดลอกพร้อมที่มา", "Copy with source"))
    links_ = "".join(f'<a href="{to}">{_say(answer, thai, english)}</a>' for to, thai, english in tools)
    return f'<div class="tt-tools">{links_}</div>'


def _why_html(answer: Answer, why: Mapping[str, Any]) -> str:
    """Fold away how the answer came about: type, stage and threshold, the passages with their scores."""
    side = why["sides"][0]
    facts = [
        (_say(answer, "อ่านคำถามว่า", "Question as read"), why["read_as"]),
        (_say(answer, "ชนิดคำตอบ", "Answer type"), side["kind"]),
        (_say(answer, "เงื่อนไขในคำถาม", "Conditions"), ", ".join(side["conditions"]) or "–"),
        (_say(answer, "ขั้นที่ตัดสิน", "Decided by"), why["stage"]),
        (
            _say(answer, "ความมั่นใจ และเกณฑ์", "Confidence, threshold"),
            f"{why['confidence']:.2f}, {why['threshold']:.2f}",
        ),
    ]
    rows = "".join(
        f"<tr><td>{plain(p['article'])}</td>"
        + "".join(
            f"<td>{'–' if p[n] is None else format(p[n], '.2f')}</td>"
            for n in ("cosine", "bm25", "fused", "reader")
        )
        + "</tr>"
        for p in side["passages"]
    )
    head = "".join(
        f"<th>{label}</th>"
        for label in (_say(answer, "บทความ", "Article"), "cosine", "BM25", "fused", "reader")
    )
    listed = "".join(f"<dt>{label}</dt><dd>{plain(value)}</dd>" for label, value in facts)
    table = (
        f'<div class="tt-scroll"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
        if rows
        else ""
    )
    return f'<details class="tt-why"><summary>{_say(answer, "เหตุผลของผลลัพธ์นี้", "Why this result")}</summary><dl>{listed}</dl>{table}</details>'


def pieces(answer: Answer, why: Mapping[str, Any] | None = None) -> Iterator[str]:
    """Yield the chat bubble as it grows: the short answer first, then a quote more each time, then all of it."""
    if not answer.refused:
        shown = "".join(_point_html(answer, point) for point in answer.points)
        for cited in _cited(answer):
            if shown:
                yield f'<div class="tt-answer">{shown}</div>'
            shown += _quote_html(*cited)
        yield f'<div class="tt-answer">{shown}</div>'
    yield answer_html(answer, why)


def waiting_html() -> str:
    """Return the chat bubble that stands where the answer will be."""
    return f'<p class="tt-waiting">{_both("กำลังค้นในบทความ…", "Searching the articles…")}</p>'


def error_html(thai: str, english: str) -> str:
    """Turn an error's two texts into a chat bubble."""
    return f'<div class="tt-notice tt-error">{_lines([thai, english])}</div>'


def article_html(article: Article, place: Place) -> str:
    """Turn an article into the source panel, with the quoted span and the answer in it marked."""
    held = place.holds(article.text)
    changed = _both(
        "บทความนี้ถูกแก้ไขหลังจากที่ตอบ จึงไม่แสดงข้อความที่อ้าง",
        "This article was edited after the answer, so the quote is not marked.",
    )
    notice = "" if held or not place.check else f'<p class="tt-notice">{changed}</p>'
    day = f"<span>{_day_html(article.published)}</span>" if article.published else ""
    return (
        f'<div class="tt-article"><h3>{plain(article.title or article.id)}</h3>'
        f'<p class="tt-meta">{day}<span>{_origin_html(article.source)}</span></p>{notice}'
        f"{''.join(_paragraphs(article.text, article.title, place if held else None))}</div>"
    )


def missing_html() -> str:
    """Return the source panel for a link that names no article of the index."""
    thai = "ไม่พบบทความนี้แล้ว อาจถูกลบหรือย้ายไปหลังจากที่ตอบ"
    return error_html(thai, "This article is no longer in the index.")


def _refusal_html(answer: Answer) -> str:
    passages = {quote.citation: quote for quote in answer.passages}
    related = "".join(_related_html(each, passages.get(each.number)) for each in answer.related)
    label = _say(answer, "ใกล้เคียง (ไม่ใช่คำตอบ)", "Related, not an answer")
    listing = f'<p class="tt-label">{label}</p><ul class="tt-sources">{related}</ul>' if related else ""
    badge = ("โปรดระบุเรื่อง", "Which one?") if answer.asks_back else ("ไม่พบคำตอบ", "No answer found")
    return (
        f'<p class="tt-badge">{_say(answer, *badge)}</p>'
        f"{_lines(_LANGUAGES.split(answer.reason, maxsplit=1))}{listing}"
    )


def _quote_html(quote: Quote, citation: Citation, place: Place) -> str:
    spans = [(start - quote.start, end - quote.start) for start, end in quote.highlights]
    text = _emphasised(quote.text, 0, len(quote.text), spans, "mark")
    link = _link(place, f"[{citation.number}]", "tt-cite", citation.title)
    return f'<blockquote lang="th">“{text}” {link}</blockquote>'


def _source_html(citation: Citation, place: Place, *, numbered: bool = True, said: str = "") -> str:
    number = f'<span class="tt-number">{citation.number}</span>' if numbered else ""
    day = f"<span>{_day_html(citation.published)}</span>" if citation.published else ""
    title = citation.title or citation.article_id
    return (
        f'<li>{number}<span class="tt-source">{_link(place, title, "tt-open", "")}'
        f'<span class="tt-meta">{day}<span>{_origin_html(citation.source)}</span></span>{said}</span></li>'
    )


def _related_html(citation: Citation, passage: Quote | None) -> str:
    """Show an article near a question that was refused, with its sentence that came nearest."""
    if passage is None:
        return _source_html(citation, Place(citation.article_id), numbered=False)
    place = links.of_quote(passage, citation.article_id)
    text = passage.text if len(passage.text) <= LONG_PASSAGE else f"{passage.text[:LONG_PASSAGE]}…"
    said = f'<span class="tt-passage" lang="th">“{plain(text)}”</span>'
    return _source_html(citation, place, numbered=False, said=said)


def _link(place: Place, text: str, style: str, hint: str) -> str:
    title = f' title="{plain(hint)}"' if hint else ""
    return f'<a href="#{links.fragment(place)}" class="{style}"{title} lang="th">{plain(text)}</a>'


def _day_html(day: date) -> str:
    return f'<time datetime="{day.isoformat()}" lang="th">{thai_date(day)}</time>'


def _origin_html(source: str) -> str:
    """Link a source when it is an address on the web, and only then; show the host, not a long address."""
    try:
        address = urlsplit(source)
        # Browsers read \ as /, so that another host than this one's would be the link's.
        linked = address.scheme in ("http", "https") and bool(address.hostname) and "\\" not in source
    except ValueError:
        linked = False
    if not linked:
        return plain(source)
    shown = f"{plain(address.hostname or '')} ↗"
    return f'<a href="{plain(source)}" target="_blank" rel="noopener noreferrer">{shown}</a>'


def _paragraphs(text: str, title: str, place: Place | None) -> Iterator[str]:
    """Yield the article's lines as paragraphs. A quote that runs over several is marked in each."""
    for line in _LINE.finditer(text):
        first, last = line.span()
        if line[0] == title and first == 0 and not (place and place.start < last):
            continue  # it stands above as the heading
        start, end = (max(first, place.start), min(last, place.end)) if place else (last, last)
        if place is None or start >= end:
            yield f"<p>{plain(line[0])}</p>"
            continue
        marked = _emphasised(text, start, end, place.highlights, "strong")
        yield f"<p>{plain(text[first:start])}<mark>{marked}</mark>{plain(text[end:last])}</p>"


def _emphasised(text: str, start: int, end: int, spans: Iterable[tuple[int, int]], tag: str) -> str:
    """Escape `text[start:end]`, with the part of each span that lies in it between tags."""
    pieces, position = [], start
    for left, right in spans:
        left, right = max(left, position), min(right, end)
        if left < right:
            inner = f'<{tag} class="tt-span">{plain(text[left:right])}</{tag}>'
            pieces += [plain(text[position:left]), inner]
            position = right
    return "".join([*pieces, plain(text[position:end])])


def _both(thai: str, english: str) -> str:
    """Thai with English beside it in smaller type."""
    return f'<span class="tt-th" lang="th">{plain(thai)} </span><span class="tt-en" lang="en">{plain(english)}</span>'


def _say(answer: Answer, thai: str, english: str) -> str:
    """Words of ours for the reader of an answer: in English alone to who asked in English."""
    return plain(english) if answer.language == "en" else _both(thai, english)


def _lines(lines: Iterable[str], *, wrap: bool = True) -> str:
    """Thai first; what follows is the English of it. In paragraphs, or with `wrap` off in one line."""
    thai, *rest = [line for line in lines if line.strip()] or [""]
    if not wrap:
        return _both(thai, rest[0]) if rest else plain(thai)
    marked = ' class="tt-th" lang="th"' if rest else ""
    return f"<p{marked}>{plain(thai)}</p>" + "".join(
        f'<p class="tt-en" lang="en">{plain(line)}</p>' for line in rest
    )
