"""What a person has set for the pages, by name; no part of the record, and nobody else's business."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from moderation.store.schema import preferences


def preferences_of(connection: Connection, person: int) -> Mapping[str, Any]:
    """Return all that a person has set."""
    rows = connection.execute(select(preferences.c.name, preferences.c.value).where(preferences.c.person_id == person))
    return {row.name: row.value for row in rows}


def prefer(connection: Connection, person: int, name: str, value: Any) -> None:
    """Set one preference; None takes it away."""
    here = (preferences.c.person_id == person) & (preferences.c.name == name)
    connection.execute(delete(preferences).where(here))
    if value is not None:
        connection.execute(insert(preferences).values(person_id=person, name=name, value=value))
