"""How long a writer of SQLite waits for the others."""

from __future__ import annotations

import sqlite3
import time

import pytest
from sqlalchemy.exc import OperationalError

from moderation.store import connect, lock, open_store


@pytest.fixture
def unlucky(tmp_path, scored, monkeypatch):
    """Begin to write where others have the lock each of so many times; a look takes a second of a clock of its own."""
    url, clock, began = f"sqlite:///{tmp_path / 'x.db'}", [0.0], lock._began
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])

    def begin(looks, *, others_write):
        with open_store(url) as store, open_store(url) as other:
            waited = []

            def look(connection, *, last):
                if len(waited) == looks:
                    return began(connection, last=last)
                waited.append(last)
                clock[0] += 1.0
                if last:
                    raise OperationalError("BEGIN IMMEDIATE", {}, Exception("database is locked"))
                if others_write:
                    monkeypatch.setattr(lock, "_began", began)
                    other.add([scored(len(waited))])
                    monkeypatch.setattr(lock, "_began", look)
                return False

            monkeypatch.setattr(lock, "_began", look)
            with store._writer.begin():
                return len(waited)

    return begin


def test_a_writer_waits_while_others_get_through(unlucky):
    """Longer than its patience with any one of them: nobody has to be told that the database is in use for that."""
    assert unlucky(20, others_write=True) == 20


@pytest.mark.parametrize(("others_write", "looks"), [(False, 7), (True, 62)])
def test_a_writer_waits_for_nobody_for_ever(unlucky, others_write, looks):
    """Neither for one that holds the lock, nor in a line that never ends."""
    with pytest.raises(OperationalError, match="database is locked"):
        unlucky(looks, others_write=others_write)


def test_whoever_makes_the_tables_is_waited_for(tmp_path, monkeypatch):
    """Of several processes at a new file one makes them, which takes a slow disk longer than anything else does."""
    monkeypatch.setattr(connect, "_PATIENCE", 0.0)
    maker = sqlite3.connect(tmp_path / "x.db", isolation_level=None)
    maker.execute("PRAGMA journal_mode=WAL")
    maker.execute("BEGIN IMMEDIATE")
    began = lock._began

    def look(connection, *, last):
        if not (found := began(connection, last=last)):
            maker.close()
        return found

    monkeypatch.setattr(lock, "_began", look)

    with open_store(f"sqlite:///{tmp_path / 'x.db'}") as store:
        assert store.stats().comments == 0
