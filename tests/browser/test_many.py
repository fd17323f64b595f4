"""Thousands decided at once, in a real browser: that a page which nobody touches draws itself anew is its doing."""

from __future__ import annotations

import pytest

from tests.browser.conftest import PATIENCE_MS


@pytest.mark.soak
def test_a_long_change_is_told_once_it_is_whole(serve, rows, browser):
    """Nothing is pressed between the decision and the word that all of it is written, nor on the way back."""
    server = serve(rows(1_200))
    page = browser.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{server.address}/together")
    page.get_by_text("most of which nobody has read").click()
    page.get_by_role("button", name="Approve 1,200 comments").click()
    page.get_by_text("Approved: 1,200. It can be taken back here now, and below later.").wait_for()
    approved = {ruling.event.kind for ruling in server.rulings()}

    page.get_by_role("button", name="Undo").first.click()  # beside the word of it, not in the list below
    page.get_by_text("Taken back: 1,200.").wait_for()
    page.get_by_role("button", name="Approve 1,200 comments").wait_for()

    assert approved == {"approve"}
    assert len(server.rulings()) == 2_400
    assert page.get_by_role("progressbar").count() == 0
    page.close()


@pytest.mark.soak
def test_a_second_press_on_a_way_keeps_it(server, browser):
    """Streamlit takes a pressed choice back; then a range of scores stood there, under a button that decides it."""
    page = browser.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{server.address}/together")
    by_reason = page.get_by_role("radio", name="One reason")
    for _ in range(2):
        by_reason.click()
        page.get_by_role("combobox", name="Reason").wait_for()
        page.wait_for_timeout(1_000)

    assert by_reason.get_attribute("aria-checked") == "true"
    assert page.get_by_role("combobox", name="Reason").count() == 1
    page.close()
