"""Rulings: a moderator's desk, many items at once, holds, the watch, the team, the way back, the export."""

from moderation.review.delivery import deliver, late, retry_all, retry_delivery
from moderation.review.desk import LEASE_SECONDS, SENIOR, Desk, rebuild, verify
from moderation.review.export import export, export_statuses
from moderation.review.holding import add_author_note, add_note, hold_article, hold_author, hold_term, lift_hold
from moderation.review.many import apply, preview, reopen_rule, undo_bulk
from moderation.review.members import add_person, everybody, remove_person, set_role, team_changes
from moderation.review.outside import record_outside_ruling
from moderation.review.watching import claim_watched

__all__ = [
    "LEASE_SECONDS",
    "SENIOR",
    "Desk",
    "add_author_note",
    "add_note",
    "add_person",
    "apply",
    "claim_watched",
    "deliver",
    "everybody",
    "export",
    "export_statuses",
    "hold_article",
    "hold_author",
    "hold_term",
    "late",
    "lift_hold",
    "preview",
    "rebuild",
    "record_outside_ruling",
    "remove_person",
    "reopen_rule",
    "retry_all",
    "retry_delivery",
    "set_role",
    "team_changes",
    "undo_bulk",
    "verify",
]
