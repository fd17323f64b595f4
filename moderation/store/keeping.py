"""Keeping the record honest: the queue rebuilt from its events, and the chains checked."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, and_, delete, func, insert, select, update

from moderation.errors import Problem
from moderation.records import Event
from moderation.store.answers import Rebuilt
from moderation.store.columns import digest
from moderation.store.comment_rows import verdict_from
from moderation.store.connect import take_queue, take_turn
from moderation.store.intake_rows import Row, reason_rows
from moderation.store.ledger import event_from, event_hash
from moderation.store.projection import project
from moderation.store.schema import comments, events, item_reasons, queue_items, revisions, scores, skips, texts

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


# --- verify --------------------------------------------------------------------------------------------------------


def verify(connection: Connection) -> list[Problem]:
    """Return what does not fit: broken chains, heads that point elsewhere, texts that are not those ruled on."""
    problems = []
    heads = {row.id: row.head for row in connection.execute(select(queue_items.c.id, queue_items.c.head))}
    for item, chain in chains(connection):
        problems += _links(item, chain)
        if heads.pop(item, None) != chain[-1].hash:
            problems.append(_problem(f"item {item}: event {chain[-1].number} is not the last that the item knows of"))
    problems += [_problem(f"item {item}: all its events are missing") for item, head in heads.items() if head]
    return problems + _texts(connection) + _gaps(connection)


def _links(item: int, chain: list[Event]) -> list[Problem]:
    problems = []
    previous = ""
    for event in chain:
        if event.previous != previous:
            problems.append(_problem(f"item {item}: event {event.number} does not follow the one before it"))
        if event.hash != event_hash(event):
            problems.append(_problem(f"item {item}: event {event.number} was changed"))
        previous = event.hash
    return problems


def _texts(connection: Connection) -> list[Problem]:
    query = (
        select(texts.c.comment_id, texts.c.revision, texts.c.text, revisions.c.text_digest)
        .select_from(
            texts.join(
                revisions, and_(revisions.c.comment_id == texts.c.comment_id, revisions.c.number == texts.c.revision)
            )
        )
        .where(revisions.c.text_digest.is_not(None))
    )
    rows = connection.execution_options(yield_per=_PAGE).execute(query)
    return [
        _problem(f"comment {row.comment_id}: the text of revision {row.revision} was changed")
        for row in rows
        if digest(row.text) != row.text_digest
    ]


def _gaps(connection: Connection) -> list[Problem]:
    if connection.dialect.name != "sqlite":
        # A sequence skips the numbers of transactions that failed.
        return []
    row = connection.execute(select(func.count(), func.max(events.c.number)).select_from(events)).one()
    missing = (row[1] or 0) - row[0]
    return [_problem(f"{missing} events are missing")] if missing else []


def _problem(message: str) -> Problem:
    return Problem(message, code="chain", mend="compare with a backup; `rebuild` does not mend a changed record")


# --- rebuild -------------------------------------------------------------------------------------------------------


def rebuild(connection: Connection) -> Rebuilt:
    """Make `queue_items`, `item_reasons` and `skips` anew from comments, scores and events."""
    # An import or a decision between our reading and our writing would be overwritten.
    take_turn(connection)
    take_queue(connection)
    records = dict(chains(connection))
    latest = select(func.max(scores.c.id).label("id"), func.count().label("scores")).group_by(scores.c.comment_id)
    newest = latest.subquery()
    query = (
        select(scores, newest.c.scores, comments.c.thread_id, comments.c.revision.label("current"))
        .select_from(
            scores.join(newest, newest.c.id == scores.c.id).join(comments, comments.c.id == scores.c.comment_id)
        )
        .order_by(scores.c.comment_id)
    )
    kept = {row.id: row for row in connection.execute(select(queue_items))}
    connection.execute(delete(skips))
    connection.execute(delete(item_reasons))
    corrected = total = 0
    for score in list(connection.execute(query)):
        total += 1
        corrected += _rebuild_item(connection, score, records.get(score.comment_id, []), kept.get(score.comment_id))
    return Rebuilt(total, corrected)


def _rebuild_item(connection: Connection, score: Any, chain: list[Event], kept: Any) -> bool:
    after = project(score.route, chain)
    values: Row = {
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
