"""Checking the record: chains, the queue that rests on them, scores and texts; what was changed by hand is named."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import Connection, and_, func, select

from moderation.errors import Problem
from moderation.records import Event
from moderation.store.arriving.intake_rows import JUDGED, score_digest
from moderation.store.columns import digest
from moderation.store.ruling.ledger import event_hash
from moderation.store.ruling.projection import project
from moderation.store.schema import comments, events, queue_items, revisions, scores, texts
from moderation.store.upkeep.keeping import chains, judged, place_of

_PAGE: Final = 1_000
_KEPT: Final = ("thread_id", "revision", "score_id", "state", "route", "priority", "version", "standing", "head")
_REBUILD: Final = "compare with a backup, then run `moderation decisions rebuild`"


def verify(connection: Connection) -> list[Problem]:
    """Return what does not fit: broken chains, items that stand elsewhere than these say, changed scores and texts.

    An erased comment has neither a text nor the digest of one; all else holds for it, too.
    """
    problems = [found for item, score, chain in _items(connection) for found in _item(item, score, chain)]
    return problems + _gaps(connection) + _scores(connection) + _texts(connection)


def _items(connection: Connection) -> Iterator[tuple[int, Any, list[Event]]]:
    """Yield each item in order with its newest score beside its row of the queue (or None), and its events."""
    told = [scores.c[name] for name in ("comment_id", "id", "revision", "route", "priority")]
    kept = [queue_items.c[name].label(f"kept_{name}") for name in _KEPT]
    query = judged(*told, *kept).outerjoin(queue_items, queue_items.c.id == comments.c.id)
    rows = connection.execution_options(yield_per=_PAGE).execute(query)
    both = merge(
        ((row.comment_id, 0, row) for row in rows),
        ((item, 1, chain) for item, chain in chains(connection)),
        key=itemgetter(0, 1),
    )
    for item, group in groupby(both, key=itemgetter(0)):
        found: dict[int, Any] = {side: value for _, side, value in group}
        yield item, found.get(0), found.get(1, [])


def _item(item: int, score: Any, chain: list[Event]) -> list[Problem]:
    problems = _links(item, chain)
    head = score.kept_head if score is not None else None
    if chain and head != chain[-1].hash:
        problems.append(_problem(f"item {item}: event {chain[-1].number} is not the last that the item knows of"))
    elif head and not chain:
        problems.append(_problem(f"item {item}: all its events are missing"))
    elif score is not None and not problems:
        problems += _place(item, score, chain)
    return problems


def _place(item: int, score: Any, chain: list[Event]) -> list[Problem]:
    """Return where the queue has an item elsewhere than its scores and events put it; `rebuild` mends that."""
    if score.kept_state is None:
        return [Problem(f"item {item}: it is not in the queue", code="queue", mend=_REBUILD)]
    wanted = place_of(score, project(score.route, chain))
    wrong = [
        f"`{name}` is {kept} and not {value}"
        for name, value in wanted.items()
        if (kept := getattr(score, f"kept_{name}")) != value
    ]
    return [Problem(f"item {item}: in the queue its {', '.join(wrong)}", code="queue", mend=_REBUILD)] if wrong else []


# --- events --------------------------------------------------------------------------------------------------------


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


def _gaps(connection: Connection) -> list[Problem]:
    if connection.dialect.name != "sqlite":
        # A sequence skips the numbers of transactions that failed.
        return []
    before = func.lag(events.c.number, 1, 0).over(order_by=events.c.number).label("before")
    pairs = select(events.c.number, before).subquery()
    gaps = connection.execute(select(pairs).where(pairs.c.number > pairs.c.before + 1).order_by(pairs.c.number))
    return [_problem(f"{_missing(row.before + 1, row.number - 1)} missing") for row in gaps]


def _missing(first: int, last: int) -> str:
    return f"event {first} is" if first == last else f"events {first} to {last} are"


# --- what was ruled on ---------------------------------------------------------------------------------------------


def _scores(connection: Connection) -> list[Problem]:
    judged_by = [scores.c[name] for name in JUDGED]
    query = select(*judged_by, scores.c.comment_id, scores.c.revision, scores.c.digest)
    return [
        _problem(f"comment {row.comment_id}: the scores of revision {row.revision} were changed")
        for row in connection.execution_options(yield_per=_PAGE).execute(query)
        if score_digest(row[: len(JUDGED)]) != row.digest
    ]


def _texts(connection: Connection) -> list[Problem]:
    here = and_(texts.c.comment_id == revisions.c.comment_id, texts.c.revision == revisions.c.number)
    query = select(
        revisions.c.comment_id, revisions.c.number, revisions.c.text_digest, texts.c.text, comments.c.erased_at
    ).select_from(revisions.join(comments, comments.c.id == revisions.c.comment_id).outerjoin(texts, here))
    rows = connection.execution_options(yield_per=_PAGE).execute(query)
    return [
        _problem(f"comment {row.comment_id}: the text of revision {row.number} {wrong}")
        for row in rows
        if (wrong := _wrong(row)) is not None
    ]


def _wrong(row: Any) -> str | None:
    if row.text is None:
        return "is missing"
    if row.erased_at is not None:
        return "is there again after its erasure" if row.text else None
    if row.text_digest is None:
        return "has lost its digest"
    return "was changed" if digest(row.text) != row.text_digest else None


def _problem(message: str) -> Problem:
    return Problem(message, code="chain", mend="compare with a backup; `rebuild` does not mend a changed record")
