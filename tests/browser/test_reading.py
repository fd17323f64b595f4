"""No approval of a text whose end was never on the screen, and no decision on one that came up out of sight."""

from __future__ import annotations

from dataclasses import replace

import pytest

from moderation.records import Article
from moderation.store import open_store
from tests.browser.conftest import PAINTED

LONG = "A line of it.\n" * 150 + "And here it ends."
PHONE = {"width": 390, "height": 844}
# The edges of the comment, the lower edge of what lies over the page, and the upper edge of the buttons.
EDGES = """() => {
    for (const node of document.querySelectorAll("div")) {
        const desk = node.shadowRoot && node.shadowRoot.moderationDesk;
        if (!desk) continue;
        const box = desk.root.querySelector(".comment").getBoundingClientRect();
        return [box.top, box.bottom, 60, desk.parts.bar.getBoundingClientRect().top];
    }
}"""


@pytest.fixture
def long(server, screen, scored):
    """The shared server's queue, narrowed to one comment whose text is long."""
    queue = screen(server)
    item = int(queue.shown())
    with open_store(server.url) as store:
        store.add([scored(int(store.item(item).comment.id[1:]), LONG, author="Long")])
    return queue.open(f"/?item={item}")


def _notice(queue) -> str:
    return str(queue.page.locator("#notice").inner_text())


def test_an_approval_waits_until_the_end_was_on_the_screen(server, long):
    """Each press shows the next part and says so; the one after the last part approves."""
    presses = 0
    while long.page.locator(".card").count():
        _, bottom, _, bar = long.page.evaluate(EDGES)
        long.press("f")
        presses += 1
        assert presses < 30
    long.await_saved()

    assert presses > 3
    assert bottom <= bar
    assert [one.event.kind for one in server.await_rulings(1)] == ["approve"]


def test_what_was_jumped_over_is_not_read(server, long):
    """The End key shows the end alone; a press goes back to where the reading stopped."""
    long.press("End")
    long.page.wait_for_function(f"() => {{ const [, bottom, , bar] = ({EDGES})(); return bottom <= bar; }}")
    long.press("f")
    _, bottom, _, bar = long.page.evaluate(EDGES)

    assert bottom > bar
    assert _notice(long).startswith("Not decided: there is more of this comment")
    assert server.rulings() == []


def test_a_long_comment_is_rejected_or_skipped_without_its_end(server, long):
    """Who has read the first screen knows enough to reject; whoever skips need not have read at all."""
    long.press("s", "z", "d", "1", gap_ms=200)

    assert [one.event.kind for one in server.await_rulings(3)] == ["skip", "undo", "reject"]


def test_on_a_telephone_a_comment_comes_up_in_sight(serve, rows, screen):
    """A long title and a long name leave no room below them: the comment itself is scrolled into sight, and decided."""
    titled = Article("wire", "wire.example", "t1", title="A title that goes on and on " * 7)
    named = [replace(row, comment=replace(row.comment, author="Longname " * 22)) for row in rows(3)]
    server = serve(named, (titled,))
    queue = screen(server, viewport=PHONE)

    for key in ("d", "o", "Escape", "d", "Escape"):
        queue.page.evaluate(PAINTED)
        top, bottom, header, bar = queue.page.evaluate(EDGES)
        assert header <= top, key
        assert bottom <= bar + 1, key
        queue.press(key)
    queue.press("s", gap_ms=200)
    top, bottom, header, bar = queue.page.evaluate(EDGES)

    assert header <= top
    assert bottom <= bar + 1


def test_a_list_approves_no_text_whose_end_was_not_on_the_screen(server, long):
    """As on the desk; the message stands at the bottom, where it is seen beside a text that fills the window."""
    page, item = long.page, long.shown()
    page.get_by_role("button", name="Thread").click()
    approve = page.locator(f'.row[data-item="{item}"] [data-act=approve]')
    approve.focus()

    told = []
    while approve.count() and len(told) < 60:
        approve.evaluate("node => node.focus({ preventScroll: true })")  # a page that is drawn anew may have lost it
        page.keyboard.press("f")
        page.evaluate(PAINTED)
        told += page.locator(".told").all_inner_texts()

    assert len([one for one in told if one.startswith("Not decided: there is more of this comment")]) > 2
    assert [one.event.kind for one in server.await_rulings(1)] == ["approve"]
