"""What an erasure would empty, counted with nothing changed and nobody kept waiting."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select

from moderation.store.answers import Erased
from moderation.store.schema import authors, events, holds, notes, remarks
from moderation.store.upkeep.erase import over_by, unchanged_since, without_others, written_by


def author(connection: Connection, identity: str) -> Erased:
    """Return what `erase.erase_author` would empty; `authors` is 0 where nobody here is or ever was that one."""
    numbers = list(connection.execute(select(authors.c.id).where(authors.c.identity == identity)).scalars())
    mine = written_by(numbers)
    lost = _notes(connection, mine, remarks.c.identity == identity, holds.c.identity == identity)
    return Erased(_count(connection, mine), len(numbers), lost)


def purge(connection: Connection, older_than: str) -> Erased:
    """Return what `erase.purge` would empty."""
    old, gone = unchanged_since(older_than), without_others(older_than)
    lost = _notes(connection, old, remarks.c.at < older_than, over_by(older_than))
    return Erased(_count(connection, old), _count(connection, gone), lost)


def _count(connection: Connection, chosen: Select[Any]) -> int:
    return int(connection.execute(select(func.count()).select_from(chosen.order_by(None).subquery())).scalar_one())


def _notes(connection: Connection, items: Select[Any], said: ColumnElement[bool], held: ColumnElement[bool]) -> int:
    """Count the notes about items, of `remarks` and of `holds` that are to go, each once."""
    here = items.order_by(None)
    parts = (
        select(events.c.note).where(events.c.item.in_(here), events.c.note.is_not(None)),
        select(remarks.c.note).where(remarks.c.item.in_(here)),
        select(remarks.c.note).where(said),
        select(holds.c.note).where(held, holds.c.note.is_not(None)),
    )
    those = or_(*(notes.c.id.in_(part) for part in parts))
    query = select(func.count()).select_from(notes).where(notes.c.text.is_not(None), those)
    return int(connection.execute(query).scalar_one())
