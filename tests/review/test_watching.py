"""The watch: what the policy approved, judged without the scores, and the rate that comes of it."""

from __future__ import annotations

import dataclasses

import pytest

from moderation.errors import StaleItem, UsageError
from moderation.records import Filter
from moderation.review import Desk, claim_watched
from moderation.store import Missed, watch


@pytest.fixture
def watched(store, scored):
    """Five approved comments, the first four of them drawn; and one that was drawn and not approved."""
    rows = [scored(number, route="approve") for number in range(1, 6)] + [scored(6)]
    store.add([dataclasses.replace(row, is_watched=row.comment.id != "c5") for row in rows])
    return store


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_watcher_sees_the_comment_and_nothing_of_the_machine(watched):
    """The drawn ones, leased, approved all the while; no score, no reason, no rule, no evidence."""
    items = claim_watched(Desk(watched, "al"))

    assert [item.id for item in items] == [1, 2, 3, 4]
    assert {item.state for item in items} == {"approved"}
    assert all(item.lease_until for item in items)
    for item in items:
        verdict = item.verdict
        assert (set(verdict.scores), verdict.reasons, verdict.rules, verdict.evidence) == ({None}, (), (), None)
    assert claim_watched(Desk(watched, "bo")) == []
    assert Desk(watched, "cy").claim(Filter())[0].id == 6


def test_the_rate_is_what_people_rejected_of_what_they_judged(watched, clock):
    """With its interval; an undone ruling is none, a skipped or escalated one not yet."""
    assert (watch.missed(watched), watch.missed(watched).rate) == (Missed(4, 0, 0), None)
    desk, chief = Desk(watched, "al"), Desk(watched, "chief", "senior")
    claim_watched(desk)
    desk.approve(1, 1, 1, watch=True)
    desk.reject(2, 1, 1, reason="abusive", watch=True)
    desk.escalate(3, 1, 1, watch=True)
    desk.skip(4, 1, 1, watch=True)

    missed = watch.missed(watched)
    assert (missed, watch.waiting(watched)) == (Missed(4, 2, 1), 1)
    assert (missed.rate, missed.low, missed.high) == (
        0.5,
        pytest.approx(0.0945, abs=1e-4),
        pytest.approx(0.9055, abs=1e-4),
    )
    assert watched.item(2).state == "rejected"

    item = chief.claim(Filter(state="escalated"))[0]
    chief.reject(item.id, item.revision, item.version, reason="abusive")
    assert watch.missed(watched) == Missed(4, 3, 2)
    chief.undo(2)
    assert (watch.missed(watched), watched.item(2).state) == (Missed(4, 2, 1), "approved")
    assert watch.missed(watched, since="2026-11-02") == Missed(0, 0, 0)
    assert [item.id for item in claim_watched(desk)] == [2]  # the skipped one goes to others
    assert watched.verify() == []
    assert watched.rebuild().corrected == 0


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_watcher_who_takes_a_ruling_back_keeps_the_comment(watched):
    """It is on the watcher's screen again, so it comes first, and nobody else gets it."""
    desk = Desk(watched, "al")
    claim_watched(desk)
    desk.reject(4, 1, 1, reason="abusive", watch=True)
    desk.undo()

    assert claim_watched(Desk(watched, "bo")) == []
    assert 4 in [item.id for item in claim_watched(desk, 4)]
    desk.approve(4, 1, watched.item(4).version, watch=True)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_only_the_drawn_can_be_judged_so(watched):
    """A ruling of the watch on anything else would spoil the rate."""
    desk = Desk(watched, "al")
    claim_watched(desk)
    with pytest.raises(StaleItem):
        desk.approve(5, 1, 1, watch=True)
    with pytest.raises(StaleItem, match="is approved"):
        desk.approve(1, 1, 1)
    with pytest.raises(UsageError, match="a viewer may not"):
        claim_watched(Desk(watched, "vi", "viewer"))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_new_text_is_drawn_anew(watched, scored):
    """The ruling was on another text; the new one waits for its own."""
    desk = Desk(watched, "al")
    claim_watched(desk)
    desk.approve(1, 1, 1, watch=True)
    watched.add([dataclasses.replace(scored(1, "other words", route="approve"), is_watched=True)])

    assert watch.missed(watched) == Missed(5, 1, 0)
