"""What parse gives: articles, comments, and what it has to say about the input.

A time (`created_at`, `edited_at`, `at`) is ISO 8601 in UTC, or None where the input has none that can be read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from moderation.taxonomy import BlockKind, CommentKind, CommentStatus

NOTHING: Final[Mapping[str, Any]] = {}


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points in an original text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a page and what it is; `start` and `end` are code points of the decoded page, or None."""

    kind: BlockKind
    text: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """What the comments stand under. `text` is the body alone, without headline, captions, credits and promos.

    `declared_comments` is the number that the page claims; `embedded` names a comment system whose comments are
    not in the page.
    """

    source: str
    site: str | None
    thread_id: str
    title: str | None = None
    text: str = ""
    url: str | None = None
    declared_comments: int | None = None
    embedded: str | None = None
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A reader's complaint about a comment."""

    reason: str
    by: str | None = None
    at: str | None = None


@dataclass(frozen=True, slots=True)
class PastDecision:
    """What an earlier moderator or system decided, as the export tells it."""

    status: str
    by: str | None = None
    at: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Confidence:
    """How sure the parser is of who wrote a comment, where it ends and what it answers, each 0 to 1."""

    author: float = 1.0
    boundary: float = 1.0
    parent: float = 1.0


@dataclass(frozen=True, slots=True)
class Comment:
    """One reader comment. Its identity is (source, thread_id, id); `text` is plain text, never markup.

    `reply_to` is the name addressed, `parent_id` the comment meant; `quotes` are ranges of `text` that repeat
    somebody else. `start` and `end` are code points of the decoded page where there is one. `carried` holds the
    input's columns that are not ours.
    """

    source: str
    thread_id: str
    id: str
    text: str
    site: str | None = None
    parent_id: str | None = None
    reply_to: str | None = None
    author: str | None = None
    author_id: str | None = None
    created_at: str | None = None
    edited_at: str | None = None
    url: str | None = None
    quotes: tuple[Span, ...] = ()
    start: int | None = None
    end: int | None = None
    status: CommentStatus = "unknown"
    kind: CommentKind = "comment"
    likes: int | None = None
    dislikes: int | None = None
    reports: tuple[Report, ...] = ()
    past_decisions: tuple[PastDecision, ...] = ()
    confidence: Confidence = Confidence()
    carried: Mapping[str, Any] = field(default_factory=lambda: NOTHING, hash=False)

    @property
    def key(self) -> tuple[str, str, str]:
        """The identity: (source, thread_id, id)."""
        return (self.source, self.thread_id, self.id)


@dataclass(frozen=True, slots=True)
class Notice:
    """A warning about the input as a whole, for example a declared count that does not fit."""

    message: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that could not be read. `reason` never repeats the row's text; `raw` does, for the rejects file."""

    line: int
    reason: str
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """What a reader of tables made of the columns; the first record of a table.

    `names` is the header, empty where every row has its own keys; `fields` maps a field of Comment to the column
    it is read from.
    """

    names: tuple[str, ...]
    fields: Mapping[str, str] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Page:
    """A whole page, separated."""

    article: Article
    comments: tuple[Comment, ...]
    notices: tuple[Notice, ...] = ()


Record = Article | Comment | Notice | Reject | Columns
