"""Rows -> bytes of a part, and parts -> one file, as JSON Lines, CSV or Parquet."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final, Self

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from moderation.batch.rows import CROWD, Table
from moderation.errors import UsageError
from moderation.spreadsheet import LineFeeds, defuse
from moderation.taxonomy import LABELS


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
        raise UsageError(f"cannot tell the output format of `{path.name}`", mend=f"end it in {endings}") from None


def _jsonl(table: Table) -> bytes:
    names = tuple(table)
    rows = zip(*table.values(), strict=True)
    return b"".join([_json(dict(zip(names, row, strict=True))) + b"\n" for row in rows])


def _json(value: Any) -> bytes:
    try:
        return orjson.dumps(value, default=str)
    except TypeError:  # a lone surrogate, or a number beyond 64 bits: neither may lose the row
        return orjson.dumps(_sayable(value), default=str)


def _sayable(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {_sayable(key): _sayable(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_sayable(part) for part in value]
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
    return defuse(value if isinstance(value, str) else _json(value).decode())


# Row groups of 50,000: large enough for readers that skip, small enough to be held.
PARTS_A_GROUP: Final = 25
_TYPES: Final[dict[str, pa.DataType]] = {
    **dict.fromkeys((*LABELS, "language_confidence", "priority"), pa.float64()),
    **dict.fromkeys(("reasons", "rules"), pa.list_(pa.string())),
    **dict.fromkeys(CROWD, pa.int64()),
}


def _schema(columns: Sequence[str]) -> pa.Schema:
    """Columns of the input are text: what is a number in one part of a dump is a word in the next."""
    return pa.schema([(column, _TYPES.get(column, pa.string())) for column in columns])


def _arrow(table: Table) -> bytes:
    """A part on its way to Parquet: as it lies in memory, for it is encoded once, when all are there."""
    schema = _schema(tuple(table))
    arrays = [_array(values, schema.field(name).type) for name, values in table.items()]
    out = io.BytesIO()
    with pa.ipc.new_stream(out, schema) as stream:
        stream.write_batch(pa.RecordBatch.from_arrays(arrays, schema=schema))
    return out.getvalue()


def _array(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    try:
        return pa.array(values, kind)
    except (pa.ArrowInvalid, pa.ArrowTypeError, UnicodeEncodeError):  # a number, a list, or a lone surrogate
        # Many rows often hold one and the same object: the empty tuple where nobody reported a comment.
        texts = {key: _as_text(value) for key, value in {id(value): value for value in values}.items()}
        return pa.array([texts[id(value)] for value in values], kind)


def _as_text(value: Any) -> str | None:
    if value is None:
        return None
    text = _sayable(value) if isinstance(value, str) else _json(value).decode()
    return str(text)


class _ParquetJoiner(Joiner):
    def __init__(self, columns: Sequence[str], out: IO[bytes]) -> None:
        super().__init__(out)
        self._writer = pq.ParquetWriter(out, _schema(columns))
        self._waiting: list[bytes] = []

    def add(self, rows: bytes) -> None:
        self._waiting.append(rows)
        if len(self._waiting) == PARTS_A_GROUP:
            self._write()

    def close(self) -> None:
        if self._waiting:
            self._write()
        self._writer.close()

    def abandon(self) -> None:
        self._writer.is_open = False  # otherwise it would end the file when it is collected, after the file was closed

    def _write(self) -> None:
        self._writer.write_table(pa.concat_tables([pa.ipc.open_stream(rows).read_all() for rows in self._waiting]))
        self._waiting.clear()


FORMATS: Final[dict[str, Format]] = {
    ".jsonl": Format(_jsonl, lambda _, out: Joiner(out)),
    ".csv": Format(_csv, lambda columns, out: Joiner(out, _csv_header(columns))),
    ".parquet": Format(_arrow, _ParquetJoiner),
}
