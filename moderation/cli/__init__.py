"""The command line: read options, call one function, print."""

from __future__ import annotations

import importlib
import os
import signal
import sys
from pathlib import Path
from typing import Final

import click

from moderation import __version__
from moderation.cli.groups import Commands
from moderation.errors import ModerationError

# name -> (module that holds `command`, the line of the overview); a command is imported when it is called.
COMMANDS: Final[dict[str, tuple[str, str]]] = {
    "parse": ("parse", "Separate article and comments; JSON Lines out."),
    "score": ("score", "Score comments of any format into a table."),
    "import": ("importing", "Parse, score and put into the queue."),
    "queue": ("queue", "Open the moderation queue in the browser."),
    "demo": ("demo", "Open the queue over the sample pages."),
    "decisions": ("decisions", "Export, count, undo, seal and verify rulings."),
    "holds": ("holding", "Have new comments looked at first: of an article, author, term."),
    "people": ("people", "Say who may sign in, and as what."),
    "deliver": ("delivering", "Tell rulings to where the comments are shown."),
    "data": ("data", "Purge, erase, back up and restore."),
    "rules": ("rules", "Check, test, measure and show rule files."),
    "sample": ("sample", "Draw comments: a corpus for diffs, or a sheet to label."),
    "evaluate": ("evaluate", "Measure scores against labelled comments."),
    "cite": ("cite", "Say what made scores, and how to cite it."),
    "train": ("train", "Train a classifier on your own data."),
    "learn": ("learning", "Say what past rulings teach: thresholds, precision, agreement."),
    "migrate-thresholds": ("scales", "Say what thresholds made for Perspective become."),
    "serve": ("serve", "Serve scores over HTTP, Perspective's wire format included."),
}
INTERRUPTED: Final = 130


class _NobodyReads(Exception):
    """Whoever read our output has had enough."""


class _Commands(Commands):
    """The commands by name, each loaded when it is asked for: `--help` answers without pandas or torch."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"moderation.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = module.command
        return command

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:  # click would exit 1
            raise _NobodyReads from None

    def line_of(self, ctx: click.Context, name: str) -> str:
        return COMMANDS[name][1]


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="moderation")
def cli() -> None:
    """Comment moderation and toxicity triage."""


def main() -> None:
    """Run the command line: exit 0 fine, 1 findings, 2 misuse or unreadable input, 130 interrupted."""
    _open_what_is_closed()
    try:
        status = cli.main(standalone_mode=False)
    except ModerationError as error:
        click.echo(error.render(), err=True)
        status = error.exit_code
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except (KeyboardInterrupt, click.Abort):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C would only break into our leaving
        click.echo(f"interrupted; what was finished is kept{_resumed()}", err=True)
        status = INTERRUPTED
    except _NobodyReads:
        _drop_output()
        status = 0
    except OSError as error:
        click.echo(_in_words(error), err=True)
        _drop_output()
        status = ModerationError.exit_code
    sys.exit(status)


def _open_what_is_closed() -> None:
    """A service may start a command without standard streams; what it says is lost then, what it does is not."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 # for as long as we live


def _in_words(error: OSError) -> str:
    """Readers say what is wrong with an input; what is left is, as a rule, an output that cannot be written."""
    what = (error.strerror or type(error).__name__).lower()
    place = f"`{os.fsdecode(error.filename)}`" if isinstance(error.filename, str | bytes) else "the output"
    return f"{place}: {what}\n  mend: make room or name another place{_resumed()}"


def _resumed() -> str:
    """Say how a run goes on that writes a file; what went to standard output cannot be taken up again."""
    to_file = any(word.startswith(("-o", "--out")) for word in sys.argv[2:]) and "-" not in sys.argv[2:]
    return "; `score --resume` goes on where it stopped" if to_file and "score" in sys.argv[1:2] else ""


def _drop_output() -> None:
    """Leave without a flush that would fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
