"""Sentences that may answer a question, and those that are left out."""

import pytest

from index.articles import make_article
from index.encoder import Encoder
from index.sentences import split_sentences
from qa import Assistant
from qa.evidence import SURE, Evidence, Judge, Weights, is_vague
from qa.question import parse_question
from qa.reader import ScoredSpan
from qa.retriever import Passage


def weighed(encoder: Encoder, asked: str, text: str, said: str, score: float) -> list[Evidence]:
    """Return the evidence of an article of which the reader found `said`."""
    article = make_article("a", text)
    spans = tuple(split_sentences(text))
    found = ScoredSpan(text.index(said), text.index(said) + len(said), score)
    passage = Passage("a", 1, text, 0, len(text), 1.0, None, None, spans, spans=(found,))
    question = parse_question(asked, 500)
    judge = Judge(encoder, Weights.blank(encoder.probe))
    return judge.weigh(question, encoder.query(question.plain), [passage], {"a": article}.get, {})


@pytest.mark.parametrize(("score", "kept"), [(SURE, True), (SURE - 0.5, False)])
def test_what_the_reader_is_sure_of_needs_no_known_form(encoder: Encoder, score: float, kept: bool) -> None:
    asked, text = "มีผู้เข้าร่วมการประชุมกี่คน", "ผู้แทนครึ่งร้อยเข้าร่วมการประชุม"
    evidence = weighed(encoder, asked, text, "ครึ่งร้อย", score)
    assert [(each.answers[0], each.features["typed_number"]) for each in evidence] == [((6, 15), -1.0)] * kept


@pytest.mark.parametrize(
    ("asked", "said", "score", "answer"),
    [
        ("ประชุมเรื่องใด", "การประชุมรัฐมนตรีอาเซียน", 3.0, "การประชุมรัฐมนตรีอาเซียน สมัยพิเศษ ครั้งที่ ๒"),
        ("ประชุมเรื่องใด", "รัฐมนตรีอาเซียน", 3.0, "รัฐมนตรีอาเซียน"),
        ("ขอรายชื่อเมืองนำร่อง", "๕ ล้านเยน", -0.1, "ขอนแก่น ดานัง และเมดัน"),
        ("ขอรายชื่อเมืองนำร่อง", "๕ ล้านเยน", 0.1, "๕ ล้านเยน"),
    ],
)
def test_an_answer_is_as_long_as_what_it_names(
    encoder: Encoder, asked: str, said: str, score: float, answer: str
) -> None:
    text = "การประชุมรัฐมนตรีอาเซียน สมัยพิเศษ ครั้งที่ ๒ ให้เงิน ๕ ล้านเยนแก่เมืองนำร่อง ได้แก่ ขอนแก่น ดานัง และเมดัน"
    best = weighed(encoder, asked, text, said, score)[0]
    assert text[slice(*best.answers[0])] == answer


@pytest.mark.parametrize(
    ("asked", "article", "score", "vague"),
    [
        ("จัดที่ไหน", "b", 0.0, True),
        ("Where was it held?", "b", 0.0, True),
        ("Who chaired the meeting?", "b", 0.0, True),
        ("Who chaired the Mekong meeting?", "b", 0.0, False),
        ("จัดที่ไหน", "a", 0.0, False),
        ("จัดที่ไหน", "b", -2.1, False),
        ("การประชุม S2S จัดที่ไหน", "b", 0.0, False),
        ("อาเซียนคืออะไร", "b", 0.0, False),
        ("วีซ่าคืออะไร", "b", 0.0, False),
        ("ยาเสพติด", "b", 0.0, False),
        ("ขอทราบสถานที่", "b", 0.0, True),
        ("How much does a passport cost?", "b", 0.0, False),
    ],
)
def test_a_question_that_says_nothing_is_vague_if_several_articles_answer_it(
    asked: str, article: str, score: float, vague: bool
) -> None:
    def evidence(article_id: str, score: float) -> Evidence:
        return Evidence(make_article(article_id, "จัดที่กรุงจาการ์ตา"), (0, 18), (), {}, score)

    found = [evidence("a", 1.0), evidence(article, score)]
    assert is_vague(parse_question(asked, 500), found) is vague


def test_the_reader_finds_nothing_that_the_question_says(assistant: Assistant) -> None:
    asked = "Which years does the ASEAN-UN Plan of Action that follows the 2016-2020 plan cover?"
    read = assistant.examine(parse_question(asked, 500)).read
    said = [p.text[span.start - p.start : span.end - p.start] for p in read for span in p.spans]
    assert said
    assert not {"๒๕๕๙ – ๒๕๖๓", "พ.ศ. ๒๕๕๙ – ๒๕๖๓", "2016-2020"}.intersection(said)
