"""On PostgreSQL the words of a comment are kept beside it, so that no search reads a text twice."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# The database fills the column itself, also when a text is emptied. As in step 0003, a text of more than a megabyte of
# words has no place in an index; its first 100,000 characters have.
POSTGRES_SEARCH = (
    "DROP INDEX search_words",
    """ALTER TABLE texts ADD COLUMN search_words tsvector
       GENERATED ALWAYS AS (to_tsvector('simple', left(text, 100000))) STORED""",
    "CREATE INDEX search_words ON texts USING gin (search_words)",
    # Nothing is known of a new column: without figures a rare word looks like a frequent one.
    "ANALYZE texts",
)


def upgrade() -> None:
    """Put the column in the place of the expression that the index was over; SQLite's index stays as it is."""
    if op.get_bind().dialect.name == "postgresql":
        for statement in POSTGRES_SEARCH:
            op.execute(statement)
