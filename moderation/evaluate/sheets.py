"""The rows of a labelled table as they stand in a file, read strictly: a row that is lost would change a measure."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, Final

from moderation.errors import InputError, Location, suggest
from moderation.parse.opening import opened
from moderation.parse.tables.grid import unique_names
from moderation.parse.tables.rows import rows
from moderation.parse.tables.spooled import spooled
from moderation.parse.tables.text import delimiter_of
from moderation.records import Reject

KINDS: Final = "CSV, TSV, JSON Lines or Parquet"
_PARQUET: Final = b"PAR1"
_WORKBOOK: Final = b"PK"
_PACKED: Final = (".gz", ".zst")
_BATCH: Final = 1_000

Numbered = tuple[int, dict[str, str]]


def rows_of(path: Path, wanted: Sequence[str]) -> Iterator[Numbered]:
    """Yield the number of a line, or of a row of Parquet, and its cells by column; gzip and zstd are taken off.

    Raises InputError where the file, a column of `wanted` or a row cannot be read.
    """
    if not path.exists() or path.is_dir():
        raise InputError(f"there is no file `{path}`", mend=f"name a file of {KINDS}")
    with opened(path) as (head, stream):
        if head.startswith(_PARQUET):
            yield from _parquet(stream, path, wanted)
        elif head.startswith(_WORKBOOK):
            message = f"is an Excel workbook, and labelled comments are read from {KINDS}"
            raise InputError(message, at=Location(str(path)), mend="save it as CSV")
        else:
            yield from _text(stream, path, wanted)


def _text(stream: BinaryIO, path: Path, wanted: Sequence[str]) -> Iterator[Numbered]:
    ending = (path.with_suffix("") if path.suffix in _PACKED else path).suffix
    lines = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    read = _objects(lines, path, wanted) if ending in (".jsonl", ".ndjson") else _table(lines, path, wanted, ending)
    line = 0
    try:
        for line, row in read:
            yield line, row
    except UnicodeDecodeError as error:
        place = Location(str(path), line + 1)
        raise InputError(
            "the file cannot be read here or a little further on", at=place, mend="save it in UTF-8"
        ) from error


def _table(lines: Iterable[str], path: Path, wanted: Sequence[str], ending: str) -> Iterator[Numbered]:
    """Yield the rows of a table; raises InputError at a broken one: a quote left open would swallow those below it."""
    rest = iter(lines)
    header = next(rest, "")
    # A spreadsheet in which numbers have a decimal comma saves a sheet with semicolons.
    delimiter = "\t" if ending == ".tsv" else delimiter_of(header)
    names: list[str] = []
    for row in rows(chain([header], rest), delimiter):
        if isinstance(row, Reject):
            mend = "mend that line (a quote inside a quoted cell is written twice), or take it out"
            raise InputError(row.reason, at=Location(str(path), row.line), mend=mend)
        if names:
            yield row.line, dict.fromkeys(names, "") | dict(zip(names, row.cells, strict=False))
            continue
        names = unique_names(row.cells)
        _check_columns(path, row.line, names, wanted)
    if not names:
        _check_columns(path, 1, names, wanted)


def _objects(lines: Iterable[str], path: Path, wanted: Sequence[str]) -> Iterator[Numbered]:
    for number, line in enumerate(lines, 1):
        row = _object(line, path, number)
        _check_columns(path, number, list(row), wanted)
        yield number, row


def _object(line: str, path: Path, number: int) -> dict[str, str]:
    try:
        return {name: _cell(value) for name, value in json.loads(line).items()}
    except (ValueError, AttributeError, RecursionError):
        raise InputError("not a JSON object", at=Location(str(path), number), mend="write one object a line") from None


def _parquet(stream: BinaryIO, path: Path, wanted: Sequence[str]) -> Iterator[Numbered]:
    """Yield the rows of a Parquet file, of the columns that are wanted alone."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    number = 0
    with spooled(stream) as file:
        try:
            table = pq.ParquetFile(file)
            _check_columns(path, 0, table.schema_arrow.names, wanted)
            batches = table.iter_batches(_BATCH, columns=list(dict.fromkeys(wanted)))
            for number, row in enumerate(chain.from_iterable(batch.to_pylist() for batch in batches), 1):
                yield number, {name: _cell(row[name]) for name in wanted}
        except (pa.ArrowException, OSError, ValueError) as error:
            damaged = f"the Parquet file is damaged behind row {number}"
            raise InputError(damaged, at=Location(str(path)), mend="fetch the file again") from error


def _cell(value: Any) -> str:
    """Return a value as a cell of CSV has it; a truth that is null, or NaN, is not known, as an empty cell is."""
    if isinstance(value, bytes):
        return value.decode()
    return "" if value is None else str(value)


def _check_columns(path: Path, line: int, present: Sequence[str], wanted: Sequence[str]) -> None:
    for column in wanted:
        if column not in present:
            place = Location(str(path), line)
            raise InputError(f"there is no column `{column}`", at=place, mend=suggest(column, present))
