"""Cells that a spreadsheet would run as formulas, made into the text that they are."""

from __future__ import annotations

from typing import Final

# What Excel, LibreOffice and Google Sheets take for the start of a formula or a command.
_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


def defuse(cell: str) -> str:
    """Return the cell with an apostrophe before it where a spreadsheet would run it."""
    return "'" + cell if cell.startswith(_STARTS) else cell
