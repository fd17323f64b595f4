"""SQLite's one write lock: how a writer waits for it, and how an import gives way to those who wait."""

from __future__ import annotations

import sqlite3
import time
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

# SQLite's own wait looks ever more seldom, every tenth of a second in the end: a moderator beside an import then waits
# 188 ms for one verb in twenty. Asked to wait no longer than this, it looks after 1, 3 and 8 ms, and we ask again.
_LOOK_MS: Final = 8
# However many others get through in the meantime: nobody who waits in a line waits longer than this.
_LONGEST_SECONDS: Final = 60.0
# Longer than the longest of those looks, so that whoever waits finds the lock free between two parts of an import.
_GIVE_WAY_SECONDS: Final = 0.008


def begin_writing(connection: Connection, patience: float) -> None:
    """Begin a transaction of SQLite that holds the write lock; wait up to `patience` seconds for whoever has it.

    While others get through there is no reason to give up, and up to a minute is waited: the lock goes to whoever looks
    at the right moment, and one of eight moderators on a busy machine had no luck for more than two seconds. Raises
    OperationalError where somebody holds it all the while.
    """
    begin = time.monotonic()
    end, seen = begin + patience, None
    before = connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one()
    connection.exec_driver_sql(f"PRAGMA busy_timeout={_LOOK_MS}")
    try:
        while not _began(connection, last=time.monotonic() >= min(end, begin + _LONGEST_SECONDS)):
            now = _version(connection)
            if seen is not None and now != seen:
                end = time.monotonic() + patience
            seen = now
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={int(before)}")


def _began(connection: Connection, *, last: bool) -> bool:
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except OperationalError as error:
        if last or getattr(error.orig, "sqlite_errorcode", None) != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True


def _version(connection: Connection) -> int:
    """Return a number that is another one once another connection has written."""
    return int(connection.exec_driver_sql("PRAGMA data_version").scalar_one())


def give_way(dialect: str) -> None:
    """Let those in who wait for the write lock, after a transaction that another one follows at once."""
    if dialect == "sqlite":
        time.sleep(_GIVE_WAY_SECONDS)
