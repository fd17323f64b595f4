"""A thread decided in place, in a real browser: Streamlit's own box of articles lives there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.browser.conftest import PATIENCE_MS


@pytest.mark.soak
def test_a_decision_leads_to_no_other_thread(serve, rows, browser):
    """The box puts first where most waits; who decides there stays there, whatever the counts become."""
    first = rows(3, thread_id="a")
    second = [row for row in rows(5, thread_id="b") if row.comment.id not in {one.comment.id for one in first}]
    server = serve([*first, *second])
    page = browser.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{server.address}/thread")
    page.get_by_text("3 comments, 3 waiting").wait_for()

    for left in (2, 1):
        page.get_by_role("button", name="Approve").first.click()
        page.get_by_text(f"3 comments, {left} waiting").wait_for()
        page.wait_for_timeout(500)  # a box that is drawn anew answers with what it then shows

    assert page.get_by_text("3 comments, 1 waiting").is_visible()
    page.close()


def test_a_list_decides_nothing_by_the_arrows_and_nothing_half_shown(serve, rows, browser):
    """A long comment is shown to its end before a press counts; a reason is chosen by its own key, from open ones."""
    long = [replace(row, comment=replace(row.comment, text="one line\n" * 60)) for row in rows(1, thread_id="a")]
    server = serve(long)
    page = browser.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{server.address}/thread")
    page.get_by_role("button", name="Show all of it").wait_for()

    page.get_by_role("button", name="Approve the comment").click()
    page.locator(".told").wait_for()
    page.get_by_role("button", name="Reject the comment").click()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    assert page.get_by_role("group", name="Why reject").count() == 0
    assert server.rulings() == []

    page.keyboard.press("Enter")  # the focus is where it was
    page.get_by_role("group", name="Why reject").wait_for()
    page.keyboard.press("5")
    assert [one.event.reason for one in server.await_rulings(1)] == ["spam"]
    page.close()
