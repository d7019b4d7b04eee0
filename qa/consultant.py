"""(question, earlier questions) -> `Consultation`: its readings are tried in turn until one is answered, or all are refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from index.errors import InvalidQuestion
from index.store import EVERYTHING, Filter, Store
from index.thai import words
from qa import composer
from qa.answer import Answer
from qa.clock import Clock
from qa.comparison import sides
from qa.consultation import Consultation, turn_of
from qa.conversation import Reading, asks_for_more, readings
from qa.examiner import Examiner, Findings
from qa.memory import Key, Memory, key_of
from qa.question import Question, parse_question, question_of
from qa.settings import Settings
from qa.suggestions import did_you_mean
from qa.twofold import both
from qa.unsaid import unsaid_first
from qa.wording import Wording, read_filters

_SURE = 0.8  # confidence from which no other reading of a question is tried
# Of the fitted threshold, for a follow-up read in the article that the turn before cited: that one is likely to hold the answer,
# and the words of two turns put together don't read like a question.
_FOLLOWED = 0.5
_CONSIDERED = 6  # earlier questions


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was asked, however it is read."""

    text: str
    wording: Wording
    said: frozenset[composer.QuotePlace]
    """Where the short answers of the turn before stand."""
    only: Filter
    top_k: int | None
    clock: Clock


class Consultant:
    """Decides what is answered, and remembers it for follow-ups. Safe to share between threads."""

    def __init__(self, store: Store, examiner: Examiner, settings: Settings, threshold: float) -> None:
        """Answer what `examiner` finds in `store`; refuse below the confidence `threshold`."""
        self._store = store
        self._examiner = examiner
        self._settings = settings
        self._threshold = threshold
        self._memory = Memory()

    def consult(
        self, question: str, history: tuple[str, ...], only: Filter, top_k: int | None
    ) -> Consultation:
        """Answer a question of which the earlier ones are `history`, from the articles that pass `only`.

        Raises:
            InvalidQuestion: see `parse_question`.
        """
        clock = Clock()
        history = history[-_CONSIDERED:]
        with clock.stage("understand"):
            parsed = parse_question(question, self._settings.max_question)
        at = self._now()
        earlier = self._earlier(history, only, top_k)
        if earlier and asks_for_more(parsed.text):
            found = earlier.findings[0]
            if earlier.answer.refused:
                answer = composer.refuse(question, found.question, composer.NOTHING_MORE)
            else:
                answer = composer.further(question, found, earlier.shown)
            result = replace(earlier, answer=answer, shown=earlier.shown | composer.places(answer))
        else:
            with clock.stage("understand"):
                wording = read_filters(parsed.text, date.today())
                wanted = question_of(wording.text) if words(wording.text) else parsed
                tried = readings(wanted, earlier.turn if earlier else None)
            said = composer.points_at(earlier.answer) if earlier else frozenset()
            result = self._first_answered(tried, _Asked(question, wording, said, only, top_k, clock))
        result = replace(result, answer=replace(result.answer, timings=clock.milliseconds()))
        self._memory.keep(key_of(at, question, history, only, top_k), result)
        if len(history) == _CONSIDERED:  # who sends the last few questions only asks next without the oldest
            self._memory.keep(key_of(at, question, history[1:], only, top_k), result)
        return result

    def _first_answered(self, tried: Sequence[Reading], asked: _Asked) -> Consultation:
        """Return the answer to the first reading that has one, or to a surer rival; else the refusal that says most."""
        best: Consultation | None = None
        refused: list[Consultation] = []
        for reading in tried:
            if best and (not reading.rival or best.answer.confidence >= _SURE):
                break
            result = self._as_read(reading, asked)
            again = not result.answer.refused and composer.points_at(result.answer) == asked.said
            if reading.of_another and again:
                result = replace(
                    result, answer=composer.refuse(asked.text, reading.question, composer.NO_ANSWER)
                )
            if result.answer.refused:
                refused.append(result)
            elif best is None or result.answer.confidence > best.answer.confidence:
                best = result
        if best:
            return best
        with asked.clock.stage("compose"):
            seeing = [each for each in refused if any(found.passages for found in each.findings)]
            telling = next((each for each in refused if each.telling), (seeing or refused)[0])
            meant = telling.answer.suggestions or did_you_mean(asked.wording.text, self._store)
            return replace(telling, answer=replace(telling.answer, suggestions=meant))

    def _as_read(self, reading: Reading, asked: _Asked) -> Consultation:
        """Answer one reading of a question."""
        wording, clock = asked.wording, asked.clock
        at = wording.within(asked.only)
        if reading.articles is not None:
            at = replace(at, articles=_both(at.articles, reading.articles))
        follows = reading.articles is not None and not reading.rival and self._settings.threshold is None
        threshold = self._threshold * (_FOLLOWED if follows else 1.0)
        examine = partial(self._examiner.examine, only=at, top_k=asked.top_k, clock=clock)
        sure, untold = list[Findings](), list[Findings]()
        compared = sides(reading.question)
        parts = compared or (None if wording.newest else both(reading.question))
        for question in parts or (reading.question,):
            found = examine(question)
            if reading.anew and asked.said:
                found = replace(found, evidence=unsaid_first(found.evidence, found.read, asked.said))
            if wording.newest:  # of all that answer, the newest is meant
                found = replace(found, vague=False)
            (sure if _sure(found, threshold) else untold).append(found)
        if len(untold) > 1 and _sure(whole := examine(reading.question), threshold):  # it may compare nothing
            sure, untold = [whole], []
        with clock.stage("compose"):
            answer = self._decide(
                asked.text,
                reading.question,
                sure,
                untold,
                at,
                threshold,
                newest=wording.newest,
                compared=compared is not None,
            )
            answer = replace(answer, understood=_understood(reading, wording))
        shown = composer.places(answer)
        turn = turn_of(reading, answer)
        # Of a comparison only half of which is told, that half leads: more of it may be asked for.
        return Consultation(answer, reading, (*sure, *untold), wording, threshold, shown, turn)

    def _decide(
        self,
        asked: str,
        question: Question,
        sure: Sequence[Findings],
        untold: Sequence[Findings],
        only: Filter,
        threshold: float,
        *,
        newest: bool,
        compared: bool,
    ) -> Answer:
        """Compose an answer of what is sure, or refuse; both parts of a question that has two are given."""
        if sure and len(sure) + len(untold) > 1:
            reasons = [self._reason(each, only, composer.unclear(each.question)) for each in untold]
            return composer.compare(asked, question, sure, reasons, compared=compared)
        if sure:
            return composer.compose(asked, sure[0], threshold, newest=newest)
        unsure = untold[0]
        if unsure.vague and not unsure.missing and unsure.confidence >= threshold:
            return composer.ask_back(asked, question, unsure.evidence)
        confidence = 0.0 if unsure.missing else unsure.confidence
        near = composer.nearest(unsure, self._store.article)
        return composer.refuse(
            asked, question, self._reason(unsure, only, composer.NO_ANSWER), confidence, near
        )

    def _reason(self, unsure: Findings, only: Filter, otherwise: composer.Words) -> composer.Words:
        """Return what is missing for an answer; `otherwise` if only certainty is."""
        if not unsure.passages and only != EVERYTHING:
            return composer.NOTHING_SELECTED
        if unsure.missing:
            return composer.not_named(unsure.missing)
        return composer.found_instead(unsure.instead) if unsure.instead else otherwise

    def _earlier(self, history: tuple[str, ...], only: Filter, top_k: int | None) -> Consultation | None:
        """Return what the question before was answered from; answered again unless that is remembered."""
        at = self._now()
        for last in range(len(history), 0, -1):
            question, before = history[last - 1], history[: last - 1]
            try:
                return self._memory.recall(key_of(at, question, before, only, top_k)) or self.consult(
                    question, before, only, top_k
                )
            except InvalidQuestion:
                continue  # it got no answer, so nothing follows it
        return None

    def _now(self) -> Key:
        """Return what tells the index as it is, today, from a later one: an answer from one is none from the other."""
        return self._store.position(), date.today()


def _sure(findings: Findings, threshold: float) -> bool:
    told = bool(findings.evidence) and not findings.missing and not findings.vague
    return told and findings.confidence >= threshold


def _both(one: frozenset[str] | None, other: frozenset[str]) -> frozenset[str]:
    return other if one is None else one & other


def _understood(reading: Reading, wording: Wording) -> str:
    """Return how a question was read, where that isn't plain from the question."""
    days = [f"{name} {day}" for name, day in (("≥", wording.since), ("≤", wording.until)) if day]
    moved = reading.question.text if reading.asked != reading.question.text else ""
    return " · ".join(filter(None, [moved or wording.text, *days])) if moved or days else ""
