"""What filters ask of a million items: the language, the site, and when a comment was written."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Index what is rare among the items, so that finding it takes no look at every one of them."""
    op.create_index("ix_scores_language", "scores", ["language", "comment_id"])
    op.create_index("ix_comments_site_id", "comments", ["site_id"])
    op.create_index("ix_comments_written_at", "comments", [sa.text("coalesce(created_at, added_at)")])
