"""Settings, run without a browser."""

from __future__ import annotations

from moderation.app.keys import PRESETS
from moderation.store import open_store
from tests.app.conftest import run


def test_settings_are_kept_and_unsound_keys_are_not(filled, caplog):
    """A switch is kept at once; a key that would do two things is told and changes nothing; the log stays quiet."""
    page = run("settings_page")
    page.toggle(key="settings_cover_harsh").set_value(True).run()
    page.text_input(key="settings_coral_skip").set_value("f")
    page.button[0].click().run()
    warned = page.warning[0].value
    page.text_input(key="settings_coral_skip").set_value("x")
    page.button[0].click().run()

    assert not page.exception
    assert "default value" not in caplog.text
    assert "two things" in warned
    assert page.segmented_control(key="settings_preset").value == "own"
    with open_store(filled) as store:
        kept = store.preferences(store.person("marta").id)
    assert (kept["cover_harsh"], kept["keys"]["skip"]) == (True, "x")


def test_the_keys_of_a_preset_hold_as_soon_as_it_is_chosen(filled):
    """No button has to be found first; the boxes show the same keys."""
    page = run("settings_page")
    page.segmented_control(key="settings_preset").set_value("wordpress").run()

    assert not page.exception
    assert page.success[0].value == "Kept. The buttons of the queue show these keys."
    assert page.text_input(key="settings_wordpress_approve").value == "a"
    with open_store(filled) as store:
        kept = store.preferences(store.person("marta").id)
    assert kept["keys"] == dict(PRESETS["wordpress"])
