"""The command line: read options, call one function, print."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Final

import click

from moderation import __version__
from moderation.cli.groups import Listed
from moderation.errors import ModerationError

# name -> (where the command is defined, the line of the overview)
COMMANDS: Final[dict[str, tuple[str, str]]] = {
    "parse": ("parse.command", "Separate article and comments; JSON Lines out."),
    "score": ("score.command", "Score comments of any format into a table."),
    "import": ("importing.command", "Parse, score and put into the queue."),
    "queue": ("queue.command", "Open the moderation queue in the browser."),
    "demo": ("demo.command", "Open the queue over the sample pages."),
    "decisions": ("decisions.command", "Export, count, undo, seal and verify rulings."),
    "holds": ("holding.command", "Have new comments looked at first: of an article, author, term."),
    "people": ("people.command", "Say who may sign in, and as what."),
    "deliver": ("delivering.command", "Tell rulings to where the comments are shown."),
    "data": ("data.command", "Purge, erase, back up and restore."),
    "rules": ("rules.command", "Check, test, measure and show rule files."),
    "sample": ("sample.command", "Draw comments: a corpus for diffs, or a sheet to label."),
    "evaluate": ("evaluate.command", "Measure scores against labelled comments."),
    "cite": ("cite.command", "Say what made scores, and how to cite it."),
    "train": ("train.command", "Train a classifier on your own data."),
    "learn": ("learning.command", "Say what past rulings teach: thresholds, precision, agreement."),
    "migrate-thresholds": ("scales.command", "Say what thresholds made for Perspective become."),
    "serve": ("serve.command", "Serve scores over HTTP, Perspective's wire format included."),
}
INTERRUPTED: Final = 130


class _NobodyReads(Exception):
    """Whoever read our output has had enough."""


class _Commands(Listed):
    """Our commands; a reader that has had enough is no error."""

    package = "moderation.cli"
    listed = COMMANDS

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:  # click would exit 1
            raise _NobodyReads from None


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
