"""Many moderators at one queue: nothing lost, nothing decided twice."""

from __future__ import annotations

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from moderation.errors import StaleItem
from moderation.records import Filter
from moderation.review import Desk

ITEMS = 1_000
MODERATORS = 8


def test_eight_moderators_share_a_queue(store, scored):
    """1,000 items, each decided once, by whoever claimed it; nobody ever met a stale one."""
    store.add([scored(number) for number in range(ITEMS)])
    start = Barrier(MODERATORS)

    def moderate(name):
        desk = Desk(store, name)
        start.wait()
        done = []
        while items := desk.claim(Filter(), 32):
            done += [desk.approve(item.id, item.revision, item.version).item for item in items]
        return done

    with ThreadPoolExecutor(MODERATORS) as pool:
        decided = list(pool.map(moderate, (f"moderator {n}" for n in range(MODERATORS))))

    assert Counter(number for done in decided for number in done) == Counter(range(1, ITEMS + 1))
    assert store.stats().state("approved") == ITEMS
    assert store.verify() == []


def test_two_tabs_of_one_moderator_decide_once(store, scored):
    """The same moderator twice sees the same items; whoever is second is told."""
    store.add([scored(number) for number in range(40)])
    start = Barrier(2)

    def moderate(_):
        desk = Desk(store, "al")
        start.wait()
        done = 0
        for item in desk.claim(Filter(), 40):
            try:
                desk.approve(item.id, item.revision, item.version)
            except StaleItem:
                continue
            done += 1
        return done

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(moderate, range(2))) == 40
    assert len(store.events(100)) == 40


@pytest.mark.parametrize("moderators", [4])
def test_one_token_from_many_threads_rules_once(store, scored, moderators):
    """A request that is sent several times at once writes one event, and every sender gets it."""
    store.add([scored(1)])
    Desk(store, "al").claim(Filter())
    start = Barrier(moderators)

    def send(_):
        desk = Desk(store, "al")
        start.wait()
        return desk.approve(1, 1, 1, token="once")

    with ThreadPoolExecutor(moderators) as pool:
        assert len({event.number for event in pool.map(send, range(moderators))}) == 1
    assert len(store.events()) == 1


def test_one_token_from_many_threads_takes_back_once(store, scored):
    """An undo that is sent several times at once takes one decision back, and every sender gets the same event."""
    store.add([scored(1), scored(2)])
    desk = Desk(store, "al")
    desk.claim(Filter())
    desk.approve(1, 1, 1)
    desk.approve(2, 1, 1)
    start = Barrier(4)

    def send(_):
        start.wait()
        return desk.undo(token="once")

    with ThreadPoolExecutor(4) as pool:
        assert len({event.number for event in pool.map(send, range(4))}) == 1
    assert (store.item(1).state, store.item(2).state) == ("approved", "pending")


def test_upkeep_and_decisions_go_on_together(store, scored):
    """Checking and rebuilding while moderators decide finds no fault, makes none and loses no decision."""
    store.add([scored(number) for number in range(200)])

    def moderate(name):
        desk = Desk(store, name)
        while items := desk.claim(Filter(), 8):
            for item in items:
                desk.approve(item.id, item.revision, item.version)

    def keep(deciding):
        found = []
        while not all(one.done() for one in deciding):
            found += store.verify()
            found += [] if (rebuilt := store.rebuild()).corrected == 0 else [rebuilt]
            # Enough rounds to meet decisions; more of them would only keep the moderators waiting.
            time.sleep(0.1)
        return found

    with ThreadPoolExecutor(3) as pool:
        deciding = [pool.submit(moderate, name) for name in ("al", "bo")]
        assert pool.submit(keep, deciding).result() == []
        assert [one.result() for one in deciding] == [None, None]
    assert store.stats().state("approved") == 200
    assert store.verify() == []


def test_imports_and_decisions_go_on_together(store, scored):
    """Texts change under the moderators' hands: no decision lands on a text that was not seen."""
    store.add([scored(number, "first") for number in range(100)])

    def moderate(name):
        desk, seen = Desk(store, name), []
        while items := desk.claim(Filter(), 8):
            for item in items:
                try:
                    event = desk.approve(item.id, item.revision, item.version)
                except StaleItem:
                    continue
                seen.append((event.number, item.comment.text))
        return seen

    with ThreadPoolExecutor(3) as pool:
        running = [pool.submit(moderate, name) for name in ("al", "bo")]
        pool.submit(lambda: [store.add([scored(n, "second") for n in range(s, 100, 5)]) for s in range(5)]).result()
        seen = dict(pair for future in running for pair in future.result())

    texts = {ruling.event.number: ruling.comment.text for ruling in store.history()}
    assert seen
    assert all(texts[number] == text for number, text in seen.items())
    assert store.rebuild().corrected == 0
    assert store.verify() == []
