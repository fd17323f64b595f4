"""Which comments were drawn for the watch; `watch` says what became of them."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, insert, select

from moderation.errors import StaleItem
from moderation.store.answers import Scored
from moderation.store.schema import watched

# What the events of a watcher name as the place of the ruling.
WATCH: Final = "watch"


def mark(connection: Connection, scored: Scored, item: int, revision: int, now: str) -> None:
    """Note that a comment belongs to the watched share; only what the policy approved does."""
    if is_due(scored):
        connection.execute(insert(watched).values(item=item, revision=revision, at=now))


def is_due(scored: Scored) -> bool:
    """Tell whether the watch takes this comment in."""
    return scored.is_watched and scored.verdict.route == "approve"


def is_watched(connection: Connection, item: int, revision: int) -> bool:
    """Tell whether this text of a comment was drawn."""
    query = select(watched.c.item).where(watched.c.item == item, watched.c.revision == revision)
    return connection.execute(query).first() is not None


def refuse_unwatched(connection: Connection, item: int, revision: int) -> None:
    """Raise StaleItem for a comment that was not drawn: a ruling of the watch on it would spoil the rate."""
    if not is_watched(connection, item, revision):
        raise StaleItem(f"item {item} is not one of the watched", mend="claim watched items, then decide")
