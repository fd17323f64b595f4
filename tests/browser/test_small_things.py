"""What the queue shows where there is little room, and where nothing is left."""

from __future__ import annotations

import pytest

from tests.browser.conftest import PATIENCE_MS

BOXES = """() => {
    for (const node of document.querySelectorAll("div")) {
        const desk = node.shadowRoot && node.shadowRoot.moderationDesk;
        if (desk) return [desk.search, desk.who, desk.keys, desk.tabs].map((part) => {
            const { top, bottom, left, right } = part.getBoundingClientRect();
            return [top, bottom, left, right];
        });
    }
}"""


@pytest.mark.parametrize(("width", "is_beside"), [(1024, True), (390, True), (1440, False)])
def test_the_name_takes_no_row_of_its_own(server, screen, width, is_beside):
    """It stands beside the tabs, or where they leave no room, beside the search, and nothing lies over anything."""
    queue = screen(server, viewport={"width": width, "height": 800})

    search, name, keys, tabs = queue.page.evaluate(BOXES)
    beside = search if is_beside else tabs

    middle = (name[0] + name[1]) / 2
    assert beside[0] < middle < beside[1]
    assert beside[3] <= name[2] + 1
    assert name[3] <= keys[2] + 1
    assert keys[3] <= width


@pytest.mark.soak
def test_what_was_skipped_is_brought_back_where_nothing_else_is_left(serve, rows, screen):
    """Its comments are on the screen again, and the record has the skips and what took them back."""
    server = serve(rows(2))
    queue = screen(server)

    queue.press("s", "s", gap_ms=200)
    queue.page.get_by_text("You have skipped 2 comments that still wait").wait_for()
    queue.page.get_by_role("button", name="Bring back what I skipped").click()
    queue.page.locator(".card").wait_for()

    assert queue.page.locator("#notice").inner_text() == "2 that you had skipped are back."
    assert [one.event.kind for one in server.await_rulings(4)] == ["skip", "skip", "undo", "undo"]


def test_a_filter_whose_comments_are_gone_says_what_it_asked_for(server, screen):
    """Also where the address alone asked for it."""
    queue = screen(server, "/?label=spam")

    box = queue.page.get_by_label("Label", exact=True)

    assert box.locator("option:checked").inner_text() == "Spam (0)"


@pytest.mark.soak
def test_what_waits_is_decided_under_unmoderated_too(serve, rows, screen):
    """Nothing is leased there until a key is pressed; it said that the comment is not leased to who pressed it."""
    # Not the server that tests share: a long comment that another file left there is not approved by one key.
    server = serve(rows(3))
    queue = screen(server, "/?queue=unmoderated")
    first = queue.shown()

    queue.press("f", "d", "5", gap_ms=300)

    rulings = server.await_rulings(2)
    assert [(one.event.kind, one.event.reason) for one in rulings] == [("approve", None), ("reject", "spam")]
    assert str(rulings[0].event.item) == first
    queue.await_saved()
    assert queue.page.locator("#notice.warn").count() == 0


@pytest.mark.soak
def test_a_search_for_signs_says_that_it_looks_for_words(server, screen):
    """That nothing fits would be taken for the truth."""
    queue = screen(server, "/?words=%F0%9F%92%A9")
    signs = queue.page.locator(".nothing").inner_text()
    queue.open("/?words=nowhere")
    words = queue.page.locator(".nothing").inner_text()

    assert "emoji and other signs alone are not found" in signs
    assert "No comment in this queue fits" in words


@pytest.mark.soak
def test_what_a_button_says_is_in_sight_of_it(server, browser):
    """The words stood at the top of the page, and the button at its bottom did nothing that could be seen."""
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{server.address}/settings")
    page.get_by_role("textbox", name="Approve").fill("r")
    page.get_by_role("button", name="Keep these keys").click()
    taken = page.get_by_text("R is taken")
    taken.wait_for()
    keys = taken.bounding_box()["y"] - page.get_by_role("button", name="Keep these keys").bounding_box()["y"]
    page.goto(f"{server.address}/rules")
    page.get_by_role("radio", name="Suggest a new rule").click()
    for box, words in {
        "What it finds": "Calls a person a clown", "What its author": "No names, please.", "Words or phrases": "clown",
        "must find": "What a clown you are.", "must spare": "The clown fish is orange.",
    }.items():  # fmt: skip
        page.get_by_role("textbox", name=box).fill(words)
        page.keyboard.press("Tab")
    page.get_by_role("button", name="Check and test").click()
    told = page.get_by_text("1 of 2 examples go otherwise")
    told.wait_for()
    rules = told.bounding_box()["y"] - page.get_by_role("button", name="Check and test").bounding_box()["y"]

    assert 0 < keys < 200
    assert 0 < rules < 200
    page.close()
