"""Delimited text to rows: quoted newlines kept, and one broken line never swallows the rest of the file."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from moderation.records import Reject

BYTE_ORDER_MARK: Final = "\ufeff"
# A record that runs on for longer is taken for an unbalanced quote. The longest real one seen has a few dozen lines.
_MOST_LINES: Final = 2_000
_FIELD_LIMIT: Final = 2**31 - 1
csv.field_size_limit(_FIELD_LIMIT)  # the default of 131,072 characters stops at the first very long comment


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a record and the number of its first line."""

    line: int
    cells: list[str]
    raw: str


def rows(lines: Iterable[str], delimiter: str, *, above: int = 0) -> Iterator[Row | Reject]:
    """Yield the records of delimited text, blank lines left out; the first is the header, with `above` lines above it.

    A line with an unbalanced quote, or with more cells than the header, is a Reject, and reading goes on with the next
    line. So is the header where it comes again, as in files that were put together: it is nobody's comment. Tabs are
    also tried without quoting, for that is how most tab-separated files are written.
    """
    source = _Lines(lines, above)
    width: int | None = None
    header: list[str] | None = None
    while (line := source.take()) is not None:
        number = source.number
        line = line.removeprefix(BYTE_ORDER_MARK)
        if not line.strip("\r\n"):
            continue
        cells, used = _record(line, source, delimiter)
        reason = _wrong(cells, width, len(used))
        if reason and len(used) > 1:
            source.give_back(used[1:])
            used = used[:1]
        if reason and delimiter == "\t" and len(bare := line.rstrip("\r\n").split("\t")) == width:
            cells, reason = bare, None
        if cells is None or reason:
            yield Reject(number, reason or "cannot be read", "".join(used).rstrip("\r\n"))
            continue
        if cells == header and len(cells) > 1:  # a comment may say `comment`, under no other column
            yield Reject(number, "the header again, as where files were put together", "".join(used).rstrip("\r\n"))
            continue
        width, header = width or len(cells), header or cells
        yield Row(number, cells, "".join(used).rstrip("\r\n"))


def _wrong(cells: list[str] | None, width: int | None, taken: int) -> str | None:
    """Return what is wrong with a record, or None; short rows are fine on one line, spreadsheets drop empty ends."""
    if cells is None or (taken > 1 and width is not None and len(cells) < width):
        return "a quote is opened and not closed, or stands inside a quoted cell"
    if width is not None and len(cells) > width:
        return f"{len(cells)} cells, the header has {width}"
    return None


def _record(line: str, source: _Lines, delimiter: str) -> tuple[list[str] | None, list[str]]:
    """Return the cells of the record that begins with `line`, None when broken, and the lines that it took."""
    used: list[str] = []

    def feed() -> Iterator[str]:
        current: str | None = line
        while current is not None and len(used) < _MOST_LINES:
            used.append(current)
            yield current
            current = source.take()
        if current is not None:
            source.give_back([current])

    try:
        return next(csv.reader(feed(), delimiter=delimiter, strict=True)), used
    except (csv.Error, StopIteration):
        return None, used


class _Lines:
    """Lines that can be put back, and the number of the last one taken."""

    __slots__ = ("_back", "_source", "number")

    def __init__(self, lines: Iterable[str], above: int) -> None:
        self._source = iter(lines)
        self._back: deque[str] = deque()
        self.number = above

    def take(self) -> str | None:
        line = self._back.popleft() if self._back else next(self._source, None)
        self.number += line is not None
        return line

    def give_back(self, lines: list[str]) -> None:
        self._back.extendleft(reversed(lines))
        self.number -= len(lines)
