"""Leases: who has which item on the screen, until when."""

from __future__ import annotations

from sqlalchemy import Connection, exists, or_, select, update

from moderation.records import Filter
from moderation.store.answers import Person
from moderation.store.finding import order_of, sorted_by, wanted
from moderation.store.schema import queue_items, skips


def claim(connection: Connection, person: Person, chosen: Filter, count: int, *, now: str, until: str) -> list[int]:
    """Lease up to `count` items to a person: the person's own first, each part in the filter's order."""
    dialect = connection.dialect.name
    places = [part.label(f"by_{place}") for place, part in enumerate(order_of(chosen.order, dialect))]
    own = (
        select(queue_items.c.id, *places)
        .where(wanted(chosen, dialect), queue_items.c.lease_by == person.id)
        # Rows are locked in the order of ids everywhere, so two writers never wait for each other.
        .order_by(queue_items.c.id)
        .with_for_update()
    )
    held = sorted(connection.execute(own), key=lambda row: tuple(row[1:]))
    numbers = [row.id for row in held[:count]]
    numbers += _free(connection, person, chosen, count - len(numbers), now)
    if numbers:
        leased = update(queue_items).where(queue_items.c.id.in_(numbers))
        connection.execute(leased.values(lease_by=person.id, lease_until=until))
    return numbers


def _free(connection: Connection, person: Person, chosen: Filter, count: int, now: str) -> list[int]:
    if count <= 0:
        return []
    dialect = connection.dialect.name
    skipped = exists().where(
        skips.c.item_id == queue_items.c.id,
        skips.c.person_id == person.id,
        skips.c.revision == queue_items.c.revision,
    )
    # Who asks for one item by name wants it, skipped or not.
    is_offered = [] if chosen.items else [~skipped]
    is_free = or_(queue_items.c.lease_by.is_(None), queue_items.c.lease_until < now)
    query = (
        select(queue_items.c.id)
        .where(wanted(chosen, dialect), is_free, queue_items.c.lease_by.is_distinct_from(person.id), *is_offered)
        .order_by(*sorted_by(chosen.order, dialect))
        .limit(count)
        # PostgreSQL passes over what another moderator is claiming; SQLite has one writer and ignores the words.
        .with_for_update(skip_locked=True)
    )
    return list(connection.execute(query).scalars())


def release(connection: Connection, person: Person) -> int:
    """Give back every lease of a person; return how many."""
    own = select(queue_items.c.id).where(queue_items.c.lease_by == person.id).order_by(queue_items.c.id)
    numbers = list(connection.execute(own.with_for_update()).scalars())
    freed = update(queue_items).where(queue_items.c.id.in_(numbers)).values(lease_by=None, lease_until=None)
    if numbers:
        connection.execute(freed)
    return len(numbers)
