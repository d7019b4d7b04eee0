"""End to end through `Assistant` and `answer()`, on the sample articles and the real model."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pydantic import ValidationError

import qa
from index.encoder import Encoder
from index.errors import IndexNotFound, InvalidQuestion, InvalidRequest, ModelMismatch, ThamtobError
from index.local import LocalStore
from qa import Assistant, Settings
from qa.consultation import explanation
from qa.evaluation.end_to_end import verbatim_violations
from qa.question import parse_question, question_of
from qa.reader import Reader
from qa.suggestions import did_you_mean

WHERE = "การประชุม S2S ครั้งที่ 4 จัดที่ไหน"
S2S, UN, US, COMMUNITY, JAPAN = (
    "000_ed9c4c4d1260d543.txt",
    "001_728a9104f349dc7d.txt",
    "002_5d2e2954b440508a.txt",
    "003_3cf0a99bbcd98e5c.txt",
    "004_7f5a35418612e33b.txt",
)


@pytest.mark.parametrize(
    ("question", "article", "text"),
    [
        ("การประชุม S2S ครั้งที่ 4 จัดที่ไหน", S2S, "สำนักเลขาธิการอาเซียน กรุงจาการ์ตา ประเทศอินโดนีเซีย"),
        ("การประชุม S2S ครั้งที่ ๔ จัดขึ้นเมื่อไร", S2S, "๗ พฤษภาคม พ.ศ. ๒๕๖๒"),
        ("Where was the 4th S2S meeting held?", S2S, "กรุงจาการ์ตา"),
        ("สหรัฐฯ ให้ความช่วยเหลือแก่ประเทศสมาชิกอาเซียนเป็นเงินเท่าไร", US, "๑๑๒ ล้านดอลลาร์สหรัฐ"),
        ("ใครเป็นผู้แทนฝ่ายญี่ปุ่นในการประชุมเจ้าหน้าที่อาวุโสอาเซียน-ญี่ปุ่น ครั้งที่ 35", JAPAN, "ทาเคโอะ"),
        ("S2S ย่อมาจากอะไร", S2S, "Secretariat-to-Secretariat"),
    ],
)
def test_a_question_is_answered_quoted_and_cited(
    assistant: Assistant, question: str, article: str, text: str
) -> None:
    answer = assistant.answer(question)
    assert not answer.refused
    assert answer.citations[0].article_id == article
    assert text in " ".join(quote.text for quote in answer.quotes)
    assert verbatim_violations(assistant, answer) == 0
    assert 0 <= answer.confidence <= 1
    assert set(answer.timings) == {
        "understand", "encode", "retrieve", "read", "weigh", "compose", "total",
    }  # fmt: skip


def test_the_short_answer_is_the_exact_span(assistant: Assistant) -> None:
    answer = assistant.answer("การประชุม S2S ครั้งที่ 4 จัดที่ไหน")
    assert answer.text == "สำนักเลขาธิการอาเซียน กรุงจาการ์ตา ประเทศอินโดนีเซีย"
    assert answer.question == "การประชุม S2S ครั้งที่ 4 จัดที่ไหน"


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("การประชุมเจ้าหน้าที่อาวุโสอาเซียน-สหรัฐฯ ครั้งที่ ๓๖ จัดเมื่อไร", "ครั้งที่ ๓๖"),
        ("Where was the 9th S2S meeting held?", "9th"),
        ("การประชุม S2S ครั้งที่ 4 กับประเทศบราซิลจัดที่ไหน", "บราซิล"),
    ],
)
def test_what_no_article_names_is_refused_by_name(assistant: Assistant, question: str, missing: str) -> None:
    answer = assistant.answer(question)
    assert answer.refused
    assert missing in answer.reason
    assert answer.text == ""
    assert answer.related
    for quote, citation in zip(answer.passages, answer.related, strict=True):
        article = assistant.article(citation.article_id)
        assert article
        assert article.text[quote.start : quote.end] == quote.text


@pytest.mark.parametrize(
    "question", ["วิธีทำต้มยำกุ้ง", "ใครชนะฟุตบอลโลก", "ราคาทองคำเท่าไร", "What is the capital of France?"]
)
def test_what_the_articles_do_not_hold_is_refused(assistant: Assistant, question: str) -> None:
    answer = assistant.answer(question)
    assert answer.refused
    assert ("article" if answer.language == "en" else "ไม่") in answer.reason


@pytest.mark.parametrize("question", ["", "   ", "😀", "ก" * 100_000, "\x00\x01", "\u200b"])
def test_no_question_raises_what_to_do(assistant: Assistant, question: str) -> None:
    with pytest.raises(InvalidQuestion):
        assistant.answer(question)


@pytest.mark.parametrize(
    "question",
    [
        "<script>alert(1)</script>",
        "' OR 1=1 --",
        "tokens:* AND (",
        "{{7*7}}",
        "../../etc/passwd",
        "# **S2S** [x](y)",
        "\u202eS2S",
    ],
)
def test_markup_and_query_languages_are_only_text(assistant: Assistant, question: str) -> None:
    assert verbatim_violations(assistant, assistant.answer(question)) == 0


@hypothesis_settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.sampled_from(
            [
                "การประชุม",
                "อาเซียน",
                "S2S",
                "เมื่อไร",
                "ที่ไหน",
                "ใคร",
                "ญี่ปุ่น",
                "สหรัฐฯ",
                "เงิน",
                "เท่าไร",
                "AIPR",
                "ย่อมาจาก",
                "อะไร",
                "บ้าง",
                "๒๕๖๒",
                "ครั้งที่",
                "35",
                "โควิด",
            ]
        )
        | st.text(max_size=6),
        min_size=1,
        max_size=8,
    ).map(" ".join)
)
def test_every_quote_of_any_answer_is_verbatim(assistant: Assistant, question: str) -> None:
    try:
        answer = assistant.answer(question)
    except InvalidQuestion:
        return
    assert verbatim_violations(assistant, answer) == 0
    assert answer.refused or answer.citations


def test_filters(assistant: Assistant) -> None:
    question = "การประชุมจัดขึ้นเมื่อไร"
    for arguments, allowed in (
        ({"since": date(2020, 1, 1)}, {US, JAPAN}),
        ({"until": date(2019, 4, 1)}, {COMMUNITY}),
        ({"articles": [UN]}, {UN}),
    ):
        answer = assistant.answer(question, **arguments)
        assert {citation.article_id for citation in answer.citations + answer.related} <= allowed
    nothing = assistant.answer(question, since=date(2030, 1, 1))
    assert nothing.refused
    assert nothing.related == ()
    assert "เลือก" in nothing.reason
    assert assistant.answer(question, articles=["no such"]).refused


@pytest.mark.parametrize(
    "arguments",
    [
        {"since": date(2020, 1, 2), "until": date(2020, 1, 1)},
        {"since": "2020"},
        {"top_k": 0},
        {"articles": "a.txt"},
        {"history": "จัดเมื่อไร"},
        {"history": ["จัดเมื่อไร", 1]},
    ],
)
def test_arguments_that_make_no_sense(assistant: Assistant, arguments: dict[str, object]) -> None:
    with pytest.raises(InvalidRequest):
        assistant.answer("ประชุมที่ไหน", **arguments)  # type: ignore[arg-type]


def test_retrieve_gives_ranked_exact_passages(assistant: Assistant) -> None:
    passages = assistant.retrieve("การประชุม S2S ครั้งที่ 4", k=5)
    assert len(passages) == 5
    assert passages[0].article_id == S2S
    assert all(p.spans for p in passages)
    searched = assistant.search(parse_question("การประชุม S2S ครั้งที่ 4", 100), k=5)
    assert [p.score for p in searched] == sorted((p.score for p in searched), reverse=True)
    for passage in passages:
        article = assistant.article(passage.article_id)
        assert article
        assert article.text[passage.start : passage.end] == passage.text
    with pytest.raises(InvalidRequest):
        assistant.retrieve("ประชุม", k=0)


def test_opening_says_what_to_do(tmp_path: Path, settings: Settings) -> None:
    with pytest.raises(IndexNotFound, match="thamtob index"):
        Assistant.open(tmp_path / "none", settings)
    LocalStore.create(tmp_path / "other", "other-model", np.ones(8, np.float32) / 8**0.5).close()
    with pytest.raises(ModelMismatch, match="other-model"):
        Assistant.open(tmp_path / "other", settings)
    assert issubclass(ModelMismatch, ThamtobError)


def test_each_folder_has_its_own_index(tmp_path: Path, settings: Settings) -> None:
    settings = settings.model_copy(update={"index": tmp_path / "data" / "index"})
    for name in ("น่าน", "แพร่"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "ข่าว.txt").write_text(
            f"กระทรวงศึกษาธิการเปิดโรงเรียนใหม่ที่จังหวัด{name}", encoding="utf-8"
        )
    for name in ("น่าน", "แพร่"):
        opened = Assistant.from_folder(tmp_path / name, settings)
        assert [article.text for article in opened.articles()] == [
            f"กระทรวงศึกษาธิการเปิดโรงเรียนใหม่ที่จังหวัด{name}"
        ]
        opened.close()
    assert not settings.index.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"top_k": 0},
        {"threshold": 1.5},
        {"dense_weight": -0.1},
        {"max_question": 0},
        {"unknown": 1},
        {"port": 0},
    ],
)
def test_settings_that_could_break_a_promise_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Settings(**wrong)  # type: ignore[arg-type]


def test_a_threshold_of_one_refuses_everything(
    assistant: Assistant, encoder: Encoder, reader: Reader, settings: Settings
) -> None:
    strict = Assistant(assistant._store, encoder, reader, settings.model_copy(update={"threshold": 1.0}))
    assert strict.answer("การประชุม S2S ครั้งที่ 4 จัดที่ไหน").refused


def test_the_public_names_are_those_documented() -> None:
    assert sorted(qa.__all__) == [
        "Answer",
        "Assistant",
        "Citation",
        "Passage",
        "Point",
        "Quote",
        "Settings",
        "answer",
    ]
    assert all(hasattr(qa, name) for name in qa.__all__)


def test_a_question_neither_side_of_which_is_answered_is_asked_whole(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    unknown = question_of("วิธีทำต้มยำกุ้ง")
    monkeypatch.setattr("qa.consultant.sides", lambda _: (unknown, unknown))
    consulted = assistant.consult(WHERE)
    assert consulted.answer.text == "สำนักเลขาธิการอาเซียน กรุงจาการ์ตา ประเทศอินโดนีเซีย"
    assert len(consulted.findings) == 1
    refused = assistant.consult("ใครชนะฟุตบอลโลก")
    assert refused.answer.refused
    assert len(refused.findings) == 2


def test_a_date_stands_in_the_other_calendar_too(assistant: Assistant) -> None:
    answer = assistant.answer("การประชุม S2S ครั้งที่ 4 จัดเมื่อไร")
    (point,) = answer.points
    assert point.converted == "7 พฤษภาคม ค.ศ. 2019"
    assert point.converted not in " ".join(quote.text for quote in answer.quotes)
    assert "แปลงปี" in str(answer)


def test_filters_in_words(assistant: Assistant) -> None:
    assert assistant.answer(f"ข่าวก่อนปี 2562 {WHERE}").refused
    answer = assistant.answer(f"ข่าวปี 2562 {WHERE}")
    assert answer.citations[0].article_id == S2S
    assert "2019-01-01" in answer.understood


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("dkixit=6, S2S 8iyh'mujF 0yfmujwso", "การประชุม"),
        ("เลขาธิการสหประชาชาตื คือใคร", "สหประชาชาติ"),
    ],
)
def test_what_may_have_been_meant_is_offered(assistant: Assistant, typed: str, meant: str) -> None:
    answer = assistant.answer(typed)
    assert answer.refused
    assert any(meant in suggestion for suggestion in answer.suggestions)
    assert answer.suggestions[0] in str(answer)


def test_a_vague_question_is_asked_back(assistant: Assistant) -> None:
    consulted = assistant.consult("จัดที่ไหน")
    asked_back = consulted.answer
    assert asked_back.refused
    assert asked_back.asks_back
    assert consulted.stage == "question"
    assert "โปรดระบุเรื่อง" in asked_back.reason
    assert len(asked_back.related) > 1
    meant = asked_back.suggestions[0]
    assert asked_back.related[0].title[:20] in meant
    answer = assistant.answer(meant)
    assert answer.citations[0].article_id == asked_back.related[0].article_id
    named = assistant.answer("การประชุม S2S ครั้งที่ 4", history=["จัดที่ไหน"])
    assert "กรุงจาการ์ตา" in named.text


def test_two_vague_questions_in_one_are_asked_back_as_one(assistant: Assistant) -> None:
    consulted = assistant.consult("ใครเป็นประธานและจัดที่ไหน")
    assert consulted.stage == "question"
    assert consulted.turn.asked_back
    assert all(meant.startswith("ใครเป็นประธานและจัดที่ไหน (") for meant in consulted.answer.suggestions)


def test_what_is_no_question_is_not_asked_back(assistant: Assistant) -> None:
    assert assistant.consult("วันดีคืนดี").stage == "confidence"


def test_of_vague_news_the_latest_is_meant(assistant: Assistant) -> None:
    assert assistant.consult("ข่าวล่าสุดจัดที่ไหน").stage == "confidence"


def test_near_spellings_come_from_the_index_only(assistant: Assistant) -> None:
    assert did_you_mean("What is the Secretariet?", assistant._store) == ("What is the secretariat?",)
    assert did_you_mean("What is the Xyzzyplugh?", assistant._store) == ()


def test_a_question_whose_words_are_known_is_not_doubted(assistant: Assistant) -> None:
    assert assistant.answer("การประชุมอาเซียนในประเทศไทยเกี่ยวกับดาวอังคาร").suggestions == ()


def test_english_questions_get_english_words_around_thai_quotes(assistant: Assistant) -> None:
    answer = assistant.answer("Where was the 4th S2S meeting held?")
    assert answer.language == "en"
    refusal = assistant.answer("Where was the 9th S2S meeting held?")
    assert refusal.reason == "No article speaks of “9th” as asked."


@pytest.mark.parametrize(
    ("question", "stage"),
    [(WHERE, "confidence"), ("การประชุม S2S ครั้งที่ 9 จัดที่ไหน", "conditions"), ("วิธีทำต้มยำกุ้ง", "confidence")],
)
def test_an_answer_can_be_explained(assistant: Assistant, question: str, stage: str) -> None:
    consulted = assistant.consult(question)
    why = consulted.explained()
    assert why["stage"] == stage
    assert why["refused"] == consulted.answer.refused == (why["confidence"] < why["threshold"])
    (side,) = why["sides"]
    assert len(side["passages"]) == 8
    assert {"cosine", "bm25", "fused", "reader"} <= side["passages"][0].keys()
    assert side["asked_of_reader"]
    for sentence in side["sentences"]:
        assert sentence["features"].keys() >= {"reader", "cosine"}
    text = explanation(why)
    assert f"by {stage}" in text
    assert side["passages"][0]["article"] in text
