"""What commands say on standard error: progress, warnings, a summary at the end."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NoReturn, TypeVar

import click
from tqdm import tqdm

from moderation.batch import Progress
from moderation.batch.bar import QUIET_SECONDS
from moderation.errors import InputError
from moderation.parse import NOTHING, sniff
from moderation.parse.opening import is_read_once, opened
from moderation.records import Columns, Notice

WARNINGS_SHOWN: Final = 20
T = TypeVar("T")


def columns_in_words(found: Columns) -> str:
    """Return what a table's columns were taken for, so that a wrong guess is seen before the run is over."""
    taken = ", ".join(f"{field} from `{column}`" for field, column in found.fields.items())
    said = f"columns: {taken} (another column: --map FIELD=COLUMN)"
    if "thread_id" in found.fields:
        return said
    return f"{said}\nno column names the thread: ids must be one site's own; give another site's dump its own --source"


def taken_for(source: str, as_format: str | None) -> str:
    """Return what an input without comments was read as: a guess, or what was said, may be wrong."""
    if is_read_once(source):
        return ""
    with opened(source) as (head, _):
        if not head.strip(NOTHING):
            return ": there is nothing in it"
    if as_format is not None:
        return _told_otherwise(Path(source), as_format)
    taken = sniff(Path(source))
    told = f", read as `{taken}`; if it is something else, say what: `--as FORMAT`"
    return f"{told}; if each line is a comment, put a line `text` above them: `--as tsv`" if taken == "plain" else told


def _told_otherwise(source: Path, as_format: str) -> str:
    """Return what the content of `source` looks like, where that is not what `--as` said."""
    try:
        looks = sniff(source)
    except InputError:  # it looks like nothing that we read, which is why somebody said what it is
        return ""
    return f", read as `{as_format}`; it looks like `{looks}`: leave `--as` out" if looks != as_format else ""


@contextmanager
def progress() -> Iterator[Progress]:
    """Yield a Progress that draws a bar (rate, ETA, rejects) once work takes long and standard error is a terminal."""
    with tqdm(
        unit=" comments", delay=QUIET_SECONDS, disable=not sys.stderr.isatty(), file=sys.stderr, leave=False
    ) as bar:
        shown = _Shown(bar)
        yield Progress(shown.advance, shown.header, shown.notice, shown.expect, shown.reach)
    if shown.warned > WARNINGS_SHOWN:
        click.echo(f"({shown.warned - WARNINGS_SHOWN} more warnings)", err=True)


def under_bar(items: Iterable[T], unit: str, total: int | None = None) -> Iterator[T]:
    """Yield the items, counted in `unit` by a bar, once work takes long and standard error is a terminal."""
    quiet = not sys.stderr.isatty()
    yield from tqdm(
        items, total=total, unit=f" {unit}", delay=QUIET_SECONDS, disable=quiet, file=sys.stderr, leave=False
    )


@contextmanager
def counted(total: int, unit: str) -> Iterator[Callable[[int], None]]:
    """Yield what takes how many are behind, drawn as a bar once work takes long and standard error is a terminal."""
    quiet = not sys.stderr.isatty()
    # Told once for many, so each time is worth a stroke.
    with tqdm(
        total=total, unit=f" {unit}", delay=QUIET_SECONDS, mininterval=0, disable=quiet, file=sys.stderr, leave=False
    ) as bar:

        def hear(behind: int) -> None:
            bar.update(behind - bar.n)

        yield hear


class _Shown:
    """The bar, in comments; in bytes of the input where these are known, for of a dump nobody knows the comments."""

    def __init__(self, bar: tqdm[NoReturn]) -> None:
        self._bar = bar
        self._rows = self._rejects = self._position = self.warned = 0
        self._in_bytes = False

    def reach(self, position: int, total: int) -> None:
        """Note how far the input is finished, before `advance` draws it; a pipe has no end that one could know."""
        self._position = position
        if total and not self._in_bytes and not self._bar.disable:
            # Before anything is drawn in comments: they would count as bytes in the rate, and in the time to come.
            self._in_bytes = True
            self._bar.total = total
            self._bar.bar_format = "{percentage:3.0f}%|{bar}| {desc} [{elapsed}<{remaining}]"

    def advance(self, rows: int, rejected: int) -> None:
        self._rows += rows
        self._rejects += rejected
        if not self._in_bytes:
            self._bar.set_postfix_str(f"{self._rejects} rejected", refresh=False)
            self._bar.update(rows)
            return
        rate = self._rows / max(self._bar.format_dict["elapsed"], 1e-9)
        said = f"{self._rows:,} comments, {rate:,.0f}/s, {self._rejects:,} rejected"
        self._bar.set_description_str(said, refresh=False)
        self._bar.update(self._position - self._bar.n)

    def expect(self, rows: int | None) -> None:
        self._bar.total = rows

    def notice(self, found: Notice) -> None:
        self.warned += 1
        if self.warned <= WARNINGS_SHOWN:
            place = f"line {found.line}: " if found.line else ""
            tqdm.write(f"warning: {place}{found.message}", file=sys.stderr)

    def header(self, found: Columns) -> None:
        tqdm.write(columns_in_words(found), file=sys.stderr)
