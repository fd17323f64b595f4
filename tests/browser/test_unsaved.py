"""Decisions made while the server is away are kept, shown as unsaved, and written once when it is back."""

from __future__ import annotations

import sqlite3

import pytest


@pytest.mark.soak
def test_decisions_outlive_the_server(serve, rows, screen):
    """Three presses without a server show as unsaved, warn on leaving, and become three events after its restart."""
    server = serve(rows(30))
    queue = screen(server)
    queue.press("f", gap_ms=300)
    queue.await_saved()
    server.stop()

    queue.press("Escape")  # a server that took its time leaves Streamlit's own dialog, under which no key counts
    queue.press("f", "f", "s", gap_ms=150)
    badge = queue.page.locator("#unsaved").inner_text()
    asked = []
    queue.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    with queue.page.expect_event("dialog"):
        queue.page.evaluate("setTimeout(() => location.reload(), 0)")
    server.start()
    queue.page.wait_for_selector(".saved", timeout=120_000)

    assert badge == "3 unsaved"
    assert asked == ["beforeunload"]
    kinds = [ruling.event.kind for ruling in server.await_rulings(4)]
    assert kinds == ["approve", "approve", "approve", "skip"]
    assert len({ruling.event.item for ruling in server.rulings()}) == 4
    queue.complaints.clear()  # the browser complains about the server that was gone, as it should


@pytest.mark.soak
def test_a_server_that_starts_anew_is_found_again_whatever_ran_last(serve, rows, screen):
    """Also where the page was only loaded: its last run was of the whole app, and no fragment ran in it yet."""
    server = serve(rows(30))
    queue = screen(server)
    queue.page.wait_for_timeout(500)
    for count in (1, 2):
        server.stop()
        queue.press("Escape", "f", gap_ms=300)
        server.start()
        queue.page.wait_for_selector(".saved", timeout=120_000)
        assert [ruling.event.kind for ruling in server.await_rulings(count)] == ["approve"] * count
    queue.complaints.clear()


@pytest.mark.soak
def test_a_slow_line_does_not_fade_the_comment(server, screen):
    """Streamlit fades what it draws anew, which over a slow line is all the time."""
    queue = screen(server)
    session = queue.page.context.new_cdp_session(queue.page)
    slow = {"offline": False, "latency": 600, "downloadThroughput": 10**6, "uploadThroughput": 10**6}
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", slow)
    queue.press("f", gap_ms=300)
    faded = """() => {
        let least = 1;
        for (let node = document.querySelector("[class*=st-key-desk]"); node; node = node.parentElement)
            least = Math.min(least, Number(getComputedStyle(node).opacity));
        return least;
    }"""
    seen = []
    for _ in range(12):
        queue.page.wait_for_timeout(100)
        seen.append(queue.page.evaluate(faded))
    queue.await_saved()

    assert min(seen) == 1


def test_what_was_not_sent_outlives_a_reload(server, screen):
    """A tab that is reloaded sends again what it kept, with the same tokens: nothing is lost, nothing doubled."""
    queue = screen(server)
    queue.press("f", gap_ms=300)
    queue.await_saved()
    kept = queue.page.evaluate(
        """() => { for (const node of document.querySelectorAll("div")) {
            const desk = node.shadowRoot && node.shadowRoot.moderationDesk;
            if (!desk) continue;
            const past = desk.past.map((one) => one.entry);
            return JSON.stringify({ desk: desk.data.desk, entries: past });
        } }"""
    )
    queue.page.evaluate("(kept) => sessionStorage.setItem('moderation-outbox', kept)", kept)

    queue.open()
    queue.await_saved()

    assert queue.page.evaluate("sessionStorage.getItem('moderation-outbox')") is None
    assert [ruling.event.kind for ruling in server.rulings()] == ["approve"]


@pytest.mark.soak
def test_a_database_in_use_loses_nothing(serve, rows, screen):
    """While another program holds the database, presses stay unsaved on a desk that stays; then they are written."""
    server = serve(rows(30))
    queue = screen(server)
    other = sqlite3.connect(server.url.removeprefix("sqlite:///"), isolation_level=None, timeout=60)
    other.execute("BEGIN EXCLUSIVE")

    queue.press("f", "f", gap_ms=300)
    badge = queue.page.locator("#unsaved").inner_text()
    queue.page.locator("#notice", has_text="Not saved yet: ").wait_for()
    other.execute("ROLLBACK")
    other.close()
    queue.await_saved()

    assert badge == "2 unsaved"
    assert queue.page.locator("#notice").inner_text() == "Everything is saved now."
    assert [ruling.event.kind for ruling in server.await_rulings(2)] == ["approve", "approve"]
