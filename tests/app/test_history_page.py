"""Decisions, run without a browser."""

from __future__ import annotations

import csv
import io

from moderation.app import session
from moderation.records import Filter
from moderation.review import Desk
from moderation.store import Narrowed, open_store
from tests.app.conftest import run, sent_to


def test_the_decisions_can_be_filtered(filled):
    """The list shows every kind until one is chosen."""
    with open_store(filled) as store:
        desk = Desk(store, "marta")
        one, two, *_ = desk.claim(Filter())
        desk.approve(one.id, one.revision, one.version)
        desk.reject(two.id, two.revision, two.version, reason="spam")

    page = run("history_page")
    everything = sent_to(page, "moderation_ledger")["rows"]
    page.selectbox(key="history_kind").set_value("Rejected").run()

    assert [row["kind"] for row in everything] == ["reject", "approve"]
    assert [row["kind"] for row in sent_to(page, "moderation_ledger")["rows"]] == ["reject"]
    page.selectbox(key="history_kind").set_value("All decisions").run()
    page.selectbox(key="history_reason").set_value("Off topic").run()
    assert sent_to(page, "moderation_ledger")["rows"] == []
    assert not page.exception


def test_decisions_are_exported_as_filtered_and_defused(filled, monkeypatch):
    """The CSV holds what the filter shows, and no cell that a spreadsheet would run."""
    from moderation.app.pages import history_page

    with open_store(filled) as store:
        desk = Desk(store, "marta")
        one, two, *_ = desk.claim(Filter())
        desk.approve(one.id, one.revision, one.version)
        desk.reject(two.id, two.revision, two.version, reason="other", note="=HYPERLINK(1)")
        monkeypatch.setattr(session, "store", lambda: store)
        rows = list(csv.DictReader(io.StringIO(history_page.as_csv(Narrowed(kind="reject")).decode())))

    assert [(row["kind"], row["reason"]) for row in rows] == [("reject", "other")]
    assert not rows[0]["note"].startswith("=")
