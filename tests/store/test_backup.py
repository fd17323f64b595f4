"""Backups that restore: everything comes back, on either database."""

from __future__ import annotations

import sqlite3

import pytest
from sqlalchemy import select

from moderation.errors import StoreError, UsageError
from moderation.records import Filter
from moderation.review import Desk, add_note, hold_article
from moderation.store import backup, checkpoints, open_store, targets
from moderation.store.schema import metadata


@pytest.fixture
def full(store, scored):
    """A store with something in every room: hostile text, rulings, notes, holds, a target, a seal."""
    store.add([scored(1, "a \x00 b \ud800", author="Ada"), scored(2, route="reject"), scored(3, route="approve")])
    targets.add_target(store, "blog", url="https://blog.example/hook", words="generic", secret="S")
    desk = Desk(store, "al")
    desk.claim(Filter())
    desk.reject(1, 1, 1, reason="spam", note="seen twice")
    desk.undo()
    add_note(desk, 1, "look out")
    hold_article(desk, "wire", "t1")
    checkpoints.seal(store)
    return store


def _rows(store):
    with store._engine.connect() as connection:
        return {
            table.name: connection.execute(select(table).order_by(*table.primary_key.columns)).all()
            for table in metadata.sorted_tables
        }


def test_what_was_backed_up_comes_back(full, tmp_path, database_url, clock):
    """Every row of every table, and the record verifies; the restored store goes on where the old one stopped."""
    path = tmp_path / "backup.sqlite"
    count = backup.back_up(full, path)
    before = _rows(full)
    assert [file.name for file in tmp_path.glob("backup*")] == ["backup.sqlite"]

    with open_store(f"sqlite:///{tmp_path / 'new.db'}", clock=clock) as again:
        assert backup.restore(again, path) == count == sum(map(len, before.values()))
        assert _rows(again) == before
        assert again.verify() == []
        desk = Desk(again, "bo")
        desk.claim(Filter())
        assert desk.store.person("bo").id == 2


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_backup_goes_into_postgresql_too(full, tmp_path, empty_postgres_url, clock):
    """The way from SQLite to PostgreSQL; numbers go on after those that were put in."""
    path = tmp_path / "backup.sqlite"
    backup.back_up(full, path)
    with open_store(empty_postgres_url, clock=clock) as again:
        backup.restore(again, path)
        assert _rows(again) == _rows(full)
        desk = Desk(again, "bo")
        item = again.item(3)
        desk.reopen(item.id)
        assert again.events(1)[0].event.number == full.events(1)[0].event.number + 1
        assert add_note(desk, 1, "hello").id == 2
        assert again.verify() == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_backup_is_whole_or_not_there(full, tmp_path):
    """It replaces nothing, and what is no backup is refused; so is a database that is not empty."""
    path = tmp_path / "backup.sqlite"
    path.write_text("mine")
    with pytest.raises(UsageError, match="already"):
        backup.back_up(full, path)
    with pytest.raises(StoreError, match="cannot be opened"):
        backup.restore(full, path)
    path.unlink()
    backup.back_up(full, path)
    with pytest.raises(StoreError, match="not empty"):
        backup.restore(full, path)
    with pytest.raises(UsageError, match="no folder"):
        backup.back_up(full, tmp_path / "nowhere" / "x")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_restore_leaves_the_backup_as_it_is(full, tmp_path):
    """To the byte, under an odd name; an empty file is no backup, nor is one that is not there, and nothing is made."""
    path = tmp_path / "a #1? backup%20.sqlite"
    backup.back_up(full, path)
    before = path.read_bytes()
    with open_store(f"sqlite:///{tmp_path / 'new.db'}") as again:
        assert backup.restore(again, path) > 0
    assert path.read_bytes() == before

    nothing = tmp_path / "empty"
    nothing.touch()
    for wrong, message in ((nothing, "is empty"), (tmp_path / "nowhere", "there is no file")):
        with pytest.raises(StoreError, match=message):
            backup.check(wrong)
    assert nothing.read_bytes() == b""


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_was_erased_is_in_no_backup(full, tmp_path):
    """Nor in the free pages of its file."""
    full.erase_author("wire", name="Ada")
    path = tmp_path / "backup.sqlite"
    backup.back_up(full, path)

    assert b"Ada" not in path.read_bytes()
    assert sqlite3.connect(path).execute("PRAGMA integrity_check").fetchone() == ("ok",)
