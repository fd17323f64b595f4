"""What was judged and ruled: scores, and events that nothing changes afterwards."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Boolean, Column, Double, ForeignKey, Index, Integer, Table, UniqueConstraint

from moderation.store.columns import AnyText, Json, Key
from moderation.store.schema.naming import metadata
from moderation.taxonomy import LABELS

scores: Final = Table(
    "scores",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=False),
    Column("comment_id", Key, ForeignKey("comments.id"), nullable=False, index=True),
    Column("revision", Integer, nullable=False),
    Column("at", AnyText, nullable=False),
    *(Column(label, Double) for label in LABELS),
    Column("language", AnyText, nullable=False),
    Column("language_confidence", Double, nullable=False),
    Column("route", AnyText, nullable=False),
    Column("priority", Double, nullable=False),
    Column("reasons", Json, nullable=False),
    Column("rules", Json, nullable=False),
    Column("evidence", Json),
    Column("classifier", AnyText, nullable=False),
    Column("status", AnyText, nullable=False),
    Column("scored_by", AnyText, nullable=False),
    Column("model_digest", AnyText, nullable=False),
    Column("rules_digest", AnyText, nullable=False),
    Column("policy_digest", AnyText, nullable=False),
    Column("digest", AnyText, nullable=False),
)

# With the comment beside it: where nearly all speak one language SQLite would rather read the whole table otherwise.
Index("ix_scores_language", scores.c.language, scores.c.comment_id)

# Append-only: the triggers of the first migration refuse every update and delete.
events: Final = Table(
    "events",
    metadata,
    Column("number", Key, primary_key=True, autoincrement=False),
    Column("item", Key, ForeignKey("comments.id"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("kind", AnyText, nullable=False),
    Column("actor", AnyText, nullable=False),
    Column("role", AnyText, nullable=False),
    Column("at", AnyText, nullable=False),
    Column("reason", AnyText),
    Column("note", Key, ForeignKey("notes.id")),
    Column("ground", AnyText),
    Column("clause", AnyText),
    Column("facts", AnyText),
    Column("notice", AnyText),
    Column("automated_detection", Boolean),
    Column("automated_decision", Boolean),
    Column("scores", Json, nullable=False),
    Column("classifier", AnyText, nullable=False),
    Column("model_digest", AnyText, nullable=False),
    Column("rules_digest", AnyText, nullable=False),
    Column("policy_digest", AnyText, nullable=False),
    Column("reverts", Key),
    Column("source", AnyText, nullable=False),
    Column("token", AnyText),
    Column("previous", AnyText, nullable=False),
    Column("hash", AnyText, nullable=False),
    Column("bulk", Key),
    UniqueConstraint("token"),
    UniqueConstraint("reverts"),
)
Index("ix_events_item", events.c.item, events.c.number)
Index("ix_events_actor", events.c.actor, events.c.number)
Index("ix_events_bulk", events.c.bulk)

# Many items ruled on at once. What was done is counted from the events that name the bulk; append-only like them.
bulks: Final = Table(
    "bulks",
    metadata,
    Column("id", Key, primary_key=True),
    Column("kind", AnyText, nullable=False),
    Column("actor", AnyText, nullable=False),
    Column("role", AnyText, nullable=False),
    Column("at", AnyText, nullable=False),
    Column("selection", Json, nullable=False),
    Column("planned", Integer, nullable=False),
    Column("reverts", Key),
    Column("token", AnyText),
    UniqueConstraint("reverts"),
    UniqueConstraint("token"),
)

# A seal over all events up to one of them; each seal covers the one before. Append-only.
checkpoints: Final = Table(
    "checkpoints",
    metadata,
    Column("number", Key, primary_key=True, autoincrement=False),
    Column("at", AnyText, nullable=False),
    Column("upto", Key, nullable=False),
    Column("events", Key, nullable=False),
    Column("is_keyed", Boolean, nullable=False),
    Column("seal", AnyText, nullable=False),
)
