"""Rows of cells under a header, from whatever file, to comments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any, Final

from moderation.errors import InputError, Location
from moderation.parse.identity import Ids
from moderation.parse.reading import Input
from moderation.parse.tables.cells import Table, comment_of
from moderation.parse.tables.columns import LONGEST_NAME, column_map
from moderation.parse.tables.notes import Notes
from moderation.parse.tables.rows import Row
from moderation.parse.tables.values import BadCell, is_mangled
from moderation.parse.times import order_of
from moderation.records import Columns, Comment, Notice, Record, Reject

# So many rows decide in which order day and month stand; they wait in memory until it is known, so there is a limit to
# their characters too.
_LOOKED_AT: Final = 1_000
_CHARACTERS: Final = 1 << 18
_ORDERED: Final = ("created_at", "edited_at")


def read_grid(
    names: Sequence[str], rows: Iterator[Row | Reject], source: Input, *, default: str, notes: Notes
) -> Iterator[Record]:
    """Yield what the columns were taken for, then a comment or a reject for each row.

    `names` are the columns, unique; `default` is the records' source where the caller names none.
    """
    ids = notes.ids
    name = source.source or default
    table = Table(name, name, column_map(names, source.columns, file=source.name))
    yield Columns(tuple(names), dict(table.columns))
    first = _first(rows)
    table, said = with_order(table, [named(names, row) for row in first if isinstance(row, Row)])
    yield from said
    for row in chain(first, rows):
        record: Comment | Reject
        try:
            record = row if isinstance(row, Reject) else _comment(named(names, row), table, ids, notes)
        except BadCell as error:
            record = Reject(row.line, str(error), row.raw)
        if notes.has_news():
            yield from notes.before(record, row.line)
        if isinstance(record, Comment):
            notes.awaited.add(record.thread_id, record.id, record.parent_id)
        yield record
    yield from notes.last()


def _first(rows: Iterator[Row | Reject]) -> list[Row | Reject]:
    found: list[Row | Reject] = []
    size = 0
    for row in rows:
        found.append(row)
        size += len(row.raw)
        if len(found) == _LOOKED_AT or size > _CHARACTERS:
            break
    return found


def named(names: Sequence[str], row: Row) -> dict[str, str]:
    """Return the cells of a row by column."""
    return dict(zip(names, row.cells, strict=False))


def unique_names(cells: Sequence[str]) -> list[str]:
    """Return the column names, made unique: a second `text` is `text.2`."""
    names: list[str] = []
    for number, cell in enumerate(cells, 1):
        name = cell.strip().lstrip("\ufeff") or f"column {number}"
        while name in names:
            name = f"{name}.{number}"
        names.append(name)
    return names


def named_twice(names: Sequence[str], header: Row | Reject) -> list[Notice]:
    """Say which columns have the name of one before them; only the first is looked at."""
    return [
        Notice(f"the name `{bare}` stands above another column, too, which is carried along as `{name}`", header.line)
        for cell, name in zip(header.cells if isinstance(header, Row) else (), names, strict=False)
        if (bare := cell.strip()) != name and bare in names and len(bare) <= LONGEST_NAME
    ]


def header_of(row: Row | Reject, file: str) -> list[str]:
    """Return the column names in the first row; raises InputError when it is broken."""
    if isinstance(row, Reject):
        raise InputError(f"the header cannot be read: {row.reason}", at=Location(file, row.line))
    return unique_names(row.cells)


def with_order(table: Table, rows: Sequence[Mapping[str, Any]]) -> tuple[Table, list[Notice]]:
    """Return the table with the order of day and month that its first rows show, and what to say about it."""
    columns = [table.columns[field] for field in _ORDERED if field in table.columns]
    told = order_of(row.get(column) for row in rows for column in columns)
    if told == "none":
        return table, []
    if told == "open":
        message = "dates such as 03/04/2024 stand in no clear order of day and month: they are carried unread"
        return table, [Notice(message)]
    order = "day/month/year" if told == "day first" else "month/day/year"
    return replace(table, order=told), [Notice(f"dates are read as {order}, as some of them can only be")]


def _comment(row: Mapping[str, Any], table: Table, ids: Ids, notes: Notes) -> Comment:
    column = table.columns.get("id")
    notes.mangled += column is not None and is_mangled(row.get(column))
    return comment_of(row, table, ids)
