"""`moderation parse`: an outside format to JSON Lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import click
import orjson
from tqdm import tqdm

from moderation.errors import UsageError
from moderation.parse import READERS, parse
from moderation.records import Record, Reject, as_json

_LISTED: Final = 100


@click.command(name="parse", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("source", metavar="INPUT")
@click.option(
    "--as",
    "as_format",
    metavar="FORMAT",
    help=f"What the input is: {', '.join(READERS)}. Default: its content decides.",
)
@click.option(
    "--map", "pairs", metavar="FIELD=COLUMN", multiple=True, help="Which column holds a field; may be repeated."
)
@click.option("--source", "source_name", metavar="NAME", help="The source that the records name. Default: the format.")
def command(source: str, as_format: str | None, pairs: Sequence[str], source_name: str | None) -> None:
    """Separate the articles and comments of INPUT, a file or - for standard input, into JSON Lines.

    Rows that cannot be read are listed on standard error by line and reason, and never stop the run.
    """
    records = parse(source, as_format=as_format, columns=column_pairs(pairs), source_name=source_name)
    out = click.get_binary_stream("stdout")
    rejects = 0
    for record in _with_progress(records):
        if isinstance(record, Reject):
            rejects += 1
            if rejects <= _LISTED:
                click.echo(f"line {record.line}: {record.reason}", err=True)
        else:
            out.write(orjson.dumps(as_json(record), option=orjson.OPT_APPEND_NEWLINE))
    out.flush()
    if rejects > _LISTED:
        click.echo(f"and {rejects - _LISTED} more", err=True)
    if rejects:
        click.echo(f"{rejects} {'row' if rejects == 1 else 'rows'} could not be read", err=True)


def column_pairs(pairs: Sequence[str]) -> dict[str, str]:
    """Return `field=column` words as a mapping; a word without `=` is a UsageError."""
    columns = {}
    for pair in pairs:
        field, sign, column = pair.partition("=")
        if not (field and sign and column):
            raise UsageError(f"cannot read `{pair}`", mend="write `--map FIELD=COLUMN`, e.g. `--map text=body`")
        columns[field.strip()] = column
    return columns


def _with_progress(records: Iterator[Record]) -> Iterator[Record]:
    """Show a bar on a terminal once the work has taken two seconds."""
    yield from tqdm(records, unit=" records", delay=2, disable=None, leave=False)
