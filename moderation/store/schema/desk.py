"""What the desk works with: items in their queues, and what people want looked at."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, Double, ForeignKey, Index, Integer, PrimaryKeyConstraint, Table

from moderation.store.columns import AnyText, Key
from moderation.store.schema.naming import metadata

# `standing` is the event that the state shows, null while the automatic route alone speaks. `version` counts the
# item's events and scores. `head` is the hash of the item's last event.
queue_items: Final = Table(
    "queue_items",
    metadata,
    Column("id", Key, ForeignKey("comments.id"), primary_key=True, autoincrement=False),
    Column("thread_id", Key, ForeignKey("threads.id"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("score_id", Key, ForeignKey("scores.id"), nullable=False),
    Column("state", AnyText, nullable=False),
    Column("route", AnyText, nullable=False),
    Column("priority", Double, nullable=False),
    Column("version", Integer, nullable=False),
    Column("standing", Key),
    Column("head", AnyText, nullable=False),
    Column("lease_by", Key, ForeignKey("people.id")),
    Column("lease_until", AnyText),
)
Index("ix_queue_items_order", queue_items.c.state, queue_items.c.priority.desc(), queue_items.c.id)
Index("ix_queue_items_age", queue_items.c.state, queue_items.c.id)
Index("ix_queue_items_thread", queue_items.c.thread_id, queue_items.c.state)
_IS_LEASED: Final = queue_items.c.lease_by.is_not(None)
Index("ix_queue_items_lease", queue_items.c.lease_by, sqlite_where=_IS_LEASED, postgresql_where=_IS_LEASED)

# `kind` is `reason` (a code of the verdict) or `label` (a label that the verdict speaks of).
item_reasons: Final = Table(
    "item_reasons",
    metadata,
    Column("item_id", Key, ForeignKey("queue_items.id"), nullable=False),
    Column("kind", AnyText, nullable=False),
    Column("code", AnyText, nullable=False),
    PrimaryKeyConstraint("item_id", "kind", "code"),
)
Index("ix_item_reasons_code", item_reasons.c.kind, item_reasons.c.code, item_reasons.c.item_id)

skips: Final = Table(
    "skips",
    metadata,
    Column("item_id", Key, ForeignKey("queue_items.id"), nullable=False),
    Column("person_id", Key, ForeignKey("people.id"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("event", Key, nullable=False),
    PrimaryKeyConstraint("item_id", "person_id", "revision"),
)

# What somebody wants looked at before it stands: new comments under an article, of an author, with a term.
holds: Final = Table(
    "holds",
    metadata,
    Column("id", Key, primary_key=True),
    Column("kind", AnyText, nullable=False),
    Column("effect", AnyText, nullable=False),
    Column("thread_id", Key, ForeignKey("threads.id")),
    Column("author", Key, ForeignKey("authors.id")),
    Column("identity", AnyText),
    Column("term", AnyText),
    Column("person_id", Key, ForeignKey("people.id"), nullable=False),
    Column("at", AnyText, nullable=False),
    Column("until", AnyText),
    Column("note", Key, ForeignKey("notes.id")),
    Column("lifted_at", AnyText),
    Column("lifted_by", Key, ForeignKey("people.id")),
)

# What moderators tell each other about a comment or an author; the words lie in `notes`.
remarks: Final = Table(
    "remarks",
    metadata,
    Column("id", Key, primary_key=True),
    Column("item", Key, ForeignKey("comments.id"), index=True),
    Column("author", Key, ForeignKey("authors.id")),
    Column("identity", AnyText, index=True),
    Column("person_id", Key, ForeignKey("people.id"), nullable=False),
    Column("at", AnyText, nullable=False),
    Column("note", Key, ForeignKey("notes.id"), nullable=False),
)

# The share of what the policy approved that a person looks at all the same.
watched: Final = Table(
    "watched",
    metadata,
    Column("item", Key, ForeignKey("comments.id"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("at", AnyText, nullable=False),
    PrimaryKeyConstraint("item", "revision"),
)
