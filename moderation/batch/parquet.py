"""Rows -> Parquet, by way of Arrow."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import IO, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from moderation.batch.rows import CROWD, Table
from moderation.batch.writers import Joiner, json_of, sayable
from moderation.taxonomy import LABELS

# Arrow's own pool keeps what was freed: 40 MB in the process that joins, and more with every million rows.
pa.set_memory_pool(pa.system_memory_pool())
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


def arrow(table: Table) -> bytes:
    """Return a part on its way to Parquet: as it lies in memory, for it is encoded once, when all are there."""
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
    text = sayable(value) if isinstance(value, str) else json_of(value).decode()
    return str(text)


class ParquetJoiner(Joiner):
    """Writes parts, gathered into row groups, as one Parquet file."""

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
        parts = [pa.ipc.open_stream(rows).read_all() for rows in self._waiting]
        self._writer.write_table(pa.concat_tables(parts))
        self._waiting.clear()
