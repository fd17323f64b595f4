"""Scored rows -> what an editor asks on Monday: which threads and authors were hot, when, and what was the worst."""

from __future__ import annotations

from moderation.rollup.page import as_html
from moderation.rollup.rows import Source
from moderation.rollup.sums import Bin, Group, Rollup, roll_up
from moderation.rollup.table import as_csv, as_json

__all__ = ["Bin", "Group", "Rollup", "Source", "as_csv", "as_html", "as_json", "roll_up"]
