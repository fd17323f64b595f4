"""A team's tables: bulks, checkpoints, holds, remarks, the watch, and the outbox with its targets."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# Bulks and checkpoints are part of the record: nobody changes or deletes them.
GUARDED = ("bulks", "checkpoints")
SQLITE_GUARDS = (
    """CREATE TRIGGER {0}_no_update BEFORE UPDATE ON {0}
       BEGIN SELECT RAISE(ABORT, '{0} are append-only'); END""",
    """CREATE TRIGGER {0}_no_delete BEFORE DELETE ON {0}
       BEGIN SELECT RAISE(ABORT, '{0} are append-only'); END""",
    """CREATE TRIGGER {0}_no_replace BEFORE INSERT ON {0}
       WHEN EXISTS (SELECT 1 FROM {0} WHERE {1} = NEW.{1})
       BEGIN SELECT RAISE(ABORT, '{0} are append-only'); END""",
)
POSTGRES_GUARDS = (
    """CREATE TRIGGER {0}_no_change BEFORE UPDATE OR DELETE ON {0}
       FOR EACH ROW EXECUTE FUNCTION refuse_event_change()""",
    """CREATE TRIGGER {0}_no_truncate BEFORE TRUNCATE ON {0}
       FOR EACH STATEMENT EXECUTE FUNCTION refuse_event_change()""",
)


def upgrade() -> None:
    """Make the tables, add the two columns, then the guards."""
    op.add_column("people", sa.Column("removed_at", sa.Text(), nullable=True))
    op.add_column("events", sa.Column("bulk", KEY, nullable=True))
    op.create_index("ix_events_bulk", "events", ["bulk"])
    _bulks()
    _checkpoints()
    _holds()
    _remarks()
    _watched()
    _targets()
    _outbox()
    guards = POSTGRES_GUARDS if op.get_bind().dialect.name == "postgresql" else SQLITE_GUARDS
    for table in GUARDED:
        for statement in guards:
            op.execute(statement.format(table, "id" if table == "bulks" else "number"))


def _bulks() -> None:
    op.create_table(
        "bulks",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("selection", sa.Text(), nullable=False),
        sa.Column("planned", sa.Integer(), nullable=False),
        sa.Column("reverts", KEY, nullable=True),
        sa.Column("token", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_bulks"),
        sa.UniqueConstraint("reverts", name="uq_bulks_reverts"),
        sa.UniqueConstraint("token", name="uq_bulks_token"),
    )


def _checkpoints() -> None:
    op.create_table(
        "checkpoints",
        sa.Column("number", KEY, autoincrement=False, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("upto", KEY, nullable=False),
        sa.Column("events", KEY, nullable=False),
        sa.Column("is_keyed", sa.Boolean(), nullable=False),
        sa.Column("seal", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_checkpoints"),
    )


def _holds() -> None:
    op.create_table(
        "holds",
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("thread_id", KEY, nullable=True),
        sa.Column("author", KEY, nullable=True),
        sa.Column("identity", sa.Text(), nullable=True),
        sa.Column("term", sa.Text(), nullable=True),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("until", sa.Text(), nullable=True),
        sa.Column("note", KEY, nullable=True),
        sa.Column("lifted_at", sa.Text(), nullable=True),
        sa.Column("lifted_by", KEY, nullable=True),
        sa.ForeignKeyConstraint(["author"], ["authors.id"], name="fk_holds_author"),
        sa.ForeignKeyConstraint(["lifted_by"], ["people.id"], name="fk_holds_lifted_by"),
        sa.ForeignKeyConstraint(["note"], ["notes.id"], name="fk_holds_note"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_holds_person_id"),
        sa.ForeignKeyConstraint(["thread_id"], ["threads.id"], name="fk_holds_thread_id"),
        sa.PrimaryKeyConstraint("id", name="pk_holds"),
    )


def _remarks() -> None:
    op.create_table(
        "remarks",
        sa.Column("id", KEY, nullable=False),
        sa.Column("item", KEY, nullable=True),
        sa.Column("author", KEY, nullable=True),
        sa.Column("identity", sa.Text(), nullable=True),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("note", KEY, nullable=False),
        sa.ForeignKeyConstraint(["author"], ["authors.id"], name="fk_remarks_author"),
        sa.ForeignKeyConstraint(["item"], ["comments.id"], name="fk_remarks_item"),
        sa.ForeignKeyConstraint(["note"], ["notes.id"], name="fk_remarks_note"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_remarks_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_remarks"),
    )
    op.create_index("ix_remarks_identity", "remarks", ["identity"])
    op.create_index("ix_remarks_item", "remarks", ["item"])


def _watched() -> None:
    op.create_table(
        "watched",
        sa.Column("item", KEY, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["item"], ["comments.id"], name="fk_watched_item"),
        sa.PrimaryKeyConstraint("item", "revision", name="pk_watched"),
    )


def _targets() -> None:
    op.create_table(
        "targets",
        sa.Column("id", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("added_at", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_targets"),
    )


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", KEY, nullable=False),
        sa.Column("target_id", KEY, nullable=False),
        sa.Column("event", KEY, nullable=False),
        sa.Column("item", KEY, nullable=False),
        sa.Column("ruled", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.Text(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("sent_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["item"], ["comments.id"], name="fk_outbox_item"),
        sa.ForeignKeyConstraint(["target_id"], ["targets.id"], name="fk_outbox_target_id"),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("target_id", "event", name="uq_outbox_target_id_event"),
    )
    op.create_index("ix_outbox_due", "outbox", ["state", "next_at"])
    op.create_index("ix_outbox_order", "outbox", ["target_id", "item", "event"])
