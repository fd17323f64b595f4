"""How many comments a day brought, and how many of them were held for a person."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import case, func, select

from moderation.store.columns import AnyText
from moderation.store.schema import comments, queue_items
from moderation.store.store import Store


@dataclass(frozen=True, slots=True)
class Day:
    """One day's comments by the time that their source gives, `day` None where it gives none."""

    day: str | None
    comments: int
    held: int


def days(store: Store) -> tuple[Day, ...]:
    """Return the days in order, those without a date first; a day without comments is left out."""
    day = func.substr(comments.c.created_at, 1, 10, type_=AnyText()).label("day")
    held = func.sum(case((queue_items.c.route == "approve", 0), else_=1)).label("held")
    query = (
        select(day, func.count().label("brought"), held)
        .select_from(queue_items.join(comments, comments.c.id == queue_items.c.id))
        .group_by(day)
    )
    with store._engine.connect() as connection:  # noqa: SLF001 # a query of the store that lives in its own file
        found = [Day(row.day, int(row.brought), int(row.held)) for row in connection.execute(query)]
    return tuple(sorted(found, key=lambda one: one.day or ""))
