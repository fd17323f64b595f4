"""The rows of a scored file, read back: what a roll-up needs of each, and no more."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import orjson
import pyarrow.parquet as pq

from moderation.errors import InputError

# The fields of a row, each the name of its column where no header said otherwise.
READ: Final = (
    "id", "thread_id", "author", "created_at", "text", "route", "status", "priority", "toxicity", "reasons",
)  # fmt: skip
_NEEDED: Final = ("id", "route", "status", "priority")


@dataclass(frozen=True, slots=True)
class Row:
    """A scored comment; `second` is its time in seconds of the epoch, None where it has none."""

    id: str
    thread_id: str
    author: str | None
    second: int | None
    text: str | None
    route: str | None
    status: str
    priority: float
    toxicity: float | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A scored file (.jsonl, .csv or .parquet) and the columns in it; `fields` maps a field to its input column."""

    path: Path
    fields: Mapping[str, str] = field(default_factory=dict)

    def rows(self) -> Iterator[Row]:
        """Yield the rows; raises InputError where a column is missing that a roll-up cannot do without."""
        columns = {name: self._column(name) for name in READ}
        for number, row in enumerate(_READERS[self.path.suffix.lower()](self.path, tuple(columns.values()))):
            if number == 0 and (missing := [name for name in _NEEDED if name not in row]):
                raise InputError(f"`{self.path}` has no column `{missing[0]}`", mend="roll up what `score` wrote whole")
            yield _row({name: row.get(column) for name, column in columns.items()})

    def _column(self, name: str) -> str:
        own = name in ("id", "thread_id", *_NEEDED)
        return name if own else self.fields.get(name, name)


def _row(cells: Mapping[str, Any]) -> Row:
    toxicity, reasons = cells["toxicity"], cells["reasons"] or ()
    return Row(
        str(cells["id"]),
        str(cells["thread_id"] or ""),
        str(cells["author"]) if cells["author"] else None,
        _second(cells["created_at"]),
        cells["text"],
        cells["route"] or None,
        cells["status"],
        float(cells["priority"]),
        None if toxicity in (None, "") else float(toxicity),
        tuple(reasons.split() if isinstance(reasons, str) else reasons),
    )


def _second(moment: Any) -> int | None:
    if not moment:
        return None
    try:
        found = datetime.fromisoformat(str(moment))
    except ValueError:  # a time that the reader could not make out was carried as it stood
        return None
    return int((found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp())


def _of_jsonl(path: Path, _columns: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    with path.open("rb") as lines:
        yield from map(orjson.loads, lines)


def _of_csv(path: Path, _columns: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    csv.field_size_limit(sys.maxsize)
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _of_parquet(path: Path, columns: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    with pq.ParquetFile(path) as file:
        there = [column for column in columns if column in file.schema_arrow.names]
        for batch in file.iter_batches(columns=there):
            yield from batch.to_pylist()


_READERS: Final = {".jsonl": _of_jsonl, ".csv": _of_csv, ".parquet": _of_parquet}
