"""The discovery document, from which google-api-python-client and OSMod build their calls."""

from __future__ import annotations

from typing import Any, Final

from moderation.serve.wire import SCORE_TYPES

_STRING: Final = {"type": "string"}
_BOOLEAN: Final = {"type": "boolean"}
_NUMBER: Final = {"type": "number", "format": "float"}
_INTEGER: Final = {"type": "integer", "format": "int32"}
_STRINGS: Final = {"type": "array", "items": _STRING}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": name}


def _map_of(name: str) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": _ref(name)}


def _list_of(name: str) -> dict[str, Any]:
    return {"type": "array", "items": _ref(name)}


_SCORE_TYPE: Final = {"type": "string", "enum": list(SCORE_TYPES), "enumDescriptions": [""] * len(SCORE_TYPES)}
_AROUND: Final[dict[str, Any]] = {
    "comment": _ref("TextEntry"),
    "context": _ref("Context"),
    "languages": _STRINGS,
    "clientToken": _STRING,
    "sessionId": _STRING,
    "communityId": _STRING,
}
# What every call takes in its address.
_PARAMETERS: Final[dict[str, Any]] = {
    "key": {"type": "string", "location": "query", "description": "The API key."},
    "alt": {"type": "string", "location": "query", "default": "json", "enum": ["json"], "enumDescriptions": [""]},
    "prettyPrint": {"type": "boolean", "location": "query", "default": "true"},
    "fields": {"type": "string", "location": "query"},
}
# Name of a message -> its fields.
_MESSAGES: Final[dict[str, dict[str, Any]]] = {
    "TextEntry": {"text": _STRING, "type": _STRING},
    "ArticleAndParentComment": {"article": _ref("TextEntry"), "parentComment": _ref("TextEntry")},
    "Context": {"entries": _list_of("TextEntry"), "articleAndParentComment": _ref("ArticleAndParentComment")},
    "AttributeParameters": {"scoreType": _SCORE_TYPE, "scoreThreshold": _NUMBER},
    "AnalyzeCommentRequest": {
        **_AROUND,
        "requestedAttributes": _map_of("AttributeParameters"),
        "spanAnnotations": _BOOLEAN,
        "doNotStore": _BOOLEAN,
        "dropUnsupportedAttributes": _BOOLEAN,
    },
    "Score": {"value": _NUMBER, "type": _SCORE_TYPE},
    "SpanScore": {"begin": _INTEGER, "end": _INTEGER, "score": _ref("Score")},
    "AttributeScores": {"summaryScore": _ref("Score"), "spanScores": _list_of("SpanScore")},
    "AnalyzeCommentResponse": {
        "attributeScores": _map_of("AttributeScores"),
        "languages": _STRINGS,
        "detectedLanguages": _STRINGS,
        "clientToken": _STRING,
    },
    "SuggestCommentScoreRequest": {**_AROUND, "attributeScores": _map_of("AttributeScores"), "doNotStore": _BOOLEAN},
    "SuggestCommentScoreResponse": {
        "clientToken": _STRING,
        "detectedLanguages": _STRINGS,
        "requestedLanguages": _STRINGS,
    },
}


def _method(verb: str, request: str, answer: str, what: str) -> dict[str, Any]:
    return {
        "id": f"commentanalyzer.comments.{verb}",
        "path": f"v1alpha1/comments:{verb}",
        "flatPath": f"v1alpha1/comments:{verb}",
        "httpMethod": "POST",
        "description": what,
        "parameters": {},
        "parameterOrder": [],
        "request": _ref(request),
        "response": _ref(answer),
    }


_METHODS: Final = {
    "analyze": _method("analyze", "AnalyzeCommentRequest", "AnalyzeCommentResponse", "Scores a comment."),
    "suggestscore": _method(
        "suggestscore",
        "SuggestCommentScoreRequest",
        "SuggestCommentScoreResponse",
        "Tells which score a comment should have had.",
    ),
}


def discovery(root_url: str) -> dict[str, Any]:
    """Return the document for a server that clients reach at `root_url`."""
    root = root_url.rstrip("/") + "/"
    return {
        "kind": "discovery#restDescription",
        "discoveryVersion": "v1",
        "id": "commentanalyzer:v1alpha1",
        "name": "commentanalyzer",
        "version": "v1alpha1",
        "revision": "20261125",
        "title": "Comment analysis on a server of one's own",
        "protocol": "rest",
        "rootUrl": root,
        "servicePath": "",
        "baseUrl": root,
        "batchPath": "batch",
        "parameters": _PARAMETERS,
        "schemas": {name: {"id": name, "type": "object", "properties": fields} for name, fields in _MESSAGES.items()},
        "resources": {"comments": {"methods": _METHODS}},
    }
