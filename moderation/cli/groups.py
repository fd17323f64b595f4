"""Groups of commands: the nearest name for a wrong one, and lines of the overview that are not cut short."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import ClassVar, Final

import click

from moderation.errors import suggest

# Longer than any first sentence of ours; click would cut it at the terminal's width.
_WHOLE: Final = 1000


class Commands(click.Group):
    """A group that offers the nearest of its commands, and lists each with its whole first sentence."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        known = self.list_commands(ctx)
        if args and not args[0].startswith("-") and args[0] not in known:
            raise click.UsageError(f"no command `{args[0]}`; {suggest(args[0], known)}", ctx)
        return super().resolve_command(ctx, args)

    def line_of(self, ctx: click.Context, name: str) -> str:
        """Return what the overview says of a command."""
        command = self.get_command(ctx, name)
        return command.get_short_help_str(_WHOLE) if command is not None else ""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, self.line_of(ctx, name)) for name in self.list_commands(ctx)])


class Listed(Commands):
    """A group of commands by name, each imported when it is called: `--help` answers without pandas or torch.

    `listed` says of each where it is defined, `module.name` within `package`, and its line of the overview.
    """

    package: ClassVar[str]
    listed: ClassVar[Mapping[str, tuple[str, str]]]

    def list_commands(self, ctx: click.Context) -> list[str]:  # click's
        return list(self.listed)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # click's
        if cmd_name not in self.listed:
            return None
        module, _, name = self.listed[cmd_name][0].rpartition(".")
        command: click.Command = getattr(importlib.import_module(f"{self.package}.{module}"), name)
        return command

    def line_of(self, ctx: click.Context, name: str) -> str:  # click's
        return self.listed[name][1]
