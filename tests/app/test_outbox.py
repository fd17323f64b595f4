"""The outbox: what is sent again counts once, what cannot be written is told."""

from __future__ import annotations

import sqlite3

import pytest

from moderation.app.panel.outbox import TAKEN, Ledger, Press, read_presses, settle
from moderation.records import Filter
from moderation.review import Desk
from moderation.store import open_store


@pytest.fixture
def store(tmp_path, scored):
    """A store with three items."""
    with open_store(f"sqlite:///{tmp_path / 'queue.db'}") as opened:
        opened.add([scored(number, f"text {number}") for number in (1, 2, 3)])
        yield opened


@pytest.fixture
def desk(store):
    """A desk that holds all three."""
    opened = Desk(store, "marta")
    opened.claim(Filter(), 8)
    return opened


def _press(item, token="t1", kind="approve", **fields):  # a token of ours, not a password
    return Press(token, kind, item.id, item.revision, item.version, **fields)


def _items(store):
    return store.items(Filter())


def _kinds(store):
    return [ruling.event.kind for ruling in store.history()]


def test_sent_twice_counts_once(store, desk):
    """The same outbox again, in the same session or in a new one after a restart, writes nothing more."""
    presses = [_press(_items(store)[0])]
    ledger = Ledger()

    first = settle(presses, desk, store, ledger)
    again = settle(presses, desk, store, ledger)
    after_restart = settle(presses, desk, store, Ledger())

    assert first == again == after_restart
    assert _kinds(store) == ["approve"]


def test_a_whole_outbox_is_written_in_order(store, desk):
    """Presses that piled up are written one after the other."""
    one, two, three = _items(store)

    answers = settle(
        [
            _press(one, "a"),
            _press(two, "b", "reject", reason="spam", note="see above"),
            _press(three, "c", "escalate"),
        ],
        desk,
        store,
        Ledger(),
    )

    assert [answer.outcome for answer in answers] == ["done", "done", "done"]
    assert _kinds(store) == ["approve", "reject", "escalate"]


@pytest.mark.parametrize("kind", ["approve", "skip", "escalate"])
def test_a_note_stays_on_record_whatever_is_decided(store, desk, kind):
    """Who wrote it must not find it gone."""
    settle([_press(_items(store)[0], kind=kind, note="The quotation is real.")], desk, store, Ledger())

    (ruling,) = store.history()
    assert (ruling.event.kind, ruling.note) == (kind, "The quotation is real.")


def test_undo_and_decide_again_before_any_answer(store, desk):
    """Approve, undo and reject in one outbox: the last finds the version that the undo made."""
    item = _items(store)[0]
    presses = [
        _press(item, "a"),
        Press("b", "undo", item.id, of="a"),
        _press(item, "c", "reject", reason="spam", after="b"),
    ]

    answers = settle(presses, desk, store, Ledger())
    again = settle(presses, desk, store, Ledger())

    assert [answer.outcome for answer in answers] == ["done", "done", "done"]
    assert [answer.event for answer in again] == [answer.event for answer in answers]
    assert _kinds(store) == ["approve", "undo", "reject"]


def test_a_stale_press_is_told_and_the_rest_goes_on(store, desk):
    """What moved on is answered with the reason; the presses after it are written."""
    one, two, _ = _items(store)
    settle([_press(one, "a")], desk, store, Ledger())

    answers = settle([_press(one, "b"), _press(two, "c")], desk, store, Ledger())

    assert [(answer.outcome, bool(answer.message)) for answer in answers] == [("stale", True), ("done", False)]


def test_what_somebody_else_took_meanwhile_is_told_in_plain_words(store, desk):
    """Who comes back to the desk in the morning holds nothing; that no lease is theirs tells them little."""
    one = _items(store)[0]
    desk.release()
    Desk(store, "bo").claim(Filter(), 8)

    (answer,) = settle([_press(one)], desk, store, Ledger())

    assert (answer.outcome, answer.message) == ("stale", TAKEN)


def test_an_undo_of_a_stale_press_is_stale(store, desk):
    """There is nothing to take back where nothing was written."""
    one = _items(store)[0]
    settle([_press(one, "a")], desk, store, Ledger())

    answers = settle([_press(one, "b"), Press("c", "undo", one.id, of="b")], desk, store, Ledger())

    assert [answer.outcome for answer in answers] == ["stale", "stale"]


def test_an_unknown_reason_is_refused(store, desk):
    """A reason that is not in the table writes nothing."""
    answers = settle([_press(_items(store)[0], kind="reject", reason="because")], desk, store, Ledger())

    assert [answer.outcome for answer in answers] == ["refused"]
    assert _kinds(store) == []


def test_what_cannot_be_written_stays_unanswered(store, desk):
    """A database that refuses to write leaves the press unanswered, so that the panel sends it again."""
    presses = [_press(_items(store)[0], "a"), _press(_items(store)[1], "b")]
    ledger = Ledger()
    with sqlite3.connect(store.url.removeprefix("sqlite:///")) as other:
        other.execute("CREATE TRIGGER no BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'no'); END")
    refused, trouble = settle(presses, desk, store, ledger), ledger.trouble
    with sqlite3.connect(store.url.removeprefix("sqlite:///")) as other:
        other.execute("DROP TRIGGER no")
    written = settle(presses, desk, store, ledger)

    assert (refused, bool(trouble)) == ([], True)
    assert [answer.outcome for answer in written] == ["done", "done"]
    assert ledger.trouble is None


GOOD = {"token": "t", "kind": "approve", "item": "7", "revision": 1, "version": 2}


@pytest.mark.parametrize(
    "entry",
    [
        None,
        [],
        {},
        {**GOOD, "kind": "delete"},
        {**GOOD, "item": "seven"},
        {**GOOD, "version": [1]},
        {"kind": "approve", "item": "7"},
    ],
    ids=["null", "list", "empty", "unknown-verb", "bad-item", "bad-version", "no-token"],
)
def test_what_is_not_a_press_is_left_out(entry):
    """A browser can send anything; only whole presses are read."""
    assert read_presses({"desk": "d", "entries": [entry, GOOD]}, "d") == [Press("t", "approve", 7, 1, 2)]


@pytest.mark.parametrize(
    "outbox", [None, "x", {}, {"desk": "other", "entries": [GOOD]}, {"desk": "d", "entries": None}]
)
def test_another_desks_outbox_is_not_emptied_here(outbox):
    """Presses of another moderator or database are not read."""
    assert read_presses(outbox, "d") == []


def test_what_waits_and_was_only_looked_at_is_leased_first(store):
    """Nothing is leased under Unmoderated; a press that is sent again, also after a restart, has its first answer."""
    one, two, _ = _items(store)
    desk, bo = Desk(store, "marta"), Desk(store, "bo")
    bo.claim(Filter(items=(two.id,)))
    presses = [_press(one, "a", looked=True), _press(two, "b", looked=True)]

    first = settle(presses, desk, store, Ledger())
    again = settle(presses[:1], desk, store, Ledger())

    assert [answer.outcome for answer in first] == ["done", "stale"]
    assert first[1].message == TAKEN
    assert again == first[:1]
    assert [(ruling.event.kind, ruling.event.item) for ruling in store.history()] == [("approve", one.id)]


def test_a_text_that_has_changed_since_it_was_looked_at_is_not_decided(store, scored):
    """The lease is taken anew, and the revision that was seen still counts."""
    one, *_ = _items(store)
    store.add([scored(int(one.comment.id[1:]), "another text")])

    (answer,) = settle([_press(one, "a", looked=True)], Desk(store, "marta"), store, Ledger())

    assert answer.outcome == "stale"
    assert _kinds(store) == []
