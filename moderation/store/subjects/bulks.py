"""Many items at once: which they are, what a change of them would do, and what became of earlier ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
)

from moderation.errors import StaleItem, UsageError
from moderation.store.answers import Person
from moderation.store.arriving.intake_rows import indexed
from moderation.store.columns import AnyText
from moderation.store.schema import (
    bulks,
    comments,
    events,
    item_reasons,
    people,
    queue_items,
    scores,
)
from moderation.taxonomy import LABELS, ItemState, Label

if TYPE_CHECKING:
    from moderation.store.store import Store

BulkKind = Literal["approve", "reject", "reopen", "undo"]
# From which states each kind may be made.
STATES: Final[Mapping[BulkKind, tuple[ItemState, ...]]] = {
    "approve": ("pending", "escalated"),
    "reject": ("pending", "escalated"),
    "reopen": ("approved", "rejected", "escalated"),
    "undo": (),
}


@dataclass(frozen=True, slots=True)
class Selection:
    """Which items: exactly `items`; or those in `state` with `low` <= score of `label` < `high`, 1 included where
    `high` is 1; or those in `state` that are there for `reason`; or those on which `rule` fired and which were decided
    at `since` or later.
    """

    items: tuple[int, ...] = ()
    label: Label | None = None
    low: float | None = None
    high: float | None = None
    state: ItemState = "pending"
    rule: str | None = None
    since: str | None = None
    reason: str | None = None

    def __post_init__(self) -> None:
        ways = [bool(self.items), self.label is not None, self.rule is not None, self.reason is not None]
        if sum(ways) != 1 or (self.label is not None and (self.low is None or self.high is None)):
            raise UsageError(
                "a selection is a list of items, a range of a label, a reason, or a rule",
                mend="give exactly one of the four",
            )
        if self.rule is not None and self.since is None:
            raise UsageError("a rule is selected since a time", mend="give `since=`")


@dataclass(frozen=True, slots=True)
class Preview:
    """What a bulk would do: `items` are (id, revision, version), `states` counts them by state.

    `on_screens` are left out because somebody else looks at them now, `left_over` because of the limit.
    """

    selection: Selection
    kind: BulkKind
    items: tuple[tuple[int, int, int], ...]
    states: tuple[tuple[ItemState, int], ...]
    on_screens: int
    left_over: int


@dataclass(frozen=True, slots=True)
class Bulk:
    """One change of many items: `planned` were shown, `done` written, `left` had moved on meanwhile."""

    id: int
    kind: BulkKind
    by: str
    actor: str
    at: str
    selection: Selection
    planned: int
    done: int
    reverts: int | None
    reverted_by: int | None

    @property
    def left(self) -> int:
        """How many were left as they were."""
        return self.planned - self.done


# --- looking -------------------------------------------------------------------------------------------------------


def find(  # who asks for what
    store: Store,
    selection: Selection,
    kind: BulkKind,
    person: Person,
    limit: int,
    *,
    is_senior: bool,
) -> Preview:
    """Return what a bulk of `kind` would do to at most `limit` items; nothing is written.

    What was escalated is for seniors.
    """
    now = store.now
    states = [state for state in STATES[kind] if is_senior or state != "escalated"]
    wanted = _wanted(selection).where(queue_items.c.state.in_(states), comments.c.erased_at.is_(None))
    is_busy = and_(
        queue_items.c.lease_by.is_not(None), queue_items.c.lease_by != person.id, queue_items.c.lease_until >= now
    )

    def work(connection: Connection) -> tuple[int, list[Any], int]:
        busy = connection.execute(select(func.count()).select_from(wanted.where(is_busy).subquery())).scalar_one()
        free = wanted.where(~is_busy)
        total = connection.execute(select(func.count()).select_from(free.subquery())).scalar_one()
        return int(busy), list(connection.execute(free.order_by(queue_items.c.id).limit(limit))), int(total)

    busy, rows, total = store.read(work)
    counted = Counter(row.state for row in rows)
    return Preview(
        selection,
        kind,
        tuple((row.id, row.revision, row.version) for row in rows),
        tuple((state, counted[state]) for state in STATES[kind] if counted[state]),
        busy,
        total - len(rows),
    )


def _wanted(selection: Selection) -> Select[Any]:
    query = select(queue_items.c.id, queue_items.c.revision, queue_items.c.version, queue_items.c.state).select_from(
        queue_items.join(comments, comments.c.id == queue_items.c.id)
    )
    if selection.rule is not None:
        ruled = exists().where(events.c.number == queue_items.c.standing, events.c.at >= selection.since)
        return query.where(_has_reason(f"rule:{selection.rule}"), ruled)
    if selection.reason is not None:
        return query.where(_has_reason(selection.reason), queue_items.c.state == selection.state)
    if selection.label is not None:
        if selection.label not in LABELS:
            raise UsageError(f"unknown label `{selection.label}`", mend="name one of the labels")
        score = scores.c[selection.label]
        last = or_(score < selection.high, score == 1) if selection.high == 1 else score < selection.high
        with_scores = query.join(scores, scores.c.id == queue_items.c.score_id)
        return with_scores.where(score >= selection.low, last, queue_items.c.state == selection.state)
    return query.where(queue_items.c.id.in_(selection.items))


def _has_reason(code: str) -> ColumnElement[bool]:
    return exists().where(
        item_reasons.c.item_id == queue_items.c.id,
        item_reasons.c.kind == "reason",
        item_reasons.c.code == indexed(code),
    )


_DONE: Final = select(func.count()).where(events.c.bulk == bulks.c.id).scalar_subquery()
_REVERTER: Final = bulks.alias("reverter")
_EVERY: Final = select(
    bulks, _DONE.label("done"), _REVERTER.c.id.label("reverted_by"), people.c.name, people.c.subject
).select_from(
    bulks.outerjoin(_REVERTER, _REVERTER.c.reverts == bulks.c.id).outerjoin(
        people, bulks.c.actor == literal("person:").concat(cast(people.c.id, AnyText))
    )
)


def _bulk_from(row: Any) -> Bulk:
    chosen = dict(row.selection)
    chosen["items"] = tuple(chosen["items"])
    return Bulk(
        id=row.id,
        kind=row.kind,
        by=row.name or row.subject or row.actor,
        actor=row.actor,
        at=row.at,
        selection=Selection(**chosen),
        planned=row.planned,
        done=row.done,
        reverts=row.reverts,
        reverted_by=row.reverted_by,
    )


def latest(store: Store, limit: int = 50) -> tuple[Bulk, ...]:
    """Return the latest bulks, newest first."""
    query = _EVERY.order_by(bulks.c.id.desc()).limit(limit)
    return store.read(lambda connection: tuple(_bulk_from(row) for row in connection.execute(query)))


def some(store: Store, numbers: Sequence[int]) -> dict[int, Bulk]:
    """Return these bulks by their numbers, without those that there are not."""
    query = _EVERY.where(bulks.c.id.in_(numbers))
    return store.read(lambda connection: {row.id: _bulk_from(row) for row in connection.execute(query)})


def bulk(store: Store, number: int) -> Bulk:
    """Return one bulk; StaleItem where there is none."""
    query = _EVERY.where(bulks.c.id == number)
    row = store.read(lambda connection: connection.execute(query).one_or_none())
    if row is None:
        raise StaleItem(f"there is no bulk {number}", mend="look at the list again")
    return _bulk_from(row)
