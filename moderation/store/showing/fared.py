"""How authors fared here: how many comments each has, what became of them, and the latest."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Subquery,
    and_,
    bindparam,
    case,
    func,
    literal,
    select,
    union_all,
)

from moderation.records import AuthorRecord, Comment
from moderation.store.columns import among
from moderation.store.schema import authors, comments, queue_items
from moderation.store.showing.comment_rows import COMMENT, comment_from, with_texts
from moderation.taxonomy import ItemState

# What fits beside a comment on one screen.
LATEST: Final = 5
# "Guest" may have written a hundred thousand comments; a screen counts the latest of them, 3 us each on SQLite.
COUNTED: Final = 250


def author_records(
    connection: Connection, identities: Collection[str], at_most: int | None = None
) -> dict[str, AuthorRecord]:
    """Return how each author fared, by identity, with one comment more than a screen shows.

    With `at_most` only so many of the latest comments of each are counted.
    """
    rows = _rows(connection, identities)
    if not rows:
        return {}
    latest = _latest(connection, rows)
    counted = author_counts(connection, rows) if at_most is None else _counted(connection, rows, at_most)
    return {identity: replace(record, latest=latest.get(identity, ())) for identity, record in counted.items()}


def author_counts(connection: Connection, identities: Collection[str]) -> dict[str, AuthorRecord]:
    """Return how many comments each author has, and how many were approved and rejected, by identity."""
    if not identities:
        return {}
    with_items = comments.join(authors).outerjoin(queue_items, queue_items.c.id == comments.c.id)
    query = select(authors.c.identity, *_FIGURES).select_from(with_items).where(authors.c.identity.in_(identities))
    return _records(connection, query.group_by(authors.c.identity))


def _were(state: ItemState) -> ColumnElement[int]:
    """Return how many stand in a state.

    The version is always there. Without it all that is asked for stands in the index of states, and PostgreSQL 18 looks
    each comment up there, once for every state, in place of the primary key: 13 ms for eight busy authors, not 4.
    """
    there = and_(queue_items.c.state == state, queue_items.c.version.is_not(None))
    return func.sum(case((there, 1), else_=0))


_FIGURES: Final = (
    func.count().label("comments"),
    _were("approved").label("approved"),
    _were("rejected").label("rejected"),
)


def _records(connection: Connection, query: Select[Any]) -> dict[str, AuthorRecord]:
    return {row.identity: _record(row) for row in connection.execute(query)}


def _record(row: Any) -> AuthorRecord:
    return AuthorRecord(row.comments, int(row.approved), int(row.rejected))


def _rows(connection: Connection, identities: Collection[str]) -> dict[str, list[int]]:
    """Return the rows of each author's spellings, by identity."""
    rows: dict[str, list[int]] = {}
    if identities:
        query = select(authors.c.identity, authors.c.id).where(authors.c.identity.in_(identities))
        for row in connection.execute(query):
            rows.setdefault(row.identity, []).append(row.id)
    return rows


def _counted(connection: Connection, rows: Mapping[str, Sequence[int]], at_most: int) -> dict[str, AuthorRecord]:
    who = list(rows)
    found = {who[row.place]: _record(row) for row in connection.execute(_counts(len(rows), at_most), _spellings(rows))}
    return {identity: replace(record, is_cut=record.comments >= at_most) for identity, record in found.items()}


def _latest(
    connection: Connection, rows: Mapping[str, Sequence[int]]
) -> dict[str, tuple[tuple[ItemState, Comment], ...]]:
    # First which, then what: a join of ten tables to every author's part took PostgreSQL 9 ms to plan, 1 ms to do.
    newest = connection.execute(select(_newest(len(rows), LATEST + 1, queued=True)), _spellings(rows)).all()
    query = select(*COMMENT, queue_items.c.state).select_from(
        with_texts(comments.join(queue_items, queue_items.c.id == comments.c.id), comments.c.revision)
    )
    numbers = [row.id for row in newest]
    there = {row.comment_row: row for row in connection.execute(query.where(among(connection, comments.c.id, numbers)))}
    who = list(rows)
    found: dict[str, list[tuple[ItemState, Comment]]] = {}
    for place, number in sorted(newest, key=lambda row: -row.id):
        if number in there:
            found.setdefault(who[place], []).append((there[number].state, comment_from(there[number])))
    return {identity: tuple(pairs) for identity, pairs in found.items()}


def _spellings(rows: Mapping[str, Sequence[int]]) -> dict[str, Sequence[int]]:
    return {f"spellings_{place}": numbers for place, numbers in enumerate(rows.values())}


# Made once for so many authors: putting the parts together took longer than running them.
@lru_cache(maxsize=64)
def _counts(authors_asked: int, at_most: int) -> Select[Any]:
    """Return the query for the figures over each author's latest comments, by the author's place among those asked."""
    newest = _newest(authors_asked, at_most, queued=False)
    with_items = newest.outerjoin(queue_items, queue_items.c.id == newest.c.id)
    return select(newest.c.place, *_FIGURES).select_from(with_items).group_by(newest.c.place)


@lru_cache(maxsize=64)
def _newest(authors_asked: int, at_most: int, *, queued: bool) -> Subquery:
    """Return (place, id) of each author's latest comments, read from the end of the index, one author at a time.

    `queued` leaves out what has no item: what its source had deleted before it came.
    """
    # Written into the statement: PostgreSQL plans a statement that it keeps without its parameters, and for a limit
    # that it does not know it reads whole tables.
    limit = literal(at_most, literal_execute=True)
    of = comments.join(queue_items, queue_items.c.id == comments.c.id) if queued else comments
    parts = []
    for place in range(authors_asked):
        spellings: Any = bindparam(f"spellings_{place}", expanding=True)
        newest = select(comments.c.id).select_from(of).where(comments.c.author.in_(spellings))
        part = newest.order_by(comments.c.id.desc()).limit(limit).subquery()
        parts.append(select(literal(place, literal_execute=True).label("place"), part.c.id))
    return union_all(*parts).subquery()
