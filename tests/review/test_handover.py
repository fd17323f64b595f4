"""One look for the next shift."""

from __future__ import annotations

from moderation.records import Filter
from moderation.review import Desk, add_note, apply, hold_article, hold_term, preview
from moderation.store import Selection, handover, outbox, stamp, targets


def test_the_next_shift_sees_what_is_open_and_what_was_done(store, scored, clock):
    """Escalated, oldest first, bulks and notes of the last hours, holds that end soon, what was not sent."""
    targets.add_target(store, "blog", url="https://blog.example/", words="generic", secret="S")
    store.add([scored(number) for number in (1, 2, 3)])
    clock.advance(60)
    store.add([scored(4, verdict={"priority": 0.9})])
    desk = Desk(store, "chief", "senior")
    add_note(desk, 1, "of yesterday")
    clock.advance(20 * 3600)
    desk.claim(Filter())
    desk.escalate(1, 1, 1)
    add_note(desk, 2, "ask the lawyer")
    done = apply(desk, preview(desk, Selection(items=(3,)), "approve"))
    soon = hold_term(desk, "a word", until="2026-11-02T15:00:00Z")
    hold_article(desk, "wire", "t1")
    (parcel, *_) = outbox.take(store, 1, now=store.now, until=stamp(clock(), plus_seconds=60))
    outbox.mark_failed(store, parcel.delivery, "answered 410", next_at=None)

    found = handover.report(store)

    assert [item.id for item in found.escalated] == [1]
    assert [item.id for item in found.oldest] == [2, 4]
    assert [one.id for one in found.bulks] == [done.id]
    assert [remark.text for remark in found.remarks] == ["ask the lawyer"]
    assert [hold.id for hold in found.expiring] == [soon.id]
    assert [one.error for one in found.failed] == ["answered 410"]
    assert found.made == {"escalate": 1, "approve": 1}
