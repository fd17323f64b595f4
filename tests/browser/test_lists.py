"""Lists that are decided in place, by the keys of the desk, in a real browser."""

from __future__ import annotations

import pytest

from tests.browser.conftest import HEARD, PAINTED, PATIENCE_MS

PRESSES = 8
# The item that the focus is in.
AIMED = """() => {
    for (const node of document.querySelectorAll("div")) {
        const active = node.shadowRoot && node.shadowRoot.activeElement;
        if (active && active.closest("[data-item]")) return active.closest("[data-item]").dataset.item;
    }
    return null;
}"""


@pytest.fixture
def opened(server, browser):
    """Open a page of the shared server: `opened("/thread")`; no page may break."""
    pages, broken = [], []

    def open_page(path: str):
        page = browser.new_page(viewport={"width": 1280, "height": 860})
        page.set_default_timeout(PATIENCE_MS)
        page.add_init_script(HEARD)
        page.on("pageerror", lambda error: broken.append(str(error)))
        pages.append(page)
        page.goto(server.address + path)
        page.locator(".row.pending").first.wait_for()
        if path == "/thread":  # other tests have decided what stands above
            page.get_by_text("Only what waits").click()
            page.locator(".waiting-only").wait_for()
        return page

    yield open_page
    for page in pages:
        page.close()
    assert broken == []


def _press(page, key: str) -> str | None:
    """Press a key once what the last one changed is painted; return the item that it was aimed at."""
    page.evaluate(PAINTED)
    aimed = page.evaluate(AIMED)
    heard = page.evaluate("window.keysHeard")
    page.keyboard.press(key)
    page.wait_for_function("heard => window.keysHeard > heard", arg=heard)
    return aimed


@pytest.mark.soak
def test_presses_that_come_faster_than_the_server_answers_all_count(server, opened):
    """The server hears of one press at a time; the next one must not take the place of the last."""
    page = opened("/thread")

    assert _press(page, "j") is None
    aimed = [_press(page, "f") for _ in range(PRESSES)]

    rulings = server.await_rulings(PRESSES)
    assert len(set(aimed)) == PRESSES
    assert [str(one.event.item) for one in rulings] == aimed
    assert {one.event.kind for one in rulings} == {"approve"}
    page.locator(".unsaved:empty").wait_for(state="attached")


def test_a_decision_that_leaves_its_list_is_taken_back_there(server, opened):
    """On Handover a decided comment goes from the list, and with it the place where one would change one's mind."""
    page = opened("/handover")

    _press(page, "j")
    first = _press(page, "d")
    page.get_by_role("group", name="Why reject").wait_for()
    _press(page, "5")
    page.locator(f'.row[data-item="{first}"]').wait_for(state="detached")
    page.locator(".last-text", has_text="Rejected as spam: the comment by").wait_for()
    assert page.evaluate(AIMED) not in (None, first)
    _press(page, "z")
    page.locator(f'.row.pending[data-item="{first}"]').wait_for()

    assert [one.event.kind for one in server.await_rulings(2)] == ["reject", "undo"]
    page.wait_for_function(f"({AIMED})() === '{first}'")  # J and F go on from what is back
    assert page.get_by_role("button", name="Undo").count() == 0


def test_a_key_does_not_count_for_a_comment_out_of_sight(server, opened):
    """The focus stays where it was while the wheel turns; a comment that nobody can read is decided by no key."""
    page = opened("/thread")

    _press(page, "j")
    page.mouse.move(600, 500)
    page.mouse.wheel(0, 5000)
    page.wait_for_function("document.querySelector('[data-testid=stMain]').scrollTop > 2000")
    _press(page, "f")
    page.locator(".told", has_text="That key did not count").wait_for()
    _press(page, "f")

    assert len(server.await_rulings(1)) == 1


def test_a_choice_keeps_the_focus(server, opened):
    """The list is drawn anew with every tick; whoever ticks by the space bar goes on from there."""
    page = opened("/together?way=list")

    _press(page, "j")
    chosen = [_press(page, "Space"), _press(page, "j")]
    page.get_by_text("1 of 100 chosen").wait_for()

    assert chosen[0] == chosen[1] != page.evaluate(AIMED)
    assert server.rulings() == []
