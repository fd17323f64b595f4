"""The first schema: comments, scores, the queue, and a record of rulings that the database itself keeps whole."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# SQLite makes a column its row id only when it is declared INTEGER.
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# `INSERT OR REPLACE` deletes without firing a delete trigger, so an insert that would replace is refused as well.
SQLITE_GUARDS = (
    """CREATE TRIGGER events_no_update BEFORE UPDATE ON events
       BEGIN SELECT RAISE(ABORT, 'events are append-only'); END""",
    """CREATE TRIGGER events_no_delete BEFORE DELETE ON events
       BEGIN SELECT RAISE(ABORT, 'events are append-only'); END""",
    """CREATE TRIGGER events_no_replace BEFORE INSERT ON events
       WHEN EXISTS (SELECT 1 FROM events WHERE number = NEW.number)
         OR EXISTS (SELECT 1 FROM events WHERE token = NEW.token)
         OR EXISTS (SELECT 1 FROM events WHERE reverts = NEW.reverts)
       BEGIN SELECT RAISE(ABORT, 'events are append-only: number, token or reverted event repeats'); END""",
)
# A site that wants more takes the right away too: REVOKE UPDATE, DELETE, TRUNCATE ON events FROM the_app_role.
POSTGRES_GUARDS = (
    "CREATE SEQUENCE event_numbers",
    """CREATE FUNCTION refuse_event_change() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'events are append-only'; END $$""",
    """CREATE TRIGGER events_no_change BEFORE UPDATE OR DELETE ON events
       FOR EACH ROW EXECUTE FUNCTION refuse_event_change()""",
    """CREATE TRIGGER events_no_truncate BEFORE TRUNCATE ON events
       FOR EACH STATEMENT EXECUTE FUNCTION refuse_event_change()""",
)


def upgrade() -> None:
    """Make the tables in the order of their foreign keys, then the guards of the events."""
    _sites()
    _people()
    _threads()
    _articles()
    _authors()
    _comments()
    _particulars()
    _revisions()
    _texts()
    _scores()
    _queue_items()
    _item_reasons()
    _skips()
    _notes()
    _events()
    guards = POSTGRES_GUARDS if op.get_bind().dialect.name == "postgresql" else SQLITE_GUARDS
    for statement in guards:
        op.execute(statement)


def _sites() -> None:
    op.create_table(
        "sites",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sites"),
        sa.UniqueConstraint("key", name="uq_sites_key"),
    )


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("id", KEY, nullable=False),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("added_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("subject", name="uq_people_subject"),
    )


def _threads() -> None:
    op.create_table(
        "threads",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("thread", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_threads"),
        sa.UniqueConstraint("key", name="uq_threads_key"),
    )


def _articles() -> None:
    op.create_table(
        "articles",
        sa.Column("thread_id", KEY, autoincrement=False, nullable=False),
        sa.Column("site_id", KEY, nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("declared_comments", sa.Integer(), nullable=True),
        sa.Column("embedded", sa.Text(), nullable=True),
        sa.Column("blocks", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_articles_site_id"),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], name="fk_articles_thread_id"),
        sa.PrimaryKeyConstraint("thread_id", name="pk_articles"),
    )


def _authors() -> None:
    op.create_table(
        "authors",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_authors"),
        sa.UniqueConstraint("key", name="uq_authors_key"),
    )
    op.create_index("ix_authors_identity", "authors", ["identity"])


def _comments() -> None:
    op.create_table(
        "comments",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("thread_id", KEY, nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("site_id", KEY, nullable=True),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.Column("parent_key", sa.Text(), nullable=True),
        sa.Column("author", KEY, nullable=True),
        sa.Column("created_at", sa.Text(), nullable=True),
        sa.Column("edited_at", sa.Text(), nullable=True),
        sa.Column("page_start", sa.Integer(), nullable=True),
        sa.Column("page_end", sa.Integer(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("likes", KEY, nullable=True),
        sa.Column("dislikes", KEY, nullable=True),
        sa.Column("sure_of_author", sa.Double(), nullable=False),
        sa.Column("sure_of_boundary", sa.Double(), nullable=False),
        sa.Column("sure_of_parent", sa.Double(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("facts_digest", sa.Text(), nullable=False),
        sa.Column("added_at", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.Text(), nullable=False),
        sa.Column("erased_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["author"], ["authors.id"], name="fk_comments_author"),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_comments_site_id"),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], name="fk_comments_thread_id"),
        sa.PrimaryKeyConstraint("id", name="pk_comments"),
        sa.UniqueConstraint("key", name="uq_comments_key"),
    )
    op.create_index("ix_comments_author", "comments", ["author"])
    op.create_index("ix_comments_changed_at", "comments", ["changed_at"])
    op.create_index("ix_comments_parent_key", "comments", ["parent_key"])
    op.create_index("ix_comments_thread_id", "comments", ["thread_id"])


def _particulars() -> None:
    op.create_table(
        "particulars",
        sa.Column("comment_id", KEY, autoincrement=False, nullable=False),
        sa.Column("reply_to", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("reports", sa.Text(), nullable=False),
        sa.Column("past_decisions", sa.Text(), nullable=False),
        sa.Column("carried", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name="fk_particulars_comment_id"),
        sa.PrimaryKeyConstraint("comment_id", name="pk_particulars"),
    )


def _revisions() -> None:
    op.create_table(
        "revisions",
        sa.Column("comment_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text_digest", sa.Text(), nullable=True),
        sa.Column("at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name="fk_revisions_comment_id"),
        sa.PrimaryKeyConstraint("comment_id", "number", name="pk_revisions"),
    )


def _texts() -> None:
    op.create_table(
        "texts",
        sa.Column("comment_id", KEY, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("quotes", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name="fk_texts_comment_id"),
        sa.PrimaryKeyConstraint("comment_id", "revision", name="pk_texts"),
    )


def _scores() -> None:
    op.create_table(
        "scores",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("comment_id", KEY, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("toxicity", sa.Double(), nullable=True),
        sa.Column("severe_toxicity", sa.Double(), nullable=True),
        sa.Column("obscene", sa.Double(), nullable=True),
        sa.Column("threat", sa.Double(), nullable=True),
        sa.Column("insult", sa.Double(), nullable=True),
        sa.Column("identity_attack", sa.Double(), nullable=True),
        sa.Column("sexual_explicit", sa.Double(), nullable=True),
        sa.Column("spam", sa.Double(), nullable=True),
        sa.Column("misinformation_cue", sa.Double(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("language_confidence", sa.Double(), nullable=False),
        sa.Column("route", sa.Text(), nullable=False),
        sa.Column("priority", sa.Double(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("classifier", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("scored_by", sa.Text(), nullable=False),
        sa.Column("model_digest", sa.Text(), nullable=False),
        sa.Column("rules_digest", sa.Text(), nullable=False),
        sa.Column("policy_digest", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name="fk_scores_comment_id"),
        sa.PrimaryKeyConstraint("id", name="pk_scores"),
    )
    op.create_index("ix_scores_comment_id", "scores", ["comment_id"])


def _queue_items() -> None:
    op.create_table(
        "queue_items",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("thread_id", KEY, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("score_id", KEY, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("route", sa.Text(), nullable=False),
        sa.Column("priority", sa.Double(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("standing", KEY, nullable=True),
        sa.Column("head", sa.Text(), nullable=False),
        sa.Column("lease_by", KEY, nullable=True),
        sa.Column("lease_until", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["comments.id"], name="fk_queue_items_id"),
        sa.ForeignKeyConstraint(["lease_by"], ["people.id"], name="fk_queue_items_lease_by"),
        sa.ForeignKeyConstraint(["score_id"], ["scores.id"], name="fk_queue_items_score_id"),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], name="fk_queue_items_thread_id"),
        sa.PrimaryKeyConstraint("id", name="pk_queue_items"),
    )
    op.create_index("ix_queue_items_lease", "queue_items", ["lease_by"])
    op.create_index("ix_queue_items_order", "queue_items", ["state", sa.literal_column("priority DESC"), "id"])
    op.create_index("ix_queue_items_thread", "queue_items", ["thread_id", "state"])


def _item_reasons() -> None:
    op.create_table(
        "item_reasons",
        sa.Column("item_id", KEY, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["queue_items.id"], name="fk_item_reasons_item_id"),
        sa.PrimaryKeyConstraint("item_id", "kind", "code", name="pk_item_reasons"),
    )
    op.create_index("ix_item_reasons_code", "item_reasons", ["kind", "code", "item_id"])


def _skips() -> None:
    op.create_table(
        "skips",
        sa.Column("item_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("event", KEY, nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["queue_items.id"], name="fk_skips_item_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_skips_person_id"),
        sa.PrimaryKeyConstraint("item_id", "person_id", "revision", name="pk_skips"),
    )


def _notes() -> None:
    op.create_table(
        "notes",
        sa.Column("id", KEY, nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_notes"),
    )


def _events() -> None:
    op.create_table(
        "events",
        sa.Column("number", KEY, autoincrement=False, nullable=False),
        sa.Column("item", KEY, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("note", KEY, nullable=True),
        sa.Column("ground", sa.Text(), nullable=True),
        sa.Column("clause", sa.Text(), nullable=True),
        sa.Column("facts", sa.Text(), nullable=True),
        sa.Column("notice", sa.Text(), nullable=True),
        sa.Column("automated_detection", sa.Boolean(), nullable=True),
        sa.Column("automated_decision", sa.Boolean(), nullable=True),
        sa.Column("scores", sa.Text(), nullable=False),
        sa.Column("classifier", sa.Text(), nullable=False),
        sa.Column("model_digest", sa.Text(), nullable=False),
        sa.Column("rules_digest", sa.Text(), nullable=False),
        sa.Column("policy_digest", sa.Text(), nullable=False),
        sa.Column("reverts", KEY, nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=True),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["item"], ["comments.id"], name="fk_events_item"),
        sa.ForeignKeyConstraint(["note"], ["notes.id"], name="fk_events_note"),
        sa.PrimaryKeyConstraint("number", name="pk_events"),
        sa.UniqueConstraint("reverts", name="uq_events_reverts"),
        sa.UniqueConstraint("token", name="uq_events_token"),
    )
    op.create_index("ix_events_actor", "events", ["actor", "number"])
    op.create_index("ix_events_item", "events", ["item", "number"])
