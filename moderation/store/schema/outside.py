"""What came from outside: articles, who wrote, what was written, as it was written."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, Double, ForeignKey, Index, Integer, PrimaryKeyConstraint, Table, func

from moderation.store.columns import AnyText, Json, Key
from moderation.store.schema.naming import metadata

sites: Final = Table(
    "sites",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=False),
    Column("key", AnyText, nullable=False, unique=True),
    Column("name", AnyText, nullable=False),
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
