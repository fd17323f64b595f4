"""Workbooks of Excel (.xlsx, .xlsm, .xlsb, .xls) and LibreOffice (.ods)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import chain, islice
from typing import Any, Final, NamedTuple

from moderation.counted import counted
from moderation.errors import InputError, Location
from moderation.parse.encoding import storable
from moderation.parse.reading import Input
from moderation.parse.tables.columns import text_column
from moderation.parse.tables.grid import named_twice, read_grid, unique_names
from moderation.parse.tables.notes import Notes
from moderation.parse.tables.rows import Row
from moderation.parse.tables.spooled import BLANK, spooled
from moderation.records import Notice, Record, Reject

# A cell holds 15 digits: a longer number was rounded when it was typed or imported.
_EXACT: Final = 1e15
_LONGEST_RAW: Final = 10_000
_MOST_ABOVE: Final = 20


def read_excel(source: Input) -> Iterator[Record]:
    """Yield the comments of a workbook; sheets with other columns are counted and left out.

    Dates come as dates, whatever their format; numbers of more than 15 digits come rounded and are told of.
    """
    import python_calamine

    if not source.head.strip(BLANK):
        return
    with spooled(source.stream) as file:
        try:
            workbook = python_calamine.CalamineWorkbook.from_filelike(file)
            sheets = [workbook.get_sheet_by_name(name) for name in workbook.sheet_names]
        except python_calamine.PasswordError as error:
            mend = "save it without a password"
            raise InputError("the workbook is locked with a password", at=Location(source.name), mend=mend) from error
        except (python_calamine.CalamineError, OSError, ValueError) as error:
            raise InputError(
                "the workbook is damaged or none that can be read",
                at=Location(source.name),
                mend="open it in a spreadsheet and save it again, or export it as CSV",
            ) from error
        yield from _read_sheets(sheets, source)


def _read_sheets(sheets: list[Any], source: Input) -> Iterator[Record]:
    """Read the first sheet with a column of texts and those with the same header; say which ones are left out."""
    filled = [
        (sheet, head) for sheet in sheets if sheet.height and (head := _header(sheet, source.columns)) is not None
    ]
    wanted = next((head.names for _, head in filled if head.has_texts), filled[0][1].names if filled else None)
    if wanted is None:
        return
    notes = Notes()
    notes.waiting.extend(
        Notice(f"sheet {number} of {len(filled)} is left out: its columns are not those of the comments")
        for number, (_, head) in enumerate(filled, 1)
        if head.names != wanted
    )
    same = [(sheet, head) for sheet, head in filled if head.names == wanted]
    for _, head in same:
        if head.above:
            notes.waiting.append(Notice(f"{counted(head.above, 'row')} above the header passed over", head.row.line))
        notes.waiting += named_twice(wanted, head.row)
    rows = chain.from_iterable(islice(_rows(sheet), head.above + 1, None) for sheet, head in same)
    yield from read_grid(wanted, _fitting(rows, len(wanted)), source, default="excel", notes=notes)


class _Header(NamedTuple):
    """The columns of a sheet, the row they stand in, how many filled rows stand above it, whether one is the text."""

    names: list[str]
    row: Row
    above: int
    has_texts: bool


def _header(sheet: Any, told: Mapping[str, str]) -> _Header | None:
    """Find the header among the first rows of a sheet: a title, a date or who made it may stand above."""
    first = list(islice(_rows(sheet), _MOST_ABOVE))
    for above, row in enumerate(first):
        names = unique_names(row.cells)
        # Of a title that is also a column's name, `Comments`, only the width tells.
        is_wide = sum(map(bool, row.cells)) > 1 or all(len(other.cells) == 1 for other in first)
        if is_wide and (text_column(names) is not None or (told and set(names).issuperset(told.values()))):
            return _Header(names, row, above, has_texts=True)
    return _Header(unique_names(first[0].cells), first[0], 0, has_texts=False) if first else None


def _rows(sheet: Any) -> Iterator[Row]:
    """Yield the rows that are not empty, by their numbers in the sheet."""
    above = sheet.start[0] if sheet.start else 0
    for number, row in enumerate(sheet.iter_rows(), above + 1):
        texts = [written(cell) for cell in row]
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            yield Row(number, texts, "\t".join(texts)[:_LONGEST_RAW])


def _fitting(rows: Iterator[Row], width: int) -> Iterator[Row | Reject]:
    for row in rows:
        if len(row.cells) > width:
            yield Reject(row.line, f"{len(row.cells)} cells, the header has {width}", row.raw)
        else:
            yield row


def written(cell: Any) -> str:
    """Return a cell as text: whole numbers without a point, dates in ISO 8601, rounded numbers as what they are."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        if abs(cell) >= _EXACT:
            return f"{cell:.14E}"
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return storable(str(cell))
