"""What review writes and the queue shows: events, items, filters."""

from __future__ import annotations

from dataclasses import dataclass

from moderation.records.parsed import Article, Comment
from moderation.records.scored import Verdict, Versions
from moderation.taxonomy import EventKind, Ground, ItemState, Label, NoticeSource, Role, Sort


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
    hash of the item's last one. `bulk` is the number of the change of many items that this event is part of.
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
    bulk: int | None = None


@dataclass(frozen=True, slots=True)
class AuthorRecord:
    """How an author's comments fared here so far, and the latest of them, newest first.

    Where `is_cut`, there may be more comments than those counted, which are the latest.
    """

    comments: int
    approved: int
    rejected: int
    latest: tuple[tuple[ItemState, Comment], ...] = ()
    is_cut: bool = False


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
class Order:
    """In which order items come.

    `limits` are the thresholds that `unsure` measures the distance to; `seed` makes one `shuffle` the same for all.
    """

    sort: Sort = "risk"
    limits: tuple[tuple[Label, float], ...] = ()
    seed: int = 0


@dataclass(frozen=True, slots=True)
class ScoreRange:
    """Scores of one label from `low` to below `high`; 1.0 itself belongs to a range that ends there."""

    label: Label
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Filter:
    """Which items a moderator wants, and in which order; None is "any".

    `reason` is a reason code of a verdict, exact; with a colon at its end (`near-duplicate:`) it is every number of it.
    `reported` keeps what readers reported. `unmoderated` stands in place of `state`: waiting, or approved by the policy
    alone. `author` is (source, author_id, name); `since` and `before` bound the time that the source gives, else the
    time of arrival; `words` are looked up in the text; `items` names the items themselves.
    """

    state: ItemState = "pending"
    reason: str | None = None
    label: Label | None = None
    thread: tuple[str, str] | None = None
    reported: bool = False
    unmoderated: bool = False
    language: str | None = None
    site: str | None = None
    author: tuple[str, str | None, str | None] | None = None
    since: str | None = None
    before: str | None = None
    words: str | None = None
    scores: ScoreRange | None = None
    items: tuple[int, ...] = ()
    order: Order = Order()
