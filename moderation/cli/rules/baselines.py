"""`--baseline FILE` and `--update`: what a share may not fall below, and how the file comes about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from moderation.cli.rules.options import kept_file
from moderation.errors import UsageError
from moderation.lab.baseline import Share, falls, read_baseline, write_baseline


def baseline_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--baseline` and `--update`."""
    update = click.option("--update", is_flag=True, help="Write the baseline as things stand now.")
    baseline = click.option("--baseline", type=click.Path(path_type=Path), metavar="FILE", callback=kept_file,
                            help="Exit 1 where a rule falls below this file.")  # fmt: skip
    return baseline(update(function))


def judged_by_baseline(shares: Mapping[str, Share], path: Path | None, *, update: bool) -> list[str]:
    """Return what fell below the baseline, or write it where it is to be updated."""
    if path is None:
        if update:
            raise UsageError("`--update` needs a file to write", mend="name it with `--baseline FILE`")
        return []
    if update:
        if path.exists():
            read_baseline(path)  # what is something else is not written over
        write_baseline(path, shares)
        click.echo(f"baseline of {len(shares)} rules: {path}", err=True)
        return []
    return [f"{fall} ({path}; `--update` accepts it)" for fall in falls(shares, read_baseline(path))]
