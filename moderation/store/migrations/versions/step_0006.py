"""What a claim asks of a million items: who leases what, and the latest comments of an author."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

IS_LEASED = sa.text("lease_by IS NOT NULL")


def upgrade() -> None:
    """Make both indexes anew, the first over leased items alone, the second in the order in which it is read."""
    # Nearly every item is leased by nobody, so to SQLite, once it had counted, the whole index looked like one entry.
    op.drop_index("ix_queue_items_lease", "queue_items")
    op.create_index(
        "ix_queue_items_lease", "queue_items", ["lease_by"], sqlite_where=IS_LEASED, postgresql_where=IS_LEASED
    )
    op.drop_index("ix_comments_author", "comments")
    op.create_index("ix_comments_author", "comments", ["author", "id"])
