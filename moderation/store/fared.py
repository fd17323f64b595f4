"""How authors fared here: how many comments each has, what became of them, and the latest."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, case, func, literal, select, union_all

from moderation.records import AuthorRecord, Comment
from moderation.store.comment_rows import COMMENT, comment_from, with_texts
from moderation.store.schema import authors, comments, queue_items
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
    return {
        row.identity: AuthorRecord(row.comments, int(row.approved), int(row.rejected))
        for row in connection.execute(query)
    }


def _rows(connection: Connection, identities: Collection[str]) -> dict[str, list[int]]:
    """Return the rows of each author's spellings, by identity."""
    rows: dict[str, list[int]] = {}
    if identities:
        query = select(authors.c.identity, authors.c.id).where(authors.c.identity.in_(identities))
        for row in connection.execute(query):
            rows.setdefault(row.identity, []).append(row.id)
    return rows


def _counted(connection: Connection, rows: Mapping[str, Sequence[int]], at_most: int) -> dict[str, AuthorRecord]:
    newest = _newest(rows, comments, at_most)
    with_items = newest.outerjoin(queue_items, queue_items.c.id == newest.c.id)
    query = select(newest.c.identity, *_FIGURES).select_from(with_items)
    found = _records(connection, query.group_by(newest.c.identity))
    return {identity: replace(record, is_cut=record.comments >= at_most) for identity, record in found.items()}


def _latest(
    connection: Connection, rows: Mapping[str, Sequence[int]]
) -> dict[str, tuple[tuple[ItemState, Comment], ...]]:
    # Of the comments that have an item; what its source had deleted before it came has none.
    newest = _newest(rows, comments.join(queue_items, queue_items.c.id == comments.c.id), LATEST + 1)
    joined = with_texts(comments, comments.c.revision).join(newest, newest.c.id == comments.c.id)
    query = (
        select(*COMMENT, queue_items.c.state)
        .select_from(joined.join(queue_items, queue_items.c.id == comments.c.id))
        .order_by(comments.c.id.desc())
    )
    found: dict[str, list[tuple[ItemState, Comment]]] = {}
    for row in connection.execute(query):
        found.setdefault(row.identity, []).append((row.state, comment_from(row)))
    return {identity: tuple(pairs) for identity, pairs in found.items()}


def _newest(rows: Mapping[str, Sequence[int]], of: FromClause, at_most: int) -> Any:
    """Return (identity, id) of each author's latest comments, read from the end of the index, one author at a time."""
    # Written into the statement: PostgreSQL plans a statement that it keeps without its parameters, and for a limit
    # that it does not know it reads whole tables.
    limit = literal(at_most, literal_execute=True)
    parts = []
    for identity, numbers in rows.items():
        newest = select(comments.c.id).select_from(of).where(comments.c.author.in_(numbers))
        part = newest.order_by(comments.c.id.desc()).limit(limit).subquery()
        parts.append(select(literal(identity).label("identity"), part.c.id))
    return union_all(*parts).subquery()
