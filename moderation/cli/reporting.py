"""What commands say on standard error: progress, warnings, a summary at the end."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import click
from tqdm import tqdm

from moderation.batch import Progress
from moderation.records import Columns, Notice

# Work that is over sooner needs no bar.
QUIET_SECONDS: Final = 2
WARNINGS_SHOWN: Final = 20


def columns_in_words(found: Columns) -> str:
    """Return what a table's columns were taken for, so that a wrong guess is seen before the run is over."""
    taken = ", ".join(f"{field} from `{column}`" for field, column in found.fields.items())
    said = f"columns: {taken} (another column: --map FIELD=COLUMN)"
    if "thread_id" in found.fields:
        return said
    return f"{said}\nno column names the thread: ids must be one site's own; give another site's dump its own --source"


@contextmanager
def progress() -> Iterator[Progress]:
    """Yield a Progress that draws a bar (rate, ETA, rejects) once work takes long and standard error is a terminal."""
    bar = tqdm(unit=" comments", delay=QUIET_SECONDS, disable=not sys.stderr.isatty(), file=sys.stderr, leave=False)
    rejects = warned = 0

    def advance(rows: int, rejected: int) -> None:
        nonlocal rejects
        rejects += rejected
        bar.set_postfix_str(f"{rejects} rejected", refresh=False)
        bar.update(rows)

    def notice(found: Notice) -> None:
        nonlocal warned
        warned += 1
        if warned <= WARNINGS_SHOWN:
            place = f"line {found.line}: " if found.line else ""
            tqdm.write(f"warning: {place}{found.message}", file=sys.stderr)

    def header(found: Columns) -> None:
        tqdm.write(columns_in_words(found), file=sys.stderr)

    def expect(rows: int | None) -> None:
        bar.total = rows

    with bar:
        yield Progress(advance, header, notice, expect)
    if warned > WARNINGS_SHOWN:
        click.echo(f"({warned - WARNINGS_SHOWN} more warnings)", err=True)
