"""Looking into the record of rulings: narrowed by who, what, why and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from moderation.store.answers import Ruling
from moderation.store.schema import events
from moderation.store.showing.reading import all_rulings, rulings
from moderation.taxonomy import EventKind


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which rulings; None is "any". `actor` is an event's actor; `since` and `before` bound its time."""

    kind: EventKind | None = None
    actor: str | None = None
    reason: str | None = None
    since: str | None = None
    before: str | None = None


def look(connection: Connection, wanted: Narrowed, limit: int) -> list[Ruling]:
    """Return rulings, newest first, at most `limit`."""
    query = all_rulings().order_by(events.c.number.desc()).limit(limit)
    for column, value in (
        (events.c.kind, wanted.kind),
        (events.c.actor, wanted.actor),
        (events.c.reason, wanted.reason),
    ):
        if value is not None:
            query = query.where(column == value)
    if wanted.since is not None:
        query = query.where(events.c.at >= wanted.since)
    if wanted.before is not None:
        query = query.where(events.c.at < wanted.before)
    return list(rulings(connection, query))


def taken_back(connection: Connection, numbers: Sequence[int]) -> dict[int, int]:
    """Return for each of these events that was taken back the event that did so."""
    query = select(events.c.reverts, events.c.number).where(events.c.reverts.in_(numbers))
    return {row.reverts: row.number for row in connection.execute(query)}
