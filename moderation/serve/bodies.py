"""Bytes in, within limits: how large a body may be, and how long it may take to come."""

from __future__ import annotations

import asyncio
import codecs
import json
from typing import Final, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import ClientDisconnect, Request

from moderation.serve.refusals import Refusal, invalid
from moderation.surrogates import whole_text

MOST_BYTES: Final = 1 << 20
MOST_SECONDS: Final = 10.0
_PROBLEMS_TOLD: Final = 3
Model = TypeVar("Model", bound=BaseModel)


async def body_of(request: Request, most: int = MOST_BYTES, seconds: float | None = None) -> bytes:
    """Return the body; raises Refusal for one that is packed, too large, or comes too slowly."""
    if request.headers.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
        raise Refusal(415, "Request bodies are taken as they are, without a Content-Encoding.")
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > most:
        raise _too_large(most)
    parts, size = [], 0
    try:
        async with asyncio.timeout(MOST_SECONDS if seconds is None else seconds):
            async for part in request.stream():
                size += len(part)
                if size > most:
                    raise _too_large(most)
                parts.append(part)
    except TimeoutError:
        raise Refusal(408, "The request body came too slowly.") from None
    except ClientDisconnect:
        raise Refusal(400, "The request body was cut off.") from None
    return b"".join(parts)


def parsed(model: type[Model], body: bytes) -> Model:
    """Return the body as a model of what it may say; raises Refusal in words that quote no text."""
    try:
        return model.model_validate_json(body.removeprefix(codecs.BOM_UTF8))  # PowerShell and .NET write one
    except ValidationError as error:
        mended = _without_halves(body)
        if mended is not None:
            return parsed(model, mended)
        raise invalid("; ".join(_in_words(error))) from None


def _without_halves(body: bytes) -> bytes | None:
    """Return the body with U+FFFD for half an emoji, None where there is none in it.

    A client that cuts a long text off by JavaScript's count may cut one in two, and for an error Coral would let the
    whole comment pass.
    """
    if b"\\ud" not in body and b"\\uD" not in body:
        return None
    try:
        text = json.dumps(json.loads(body), ensure_ascii=False)
    except (ValueError, RecursionError):
        return None
    mended = whole_text(text)
    return mended.encode() if mended != text else None


def _in_words(error: ValidationError) -> list[str]:
    told = []
    for problem in error.errors(include_url=False, include_context=False, include_input=False)[:_PROBLEMS_TOLD]:
        place = ".".join(str(part) for part in problem["loc"])
        if problem["type"] == "json_invalid":
            told.append("Invalid JSON payload received.")
        elif place:
            told.append(f"Invalid value at '{place[:200]}': {problem['msg']}")
        else:
            told.append(f"Invalid request: {problem['msg']}")
    return told


def _too_large(most: int) -> Refusal:
    return Refusal(413, f"Request payload size exceeds the limit: {most} bytes.")
