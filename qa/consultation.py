"""An answer with all that it was decided from: for follow-ups, and to explain why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from index.mentions import find_mentions
from qa.answer import Answer
from qa.composer import QuotePlace
from qa.conversation import Reading, Turn, first_ordinal
from qa.evidence import Evidence
from qa.examiner import Findings
from qa.retriever import Passage, rank_features
from qa.wording import Wording

_SHOWN = 8  # passages, and sentences


@dataclass(frozen=True, slots=True)
class Consultation:
    """An answer with all that it was decided from."""

    answer: Answer
    reading: Reading
    """How the question was read."""
    findings: tuple[Findings, ...]
    """For the question as it was read; two where it compares."""
    wording: Wording
    threshold: float
    """Confidence below which it was refused."""
    shown: frozenset[QuotePlace]
    """Where the quotes shown so far stand, those of the questions for more included."""
    turn: Turn
    """What a follow-up needs to know."""

    @property
    def telling(self) -> bool:
        """Whether a refusal says what is missing."""
        return self.stage in {"conditions", "scope"}

    @property
    def stage(self) -> str:
        """Which stage decided: `confidence` where it was answered, or else the one that refused.

        `filters` (no article passes them), `conditions` (no article names what the question names), `scope` (the
        sentences speak of another meeting, date, country or town), `question` (it doesn't say what it is about), or
        `confidence`.
        """
        if not self.answer.refused:
            return "confidence"
        if not any(each.passages for each in self.findings):
            return "filters"
        if any(each.missing for each in self.findings):
            return "conditions"
        if self.answer.asks_back:
            return "question"
        return "scope" if any(each.instead for each in self.findings) else "confidence"

    def explained(self) -> dict[str, Any]:
        """Return why this is the answer, or why there is none, as plain lists, numbers and strings."""
        return {
            "question": self.answer.question,
            "read_as": self.reading.question.text,
            "since": self.wording.since and self.wording.since.isoformat(),
            "until": self.wording.until and self.wording.until.isoformat(),
            "newest": self.wording.newest,
            "refused": self.answer.refused,
            "stage": self.stage,
            "confidence": round(self.answer.confidence, 4),
            "threshold": self.threshold,
            "sides": [_side(each) for each in self.findings],
            "milliseconds": dict(self.answer.timings),
        }


def turn_of(reading: Reading, answer: Answer) -> Turn:
    """Return what a follow-up to an answer, or to a question asked back, needs to know."""
    title = answer.citations[0].title if answer.citations else ""
    cited = frozenset(citation.article_id for citation in answer.citations)
    return Turn(reading, cited, first_ordinal(find_mentions(title)), answer.asks_back)


def explanation(plain: dict[str, Any]) -> str:
    """Return what `Consultation.explained` gave, as text for people."""
    return "\n".join(_lines(plain))


def _lines(plain: dict[str, Any]) -> Iterator[str]:
    yield f"read as     {plain['read_as']}"
    if plain["since"] or plain["until"] or plain["newest"]:
        yield f"filters     since {plain['since']}, until {plain['until']}, newest {plain['newest']}"
    verdict = "refused" if plain["refused"] else "answered"
    yield f"{verdict:11} by {plain['stage']}: confidence {plain['confidence']}, threshold {plain['threshold']}"
    for side in plain["sides"]:
        yield f"\nquestion    {side['question']}"
        if side["asked_of_reader"] != side["question"]:
            yield f"of reader   {side['asked_of_reader']}"
        yield f"kind        {side['kind']}\nconditions  {', '.join(side['conditions']) or '–'}"
        if side["missing"]:
            yield f"missing     {', '.join(side['missing'])}"
        for asked, found in side["instead"].items():
            yield f"instead     of {asked}: {found}"
        yield "passages    (cosine, BM25, fused, reader's log-odds)"
        for p in side["passages"]:
            numbers = " ".join(
                "      –" if p[n] is None else f"{p[n]:7.3f}" for n in ("cosine", "bm25", "fused", "reader")
            )
            yield f"  {numbers}  {p['article']} [{p['start']}:{p['end']}]"
        yield "sentences   (log-odds of holding the answer)"
        for s in side["sentences"]:
            yield f"  {s['score']:7.3f}  {s['article']} [{s['start']}:{s['end']}] {s['spans'][:1]}"
            yield "           " + " ".join(
                f"{name}={value:.2f}" for name, value in s["features"].items() if value
            )


def _side(findings: Findings) -> dict[str, Any]:
    question = findings.question
    return {
        "question": question.text,
        "asked_of_reader": question.asked_of_reader,
        "kind": question.kind,
        "terms": {term: round(weight, 3) for term, weight in question.terms.items()},
        "conditions": [question.text[m.start : m.end] for m in question.conditions]
        + [*question.people, *question.codes],
        "missing": findings.missing,
        "instead": findings.instead,
        "confidence": round(findings.confidence, 4),
        "passages": [_passage(passage) for passage in findings.read[:_SHOWN]],
        "sentences": [_sentence(each) for each in findings.evidence[:_SHOWN]],
    }


def _passage(passage: Passage) -> dict[str, Any]:
    return {
        "article": passage.article_id,
        "start": passage.start,
        "end": passage.end,
        "cosine": passage.dense and round(passage.dense, 4),
        "bm25": passage.lexical and round(passage.lexical, 4),
        "fused": round(passage.score, 4),
        "reader": round(rank_features(passage)["read"], 4),
    }


def _sentence(evidence: Evidence) -> dict[str, Any]:
    return {
        "article": evidence.article.id,
        "start": evidence.span[0],
        "end": evidence.span[1],
        "score": round(evidence.score, 4),
        "spans": [evidence.article.text[slice(*span)] for span in evidence.answers[:3]],
        "features": {name: round(value, 4) for name, value in evidence.features.items()},
    }
