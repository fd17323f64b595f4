"""Holds set at the desk by keys alone: on an author, with an end and a reason; what is in force is on the card."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from moderation.review import Desk, hold_article, hold_term
from moderation.store import holds, open_store, stamp


@pytest.mark.soak
def test_an_author_is_suspended_by_keys_with_an_end_and_a_reason(serve, rows, screen):
    """B, what, how long: each is one key; N writes why first, and no letter of it is taken for a key."""
    server = serve(rows(3))
    queue = screen(server)
    author = queue.page.locator(".author").inner_text()

    queue.press("b", "3")
    queue.page.get_by_role("group", name="Suspend: how long").wait_for()
    assert "0" not in [key.inner_text() for key in queue.page.locator(".reason-grid kbd").all()]
    queue.press("n")
    queue.page.keyboard.type("fed up 3 times")
    queue.page.keyboard.press("Enter")
    queue.press("4")
    queue.page.locator(".held", has_text="fed up 3 times").wait_for()

    with open_store(server.url) as store:
        (hold,) = holds.active(store)
    assert (hold.effect, hold.author.name, hold.note) == ("suspend", author, "fed up 3 times")
    assert 2.9 * 86_400 < _seconds(hold) < 3.1 * 86_400
    assert server.rulings() == []


@pytest.mark.soak
def test_a_ban_may_stand_until_it_is_lifted(serve, rows, screen):
    """Escape goes back a step at a time, and a key that says nothing there does nothing elsewhere."""
    server = serve(rows(2))
    queue = screen(server)

    queue.press("b", "4", "f", "Escape")
    queue.page.get_by_role("group", name="What can be done about the author").wait_for()
    queue.press("4", "0")
    queue.page.locator(".held", has_text="Banned").wait_for()

    with open_store(server.url) as store:
        (hold,) = holds.active(store)
    assert (hold.effect, hold.until, hold.note) == ("ban", None, None)
    assert server.rulings() == []


@pytest.mark.soak
def test_the_card_says_until_when_and_why_its_article_and_its_word_are_held(serve, scored, screen):
    """The reason alone says that they are."""
    server = serve([scored(1, "About the border.", verdict={"reasons": ("hold:article", "hold:term")})])
    with open_store(server.url) as store:
        chief = Desk(store, "chief", "senior")
        soon = stamp(_now(), plus_seconds=3600)
        hold_article(chief, "wire", "t1", until=soon, note="A pile-on since noon")
        hold_term(chief, "border", until=soon, note="Until the vote")
        hold_term(chief, "harbour", until=soon)
    queue = screen(server)

    article, word = (line.inner_text() for line in queue.page.locator(".card .held").all())
    assert article.startswith("New comments wait until ")
    assert article.endswith("chief · A pile-on since noon")
    assert word.startswith("New comments wait: border (term) until ")
    assert word.endswith("Until the vote")


def _seconds(hold) -> float:
    return (datetime.fromisoformat(hold.until) - datetime.fromisoformat(hold.at)).total_seconds()


def _now():
    return datetime.now(UTC)
