"""Rulings: a moderator's desk, what is ruled elsewhere, the record's upkeep, and its export."""

from moderation.review.desk import LEASE_SECONDS, Desk, rebuild, reopen_rule, verify
from moderation.review.export import export
from moderation.review.outside import record_outside_ruling

__all__ = ["LEASE_SECONDS", "Desk", "export", "rebuild", "record_outside_ruling", "reopen_rule", "verify"]
