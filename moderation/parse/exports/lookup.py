"""Tables that lie beside a dump, to look its comments' particulars up in, in memory that does not grow with them."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import orjson

_AT_ONCE: Final = 10_000


class Lookup:
    """Objects by table and key, several to a key; lies in a folder of its own and goes with it."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="moderation-")
        self._database = sqlite3.connect(Path(self._folder.name) / "lookup.db", isolation_level=None)
        self._database.execute("PRAGMA journal_mode = OFF")
        self._database.execute("PRAGMA synchronous = OFF")
        self._database.execute("CREATE TABLE known (place TEXT NOT NULL, value BLOB NOT NULL)")
        self._waiting: list[tuple[str, bytes]] = []
        self._filled: set[str] = set()

    def __enter__(self) -> Lookup:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()
        self._folder.cleanup()

    def add(self, table: str, key: str, value: Mapping[str, Any]) -> bool:
        """Put an object under a key; False for one that cannot be kept: too deep, or with a number too long."""
        try:
            kept = orjson.dumps(value, default=str)
        except TypeError:
            return False
        self._filled.add(table)
        self._waiting.append((f"{table} {key}", kept))
        if len(self._waiting) >= _AT_ONCE:
            self._write()
        return True

    def ready(self) -> None:
        """Make what was added known."""
        self._write()
        self._database.execute("CREATE INDEX IF NOT EXISTS by_place ON known (place)")

    def find(self, table: str, key: str) -> list[dict[str, Any]]:
        """Return the objects under a key, in the order in which they came."""
        if table not in self._filled:
            return []
        rows = self._database.execute("SELECT value FROM known WHERE place = ? ORDER BY rowid", (f"{table} {key}",))
        return [orjson.loads(value) for (value,) in rows]

    def _write(self) -> None:
        self._database.execute("BEGIN")
        self._database.executemany("INSERT INTO known VALUES (?, ?)", self._waiting)
        self._database.execute("COMMIT")
        self._waiting.clear()
