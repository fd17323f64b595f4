"""The record of rulings as a table: JSON Lines, CSV or Parquet, one row an event, oldest first."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final

from moderation.errors import UsageError, suggest
from moderation.records import SCHEMA_VERSION
from moderation.spreadsheet import LineFeeds, defuse
from moderation.store import Ruling, Store, Words, word_of
from moderation.surrogates import whole_text
from moderation.taxonomy import LABELS, REASONS_BY_CODE

Row = dict[str, Any]

COLUMNS: Final[tuple[str, ...]] = (
    *("schema_version", "number", "at", "kind", "reverts", "moderator", "actor", "role", "via"),
    *("source", "thread_id", "id", "item", "revision", "reason", "coral_reason", "note"),
    *("ground", "clause", "facts", "notice", "automated_detection", "automated_decision"),
    *LABELS,
    *("classifier", "model", "rules", "policy", "hash", "bulk"),
)
STATUS_COLUMNS: Final[tuple[str, ...]] = ("schema_version", "event", "at", "source", "thread_id", "id", "status")


_BOOLEANS: Final = ("automated_detection", "automated_decision")
_NUMBERS: Final = ("schema_version", "number", "item", "revision", "reverts", "bulk", "event")
_PAGE: Final = 5_000


def row_of(ruling: Ruling, *, with_text: bool = False) -> Row:
    """Return a ruling as a flat row; the comment's text only where asked for."""
    event, comment, statement = ruling.event, ruling.comment, ruling.event.statement
    row: Row = {
        "schema_version": SCHEMA_VERSION,
        "number": event.number,
        "at": event.at,
        "kind": event.kind,
        "reverts": event.reverts,
        "moderator": ruling.actor_name,
        "actor": event.actor,
        "role": event.role,
        "via": event.source,
        "source": comment.source,
        "thread_id": comment.thread_id,
        "id": comment.id,
        "item": event.item,
        "revision": event.revision,
        "reason": event.reason,
        "coral_reason": REASONS_BY_CODE[event.reason].coral if event.reason in REASONS_BY_CODE else None,
        "note": ruling.note,
        "ground": statement.ground if statement else None,
        "clause": ruling.clause,
        "facts": statement.facts if statement else None,
        "notice": statement.notice if statement else None,
        "automated_detection": statement.automated_detection if statement else None,
        "automated_decision": statement.automated_decision if statement else None,
        **dict(zip(LABELS, event.scores, strict=True)),
        "classifier": event.versions.classifier,
        "model": event.versions.model,
        "rules": event.versions.rules,
        "policy": event.versions.policy,
        "hash": event.hash,
        "bulk": event.bulk,
    }
    return {**row, "text": comment.text} if with_text else row


def defused(cell: Any) -> Any:
    """Return a CSV cell that no spreadsheet takes for a formula; a number stays one, though it may begin with `-`."""
    return defuse(cell) if isinstance(cell, str) else cell


def storable(cell: Any) -> Any:
    """Return a cell that UTF-8 can hold; what is no text stays what it is."""
    return whole_text(cell) if isinstance(cell, str) else cell


def export(store: Store, out: Path | None, stream: IO[bytes], *, with_text: bool = False) -> int:
    """Write every ruling to `out` (.jsonl, .csv, .parquet), or to `stream` as JSON Lines; return how many.

    A file appears whole or not at all. Raises UsageError for another ending or a missing folder.
    """
    columns = (*COLUMNS, "text") if with_text else COLUMNS
    rows = (row_of(ruling, with_text=with_text) for ruling in store.history())
    return _written(rows, columns, out, stream)


def export_statuses(store: Store, words: Words, out: Path | None, stream: IO[bytes]) -> int:
    """Write where every ruled comment stands now, in a target's words, as `export` does; return how many."""
    rows = (
        {
            "schema_version": SCHEMA_VERSION,
            "event": one.event,
            "at": one.at,
            "source": one.source,
            "thread_id": one.thread_id,
            "id": one.comment_id,
            "status": word_of(words, one.state, one.reason),
        }
        for one in store.standings()
    )
    return _written(rows, STATUS_COLUMNS, out, stream)


def _written(rows: Iterable[Row], columns: Sequence[str], out: Path | None, stream: IO[bytes]) -> int:
    if out is None:
        return _as_jsonl(rows, columns, stream)
    write = _WRITERS.get(out.suffix.lower())
    if write is None:
        raise UsageError(f"cannot write `{out.name}`", mend=suggest(out.suffix, _WRITERS))
    if not out.parent.is_dir():
        raise UsageError(f"there is no folder `{out.parent}`", mend="make it first")
    part = out.with_name(out.name + ".part")
    try:
        with part.open("wb") as file:
            count = write(rows, columns, file)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
    return count


def _as_jsonl(rows: Iterable[Row], _columns: Sequence[str], file: IO[bytes]) -> int:
    count = 0
    for row in rows:
        file.write(_line(row))
        count += 1
    return count


def _line(row: Row) -> bytes:
    try:
        return json.dumps(row, ensure_ascii=False).encode() + b"\n"
    except UnicodeEncodeError:
        # Lone surrogates have an escape in JSON and no bytes in UTF-8.
        return json.dumps(row).encode() + b"\n"


def _as_csv(rows: Iterable[Row], columns: Sequence[str], file: IO[bytes]) -> int:
    count = 0
    with io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True) as text:
        writer = csv.DictWriter(LineFeeds(text), columns)
        writer.writeheader()
        for row in rows:
            writer.writerow({name: defused(storable(cell)) for name, cell in row.items()})
            count += 1
    return count


def _as_parquet(rows: Iterable[Row], columns: Sequence[str], file: IO[bytes]) -> int:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([(name, _arrow_type(name, pa)) for name in columns])
    count = 0
    with pq.ParquetWriter(file, schema) as writer:
        for page in _pages(rows):
            cells = [{name: storable(cell) for name, cell in row.items()} for row in page]
            writer.write_table(pa.Table.from_pylist(cells, schema=schema))
            count += len(page)
    return count


def _arrow_type(name: str, pa: Any) -> Any:
    if name in _NUMBERS:
        return pa.int64()
    if name in LABELS:
        return pa.float64()
    return pa.bool_() if name in _BOOLEANS else pa.string()


def _pages(rows: Iterable[Row]) -> Iterator[list[Row]]:
    left = iter(rows)
    while page := list(islice(left, _PAGE)):
        yield page


_WRITERS: Final[dict[str, Callable[[Iterable[Row], Sequence[str], IO[bytes]], int]]] = {
    ".jsonl": _as_jsonl,
    ".csv": _as_csv,
    ".parquet": _as_parquet,
}
