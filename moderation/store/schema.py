"""The tables, one schema for SQLite and PostgreSQL.

Names, notes and texts stand in tables that can be emptied (`people`, `authors`, `particulars`, `texts`, `notes`,
`holds`) without touching an event. Outside identities are found by a digest of theirs, because PostgreSQL cannot index
a text of more than 2,704 bytes and the outside sets no limit. `queue_items`, `item_reasons` and `skips` are
projections: `rebuild` makes them anew from scores and events.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
    func,
)

from moderation.store.columns import AnyText, Json, Key
from moderation.taxonomy import LABELS

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

sites: Final = Table(
    "sites",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=False),
    Column("key", AnyText, nullable=False, unique=True),
    Column("name", AnyText, nullable=False),
)

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

threads: Final = Table(
    "threads",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=False),
    Column("key", AnyText, nullable=False, unique=True),
    Column("source", AnyText, nullable=False),
    Column("thread", AnyText, nullable=False),
)

articles: Final = Table(
    "articles",
    metadata,
    Column("thread_id", Key, ForeignKey("threads.id"), primary_key=True, autoincrement=False),
    Column("site_id", Key, ForeignKey("sites.id")),
    Column("title", AnyText),
    Column("text", AnyText, nullable=False),
    Column("url", AnyText),
    Column("declared_comments", Integer),
    Column("embedded", AnyText),
    Column("blocks", Json, nullable=False),
)

# One row per spelling: `key` covers source, id and name; `identity` says who it is, by id or else by name.
authors: Final = Table(
    "authors",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=False),
    Column("key", AnyText, unique=True),
    Column("identity", AnyText, nullable=False, index=True),
    Column("source", AnyText, nullable=False),
    Column("author_id", AnyText),
    Column("name", AnyText),
)

comments: Final = Table(
    "comments",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=False),
    Column("key", AnyText, nullable=False, unique=True),
    Column("thread_id", Key, ForeignKey("threads.id"), nullable=False, index=True),
    Column("comment", AnyText, nullable=False),
    Column("site_id", Key, ForeignKey("sites.id")),
    Column("parent", AnyText),
    Column("parent_key", AnyText, index=True),
    Column("author", Key, ForeignKey("authors.id")),
    Column("created_at", AnyText),
    Column("edited_at", AnyText),
    Column("page_start", Integer),
    Column("page_end", Integer),
    Column("status", AnyText, nullable=False),
    Column("kind", AnyText, nullable=False),
    Column("likes", Key),
    Column("dislikes", Key),
    Column("sure_of_author", Double, nullable=False),
    Column("sure_of_boundary", Double, nullable=False),
    Column("sure_of_parent", Double, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("facts_digest", AnyText, nullable=False),
    Column("added_at", AnyText, nullable=False),
    Column("changed_at", AnyText, nullable=False, index=True),
    Column("erased_at", AnyText),
)
Index("ix_comments_author", comments.c.author, comments.c.id)
Index("ix_comments_site_id", comments.c.site_id)
# When a comment was written, as far as anybody knows.
written_at: Final = func.coalesce(comments.c.created_at, comments.c.added_at)
Index("ix_comments_written_at", written_at)

# What a reader or the upstream system wrote about the comment; only where there is any.
particulars: Final = Table(
    "particulars",
    metadata,
    Column("comment_id", Key, ForeignKey("comments.id"), primary_key=True, autoincrement=False),
    Column("reply_to", AnyText),
    Column("url", AnyText),
    Column("reports", Json, nullable=False),
    Column("past_decisions", Json, nullable=False),
    Column("carried", Json, nullable=False),
)

revisions: Final = Table(
    "revisions",
    metadata,
    Column("comment_id", Key, ForeignKey("comments.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("text_digest", AnyText),
    Column("at", AnyText, nullable=False),
    PrimaryKeyConstraint("comment_id", "number"),
)
Index("ix_revisions_text_digest", revisions.c.text_digest)

texts: Final = Table(
    "texts",
    metadata,
    Column("comment_id", Key, ForeignKey("comments.id"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("text", AnyText, nullable=False),
    Column("quotes", Json, nullable=False),
    PrimaryKeyConstraint("comment_id", "revision"),
)

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

notes: Final = Table(
    "notes",
    metadata,
    Column("id", Key, primary_key=True),
    Column("text", AnyText),
    Column("at", AnyText, nullable=False),
)

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
