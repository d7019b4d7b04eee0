"""The HTTP API: questions, articles and feedback as JSON; health and metrics."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Annotated, Any, Literal

from anyio import CapacityLimiter, Lock, to_thread
from fastapi import APIRouter, FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from index.articles import described
from index.errors import InvalidQuestion, InvalidRequest, ThamtobError
from qa.answer import Answer
from qa.assistant import Assistant
from qa.consultation import Consultation
from qa.settings import Settings
from qa.web import problems
from qa.web.access import signed_on
from qa.web.desk import Busy, Desk
from qa.web.feedback import LONGEST_REASON, Feedback, Opinion
from qa.web.problems import problem

_MOST_HISTORY = 20
_MOST_LISTED = 100  # articles
_DOORS = 32  # requests more than the desk has places, so that who comes too late is told so there
_READY_FOR = 10.0  # seconds that a look at the index is good for
_LONGEST = 10_000  # characters of an earlier question: as long as the settings may allow


class Asked(BaseModel):
    """One question."""

    model_config = ConfigDict(extra="forbid", title="Question")

    question: str = Field(
        description="ภาษาไทยหรืออังกฤษ · Thai or English", examples=["การประชุม S2S ครั้งที่ 4 จัดที่ไหน"]
    )
    history: list[Annotated[str, Field(max_length=_LONGEST)]] = Field(
        default=[], max_length=_MOST_HISTORY, description="earlier questions, oldest first"
    )
    since: date | None = Field(default=None, description="earliest date of an article")
    until: date | None = Field(default=None, description="latest date of an article")
    articles: list[Annotated[str, Field(max_length=1_000)]] | None = Field(
        default=None, max_length=10_000, description="ids to answer from"
    )
    stream: bool = Field(
        default=False,
        description="answer as server-sent events: point, quote, citation, and at last done, or refusal in its place",
    )
    explain: bool = Field(default=False, description="with passages, scores, features and threshold")


class Judged(BaseModel):
    """What a user thinks of an answer."""

    model_config = ConfigDict(extra="forbid", title="Feedback")

    question: str = Field(max_length=_LONGEST)
    answer: str = Field(
        default="",
        max_length=_LONGEST,
        description="the short answer that was shown, or what was highlighted",
    )
    verdict: Literal["good", "bad"]
    reason: str = Field(default="", max_length=LONGEST_REASON)


def add_api(app: FastAPI, desk: Desk, settings: Settings) -> None:
    """Add the API's routes and its errors to the app."""
    router, assistant = APIRouter(), desk.assistant
    feedback = Feedback(settings.feedback)
    doors = CapacityLimiter(settings.waiting + _DOORS)
    readiness = _Readiness(assistant)

    @router.post("/api/ask", tags=["questions"], summary="ถาม · Ask a question")
    async def ask(asked: Asked, request: Request) -> Response:
        consult = partial(
            desk.consult,
            asked.question,
            history=tuple(asked.history),
            since=asked.since,
            until=asked.until,
            articles=asked.articles,
            user=signed_on(request.state, settings),
        )
        consulted = await to_thread.run_sync(consult, limiter=doors)
        if asked.stream:
            return StreamingResponse(
                _events(consulted, explain=asked.explain), media_type="text/event-stream"
            )
        return JSONResponse(_plain(consulted, explain=asked.explain))

    @router.get("/api/articles", tags=["articles"], summary="รายการบทความ · List the articles")
    def articles(
        offset: Annotated[int, Query(ge=0)] = 0, limit: Annotated[int, Query(ge=1, le=_MOST_LISTED)] = 100
    ) -> dict[str, Any]:
        listed = [described(each) for each in assistant.listing(offset, limit)]
        return {"total": assistant.count_articles(), "articles": listed}

    @router.get("/api/articles/{article_id:path}", tags=["articles"], summary="บทความหนึ่งเรื่อง · One article")
    def article(article_id: str) -> Response:
        found = assistant.article(article_id)
        if found is None:
            return problem(404, problems.NOT_FOUND)
        return JSONResponse({**described(found), "text": found.text})

    @router.post("/api/feedback", tags=["feedback"], status_code=204, summary="ให้ความเห็น · Give feedback")
    def judge(judged: Judged, request: Request) -> Response:
        feedback.add(Opinion(**judged.model_dump(), user=signed_on(request.state, settings)))
        return Response(status_code=204)

    @router.get("/healthz", tags=["operation"], summary="The process runs")
    async def health() -> Response:
        return PlainTextResponse("ok")

    @router.get("/readyz", tags=["operation"], summary="Questions can be answered")
    async def ready() -> Response:
        error = await readiness.error()
        return problem(503, error) if error else PlainTextResponse("ok")

    @router.get("/metrics", tags=["operation"], summary="Counts for Prometheus")
    async def metrics() -> Response:
        return Response(desk.metrics(), media_type="text/plain; version=0.0.4; charset=utf-8")

    app.include_router(router)
    app.add_exception_handler(ThamtobError, _on_known)
    app.add_exception_handler(RequestValidationError, _on_malformed)
    app.add_exception_handler(HTTPException, _on_http)


class _Readiness:
    """Looks at the index now and then, however often it is asked."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._checking = Lock()
        self._until = 0.0
        self._error: tuple[str, str] | None = None

    async def error(self) -> tuple[str, str] | None:
        """Return the texts of why no question can be answered, None if they can."""
        async with self._checking:
            if time.monotonic() > self._until:
                self._error = await to_thread.run_sync(self._look)
                self._until = time.monotonic() + _READY_FOR
        return self._error

    def _look(self) -> tuple[str, str] | None:
        try:
            self._assistant.count_articles()
        except ThamtobError as error:
            return problems.told(error)
        return None


def _plain(consulted: Consultation, *, explain: bool) -> dict[str, Any]:
    data = consulted.answer.to_dict()
    return data | {"explanation": consulted.explained()} if explain else data


def _events(consulted: Consultation, *, explain: bool) -> Iterator[str]:
    """Yield an answer piece by piece, each a server-sent event; the last, `done` or `refusal`, holds all of it."""
    answer: Answer = consulted.answer
    data = _plain(consulted, explain=explain)
    for name in ("points", "quotes", "citations"):
        for each in data[name]:
            yield _event(name.removesuffix("s"), each)
    yield _event("refusal" if answer.refused else "done", data)


def _event(name: str, data: object) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


def _on_known(_: Request, error: Exception) -> Response:
    assert isinstance(error, ThamtobError)
    if isinstance(error, InvalidQuestion | InvalidRequest):
        return problem(422, problems.told(error))
    return problem(503, problems.told(error), retry_after=5 if isinstance(error, Busy) else None)


def _on_malformed(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    where = "; ".join(f"{'.'.join(map(str, each['loc'][1:]))}: {each['msg']}" for each in error.errors()[:5])
    return problem(422, (f"ข้อมูลที่ส่งมาไม่ถูกรูปแบบ ({where})", f"The request is malformed: {where}"))


def _on_http(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    texts = problems.NOT_FOUND if error.status_code == 404 else (str(error.detail), str(error.detail))
    response = problem(error.status_code, texts)
    response.headers.update(error.headers or {})  # 405 comes with Allow
    return response
