"""The tables, one schema for SQLite and PostgreSQL.

Names, notes and texts stand in tables that can be emptied (`people`, `authors`, `particulars`, `texts`, `notes`,
`holds`) without touching an event. Outside identities are found by a digest of theirs, because PostgreSQL cannot index
a text of more than 2,704 bytes and the outside sets no limit. `queue_items`, `item_reasons` and `skips` are
projections: `rebuild` makes them anew from scores and events.
"""

from __future__ import annotations

from moderation.store.schema.desk import holds, item_reasons, queue_items, remarks, skips, watched
from moderation.store.schema.naming import metadata
from moderation.store.schema.outside import (
    articles,
    authors,
    comments,
    particulars,
    revisions,
    sites,
    texts,
    threads,
    written_at,
)
from moderation.store.schema.record import bulks, checkpoints, events, scores
from moderation.store.schema.sending import outbox, targets
from moderation.store.schema.team import notes, people, preferences, team_changes

__all__ = [
    "articles",
    "authors",
    "bulks",
    "checkpoints",
    "comments",
    "events",
    "holds",
    "item_reasons",
    "metadata",
    "notes",
    "outbox",
    "particulars",
    "people",
    "preferences",
    "queue_items",
    "remarks",
    "revisions",
    "scores",
    "sites",
    "skips",
    "targets",
    "team_changes",
    "texts",
    "threads",
    "watched",
    "written_at",
]
