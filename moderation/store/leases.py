"""Leases: who has which item on the screen, until when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, exists, or_, select, update

from moderation.records import Filter, Order
from moderation.store.answers import Person
from moderation.store.finding import order_of, sorted_by, wanted
from moderation.store.schema import queue_items, skips

BY_RISK: Final = Order()


@dataclass(frozen=True, slots=True)
class Screen:
    """One of a person's screens: the items that it shows, and those that are for the person's others."""

    own: frozenset[int] = frozenset()
    others: frozenset[int] = frozenset()


ONLY: Final = Screen()


def claim(
    connection: Connection,
    person: Person,
    chosen: Filter,
    count: int,
    *,
    now: str,
    until: str,
    screen: Screen = ONLY,
) -> list[int]:
    """Lease up to `count` items to a person: the person's own first, each part in the filter's order.

    What is for the person's other screens is left to them for as long as its lease lasts, and comes last after that.
    """
    condition = wanted(connection, chosen)
    if not chosen.items:
        # Who asks for one item by name wants it, skipped or not.
        condition = and_(condition, ~skipped(person))
    return claim_where(connection, person, condition, count, now=now, until=until, order=chosen.order, screen=screen)


def claim_where(  # noqa: PLR0913 # the connection, and what a claim is
    connection: Connection,
    person: Person,
    condition: ColumnElement[bool],
    count: int,
    *,
    now: str,
    until: str,
    order: Order = BY_RISK,
    screen: Screen = ONLY,
) -> list[int]:
    """Lease up to `count` of the items for which a condition on `queue_items` holds."""
    dialect = connection.dialect.name
    places = [part.label(f"by_{place}") for place, part in enumerate(order_of(order, dialect))]
    own = (
        select(queue_items.c.id, *places)
        .where(condition, queue_items.c.lease_by == person.id, *_left_to(screen, now))
        # Rows are locked in the order of ids everywhere, so two writers never wait for each other.
        .order_by(queue_items.c.id)
        .with_for_update()
    )
    held = sorted(connection.execute(own), key=lambda row: (row.id not in screen.own, *row[1:]))
    late = [row.id for row in held if row.id in screen.others]
    # All that is on the screen stays there, also where an undo has brought back one more than was asked for.
    shown = sum(row.id in screen.own for row in held)
    numbers = [row.id for row in held if row.id not in screen.others][: max(count, shown)]
    numbers += _free(connection, person, condition, count - len(numbers), now, order)
    numbers += late[: count - len(numbers)]
    if numbers:
        leased = update(queue_items).where(queue_items.c.id.in_(numbers))
        connection.execute(leased.values(lease_by=person.id, lease_until=until))
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


def _free(
    connection: Connection, person: Person, condition: ColumnElement[bool], count: int, now: str, order: Order
) -> list[int]:
    if count <= 0:
        return []
    is_free = or_(queue_items.c.lease_by.is_(None), queue_items.c.lease_until < now)
    query = (
        select(queue_items.c.id)
        .where(condition, is_free, queue_items.c.lease_by.is_distinct_from(person.id))
        .order_by(*sorted_by(order, connection.dialect.name))
        .limit(count)
        # PostgreSQL passes over what another moderator is claiming; SQLite has one writer and ignores the words.
        .with_for_update(skip_locked=True)
    )
    return list(connection.execute(query).scalars())


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
