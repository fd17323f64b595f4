"""The frozen records that travel between the stages; nothing else crosses a border.

Offsets are code points of the original text, ranges are half open, times are ISO 8601 in UTC.
`None` always means "not known"; it never means zero, empty or no.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from moderation.taxonomy import (
    Action,
    BlockKind,
    CommentKind,
    CommentStatus,
    EventKind,
    Ground,
    ItemState,
    Label,
    NoticeSource,
    Role,
    Route,
    VerdictStatus,
    Via,
)

SCHEMA_VERSION: Final = 1
NOTHING: Final[Mapping[str, Any]] = {}


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points in an original text."""

    start: int
    end: int


# --- what parse gives -------------------------------------------------------------------------------------------


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


# --- what normalise gives ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Folded:
    """A text with its disguises taken off, and the way back.

    Character `i` of `text` came from `original[starts[i]:ends[i]]`; both sequences rise.
    """

    original: str
    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> Span:
        """Return the range of the original that the folded range `[start, end)` came from."""
        if start >= end:
            here = self.starts[start] if start < len(self.starts) else len(self.original)
            return Span(here, here)
        return Span(self.starts[start], self.ends[end - 1])


@dataclass(frozen=True, slots=True)
class Language:
    """An ISO 639-1 code, or `und`, and how sure the detector is, 0 to 1."""

    code: str
    confidence: float


# --- what surrounds a comment -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Context:
    """What surrounds a comment; None is "not known", and a condition that needs it is then false, also under `not`."""

    article_title: str | None = None
    article_text: str | None = None
    article_url: str | None = None
    parent_text: str | None = None
    parent_author: str | None = None
    author_comments: int | None = None
    author_approved: int | None = None
    author_rejected: int | None = None
    position: int | None = None
    depth: int | None = None
    quotes: tuple[Span, ...] = ()


# --- what score gives -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that fired on the comment in row `row`; `weight` is its score times the trust in `via`."""

    row: int
    rule: str
    label: Label
    action: Action
    weight: float
    spans: tuple[Span, ...]
    via: Via = "exact"


@dataclass(frozen=True, slots=True)
class Failure:
    """A scorer or a rule that could not judge the comment in row `row`; `error` is a type name, never a text."""

    row: int
    scorer: str
    error: str


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """The scores of a batch as columns.

    `scores` is float32, rows x LABELS, NaN where nothing covers the label. `covered` tells per row whether the
    classifier covers its language; `too_long` whether only its beginning was read. `languages` are as detected,
    `judged_as` the codes that thresholds and rules were chosen by: a comment too short to tell is judged as the
    site's own language.
    """

    scores: NDArray[np.float32]
    languages: tuple[Language, ...]
    judged_as: tuple[str, ...]
    covered: NDArray[np.bool_]
    too_long: NDArray[np.bool_]
    hits: tuple[Hit, ...]
    failures: tuple[Failure, ...]

    def __len__(self) -> int:
        return len(self.scores)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A range of the comment that speaks for a label. `source` is a classifier or `rule:<id>`; weight 0 to 1."""

    label: Label
    start: int
    end: int
    source: str
    weight: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What triage decided for one comment, and why.

    `scores` follows LABELS; None is "nothing covers this". `route` is None for a comment that was skipped.
    """

    id: str
    thread_id: str | None
    language: str
    language_confidence: float
    scores: tuple[float | None, ...]
    route: Route | None
    priority: float
    reasons: tuple[str, ...]
    rules: tuple[str, ...]
    classifier: str
    status: VerdictStatus
    evidence: tuple[Evidence, ...] | None = None


@dataclass(frozen=True, slots=True)
class Versions:
    """What made a score: names and SHA-256 digests of model, rules and policy."""

    classifier: str
    model: str
    rules: str
    policy: str


# --- what review writes -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Statement:
    """The facts of a statement of reasons that are known per ruling (article 17(3) of Regulation (EU) 2022/2065)."""

    ground: Ground
    clause: str
    facts: str
    notice: NoticeSource
    automated_detection: bool
    automated_decision: bool


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the record; never changed, never deleted, free of names and texts.

    `number` counts the events of the store, `reverts` is the number of the event that this one takes back.
    `note` refers to an erasable note. `source` is where the ruling was made (`queue`, `policy`, `import`, `coral`);
    `token` is the caller's own, so that a retry never rules twice. `hash` covers this event and `previous`, the
    hash of the item's last one.
    """

    number: int
    item: int
    revision: int
    kind: EventKind
    actor: str
    role: Role
    at: str
    reason: str | None
    note: int | None
    statement: Statement | None
    scores: tuple[float | None, ...]
    versions: Versions
    reverts: int | None
    source: str
    token: str | None
    previous: str
    hash: str


# --- what the queue shows ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AuthorRecord:
    """How an author's comments fared here so far, and the latest of them, newest first."""

    comments: int
    approved: int
    rejected: int
    latest: tuple[tuple[ItemState, Comment], ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """A comment in the queue with all that a moderator needs to see before deciding.

    A decision names `id`, `revision` and `version`; it is refused when any of them has moved on.
    """

    id: int
    revision: int
    version: int
    state: ItemState
    comment: Comment
    verdict: Verdict
    versions: Versions
    article: Article | None = None
    parent: Comment | None = None
    author: AuthorRecord | None = None
    lease_until: str | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """Which items a moderator wants; None is "any". `reason` is a reason code of a verdict, exact."""

    state: ItemState = "pending"
    reason: str | None = None
    label: Label | None = None
    thread: tuple[str, str] | None = None


# --- as JSON ----------------------------------------------------------------------------------------------------

_NAMES: Final[dict[type, str]] = {
    Article: "article",
    Comment: "comment",
    Notice: "warning",
    Reject: "reject",
    Columns: "columns",
}
_OURS_ALONE: Final = frozenset({"carried", "raw"})
# As the contract lists them; the dataclass has those first that every comment has.
_COMMENT_ORDER: Final = (
    *("source", "site", "thread_id", "id", "parent_id", "reply_to", "author", "author_id"),
    *("created_at", "edited_at", "url", "text"),
)


def as_json(record: Record) -> dict[str, Any]:
    """Return a parse record as the JSON object that `moderation parse` prints, `record` first."""
    fields = {f.name: _plain(getattr(record, f.name)) for f in dataclasses.fields(record) if f.name not in _OURS_ALONE}
    return {"record": _NAMES[type(record)], **fields}


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return dict(value) if isinstance(value, Mapping) else value
