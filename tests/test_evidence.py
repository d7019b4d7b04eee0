"""Sentences that may answer a question, and those that are left out."""

import pytest

from index.articles import make_article
from index.encoder import Encoder
from index.sentences import split_sentences
from qa.evidence import SURE, Judge, Weights
from qa.question import parse_question
from qa.reader import ScoredSpan
from qa.retriever import Passage


@pytest.mark.parametrize(("score", "kept"), [(SURE, True), (SURE - 0.5, False)])
def test_what_the_reader_is_sure_of_needs_no_known_form(encoder: Encoder, score: float, kept: bool) -> None:
    text = "ผู้แทนครึ่งร้อยเข้าร่วมการประชุม"
    article = make_article("a", text)
    spans = tuple(split_sentences(text))
    found = ScoredSpan(6, 15, score)
    passage = Passage("a", 1, text, 0, len(text), 1.0, None, None, spans, spans=(found,))
    question = parse_question("มีผู้เข้าร่วมการประชุมกี่คน", 500)
    judge = Judge(encoder, Weights.blank(encoder.probe))
    evidence = judge.weigh(question, encoder.query(question.plain), [passage], {"a": article}.get, {})
    assert [(each.answers[0], each.features["typed_number"]) for each in evidence] == [((6, 15), -1.0)] * kept
