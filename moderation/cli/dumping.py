"""`--context` and `--rollup`: what a whole dump tells, before and after it is scored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import click

from moderation.batch import Request
from moderation.cli.options import all_of
from moderation.cli.reporting import progress
from moderation.errors import UsageError

on_dump = all_of(
    click.option(
        "--context", is_flag=True, help="Read twice: near-duplicates, campaigns and hurried authors, into OUT.context."
    ),
)


def refuse_for_estimate(options: Mapping[str, Any]) -> None:
    """Raise UsageError for what a slice of the input cannot tell."""
    if options["context"]:
        raise UsageError("an estimate looks at a slice, `--context` at the whole", mend="leave one of them out")


@contextmanager
def around(options: Mapping[str, Any], request: Request) -> Iterator[Request]:
    """Yield the request with what was asked for done before it is scored."""
    if not options["context"]:
        yield request
        return
    from moderation.batch.twice import read_before

    with progress() as told, read_before(request, told) as readied:
        yield readied
