"""What the queue's filters and tabs offer, with how many items each would show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, func, select

from moderation.store.answers import Tally
from moderation.store.schema import comments, queue_items, scores, sites
from moderation.store.showing.finding import reported
from moderation.taxonomy import ITEM_STATES, ItemState

# Filters read best when they are short; the rest is found by searching.
MOST: Final = 60


def queues(connection: Connection) -> Mapping[str, int]:
    """Return how many items stand in each state, how many wait reported, and how many no person has decided."""
    states = {str(state): 0 for state in ITEM_STATES}
    by_state = select(queue_items.c.state, func.count()).group_by(queue_items.c.state)
    states |= {row[0]: int(row[1]) for row in connection.execute(by_state)}
    alone = (queue_items.c.standing.is_(None), queue_items.c.state.in_(("pending", "approved")))
    return {
        **states,
        "reported": _count(connection, queue_items.c.state == "pending", reported()),
        "unmoderated": _count(connection, *alone),
    }


def _count(connection: Connection, *conditions: ColumnElement[bool]) -> int:
    return int(connection.execute(select(func.count()).select_from(queue_items).where(*conditions)).scalar_one())


def languages(connection: Connection, state: ItemState) -> tuple[Tally, ...]:
    """Return the languages of the items in a state, the most frequent first."""
    joined = queue_items.join(scores, scores.c.id == queue_items.c.score_id)
    return _tallies(connection, scores.c.language, joined, state)


def sites_of(connection: Connection, state: ItemState) -> tuple[Tally, ...]:
    """Return the sites of the items in a state, the fullest first."""
    joined = queue_items.join(comments, comments.c.id == queue_items.c.id).join(sites, sites.c.id == comments.c.site_id)
    return _tallies(connection, sites.c.name, joined, state)


def _tallies(connection: Connection, name: ColumnElement[str], joined: Any, state: ItemState) -> tuple[Tally, ...]:
    count = func.count().label("items")
    query = select(name, count).select_from(joined).where(queue_items.c.state == state).group_by(name)
    return tuple(Tally(row[0], row[1]) for row in connection.execute(query.order_by(count.desc(), name).limit(MOST)))
