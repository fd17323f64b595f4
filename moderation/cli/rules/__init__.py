"""`moderation rules`: check rule files, run their examples, hold them against a corpus, show them."""

from __future__ import annotations

from typing import Final

import click

from moderation.cli.groups import Listed

# name -> (where the command is defined, the line of the overview); `check` runs in editors, and loads itself alone.
COMMANDS: Final[dict[str, tuple[str, str]]] = {
    "check": ("testing.check", "Show every problem of the rule files at once."),
    "test": ("testing.test", "Run every example of every rule."),
    "cover": ("covering.cover", "Find terms, branches and exemptions that no example decides."),
    "evade": ("evading.evade", "Measure how many disguises of its own examples each rule sees through."),
    "fp": ("clean.fp", "Find hits on a clean corpus that nobody has accepted yet."),
    "diff": ("diffing.diff", "Show what a change of rules, policy or classifier does to a corpus."),
    "bench": ("timing.bench", "Find slow rules, on ordinary comments and on hostile ones."),
    "show": ("showing.show", "List the rules, or show one as a moderator reads it."),
}


class _Rules(Listed):
    package = "moderation.cli.rules"
    listed = COMMANDS


@click.group("rules", cls=_Rules, context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Check, test, measure and show moderation rules."""
