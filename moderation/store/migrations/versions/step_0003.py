"""For the pages: an index of the words, the same text found by its digest, the queue by age, and what people set."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# The index holds no text of its own: it reads the newest revision through a view. A word leaves it only when the text
# that brought it is named again, which the triggers do.
SQLITE_SEARCH = (
    """CREATE VIEW search_texts AS SELECT comment_id AS id, text FROM texts AS newest
       WHERE revision = (SELECT max(revision) FROM texts WHERE comment_id = newest.comment_id)""",
    """CREATE VIRTUAL TABLE search_words USING fts5(
       text, content='search_texts', content_rowid='id', tokenize='unicode61 remove_diacritics 2')""",
    """CREATE TRIGGER search_words_added AFTER INSERT ON texts BEGIN
       INSERT INTO search_words(search_words, rowid, text)
         SELECT 'delete', comment_id, text FROM texts
         WHERE comment_id = NEW.comment_id AND revision < NEW.revision ORDER BY revision DESC LIMIT 1;
       INSERT INTO search_words(rowid, text) VALUES (NEW.comment_id, NEW.text);
       END""",
    """CREATE TRIGGER search_words_changed AFTER UPDATE OF text ON texts
       WHEN NOT EXISTS (SELECT 1 FROM texts WHERE comment_id = NEW.comment_id AND revision > NEW.revision) BEGIN
       INSERT INTO search_words(search_words, rowid, text) VALUES ('delete', OLD.comment_id, OLD.text);
       INSERT INTO search_words(rowid, text) VALUES (NEW.comment_id, NEW.text);
       END""",
    "INSERT INTO search_words(search_words) VALUES ('rebuild')",
)
# A text of more than a megabyte of words cannot be indexed; its first 100,000 characters can.
POSTGRES_SEARCH = ("CREATE INDEX search_words ON texts USING gin (to_tsvector('simple', left(text, 100000)))",)


def upgrade() -> None:
    """Make the indexes, the table of preferences, and the index of words over what is there."""
    op.create_index("ix_revisions_text_digest", "revisions", ["text_digest"])
    op.create_index("ix_queue_items_age", "queue_items", ["state", "id"])
    op.create_table(
        "preferences",
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_preferences_person_id"),
        sa.PrimaryKeyConstraint("person_id", "name", name="pk_preferences"),
    )
    for statement in POSTGRES_SEARCH if op.get_bind().dialect.name == "postgresql" else SQLITE_SEARCH:
        op.execute(statement)
