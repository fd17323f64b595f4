"""Many items at once: shown first, written as one, taken back as one."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from moderation.errors import StaleItem, UsageError
from moderation.records import Filter
from moderation.review import Desk, apply, preview, reopen_rule, undo_bulk
from moderation.store import Selection, bulk_moves, bulks


def _with_toxicity(scored, number, value, **fields):
    return scored(number, verdict={"scores": (value, *(0.1,) * 7, None), **fields})


@pytest.fixture
def desk(store, scored):
    """A senior's desk over six pending items with toxicity 0.5, 0.6 ... 1.0."""
    store.add([_with_toxicity(scored, number, (number + 4) / 10) for number in range(1, 7)])
    return Desk(store, "chief", "senior")


def _states(store):
    return [store.item(number).state for number in range(1, 7)]


def test_a_range_decides_what_it_showed(store, desk):
    """Half-open but for 1 itself; nothing outside is touched; every event names the bulk and carries a statement."""
    shown = preview(desk, Selection(label="toxicity", low=0.7, high=0.9), "approve")
    assert [item for item, _, _ in shown.items] == [3, 4]
    assert [i for i, _, _ in preview(desk, Selection(label="toxicity", low=0.9, high=1), "reject").items] == [5, 6]

    done = apply(desk, shown)
    rejected = apply(desk, preview(desk, Selection(items=(5, 6)), "reject"), reason="spam", note="a campaign")

    assert _states(store) == ["pending", "pending", "approved", "approved", "rejected", "rejected"]
    assert (done.kind, done.planned, done.done, done.left, done.by) == ("approve", 2, 2, 0, "chief")
    rulings = store.events(4)
    assert {ruling.event.bulk for ruling in rulings} == {done.id, rejected.id}
    assert {(r.note, r.event.statement is None) for r in rulings if r.event.kind == "reject"} == {("a campaign", False)}
    assert store.verify() == []
    assert store.rebuild().corrected == 0


def test_all_that_wait_for_one_reason_are_decided_together(store, desk, scored):
    """An archive brings thousands that were taken down where they come from; what was decided stays."""
    reasons = {"verdict": {"reasons": ("upstream:spam", "toxicity>=0.80")}}
    store.add([scored(number, **reasons) for number in (7, 8, 9)] + [scored(10, verdict={"reasons": ("upstream:x",)})])
    item = store.item(9)
    desk.claim(Filter(reason="upstream:spam"), 3)
    desk.approve(9, item.revision, item.version)

    shown = preview(desk, Selection(reason="upstream:spam"), "reject")
    done = apply(desk, shown, reason="spam")

    assert ([item for item, _, _ in shown.items], shown.left_over) == ([7, 8], 0)
    assert [store.item(number).state for number in (7, 8, 9, 10)] == ["rejected", "rejected", "approved", "pending"]
    assert bulks.latest(store)[0].selection == Selection(reason="upstream:spam")
    undo_bulk(desk, done.id)
    assert store.item(7).state == "pending"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_moved_on_since_is_left(store, desk):
    """Exactly the versions that were shown, and nothing that somebody else has on the screen."""
    other = Desk(store, "al")
    shown = preview(desk, Selection(label="toxicity", low=0, high=1), "approve")
    other.claim(Filter(), 2)
    desk.claim(Filter(), 1)
    desk.reject(3, 1, 1, reason="spam")
    assert preview(desk, Selection(label="toxicity", low=0, high=1), "approve").on_screens == 2

    done = apply(desk, shown)

    assert (done.planned, done.done, done.left) == (6, 3, 3)
    assert _states(store) == ["pending", "pending", "rejected"] + ["approved"] * 3


def test_one_undo_takes_all_back(store, desk):
    """As one change, once; what was ruled on since stays as it is."""
    done = apply(desk, preview(desk, Selection(items=(1, 2, 3, 4, 5, 6)), "approve"))
    desk.reopen(2)

    undone = undo_bulk(desk, done.id)

    assert (undone.kind, undone.reverts, undone.done, undone.left) == ("undo", done.id, 5, 1)
    assert _states(store) == ["pending"] * 6
    assert bulks.bulk(store, done.id).reverted_by == undone.id
    assert [one.id for one in bulks.latest(store)] == [undone.id, done.id]
    for wrong, message in ((done.id, "taken back already"), (99, "there is no bulk")):
        with pytest.raises(StaleItem, match=message):
            undo_bulk(desk, wrong)
    with pytest.raises(UsageError, match="itself an undo"):
        undo_bulk(desk, undone.id)
    assert store.verify() == []
    assert store.rebuild().corrected == 0


def test_a_token_makes_it_once(store, desk, monkeypatch):
    """A bulk that was cut off in the middle goes on with the same token; a whole one is not made again."""
    monkeypatch.setattr(bulk_moves, "AT_ONCE", 2)
    shown = preview(desk, Selection(items=(1, 2, 3, 4, 5, 6)), "approve")
    rule, calls = bulk_moves._rule, []

    def dying(*args, **named):
        calls.append(args)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return rule(*args, **named)

    monkeypatch.setattr(bulk_moves, "_rule", dying)
    with pytest.raises(KeyboardInterrupt):
        apply(desk, shown, token="once")
    assert bulks.latest(store)[0].done == 2

    again = [apply(desk, shown, token="once") for _ in range(2)]

    assert [(one.id, one.done) for one in again] == [(again[0].id, 6)] * 2
    assert len(store.events(100)) == 6
    with pytest.raises(UsageError, match="another change"):
        apply(desk, preview(desk, Selection(items=(1, 2)), "reopen"), token="once")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_bad_rule_is_taken_back_as_one(store, scored, desk):
    """What it decided since a time waits again, in one undoable change; other rulings stand."""
    store.add([scored(n, verdict={"reasons": ("rule:spam.link",)}) for n in (11, 12)])
    apply(desk, preview(desk, Selection(items=(1, 7, 8)), "reject"), reason="spam")

    assert reopen_rule(desk, "spam.link", "2026-11-02T00:00:00.000Z") is None
    done = reopen_rule(desk, "spam.link", "2026-11-01T00:00:00.000Z", note="too broad")

    assert done is not None
    assert (done.done, store.item(7).state, store.item(8).state, store.item(1).state) == (
        2, "pending", "pending", "rejected",
    )  # fmt: skip
    undo_bulk(desk, done.id)
    assert (store.item(7).state, store.item(8).state) == ("rejected", "rejected")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_may(store, desk):
    """A moderator decides many, a senior puts back; a viewer neither; nobody takes back another's but a senior."""
    moderator, viewer = Desk(store, "al"), Desk(store, "vi", "viewer")
    done = apply(desk, preview(desk, Selection(items=(1,)), "approve"))
    for who, kind in ((moderator, "reopen"), (viewer, "approve")):
        with pytest.raises(UsageError, match=f"a {who.role} may not {kind}"):
            preview(who, Selection(items=(1,)), kind)
    with pytest.raises(UsageError, match="somebody else's"):
        undo_bulk(moderator, done.id)
    with pytest.raises(UsageError, match="reason code"):
        apply(moderator, preview(moderator, Selection(items=(2,)), "reject"))
    with pytest.raises(UsageError, match="exactly one"):
        Selection(items=(1,), rule="x", since="2026")


@pytest.mark.parametrize("table", ["bulks", "checkpoints"])
def test_bulks_and_seals_can_only_be_added(store, desk, table):
    """The database itself refuses to change or delete them."""
    from moderation.store import checkpoints

    apply(desk, preview(desk, Selection(items=(1,)), "approve"))
    checkpoints.seal(store)
    for statement in (f"UPDATE {table} SET at = 'x'", f"DELETE FROM {table}"):
        with pytest.raises(DBAPIError), store._writer.begin() as connection:
            connection.execute(text(statement))
