"""The outbox: rulings on their way to where the comments are shown, written with the ruling in one transaction.

A row is taken for a while, sent, and marked; whoever dies in between has it sent again with the same event number,
which is how the receiver knows a repetition. A later ruling on a comment waits until the earlier one is through.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from sqlalchemy import Connection, Select, and_, case, exists, func, insert, or_, select, update

from moderation.errors import StaleItem
from moderation.records import Event
from moderation.store.schema import comments, events, outbox, targets, threads
from moderation.store.subjects.targets import Target, target_from, word_of
from moderation.taxonomy import EventKind, ItemState

if TYPE_CHECKING:
    from moderation.store.store import Store

DeliveryState = Literal["waiting", "sent", "failed", "superseded"]
DELIVERY_STATES: Final[tuple[DeliveryState, ...]] = get_args(DeliveryState)
# What changes nothing where the comment is shown is not told.
_TOLD: Final[frozenset[EventKind]] = frozenset({"approve", "reject", "undo", "reopen", "escalate"})


@dataclass(frozen=True, slots=True)
class Ruled:
    """A ruling to be told: its event, and where the item stands after it, with the reason of that."""

    event: Event
    state: ItemState
    reason: str | None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One ruling on its way to one target; `status` is in the target's words, `error` never quotes an answer."""

    id: int
    target: str
    event: int
    item: int
    source: str
    thread_id: str
    comment_id: str
    status: str
    state: DeliveryState
    attempts: int
    next_at: str | None
    error: str | None
    sent_at: str | None


@dataclass(frozen=True, slots=True)
class Behind:
    """A target that rulings do not reach: how many `waiting` are tried again, and how many `failed` are not.

    `since` is when the earliest of them was made, `attempts` how often one was tried at most, `error` what came of it,
    None where nobody has tried, `next_at` when the next attempt is due.
    """

    target: str
    waiting: int
    failed: int
    since: str
    attempts: int
    error: str | None
    next_at: str | None


@dataclass(frozen=True, slots=True)
class Parcel:
    """A delivery that somebody has taken, with all that its request says."""

    delivery: Delivery
    target: Target
    kind: EventKind
    reason: str | None
    at: str


def post(connection: Connection, rulings: Sequence[Ruled]) -> None:
    """Put rulings into the outbox for every open target; part of the transaction that writes them."""
    told = [ruled for ruled in rulings if ruled.event.kind in _TOLD and ruled.state != "closed"]
    if not told:
        return
    is_open = select(targets.c.id, targets.c.source).where(targets.c.closed_at.is_(None))
    places = connection.execute(is_open).all()
    if not places:
        return
    sources = (
        _sources(connection, [ruled.event.item for ruled in told]) if any(place.source for place in places) else {}
    )
    rows = [
        {
            "target_id": place.id,
            "event": ruled.event.number,
            "item": ruled.event.item,
            "ruled": ruled.state,
            "reason": ruled.reason,
            "state": "waiting",
            "attempts": 0,
            "next_at": ruled.event.at,
        }
        for ruled in told
        for place in places
        if place.source is None or place.source == sources[ruled.event.item]
    ]
    if rows:
        connection.execute(insert(outbox), rows)


def _sources(connection: Connection, items: Sequence[int]) -> dict[int, str]:
    query = select(comments.c.id, threads.c.source).select_from(comments.join(threads))
    return {row.id: row.source for row in connection.execute(query.where(comments.c.id.in_(items)))}


# --- looking -------------------------------------------------------------------------------------------------------

_EVERY: Final = select(
    outbox,
    targets.c.name,
    targets.c.words,
    threads.c.source.label("thread_source"),
    threads.c.thread,
    comments.c.comment,
).select_from(
    outbox.join(targets, targets.c.id == outbox.c.target_id)
    .join(comments, comments.c.id == outbox.c.item)
    .join(threads, threads.c.id == comments.c.thread_id)
)


def _delivery_from(row: Any) -> Delivery:
    return Delivery(
        id=row.id,
        target=row.name,
        event=row.event,
        item=row.item,
        source=row.thread_source,
        thread_id=row.thread,
        comment_id=row.comment,
        status=word_of(row.words, row.ruled, row.reason) or "",
        state=row.state,
        attempts=row.attempts,
        next_at=row.next_at,
        error=row.error,
        sent_at=row.sent_at,
    )


def deliveries(store: Store, state: DeliveryState | None = None, limit: int = 100) -> tuple[Delivery, ...]:
    """Return deliveries, newest first."""
    query = _EVERY if state is None else _EVERY.where(outbox.c.state == state)
    query = query.order_by(outbox.c.id.desc()).limit(limit)
    return store.read(lambda connection: tuple(_delivery_from(row) for row in connection.execute(query)))


def troubled(store: Store, limit: int = 100) -> tuple[Delivery, ...]:
    """Return deliveries whose last attempt failed, those that are tried again (`waiting`) included, newest first."""
    here = and_(outbox.c.state.in_(("waiting", "failed")), outbox.c.error.is_not(None))
    query = _EVERY.where(here).order_by(outbox.c.id.desc()).limit(limit)
    return store.read(lambda connection: tuple(_delivery_from(row) for row in connection.execute(query)))


def tallies(store: Store) -> dict[DeliveryState, int]:
    """Return how many deliveries are in each state."""
    query = select(outbox.c.state, func.count()).group_by(outbox.c.state)
    found = store.read(lambda connection: {row[0]: row[1] for row in connection.execute(query)})
    return {state: found.get(state, 0) for state in DELIVERY_STATES}


def behind(store: Store, before: str) -> tuple[Behind, ...]:
    """Return the open targets with a ruling from `before` or earlier that did not reach them, or never will."""
    is_waiting, is_failed = outbox.c.state == "waiting", outbox.c.state == "failed"
    stuck = (
        select(
            targets.c.name,
            func.sum(case((is_waiting, 1), else_=0)).label("waiting"),
            func.sum(case((is_failed, 1), else_=0)).label("failed"),
            func.min(outbox.c.event).label("event"),
            func.max(outbox.c.attempts).label("attempts"),
            func.max(outbox.c.error).label("error"),
            func.min(outbox.c.next_at).label("next_at"),
        )
        .select_from(outbox.join(targets, targets.c.id == outbox.c.target_id))
        .where(outbox.c.state.in_(("waiting", "failed")), targets.c.closed_at.is_(None))
        .group_by(targets.c.id, targets.c.name)
        .subquery()
    )
    dated = select(stuck, events.c.at).join_from(stuck, events, events.c.number == stuck.c.event)
    query = dated.where(or_(events.c.at <= before, stuck.c.failed > 0)).order_by(stuck.c.name)

    def work(connection: Connection) -> tuple[Behind, ...]:
        return tuple(
            Behind(row.name, int(row.waiting), int(row.failed), row.at, row.attempts, row.error, row.next_at)
            for row in connection.execute(query)
        )

    return store.read(work)


# --- sending -------------------------------------------------------------------------------------------------------


def take(store: Store, limit: int, *, now: str, until: str) -> tuple[Parcel, ...]:
    """Take what is due, nobody else gets it before `until`; at most the earliest of each comment and target."""
    return store.write(lambda connection: _take(connection, limit, now, until))


def _take(connection: Connection, limit: int, now: str, until: str) -> tuple[Parcel, ...]:
    numbers = list(connection.execute(_due(limit, now)).scalars())
    if not numbers:
        return ()
    mine = update(outbox).where(outbox.c.id.in_(numbers))
    connection.execute(mine.values(next_at=until, attempts=outbox.c.attempts + 1))
    full = (
        _EVERY.add_columns(events.c.kind, events.c.at)
        .join(events, events.c.number == outbox.c.event)
        .where(outbox.c.id.in_(numbers))
        .order_by(outbox.c.id)
    )
    places = {row.id: target_from(row) for row in connection.execute(select(targets))}
    return tuple(
        Parcel(_delivery_from(row), places[row.target_id], row.kind, row.reason, row.at)
        for row in connection.execute(full)
    )


def _due(limit: int, now: str) -> Select[Any]:
    earlier = outbox.alias()
    waits = exists().where(
        earlier.c.target_id == outbox.c.target_id,
        earlier.c.item == outbox.c.item,
        earlier.c.event < outbox.c.event,
        earlier.c.state == "waiting",
    )
    return (
        select(outbox.c.id)
        .select_from(outbox.join(targets, targets.c.id == outbox.c.target_id))
        .where(outbox.c.state == "waiting", outbox.c.next_at <= now, targets.c.closed_at.is_(None), ~waits)
        .order_by(outbox.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=outbox)
    )


def mark_sent(store: Store, delivery: Delivery) -> None:
    """Note that a delivery is through; what failed before it on the same comment has no more to say."""

    def work(connection: Connection) -> None:
        here = update(outbox).where(outbox.c.id == delivery.id)
        connection.execute(here.values(state="sent", sent_at=store.now, next_at=None, error=None))
        place = select(outbox.c.target_id).where(outbox.c.id == delivery.id).scalar_subquery()
        before = and_(outbox.c.target_id == place, outbox.c.item == delivery.item, outbox.c.event < delivery.event)
        connection.execute(update(outbox).where(before, outbox.c.state == "failed").values(state="superseded"))

    store.write(work)


def mark_failed(store: Store, delivery: Delivery, error: str, *, next_at: str | None) -> None:
    """Note that an attempt failed; it is made again at `next_at`, never where that is None."""
    state = "failed" if next_at is None else "waiting"
    here = update(outbox).where(outbox.c.id == delivery.id, outbox.c.state == "waiting")
    store.write(lambda connection: connection.execute(here.values(state=state, error=error, next_at=next_at)))


def retry(store: Store, number: int) -> Delivery:
    """Send a failed delivery again from the start; StaleItem where it did not fail or a later one went through."""
    here = update(outbox).where(outbox.c.id == number, outbox.c.state == "failed")
    again = here.values(state="waiting", attempts=0, next_at=store.now)
    one = _EVERY.where(outbox.c.id == number)

    def work(connection: Connection) -> Any:
        if not connection.execute(again).rowcount:
            raise StaleItem(f"delivery {number} is not a failed one", mend="look at the list again")
        return connection.execute(one).one()

    return _delivery_from(store.write(work))


def retry_all(store: Store, *, held: str) -> int:
    """Send what failed and what is tried again later than `held` now, and return how many those are.

    What is due before `held` may be on its way this moment: sent twice, it could overtake a later ruling.
    """
    is_late = and_(outbox.c.state == "waiting", outbox.c.error.is_not(None), outbox.c.next_at > held)
    again = update(outbox).where(or_(outbox.c.state == "failed", is_late))
    return store.write(
        lambda connection: connection.execute(again.values(state="waiting", attempts=0, next_at=store.now)).rowcount
    )
