"""Leases: who has which item on the screen, until when."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select, update

from moderation.records import Filter
from moderation.store.answers import Person
from moderation.store.intake_rows import indexed, thread_key
from moderation.store.schema import item_reasons, queue_items, skips, threads


def wanted(chosen: Filter) -> ColumnElement[bool]:
    """Return the condition on `queue_items` that a filter stands for."""
    parts: list[ColumnElement[bool]] = [queue_items.c.state == chosen.state]
    for kind, code in (("reason", chosen.reason), ("label", chosen.label)):
        if code is not None:
            here = and_(
                item_reasons.c.item_id == queue_items.c.id,
                item_reasons.c.kind == kind,
                item_reasons.c.code == indexed(code),
            )
            parts.append(exists().where(here))
    if chosen.thread is not None:
        key = thread_key(*chosen.thread)
        parts.append(queue_items.c.thread_id == select(threads.c.id).where(threads.c.key == key).scalar_subquery())
    return and_(*parts)


def claim(connection: Connection, person: Person, chosen: Filter, count: int, *, now: str, until: str) -> list[int]:
    """Lease up to `count` items to a person: what the person holds already comes first, then by priority and age."""
    return claim_where(connection, person, wanted(chosen), count, now=now, until=until)


def claim_where(
    connection: Connection, person: Person, condition: ColumnElement[bool], count: int, *, now: str, until: str
) -> list[int]:
    """Lease up to `count` of the items for which a condition on `queue_items` holds."""
    own = (
        select(queue_items.c.id, queue_items.c.priority)
        .where(condition, queue_items.c.lease_by == person.id)
        # Rows are locked in the order of ids everywhere, so two writers never wait for each other.
        .order_by(queue_items.c.id)
        .with_for_update()
    )
    held = sorted(connection.execute(own), key=lambda row: (-row.priority, row.id))
    numbers = [row.id for row in held[:count]]
    numbers += _free(connection, person, condition, count - len(numbers), now)
    if numbers:
        leased = update(queue_items).where(queue_items.c.id.in_(numbers))
        connection.execute(leased.values(lease_by=person.id, lease_until=until))
    return numbers


def _free(connection: Connection, person: Person, condition: ColumnElement[bool], count: int, now: str) -> list[int]:
    if count <= 0:
        return []
    skipped = exists().where(
        skips.c.item_id == queue_items.c.id,
        skips.c.person_id == person.id,
        skips.c.revision == queue_items.c.revision,
    )
    is_free = or_(queue_items.c.lease_by.is_(None), queue_items.c.lease_until < now)
    query = (
        select(queue_items.c.id)
        .where(condition, is_free, queue_items.c.lease_by.is_distinct_from(person.id), ~skipped)
        .order_by(queue_items.c.priority.desc(), queue_items.c.id)
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


def count(connection: Connection, chosen: Filter) -> int:
    """Return how many items a filter shows."""
    return int(connection.execute(select(func.count()).select_from(queue_items).where(wanted(chosen))).scalar_one())
