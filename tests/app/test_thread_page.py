"""Threads, the page of an author, and lists that are decided in place, run without a browser."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from moderation.app.lines import minute
from moderation.app.pages import listing
from moderation.records import Article, Filter
from moderation.review import Desk, hold_article, hold_author, lift_hold
from moderation.store import Author, holds, open_store
from tests.app.conftest import RUN_SECONDS, page_of, run, sent_to


def test_a_thread_shows_every_comment_in_its_place(url, scored):
    """Answers stand below what they answer, also those that answer each other in a ring."""
    parents = {2: "c1", 3: "c2", 4: "c5", 5: "c4", 6: "c99"}
    with open_store(url) as store:
        store.add([scored(n, f"text {n}", parent_id=parents.get(n)) for n in range(1, 7)])
    rows = sent_to(run("thread_page"), "moderation_comments")["rows"]

    assert [(row["runs"][0]["text"], row["depth"]) for row in rows[:4]] == [
        ("text 1", 0), ("text 2", 1), ("text 3", 2), ("text 6", 0),
    ]  # fmt: skip
    assert {row["runs"][0]["text"] for row in rows[4:]} == {"text 4", "text 5"}


def _named(page: AppTest) -> list[str]:
    value = page.query_params["thread"]
    return json.loads(value if isinstance(value, str) else value[0])


def test_the_address_names_the_article_that_is_shown(url, scored):
    """To be kept and passed on; what somebody chooses next stays chosen, whichever waits for more then."""
    with open_store(url) as store:
        store.add([scored(n, f"text {n}", thread_id="t1" if n < 3 else "t2") for n in range(1, 6)])
    page = run("thread_page")
    opened = _named(page)
    for thread in ("t1", "t2", "t1"):
        page.selectbox(key="thread_box").set_value(("wire", thread)).run()
        assert _named(page) == ["wire", thread]
    with open_store(url) as store:
        store.add([scored(6, "text 6", thread_id="t1"), scored(7, "text 7", thread_id="t1")])
    page.run()
    shown = {row["runs"][0]["text"] for row in sent_to(page, "moderation_comments")["rows"]}
    page.query_params["thread"] = json.dumps(opened)
    page.run()

    assert not page.exception
    assert opened == ["wire", "t2"]
    assert shown == {"text 1", "text 2", "text 6", "text 7"}
    assert page.selectbox(key="thread_box").value == ("wire", "t2")


def test_a_title_read_from_the_right_keeps_its_number_behind_it(url, scored):
    """In the box of articles, which is read from the left."""
    with open_store(url) as store:
        store.add_article(Article("wire", "wire.example", "t1", title="نتائج الانتخابات"))
        store.add([scored(1, "text")])

    assert run("thread_page").selectbox(key="thread_box").options == ["\u2068نتائج الانتخابات\u2069 · 1 waiting"]


def test_an_author_is_shown_with_everything_written(url, scored):
    """The record in figures, and every comment, newest first."""
    with open_store(url) as store:
        store.add([scored(n, f"text {n}", "approve" if n == 1 else "review", author="Ann") for n in (1, 2, 3)])
    page = page_of("author_page")
    page.query_params["author"] = json.dumps(["wire", None, "Ann"])
    page.run()

    assert not page.exception
    assert [metric.value for metric in page.metric] == ["3", "1", "0", "0%"]
    rows = sent_to(page, "moderation_comments")["rows"]
    assert [row["runs"][0]["text"] for row in rows] == ["text 3", "text 2", "text 1"]


def test_what_is_in_force_about_an_author_is_shown_and_lifted_beside_their_comments(url, scored):
    """Under another spelling of the name as well; a moderator sees a senior's ban and no button to lift it."""
    with open_store(url) as store:
        store.add([scored(1, author="Ann", author_id="u1")])
        ban = hold_author(Desk(store, "chief", "senior"), Author("wire", "u1", "Anne"), "ban")
        store.enrol("marta", role="moderator")
    (item,) = sent_to(run("queue.page"), "moderation_desk")["items"]
    page = page_of("author_page")
    page.query_params["author"] = json.dumps(["wire", "u1", "Ann"])
    page.run()
    handover = run("handover_page")

    assert item["held"] == ["Banned: Anne (author) · chief"]
    # What is escalated is not theirs to decide, and the list draws no button for it.
    assert not sent_to(handover, "moderation_comments")["is_senior"]
    assert item["held"][0] in [one.value for one in page.text]
    assert "Lift" not in [one.label for one in [*page.button, *handover.button]]
    with open_store(url) as store:
        lift_hold(Desk(store, "chief", "senior"), ban.id)
        own = hold_author(Desk(store, "marta"), Author("wire", "u1", "Ann"))
    page.run()
    next(one for one in page.button if one.label == "Lift").click().run()
    assert page.info[0].value.startswith("Lifted.")
    with open_store(url) as store:
        assert holds.hold(store, own.id).lifted_by == "marta"


def test_a_milder_hold_says_whose_place_it_takes(url, scored):
    """A senior who suspends an author whom another has banned would end the ban without knowing of it."""
    with open_store(url) as store:
        store.add([scored(1, author="Ann", author_id="u1")])
        hold_author(Desk(store, "chief", "senior"), Author("wire", "u1", "Ann"), "ban")
    page = page_of("author_page")
    page.query_params["author"] = json.dumps(["wire", "u1", "Ann"])
    page.session_state["moderator_name"] = "chief"
    page.run()
    next(one for one in page.button if one.label == "Suspend").click().run()

    assert "takes the place of: Banned: Ann (author) · chief." in page.info[0].value


@pytest.mark.parametrize(("end", "length"), [("Until somebody lifts it", None), ("For 3 days", timedelta(days=3))])
def test_a_hold_on_an_article_takes_an_end_and_a_note(filled, end, length):
    """Both stand where the hold stands: on the thread, and for the next shift."""
    why = "A raid is *announced*; " + "ask the desk of the day before you lift it, also at night. " * 4
    page = run("thread_page")
    page.selectbox(key="thread_hold_wire_t1_end").set_value(end)
    page.text_area(key="thread_hold_wire_t1_note").set_value(f"  {why}")
    pressed_at = datetime.now(UTC)
    next(one for one in page.button if one.label == "Hold").click().run()
    with open_store(filled) as store:
        (hold,) = holds.active(store)
    said = [text.value for text in page.text]
    next_shift = [text.value for text in run("handover_page").text]

    assert not page.exception
    assert hold.note == why.strip()
    assert said == next_shift
    assert said[0].endswith(f"marta\n{why.strip()}")
    if length is None:
        assert (hold.until, " until " in said[0]) == (None, False)
    else:
        over = datetime.fromisoformat(hold.until) - (pressed_at + length)
        assert timedelta(seconds=-1) < over < timedelta(seconds=60)
        assert f"until {minute(hold.until)}" in said[0]


def test_an_article_is_held_without_a_word_and_let_go(filled):
    """An empty note is none; what is said of the lifted hold is said here, too."""
    page = run("thread_page")
    next(one for one in page.button if one.label == "Hold").click().run()
    told = page.success[0].value
    with open_store(filled) as store:
        (hold,) = holds.active(store)
    page.button(key=f"thread_lift_{hold.id}").click().run()

    assert not page.exception
    assert (hold.note, hold.until) == (None, None)
    assert told == "New comments here wait for a person from now on."
    assert page.success[0].value.startswith("Lifted.")
    assert page.selectbox(key="thread_hold_wire_t1_end").value == "Until somebody lifts it"


def test_who_may_not_decide_sees_what_holds_an_article(filled, monkeypatch):
    """A viewer wonders about waiting comments, too; there is nothing to press."""
    with open_store(filled) as store:
        store.enrol("marta", role="viewer")
        hold_article(Desk(store, "chief", "senior"), "wire", "t1", note="Until Monday")
    page = run("thread_page")

    assert "Until Monday" in page.text[0].value
    assert not page.button


def test_an_author_is_suspended_with_an_end_and_a_reason(url, scored):
    """As an article is held; what is no end of a suspension is not offered."""
    with open_store(url) as store:
        store.add([scored(1, author="Ann", author_id="u1")])
    page = page_of("author_page")
    page.query_params["author"] = json.dumps(["wire", "u1", "Ann"])
    page.run()
    offered = page.selectbox(key="author_suspend_end")
    usual = offered.value
    offered.set_value("For 30 days")
    page.text_area(key="author_suspend_note").set_value(" Third time ")
    next(one for one in page.button if one.label == "Suspend").click().run()

    assert not page.exception
    assert (usual, "Until somebody lifts it" in offered.options) == ("For 7 days", False)
    with open_store(url) as store:
        (hold,) = holds.active(store)
    lasts = datetime.fromisoformat(hold.until) - datetime.fromisoformat(hold.at)
    assert (hold.effect, hold.note, round(lasts / timedelta(days=1))) == ("suspend", "Third time", 30)
    assert page.info[0].value.startswith(f"Suspended until {minute(hold.until)}.")


def _press_script():
    import streamlit as st

    from moderation.app import session
    from moderation.app.pages import listing

    for asked in st.session_state.pop("presses", ()):
        listing.rule_on(asked, "some")
    placed = [listing.placed_of(one) for one in session.store().items_by_number([1, 2])]
    listing.draw_list("some", listing.rows_of(placed, {}))


def test_what_somebody_else_has_on_the_screen_is_said_at_the_comment(filled, monkeypatch):
    """Nothing is written, and the list says whose turn it is where the moderator has just pressed, for a while."""
    with open_store(filled) as store:
        Desk(store, "bo").claim(Filter(items=(1,)))
    page = AppTest.from_function(_press_script, default_timeout=RUN_SECONDS)
    press = {"kind": "approve", "revision": 1, "state": "pending"}
    page.session_state["presses"] = [{"entries": [{**press, "token": "one", "item": "1", "version": 1}]}]
    refused = sent_to(page.run(), "moderation_comments")
    # The first press is among them still: the list had not heard of it when the second one came.
    second = {**press, "token": "two", "item": "2", "version": refused["rows"][1]["version"]}
    page.session_state["presses"] = [{"entries": [{**press, "token": "one", "item": "1", "version": 1}, second]}]
    done = sent_to(page.run(), "moderation_comments")
    monkeypatch.setattr(listing, "SAID_SECONDS", 0)
    later = sent_to(page.run(), "moderation_comments")

    assert later["troubles"] == {}
    assert list(refused["troubles"]) == ["1"]
    assert "somebody else has this comment on the screen" in refused["troubles"]["1"]
    assert not page.warning
    assert (refused["done"], refused["failed"]) == (["one"], ["one"])
    # Whoever decides the next one quickly still reads what was wrong with the last.
    assert (done["troubles"], done["rows"][1]["state"]) == (refused["troubles"], "approved")
    assert (done["done"], done["failed"]) == (["one", "two"], ["one"])
