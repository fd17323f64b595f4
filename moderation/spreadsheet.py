"""Cells that a spreadsheet would run as formulas, made into the text that they are, and rows that stay one row."""

from __future__ import annotations

from typing import IO, Final

# What Excel, LibreOffice and Google Sheets take for the start of a formula or a command.
_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


def defuse(cell: str) -> str:
    """Return the cell with an apostrophe before it where a spreadsheet would run it."""
    return "'" + cell if cell.startswith(_STARTS) else cell


class LineFeeds:
    """Takes rows from a csv writer with its own line ends, `\\r\\n`, and ends them in `\\n`.

    Told to end lines in `\\n`, the csv module of Python 3.12 leaves a lone carriage return in a cell unquoted; readers
    and spreadsheets then take what follows it for a row, which a commenter may write as they like.
    """

    def __init__(self, out: IO[str]) -> None:
        self._out = out

    def write(self, row: str) -> int:
        """Write a row."""
        return self._out.write(row.removesuffix("\r\n") + "\n")
