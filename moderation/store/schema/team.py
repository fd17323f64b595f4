"""Who works here, what each has set for the pages, and the words that they write."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, ForeignKey, PrimaryKeyConstraint, Table

from moderation.store.columns import AnyText, Json, Key
from moderation.store.schema.naming import metadata

people: Final = Table(
    "people",
    metadata,
    Column("id", Key, primary_key=True),
    Column("subject", AnyText, unique=True),
    Column("name", AnyText),
    Column("role", AnyText, nullable=False),
    Column("added_at", AnyText, nullable=False),
    Column("removed_at", AnyText),
)

# Who let whom in or out, or gave whom another role: `was` and `role` are null while out. Append-only.
team_changes: Final = Table(
    "team_changes",
    metadata,
    Column("id", Key, primary_key=True),
    Column("at", AnyText, nullable=False),
    Column("person_id", Key, ForeignKey("people.id"), nullable=False),
    Column("was", AnyText),
    Column("role", AnyText),
    Column("by_id", Key, ForeignKey("people.id")),
)

# What a person has set for the pages: keys, masks, saved views; no part of the record.
preferences: Final = Table(
    "preferences",
    metadata,
    Column("person_id", Key, ForeignKey("people.id"), nullable=False),
    Column("name", AnyText, nullable=False),
    Column("value", Json, nullable=False),
    PrimaryKeyConstraint("person_id", "name"),
)

notes: Final = Table(
    "notes",
    metadata,
    Column("id", Key, primary_key=True),
    Column("text", AnyText),
    Column("at", AnyText, nullable=False),
)
