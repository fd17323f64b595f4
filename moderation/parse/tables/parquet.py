"""Parquet files, one batch of rows at a time."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final

from moderation.errors import InputError, Location
from moderation.parse.encoding import storable
from moderation.parse.identity import Ids
from moderation.parse.reading import Input
from moderation.parse.tables.cells import Table, comment_of
from moderation.parse.tables.columns import column_map
from moderation.parse.tables.grid import unique_names, with_order
from moderation.parse.tables.nested import flattened, inside_of, is_nested
from moderation.parse.tables.notes import Notes
from moderation.parse.tables.spooled import BLANK, spooled
from moderation.parse.tables.values import BadCell, is_mangled
from moderation.records import Columns, Comment, Notice, Record, Reject

_BATCH: Final = 1_000
# Read ahead, or without a buffer, 121 MB of comments took 271 MB of memory; so it is 163.
_BUFFER: Final = 1 << 20
_DEEPEST: Final = 50


def read_parquet(source: Input) -> Iterator[Record]:
    """Yield the comments of a Parquet file; its rows count as lines.

    Nothing of a file without its end can be read; where a part inside is damaged, what stands before it is.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    if not source.head.strip(BLANK):
        return
    with spooled(source.stream) as file:
        try:
            opened = pq.ParquetFile(file, buffer_size=_BUFFER, pre_buffer=False)
            names = unique_names([storable(name) for name in opened.schema_arrow.names])
            shape = dict(zip(names, map(_shape, opened.schema_arrow.types), strict=True))
        except (pa.ArrowException, OSError, ValueError) as error:
            raise InputError(
                "the Parquet file is damaged or cut off", at=Location(source.name), mend="fetch the file again"
            ) from error
        yield from _read(_batches(opened, pa), shape, source)


def _shape(kind: Any) -> Any:
    """Return what a value of a type looks like, as far as objects go: their names, with None for what they hold."""
    if getattr(kind, "num_fields", 0) and str(kind).startswith("struct<"):
        return {storable(part.name): _shape(part.type) for part in kind}
    return None


def _batches(opened: Any, library: Any) -> Iterator[list[tuple[Any, ...]] | Notice]:
    """Yield the rows in batches, and a Notice in place of the first that is damaged."""
    rows = 0
    batches = opened.iter_batches(batch_size=_BATCH)
    while True:
        try:
            batch = next(batches, None)
            if batch is None:
                return
            columns = [column.to_pylist() for column in batch.columns]
        except (library.ArrowException, OSError, ValueError, OverflowError) as error:
            yield Notice(
                f"the file is damaged behind row {rows}; nothing more is read ({type(error).__name__})", rows + 1
            )
            return
        yield list(zip(*columns, strict=True))
        rows += batch.num_rows


def _read(batches: Iterator[list[tuple[Any, ...]] | Notice], shape: dict[str, Any], source: Input) -> Iterator[Record]:
    notes = Notes()
    ids = notes.ids
    name = source.source or "parquet"
    nested = is_nested([shape], source.columns)
    names = list(flattened(shape)) if nested else list(shape)
    inside = (inside_of(names) or "") if nested else ""
    table = Table(name, name, column_map(names, source.columns, file=source.name, inside=inside))
    yield Columns(tuple(names), dict(table.columns))
    line = 0
    for batch in batches:
        if isinstance(batch, Notice):
            yield batch
            continue
        rows = [{key: _plain(value) for key, value in zip(shape, row, strict=True)} for row in batch]
        if nested:  # a row without an object has none of its columns
            rows = [{name: flat.get(name) for name in names} for flat in map(flattened, rows)]
        if not line:
            table, said = with_order(table, rows)
            yield from said
        for row in rows:
            line += 1
            notes.mangled += "id" in table.columns and is_mangled(row.get(table.columns["id"]))
            record = _record(row, table, ids, line)
            yield from notes.before(record, line)
            if isinstance(record, Comment):
                notes.awaited.add(record.thread_id, record.id, record.parent_id)
            yield record
    yield from notes.last()


def _record(row: Mapping[str, Any], table: Table, ids: Ids, line: int) -> Comment | Reject:
    try:
        return comment_of(row, table, ids)
    except BadCell as error:
        return Reject(line, str(error), "")


def _plain(value: Any, depth: int = 0) -> Any:
    """Return a value as JSON has it: times in ISO 8601, bytes as text, what JSON lacks as text."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None  # NaN is how data frames write "none"
    if depth < _DEEPEST and isinstance(value, list | tuple):
        return [_plain(part, depth + 1) for part in value]
    if depth < _DEEPEST and isinstance(value, dict):
        return {storable(str(key)): _plain(part, depth + 1) for key, part in value.items()}
    return _text(value)


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        return storable(value.decode("utf-8", "replace"))
    return value.isoformat() if isinstance(value, datetime | date) else storable(str(value))
