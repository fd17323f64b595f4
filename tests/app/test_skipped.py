"""What a moderator skipped, brought back."""

from __future__ import annotations

import pytest

from moderation.app import session
from moderation.app.pages.queue import skipped, wishes
from moderation.records import Filter
from moderation.review import Desk
from moderation.store import open_store
from tests.app.conftest import run, sent_to


@pytest.fixture
def desk(filled, monkeypatch):
    """Marta's desk, at which the pages' functions sit."""
    with open_store(filled) as store:
        opened = Desk(store, "marta")
        monkeypatch.setattr(session, "store", lambda: store)
        monkeypatch.setattr(session, "desk", lambda: opened)
        yield opened


def _skip(desk, count):
    for item in desk.claim(Filter(), count):
        desk.skip(item.id, item.revision, item.version)


def test_whoever_skipped_all_gets_it_back(desk, filled):
    """Alone at the desk one would never see it again; each skip is taken back by an event of its own, once a token."""
    _skip(desk, 10)
    before = sent_to(run("queue.page"), "moderation_desk")

    said = wishes._unskip({"view": {}, "token": "t"})
    wishes._unskip({"view": {}, "token": "t"})

    assert (before["items"], before["skipped"]) == ([], 10)
    assert said == "10 that you had skipped are back."
    assert [one.event.kind for one in desk.store.history()] == ["skip"] * 10 + ["undo"] * 10
    assert len(desk.claim(Filter(), 20)) == 10


def test_what_others_have_decided_stays_away(desk):
    """Only what still waits comes back."""
    _skip(desk, 3)
    bo = Desk(desk.store, "bo")
    first, *_ = bo.claim(Filter(), 1)
    before = {event.item for event in skipped.skipped("pending")}
    bo.approve(first.id, first.revision, first.version)

    assert len(before) == 3
    assert {event.item for event in skipped.skipped("pending")} == before - {first.id}
    assert skipped.skipped("escalated") == []
