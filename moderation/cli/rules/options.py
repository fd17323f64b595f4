"""What several of the rules' commands take."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Final

import click

from moderation.cli.places import refuse_without_folder
from moderation.errors import UsageError

PATH: Final = click.argument("path", required=False, type=click.Path(path_type=Path), metavar="[PATH]")


def _apart(_: click.Context, __: click.Parameter, paths: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return the paths in their order, each once: what lies under another would be read twice."""
    known = {path.resolve(): path for path in reversed(paths)}
    return tuple(path for whole, path in reversed(known.items()) if known.keys().isdisjoint(whole.parents))


PATHS: Final = click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...", callback=_apart)
# Read at 80 columns and at 120; wider than that, a line is hard to follow.
WIDEST: Final = 120
FALLBACK: Final = (100, 24)

as_json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")
jobs_option = click.option("--jobs", type=click.IntRange(1), default=2, show_default=True, help="Processes that work.")


def _day(_: click.Context, __: click.Parameter, value: str | None) -> date | None:
    if value is None:
        return None
    from moderation.pipeline import day_of

    return day_of(value)


day_option = click.option(
    "--day", callback=_day, metavar="YYYY-MM-DD", help="The day on which rules that expire are judged; today without."
)
show_text_option = click.option("--show-text", is_flag=True, help="Show whole comments; without, only what was found.")


def kept_file(_: click.Context, __: click.Parameter, path: Path | None) -> Path | None:
    """Return the path of a file that is kept from run to run, told before the work where there can be none."""
    if path is not None:
        if path.is_dir():
            raise UsageError(f"`{path}` is a folder", mend="name a file in it")
        refuse_without_folder(path)
    return path


def width() -> int:
    """Return how many columns there are to write in."""
    return min(WIDEST, shutil.get_terminal_size(FALLBACK).columns)
