"""Decisions, run without a browser."""

from __future__ import annotations

import csv
import io

from moderation.app import session
from moderation.records import Filter
from moderation.review import Desk, apply, preview, undo_bulk
from moderation.store import Narrowed, Selection, open_store
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


def test_what_was_decided_together_is_one_row(filled):
    """Whatever its number; unfolded, each of its comments has a row and a way back of its own."""
    with open_store(filled) as store:
        desk = Desk(store, "marta")
        first, *_, last = (item.id for item in desk.claim(Filter(), 10))
        desk.release()
        items = tuple(range(first + 1, last))
        one, two = desk.claim(Filter(items=(first, last)))
        desk.approve(one.id, one.revision, one.version)
        done = apply(desk, preview(desk, Selection(items=items), "reject"), reason="spam", token="many")
        desk.approve(two.id, two.revision, two.version)

    page = run("history_page")
    rows = sent_to(page, "moderation_ledger")["rows"]
    page.session_state["history_change"] = done.id
    unfolded = sent_to(page.run(), "moderation_ledger")["rows"]
    page.button[0].click().run()

    assert [(row["kind"], row.get("change"), row.get("count")) for row in rows] == [
        ("approve", None, None), ("reject", done.id, len(items)), ("approve", None, None),
    ]  # fmt: skip
    assert [row["item"] for row in unfolded] == [str(item) for item in reversed(items)]
    assert {(row.get("change"), row["can_undo"]) for row in unfolded} == {(None, True)}
    assert sent_to(page, "moderation_ledger")["rows"] == rows
    assert not page.exception


def test_a_change_that_was_taken_back_says_so_and_is_not_taken_back_again(filled):
    """Both the change and what took it back are one row each."""
    with open_store(filled) as store:
        desk = Desk(store, "marta")
        items = tuple(item.id for item in desk.claim(Filter(), 4))
        done = apply(desk, preview(desk, Selection(items=items), "approve"), token="many")
        back = undo_bulk(desk, done.id, token="back")

    rows = sent_to(run("history_page"), "moderation_ledger")["rows"]

    assert [(row["kind"], row["change"], row["can_undo"]) for row in rows] == [
        ("undo", back.id, False), ("approve", done.id, False),
    ]  # fmt: skip
    assert (rows[0]["reverts_change"], rows[1]["reverted_by_change"]) == (done.id, back.id)


def test_a_change_longer_than_the_page_hides_nothing_before_it(url, scored):
    """Folding is no cutting: what was decided before a long change stands below it."""
    with open_store(url) as store:
        store.add([scored(number, f"word {number}") for number in range(1, 122)])
        desk = Desk(store, "marta")
        (one,) = desk.claim(Filter(), 1)
        desk.skip(one.id, one.revision, one.version)
        items = tuple(item for item in range(1, 122) if item != one.id)
        done = apply(desk, preview(desk, Selection(items=items), "reject"), reason="spam", token="many")
        found = store.rulings(Narrowed(), 10, folded=True)
        rest = store.rulings(Narrowed(kind="reject"), 10, folded=True)

    assert [(ruling.event.kind, ruling.event.bulk) for ruling in found] == [("reject", done.id), ("skip", None)]
    assert [ruling.event.bulk for ruling in rest] == [done.id]
