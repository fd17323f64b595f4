"""`--context` and `--rollup`: what a whole dump tells, before and after it is scored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from moderation.batch import Request
from moderation.batch.manifest import write_whole
from moderation.cli.options import all_of
from moderation.cli.reporting import progress
from moderation.errors import UsageError, suggest
from moderation.parse.opening import is_read_once
from moderation.records import Columns

if TYPE_CHECKING:
    from moderation.rollup.sums import Kind

on_dump = all_of(
    click.option(
        "--context", is_flag=True, help="Read twice: near-duplicates, campaigns and hurried authors, into OUT.context."
    ),
    click.option(
        "--rollup", metavar="thread,author", help="Sums of each: OUT.rollup.html, .json, OUT.threads.csv, .authors.csv."
    ),
    click.option("--show-text", is_flag=True, help="The roll-up shows the worst comments, not their ids alone."),
)


@contextmanager
def around(options: Mapping[str, Any], request: Request) -> Iterator[Request]:
    """Yield the request to be scored; before, the dump is read for its context, and afterwards rolled up."""
    kinds = _kinds(options, request)
    if options["context"]:
        from moderation.batch.twice import read_before

        with progress() as told, read_before(request, told) as readied:
            yield readied
    else:
        yield request
    if kinds and request.out is not None:
        _roll_up(request, request.out, kinds, with_text=options["show_text"])


def _kinds(options: Mapping[str, Any], request: Request) -> tuple[Kind, ...]:
    """Return what to roll up by; raises UsageError before any work is done."""
    if not options["rollup"]:
        if options["show_text"]:
            raise UsageError("`--show-text` is for a roll-up", mend="add `--rollup thread,author`")
        return ()
    from moderation.rollup.sums import Kind

    if request.out is None or options["columns"]:
        raise UsageError("`--rollup` reads the rows that were written", mend="name `-o OUT`, and leave `--columns` out")
    if options["show_text"] and options["no_text"]:
        raise UsageError("there is no text to show", mend="leave `--no-text` or `--show-text` out")
    names = tuple(dict.fromkeys(name.strip() for name in options["rollup"].split(",")))
    for name in names:
        if name not in get_args(Kind):
            raise UsageError(f"there is no roll-up by `{name}`", mend=suggest(name, get_args(Kind)))
    return names


def _roll_up(request: Request, out: Path, kinds: tuple[Kind, ...], *, with_text: bool) -> None:
    from moderation.rollup import Source, as_csv, as_html, as_json, roll_up

    found = roll_up(Source(out, _fields(request)), kinds, with_text=with_text)
    for kind in kinds:
        write_whole(out.with_name(f"{out.name}.{kind}s.csv"), as_csv(found, kind))
    write_whole(out.with_name(f"{out.name}.rollup.json"), as_json(found))
    page = out.with_name(f"{out.name}.rollup.html")
    write_whole(page, as_html(found).encode("utf-8", "replace"))
    click.echo(f"rolled up by {' and '.join(kinds)}: {page}", err=True)


def _fields(request: Request) -> Mapping[str, str]:
    """Return which column of the inputs each field of a comment was read from, as their headers say."""
    fields: dict[str, str] = {}
    for path in request.inputs:
        first = None if is_read_once(path) else next(request.records(path), None)
        if isinstance(first, Columns):
            fields = {**first.fields, **fields}
    return fields
