"""Exports that come as delimited text, row by row as objects: with their own header, or in an order that is known."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import chain
from typing import BinaryIO, Final

from moderation.parse.encoding import text_lines
from moderation.parse.exports.documents import Found
from moderation.parse.tables.grid import named, unique_names
from moderation.parse.tables.rows import Row, rows
from moderation.parse.tables.text import delimiter_of
from moderation.records import Notice, Reject

# A table of Hacker News, as BigQuery exports it, has these columns, and one more of those that no other has.
_HACKERNEWS: Final = frozenset({"id", "by", "type", "text", "parent"})
_HACKERNEWS_ALONE: Final = frozenset({"ranking", "dead", "descendants"})
# As whoever collects Reddit's comments in a table names them.
_REDDIT: Final = frozenset({"id", "body", "link_id", "parent_id"})
# What Coral imports as CSV has no header.
CORAL: Final = ("id", "authorID", "storyID", "createdAt", "body", "parentID", "status", "rating")
_CORAL_STATUSES: Final = frozenset({"NONE", "APPROVED", "REJECTED", "PREMOD", "SYSTEM_WITHHELD", ""})
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")


def table_export(cells: Collection[str]) -> str | None:
    """Return the name of the system whose export begins with a row of these cells, None for anybody's table."""
    names = {cell.strip().casefold() for cell in cells}
    if names >= _HACKERNEWS and not names.isdisjoint(_HACKERNEWS_ALONE):
        return "hackernews"
    if names >= _REDDIT:
        return "reddit"
    row = list(cells)
    is_coral = len(row) == len(CORAL) and bool(_MOMENT.match(row[3])) and row[6] in _CORAL_STATUSES
    return "coral" if is_coral and row[0] and row[2] else None


def objects_in(stream: BinaryIO, names: Sequence[str] | None = None) -> Iterator[Found | Notice | Reject]:
    """Yield the rows of delimited text as objects, empty cells as None; the first row has the `names` if none are told.

    Rows that cannot be read are rejects with their line.
    """
    notices: list[Notice | Reject] = []
    told = 0
    lines = text_lines(stream, notices)
    first = next(lines, "")
    for row in rows(chain([first], lines), "," if names else delimiter_of(first)):
        yield from notices[told:]
        told = len(notices)
        if isinstance(row, Reject):
            yield row
        elif names is None:
            names = [name.casefold() for name in unique_names(row.cells)]
        else:
            yield Found("", _object(names, row), row.line, row.raw)


def _object(names: Sequence[str], row: Row) -> dict[str, str | None]:
    return {name: cell or None for name, cell in named(names, row).items()}
