"""One moderator's verbs: who may, what is refused, what is written."""

from __future__ import annotations

import pytest

from moderation.errors import StaleItem, StoreError, UsageError
from moderation.records import Filter, Report
from moderation.review import Desk
from moderation.store import Screen, open_store
from moderation.taxonomy import REASONS_BY_CODE


def _numbers(items):
    return [item.id for item in items]


# --- claim ---------------------------------------------------------------------------------------------------------


def test_claim_takes_the_most_urgent_and_then_the_oldest(store, scored):
    """By priority, then by age; the lease stands in the item."""
    store.add([scored(n, verdict={"priority": p}) for n, p in ((1, 0.1), (2, 0.9), (3, 0.5), (4, 0.9))])

    items = Desk(store, "al").claim(Filter(), 3, lease_seconds=60)

    assert _numbers(items) == [2, 4, 3]
    assert {item.lease_until for item in items} == {"2026-11-01T12:01:00.000Z"}


def test_two_moderators_never_get_one_item(store, scored):
    """What one holds, the other does not get."""
    store.add([scored(n) for n in range(1, 13)])
    al, bo = Desk(store, "al"), Desk(store, "bo")

    assert _numbers(al.claim(Filter())) == list(range(1, 9))
    assert _numbers(bo.claim(Filter())) == [9, 10, 11, 12]


def test_claim_renews_and_tops_up(store, scored, clock):
    """Claiming again keeps what is held, renews it, and fills the places that became free."""
    store.add([scored(n) for n in range(1, 8)])
    desk = Desk(store, "al")
    desk.claim(Filter(), 3)
    desk.approve(2, 1, 1)
    clock.advance(100)

    items = desk.claim(Filter(), 4)

    assert _numbers(items) == [1, 3, 4, 5]
    assert {item.lease_until for item in items} == {"2026-11-01T12:04:40.000Z"}


def test_a_lease_runs_out(store, scored, clock):
    """After its time an item is anybody's; before it, nobody else's."""
    store.add([scored(1)])
    al, bo = Desk(store, "al"), Desk(store, "bo")
    al.claim(Filter(), lease_seconds=180)

    clock.advance(180)
    assert bo.claim(Filter()) == []
    clock.advance(0.001)
    assert _numbers(bo.claim(Filter())) == [1]
    with pytest.raises(StaleItem, match="not leased to you"):
        al.approve(1, 1, 1)
    assert bo.approve(1, 1, 1).kind == "approve"


def test_an_expired_lease_that_nobody_took_still_decides(store, scored, clock):
    """Whoever thought longer than the lease loses nothing while nobody else has the item."""
    store.add([scored(1)])
    desk = Desk(store, "al")
    desk.claim(Filter())
    clock.advance(3_600)

    assert desk.approve(1, 1, 1).kind == "approve"


def test_release_gives_everything_back(store, scored):
    """The next moderator finds what this one left."""
    store.add([scored(n) for n in (1, 2)])
    al, bo = Desk(store, "al"), Desk(store, "bo")
    al.claim(Filter())

    assert al.release() == 2
    assert _numbers(bo.claim(Filter())) == [1, 2]


def test_screens_of_one_moderator_show_different_items(store, scored, clock):
    """Each screen finds its own again, leaves the other's alone, and gives back only what is not the other's."""
    store.add([scored(n) for n in range(1, 8)])
    desk = Desk(store, "al")
    first = frozenset(_numbers(desk.claim(Filter(), 2)))
    second = frozenset(_numbers(desk.claim(Filter(), 2, screen=Screen(others=first))))

    assert (first, second) == ({1, 2}, {3, 4})
    assert _numbers(desk.claim(Filter(), 2, screen=Screen(second, first))) == [3, 4]
    assert _numbers(desk.claim(Filter(), 3, screen=Screen(second))) == [3, 4, 1]  # the first one was closed
    assert desk.release(second) == 2
    clock.advance(181)
    # Its screen was left alone; the other one may come back all the same, so that what is free comes first.
    assert _numbers(desk.claim(Filter(), 6, screen=Screen(first, second))) == [1, 2, 5, 6, 7, 3]


def test_what_a_screen_shows_stays_though_it_is_one_more_than_asked_for(store, scored):
    """What was taken back stands beside the batch that was leased meanwhile; none of it goes."""
    store.add([scored(number) for number in range(1, 5)])
    desk = Desk(store, "al")
    batch = frozenset(_numbers(desk.claim(Filter(), 2)))
    again = frozenset(_numbers(desk.claim(Filter(), 3))) - batch

    assert len(batch | again) == 3
    assert set(_numbers(desk.claim(Filter(), 2, screen=Screen(batch | again)))) == batch | again


def test_a_skipped_item_goes_to_others_and_returns_with_a_new_text(store, scored):
    """Skipping is per moderator and per revision."""
    store.add([scored(1)])
    al, bo = Desk(store, "al"), Desk(store, "bo")
    al.claim(Filter())
    al.skip(1, 1, 1)

    assert al.claim(Filter()) == []
    assert _numbers(bo.claim(Filter())) == [1]
    bo.release()
    store.add([scored(1, "a new text")])
    assert _numbers(al.claim(Filter())) == [1]


# --- decisions -----------------------------------------------------------------------------------------------------


def test_a_rejection_carries_its_statement(store, scored):
    """Ground, clause and facts from the reason code; notice and automation from the case."""
    store.add([scored(1, reports=(Report("rude"),)), scored(2, verdict={"reasons": ("too-long",)})])
    desk = Desk(store, "al")
    desk.claim(Filter())
    first = desk.reject(1, 1, 1, reason="illegal", note="see below\nClause: §185 StGB")
    second = desk.reject(2, 1, 1, reason="spam")

    assert first.statement is not None
    assert second.statement is not None
    code = REASONS_BY_CODE["illegal"]
    assert (first.statement.ground, first.statement.clause, first.statement.facts) == ("law", code.clause, code.facts)
    assert (first.statement.notice, second.statement.notice) == ("user-report", "own-initiative")
    assert (first.statement.automated_detection, second.statement.automated_detection) == (True, False)
    assert (first.statement.automated_decision, second.statement.automated_decision) == (False, False)
    rulings = {ruling.event.number: ruling for ruling in store.events()}
    assert rulings[first.number].clause == "§185 StGB"
    assert rulings[second.number].clause == REASONS_BY_CODE["spam"].clause


def test_an_event_keeps_what_the_moderator_saw(store, scored):
    """Scores and versions are the item's, the actor is a number, the time is the clock's."""
    store.add([scored(1)])
    desk = Desk(store, "al")
    item = desk.claim(Filter())[0]
    event = desk.approve(1, 1, 1, token="t-1")

    assert (event.scores, event.versions) == (item.verdict.scores, item.versions)
    assert (event.actor, event.role, event.source, event.token) == ("person:1", "moderator", "queue", "t-1")
    assert event.at == "2026-11-01T12:00:00.000Z"


@pytest.mark.parametrize(
    ("revision", "version", "message"),
    [(2, 1, "new text"), (1, 2, "moved on"), (1, 0, "moved on")],
)
def test_a_decision_on_something_else_is_refused(store, scored, revision, version, message):
    """A revision or a version that is not the item's writes nothing."""
    store.add([scored(1)])
    desk = Desk(store, "al")
    desk.claim(Filter())
    with pytest.raises(StaleItem, match=message):
        desk.approve(1, revision, version)

    assert store.events() == []
    assert store.item(1).state == "pending"


def test_an_import_in_between_makes_the_decision_stale(store, scored):
    """A text that changed under the moderator's eyes is not the text that was judged."""
    store.add([scored(1)])
    desk = Desk(store, "al")
    item = desk.claim(Filter())[0]
    store.add([scored(1, "changed in between")])

    with pytest.raises(StaleItem, match="new text"):
        desk.approve(item.id, item.revision, item.version)
    again = desk.claim(Filter())[0]
    assert desk.approve(again.id, again.revision, again.version).revision == 2


def test_nothing_is_decided_without_a_lease(store, scored):
    """Neither unclaimed, nor claimed by another, nor decided already."""
    store.add([scored(1)])
    al, bo = Desk(store, "al"), Desk(store, "bo")
    with pytest.raises(StaleItem, match="not leased to you"):
        al.approve(1, 1, 1)
    bo.claim(Filter())
    with pytest.raises(StaleItem, match="not leased to you"):
        al.approve(1, 1, 1)
    bo.approve(1, 1, 1)
    with pytest.raises(StaleItem, match="is approved"):
        al.approve(1, 1, 1)


def test_a_repeated_token_rules_once(store, scored):
    """A retry gives the first event again, also after the item has moved on."""
    store.add([scored(1), scored(2)])
    desk = Desk(store, "al")
    desk.claim(Filter())
    first = desk.approve(1, 1, 1, token="retry")

    assert desk.approve(1, 1, 1, token="retry") == first
    undone = desk.undo(token="back")
    assert desk.undo(token="back") == undone
    assert desk.approve(1, 1, 1, token="retry") == first
    assert len(store.events()) == 2


def test_a_token_names_one_decision(store, scored):
    """The same token for another item, verb or moderator is a mistake and loses nothing."""
    store.add([scored(1), scored(2)])
    desk = Desk(store, "al")
    desk.claim(Filter())
    desk.approve(1, 1, 1, token="x")
    for call in (
        lambda: desk.approve(2, 1, 1, token="x"),
        lambda: desk.reject(1, 1, 1, reason="spam", token="x"),
        lambda: desk.undo(token="x"),
        lambda: Desk(store, "bo").approve(1, 1, 1, token="x"),
    ):
        with pytest.raises(UsageError, match="another decision"):
            call()

    assert len(store.events()) == 1
    with pytest.raises(UsageError, match="at most 200"):
        desk.approve(2, 1, 1, token="x" * 201)


def test_an_unknown_reason_is_refused(store, scored):
    """The nearest code is offered."""
    store.add([scored(1)])
    desk = Desk(store, "al")
    desk.claim(Filter())
    with pytest.raises(UsageError, match="did you mean `spam`"):
        desk.reject(1, 1, 1, reason="spamm")


# --- undo and reopen -----------------------------------------------------------------------------------------------


def test_undo_walks_back_through_ones_own_decisions(store, scored):
    """Each undo takes the last one that still stands, and gives the item back to this desk."""
    store.add([scored(n) for n in (1, 2, 3)])
    desk = Desk(store, "al")
    desk.claim(Filter())
    made = [desk.approve(1, 1, 1), desk.reject(2, 1, 1, reason="spam"), desk.skip(3, 1, 1)]

    undone = [desk.undo() for _ in made]

    assert [event.reverts for event in undone] == [event.number for event in reversed(made)]
    assert [store.item(n).state for n in (1, 2, 3)] == ["pending"] * 3
    assert _numbers(desk.claim(Filter())) == [1, 2, 3]
    with pytest.raises(StaleItem, match="nothing of yours"):
        desk.undo()
    assert store.verify() == []


def test_undo_brings_back_the_ruling_before(store, scored):
    """Approved, reopened, rejected: taking the rejection back leaves it reopened, then approved, then as it came."""
    store.add([scored(1, route="approve")])
    desk = Desk(store, "al")
    desk.reopen(1)
    desk.claim(Filter())
    desk.reject(1, 1, 2, reason="spam")

    assert store.item(1).state == "rejected"
    desk.undo()
    assert store.item(1).state == "pending"
    desk.undo()
    assert store.item(1).state == "approved"


def test_only_the_standing_event_can_be_taken_back(store, scored):
    """An event that a later one rests on stays; so does one that was taken back already."""
    store.add([scored(1)])
    desk = Desk(store, "al")
    desk.claim(Filter())
    first = desk.approve(1, 1, 1)
    store.add([scored(1, "another text")])
    with pytest.raises(StaleItem, match="came after"):
        desk.undo(first.number)
    item = desk.claim(Filter())[0]
    second = desk.approve(item.id, item.revision, item.version)
    desk.undo(second.number)
    with pytest.raises(StaleItem, match="taken back already"):
        desk.undo(second.number)
    for unknown in (0, 999):
        with pytest.raises(UsageError, match="nothing that can be taken back"):
            desk.undo(unknown)


def test_undo_of_others_needs_a_senior(store, scored):
    """A moderator takes back what is theirs, a senior and an admin what is anybody's."""
    store.add([scored(1), scored(2, route="reject")])
    al = Desk(store, "al")
    al.claim(Filter())
    made = al.approve(1, 1, 1)
    with pytest.raises(UsageError, match="somebody else's"):
        Desk(store, "bo").undo(made.number)
    assert Desk(store, "sen", "senior").undo(made.number).reverts == made.number
    assert Desk(store, "adm", "admin").undo(1).reverts == 1
    assert store.item(2).state == "pending"


def test_undo_respects_who_looks_now(store, scored):
    """An escalated item that a senior has on the screen is not pulled away."""
    store.add([scored(1)])
    al, senior = Desk(store, "al"), Desk(store, "sen", "senior")
    al.claim(Filter())
    al.escalate(1, 1, 1, note="not sure")
    senior.claim(Filter(state="escalated"))
    with pytest.raises(StaleItem, match="somebody else has"):
        al.undo()
    senior.release()
    al.undo()
    assert store.item(1).state == "pending"


def test_reopen(store, scored):
    """One's own and automatic rulings by a moderator, others' by a senior, closed and pending ones by nobody."""
    store.add([scored(1), scored(2, route="approve"), scored(3, route="reject"), scored(4), scored(5)])
    al, bo = Desk(store, "al"), Desk(store, "bo")
    al.claim(Filter())
    al.approve(1, 1, 1)
    with pytest.raises(UsageError, match="somebody else decided"):
        bo.reopen(1)
    for number in (1, 2, 3):
        al.reopen(number)
        assert store.item(number).state == "pending"
    store.add([scored(5, route=None, status="deleted")])
    for number, state in ((4, "pending"), (5, "closed")):
        with pytest.raises(StaleItem, match=f"is {state}"):
            al.reopen(number)
    al.claim(Filter())
    al.approve(1, 1, 3)
    assert Desk(store, "sen", "senior").reopen(1, token="r").kind == "reopen"
    assert store.rebuild().corrected == 0


def test_reopening_is_of_what_was_looked_at(store, scored, monkeypatch):
    """Whoever may reopen their own ruling does not reopen somebody else's that came in between."""
    store.add([scored(1)])
    al, bo = Desk(store, "al"), Desk(store, "bo")
    al.claim(Filter())
    al.approve(1, 1, 1)
    looked_at = store.standing(1)
    al.reopen(1)
    bo.claim(Filter())
    bo.approve(1, 1, 3)
    monkeypatch.setattr(store, "standing", lambda _: looked_at)

    with pytest.raises(StaleItem, match="decided anew"):
        al.reopen(1)
    assert store.item(1).state == "approved"


# --- roles ---------------------------------------------------------------------------------------------------------

VERBS = {
    "claim": lambda desk: desk.claim(Filter()),
    "claim escalated": lambda desk: desk.claim(Filter(state="escalated")),
    "approve": lambda desk: desk.approve(1, 1, 1),
    "reject": lambda desk: desk.reject(1, 1, 1, reason="spam"),
    "skip": lambda desk: desk.skip(1, 1, 1),
    "escalate": lambda desk: desk.escalate(1, 1, 1),
    "undo": lambda desk: desk.undo(),
    "reopen": lambda desk: desk.reopen(1),
}


@pytest.mark.parametrize("verb", VERBS)
def test_a_viewer_may_nothing(store, scored, verb):
    """Every verb refuses a viewer, and so does a role that is not a person's."""
    store.add([scored(1)])
    for role in ("viewer", "policy"):
        with pytest.raises(UsageError, match="may not"):
            VERBS[verb](Desk(store, "eve", role))

    assert store.events() == []


@pytest.mark.parametrize(("role", "may"), [("moderator", False), ("senior", True), ("admin", True)])
def test_escalated_items_are_for_seniors(store, scored, role, may):
    """Who may claim what was escalated may decide it."""
    store.add([scored(1)])
    al = Desk(store, "al")
    al.claim(Filter())
    al.escalate(1, 1, 1)
    desk = Desk(store, "other", role)
    if not may:
        with pytest.raises(UsageError, match="may not"):
            desk.claim(Filter(state="escalated"))
        with pytest.raises(StaleItem, match="is escalated"):
            desk.approve(1, 1, 2)
        return
    assert _numbers(desk.claim(Filter(state="escalated"))) == [1]
    assert desk.approve(1, 1, 2).kind == "approve"


def test_decided_items_are_not_claimed(store, scored):
    """A filter for a state that waits for nobody is a mistake, with its mend."""
    with pytest.raises(UsageError, match="reopen the item first"):
        Desk(store, "al").claim(Filter(state="approved"))


@pytest.mark.parametrize("subject", ["", "x" * 256])
def test_a_desk_needs_a_name(store, subject):
    """An empty or endless subject is refused."""
    with pytest.raises(UsageError, match="1 to 255"):
        Desk(store, subject)


def test_a_database_that_stays_locked_is_an_error_with_a_mend(tmp_path, scored, monkeypatch):
    """A writer that never ends gives a StoreError, not a hang and not a traceback of the driver."""
    monkeypatch.setattr("moderation.store.connect._PATIENCE", 0.01)
    with open_store(f"sqlite:///{tmp_path / 'x.db'}") as store:
        store.add([scored(1)])
        desk = Desk(store, "al")
        with store._writer.connect() as holder, holder.begin(), pytest.raises(StoreError, match="in use"):
            desk.claim(Filter())
