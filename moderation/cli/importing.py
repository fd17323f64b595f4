"""moderation import."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from moderation.batch import import_into
from moderation.cli.options import database, judging, loading_of, mapped, pseudonym_key, reading
from moderation.cli.reporting import progress, taken_for
from moderation.counted import counted
from moderation.parse import sniff
from moderation.parse.opening import STDIN, opened
from moderation.pipeline import load_pipeline
from moderation.store import open_store


@click.command(name="import")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@database
@reading
@judging
@click.option(
    "--pseudonymise", type=click.Choice(["author"]), multiple=True,
    help="Store keyed codes for authors' names; needs MODERATION_PSEUDONYM_KEY.",
)  # fmt: skip
def command(inputs: tuple[str, ...], url: str, **options: Any) -> None:
    """Parse, score and put into the queue; a second time adds nothing twice."""
    key = pseudonym_key(options["pseudonymise"])
    pipeline = load_pipeline(**loading_of(options))
    _look_at(inputs, is_told=bool(options["as_format"] or options["mapping"]))
    with open_store(url) as store, progress() as told:
        summary = import_into(
            store,
            inputs,
            pipeline,
            as_format=options["as_format"],
            columns=mapped(options["mapping"]),
            source_name=options["source_name"],
            progress=told,
            pseudonym_key=key,
        )
    click.echo(
        f"{summary.new} new, {summary.revised} revised, {summary.rescored} rescored, {summary.closed} closed, "
        f"{summary.unchanged} unchanged, {summary.held} of them for a person; {_unread(summary.rejects)}",
        err=True,
    )
    for silent in summary.silent:
        why = "" if options["mapping"] else taken_for(silent, options["as_format"])
        click.echo(f"no comment found in `{silent}`{why}", err=True)


def _unread(rejects: int) -> str:
    """Say how many rows were no comments; `rejected` is what people do with comments."""
    return f"{counted(rejects, 'row')} could not be read"


def _look_at(inputs: Sequence[str], *, is_told: bool) -> None:
    """Raise InputError for what cannot be read, before a database is made for it; `is_told` that the format was given.

    What comes through a pipe can be read only once.
    """
    for path in map(Path, inputs):
        if str(path) == STDIN or path.is_fifo() or path.is_char_device():
            continue
        with opened(path):
            pass
        if not is_told:
            sniff(path)
