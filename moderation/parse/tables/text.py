"""CSV, TSV and JSON Lines with any column names, one record at a time, in memory that does not grow with the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain, islice
from typing import Any, Final, NamedTuple

from moderation.counted import counted
from moderation.errors import InputError
from moderation.parse.encoding import text_lines
from moderation.parse.identity import Ids
from moderation.parse.reading import Input
from moderation.parse.tables.arrays import list_in, listed
from moderation.parse.tables.cells import Table, comment_of
from moderation.parse.tables.columns import column_map, text_column
from moderation.parse.tables.grid import header_of, named_twice, read_grid, with_order
from moderation.parse.tables.json_line import parse_json
from moderation.parse.tables.nested import flattened, inside_of, is_nested
from moderation.parse.tables.notes import Notes
from moderation.parse.tables.own import is_own, record_of
from moderation.parse.tables.rows import BYTE_ORDER_MARK, rows
from moderation.parse.tables.values import BadCell, is_mangled
from moderation.records import Columns, Comment, Notice, Record, Reject

DELIMITERS: Final = (",", ";", "\t", "|")
_NAMED_DELIMITER: Final = re.compile(r"sep=(\S|\t)", re.IGNORECASE)
# Enough to have seen the columns that not every object has.
_LOOKED_AT: Final = 50


def read_csv(source: Input) -> Iterator[Record]:
    """Yield the comments of a table whose delimiter is `,`, `;`, tab or `|`, whichever its header has most of."""
    return _read_delimited(source, None, "csv")


def read_tsv(source: Input) -> Iterator[Record]:
    """Yield the comments of a tab-separated table, quoted or not."""
    return _read_delimited(source, "\t", "tsv")


def read_jsonl(source: Input) -> Iterator[Record]:
    """Yield the comments of JSON Lines, or the records that `moderation parse` printed; both may stand in one file.

    A document that holds a list of objects is read as if each stood on a line.
    """
    notes = Notes()
    ids = notes.ids
    if (path := list_in(source.begin)) is not None:
        values = listed(source.stream, path, notes.waiting)
    else:
        values = _json_values(text_lines(source.stream, notes.waiting))
    first = list(islice(values, _LOOKED_AT))
    tables = _Tables(source, [content for _, content, _ in first if not isinstance(content, BadCell)])
    yield from tables.described()
    notes.waiting.extend(tables.said)
    for line, content, raw in chain(first, values):
        record: Record
        try:
            record = _record(content, line, source, tables, ids)
            notes.mangled += tables.has_mangled(content)
        except BadCell as error:
            record = Reject(line, str(error), raw)
        if notes.has_news():
            yield from notes.before(record, line)
        if isinstance(record, Comment):
            notes.awaited.add(record.thread_id, record.id, record.parent_id)
        yield record
    yield from notes.last()


def delimiter_of(header: str) -> str:
    """Return the delimiter of a header line: the one that it has most of outside quotes."""
    bare = re.sub(r'"[^"]*"', "", header)
    return max(DELIMITERS, key=lambda sign: (bare.count(sign), -DELIMITERS.index(sign)))


def _read_delimited(source: Input, delimiter: str | None, default: str) -> Iterator[Record]:
    notes = Notes()
    lines = text_lines(source.stream, notes.waiting)
    above = _above(lines, source.columns)
    if above.header is None:
        return
    if above.remarks:
        notes.waiting.append(
            Notice(f"{counted(above.remarks, 'line')} of remarks above the header passed over", above.number)
        )
    sign = delimiter or above.delimiter or delimiter_of(above.header)
    records = rows(chain([above.header], lines), sign, above=above.number - 1)
    header = next(records)
    names = header_of(header, source.name)
    notes.waiting += named_twice(names, header)
    yield from read_grid(names, records, source, default=default, notes=notes)


class _Above(NamedTuple):
    """The header, the number of its line, the delimiter that a line above it names, how many remarks stand there."""

    header: str | None
    number: int
    delimiter: str | None
    remarks: int


def _above(lines: Iterator[str], told: Mapping[str, str]) -> _Above:
    """Find the header: spreadsheets write `sep=;` above it, tools remarks with `#`, which a header may have."""
    delimiter, remark, remarks = None, None, 0
    for number, line in enumerate(lines, 1):
        bare = line.strip(" \r\n")
        if not bare.strip():
            continue
        if (named := _NAMED_DELIMITER.fullmatch(bare)) is not None and not remarks:
            delimiter = named[1]
        elif bare.startswith("#") and not _is_header(bare, told):
            remark, remarks = remark or line, remarks + 1
        else:
            return _Above(line, number, delimiter, remarks)
    return _Above(remark, 1, delimiter, 0)


def _is_header(line: str, told: Mapping[str, str]) -> bool:
    names = [cell.strip().strip('"') for cell in line.split(delimiter_of(line))]
    return text_column(names) is not None or not set(names).isdisjoint(told.values())


# A JSON value with its line's number and text, or what is wrong with the line.
_Value = tuple[int, Any, str]


def _json_values(lines: Iterable[str]) -> Iterator[_Value]:
    for number, line in enumerate(lines, 1):
        if not (bare := line.strip()):
            continue
        if bare.startswith(BYTE_ORDER_MARK):  # of a file that was put behind another
            bare = bare.lstrip(BYTE_ORDER_MARK)
        try:
            for content in parse_json(bare):
                yield number, content, bare
        except BadCell as error:
            yield number, error, bare


def _record(content: Any, line: int, source: Input, tables: _Tables, ids: Ids) -> Record:
    if isinstance(content, BadCell):
        raise content
    if is_own(content):
        record = record_of(content, source=source.source, line=line)
        if isinstance(record, Comment):
            return replace(record, id=ids.given(record.thread_id, record.id))
        return record
    if not isinstance(content, dict):
        raise BadCell(f"expected an object, found {type(content).__name__}")
    row = tables.row(content)
    return comment_of(row, tables.table_for(row), ids)


class _Tables:
    """The column map of JSON Lines, where a later object may bring new columns: what is mapped stays mapped."""

    def __init__(self, source: Input, contents: list[Any]) -> None:
        self._file = source.name
        self._source = source.source or "jsonl"
        self._names: dict[str, None] = {}
        self._table = Table(self._source, self._source, source.columns)
        self.said: list[Notice] = []
        objects = [content for content in contents if isinstance(content, dict) and not is_own(content)]
        self._is_nested = is_nested(objects, source.columns)
        foreign = [self.row(content) for content in objects]
        for content in foreign:
            self._names.update(dict.fromkeys(content))
        if foreign:
            self._table, self.said = with_order(self._mapped(source.columns), foreign)

    def row(self, content: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return an object as a row, that is, with what stands in its objects where the text does."""
        return flattened(content) if self._is_nested else content

    def has_mangled(self, content: Any) -> bool:
        """Tell whether the object's id has lost digits in a spreadsheet or data frame."""
        column = self._table.columns.get("id")
        if self._is_nested and isinstance(content, dict):
            content = self.row(content)
        return isinstance(content, dict) and is_mangled(content.get(column)) and not is_own(content)

    def described(self) -> Iterator[Columns]:
        """Yield what was made of the columns, where there are any but our own."""
        if self._names:
            yield Columns((), dict(self._table.columns))

    def table_for(self, content: Mapping[str, Any]) -> Table:
        """Return the table of an object; raises BadCell when no column of any object so far can be the text."""
        if not content.keys() <= self._names.keys():
            self._names.update(dict.fromkeys(content))
            try:
                self._table = self._mapped(self._table.columns)
            except InputError as error:
                raise BadCell("no text") from error
        return self._table

    def _mapped(self, told: Mapping[str, str]) -> Table:
        inside = (inside_of(self._names) or "") if self._is_nested else ""
        columns = column_map(list(self._names), told, file=self._file, inside=inside)
        return replace(self._table, columns=columns)
