"""`moderation rules`: check rule files, run their examples, hold them against a corpus, show them."""

from __future__ import annotations

import importlib
from typing import Final

import click

from moderation.cli.groups import Commands

# name -> (module that holds the command, the line of the overview); imported when called, for `check` runs in editors.
COMMANDS: Final[dict[str, tuple[str, str]]] = {
    "check": ("testing", "Show every problem of the rule files at once."),
    "test": ("testing", "Run every example of every rule."),
    "cover": ("covering", "Find terms, branches and exemptions that no example decides."),
    "evade": ("evading", "Measure how many disguises of its own examples each rule sees through."),
    "fp": ("clean", "Find hits on a clean corpus that nobody has accepted yet."),
    "diff": ("diffing", "Show what a change of rules, policy or classifier does to a corpus."),
    "bench": ("timing", "Find slow rules, on ordinary comments and on hostile ones."),
    "show": ("showing", "List the rules, or show one as a moderator reads it."),
}


class _Rules(Commands):
    """The commands by name, each loaded when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"moderation.cli.rules.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def line_of(self, ctx: click.Context, name: str) -> str:
        return COMMANDS[name][1]


@click.group("rules", cls=_Rules, context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Check, test, measure and show moderation rules."""
