"""`moderation parse`: an outside format to JSON Lines."""

from __future__ import annotations

import sys
from typing import Final

import click
import orjson

from moderation.cli.options import mapped, reading
from moderation.cli.reporting import columns_in_words, taken_for, under_bar
from moderation.counted import counted
from moderation.parse import parse
from moderation.records import Columns, Comment, Reject, as_json

_LISTED: Final = 100


@click.command(name="parse")
@click.argument("source", metavar="INPUT")
@reading
def command(source: str, as_format: str | None, mapping: tuple[str, ...], source_name: str | None) -> None:
    """Separate the articles and comments of INPUT, a file or - for standard input, into JSON Lines.

    Rows that cannot be read are listed on standard error by line and reason, and never stop the run.
    """
    records = parse(source, as_format=as_format, columns=mapped(mapping), source_name=source_name)
    out = sys.stdout.buffer
    rejects = comments = 0
    for record in under_bar(records, "records"):
        if isinstance(record, Columns):
            click.echo(columns_in_words(record), err=True)
        elif isinstance(record, Reject):
            rejects += 1
            if rejects <= _LISTED:
                click.echo(f"line {record.line}: {record.reason}", err=True)
        else:
            comments += isinstance(record, Comment)
            out.write(orjson.dumps(as_json(record), option=orjson.OPT_APPEND_NEWLINE))
    out.flush()
    if rejects > _LISTED:
        click.echo(f"and {rejects - _LISTED} more", err=True)
    if rejects:
        click.echo(f"{counted(rejects, 'row')} could not be read", err=True)
    if not comments:
        click.echo(f"no comment found{taken_for(source, as_format)}", err=True)
