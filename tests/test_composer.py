"""From evidence to quotes, whatever the text: offsets always hold."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from index.articles import Article
from index.sentences import split_sentences
from index.thai import normalise
from qa.composer import MOST_QUOTED, compose, found_instead, not_named, refuse
from qa.evidence import Evidence

raw_texts = st.lists(
    st.text(st.sampled_from("กขคาิ่้ำ๑๒ 12().“”\nAB"), max_size=40)
    | st.just("นอกจากนี้ ที่ประชุมได้หารือเรื่องความร่วมมือ"),
    min_size=1,
    max_size=12,
)


def article(text: str, name: str = "a") -> Article:
    return Article(name, "ชื่อ", text, date(2019, 5, 7), "a.txt", "a.txt")


@settings(deadline=None)
@given(st.lists(raw_texts.map(" ".join).map(normalise).filter(str.strip), min_size=1, max_size=3), st.data())
def test_quotes_and_highlights_are_slices_of_their_articles(texts: list[str], data: st.DataObject) -> None:
    evidence = []
    articles = {str(i): article(text, str(i)) for i, text in enumerate(texts)}
    for source in articles.values():
        for start, end in split_sentences(source.text):
            a = data.draw(st.integers(start, end - 1))
            answers = data.draw(st.sampled_from([(), ((a, data.draw(st.integers(a + 1, end))),)]))
            evidence.append(Evidence(source, (start, end), answers, {}, data.draw(st.floats(-2, 2))))
    evidence.sort(key=lambda e: -e.score)
    answer = compose("ถาม", evidence, 0.7)
    by_number = {citation.number: citation.article_id for citation in answer.citations}
    assert 1 <= len(answer.quotes) <= MOST_QUOTED
    assert [citation.number for citation in answer.citations] == list(range(1, len(answer.citations) + 1))
    spans = []
    for quote in answer.quotes:
        text = articles[by_number[quote.citation]].text
        assert text[quote.start : quote.end] == quote.text
        for start, end in quote.highlights:
            assert quote.start <= start < end <= quote.end
            spans.append(text[start:end])
    assert answer.text in spans
    assert answer.quotes[0].citation == 1


def test_neighbours_become_one_quote_and_strangers_stay_apart() -> None:
    source = article("ประโยคแรก\nประโยคที่สอง\nประโยคที่สาม\nประโยคที่สี่")
    first, second, _, fourth = split_sentences(source.text)
    evidence = [
        Evidence(source, span, (), {}, score) for span, score in ((second, 1.0), (fourth, 0.9), (first, 0.8))
    ]
    answer = compose("ถาม", evidence, 0.7)
    assert [quote.text for quote in answer.quotes] == ["ประโยคแรก\nประโยคที่สอง", "ประโยคที่สี่"]
    assert answer.text == "ประโยคที่สอง"


def test_only_the_answer_and_what_the_reader_is_sure_of_are_highlighted() -> None:
    source = article("ประโยคแรก\nประโยคที่สอง\nประโยคที่สาม")
    spans = split_sentences(source.text)
    evidence = [
        Evidence(source, (start, end), ((start, start + 6),), {"reader": reader}, 1.0 - start / 100)
        for (start, end), reader in zip(spans, (0.0, -2.0, 5.0), strict=True)
    ]
    (quote,) = compose("ถาม", evidence, 0.7).quotes
    assert quote.highlights == tuple((start, start + 6) for start, _ in (spans[0], spans[2]))


def test_weak_evidence_is_not_quoted() -> None:
    source = article("ประโยคแรก\nประโยคที่สอง")
    first, second = split_sentences(source.text)
    answer = compose(
        "ถาม", [Evidence(source, first, (), {}, 3.0), Evidence(source, second, (), {}, -3.0)], 0.7
    )
    assert len(answer.quotes) == 1


def test_a_refusal_says_what_is_missing_and_offers_the_nearest() -> None:
    refusal = refuse("ถาม", not_named(["ครั้งที่ ๓๖"]), 0.0, [article("ก", str(i)) for i in range(5)])
    assert refusal.refused
    assert "ครั้งที่ ๓๖" in refusal.reason
    assert [citation.number for citation in refusal.related] == [1, 2, 3]


def test_a_refusal_says_what_was_found_instead() -> None:
    reason = found_instead({"ครั้งที่ ๓๖": "ครั้งที่ ๓๔"})
    assert "ไม่พบ “ครั้งที่ ๓๖” พบ “ครั้งที่ ๓๔”" in reason
    assert "not “ครั้งที่ ๓๖”" in reason
