"""Conversations with an assistant: each turn is answered with the ones before in mind."""

from pathlib import Path

from qa import Assistant, Settings
from qa.evaluation.end_to_end import verbatim_violations
from tests.test_assistant import S2S, WHERE


def test_a_follow_up_keeps_the_topic(assistant: Assistant) -> None:
    answer = assistant.answer("แล้วจัดที่ไหน", history=["การประชุม S2S ครั้งที่ 4 จัดขึ้นเมื่อไร"])
    assert "กรุงจาการ์ตา" in answer.text
    assert answer.question == "แล้วจัดที่ไหน"


def test_a_follow_up_is_answered_from_the_article_before(assistant: Assistant) -> None:
    found = assistant.consult("แล้วจัดเมื่อไร", history=[WHERE])
    answer = found.answer
    assert found.reading.articles
    assert found.threshold < assistant.threshold  # that article is likely to hold the answer
    assert "๗ พฤษภาคม" in answer.text
    assert answer.citations[0].article_id == S2S
    assert "S2S" in answer.understood
    assert answer.understood in str(answer)
    alone = assistant.answer(WHERE, history=["ใครเป็นผู้แทนฝ่ายญี่ปุ่นในการประชุมเจ้าหน้าที่อาวุโสอาเซียน-ญี่ปุ่น ครั้งที่ 35"])
    assert alone == assistant.answer(WHERE)


def test_thanks_do_not_end_a_conversation(assistant: Assistant) -> None:
    assert assistant.answer("แล้วจัดเมื่อไร", history=[WHERE, "ขอบคุณครับ"]) == assistant.answer(
        "แล้วจัดเมื่อไร", history=[WHERE]
    )


def test_whom_a_question_names_is_meant_by_its_pronoun(assistant: Assistant) -> None:
    asked = "What did Lim Jock Hoi say about multilateralism when he opened the S2S meeting?"
    answer = assistant.answer(asked, history=["โมเดล BCG คืออะไร"])
    assert answer.citations[0].article_id == S2S
    assert not answer.understood


def test_the_meeting_before_is_not_answered_with_this_one(assistant: Assistant) -> None:
    when = "การประชุม S2S ครั้งที่ 4 จัดเมื่อวันที่เท่าไร"
    assert assistant.answer("ครั้งก่อนหน้านั้นล่ะ", history=[when]).text != assistant.answer(when).text


def test_the_meeting_before_may_have_been_held_in_the_same_place(tmp_path: Path, settings: Settings) -> None:
    for number, day in ((4, "๗ พฤษภาคม ๒๕๖๒"), (5, "๙ มิถุนายน ๒๕๖๓")):
        (tmp_path / f"{number}.txt").write_text(
            f"การประชุมคณะกรรมการ ABC ครั้งที่ {number}\n\nเมื่อวันที่ {day} กระทรวงการต่างประเทศจัดการประชุมคณะกรรมการ ABC ครั้งที่ {number}"
            " ที่กรุงจาการ์ตา ประเทศอินโดนีเซีย โดยมีผู้เข้าร่วมจากประเทศสมาชิกอาเซียน",
            encoding="utf-8",
        )
    opened = Assistant.from_folder(tmp_path, settings, index=tmp_path / "index")
    answer = opened.answer("ครั้งก่อนหน้านั้นล่ะ", history=["การประชุมคณะกรรมการ ABC ครั้งที่ 5 จัดที่เมืองใด"])
    opened.close()
    assert "กรุงจาการ์ตา" in answer.text
    assert [citation.article_id for citation in answer.citations] == ["4.txt"]


def test_a_history_that_makes_no_sense_does_no_harm(assistant: Assistant) -> None:
    for history in ([""], ["?"], ["ก" * 100_000], ["ไม่มีอะไรเกี่ยวกัน"] * 50):
        assert assistant.answer(WHERE, history=history).citations[0].article_id == S2S


def test_more_goes_on_behind_what_was_quoted(assistant: Assistant) -> None:
    first = assistant.answer(WHERE)
    second = assistant.answer("ขอดูเพิ่มเติม", history=[WHERE])
    third = assistant.answer("show me more", history=[WHERE, "ขอดูเพิ่มเติม"])
    spans = [
        (answer.citations[quote.citation - 1].article_id, quote.start)
        for answer in (first, second, third)
        for quote in answer.quotes
    ]
    assert len(set(spans)) == len(spans) > 3
    assert "อาจไม่ใช่คำตอบ" in second.note
    assert verbatim_violations(assistant, second) == 0
    history = [WHERE]
    while not (answer := assistant.answer("ขอดูเพิ่มเติม", history=history)).refused:
        history.append("ขอดูเพิ่มเติม")
        assert len(history) < 50
    assert "ไม่มีข้อความอื่น" in answer.reason
