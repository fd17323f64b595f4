"""What each call does, a few lines that read, call one function and answer; `documents.CALLS` says where it is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import orjson
from fastapi import Request, Response
from starlette.concurrency import run_in_threadpool

from moderation import __version__
from moderation.holding import LiveHolds
from moderation.parse.markup import text_of
from moderation.pipeline import AUTO
from moderation.records import SCHEMA_VERSION
from moderation.serve import coral, feedback, perspective, verdicts
from moderation.serve.bodies import body_of, parsed
from moderation.serve.discovery import discovery
from moderation.serve.documents import openapi
from moderation.serve.keys import Key, Keyring
from moderation.serve.metrics import Metrics
from moderation.serve.page import docs_page
from moderation.serve.refusals import invalid
from moderation.serve.scale import Scale
from moderation.serve.settings import Settings
from moderation.serve.surroundings import surroundings_and_holds
from moderation.serve.waiting import Manner, WaitingRoom
from moderation.serve.wire import AnalyzeCommentRequest, SuggestCommentScoreRequest
from moderation.store import Store, with_holds

JSON: Final = "application/json; charset=UTF-8"
_NO_RULING: Final = "no"
Handler = Callable[[Request, Key], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class House:
    """All that the routes share, made once per process."""

    settings: Settings
    room: WaitingRoom
    scale: Scale
    keyring: Keyring
    metrics: Metrics
    store: Store | None
    secret: bytes | None


def _analyze(house: House) -> Handler:
    async def handler(request: Request, _: Key) -> Response:
        asked = parsed(AnalyzeCommentRequest, await body_of(request))
        answer = await perspective.analyze(asked, house.room, house.scale)
        house.metrics.comments.labels("analyze").inc()
        return _json(answer)

    return handler


def _suggest(house: House) -> Handler:
    async def handler(request: Request, _: Key) -> Response:
        asked = parsed(SuggestCommentScoreRequest, await body_of(request))
        scores = perspective.suggested(asked)
        kept = _NO_RULING
        if house.store is not None and not asked.do_not_store:
            comment = feedback.comment_of(asked)
            (verdict,) = await house.room.judge([comment], manner=Manner(explained=True))
            versions = house.room.pipeline.versions
            event = await run_in_threadpool(feedback.keep, house.store, comment, verdict, versions, scores)
            kept = event.kind if event else _NO_RULING
        house.metrics.suggestions.labels(kept).inc()
        return _json(perspective.suggestion_answer(asked))

    return handler


def _coral(house: House) -> Handler:
    live = LiveHolds(house.store) if house.store is not None else None

    async def handler(request: Request, _: Key) -> Response:
        body = await body_of(request)
        coral.check_signature(house.secret, request.headers.get(coral.SIGNATURE), body)
        asked = parsed(coral.CoralRequest, body)
        comment = coral.comment_of(asked, text_of(asked.comment.body))
        context = coral.bare_context(asked)
        holds: tuple[str, ...] = ()
        if house.store is not None and live is not None:
            context, holds = await run_in_threadpool(surroundings_and_holds, house.store, live, comment, context)
        (verdict,) = await house.room.judge([comment], [context])
        verdict = with_holds(verdict, holds)
        house.metrics.comments.labels("coral").inc()
        house.metrics.routes.labels(verdict.route or "none").inc()
        answer = coral.answer_of(verdict)
        return Response(status_code=204) if answer is None else _json(answer)

    return handler


def _score(house: House) -> Handler:
    async def handler(request: Request, _: Key) -> Response:
        asked = parsed(verdicts.ScoreRequest, await body_of(request))
        answers = []
        placed = verdicts.placed(asked.asked())
        languages = [one.language or AUTO for one in asked.asked()]
        for language in dict.fromkeys(languages):
            chosen = [number for number, other in enumerate(languages) if other == language]
            comments, contexts = zip(*(placed[number] for number in chosen), strict=True)
            judged = await house.room.judge(comments, contexts, Manner(language, asked.explain))
            answers += list(zip(chosen, judged, strict=True))
        found = [verdict for _, verdict in sorted(answers, key=lambda pair: pair[0])]
        house.metrics.comments.labels("score").inc(len(found))
        for verdict in found:
            house.metrics.routes.labels(verdict.route or "none").inc()
        return _json(verdicts.answer_of(found, house.room.pipeline.versions))

    return handler


def _discovery(house: House) -> Handler:
    async def handler(request: Request, _: Key) -> Response:
        version = request.query_params.get("version", "v1alpha1")
        if version != "v1alpha1":
            raise invalid("The only version is v1alpha1")
        return _json(discovery(house.settings.public_url or str(request.base_url)))

    return handler


def _healthz(house: House) -> Handler:
    async def handler(_request: Request, _: Key) -> Response:
        versions = house.room.pipeline.versions
        told = {
            "schema_version": SCHEMA_VERSION,
            "status": "ok",
            "version": __version__,
            "waiting": house.room.waiting,
            "classifier": versions.classifier,
        }
        return _json(told)

    return handler


def _metrics(house: House) -> Handler:
    async def handler(_request: Request, _: Key) -> Response:
        return Response(house.metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")

    return handler


def _docs(house: House) -> Handler:
    async def handler(request: Request, _: Key) -> Response:
        page = docs_page(openapi(), house.settings.public_url or str(request.base_url))
        return Response(page, media_type="text/html; charset=utf-8")

    return handler


def _json(content: Any) -> Response:
    return Response(orjson.dumps(content), media_type=JSON)


# By the name of the call.
HANDLERS: Final[Mapping[str, Callable[[House], Handler]]] = {
    "analyze": _analyze,
    "suggest": _suggest,
    "coral": _coral,
    "score": _score,
    "discovery": _discovery,
    "healthz": _healthz,
    "metrics": _metrics,
    "docs": _docs,
}
