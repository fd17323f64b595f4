"""A chunk as bytes and back, for engines that carry columns: JSON, so that a worker runs nothing that it was sent."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from operator import attrgetter
from typing import Any, Final

from moderation.batch.judging import Chunk, Refusal
from moderation.records import NOTHING, Comment, Confidence, Context, PastDecision, Reject, Report, Span

_COMMENT: Final = tuple(field.name for field in dataclasses.fields(Comment))
# An article is sent once, not with each of its comments.
_ARTICLE: Final = ("article_title", "article_text", "article_url")
_CONTEXT: Final = tuple(field.name for field in dataclasses.fields(Context) if field.name not in _ARTICLE)
_of_comment, _of_article, _of_context = attrgetter(*_COMMENT), attrgetter(*_ARTICLE), attrgetter(*_CONTEXT)


def packed(chunk: Chunk) -> bytes:
    """Return the chunk as ASCII JSON: the standard library's keeps lone surrogates and integers of any size."""
    articles: dict[tuple[str | None, ...], int] = {}
    contexts = [
        (articles.setdefault(_of_article(context), len(articles)), *_of_context(context)) for context in chunk.contexts
    ]
    document = {
        "number": chunk.number,
        "comments": [_of_comment(comment) for comment in chunk.comments],
        "articles": list(articles),
        "contexts": contexts,
        "rejects": [(refusal.file, *dataclasses.astuple(refusal.reject)) for refusal in chunk.rejects],
    }
    return json.dumps(document, separators=(",", ":"), default=_plain).encode("ascii")


def unpacked(content: bytes) -> Chunk:
    """Return the chunk that `packed` made the bytes of."""
    found = json.loads(content)
    articles = [dict(zip(_ARTICLE, values, strict=True)) for values in found["articles"]]
    return Chunk(
        found["number"],
        tuple(_comment(values) for values in found["comments"]),
        tuple(_context(articles[article], values) for article, *values in found["contexts"]),
        tuple(Refusal(file, Reject(*values)) for file, *values in found["rejects"]),
    )


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.astuple(value)
    return dict(value) if isinstance(value, Mapping) else str(value)


def _comment(values: list[Any]) -> Comment:
    fields = dict(zip(_COMMENT, values, strict=True))
    return Comment(
        **{
            **fields,
            "quotes": _spans(fields["quotes"]),
            "reports": tuple(Report(*values) for values in fields["reports"]),
            "past_decisions": tuple(PastDecision(*values) for values in fields["past_decisions"]),
            "confidence": Confidence(*fields["confidence"]),
            "carried": fields["carried"] or NOTHING,
        }
    )


def _context(article: Mapping[str, Any], values: list[Any]) -> Context:
    fields = dict(zip(_CONTEXT, values, strict=True))
    return Context(**{**article, **fields, "quotes": _spans(fields["quotes"])})


def _spans(pairs: list[list[int]]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in pairs)
