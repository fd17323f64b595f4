"""Looking into the record of rulings: narrowed by who, what, why and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, select

from moderation.store.answers import Ruling
from moderation.store.schema import events
from moderation.store.showing.reading import all_rulings, rulings
from moderation.taxonomy import EventKind


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which rulings; None is "any". `actor` is an event's actor; `since` and `before` bound its time.

    `bulk` is the change of many that they were made by.
    """

    kind: EventKind | None = None
    actor: str | None = None
    reason: str | None = None
    since: str | None = None
    before: str | None = None
    bulk: int | None = None


def look(connection: Connection, wanted: Narrowed, limit: int) -> list[Ruling]:
    """Return rulings, newest first, at most `limit`."""
    return list(rulings(connection, _narrowed(wanted, limit)))


def look_folded(connection: Connection, wanted: Narrowed, limit: int) -> list[Ruling]:
    """Return rulings as `look` does, of each change of many the latest alone.

    Round by round: what a change is met for the first time is left out of the next round, so that a change of ten
    thousand comments is passed over by number and not read.
    """
    found: list[Ruling] = []
    met: list[int] = []
    last: int | None = None
    while len(found) < limit:
        query = _narrowed(wanted, limit - len(found))
        if last is not None:
            query = query.where(events.c.number < last, events.c.bulk.is_(None) | events.c.bulk.not_in(met))
        page = list(rulings(connection, query))
        for ruling in page:
            bulk = ruling.event.bulk
            if bulk is None or bulk not in met:
                found.append(ruling)
            if bulk is not None and bulk not in met:
                met.append(bulk)
        if not page:
            break
        last = page[-1].event.number
    return found


def _narrowed(wanted: Narrowed, limit: int) -> Select[Any]:
    query = all_rulings().order_by(events.c.number.desc()).limit(limit)
    for column, value in (
        (events.c.kind, wanted.kind),
        (events.c.actor, wanted.actor),
        (events.c.reason, wanted.reason),
        (events.c.bulk, wanted.bulk),
    ):
        if value is not None:
            query = query.where(column == value)
    if wanted.since is not None:
        query = query.where(events.c.at >= wanted.since)
    if wanted.before is not None:
        query = query.where(events.c.at < wanted.before)
    return query


def taken_back(connection: Connection, numbers: Sequence[int]) -> dict[int, int]:
    """Return for each of these events that was taken back the event that did so."""
    query = select(events.c.reverts, events.c.number).where(events.c.reverts.in_(numbers))
    return {row.reverts: row.number for row in connection.execute(query)}
