"""The server: routes, each a few lines that read, call one function and answer."""

from __future__ import annotations

import gc
import os
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import orjson
from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from moderation import __version__
from moderation.batch.processes import leave_with_parent
from moderation.errors import ModerationError
from moderation.holding import LiveHolds
from moderation.parse.markup import text_of
from moderation.pipeline import AUTO, load_pipeline
from moderation.records import SCHEMA_VERSION
from moderation.serve import coral, feedback, perspective, verdicts
from moderation.serve.bodies import body_of, parsed
from moderation.serve.discovery import discovery
from moderation.serve.documents import CALLS, TITLE, openapi
from moderation.serve.keys import Key, Keyring, load_keys
from moderation.serve.metrics import Metrics
from moderation.serve.page import docs_page
from moderation.serve.refusals import STATUSES, Refusal, invalid
from moderation.serve.scale import Scale, load_scale
from moderation.serve.settings import Settings, coral_secret
from moderation.serve.surroundings import surroundings_and_holds
from moderation.serve.waiting import Manner, WaitingRoom
from moderation.serve.wire import AnalyzeCommentRequest, SuggestCommentScoreRequest
from moderation.store import Store, open_store, with_holds

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


def from_environment() -> FastAPI:
    """Return the server that the environment describes; uvicorn calls this in every worker."""
    # A killed supervisor tells nobody, and its workers would hold the port against the next one.
    leave_with_parent(lambda: os.kill(os.getpid(), signal.SIGTERM))
    return make_server(Settings.from_environment())


def make_server(settings: Settings) -> FastAPI:
    """Load everything and return the server; raises what the loaders raise."""
    pipeline = load_pipeline(**settings.loading)
    house = House(
        settings,
        WaitingRoom(pipeline, longest_wait=settings.longest_wait, at_once=settings.at_once),
        load_scale(settings.scale, pipeline.judges.classifier),
        load_keys(Path(settings.keys), settings.workers) if settings.keys else Keyring({}),
        Metrics(),
        open_store(settings.db) if settings.db else None,
        coral_secret(),
    )

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        # What is loaded stays: without this each full collection walks all of it, 60 ms in the midst of requests.
        gc.collect()
        gc.freeze()
        await house.room.warm_up()
        yield
        gc.unfreeze()
        house.room.close()
        if house.store is not None:
            house.store.close()

    server = FastAPI(title=TITLE, version=__version__, lifespan=lifespan, docs_url=None, redoc_url=None)
    server.openapi = openapi  # type: ignore[method-assign]
    _add_calls(server, house)
    server.add_exception_handler(Refusal, lambda _, error: _refused(error))
    server.add_exception_handler(HTTPException, _unknown_call)  # type: ignore[arg-type]
    return server


# --- the calls -----------------------------------------------------------------------------------------------------


def _add_calls(server: FastAPI, house: House) -> None:
    """Add the calls as plain routes: the framework's own reading of parameters costs as much as scoring does.

    Measured on one core: 0.65 ms a request with it, 0.34 ms without. Bodies are read by the same models either way.
    """
    handlers: dict[str, Handler] = {
        "analyze": _analyze(house),
        "suggest": _suggest(house),
        "coral": _coral(house),
        "score": _score(house),
        "discovery": _discovery(house),
        "healthz": _healthz(house),
        "metrics": _metrics(house),
        "docs": _docs(house),
    }
    for call in CALLS:
        endpoint = _guarded(handlers[call.name], call.name, call.scope, house)
        server.add_route(call.path, endpoint, methods=[call.method])
        # Clients put the call behind an address that somebody typed, perhaps with a slash at its end; and Coral lets
        # every comment pass where it is told that there is no such call.
        slashed = call.path.replace("/comments:", "//comments:")
        if slashed != call.path:
            server.add_route(slashed, endpoint, methods=[call.method])


def _guarded(handler: Handler, name: str, scope: str | None, house: House) -> Callable[[Request], Awaitable[Response]]:
    """Put the key, the count and the envelope round a handler."""

    async def endpoint(request: Request) -> Response:
        begin = time.perf_counter()
        try:
            key = house.keyring.admit(_presented(request), scope) if scope else Key("", "")
            answer = await handler(request, key)
        except Refusal as refusal:
            answer = _refused(refusal)
        except ModerationError:  # of the store: what it says may name a file, and is for the operator
            answer = _refused(Refusal(503, "The server cannot keep this now."))
        house.metrics.requests.labels(name, str(answer.status_code)).inc()
        house.metrics.seconds.labels(name).observe(time.perf_counter() - begin)
        return answer

    return endpoint


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


# --- answers -------------------------------------------------------------------------------------------------------


def _presented(request: Request) -> str | None:
    """Return the API key of a request: `?key=`, as Perspective has it, or one of the usual headers."""
    bearer = request.headers.get("authorization", "")
    if bearer.lower().startswith("bearer "):
        return bearer[len("bearer ") :].strip()
    return request.headers.get("x-goog-api-key") or request.headers.get("x-api-key") or request.query_params.get("key")


def _json(content: Any) -> Response:
    return Response(orjson.dumps(content), media_type=JSON)


def _refused(refusal: Refusal) -> Response:
    return Response(orjson.dumps(refusal.envelope()), refusal.code, refusal.headers, JSON)


async def _unknown_call(_: Request, error: HTTPException) -> Response:
    """Answer what no route is for, in the same envelope."""
    code = error.status_code if error.status_code in STATUSES else 400
    answer = _refused(
        Refusal(code, "There is no such call; GET /docs lists them." if code == 404 else str(error.detail))
    )
    answer.headers.update(error.headers or {})
    return answer
