"""`/v1/score`: our own verdicts over HTTP, the same columns as `moderation score`, evidence included."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from moderation.context import TOLD, Surroundings
from moderation.parse.times import utc
from moderation.records import SCHEMA_VERSION, Columns, Comment, Context, Span, Verdict, Versions
from moderation.taxonomy import LABELS

MOST_COMMENTS: Final = 500


def _time(value: str) -> str:
    found = utc(value)
    if found is None:
        raise ValueError("expected a time such as 2026-11-26T09:30:00Z")
    return found


Time = Annotated[str, AfterValidator(_time)]
Count = Annotated[int, Field(ge=0)]


class QuoteIn(BaseModel):
    """A range of the text, in code points, that repeats somebody else."""

    model_config = ConfigDict(extra="forbid")

    start: Count
    end: Count


class OneComment(BaseModel):
    """A comment to be judged, and what is known around it; what is left out is not known to the rules either.

    The comment that `parent_id` means is looked for among those before it in the request.
    """

    model_config = ConfigDict(extra="forbid")

    text: str
    quotes: list[QuoteIn] = []
    id: str = ""
    thread_id: str = ""
    parent_id: str | None = None
    reply_to: str | None = None
    author: str | None = None
    author_id: str | None = None
    created_at: Time | None = None
    site: str | None = None
    article_title: str | None = None
    article_text: str | None = None
    article_url: str | None = None
    article_site: str | None = None
    author_comments: Count | None = None
    author_approved: Count | None = None
    author_rejected: Count | None = None
    author_age_days: Count | None = None
    author_created_at: Time | None = None
    thread_position: Annotated[int, Field(ge=1)] | None = None
    thread_depth: Count | None = None
    language: Annotated[str, Field(pattern="^[a-z]{2,3}$")] | None = None

    @field_validator("quotes")
    @classmethod
    def _inside(cls, quotes: list[QuoteIn], info: ValidationInfo) -> list[QuoteIn]:
        size = len(info.data.get("text", ""))
        if any(not quote.start <= quote.end <= size for quote in quotes):
            raise ValueError("expected ranges of the text, in characters from 0")
        return quotes


class ScoreRequest(BaseModel):
    """One text, or several comments; evidence comes along unless it is not wanted."""

    model_config = ConfigDict(extra="forbid")

    text: str | None = None
    comments: Annotated[list[OneComment], Field(max_length=MOST_COMMENTS)] | None = None
    explain: bool = True

    @model_validator(mode="after")
    def _one_or_the_other(self) -> ScoreRequest:
        if (self.text is None) == (self.comments is None):
            raise ValueError("expected either `text` or `comments`")
        return self

    def asked(self) -> list[OneComment]:
        """Return the comments, one for a single text."""
        return self.comments if self.comments is not None else [OneComment(text=self.text or "")]


class EvidenceOut(BaseModel):
    """A range of the text, in code points, that speaks for a label."""

    label: str
    start: int
    end: int
    source: str
    weight: float


class VerdictOut(BaseModel):
    """What was decided for one comment, and why; a null score means that nothing covers the label."""

    id: str
    thread_id: str | None
    language: str
    language_confidence: float
    scores: dict[str, float | None]
    route: str | None
    priority: float
    reasons: list[str]
    rules: list[str]
    classifier: str
    status: str
    evidence: list[EvidenceOut] | None


class ScoreAnswer(BaseModel):
    """The verdicts in the order of the comments, and what made them."""

    schema_version: int
    versions: dict[str, str]
    verdicts: list[VerdictOut]


def comment_of(asked: OneComment, number: int) -> Comment:
    """Return a comment of the request as a record; without an id its place is its id."""
    return Comment(
        source="api",
        thread_id=asked.thread_id,
        id=asked.id or str(number),
        text=asked.text,
        parent_id=asked.parent_id,
        reply_to=asked.reply_to,
        author=asked.author,
        author_id=asked.author_id,
        created_at=asked.created_at,
        site=asked.site,
        quotes=tuple(Span(quote.start, quote.end) for quote in asked.quotes),
        carried={name: value for name in TOLD if (value := getattr(asked, name)) is not None},
    )


def placed(asked: Sequence[OneComment]) -> list[tuple[Comment, Context]]:
    """Return the comments of the request, each with what the request tells around it.

    Where no comment names a parent, nobody knows whether one of them is a reply.
    """
    comments = [comment_of(one, number) for number, one in enumerate(asked)]
    given = {name for one in asked for name in one.model_fields_set}
    records = Surroundings().place([Columns((), dict.fromkeys(given, "")), *comments])
    return [(record, context or Context()) for record, context in records if isinstance(record, Comment)]


def answer_of(verdicts: list[Verdict], versions: Versions) -> dict[str, Any]:
    """Return the body of the answer."""
    return {
        "schema_version": SCHEMA_VERSION,
        "versions": dataclasses.asdict(versions),
        "verdicts": [_verdict(verdict) for verdict in verdicts],
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "id": verdict.id,
        "thread_id": verdict.thread_id,
        "language": verdict.language,
        "language_confidence": round(verdict.language_confidence, 4),
        "scores": dict(zip(LABELS, verdict.scores, strict=True)),
        "route": verdict.route,
        "priority": verdict.priority,
        "reasons": list(verdict.reasons),
        "rules": list(verdict.rules),
        "classifier": verdict.classifier,
        "status": verdict.status,
        "evidence": None if verdict.evidence is None else [dataclasses.asdict(piece) for piece in verdict.evidence],
    }
