"""The whole of a database in one SQLite file, and back into an empty database of either kind.

Table by table in the order of their foreign keys, out of one moment; so a backup is also the way from SQLite to
PostgreSQL. What was erased is in no backup that was made after it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import URL, Connection, Table, func, insert, select, text

from moderation.errors import StoreError, UsageError
from moderation.store.connect import engine_for, prepare, read_only, snapshot_of, writer_of
from moderation.store.schema import events, metadata

if TYPE_CHECKING:
    from moderation.store.store import Store

_AT_ONCE: Final = 1_000


def back_up(store: Store, out: Path) -> int:
    """Write all rows into a new SQLite file, which appears whole or not at all; return how many rows."""
    if out.exists():
        raise UsageError(f"there is a file `{out}` already", mend="name another one; a backup replaces nothing")
    if not out.parent.is_dir():
        raise UsageError(f"there is no folder `{out.parent}`", mend="make it first")
    part = out.with_name(out.name + ".part")
    part.unlink(missing_ok=True)
    try:
        # Not as text: a `?` in the name would end it.
        engine = engine_for(URL.create("sqlite", database=str(part)))
        prepare(engine)
        with writer_of(engine).begin() as target, snapshot_of(store.engine).connect() as source:
            count = sum(_copy(source, target, table) for table in metadata.sorted_tables)
        with engine.connect() as connection:
            raw = connection.connection.cursor()
            # One file without a log beside it, so that it can be moved as one.
            raw.execute("PRAGMA journal_mode=DELETE")
            raw.close()
        engine.dispose()
        part.replace(out)
    finally:
        for left in (part, part.with_name(part.name + "-wal"), part.with_name(part.name + "-shm")):
            left.unlink(missing_ok=True)
    return count


def check(backup: Path) -> None:
    """Raise StoreError where a file is no backup of this version: before a new database is made for it."""
    read_only(backup).dispose()


def restore(store: Store, backup: Path) -> int:
    """Write the rows of a backup into an empty database; return how many rows.

    Raises StoreError where the file is no backup of this version, or the database is not empty. The backup stays as it
    is, to the byte.
    """
    engine = read_only(backup)
    try:
        with engine.connect() as source:
            return store.write(lambda target: _refill(source, target))
    finally:
        engine.dispose()


def _refill(source: Connection, target: Connection) -> int:
    for table in metadata.sorted_tables:
        if target.execute(select(func.count()).select_from(table)).scalar_one():
            raise StoreError(
                f"the database is not empty: there are {table.name} in it", mend="restore into a new database"
            )
    count = sum(_copy(source, target, table) for table in metadata.sorted_tables)
    if target.dialect.name == "postgresql":
        _set_sequences(target)
    return count


def _copy(source: Connection, target: Connection, table: Table) -> int:
    count = 0
    for page in _pages(source, table):
        target.execute(insert(table), page)
        count += len(page)
    return count


def _pages(source: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    rows = source.execution_options(yield_per=_AT_ONCE).execute(select(table).order_by(*table.primary_key.columns))
    for page in rows.partitions():
        yield [dict(row._mapping) for row in page]  # noqa: SLF001 # SQLAlchemy's public name for it


def _set_sequences(connection: Connection) -> None:
    """Let what counts by itself go on after the rows that were put in."""
    last = connection.execute(select(func.max(events.c.number))).scalar()
    if last is not None:
        connection.execute(text("SELECT setval('event_numbers', :last)"), {"last": last})
    for table in metadata.sorted_tables:
        column = table.autoincrement_column
        if column is None:
            continue
        highest = connection.execute(select(func.max(column))).scalar()
        if highest is not None:
            place = select(func.setval(func.pg_get_serial_sequence(table.name, column.name), highest))
            connection.execute(place)
