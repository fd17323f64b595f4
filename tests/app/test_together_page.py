"""Many, run without a browser."""

from __future__ import annotations

from moderation.store import open_store
from tests.app.conftest import run, sent_to


def test_a_range_of_scores_is_previewed_decided_and_taken_back(filled):
    """The button names how many it would decide, decides those, and one press takes all of them back."""
    page = run("together_page")
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
    page = run("together_page")
    page.slider[0].set_value((0.6, 1.0)).run()
    approved = sent_to(page, "moderation_comments")["rows"][0]["item"]
    page.selectbox(key="together_kind").set_value("reject").run()

    assert not page.exception
    rows = sent_to(page, "moderation_comments")["rows"]
    assert [row["runs"][0]["text"] for row in rows] == [f"text {n}" for n in range(10, 20)]
    assert approved not in [row["item"] for row in rows]
    assert "The mildest 10 of them:" in [one.value for one in page.caption]


def test_more_than_anybody_reads_are_decided_on_a_second_word(url, scored):
    """One stray press must not approve a whole queue; the word is asked for anew once the number is another."""
    with open_store(url) as store:
        store.add([scored(n, f"text {n}") for n in range(120)])
    page = run("together_page")
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
    page = run("together_page")
    page.segmented_control(key="together_way").set_value("alike").run()
    data = sent_to(page, "moderation_comments")

    assert not page.exception
    assert len(data["rows"]) == len(data["chosen"]) == 3
    assert data["selectable"]


def test_all_that_wait_for_one_reason_are_decided_together(url, scored):
    """The button says how many those are; what waits for another reason alone is left."""
    with open_store(url) as store:
        store.add([scored(n, verdict={"reasons": ("upstream:spam",)}) for n in range(3)])
        store.add([scored(4, verdict={"reasons": ("too-long",)})])
    page = run("together_page")
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
    page = run("together_page")
    page.segmented_control(key="together_way").set_value("list").run()

    assert not page.error
    assert len(sent_to(page, "moderation_comments")["rows"]) == 10
    assert "Choose some comments to decide them together." in [one.value for one in page.caption]
