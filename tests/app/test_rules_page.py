"""Rules, run without a browser: the list, trials, wishes, what is put back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from moderation import __version__
from moderation.app.pages.rules.record import rule_facts
from moderation.records import Filter
from moderation.review import Desk
from moderation.rulebook.files.load import checked_rules
from moderation.store import Narrowed, RuleRecord, bulks, open_store
from tests.app.conftest import page_of, run, some

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
    return run("rules.page").segmented_control(key="rules_part").set_value(name).run()


def _asked(page: AppTest, **boxes: str) -> AppTest:
    for name, text in boxes.items():
        page.text_area(key=f"rules_{name}_tox.one").input(text)
    page = page.button[0].click().run()
    assert not page.exception
    return page


def test_a_wish_becomes_a_patch(ruled):
    """What holds is offered for download; the rule file stays as it is."""
    page = _asked(_part("Change a rule"), terms="Pot(s)", match="two pots")

    assert page.success[0].value == "All 3 examples go as they should; the file is ready."
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
        store.add([replace(one, verdict=replace(one.verdict, rules=("tox.one",))) for one in some(scored, 4)])
        desk = Desk(store, "marta")
        first, second, third = desk.claim(Filter())[:3]
        desk.approve(first.id, first.revision, first.version)
        for item in (second, third):
            desk.reject(item.id, item.revision, item.version, reason="spam")

    page = run("rules.page")

    assert not page.exception
    row = page.dataframe[0].value.iloc[0]
    assert (row["Rule"], row["Hits"], row["Ruled on"]) == ("tox.one", 4, 3)
    assert (row["Rejected"], row["95%"]) == (pytest.approx(200 / 3), "21% to 94%")


def test_a_chosen_rule_says_what_came_of_it_and_when_it_changed(ruled, url, scored):
    """Its share of the latest comments, how people ruled with the interval, and where no repository knows more, since
    when it is there."""
    with open_store(url) as store:
        store.add([replace(one, verdict=replace(one.verdict, rules=("tox.one",))) for one in some(scored, 3)])
        store.add([scored(9, "text 9", "review")])
    page = page_of("rules.page")
    page.session_state["rules_table"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    page.run()

    assert not page.exception
    assert page.text[1].value.splitlines() == [
        "Fired on 3 of the latest 4 comments (75.000%)",
        "Rejected by people, of those: no rulings",
        "Last change: not known",
    ]
    assert page.expander[0].label == "What it looks for"
    assert page.expander[0].code[0].value == "one of: kettle"


def test_a_senior_puts_back_what_was_decided_because_of_a_rule(ruled, url, scored):
    """Shown first, done as one change with its note, taken back as one; what the rule did not find stands."""
    held = {"rules": ("tox.one",), "reasons": ("rule:tox.one",)}
    with open_store(url) as store:
        store.add([*(scored(n, f"text {n}", verdict=held) for n in (1, 2, 3)), scored(4, "text 4")])
        desk = Desk(store, "bo")
        for item in desk.claim(Filter()):
            desk.reject(item.id, item.revision, item.version, reason="spam")
        store.enrol("marta", role="senior")
    page = page_of("rules.page")
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
    page = page_of("rules.page")
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


def test_a_form_names_the_boxes_that_are_empty(filled):
    """By the words that stand above them."""
    page = _part("Suggest a new rule")
    page.text_input(key="rules_title").input("Says pot")
    page.text_area(key="rules_match_new").input("You pot.")
    next(one for one in page.button if one.label == "Check and test").click().run()

    assert page.info[0].value == (
        "Still to be filled in: What its author is told; Words or phrases to find; Comments that it must spare."
    )
