"""The calls of the server as one table: where they are, who may make them, and how OpenAPI describes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from pydantic import BaseModel

from moderation import __version__
from moderation.serve.coral import CoralRequest
from moderation.serve.verdicts import ScoreAnswer, ScoreRequest
from moderation.serve.wire import AnalyzeCommentRequest, SuggestCommentScoreRequest

TITLE: Final = "moderation"
DESCRIPTION: Final = (
    "Scores comments on this machine. Speaks Perspective's wire format, Coral's external moderation phase, and its own."
)
_ERROR: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message", "status"],
            "properties": {
                "code": {"type": "integer"},
                "message": {"type": "string"},
                "status": {"type": "string"},
                "details": {"type": "array", "items": {"type": "object"}},
            },
        }
    },
}
_REFERENCE_TO_ERROR: Final = {"$ref": "#/components/schemas/Error"}
_REFUSED: Final = {
    400: "a request that cannot be right",
    401: "a signature that does not fit",
    403: "a key that is missing or too narrow, a call that is switched off",
    404: "no such call",
    405: "no such method",
    408: "a body that came too slowly",
    413: "a body over 1 MiB",
    415: "a packed body",
    429: "too busy, or over the key's rate: try again after the seconds in Retry-After",
    500: "a scorer failed: the comment was not judged",
    503: "the store cannot be written",
}


@dataclass(frozen=True, slots=True)
class Call:
    """One call; `scope` None is open to all who reach the server, `answer` None an answer that is no JSON."""

    name: str
    method: str
    path: str
    scope: str | None
    summary: str
    description: str
    request: type[BaseModel] | None = None
    example: dict[str, Any] | None = None
    answer: dict[str, Any] | type[BaseModel] | None = None
    media: str = "application/json"
    also: tuple[tuple[int, str], ...] = ()

    def operation(self, schemas: dict[str, Any]) -> dict[str, Any]:
        """Return the call as OpenAPI has it; what it refers to goes into `schemas`."""
        good = {"description": "the answer", "content": {self.media: {"schema": _schema(self.answer, schemas)}}}
        refused = {
            str(code): {"description": what, "content": {"application/json": {"schema": _REFERENCE_TO_ERROR}}}
            for code, what in _REFUSED.items()
        }
        told: dict[str, Any] = {
            "operationId": self.name,
            "summary": self.summary,
            "description": self.description,
            "responses": {"200": good, **{str(code): {"description": what} for code, what in self.also}, **refused},
        }
        if self.request is not None:
            content = {"schema": _schema(self.request, schemas), "example": self.example}
            told["requestBody"] = {"required": True, "content": {"application/json": content}}
        return told


def openapi() -> dict[str, Any]:
    """Return the OpenAPI document of all calls."""
    schemas: dict[str, Any] = {"Error": _ERROR}
    paths: dict[str, Any] = {}
    for call in CALLS:
        paths.setdefault(call.path, {})[call.method.lower()] = call.operation(schemas)
    info = {"title": TITLE, "description": DESCRIPTION, "version": __version__}
    return {"openapi": "3.1.0", "info": info, "paths": paths, "components": {"schemas": schemas}}


def _schema(of: dict[str, Any] | type[BaseModel] | None, schemas: dict[str, Any]) -> dict[str, Any]:
    if not isinstance(of, type):
        return of or {"type": "string"}
    own = of.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= own.pop("$defs", {})
    schemas[of.__name__] = own
    return {"$ref": f"#/components/schemas/{of.__name__}"}


_SCORES: Final = {
    "type": "object",
    "properties": {"attributeScores": {"type": "object"}},
    "required": ["attributeScores"],
}
_OBJECT: Final = {"type": "object"}
CALLS: Final = (
    Call(
        "analyze",
        "POST",
        "/v1alpha1/comments:analyze",
        "analyze",
        "Perspective's analyze",
        "Scores one comment. An attribute that no model here answers is an error, never 0. Nothing is stored.",
        AnalyzeCommentRequest,
        {"comment": {"text": "you are an idiot"}, "requestedAttributes": {"TOXICITY": {}}, "languages": ["en"]},
        _SCORES,
    ),
    Call(
        "suggest",
        "POST",
        "/v1alpha1/comments:suggestscore",
        "suggest",
        "Perspective's suggestscore",
        "Tells what a moderator ruled: 1 rejected, 0 approved. With --db it becomes an event of the record.",
        SuggestCommentScoreRequest,
        {"comment": {"text": "you are an idiot"}, "attributeScores": {"TOXICITY": {"summaryScore": {"value": 1}}}},
        _OBJECT,
    ),
    Call(
        "coral",
        "POST",
        "/coral/moderate",
        "coral",
        "Coral's external moderation phase",
        "Judges a comment before Coral publishes it; signed in X-Coral-Signature. 204 lets it go on. "
        "Where there are keys, the phase's URL ends in ?key=KEY: Coral sends none by itself.",
        CoralRequest,
        {
            "action": "NEW",
            "comment": {"body": "<div>you are an idiot</div>", "parentID": None},
            "author": {"id": "a-1", "role": "COMMENTER"},
            "story": {"id": "s-1", "url": "https://news.example/story"},
        },
        _OBJECT,
        also=((204, "nothing to say against it"),),
    ),
    Call(
        "score",
        "POST",
        "/v1/score",
        "score",
        "Verdicts with evidence",
        "Judges a text or up to 500 comments: scores, route, reasons, rules, and the words that speak for them.",
        ScoreRequest,
        {"text": "you are an idiot"},
        ScoreAnswer,
    ),
    Call(
        "discovery",
        "GET",
        "/$discovery/rest",
        None,
        "Discovery document",
        "What google-api-python-client and OSMod build their calls from.",
        answer=_OBJECT,
    ),
    Call("healthz", "GET", "/healthz", None, "Health", "Answers once everything is loaded.", answer=_OBJECT),
    Call("metrics", "GET", "/metrics", "metrics", "Metrics", "Counts and times for Prometheus.", media="text/plain"),
    Call("docs", "GET", "/docs", None, "This page", "The calls, without scripts.", media="text/html"),
)
