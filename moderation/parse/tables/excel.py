"""Workbooks of Excel (.xlsx, .xlsm, .xlsb, .xls) and LibreOffice (.ods)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import chain, islice
from typing import Any, Final

from moderation.errors import InputError, Location
from moderation.parse.encoding import storable
from moderation.parse.reading import Input
from moderation.parse.tables.columns import text_column
from moderation.parse.tables.grid import read_grid, unique_names
from moderation.parse.tables.notes import Notes
from moderation.parse.tables.rows import Row
from moderation.parse.tables.spooled import BLANK, spooled
from moderation.records import Notice, Record, Reject

# A cell holds 15 digits: a longer number was rounded when it was typed or imported.
_EXACT: Final = 1e15
_LONGEST_RAW: Final = 10_000


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
    filled = [sheet for sheet in sheets if sheet.height and next(_rows(sheet), None) is not None]
    headers = [unique_names(next(_rows(sheet)).cells) for sheet in filled]
    wanted = next((names for names in headers if text_column(names) is not None), headers[0] if headers else None)
    if wanted is None:
        return
    notes = Notes()
    notes.waiting.extend(
        Notice(f"sheet {number} of {len(filled)} is left out: its columns are not those of the comments")
        for number, names in enumerate(headers, 1)
        if names != wanted
    )
    same = [sheet for sheet, names in zip(filled, headers, strict=True) if names == wanted]
    rows = chain.from_iterable(islice(_rows(sheet), 1, None) for sheet in same)
    yield from read_grid(wanted, _fitting(rows, len(wanted)), source, default="excel", notes=notes)


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
