"""The record: append-only by the database's own hand, and every change to it found out."""

from __future__ import annotations

import dataclasses
import sqlite3

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from moderation.records import Filter
from moderation.review import Desk, verify
from moderation.store.ruling.ledger import event_hash


@pytest.fixture
def ruled(store, scored):
    """Four items: approved and undone and rejected; rejected by the policy; approved; not decided."""
    store.add([scored(1), scored(2, route="reject"), scored(3), scored(4)])
    desk = Desk(store, "al")
    items = desk.claim(Filter())
    desk.approve(items[0].id, 1, 1, token="first")
    desk.undo()
    desk.reject(items[0].id, 1, 3, reason="spam", note="seen twice")
    desk.approve(items[1].id, 1, 1)
    return store


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET actor = 'person:9' WHERE number = 2",
        "DELETE FROM events WHERE number = 2",
        "DELETE FROM events",
        "INSERT INTO events SELECT * FROM events WHERE number = 2",
    ],
)
def test_events_can_only_be_added(ruled, statement):
    """The database itself refuses to change or to delete an event."""
    before = list(ruled.history())
    with pytest.raises(DBAPIError), ruled._writer.begin() as connection:
        connection.execute(text(statement))

    assert list(ruled.history()) == before


def test_replace_and_truncate_are_refused_too(ruled):
    """The ways round a row trigger: REPLACE, which fires no delete trigger by default, and TRUNCATE."""
    if ruled._engine.dialect.name == "sqlite":
        # A connection of its own, without the settings that ours have.
        connection = sqlite3.connect(ruled._engine.url.database)
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute("INSERT OR REPLACE INTO events SELECT * FROM events WHERE number = 2")
        connection.close()
        return
    with pytest.raises(DBAPIError, match="append-only"), ruled._writer.begin() as connection:
        connection.execute(text("TRUNCATE events"))


def test_an_untouched_record_is_whole(ruled):
    """Nothing is reported where nothing was done."""
    assert verify(ruled) == []
    assert len(list(ruled.history(page=2))) == 5


def _without_guards(store, *statements):
    """Do what somebody with the owner's rights can do."""
    if store._engine.dialect.name == "sqlite":
        drops = ["DROP TRIGGER events_no_update", "DROP TRIGGER events_no_delete"]
    else:
        drops = ["DROP TRIGGER events_no_change ON events", "DROP TRIGGER events_no_truncate ON events"]
    with store._writer.begin() as connection:
        for statement in (*drops, *statements):
            connection.execute(text(statement))


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("UPDATE events SET reason = 'abusive' WHERE number = 4", "event 4 was changed"),
        ("UPDATE events SET actor = 'person:9' WHERE number = 2", "event 2 was changed"),
        ("UPDATE events SET automated_decision = NOT automated_decision WHERE number = 1", "event 1 was changed"),
        ("UPDATE events SET scores = '[0.1,0,0,0,0,0,0,0,null]' WHERE number = 5", "event 5 was changed"),
        ("UPDATE events SET policy_digest = 'x' WHERE number = 5", "event 5 was changed"),
        ("DELETE FROM events WHERE number = 3", "event 4 does not follow the one before it"),
        ("DELETE FROM events WHERE number = 4", "event 3 is not the last that the item knows of"),
        ("DELETE FROM events WHERE number = 5", "item 3: all its events are missing"),
        ("UPDATE texts SET text = 'other words' WHERE comment_id = 3", "the text of revision 1 was changed"),
        ("DELETE FROM texts WHERE comment_id = 3", "comment 3: the text of revision 1 is missing"),
        ("UPDATE revisions SET text_digest = NULL WHERE comment_id = 3", "the text of revision 1 has lost its digest"),
        ("UPDATE scores SET toxicity = 0.01 WHERE comment_id = 3", "comment 3: the scores of revision 1 were changed"),
        (
            "UPDATE scores SET rules_digest = 'x' WHERE comment_id = 3",
            "comment 3: the scores of revision 1 were changed",
        ),
        (
            "UPDATE queue_items SET state = 'approved' WHERE id = 1",
            "item 1: in the queue its `state` is approved and not",
        ),
        ("UPDATE queue_items SET priority = 0 WHERE id = 4", "item 4: in the queue its `priority` is 0.0 and not 0.5"),
        (
            "UPDATE queue_items SET standing = NULL WHERE id = 3",
            "item 3: in the queue its `standing` is None and not 5",
        ),
    ],
)
def test_tampering_is_found(ruled, statement, problem):
    """Whoever takes the guards away and changes the record is found out by the chain."""
    _without_guards(ruled, statement)

    assert any(problem in found.message for found in verify(ruled))


def test_an_item_without_its_place_is_found(ruled):
    """A comment that was taken out of the queue by hand comes back by `rebuild`, and till then it is named."""
    _without_guards(ruled, "DELETE FROM item_reasons WHERE item_id = 4", "DELETE FROM queue_items WHERE id = 4")
    before = [problem.message for problem in verify(ruled)]
    ruled.rebuild()

    assert (before, verify(ruled)) == (["item 4: it is not in the queue"], [])


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_missing_events_are_named(ruled):
    """Where numbers follow each other, a gap says which events are gone."""
    _without_guards(ruled, "DELETE FROM events WHERE number IN (1, 3, 4)")

    told = [problem.message for problem in verify(ruled)]
    assert [message for message in told if "missing" in message][-2:] == [
        "event 1 is missing",
        "events 3 to 4 are missing",
    ]


def test_a_text_that_came_back_is_found(ruled):
    """What was erased and stands there again, from an old backup say, is named."""
    ruled.purge("2026-11-02T00:00:00.000Z")
    assert verify(ruled) == []
    _without_guards(ruled, "UPDATE texts SET text = 'a comment' WHERE comment_id = 3")

    assert [problem.message for problem in verify(ruled)] == [
        "comment 3: the text of revision 1 is there again after its erasure"
    ]


def test_a_forged_hash_breaks_the_chain(ruled):
    """A changed event with a fitting hash of its own no longer fits the next one."""
    event = next(ruling.event for ruling in ruled.history() if ruling.event.number == 3)
    forged = dataclasses.replace(event, actor="person:9")
    _without_guards(ruled, f"UPDATE events SET actor = 'person:9', hash = '{event_hash(forged)}' WHERE number = 3")

    assert [problem.message for problem in verify(ruled)] == ["item 1: event 4 does not follow the one before it"]


def test_every_field_is_under_the_hash(ruled):
    """No field of an event can change without changing its hash."""
    event = next(ruling.event for ruling in ruled.history() if ruling.event.number == 4)
    for field in dataclasses.fields(event):
        if field.name != "hash":
            changed = dataclasses.replace(event, **{field.name: "something else"})
            assert event_hash(changed) != event.hash, field.name


def test_events_hold_no_names_and_no_texts(ruled):
    """The rows of the record name people by number, and notes too."""
    with ruled._engine.connect() as connection:
        rows = [str(tuple(row)) for row in connection.execute(text("SELECT * FROM events"))]

    assert not any(word in row for row in rows for word in ("al'", "a comment", "seen twice"))
