"""The frozen records that go into the store and come out of it, beyond those of `moderation.records`."""

from __future__ import annotations

from dataclasses import dataclass

from moderation.records import Comment, Event, Evidence, Verdict, Versions
from moderation.taxonomy import EventKind, ItemState, Role


@dataclass(frozen=True, slots=True)
class Scored:
    """A comment with its verdict and what made it: one row of what `Store.add` takes.

    `holds` are the reason codes of the holds that it meets; they send it to a person where its text is new.
    `is_watched` says that it belongs to the share that a person looks at although the policy approves it.
    """

    comment: Comment
    verdict: Verdict
    versions: Versions
    holds: tuple[str, ...] = ()
    is_watched: bool = False


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a batch; the five add up to its length.

    `revised` had a new text (or came back), `rescored` the same text and another verdict, `closed` went away upstream.
    """

    new: int = 0
    revised: int = 0
    rescored: int = 0
    closed: int = 0
    unchanged: int = 0

    def __add__(self, other: Added) -> Added:
        return Added(
            self.new + other.new,
            self.revised + other.revised,
            self.rescored + other.rescored,
            self.closed + other.closed,
            self.unchanged + other.unchanged,
        )


@dataclass(frozen=True, slots=True)
class Tally:
    """A name that a filter offers, and how many items it would show."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class ThreadTally:
    """A thread that a filter offers: its identity, its article's title where known, and how many items it shows."""

    source: str
    thread_id: str
    title: str | None
    count: int


@dataclass(frozen=True, slots=True)
class Stats:
    """How the queue stands: items per state, events per kind, live leases, and when the oldest pending one came."""

    comments: int
    states: tuple[tuple[ItemState, int], ...]
    events: tuple[tuple[EventKind, int], ...]
    leased: int
    oldest_pending: str | None

    def state(self, name: ItemState) -> int:
        """Return how many items are in state `name`."""
        return dict(self.states).get(name, 0)


@dataclass(frozen=True, slots=True)
class Day:
    """One day's queued comments by the time that their source gives, `day` None where it gives none.

    `held` counts those that the policy did not approve by itself.
    """

    day: str | None
    comments: int
    held: int


@dataclass(frozen=True, slots=True)
class DayOfWork:
    """How many decisions of one kind persons made on one day (UTC), all of them together."""

    day: str
    kind: EventKind
    made: int


@dataclass(frozen=True, slots=True)
class LabelBins:
    """Over equal ranges of a label's score: all comments, and those that persons approved and rejected."""

    comments: tuple[int, ...]
    approved: tuple[int, ...]
    rejected: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RuleRecord:
    """On how many of the latest comments a rule fired, and of those that persons ruled on, how many were rejected."""

    rule: str
    hits: int
    ruled: int
    rejected: int


@dataclass(frozen=True, slots=True)
class Latest:
    """One of the latest comments: its text, its language's code and how sure that is, its state, and the rules that
    fired on it when it was scored."""

    item: int
    text: str
    language: str
    confidence: float
    state: str
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who decides; events name the person by `actor`, never by name. Who was removed may do nothing."""

    id: int
    subject: str | None
    name: str | None
    role: Role
    removed_at: str | None = None

    @property
    def actor(self) -> str:
        """What events carry: `person:<id>`."""
        return f"person:{self.id}"

    @property
    def title(self) -> str:
        """The name to show; the number where the rest was forgotten."""
        return self.name or self.subject or self.actor


@dataclass(frozen=True, slots=True)
class Ruling:
    """An event as a person reads it: with the moderator's name, the comment and the note, where not erased."""

    event: Event
    actor_name: str
    comment: Comment
    note: str | None

    @property
    def clause(self) -> str | None:
        """The clause relied on: what the note names in a line `clause: ...`, else the reason code's own."""
        for line in (self.note or "").splitlines():
            head, colon, rest = line.partition(":")
            if colon and head.strip().lower() == "clause" and rest.strip():
                return rest.strip()
        return self.event.statement.clause if self.event.statement else None


@dataclass(frozen=True, slots=True)
class Placed:
    """A comment with its item, None throughout where it has no place in the queue.

    `reasons` say why it was held; `title` is its article's; `scores` are in the order of the labels.
    """

    item: int | None
    state: ItemState | None
    comment: Comment
    revision: int | None = None
    version: int | None = None
    reasons: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    title: str | None = None
    scores: tuple[float | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around an item in its thread: ancestors, farthest first; its first answers; the same text elsewhere.

    The counts are of all answers and doubles, of which only some are given.
    """

    ancestors: tuple[Placed, ...] = ()
    replies: tuple[Placed, ...] = ()
    replies_count: int = 0
    doubles: tuple[Placed, ...] = ()
    doubles_count: int = 0


@dataclass(frozen=True, slots=True)
class Erased:
    """How many comments, author spellings and notes an erasure emptied."""

    comments: int
    authors: int
    notes: int


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How many items `rebuild` looked at, and how many of them it had to correct."""

    items: int
    corrected: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a ruled comment stands now: its last event, and the reason of the event that its state rests on."""

    event: int
    at: str
    source: str
    thread_id: str
    comment_id: str
    state: ItemState
    reason: str | None
