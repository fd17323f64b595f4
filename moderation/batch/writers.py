"""Rows -> bytes of a part, and parts -> one file, as JSON Lines, CSV or Parquet."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final, Self

import orjson

from moderation.batch.rows import Table
from moderation.errors import UsageError
from moderation.spreadsheet import LineFeeds, defuse
from moderation.surrogates import whole_text


class Joiner:
    """Writes the rows of part after part into one file; `begin` goes before them, and at the end what is left."""

    def __init__(self, out: IO[bytes], begin: bytes = b"") -> None:
        self._out = out
        out.write(begin)

    def add(self, rows: bytes) -> None:
        """Write the rows of the next part."""
        self._out.write(rows)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.close()
        else:
            self.abandon()

    def close(self) -> None:
        """Write what is still to be written."""

    def abandon(self) -> None:
        """Write nothing more: the file is given up."""


@dataclass(frozen=True, slots=True)
class Format:
    """How a part is rendered, and how parts become one file."""

    render: Callable[[Table], bytes]
    join: Callable[[Sequence[str], IO[bytes]], Joiner]


def format_of(path: Path) -> Format:
    """Return the format that the file's ending asks for; raises UsageError for an ending we do not write."""
    try:
        return FORMATS[path.suffix.lower()]
    except KeyError:
        endings = ", ".join(FORMATS)
        raise UsageError(
            f"cannot tell the output format of `{path.name or path}`", mend=f"end it in {endings}"
        ) from None


def _jsonl(table: Table) -> bytes:
    names = tuple(table)
    rows = zip(*table.values(), strict=True)
    return b"".join([json_of(dict(zip(names, row, strict=True))) + b"\n" for row in rows])


def json_of(value: Any) -> bytes:
    """Return a value as JSON, whatever it is."""
    try:
        return orjson.dumps(value, default=str)
    except TypeError:  # a lone surrogate, or a number beyond 64 bits: neither may lose the row
        return orjson.dumps(sayable(value), default=str)


def sayable(value: Any) -> Any:
    """Return a value without what JSON and UTF-8 cannot say: lone surrogates, numbers beyond 64 bits."""
    if isinstance(value, str):
        return whole_text(value)
    if isinstance(value, dict):
        return {sayable(key): sayable(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [sayable(part) for part in value]
    return str(value) if isinstance(value, int) and value.bit_length() > 63 else value


_NUMBERS: Final = (int, float)
_PLAIN: Final = frozenset({type(None), bool, *_NUMBERS})


def _csv_header(columns: Sequence[str]) -> bytes:
    return _csv_lines([[defuse(column) for column in columns]])


def _csv(table: Table) -> bytes:
    return _csv_lines(zip(*map(_cells, table.values()), strict=True))


def _csv_lines(lines: Iterable[Sequence[Any]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(LineFeeds(out)).writerows(lines)
    return out.getvalue().encode("utf-8", "replace")


def _cells(column: Sequence[Any]) -> Sequence[Any]:
    """Return a column as cells; the csv module writes numbers and gaps itself, and half of the columns hold no more."""
    return column if _PLAIN.issuperset(map(type, column)) else [*map(_cell, column)]


def _cell(value: Any) -> Any:
    if value is None or isinstance(value, _NUMBERS):
        return value
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return " ".join(value)
    return defuse(value if isinstance(value, str) else json_of(value).decode())


def _arrow(table: Table) -> bytes:
    from moderation.batch.parquet import arrow

    return arrow(table)


def _parquet(columns: Sequence[str], out: IO[bytes]) -> Joiner:
    # Arrow is a tenth of the time to a first row, and other formats do without it.
    from moderation.batch.parquet import ParquetJoiner

    return ParquetJoiner(columns, out)


FORMATS: Final[dict[str, Format]] = {
    ".jsonl": Format(_jsonl, lambda _, out: Joiner(out)),
    ".csv": Format(_csv, lambda columns, out: Joiner(out, _csv_header(columns))),
    ".parquet": Format(_arrow, _parquet),
}
