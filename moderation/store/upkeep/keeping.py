"""The queue as the record has it: what each item's scores and events add up to, and the queue made anew from that."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, delete, func, insert, select, update

from moderation.records import Event
from moderation.store.answers import Rebuilt
from moderation.store.arriving.intake_rows import Row, reason_rows
from moderation.store.connect import take_queue, take_turn
from moderation.store.ruling.ledger import event_from
from moderation.store.ruling.projection import Projection, project
from moderation.store.schema import comments, events, item_reasons, queue_items, scores, skips
from moderation.store.showing.comment_rows import verdict_from

_PAGE = 1_000


def chains(connection: Connection) -> Iterator[tuple[int, list[Event]]]:
    """Yield every item that has events with its events, both in order."""
    after = 0
    while True:
        numbers = select(events.c.item).where(events.c.item > after).distinct().order_by(events.c.item).limit(_PAGE)
        page = list(connection.execute(numbers).scalars())
        if not page:
            return
        query = select(events).where(events.c.item.between(page[0], page[-1]))
        rows = connection.execute(query.order_by(events.c.item, events.c.number))
        for item, group in groupby(rows, key=lambda row: row.item):
            yield item, [event_from(row) for row in group]
        after = page[-1]


def judged(*columns: ColumnElement[Any]) -> Select[Any]:
    """Return the query for the newest score of every comment that has one, in order, and how many it has had."""
    latest = select(func.max(scores.c.id).label("id"), func.count().label("scores")).group_by(scores.c.comment_id)
    newest = latest.subquery()
    return (
        select(*columns, newest.c.scores, comments.c.thread_id)
        .select_from(
            scores.join(newest, newest.c.id == scores.c.id).join(comments, comments.c.id == scores.c.comment_id)
        )
        .order_by(scores.c.comment_id)
    )


def place_of(score: Any, after: Projection) -> Row:
    """Return the row of `queue_items`, without its lease, that a row of `judged()` and the events add up to."""
    return {
        "thread_id": score.thread_id,
        "revision": score.revision,
        "score_id": score.id,
        "state": after.state,
        "route": score.route,
        "priority": score.priority,
        "version": score.scores + after.count,
        "standing": after.standing,
        "head": after.head,
    }


# --- rebuild -------------------------------------------------------------------------------------------------------


def rebuild(connection: Connection) -> Rebuilt:
    """Make `queue_items`, `item_reasons` and `skips` anew from comments, scores and events."""
    # An import or a decision between our reading and our writing would be overwritten.
    take_turn(connection)
    take_queue(connection)
    records = dict(chains(connection))
    kept = {row.id: row for row in connection.execute(select(queue_items))}
    connection.execute(delete(skips))
    connection.execute(delete(item_reasons))
    corrected = total = 0
    for score in list(connection.execute(judged(*scores.c))):
        total += 1
        corrected += _rebuild_item(connection, score, records.get(score.comment_id, []), kept.get(score.comment_id))
    return Rebuilt(total, corrected)


def _rebuild_item(connection: Connection, score: Any, chain: list[Event], kept: Any) -> bool:
    after = project(score.route, chain)
    values = place_of(score, after)
    is_wrong = kept is None or any(getattr(kept, name) != value for name, value in values.items())
    if kept is None:
        connection.execute(insert(queue_items).values(id=score.comment_id, **values))
    elif is_wrong:
        here = update(queue_items).where(queue_items.c.id == score.comment_id)
        connection.execute(here.values(**values, lease_by=None, lease_until=None))
    _rebuild_around(connection, score, after.skips)
    return is_wrong


def _rebuild_around(connection: Connection, score: Any, lasting: tuple[Event, ...]) -> None:
    rows = reason_rows(score.comment_id, verdict_from(score, "", None))
    if rows:
        connection.execute(insert(item_reasons), rows)
    passed: dict[tuple[str, int], Row] = {}
    for event in lasting:
        person = int(event.actor.partition(":")[2])
        passed[event.actor, event.revision] = {
            "item_id": event.item,
            "person_id": person,
            "revision": event.revision,
            "event": event.number,
        }
    if passed:
        connection.execute(insert(skips), list(passed.values()))
