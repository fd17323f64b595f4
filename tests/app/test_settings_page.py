"""Settings, run without a browser."""

from __future__ import annotations

from moderation.app.keys import ACTIONS, PRESETS
from moderation.store import open_store
from tests.app.conftest import run


def test_settings_are_kept_and_unsound_keys_are_not(filled, caplog):
    """A switch is kept at once; a key that would do two things is told and changes nothing; the log stays quiet."""
    page = run("settings.page")
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
    page = run("settings.page")
    page.segmented_control(key="settings_preset").set_value("wordpress").run()

    assert not page.exception
    assert page.success[0].value == "Kept. The buttons of the queue show these keys."
    assert page.text_input(key="settings_wordpress_approve").value == "a"
    with open_store(filled) as store:
        kept = store.preferences(store.person("marta").id)
    assert kept["keys"] == dict(PRESETS["wordpress"])


def test_keys_of_ones_own_come_back_after_a_preset(filled):
    """What somebody has set one by one is not lost by looking at a preset, nor by another, nor by keeping it."""
    page = run("settings.page")
    page.text_input(key="settings_coral_skip").set_value("x")
    page.button[0].click().run()
    for preset in ("wordpress", "coral"):
        page.segmented_control(key="settings_preset").set_value(preset).run()
    page.button[0].click().run()
    with open_store(filled) as store:
        between = store.preferences(store.person("marta").id)["keys"]

    again = run("settings.page")  # another day
    again.segmented_control(key="settings_preset").set_value("own").run()

    assert not page.exception
    assert not again.exception
    assert between == dict(PRESETS["coral"])
    assert again.success[0].value == "Kept. The buttons of the queue show these keys."
    assert again.text_input(key="settings_own_skip").value == "x"
    with open_store(filled) as store:
        kept = store.preferences(store.person("marta").id)
    assert kept["keys"] == {**PRESETS["coral"], "skip": "x"}

    # Once they are others, those that were laid aside do not come over them.
    again.text_input(key="settings_own_skip").set_value("y")
    again.button[0].click().run()
    for pressed in (None, "own"):
        again.segmented_control(key="settings_preset").set_value(pressed).run()
    with open_store(filled) as store:
        assert store.preferences(store.person("marta").id)["keys"]["skip"] == "y"


def test_own_keys_begin_as_the_preset_that_is_on(filled):
    """Where nothing was ever set one by one, there is nothing to bring back, and nothing is said to be kept."""
    page = run("settings.page")
    page.segmented_control(key="settings_preset").set_value("wordpress").run()
    page.segmented_control(key="settings_preset").set_value("own").run()

    assert not page.success
    assert page.text_input(key="settings_own_approve").value == "a"


def test_keys_stand_in_the_order_in_which_they_are_read(filled):
    """Also for Tab, and on a telephone, where columns stand one below the other."""
    assert [box.label for box in run("settings.page").text_input] == [action.title for action in ACTIONS]
