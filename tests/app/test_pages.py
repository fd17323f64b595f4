"""The pages, run without a browser."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import time
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from moderation import __version__
from moderation.app import session, settings
from moderation.app.keys import PRESETS
from moderation.app.pages.rules_record import rule_facts
from moderation.app.pages.workload import FEW_DAYS, without_gaps
from moderation.records import Evidence, Filter
from moderation.review import Desk, add_note, hold_article, hold_author, lift_hold
from moderation.review.delivery import deliver_once
from moderation.rulebook.files.load import checked_rules
from moderation.store import Author, Day, Narrowed, RuleRecord, Store, bulks, holds, open_store, targets

RUN_SECONDS = 60


@pytest.fixture
def url(tmp_path, monkeypatch):
    """A database's URL, as the queue is started with it."""
    here = f"sqlite:///{tmp_path / 'queue.db'}"
    monkeypatch.setenv(settings.DATABASE, here)
    monkeypatch.setenv(settings.MODERATOR, "marta")
    monkeypatch.setenv(settings.RULES, str(tmp_path))
    open_store(here).close()
    return here


@pytest.fixture
def filled(url, scored):
    """The same with twelve comments, ten of them held, on two days."""
    with open_store(url) as store:
        store.add(
            [
                scored(n, f"text {n}", "review" if n <= 10 else "approve", created_at=f"2026-11-0{1 + n % 2}T08:00:00Z")
                for n in range(1, 13)
            ]
        )
    return url


def _queue_script():
    from moderation.app.pages import queue_page

    queue_page.draw()


def _insights_script():
    from moderation.app.pages import insights_page

    insights_page.draw()


def _history_script():
    from moderation.app.pages import history_page

    history_page.draw()


def _rules_script():
    from moderation.app.pages import rules_page

    rules_page.draw()


def _run(script) -> AppTest:
    page = AppTest.from_function(script, default_timeout=RUN_SECONDS).run()
    assert not page.exception
    return page


def _sent_to(page: AppTest, component: str) -> dict:
    """What the page sent to a component of ours."""
    found = [node for node in page.main if getattr(node.proto, "component_name", "") == component]
    return json.loads(found[0].proto.json)


def test_the_app_starts_on_the_queue(filled, root):
    """The first page of the whole app shows eight leased items."""
    page = AppTest.from_file(str(root / "streamlit_app.py"), default_timeout=RUN_SECONDS).run()

    assert not page.exception
    assert len(_sent_to(page, "moderation_desk")["items"]) == 8


def test_the_panel_gets_items_counts_and_filters(filled, monkeypatch):
    """One batch, the state of the queue, and what the filters offer."""
    monkeypatch.setenv(settings.ROLE, "moderator")
    data = _sent_to(_run(_queue_script), "moderation_desk")

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
    _run(_queue_script)

    assert len(asked) <= 3


def test_a_database_that_fails_for_a_while_leaves_the_desk_as_it_is(filled):
    """The panel is told to keep what it has; when the database is back, it gets a batch again."""
    page = _run(_queue_script)
    with sqlite3.connect(filled.removeprefix("sqlite:///")) as other:
        other.execute("ALTER TABLE queue_items RENAME TO away")
    away = _sent_to(page.run(), "moderation_desk")
    with sqlite3.connect(filled.removeprefix("sqlite:///")) as other:
        other.execute("ALTER TABLE away RENAME TO queue_items")
    back = _sent_to(page.run(), "moderation_desk")

    assert (away["items"], bool(away["trouble"]), away["counts"]["pending"]) == (None, True, 10)
    assert (len(back["items"]), back["trouble"]) == (8, None)


def test_a_senior_sees_what_was_escalated(filled, monkeypatch):
    """Only who may decide it is offered the escalated queue."""
    monkeypatch.setenv(settings.ROLE, "senior")

    data = _sent_to(_run(_queue_script), "moderation_desk")

    assert data["queues"][-2] == {"value": "escalated", "title": "For review", "key": "6"}


def test_who_may_not_decide_what_was_escalated_is_told_so(filled, monkeypatch):
    """ "Open" leads there from every list; that nothing fits what is asked for would be no answer."""
    with open_store(filled) as store:
        desk = Desk(store, "bo")
        (item,) = desk.claim(Filter(), 1)
        desk.escalate(item.id, item.revision, item.version)
    monkeypatch.setenv(settings.ROLE, "moderator")
    page = AppTest.from_function(_queue_script, default_timeout=RUN_SECONDS)
    page.query_params["item"] = str(item.id)
    page.run()
    sent = _sent_to(page, "moderation_desk")

    assert (sent["items"], sent["escalated"]) == ([], True)


def test_an_empty_queue_is_counted_anew(url, scored):
    """Whoever has decided the last one read that it was with somebody else, until the old count had served its time."""
    with open_store(url) as store:
        store.add([scored(1, route="approve")])
    page = AppTest.from_function(_queue_script, default_timeout=RUN_SECONDS)
    old = {"pending": 1, "reported": 1}
    page.session_state["queue_counts"] = ("", time.monotonic() + 1000, old, 1.0)
    page.run()

    assert _sent_to(page, "moderation_desk")["counts"]["pending"] == 0


def test_a_viewer_looks_and_leases_nothing(filled, monkeypatch):
    """What waits is a list to whoever may not decide; it stays free for those who may, and nothing of it is hidden."""
    monkeypatch.setenv(settings.ROLE, "viewer")
    page = _run(_queue_script)
    sent = _sent_to(page, "moderation_desk")

    assert not page.error
    assert (sent["leased"], sent["may_decide"], len(sent["items"]), sent["more"]) == (False, False, 8, True)
    assert "watch" not in [queue["value"] for queue in sent["queues"]]
    with open_store(filled) as store:
        assert len(Desk(store, "bo").claim(Filter(), 20)) == 10


def test_an_empty_database_has_nothing_to_show(url):
    """No items, no chart, no traceback: words that say what to do next."""
    assert _sent_to(_run(_queue_script), "moderation_desk")["items"] == []
    assert "moderation import" in _run(_insights_script).info[0].value


def test_the_overview_says_what_is_held_and_what_it_costs(filled):
    """Share held and hours a day follow from the imported comments and two assumptions that can be changed."""
    page = _run(_insights_script)
    figures = {metric.label: metric.value for metric in page.metric}
    page.number_input(key="insights_volume").set_value(1200)
    page.number_input(key="insights_seconds").set_value(36).run()

    assert figures["Waiting now"] == "10"
    assert figures["Held for a person"] == "83.3%"
    assert page.metric[-1].value == "10.0 hours"


def test_the_decisions_can_be_filtered(filled):
    """The list shows every kind until one is chosen."""
    with open_store(filled) as store:
        desk = Desk(store, "marta")
        one, two, *_ = desk.claim(Filter())
        desk.approve(one.id, one.revision, one.version)
        desk.reject(two.id, two.revision, two.version, reason="spam")

    page = _run(_history_script)
    everything = _sent_to(page, "moderation_ledger")["rows"]
    page.selectbox(key="history_kind").set_value("Rejected").run()

    assert [row["kind"] for row in everything] == ["reject", "approve"]
    assert [row["kind"] for row in _sent_to(page, "moderation_ledger")["rows"]] == ["reject"]
    page.selectbox(key="history_kind").set_value("All decisions").run()
    page.selectbox(key="history_reason").set_value("Off topic").run()
    assert _sent_to(page, "moderation_ledger")["rows"] == []
    assert not page.exception


def test_a_broken_policy_is_told_without_a_traceback(filled, monkeypatch, root, tmp_path):
    """What a person can mend is shown in words, on the page."""
    monkeypatch.setenv(settings.POLICY, str(tmp_path / "none.toml"))

    page = AppTest.from_file(str(root / "streamlit_app.py"), default_timeout=RUN_SECONDS).run()

    assert not page.exception
    assert "there is no policy file" in page.text[0].value


def test_insights_say_how_far_people_agree(filled):
    """Of all comments that two people judged, never by person."""
    with open_store(filled) as store:
        one = Desk(store, "marta").claim(Filter())[0]
        Desk(store, "marta").approve(one.id, one.revision, one.version)
        otto = Desk(store, "otto", "senior")
        otto.reopen(one.id)
        again = next(item for item in otto.claim(Filter()) if item.id == one.id)
        otto.reject(again.id, again.revision, again.version, reason="spam")

    page = _run(_insights_script)

    assert not page.exception
    told = [box.value for box in page.text if box.value.startswith("Agreement")]
    assert told[0].startswith("Agreement: 0 of 1 comments that two or more judged ended alike")
    assert "otto" not in told[0]


RULES = """format: 1
rules:
- id: tox.one
  title: Says kettle
  category: toxicity
  score: 0.5
  why: Your comment says *kettle*.
  match: {terms: [kettle]}
  tests: {match: [a kettle], no_match: [a walk]}
"""


@pytest.fixture
def ruled(url, tmp_path):
    """A queue with one rule of its own."""
    (tmp_path / "r.yaml").write_text(RULES, encoding="utf-8")
    return tmp_path


def _part(name: str) -> AppTest:
    return _run(_rules_script).segmented_control(key="rules_part").set_value(name).run()


def _asked(page: AppTest, **boxes: str) -> AppTest:
    for name, text in boxes.items():
        page.text_area(key=f"rules_{name}_tox.one").input(text)
    page = page.button[0].click().run()
    assert not page.exception
    return page


def test_a_wish_becomes_a_patch(ruled):
    """What holds is offered for download; the rule file stays as it is."""
    page = _asked(_part("Change a rule"), terms="Pot(s)", match="two pots")

    assert page.success[0].value == "All 3 examples go as they should."
    assert "+  match: {terms: [kettle, pot(s)]}" in page.code[0].value
    assert (ruled / "r.yaml").read_text(encoding="utf-8") == RULES


def test_a_list_in_one_line_is_told(ruled):
    """It would be looked for as one phrase; a comment keeps its commas."""
    page = _asked(_part("Change a rule"), terms="pot, pan", match="a pot, of tea")

    assert page.info[0].value.startswith("One word or phrase a line")
    assert "pot, pan" in [box.value for box in page.text]
    assert not page.error


@pytest.mark.parametrize(
    ("match", "why"),
    [("a river", "None of the rule's words stands in it."), ("dear kettle", "It has words of the rule, but")],
)
def test_an_example_that_is_passed_by_says_why_in_words(ruled, match, why):
    """The trace of the conditions is there for whoever reads rules, behind a fold."""
    page = _asked(_part("Change a rule"), spared="dear kettle", match=match, no_match="my dear kettle")

    assert any(box.value.startswith(why) for box in page.caption)
    assert page.expander[-1].label == "Why, part by part"


@pytest.mark.parametrize(
    ("boxes", "told"),
    [
        ({"terms": "pot", "match": "a river"}, "examples go otherwise"),
        ({"terms": "pot"}, "No example shows"),
        ({}, "Write a word"),
        ({"no_match": "the kettle"}, "examples go otherwise"),
    ],
)
def test_what_does_not_hold_is_told_and_not_offered(ruled, boxes, told):
    """A wish with a gap gets words and no file."""
    page = _asked(_part("Change a rule"), **boxes)

    assert told in " ".join(box.value for box in (*page.error, *page.warning, *page.info))
    assert not page.success


def test_a_new_rule_comes_as_a_draft(ruled):
    """A title, words and examples give a file that fires on nothing."""
    page = _part("Suggest a new rule")
    page.text_input(key="rules_title").input("Says pot")
    page.text_input(key="rules_why").input("Your comment says pot.")
    for name, text in (("terms", "pot"), ("match", "a pot"), ("no_match", "a walk")):
        page.text_area(key=f"rules_{name}_new").input(text)
    page.button[0].click().run()

    assert not page.exception
    assert "status: draft" in page.code[0].value
    page = page.button(key="rules_draft_try").click().run()
    assert page.info[0].value == "There are no comments yet."


def test_a_wish_is_tried_on_the_latest_comments_before_it_is_handed_in(ruled, url, scored):
    """What it would newly catch and no longer, with personal data covered; a comment that was caught is not new."""
    texts = {1: "a pot for anna@home.example", 2: "a kettle", 3: "the kettle pot", 4: "dear kettle", 5: "a walk"}
    with open_store(url) as store:
        store.add([scored(n, text, "approve" if n == 1 else "review") for n, text in texts.items()])
    page = _asked(_part("Change a rule"), terms="pot", match="a pot", spared="dear kettle", no_match="dear kettle")
    page = page.button(key="rules_draft_try").click().run()

    assert not page.exception
    assert page.text[-1].value.splitlines() == [
        "It finds 3 of the latest 5 comments (60.000%); as the rules stand, 3.",
        "Newly caught: 1. No rule had found 1 of them; 1 of them stand approved.",
        "No longer caught: 1.",
    ]
    new, gone = (table.value for table in page.dataframe)
    assert (list(new["Found"]), list(gone["Comment"])) == (["pot"], ["dear kettle"])
    assert "anna@home.example" not in str(new["Comment"].tolist())
    assert "+  match" in page.code[0].value
    assert (ruled / "r.yaml").read_text(encoding="utf-8") == RULES


def test_a_draft_with_a_gap_is_tried_but_not_handed_on(ruled, url, scored):
    """A word without an example may be tried; a wish that is empty again takes the old answer away."""
    with open_store(url) as store:
        store.add([scored(1, "a pot")])
    page = _asked(_part("Change a rule"), terms="pot")
    page = page.button(key="rules_draft_try").click().run()
    assert "Newly caught: 1" in page.text[-1].value
    assert not page.success

    page = _asked(page, terms="")
    assert "Newly caught" not in str([box.value for box in page.text])


def test_the_rules_are_listed_with_what_came_of_them(ruled, url, scored):
    """Hits among the latest comments, how many were ruled on by people, and the share of those that was rejected."""
    with open_store(url) as store:
        store.add([replace(one, verdict=replace(one.verdict, rules=("tox.one",))) for one in _some(scored, 4)])
        desk = Desk(store, "marta")
        first, second, third = desk.claim(Filter())[:3]
        desk.approve(first.id, first.revision, first.version)
        for item in (second, third):
            desk.reject(item.id, item.revision, item.version, reason="spam")

    page = _run(_rules_script)

    assert not page.exception
    row = page.dataframe[0].value.iloc[0]
    assert (row["Rule"], row["Hits"], row["Ruled on"]) == ("tox.one", 4, 3)
    assert (row["Rejected"], row["95 %"]) == (pytest.approx(200 / 3), "21% to 94%")


def test_a_chosen_rule_says_what_came_of_it_and_when_it_changed(ruled, url, scored):
    """Its share of the latest comments, how people ruled with the interval, and where no repository knows more, since
    when it is there."""
    with open_store(url) as store:
        store.add([replace(one, verdict=replace(one.verdict, rules=("tox.one",))) for one in _some(scored, 3)])
        store.add([scored(9, "text 9", "review")])
    page = AppTest.from_function(_rules_script, default_timeout=RUN_SECONDS)
    page.session_state["rules_table"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    page.run()

    assert not page.exception
    assert page.text[1].value.splitlines() == [
        "Fired on 3 of the latest 4 comments (75.000%)",
        "Rejected by people, of those: no rulings",
        "Last change: not known",
    ]


def test_a_senior_puts_back_what_was_decided_because_of_a_rule(ruled, url, scored):
    """Shown first, done as one change with its note, taken back as one; what the rule did not find stands."""
    held = {"rules": ("tox.one",), "reasons": ("rule:tox.one",)}
    with open_store(url) as store:
        store.add([*(scored(n, f"text {n}", verdict=held) for n in (1, 2, 3)), scored(4, "text 4")])
        desk = Desk(store, "bo")
        for item in desk.claim(Filter()):
            desk.reject(item.id, item.revision, item.version, reason="spam")
        store.enrol("marta", role="senior")
    page = AppTest.from_function(_rules_script, default_timeout=RUN_SECONDS)
    page.session_state["rules_table"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    page.run().toggle(key="rules_reopen_tox.one").set_value(True).run()
    page.text_input(key="rules_reopen_note").input("it took water meters").run()
    said, button = [one.value for one in page.text], page.button(key="rules_reopen_do")
    button.click().run()

    assert not page.exception
    assert "3 would wait for a person again: 3 rejected." in said
    assert button.label == "Put back 3 comments"
    with open_store(url) as store:
        (done,) = bulks.latest(store)
        assert (done.kind, done.done, store.queues()["pending"]) == ("reopen", 3, 3)
        assert store.item(4).state == "rejected"
        assert {one.note for one in store.rulings(Narrowed(kind="reopen"))} == {"it took water meters"}
    assert page.success[0].value.startswith("Reopened: 3.")
    page.button(key=f"together_undo_{done.id}").click().run()
    with open_store(url) as store:
        assert store.queues()["pending"] == 0


def test_who_is_no_senior_puts_nothing_back(ruled, url, scored):
    """The page offers it to seniors alone."""
    with open_store(url) as store:
        store.add([scored(1, "text 1", verdict={"rules": ("tox.one",), "reasons": ("rule:tox.one",)})])
        store.enrol("marta", role="moderator")
    page = AppTest.from_function(_rules_script, default_timeout=RUN_SECONDS)
    page.session_state["rules_table"] = {"selection": {"rows": [0], "columns": [], "cells": []}}

    assert [one.label for one in page.run().toggle] == []


@pytest.mark.parametrize(
    ("record", "comments", "told"),
    [
        (RuleRecord("tox.one", 3, 3, 2), 40, ["3 of the latest 40 comments (7.500%)", "67% (21%-94%) of 3"]),
        (RuleRecord("tox.one", 0, 0, 0), 0, ["no comments yet", "no rulings"]),
    ],
)
def test_what_is_known_of_a_rule_is_told_in_words(ruled, record, comments, told):
    """Also where nothing came in yet and nobody ruled."""
    (rule,) = checked_rules(ruled)
    fired, people, changed = rule_facts(replace(rule, added="2026-11-23"), record, comments)

    assert (fired, people) == (f"Fired on {told[0]}", f"Rejected by people, of those: {told[1]}")
    assert changed == "Last change: not known; in the rules since 2026-11-23"


def test_a_rule_is_tried_on_a_text_and_told_by_its_conditions(ruled):
    """All rules say which of them fire and by what; one alone says which condition decided, either way."""
    page = _part("Try a rule")
    page.text_area(key="rules_try_text").input("my *KETTLE* sings")
    page = page.button[0].click().run()
    assert page.text[0].value == "Says kettle · tox.one\nby: KETTLE"

    for text, told in (("my kettle sings", "^^^^^^"), ("a walk", "`terms` is not met")):
        page.selectbox(key="rules_try_rule").set_value("tox.one")
        page.text_area(key="rules_try_text").input(text)
        page = page.button[0].click().run()
        assert told in page.code[0].value


def test_a_rule_is_tried_on_the_latest_comments(ruled, url, scored):
    """It says how many it finds and how many of them stand approved, and shows them."""
    with open_store(url) as store:
        texts = {1: "a kettle for anna@home.example", 2: "a walk", 3: "the KETTLE again"}
        store.add([scored(n, text, "approve" if n == 3 else "review") for n, text in texts.items()])
    page = _part("Try a rule")
    page = page.button(key="rules_run").click().run()

    assert "2 of 3 comments (66.7%); 1 stands approved." in [box.value for box in page.text]
    assert list(page.dataframe[0].value["Found"]) == ["KETTLE", "kettle"]
    assert "anna@home.example" not in str(page.dataframe[0].value["Comment"].tolist())
    assert list(page.dataframe[0].value["Now"]) == ["approved", "pending"]

    page.text_area(key="rules_try_text").input("my KETTLE sings")
    page = page.button[0].click().run()
    assert {"Says kettle · tox.one\nby: KETTLE", "2 of 3 comments (66.7%); 1 stands approved."} <= {
        box.value for box in page.text
    }


def test_who_covers_slurs_reads_no_rules_finds_unasked(ruled, url, scored):
    """A table knows no key to hold, so a switch shows the words."""
    with open_store(url) as store:
        store.add([scored(1, "the kettle sings", "review")])
        store.prefer(store.enrol("marta", role="admin").id, "cover_harsh", True)
    page = _part("Try a rule").button(key="rules_run").click().run()
    covered = page.dataframe[0].value.iloc[0]
    page.toggle(key="rules_ran_shown").set_value(True).run()
    shown = page.dataframe[0].value.iloc[0]

    assert (covered["Found"], covered["Comment"]) == ("k•••••", "t•• k••••• s••••")
    assert (shown["Found"], shown["Comment"]) == ("kettle", "the kettle sings")


def test_a_site_without_rules_of_its_own_has_none_to_change(url, tmp_path):
    """What it only extends is told apart, in words."""
    (tmp_path / "site.yaml").write_text(f"format: 1\nextends: builtin@{__version__}\n", encoding="utf-8")

    page = _part("Change a rule")

    assert page.info[0].value == "This site keeps no rules of its own that could be changed."


def _some(scored, count):
    return [scored(n, f"text {n}", "review") for n in range(1, count + 1)]


def _together_script():
    from moderation.app.pages import together_page

    together_page.draw()


def _thread_script():
    from moderation.app.pages import thread_page

    thread_page.draw()


def _author_script():
    from moderation.app.pages import author_page

    author_page.draw()


def _settings_script():
    from moderation.app.pages import settings_page

    settings_page.draw()


def test_a_range_of_scores_is_previewed_decided_and_taken_back(filled):
    """The button names how many it would decide, decides those, and one press takes all of them back."""
    page = _run(_together_script)
    page.slider[0].set_value((0.5, 1.0)).run()
    button = next(one for one in page.button if "Approve" in one.label)
    button.click().run()
    told = page.success[0].value
    with open_store(filled) as store:
        after = store.queues()
    undo = next(one for one in page.button if one.label == "Undo")
    undo.click().run()

    assert not page.exception
    assert button.label == "Approve 10 comments"
    assert told.startswith("Approved: 10.")
    assert after["pending"] == 0
    with open_store(filled) as store:
        assert store.queues()["pending"] == 10


def _toxic(percent: int) -> dict:
    return {"scores": (percent / 100, *[None] * 8), "priority": percent / 100}


def test_a_rejection_of_many_shows_the_mildest_of_them(url, scored):
    """The riskiest ten say nothing about whether a range goes too far; for an approval they come first."""
    with open_store(url) as store:
        store.add([scored(n, f"text {n}", verdict=_toxic(50 + n)) for n in range(30)])
    page = _run(_together_script)
    page.slider[0].set_value((0.6, 1.0)).run()
    approved = _sent_to(page, "moderation_comments")["rows"][0]["item"]
    page.selectbox(key="together_kind").set_value("reject").run()

    assert not page.exception
    rows = _sent_to(page, "moderation_comments")["rows"]
    assert [row["runs"][0]["text"] for row in rows] == [f"text {n}" for n in range(10, 20)]
    assert approved not in [row["item"] for row in rows]
    assert "The mildest 10 of them:" in [one.value for one in page.caption]


def test_more_than_anybody_reads_are_decided_on_a_second_word(url, scored):
    """One stray press must not approve a whole queue; the word is asked for anew once the number is another."""
    with open_store(url) as store:
        store.add([scored(n, f"text {n}") for n in range(120)])
    page = _run(_together_script)
    page.slider[0].set_value((0.0, 1.0)).run()
    before = next(one for one in page.button if one.label == "Approve 120 comments").disabled
    page.checkbox(key="together_meant_approve_120").set_value(True).run()
    button = next(one for one in page.button if one.label == "Approve 120 comments")
    after = button.disabled
    button.click().run()

    assert (before, after) == (True, False)
    assert page.success[0].value.startswith("Approved: 120.")


def test_look_alikes_come_as_groups(url, scored):
    """Texts that say nearly the same are offered together, each of them ticked."""
    with open_store(url) as store:
        store.add([scored(n, f"Call us for cheap water filters, {n} left") for n in range(3)])
        store.add([scored(4, "An ordinary comment")])
    page = _run(_together_script)
    page.segmented_control(key="together_way").set_value("alike").run()
    data = _sent_to(page, "moderation_comments")

    assert not page.exception
    assert len(data["rows"]) == len(data["chosen"]) == 3
    assert data["selectable"]


def test_all_that_wait_for_one_reason_are_decided_together(url, scored):
    """The button says how many those are; what waits for another reason alone is left."""
    with open_store(url) as store:
        store.add([scored(n, verdict={"reasons": ("upstream:spam",)}) for n in range(3)])
        store.add([scored(4, verdict={"reasons": ("too-long",)})])
    page = _run(_together_script)
    page.segmented_control(key="together_way").set_value("reason").run()
    page.selectbox(key="together_code").set_value("upstream:spam").run()
    next(one for one in page.button if one.label == "Approve 3 comments").click().run()

    assert not page.exception
    assert page.success[0].value.startswith("Approved: 3.")
    assert "Approved: 3, Spam on the site" in page.text[-1].value
    with open_store(url) as store:
        assert store.queues()["pending"] == 1


def test_nothing_chosen_by_hand_asks_to_choose(filled):
    """The list is there from the start, with nothing ticked and nothing to press."""
    page = _run(_together_script)
    page.segmented_control(key="together_way").set_value("list").run()

    assert not page.error
    assert len(_sent_to(page, "moderation_comments")["rows"]) == 10
    assert "Choose some comments to decide them together." in [one.value for one in page.caption]


def test_a_thread_shows_every_comment_in_its_place(url, scored):
    """Answers stand below what they answer, also those that answer each other in a ring."""
    parents = {2: "c1", 3: "c2", 4: "c5", 5: "c4", 6: "c99"}
    with open_store(url) as store:
        store.add([scored(n, f"text {n}", parent_id=parents.get(n)) for n in range(1, 7)])
    rows = _sent_to(_run(_thread_script), "moderation_comments")["rows"]

    assert [(row["runs"][0]["text"], row["depth"]) for row in rows[:4]] == [
        ("text 1", 0), ("text 2", 1), ("text 3", 2), ("text 6", 0),
    ]  # fmt: skip
    assert {row["runs"][0]["text"] for row in rows[4:]} == {"text 4", "text 5"}


def test_an_author_is_shown_with_everything_written(url, scored):
    """The record in figures, and every comment, newest first."""
    with open_store(url) as store:
        store.add([scored(n, f"text {n}", "approve" if n == 1 else "review", author="Ann") for n in (1, 2, 3)])
    page = AppTest.from_function(_author_script, default_timeout=RUN_SECONDS)
    page.query_params["author"] = json.dumps(["wire", None, "Ann"])
    page.run()

    assert not page.exception
    assert [metric.value for metric in page.metric] == ["3", "1", "0", "0%"]
    rows = _sent_to(page, "moderation_comments")["rows"]
    assert [row["runs"][0]["text"] for row in rows] == ["text 3", "text 2", "text 1"]


def test_what_is_in_force_about_an_author_is_shown_and_lifted_beside_their_comments(url, scored):
    """Under another spelling of the name as well; a moderator sees a senior's ban and no button to lift it."""
    with open_store(url) as store:
        store.add([scored(1, author="Ann", author_id="u1")])
        ban = hold_author(Desk(store, "chief", "senior"), Author("wire", "u1", "Anne"), "ban")
        store.enrol("marta", role="moderator")
    (item,) = _sent_to(_run(_queue_script), "moderation_desk")["items"]
    page = AppTest.from_function(_author_script, default_timeout=RUN_SECONDS)
    page.query_params["author"] = json.dumps(["wire", "u1", "Ann"])
    page.run()
    handover = _run(_handover_script)

    assert item["held"] == ["Banned: Anne (author) · chief"]
    # What is escalated is not theirs to decide, and the list draws no button for it.
    assert not _sent_to(handover, "moderation_comments")["is_senior"]
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
    page = AppTest.from_function(_author_script, default_timeout=RUN_SECONDS)
    page.query_params["author"] = json.dumps(["wire", "u1", "Ann"])
    page.session_state["moderator_name"] = "chief"
    page.run()
    page.button(key="author_suspend").click().run()

    assert "takes the place of: Banned: Ann (author) · chief." in page.info[0].value


def _press_script():
    import streamlit as st

    from moderation.app import session
    from moderation.app.pages import listing

    for asked in st.session_state.pop("presses", ()):
        listing.rule_on(asked, "some")
    placed = [listing.placed_of(one) for one in session.store().items_by_number([1, 2])]
    listing.draw_list("some", listing.rows_of(placed, {}))


def test_what_somebody_else_has_on_the_screen_is_said_at_the_comment(filled):
    """Nothing is written, and the list says whose turn it is where the moderator has just pressed."""
    with open_store(filled) as store:
        Desk(store, "bo").claim(Filter(items=(1,)))
    page = AppTest.from_function(_press_script, default_timeout=RUN_SECONDS)
    press = {"kind": "approve", "revision": 1, "state": "pending"}
    page.session_state["presses"] = [{**press, "token": "one", "item": "1", "version": 1}]
    refused = _sent_to(page.run(), "moderation_comments")
    page.session_state["presses"] = [{**press, "token": "two", "item": "2", "version": refused["rows"][1]["version"]}]
    done = _sent_to(page.run(), "moderation_comments")

    assert refused["trouble"] == "1"
    assert "somebody else has this comment on the screen" in refused["told"]
    assert not page.warning
    assert (done["trouble"], done["told"], done["rows"][1]["state"]) == (None, "Done.", "approved")


def test_settings_are_kept_and_unsound_keys_are_not(filled, caplog):
    """A switch is kept at once; a key that would do two things is told and changes nothing; the log stays quiet."""
    page = _run(_settings_script)
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
    page = _run(_settings_script)
    page.segmented_control(key="settings_preset").set_value("wordpress").run()

    assert not page.exception
    assert page.success[0].value == "Kept. The buttons of the queue show these keys."
    assert page.text_input(key="settings_wordpress_approve").value == "a"
    with open_store(filled) as store:
        kept = store.preferences(store.person("marta").id)
    assert kept["keys"] == dict(PRESETS["wordpress"])


def test_decisions_are_exported_as_filtered_and_defused(filled, monkeypatch):
    """The CSV holds what the filter shows, and no cell that a spreadsheet would run."""
    from moderation.app import session
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


def _handover_script():
    from moderation.app.pages import handover_page

    handover_page.draw()


def test_the_handover_names_what_the_next_shift_needs(filled, monkeypatch):
    """Holds, notes and what is escalated stand there; a hold is lifted with one press."""
    monkeypatch.setenv(settings.ROLE, "senior")
    with open_store(filled) as store:
        desk = Desk(store, "marta", "senior")
        (item,) = desk.claim(Filter(), 1)
        desk.escalate(item.id, item.revision, item.version)
        add_note(desk, item.id, "They *know*.")
        hold_article(desk, "wire", "t1", note="Until Monday")
    page = _run(_handover_script)
    said = " ".join(text.value for text in page.text)
    next(one for one in page.button if one.label == "Lift").click().run()

    assert not page.exception
    assert "Until Monday" in said
    assert "They *know*." in said
    assert "In the last 12 hours: 1 escalated." in [one.value for one in page.caption]
    with open_store(filled) as store:
        assert holds.active(store) == ()


def test_a_note_leads_to_its_comment(filled, monkeypatch):
    """The next shift reads it beside what it is about."""
    led = []
    monkeypatch.setattr(session, "lead", lambda page, params: led.append((page, params)))
    with open_store(filled) as store:
        add_note(Desk(store, "marta", "senior"), 3, "Ask the desk.")
    page = _run(_handover_script)
    next(one for one in page.button if one.label == "Open").click().run()

    assert not page.exception
    assert led == [("queue", {"item": 3})]


def test_what_has_not_reached_the_site_is_shown_where_it_was_decided(filled, clock):
    """On the queue as a count, under Handover with since when and why; one press sends it again."""
    assert _sent_to(_run(_queue_script), "moderation_desk")["behind"] is None
    with open_store(filled, clock=clock) as store:
        targets.add_target(store, "blog", url="https://blog.example/hook", words="wordpress", secret="HOOK")
        desk = Desk(store, "al")
        for item in desk.claim(Filter(), 2):
            desk.approve(item.id, item.revision, item.version)
        desk.release()
        deliver_once(store, {})
    unsent = _sent_to(_run(_queue_script), "moderation_desk")["behind"]
    page = _run(_handover_script)
    said = page.text[0].value
    page.button(key="handover_retry_all").click().run()

    assert not page.exception
    assert unsent == {"count": 2, "since": "2026-11-01 12:00 UTC"}
    assert said.startswith("blog: 2 rulings since 2026-11-01 12:00 UTC, tried once: there is no secret in HOOK.")
    assert page.success[0].value.startswith("They are due within two minutes")


def test_under_watch_nothing_shows_what_the_machine_thought(url, scored):
    """What the policy approved and the watch drew comes without scores, reasons or marks."""
    with open_store(url) as store:
        evidence = (Evidence("toxicity", 0, 4, "constant.v1", 0.9),)
        row = scored(1, "text under watch", "approve", verdict={"evidence": evidence})
        store.add([replace(row, is_watched=True)])
    page = AppTest.from_function(_queue_script, default_timeout=RUN_SECONDS)
    page.query_params["queue"] = "watch"
    data = _sent_to(page.run(), "moderation_desk")
    (item,) = data["items"]

    assert data["counts"]["watch"] == 1
    assert item["scores"] is None
    assert "0.9" not in json.dumps({**item, "when": None})
    assert [run for run in item["runs"] if "label" in run] == []
    assert [why["text"] for why in item["why"]] == ["Drawn at random from what the policy approved."]


def test_days_on_which_nothing_came_are_drawn_among_a_few():
    """A gap of two days looks like one; over many days the axis is time, and shows it by itself."""
    few = [Day("2026-11-01", 3, 1), Day("2026-11-04", 2, 0)]
    many = [few[0], Day(f"2026-11-{1 + FEW_DAYS:02}", 2, 0)]

    assert [(day.day, day.comments) for day in without_gaps(few)] == [
        ("2026-11-01", 3), ("2026-11-02", 0), ("2026-11-03", 0), ("2026-11-04", 2),
    ]  # fmt: skip
    assert list(without_gaps(many)) == many
