"""A follow-up is not answered with what the turn before was answered with, where there is something else."""

import pytest

from index.articles import make_article
from qa.assistant import Assistant
from qa.evidence import Evidence
from qa.reader import ScoredSpan
from qa.retriever import Passage
from qa.unsaid import unsaid_first

TEXT = "ลาวมี ๔๘๘ หลัง ไทยมี ๒๑ หลัง เมียนมามี ๙ หลัง"
ARTICLE = make_article("a.txt", TEXT)


def span_of(part: str) -> tuple[int, int]:
    start = TEXT.index(part)
    return start, start + len(part)


def said(part: str) -> set[tuple[str, int, int]]:
    return {("a.txt", *span_of(part))}


def sentence(text: str, *answers: str, score: float = 1.0) -> Evidence:
    return Evidence(ARTICLE, span_of(text), tuple(map(span_of, answers)), {}, score)


def passage(*found: tuple[str, float]) -> Passage:
    spans = tuple(ScoredSpan(*span_of(part), score) for part, score in found)
    return Passage("a.txt", 1, TEXT, 0, len(TEXT), 1.0, None, None, ((0, len(TEXT)),), spans=spans)


def test_the_reader_s_next_span_comes_first_as_widely_as_its_form() -> None:
    e = sentence(TEXT, "๔๘๘ หลัง", "๙ หลัง", "๒๑ หลัง")
    read = [passage(("๔๘๘ หลัง", 3.0), ("๒๑", 1.0), ("๙", 0.0))]
    (found,) = unsaid_first([e], read, said("๔๘๘ หลัง"))
    assert [TEXT[slice(*each)] for each in found.answers] == ["๒๑ หลัง", "๙ หลัง", "๔๘๘ หลัง"]


def test_a_span_of_the_asked_form_comes_first_where_the_reader_has_no_other() -> None:
    e = sentence(TEXT, "๔๘๘ หลัง", "๒๑ หลัง")
    (found,) = unsaid_first([e], [passage(("๔๘๘ หลัง", 3.0), ("๒๑", -9.0))], said("๔๘๘ หลัง"))
    assert TEXT[slice(*found.answers[0])] == "๒๑ หลัง"


@pytest.mark.parametrize(("score", "first"), [(0.0, "ไทยมี ๒๑ หลัง"), (-9.0, "ลาวมี ๔๘๘ หลัง")])
def test_another_sentence_leads_if_it_is_nearly_as_good(score: float, first: str) -> None:
    best = sentence("ลาวมี ๔๘๘ หลัง", "๔๘๘ หลัง")
    other = sentence("ไทยมี ๒๑ หลัง", "๒๑ หลัง", score=score)
    assert unsaid_first([best, other], [], said("๔๘๘ หลัง"))[0].text == first


def test_what_was_not_said_stays_as_it_is() -> None:
    both = [sentence("ลาวมี ๔๘๘ หลัง", "๔๘๘ หลัง"), sentence("ไทยมี ๒๑ หลัง", "๒๑ หลัง")]
    assert unsaid_first(both, [], said("๙ หลัง")) == both
    assert unsaid_first([], [], said("๙ หลัง")) == []


def test_who_asks_the_same_again_gets_the_same(assistant: Assistant) -> None:
    asked = "การประชุม S2S ครั้งที่ 4 จัดที่ไหน"
    assert assistant.answer("ที่ไหนนะ", history=[asked]).points == assistant.answer(asked).points
