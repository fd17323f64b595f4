"""Rule files -> hits: rules written in YAML, each with the examples that hold it."""

from __future__ import annotations

from pathlib import Path

from moderation.rulebook.load import checked_rules
from moderation.rulebook.match import Rulebook
from moderation.rulebook.rule import TRUST, Example, Rule

__all__ = ["TRUST", "Example", "Rule", "Rulebook", "load"]


def load(*folders: Path) -> Rulebook:
    """Return the rulebook of all rule files under `folders`. Raises RuleError with every problem of every file."""
    return Rulebook.of(checked_rules(*folders))
