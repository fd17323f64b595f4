"""Where rulings are sent, and what has been."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, UniqueConstraint

from moderation.store.columns import AnyText, Key
from moderation.store.schema.naming import metadata

# Where rulings are sent. The secret that signs them stands in the environment, under `secret`.
targets: Final = Table(
    "targets",
    metadata,
    Column("id", Key, primary_key=True),
    Column("name", AnyText, nullable=False),
    Column("words", AnyText, nullable=False),
    Column("url", AnyText, nullable=False),
    Column("source", AnyText),
    Column("secret", AnyText, nullable=False),
    Column("added_at", AnyText, nullable=False),
    Column("closed_at", AnyText),
)

# One row for every ruling and target, written in the ruling's own transaction; `ruled` and `reason` say where the item
# stands after it.
outbox: Final = Table(
    "outbox",
    metadata,
    Column("id", Key, primary_key=True),
    Column("target_id", Key, ForeignKey("targets.id"), nullable=False),
    Column("event", Key, nullable=False),
    Column("item", Key, ForeignKey("comments.id"), nullable=False),
    Column("ruled", AnyText, nullable=False),
    Column("reason", AnyText),
    Column("state", AnyText, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_at", AnyText),
    Column("error", AnyText),
    Column("sent_at", AnyText),
    UniqueConstraint("target_id", "event"),
)
Index("ix_outbox_due", outbox.c.state, outbox.c.next_at)
Index("ix_outbox_order", outbox.c.target_id, outbox.c.item, outbox.c.event)
