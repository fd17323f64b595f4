"""Counts for filters and for the state of the queue."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from sqlalchemy import Connection, case, func, select

from moderation.store.answers import Day, Stats, Tally, ThreadTally
from moderation.store.columns import AnyText
from moderation.store.schema import articles, comments, events, item_reasons, queue_items, scores, threads
from moderation.taxonomy import EVENT_KINDS, ITEM_STATES, LABELS, ItemState

# What differs from item to item is no reason of its own: a filter would offer each size of a crowd of duplicates.
_NUMBER: Final = re.compile(r":\d+$")


def stats(connection: Connection, now: str) -> Stats:
    """Return how the queue stands at `now`."""
    by_state = select(queue_items.c.state, func.count()).group_by(queue_items.c.state)
    by_kind = select(events.c.kind, func.count()).group_by(events.c.kind)
    states = {row[0]: row[1] for row in connection.execute(by_state)}
    kinds = {row[0]: row[1] for row in connection.execute(by_kind)}
    leased = select(func.count()).where(queue_items.c.lease_by.is_not(None), queue_items.c.lease_until >= now)
    oldest = (
        select(func.min(scores.c.at))
        .select_from(queue_items.join(scores, scores.c.id == queue_items.c.score_id))
        .where(queue_items.c.state == "pending")
    )
    return Stats(
        comments=int(connection.execute(select(func.count()).select_from(comments)).scalar_one()),
        states=tuple((state, states.get(state, 0)) for state in ITEM_STATES),
        events=tuple((kind, kinds.get(kind, 0)) for kind in EVENT_KINDS),
        leased=int(connection.execute(leased).scalar_one()),
        oldest_pending=connection.execute(oldest).scalar(),
    )


def days(connection: Connection) -> tuple[Day, ...]:
    """Return the days in order, those without a date first; a day without comments is left out."""
    day = func.substr(comments.c.created_at, 1, 10, type_=AnyText()).label("day")
    held = func.sum(case((queue_items.c.route == "approve", 0), else_=1)).label("held")
    query = (
        select(day, func.count().label("brought"), held)
        .select_from(queue_items.join(comments, comments.c.id == queue_items.c.id))
        .group_by(day)
    )
    found = [Day(row.day, int(row.brought), int(row.held)) for row in connection.execute(query)]
    return tuple(sorted(found, key=lambda one: one.day or ""))


def _codes(connection: Connection, kind: str, state: ItemState) -> dict[str, int]:
    query = (
        select(item_reasons.c.code, func.count())
        .select_from(item_reasons.join(queue_items, queue_items.c.id == item_reasons.c.item_id))
        .where(item_reasons.c.kind == kind, queue_items.c.state == state)
        .group_by(item_reasons.c.code)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def reasons(connection: Connection, state: ItemState) -> tuple[Tally, ...]:
    """Return the reason codes of the items in a state, the most frequent first; `reported:` is every number of it."""
    found: Counter[str] = Counter()
    for code, count in _codes(connection, "reason", state).items():
        found[_NUMBER.sub(":", code)] += count
    return tuple(Tally(code, found[code]) for code in sorted(found, key=lambda code: (-found[code], code)))


def labels(connection: Connection, state: ItemState) -> tuple[Tally, ...]:
    """Return the labels that the verdicts of the items in a state speak of, in the order of LABELS."""
    found = _codes(connection, "label", state)
    return tuple(Tally(label, found[label]) for label in LABELS if label in found)


def thread_tallies(connection: Connection, state: ItemState, at_most: int | None) -> tuple[ThreadTally, ...]:
    """Return the threads that hold items in a state, the fullest first."""
    # Counted before the names are looked up: a million items are grouped by a number, out of the index alone.
    counted = (
        select(queue_items.c.thread_id, func.count().label("items"))
        .where(queue_items.c.state == state)
        .group_by(queue_items.c.thread_id)
        .subquery()
    )
    query = (
        select(threads.c.source, threads.c.thread, articles.c.title, counted.c["items"])
        .select_from(counted.join(threads, threads.c.id == counted.c.thread_id).outerjoin(articles))
        .order_by(counted.c["items"].desc(), threads.c.id)
        .limit(at_most)
    )
    return tuple(ThreadTally(*row) for row in connection.execute(query))
