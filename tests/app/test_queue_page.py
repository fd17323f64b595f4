"""The queue, run without a browser."""

from __future__ import annotations

import json
import sqlite3
import time
from dataclasses import replace

from streamlit.testing.v1 import AppTest

from moderation.app import session, settings
from moderation.app.pages.queue import figures
from moderation.records import Article, Evidence, Filter
from moderation.review import Desk
from moderation.store import Store, open_store
from tests.app.conftest import RUN_SECONDS, page_of, run, sent_to


def test_the_app_starts_on_the_queue(filled, root):
    """The first page of the whole app shows eight leased items."""
    page = AppTest.from_file(str(root / "streamlit_app.py"), default_timeout=RUN_SECONDS).run()

    assert not page.exception
    assert len(sent_to(page, "moderation_desk")["items"]) == 8


def test_the_panel_gets_items_counts_and_filters(filled, monkeypatch):
    """One batch, the state of the queue, and what the filters offer."""
    monkeypatch.setenv(settings.ROLE, "moderator")
    data = sent_to(run("queue.page"), "moderation_desk")

    counts = {
        "pending": 10,
        "approved": 2,
        "rejected": 0,
        "escalated": 0,
        "closed": 0,
        "reported": 0,
        "unmoderated": 12,
        "watch": 0,
    }
    assert data["counts"] == counts
    assert [choice["count"] for choice in data["choices"]["reason"]] == [10]
    assert [queue["title"] for queue in data["queues"]][-3:] == ["Approved", "Rejected", "Watch"]
    assert data["moderator"] == "marta"


def test_a_page_asks_once_who_sits_there(filled, monkeypatch):
    """Each such question was a transaction of its own, eighteen of them after every press."""
    asked = []
    person = Store.person
    monkeypatch.setattr(Store, "person", lambda store, subject: asked.append(subject) or person(store, subject))
    # An answer is good for a second, and drawing may take longer on a busy machine.
    monkeypatch.setattr(session, "KNOWN_SECONDS", 1000.0)
    # Before the desk there is none; opened, it looks whom it belongs to.
    run("queue.page")

    assert len(asked) <= 3


def test_a_database_that_fails_for_a_while_leaves_the_desk_as_it_is(filled):
    """The panel is told to keep what it has; when the database is back, it gets a batch again."""
    page = run("queue.page")
    with sqlite3.connect(filled.removeprefix("sqlite:///")) as other:
        other.execute("ALTER TABLE queue_items RENAME TO away")
    away = sent_to(page.run(), "moderation_desk")
    with sqlite3.connect(filled.removeprefix("sqlite:///")) as other:
        other.execute("ALTER TABLE away RENAME TO queue_items")
    back = sent_to(page.run(), "moderation_desk")

    assert (away["items"], bool(away["trouble"]), away["counts"]["pending"]) == (None, True, 10)
    assert (len(back["items"]), back["trouble"]) == (8, None)


def test_a_senior_sees_what_was_escalated(filled, monkeypatch):
    """Only who may decide it is offered the escalated queue."""
    monkeypatch.setenv(settings.ROLE, "senior")

    data = sent_to(run("queue.page"), "moderation_desk")

    assert data["queues"][-2] == {"value": "escalated", "title": "For review", "key": "6"}


def test_who_may_not_decide_what_was_escalated_is_told_so(filled, monkeypatch):
    """ "Open" leads there from every list; that nothing fits what is asked for would be no answer."""
    with open_store(filled) as store:
        desk = Desk(store, "bo")
        (item,) = desk.claim(Filter(), 1)
        desk.escalate(item.id, item.revision, item.version)
    monkeypatch.setenv(settings.ROLE, "moderator")
    page = page_of("queue.page")
    page.query_params["item"] = str(item.id)
    page.run()
    sent = sent_to(page, "moderation_desk")

    assert (sent["items"], sent["escalated"]) == ([], True)


def test_an_empty_queue_is_counted_anew(url, scored):
    """Whoever has decided the last one read that it was with somebody else, until the old count had served its time."""
    with open_store(url) as store:
        store.add([scored(1, route="approve")])
    page = page_of("queue.page")
    old = {"pending": 1, "reported": 1}
    page.session_state["queue_counts"] = ("", time.monotonic() + 1000, old, 1.0)
    page.run()

    assert sent_to(page, "moderation_desk")["counts"]["pending"] == 0


def test_what_fits_a_search_is_counted(url, scored, monkeypatch):
    """Also what lies behind the batch, in the chosen queue alone; where all fits, and of one item, nobody wonders."""
    with open_store(url) as store:
        store.add([scored(n, f"bridge {n}") for n in range(1, 12)])
        store.add([scored(n, f"bridge {n}", route="approve") for n in range(12, 15)])
        store.add([scored(15, "tunnel")])

    def fits(**asked):
        page = page_of("queue.page")
        page.query_params.update(asked)
        return sent_to(page.run(), "moderation_desk")["fits"]

    found = [fits(words="bridge"), fits(words="bridge", queue="approved"), fits(words="boat"), fits(), fits(item="1")]
    monkeypatch.setattr(figures, "MOST_FITS", 5)

    assert found == [11, 3, 0, None, None]
    assert fits(words="bridge") == 6


def test_a_viewer_looks_and_leases_nothing(filled, monkeypatch):
    """What waits is a list to whoever may not decide; it stays free for those who may, and nothing of it is hidden."""
    monkeypatch.setenv(settings.ROLE, "viewer")
    page = run("queue.page")
    sent = sent_to(page, "moderation_desk")

    assert not page.error
    assert (sent["leased"], sent["may_decide"], len(sent["items"]), sent["more"]) == (False, False, 8, True)
    assert "watch" not in [queue["value"] for queue in sent["queues"]]
    with open_store(filled) as store:
        assert len(Desk(store, "bo").claim(Filter(), 20)) == 10


def test_an_empty_database_has_nothing_to_show(url):
    """No items, no chart, no traceback: words that say what to do next."""
    assert sent_to(run("queue.page"), "moderation_desk")["items"] == []
    assert "moderation import" in run("insights.page").info[0].value


def test_a_broken_policy_is_told_without_a_traceback(filled, monkeypatch, root, tmp_path):
    """What a person can mend is shown in words, on the page."""
    monkeypatch.setenv(settings.POLICY, str(tmp_path / "none.toml"))

    page = AppTest.from_file(str(root / "streamlit_app.py"), default_timeout=RUN_SECONDS).run()

    assert not page.exception
    assert "there is no policy file" in page.text[0].value


def test_under_watch_nothing_shows_what_the_machine_thought(url, scored):
    """What the policy approved and the watch drew comes without scores, reasons or marks."""
    with open_store(url) as store:
        evidence = (Evidence("toxicity", 0, 4, "constant.v1", 0.9),)
        row = scored(1, "text under watch", "approve", verdict={"evidence": evidence})
        store.add([replace(row, is_watched=True)])
    page = page_of("queue.page")
    page.query_params["queue"] = "watch"
    data = sent_to(page.run(), "moderation_desk")
    (item,) = data["items"]

    assert data["counts"]["watch"] == 1
    assert item["scores"] is None
    assert "0.9" not in json.dumps({**item, "when": None})
    assert [run for run in item["runs"] if "label" in run] == []
    assert [why["text"] for why in item["why"]] == ["Drawn at random from what the policy approved."]


def test_a_filter_whose_comments_are_gone_keeps_its_name(url, scored):
    """Its box says what is asked for and that there is none of it, whichever way the view came to be asked for."""
    with open_store(url) as store:
        store.add_article(Article("wire", "wire.example", "t9", title="The old bridge"))
        store.add([scored(1, thread_id="t1"), scored(2, "text", "approve", thread_id="t9")])
    page = page_of("queue.page")
    page.query_params.update(
        reason="too-long", label="spam", language="fr", site="gone.example", thread=json.dumps(["wire", "t9"])
    )

    sent = sent_to(page.run(), "moderation_desk")

    assert sent["absent"] == {
        "reason": "Too long",
        "label": "Spam",
        "language": "French",
        "site": "gone.example",
        "thread": "The old bridge",
    }
    assert sent_to(run("queue.page"), "moderation_desk")["absent"] == {}
