"""From page to page: what is opened somewhere is what the queue shows, also where it showed something else before."""

from __future__ import annotations

import sqlite3

import pytest

from moderation.store import open_store
from tests.browser.conftest import PATIENCE_MS


@pytest.fixture
def busy(serve, rows, scored):
    """A server of nine comments, three of them by one author."""
    made = rows(9)
    mine = [scored(number, f"Busy says {number}.", author="Busy", author_id="u7") for number in (4, 5, 6)]
    return serve([row for row in made if row.comment.id not in {one.comment.id for one in mine}] + mine)


@pytest.mark.soak
def test_a_decision_opens_its_own_comment(server, screen):
    """`Open` shows the comment of that decision, although the queue has shown others before."""
    queue = screen(server)
    decided = queue.shown()
    queue.press("f")
    queue.await_saved()
    queue.page.get_by_role("link", name="Decisions").click()
    # The latest first; an earlier test may have decided and undone the same comment.
    queue.page.get_by_role("button", name=f"Open item {decided}", exact=True).first.click()
    queue.page.wait_for_selector(f".card[data-item='{decided}']")

    assert queue.page.locator(".ruling").inner_text().startswith("Approved by marta")
    assert f"item={decided}" in queue.page.url


def test_the_address_with_the_queues_name_leads_to_it(server, browser):
    """Whoever types it, or kept it, is not told that there is no such page; what it asks for is shown."""
    page = browser.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{server.address}/queue?words=number+391+says")
    page.get_by_text("1 of 1 you hold").wait_for()

    assert "Comment number 391 says" in page.locator(".comment").inner_text()
    assert page.get_by_role("dialog").count() == 0
    assert page.url.split("?")[0] == f"{server.address}/"
    page.close()


@pytest.mark.soak
def test_from_a_name_to_all_that_its_author_wrote(busy, screen):
    """A name in a thread leads to the author, the author to what of theirs waits, and the card to theirs alone."""
    queue = screen(busy)
    queue.page.get_by_role("link", name="Threads").click()
    queue.page.get_by_role("button", name="Busy", exact=True).first.click()
    queue.page.get_by_role("button", name="Show what waits in the queue").click()
    queue.page.get_by_text("1 of 3 you hold").wait_for()
    queue.page.get_by_role("button", name="Take away: By Busy").click()
    queue.page.get_by_text("1 of 8 you hold").wait_for()
    for _ in range(8):
        if "Busy" in queue.page.locator(".author").inner_text():
            break
        queue.press("j")
    queue.page.get_by_role("button", name="Only theirs").click()
    queue.page.get_by_text("1 of 3 you hold").wait_for()

    assert "author=" in queue.page.url


@pytest.mark.soak
def test_what_another_tab_shows_is_told_from_what_is_not_there(busy, screen):
    """The same view in a second tab says that its comments are on a screen; a view that fits nothing says that."""
    view = "/?author=%5B%22wire%22%2C%22u7%22%2C%22Busy%22%5D"
    screen(busy, view)
    second = screen(busy, view)
    taken = second.page.locator(".nothing").inner_text()
    empty = screen(busy, "/?words=nobodywrotethis")
    unfit = empty.page.locator(".nothing").inner_text()
    empty.page.get_by_role("button", name="Show the whole queue").click()
    empty.page.wait_for_selector(".card")

    assert "another screen" in taken
    assert "fits what is asked for" in unfit


@pytest.mark.soak
def test_hard_words_are_covered_in_lists_too(serve, scored, screen):
    """Where slurs are to be covered, the decisions and the author's record cover them until the key is held."""
    server = serve([scored(1, "Vile words here.", author="Ann"), scored(2, "More of it.", author="Ann")])
    with open_store(server.url) as store:
        store.person("marta")
    queue = screen(server)
    queue.press("d", "1")
    queue.await_saved()
    with open_store(server.url) as store:
        store.prefer(store.person("marta").id, "cover_harsh", True)
    queue.open()
    record = queue.page.locator(".aside .other-text").inner_text()
    queue.page.get_by_role("link", name="Decisions").click()
    text = queue.page.locator(".ledger .text")
    text.wait_for()
    before = text.inner_text()
    with queue.uncovered():
        held = text.inner_text()

    assert "••" in record
    assert before in {"V••• w•••• h•••.", "M••• o• i•."}
    assert held in {"Vile words here.", "More of it."}
    assert text.inner_text() == before


@pytest.mark.soak
def test_a_list_says_when_the_database_is_in_use(serve, rows, screen):
    """A decision, a hold and a preset of keys that cannot be written are told in words, and what was there stays."""
    server = serve(rows(3))
    # Each waits a quarter of a minute for the database, so all three wait at once.
    decision, hold, preset = (screen(server).page for _ in range(3))
    for page in (decision, hold):
        page.get_by_role("link", name="Threads").click()
        page.get_by_text("3 comments, 3 waiting").wait_for()
    preset.get_by_role("link", name="Settings").click()
    preset.get_by_text("As in WordPress").wait_for()
    other = sqlite3.connect(server.url.removeprefix("sqlite:///"), isolation_level=None, timeout=60)
    other.execute("BEGIN IMMEDIATE")
    decision.get_by_role("button", name="Approve the comment").first.click()
    hold.get_by_role("button", name="Hold all new comments here").click()
    hold.get_by_role("button", name="Hold", exact=True).click()
    preset.get_by_text("As in WordPress").click()
    decision.get_by_text("Nothing was recorded").first.wait_for()
    hold.get_by_text("Not done:").wait_for()
    preset.get_by_text("Not kept:").wait_for()
    other.execute("ROLLBACK")
    other.close()

    assert server.rulings() == []


@pytest.mark.parametrize("width", [768, 1024])
def test_all_buttons_stand_in_one_row(server, screen, width):
    """On a tablet and a small laptop no button is pushed below the others."""
    queue = screen(server, viewport={"width": width, "height": 768})
    tops = queue.page.eval_on_selector_all(
        ".buttons .button:not([hidden])", "all => all.map(one => Math.round(one.getBoundingClientRect().top))"
    )

    assert len(tops) == 9
    assert len(set(tops)) == 1


@pytest.mark.soak
def test_the_names_of_pages_show_the_focus(server, screen):
    """Who walks the pages with Tab sees where the focus is."""
    page = screen(server).page
    page.get_by_role("link", name="Insights").focus()
    page.keyboard.press("Tab")
    name, ring = page.evaluate(
        "[document.activeElement.textContent, getComputedStyle(document.activeElement).outlineStyle]"
    )

    assert name.endswith("Handover")
    assert ring == "solid"
