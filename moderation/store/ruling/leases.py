"""Leases: who has which item on the screen, until when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, or_, select, update

from moderation.records import Filter, Order
from moderation.store.answers import Person
from moderation.store.schema import queue_items, skips
from moderation.store.showing.finding import order_of, sorted_by, wanted

BY_RISK: Final = Order()
# So many times as many items are foreseen as are claimed: others claim in the same order at the same time.
_SPARE: Final = 16


@dataclass(frozen=True, slots=True)
class Screen:
    """One of a person's screens: the items that it shows, and those that are for the person's others."""

    own: frozenset[int] = frozenset()
    others: frozenset[int] = frozenset()


ONLY: Final = Screen()


@dataclass(frozen=True, slots=True)
class Turn:
    """One person's turn at the queue: up to `count` items, leased from `now` `until` then, for one of their screens.

    `among` is what `foreseen` found a moment ago.
    """

    person: Person
    count: int
    now: str
    until: str
    screen: Screen = ONLY
    order: Order = BY_RISK
    among: tuple[int, ...] | None = None


def claim(connection: Connection, turn: Turn, chosen: Filter) -> list[int]:
    """Lease items of a filter: the person's own first, each part in the turn's order.

    What is for the person's other screens is left to them for as long as its lease lasts, and comes last after that.
    """
    return claim_where(connection, turn, _open_to(connection, turn.person, chosen))


def foreseen(connection: Connection, turn: Turn, chosen: Filter) -> tuple[int, ...]:
    """Return the items among which a claim will find its own, for an order without an index; locks nothing.

    Such an order takes a look at every item that waits, a second for a million: too long to keep the one writer that
    SQLite has.
    """
    condition = _open_to(connection, turn.person, chosen)
    return tuple(connection.execute(_free(connection, turn, condition, turn.count * _SPARE)).scalars())


def _open_to(connection: Connection, person: Person, chosen: Filter) -> ColumnElement[bool]:
    condition = wanted(connection, chosen)
    # Who asks for one item by name wants it, skipped or not.
    return condition if chosen.items else and_(condition, ~skipped(person))


def claim_where(connection: Connection, turn: Turn, condition: ColumnElement[bool]) -> list[int]:
    """Lease items for which a condition on `queue_items` holds, as `claim` does."""
    person, count, screen = turn.person, turn.count, turn.screen
    dialect = connection.dialect.name
    places = [part.label(f"by_{place}") for place, part in enumerate(order_of(turn.order, dialect))]
    own = (
        select(queue_items.c.id, *places)
        .where(condition, queue_items.c.lease_by == person.id, *_left_to(screen, turn.now))
        # Rows are locked in the order of ids everywhere, so two writers never wait for each other.
        .order_by(queue_items.c.id)
        .with_for_update()
    )
    held = sorted(connection.execute(own), key=lambda row: (row.id not in screen.own, *row[1:]))
    late = [row.id for row in held if row.id in screen.others]
    # All that is on the screen stays there, also where an undo has brought back one more than was asked for.
    shown = sum(row.id in screen.own for row in held)
    numbers = [row.id for row in held if row.id not in screen.others][: max(count, shown)]
    numbers += _taken(connection, turn, condition, count - len(numbers))
    numbers += late[: count - len(numbers)]
    if numbers:
        leased = update(queue_items).where(queue_items.c.id.in_(numbers))
        connection.execute(leased.values(lease_by=person.id, lease_until=turn.until))
    return numbers


def _left_to(screen: Screen, now: str) -> list[ColumnElement[bool]]:
    if not screen.others:
        return []
    return [or_(queue_items.c.id.not_in(screen.others), queue_items.c.lease_until < now)]


def skipped(person: Person) -> ColumnElement[bool]:
    """Return the condition on `queue_items` that a person has skipped the text as it stands."""
    return exists().where(
        skips.c.item_id == queue_items.c.id,
        skips.c.person_id == person.id,
        skips.c.revision == queue_items.c.revision,
    )


def _taken(connection: Connection, turn: Turn, condition: ColumnElement[bool], count: int) -> list[int]:
    """Return free items, locked; where others were quicker with those foreseen, of all that wait."""
    if count <= 0:
        return []
    if turn.among is not None:
        foreseen = and_(condition, queue_items.c.id.in_(turn.among))
        found = _locked(connection, _free(connection, turn, foreseen, count))
        if len(found) >= min(count, len(turn.among)):
            return found
    return _locked(connection, _free(connection, turn, condition, count))


def _locked(connection: Connection, query: Select[Any]) -> list[int]:
    # PostgreSQL passes over what another moderator is claiming; SQLite has one writer and ignores the words.
    return list(connection.execute(query.with_for_update(skip_locked=True)).scalars())


def _free(connection: Connection, turn: Turn, condition: ColumnElement[bool], count: int) -> Select[Any]:
    is_free = or_(queue_items.c.lease_by.is_(None), queue_items.c.lease_until < turn.now)
    return (
        select(queue_items.c.id)
        .where(condition, is_free, queue_items.c.lease_by.is_distinct_from(turn.person.id))
        .order_by(*sorted_by(turn.order, connection.dialect.name))
        .limit(count)
    )


def leased(connection: Connection, person: Person) -> frozenset[int]:
    """Return what is leased to a person, the leases that have run out included."""
    own = select(queue_items.c.id).where(queue_items.c.lease_by == person.id)
    return frozenset(connection.execute(own).scalars())


def release(connection: Connection, person: Person, keep: frozenset[int] = frozenset()) -> int:
    """Give back every lease of a person but those on `keep`; return how many."""
    own = select(queue_items.c.id).where(queue_items.c.lease_by == person.id).order_by(queue_items.c.id)
    numbers = [number for number in connection.execute(own.with_for_update()).scalars() if number not in keep]
    freed = update(queue_items).where(queue_items.c.id.in_(numbers)).values(lease_by=None, lease_until=None)
    if numbers:
        connection.execute(freed)
    return len(numbers)
