"""Rulings: a moderator's desk, the record's upkeep, and its export."""

from moderation.review.desk import LEASE_SECONDS, Desk, rebuild, reopen_rule, verify
from moderation.review.export import export

__all__ = ["LEASE_SECONDS", "Desk", "export", "rebuild", "reopen_rule", "verify"]
