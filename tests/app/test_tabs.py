"""Which comments each tab of a moderator shows, and what is left to those that a new server has not heard from."""

from __future__ import annotations

import pytest

from moderation.app.tabs import Tabs


@pytest.fixture
def tabs():
    """What a server that was started anew knows: two tabs of one desk are open, and none has spoken."""
    return Tabs()


def test_the_first_tab_to_speak_leaves_alone_what_others_may_show(tabs):
    """It names 1 and 2 of four leases; the second tab then names the rest, and each has its own."""
    tabs.await_others("desk", frozenset({1, 2, 3, 4}))
    tabs.name("desk", {1, 2})
    assert tabs.others("desk", "first") == {3, 4}
    tabs.show("desk", "first", {1, 2, 5})

    assert tabs.others("desk", "first") == {3, 4}  # with the next press, too
    tabs.await_others("desk", frozenset({1, 2, 3, 4, 5}))
    tabs.name("desk", {3, 4})
    assert tabs.others("desk", "second") == {1, 2, 5}
    tabs.show("desk", "second", {3, 4})
    assert tabs.others("desk", "first") == {3, 4}


def test_what_a_tab_shows_or_names_is_for_no_other(tabs):
    """A comment that came to a tab once its lease had run out, or was taken back in it, is not held back from it."""
    tabs.await_others("desk", frozenset({1, 2, 3}))
    tabs.show("desk", "first", {1})
    tabs.name("desk", {2})

    assert tabs.others("desk", "first") == {3}


def test_desks_are_apart(tabs):
    """What one moderator's tabs may show is nothing to another's."""
    tabs.await_others("desk", frozenset({1}))
    tabs.show("desk", "first", {2})

    assert tabs.others("another", "first") == frozenset()
    assert tabs.own("another", "first") is None
