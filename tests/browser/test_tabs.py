"""Two tabs of one moderator: neither shows, takes or gives back what the other shows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from moderation.records import Filter
from moderation.review import Desk
from moderation.store import open_store


def _held(queue):
    """Everything that the panel of a tab holds, as ids."""
    return set(_in_order(queue))


def _in_order(queue):
    return queue.page.evaluate(
        """() => { for (const node of document.querySelectorAll("div")) {
            const desk = node.shadowRoot && node.shadowRoot.moderationDesk;
            if (desk) return desk.items.map((item) => item.id);
        } }"""
    )


@pytest.mark.soak
def test_two_tabs_show_different_comments_and_lose_nothing(serve, rows, screen):
    """One tab changes its view and closes while the other decides: every press counts, and nothing is shown twice."""
    server = serve(rows(60))
    first, second = screen(server), screen(server)
    apart = _held(first).isdisjoint(_held(second))
    first.press("f", "f")
    second.press("f", "f")
    second.press("4")  # gives back what this tab showed
    first.press("f", "f")
    second.await_saved()  # what is on the way when a tab is closed goes with it, after a question to the person
    second.page.close()
    first.press("f", "f")
    first.await_saved()

    rulings = server.await_rulings(8)
    assert apart
    assert len({ruling.event.item for ruling in rulings}) == 8
    assert first.page.locator("#notice.warn").count() == 0


@pytest.mark.soak
def test_two_tabs_find_back_their_own_after_a_restart(serve, rows, screen):
    """What was decided in both while the server was away arrives once; both go on by themselves, apart as before."""
    server = serve(rows(60))
    first, second = screen(server), screen(server)
    for queue in (first, second):
        queue.press("f", gap_ms=300)
        queue.await_saved()
    server.stop()
    for queue in (first, second):
        # The dialog of a server that takes its time: no Escape is needed under it.
        queue.page.locator("[role=dialog]").wait_for(timeout=120_000)
        queue.press("f", "f", gap_ms=700)  # a key on a comment that has only just come up would not count
    shown = [_held(queue) for queue in (first, second)]
    server.start()
    for queue in (first, second):
        queue.page.wait_for_selector(".saved", timeout=120_000)
        queue.press("f", gap_ms=500)
        queue.await_saved()

    rulings = server.await_rulings(8)
    assert len({ruling.event.item for ruling in rulings}) == 8
    decided = {str(ruling.event.item) for ruling in rulings}
    for queue, before in zip((first, second), shown, strict=True):
        assert not queue.page.locator("#notice.warn").all_inner_texts()
        assert _held(queue) >= before - decided
    assert _held(first).isdisjoint(_held(second))
    for queue in (first, second):
        queue.complaints.clear()  # the browser complains about the server that was gone, as it should


def test_a_new_view_says_what_it_shows(server, screen):
    """A server that is started anew a moment later would take the comments of the last view for those on the screen."""
    queue = screen(server)
    queue.page.evaluate(
        """() => { for (const node of document.querySelectorAll("div")) {
            const desk = node.shadowRoot && node.shadowRoot.moderationDesk;
            if (!desk) continue;
            const send = desk.send;
            desk.send = function () { window.saidToHold = this.items.map((item) => item.id).join(); send.call(this); };
        } }"""
    )
    before = ",".join(_in_order(queue))
    queue.page.locator("select[aria-label=Order]").select_option(label="Shuffled, for training")
    # Below the 45 seconds after which the panel speaks anyway.
    queue.page.wait_for_function("ids => ![undefined, ids].includes(window.saidToHold)", arg=before, timeout=30_000)

    assert queue.page.evaluate("window.saidToHold") == ",".join(_in_order(queue)) != before


def test_who_was_away_for_long_reads_that_a_decision_did_not_count(server, screen):
    """All that was on the desk is with somebody else; that the next is gone, too, hid what was said of the first."""
    queue = screen(server)
    held = tuple(int(item) for item in _in_order(queue))
    with open_store(server.url, clock=lambda: datetime.now(UTC) + timedelta(minutes=10)) as store:
        bo = Desk(store, "bo")
        taken = bo.claim(Filter(items=held), len(held))
        queue.press("f")
        queue.page.locator("#notice.warn", has_text="Here is the next one that is yours.").wait_for()
        told = queue.page.locator("#notice").inner_text()
        bo.release()

    assert len(taken) == len(held)
    assert told.startswith("Nothing was recorded for the comment by Author ")
    assert "somebody else has this comment on the screen" in told
    assert server.rulings() == []
