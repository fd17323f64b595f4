"""CSV, TSV and JSON Lines with any column names, one record at a time, in memory that does not grow with the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Any, Final

from moderation.errors import InputError, Location
from moderation.parse.encoding import text_lines
from moderation.parse.identity import Ids
from moderation.parse.reading import Input
from moderation.parse.tables.cells import BadCell, Table, comment_of, parse_json
from moderation.parse.tables.columns import column_map
from moderation.parse.tables.own import is_own, record_of
from moderation.parse.tables.rows import Row, rows
from moderation.records import Columns, Comment, Notice, Record, Reject

DELIMITERS: Final = (",", ";", "\t", "|")
# Enough to have seen the columns that not every object has.
_LOOKED_AT: Final = 50
_TOLD_ABOUT: Final = 5


def read_csv(source: Input) -> Iterator[Record]:
    """Yield the comments of a table whose delimiter is `,`, `;`, tab or `|`, whichever its header has most of."""
    return _read_delimited(source, None, "csv")


def read_tsv(source: Input) -> Iterator[Record]:
    """Yield the comments of a tab-separated table, quoted or not."""
    return _read_delimited(source, "\t", "tsv")


def read_jsonl(source: Input) -> Iterator[Record]:
    """Yield the comments of JSON Lines, or the records that `moderation parse` printed; both may stand in one file."""
    notes, ids = _Notes(), Ids()
    values = _json_values(text_lines(source.stream, notes.waiting))
    first = list(islice(values, _LOOKED_AT))
    tables = _Tables(source, [value.content for value in first if isinstance(value, _Value)])
    yield from tables.described()
    for value in chain(first, values):
        try:
            record = value if isinstance(value, Reject) else _record(value, source, tables, ids)
        except BadCell as error:
            record = Reject(value.line, str(error), value.raw)
        yield from notes.before(record, ids, value.line)
        yield record
    yield from notes.last(ids)


def delimiter_of(header: str) -> str:
    """Return the delimiter of a header line: the one that it has most of outside quotes."""
    bare = re.sub(r'"[^"]*"', "", header)
    return max(DELIMITERS, key=lambda sign: (bare.count(sign), -DELIMITERS.index(sign)))


def _read_delimited(source: Input, delimiter: str | None, default: str) -> Iterator[Record]:
    notes, ids = _Notes(), Ids()
    lines = text_lines(source.stream, notes.waiting)
    header = next((line for line in lines if line.strip()), None)
    if header is None:
        return
    records = rows(chain([header], lines), delimiter or delimiter_of(header))
    names = _names(next(records), source.name)
    name = source.source or default
    table = Table(name, name, column_map(names, source.columns, file=source.name))
    yield Columns(tuple(names), dict(table.columns))
    for row in records:
        record: Comment | Reject
        try:
            record = row if isinstance(row, Reject) else comment_of(_named(names, row), table, ids)
        except BadCell as error:
            record = Reject(row.line, str(error), row.raw)
        yield from notes.before(record, ids, row.line)
        yield record
    yield from notes.last(ids)


def _named(names: list[str], row: Row) -> dict[str, str]:
    return dict(zip(names, row.cells, strict=False))


def _names(header: Row | Reject, file: str) -> list[str]:
    """Return the column names, made unique: a second `text` is `text.2`."""
    if isinstance(header, Reject):
        raise InputError(f"the header cannot be read: {header.reason}", at=Location(file, header.line))
    names: list[str] = []
    for number, cell in enumerate(header.cells, 1):
        name = cell.strip().lstrip("\ufeff") or f"column {number}"
        while name in names:
            name = f"{name}.{number}"
        names.append(name)
    return names


@dataclass(frozen=True, slots=True)
class _Value:
    """A JSON value with the line it stands on."""

    line: int
    content: Any
    raw: str


def _json_values(lines: Iterable[str]) -> Iterator[_Value | Reject]:
    for number, line in enumerate(lines, 1):
        if not (bare := line.strip()):
            continue
        try:
            contents = parse_json(bare)
        except BadCell as error:
            yield Reject(number, str(error), bare)
            continue
        for content in contents:
            yield _Value(number, content, bare)


def _record(value: _Value, source: Input, tables: _Tables, ids: Ids) -> Record:
    content = value.content
    if is_own(content):
        record = record_of(content, source=source.source, line=value.line)
        if isinstance(record, Comment):
            return replace(record, id=ids.given(record.thread_id, record.id))
        return record
    if not isinstance(content, dict):
        raise BadCell(f"expected an object, found {type(content).__name__}")
    return comment_of(content, tables.table_for(content), ids)


class _Tables:
    """The column map of JSON Lines, where a later object may bring new columns: what is mapped stays mapped."""

    def __init__(self, source: Input, contents: list[Any]) -> None:
        self._file = source.name
        self._source = source.source or "jsonl"
        self._names: dict[str, None] = {}
        self._table = Table(self._source, self._source, source.columns)
        foreign = [content for content in contents if isinstance(content, dict) and not is_own(content)]
        for content in foreign:
            self._names.update(dict.fromkeys(content))
        if foreign:
            self._table = self._mapped(source.columns)

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
        columns = column_map(list(self._names), told, file=self._file)
        return Table(self._source, self._source, columns)


class _Notes:
    """Notices that wait for their turn, and those about ids that stand twice: the first few, then one sum."""

    def __init__(self) -> None:
        self.waiting: list[Notice] = []
        self._handed = 0
        self._told = 0

    def before(self, record: Record, ids: Ids, line: int) -> Iterator[Notice]:
        """Yield what is to be said before `record`, which stands on `line`."""
        yield from self._news()
        if ids.repeated > self._told and isinstance(record, Comment):
            self._told = ids.repeated
            if self._told <= _TOLD_ABOUT:
                yield Notice("this id stood in the thread before; both comments are kept, this one with a number", line)

    def last(self, ids: Ids) -> Iterator[Notice]:
        """Yield what is left to say at the end."""
        yield from self._news()
        if ids.repeated > _TOLD_ABOUT:
            yield Notice(f"{ids.repeated} ids stood in their thread before; all comments are kept")

    def _news(self) -> Iterator[Notice]:
        yield from self.waiting[self._handed :]
        self._handed = len(self.waiting)
