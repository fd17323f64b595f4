"""The team's own record: who let whom in or out, or gave whom another role."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

SQLITE_GUARDS = (
    """CREATE TRIGGER team_changes_no_update BEFORE UPDATE ON team_changes
       BEGIN SELECT RAISE(ABORT, 'team_changes are append-only'); END""",
    """CREATE TRIGGER team_changes_no_delete BEFORE DELETE ON team_changes
       BEGIN SELECT RAISE(ABORT, 'team_changes are append-only'); END""",
    """CREATE TRIGGER team_changes_no_replace BEFORE INSERT ON team_changes
       WHEN EXISTS (SELECT 1 FROM team_changes WHERE id = NEW.id)
       BEGIN SELECT RAISE(ABORT, 'team_changes are append-only'); END""",
)
POSTGRES_GUARDS = (
    """CREATE TRIGGER team_changes_no_change BEFORE UPDATE OR DELETE ON team_changes
       FOR EACH ROW EXECUTE FUNCTION refuse_event_change()""",
    """CREATE TRIGGER team_changes_no_truncate BEFORE TRUNCATE ON team_changes
       FOR EACH STATEMENT EXECUTE FUNCTION refuse_event_change()""",
)


def upgrade() -> None:
    """Make the table, then its guards."""
    op.create_table(
        "team_changes",
        sa.Column("id", KEY, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("was", sa.Text(), nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("by_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name="fk_team_changes_by_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_team_changes_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_team_changes"),
    )
    for statement in POSTGRES_GUARDS if op.get_bind().dialect.name == "postgresql" else SQLITE_GUARDS:
        op.execute(statement)
