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
# Longer than the longest of those looks, so that whoever waits finds the lock free between two parts of an import.
_GIVE_WAY_SECONDS: Final = 0.008


def begin_writing(connection: Connection, patience: float) -> None:
    """Begin a transaction of SQLite that holds the write lock; wait up to `patience` seconds for it.

    Raises OperationalError where somebody else holds it all the while.
    """
    end = time.monotonic() + patience
    before = connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one()
    connection.exec_driver_sql(f"PRAGMA busy_timeout={_LOOK_MS}")
    try:
        while not _began(connection, last=time.monotonic() >= end):
            pass
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


def give_way(dialect: str) -> None:
    """Let those in who wait for the write lock, after a transaction that another one follows at once."""
    if dialect == "sqlite":
        time.sleep(_GIVE_WAY_SECONDS)
