"""The team in the settings, with the keyboard alone; names are text and nothing else."""

from __future__ import annotations

import pytest

from moderation.store import open_store
from tests.browser.conftest import PATIENCE_MS

HOSTILE_NAME = "<img src=x onerror=\"document.title='owned'\"> **b** [a](https://x.example)"


@pytest.mark.soak
def test_the_team_is_kept_with_the_keyboard(serve, rows, browser):
    """Every box has a name that a screen reader says; what somebody is called never becomes an element."""
    server = serve(rows(1))
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{server.address}/settings")
    page.get_by_role("radio", name="People").focus()
    page.keyboard.press("Enter")
    subject = page.get_by_role("textbox", name="Signs in as")
    subject.wait_for()
    subject.focus()
    page.keyboard.type("bo@daily.example")
    page.get_by_role("textbox", name="Name that others see").focus()
    page.keyboard.type(HOSTILE_NAME)
    page.get_by_role("button", name="Add", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_text("Done, and on record.").wait_for()

    page.get_by_role("combobox", name="Person").wait_for()
    page.get_by_role("combobox", name="Their role").wait_for()
    assert page.get_by_text(f"{HOSTILE_NAME} is in, as moderator.").count() == 1
    assert page.locator("img[src=x], a[href*='x.example']").count() == 0
    assert "owned" not in page.title()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.close()
    with open_store(server.url) as store:
        assert store.person("bo@daily.example").name == HOSTILE_NAME[:80]
