"""The law of the queue: what stands in it is what its scores and events add up to."""

from __future__ import annotations

import contextlib

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from moderation.errors import StaleItem, UsageError
from moderation.records import Filter
from moderation.review import Desk, rebuild, verify
from moderation.store.schema import item_reasons, queue_items, skips

PROJECTED = [column for column in queue_items.c if not column.name.startswith("lease")]


def _projection(store):
    with store._engine.connect() as connection:
        return [
            connection.execute(select(*columns).order_by(*columns)).all()
            for columns in (PROJECTED, list(item_reasons.c), list(skips.c))
        ]


def _decide(verb):
    def act(desk, item):
        extra = {"reason": "spam"} if verb == "reject" else {}
        getattr(desk, verb)(item.id, item.revision, item.version, **extra)

    return act


VERBS = {
    **{verb: _decide(verb) for verb in ("approve", "reject", "skip", "escalate")},
    "undo": lambda desk, item: desk.undo(),
    "undo one": lambda desk, item: desk.undo(item.version),
    "reopen": lambda desk, item: desk.reopen(item.id),
    "release": lambda desk, item: desk.release(),
}
IMPORTS = ["review", "approve", "reject", "deleted"]
STEPS = st.one_of(
    st.tuples(st.sampled_from(sorted(VERBS)), st.integers(1, 3), st.sampled_from(["al", "bo", "senior"])),
    st.tuples(st.sampled_from(IMPORTS), st.integers(1, 3), st.sampled_from(["old text", "new text", "newer text"])),
)


def _step(store, scored, desks, step):
    what, number, who = step
    if what in IMPORTS:
        gone = what == "deleted"
        store.add([scored(number, who, None if gone else what, status="deleted" if gone else "unknown")])
        return
    desk = desks[who]
    desk.claim(Filter(), 2)
    if who == "senior":
        desk.claim(Filter(state="escalated"), 2)
    with contextlib.suppress(StaleItem, UsageError):
        VERBS[what](desk, store.item(number))


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, max_size=14))
def test_rebuilding_changes_nothing(store, scored, steps):
    """After any sequence of verbs and imports the queue equals its rebuilt self, from nothing too, and verifies."""
    desks = {name: Desk(store, name, "senior" if name == "senior" else "moderator") for name in ("al", "bo", "senior")}
    store.add([scored(number) for number in (1, 2, 3)])
    for step in steps:
        _step(store, scored, desks, step)
    before = _projection(store)

    assert rebuild(store).corrected == 0
    assert _projection(store) == before
    with store._writer.begin() as connection:
        for table in (skips, item_reasons, queue_items):
            connection.execute(table.delete())
    assert rebuild(store).corrected == 3
    assert _projection(store) == before
    assert verify(store) == []


def test_rebuild_corrects_what_went_wrong(store, scored):
    """A state that nobody ruled is put right, and its lease is void."""
    store.add([scored(1), scored(2)])
    Desk(store, "al").claim(Filter())
    with store._writer.begin() as connection:
        connection.execute(update(queue_items).where(queue_items.c.id == 1).values(state="approved"))

    assert (rebuild(store).items, rebuild(store).corrected) == (2, 0)
    assert (store.item(1).state, store.item(1).lease_until) == ("pending", None)
    assert store.item(2).lease_until is not None
