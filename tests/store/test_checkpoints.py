"""Seals: what a chain per item cannot see."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text

from moderation.records import Filter
from moderation.review import Desk
from moderation.store import checkpoints
from moderation.store.schema import checkpoints as rows


@pytest.fixture
def ruled(store, scored):
    """Three rulings on three items, sealed, and a fourth after the seal."""
    store.add([scored(number) for number in range(1, 5)])
    desk = Desk(store, "al")
    desk.claim(Filter())
    for number in (1, 2, 3):
        desk.approve(number, 1, 1)
    checkpoints.seal(store)
    desk.approve(4, 1, 1)
    return store


def _sealed(store):
    return store.read(lambda connection: connection.execute(select(rows).order_by(rows.c.number)).all())


def _forge(store, *statements):
    is_sqlite = store._engine.dialect.name == "sqlite"
    tables = {"events": ("update", "delete"), "checkpoints": ("update", "delete")}
    with store._writer.begin() as connection:
        for table, verbs in tables.items():
            for guard in verbs if is_sqlite else ("change",):
                connection.execute(text(f"DROP TRIGGER {table}_no_{guard}" + ("" if is_sqlite else f" ON {table}")))
        for statement in statements:
            connection.execute(text(statement))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_seals_follow_each_other(ruled):
    """Each covers the events since the last; nothing new, no new seal."""
    second = checkpoints.seal(ruled)

    assert checkpoints.seal(ruled) == second
    assert [(one.number, one.upto, one.events) for one in _sealed(ruled)] == [(1, 3, 3), (2, 4, 1)]
    assert ruled.verify(expected=second.seal) == []


def test_an_item_whose_record_was_cut_off_is_found(ruled):
    """Whoever deletes all the events of an item and its head leaves the chains whole, and breaks the seal."""
    _forge(
        ruled,
        "UPDATE queue_items SET standing = NULL, head = '', state = 'pending', version = 1 WHERE id = 2",
        "DELETE FROM events WHERE number = 2",
    )

    assert "checkpoint 1: the events up to 3 are others" in [problem.message for problem in ruled.verify()]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_seal_kept_elsewhere_shows_a_record_made_anew(ruled):
    """Without the checkpoints the record looks whole; the seal in the safe tells."""
    kept = _sealed(ruled)[0].seal
    _forge(ruled, "DELETE FROM checkpoints")

    assert ruled.verify() == []
    assert [problem.code for problem in ruled.verify(expected=kept)] == ["seal"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_key_makes_seals_that_nobody_else_can(ruled):
    """Checked with the key, passed over without one, refused with another."""
    checkpoints.seal(ruled, b"key")
    assert (ruled.verify(b"key"), ruled.verify()) == ([], [])
    assert [problem.message for problem in ruled.verify(b"other")] == ["checkpoint 2: the events up to 4 are others"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_seals_hold_after_purge_and_erasure(ruled, clock):
    """Events carry no personal data, so nothing that is erased is under a seal."""
    kept = checkpoints.seal(ruled, b"key").seal
    clock.advance(86_400)
    ruled.purge("2026-11-02T00:00:00.000Z")

    assert ruled.verify(b"key", kept) == []
