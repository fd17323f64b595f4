"""Many, run without a browser."""

from __future__ import annotations

import threading

import pytest

from moderation.app.underway import Work
from moderation.errors import StoreError
from moderation.records import Filter
from moderation.review import Desk
from moderation.store import bulk_moves, bulks, open_store
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


def _shown(page) -> list[str]:
    return [row["runs"][0]["text"] for row in sent_to(page, "moderation_comments")["rows"]]


def test_what_somebody_can_read_is_shown_whole(url, scored):
    """No comment that the button names is left out, down to the one that a rejection would hit hardest."""
    with open_store(url) as store:
        store.add([scored(n, f"text {n}", verdict=_toxic(50 + n)) for n in range(30)])
    page = run("together_page")
    page.slider[0].set_value((0.6, 1.0)).run()
    riskiest_first = _shown(page)
    page.selectbox(key="together_kind").set_value("reject").run()

    assert not page.exception
    assert riskiest_first == [f"text {n}" for n in range(29, 9, -1)]
    assert _shown(page) == riskiest_first[::-1]
    assert "All of them, the mildest first:" in [one.value for one in page.caption]


def test_a_rejection_of_very_many_shows_the_mildest_of_them(url, scored):
    """The riskiest ten say nothing about whether a range goes too far; for an approval they come first."""
    with open_store(url) as store:
        store.add([scored(n, f"text {n}", verdict=_toxic(50 + n // 4)) for n in range(160)])
    page = run("together_page")
    page.slider[0].set_value((0.6, 1.0)).run()
    approved = set(_shown(page))
    page.selectbox(key="together_kind").set_value("reject").run()

    assert not page.exception
    assert set(_shown(page)) <= {f"text {n}" for n in range(40, 52)}
    assert len(approved) == len(_shown(page)) == 10
    assert approved.isdisjoint(_shown(page))
    assert "The mildest 10 of them:" in [one.value for one in page.caption]


def test_a_rejection_of_many_waits_for_its_reason(filled):
    """The first reason of the list would otherwise be what all of their authors are told."""
    page = run("together_page")
    page.slider[0].set_value((0.5, 1.0)).run()
    page.selectbox(key="together_kind").set_value("reject").run()
    before = next(one for one in page.button if one.label == "Reject 10 comments").disabled
    page.selectbox(key="together_reason").set_value("spam").run()
    next(one for one in page.button if one.label == "Reject 10 comments").click().run()

    assert before
    assert page.success[0].value.startswith("Rejected: 10.")
    with open_store(filled) as store:
        assert {ruling.event.reason for ruling in store.events(10)} == {"spam"}


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


def test_the_next_group_needs_a_reason_of_its_own(url, scored):
    """Once one group is rejected the next one stands in its place: a second press must not reject that one, too."""
    with open_store(url) as store:
        store.add([scored(n, f"Call us for cheap water filters, {n} left") for n in range(4)])
        store.add([scored(n, f"Nobody in the whole town hall has an answer, {n} times") for n in range(4, 7)])
    page = run("together_page")
    page.segmented_control(key="together_way").set_value("alike").run()
    page.selectbox(key="together_kind").set_value("reject").run()
    page.selectbox(key="together_reason").set_value("spam").run()
    next(one for one in page.button if one.label == "Reject 4 comments").click().run()

    assert not page.exception
    assert page.selectbox(key="together_reason").value is None
    assert next(one for one in page.button if one.label == "Reject 3 comments").disabled
    assert page.selectbox(key="together_group").options[0].startswith("3 comments")


def test_a_choice_stands_while_its_count_changes(url, scored):
    """What waits for the second reason is still on the screen once some of it was decided elsewhere."""
    with open_store(url) as store:
        store.add([scored(n, verdict={"reasons": ("too-long",)}) for n in range(5)])
        store.add([scored(n, verdict={"reasons": ("upstream:spam",)}) for n in range(5, 8)])
        page = run("together_page")
        page.segmented_control(key="together_way").set_value("reason").run()
        page.selectbox(key="together_code").set_value("upstream:spam").run()
        desk = Desk(store, "bo")
        (one,) = desk.claim(Filter(reason="upstream:spam"), 1)
        desk.approve(one.id, one.revision, one.version)
    page.run()

    assert page.selectbox(key="together_code").value == "upstream:spam"
    assert [one.label for one in page.button if "Approve" in one.label] == ["Approve 2 comments"]


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


@pytest.fixture
def halting(url, scored, monkeypatch):
    """A queue of seven comments that is written in parts of two, each of which waits to be let through."""
    with open_store(url) as store:
        store.add([scored(n, f"text {n}") for n in range(7)])
    monkeypatch.setattr(bulk_moves, "AT_ONCE", 2)
    let, written, rule = threading.Semaphore(0), threading.Semaphore(0), bulk_moves._rule

    def halted(*args, **named):
        # The page has looked since the last part; what it looked at is told by `hears`, which is called before this.
        written.release()
        assert let.acquire(timeout=60)
        return rule(*args, **named)

    monkeypatch.setattr(bulk_moves, "_rule", halted)
    yield let, written
    let.release(100)


def _bars(page) -> list[tuple[int, str]]:
    return [(node.proto.value, node.proto.text) for node in page.main if node.type == "progress"]


def _approve_all(page, let, written, *, parts: int) -> Work:
    """Approve all that waits, let so many parts of it be written, and return once the next one is about to be."""
    page.slider[0].set_value((0.0, 1.0)).run()
    next(one for one in page.button if one.label == "Approve 7 comments").click()
    let.release(parts)
    page.run()
    for _ in range(parts + 1):
        assert written.acquire(timeout=60)
    return page.session_state["together_work"]


def _run_to_its_end(page):
    """Run the page until it has told what came of a change, which it does once: in the first run where it was quick."""
    page.run()
    if "together_work" in page.session_state:
        assert page.session_state["together_work"].over.wait(60)
        page.run()
    return page


def test_a_bar_says_how_much_of_a_long_change_is_written(url, halting):
    """It counts what is in the database, on every page; nothing else is decided meanwhile; in the end it is one."""
    let, written = halting
    page = run("together_page")
    work = _approve_all(page, let, written, parts=2)
    page.run()
    elsewhere = run("handover_page")
    with open_store(url) as store:
        pending = store.queues()["pending"]
    bars, buttons = [_bars(page), _bars(elsewhere)], [one.label for one in page.button if "Approve" in one.label]
    let.release(100)
    assert work.over.wait(60)
    page.run()
    elsewhere.run()

    assert not page.exception
    assert bars == [[(57, "Approving: 4 of 7")]] * 2
    assert (pending, buttons) == (3, [])
    assert (_bars(page), _bars(elsewhere)) == ([], [])
    assert (
        page.success[0].value
        == elsewhere.success[0].value
        == "Approved: 7. It can be taken back here now, and below later."
    )
    with open_store(url) as store:
        (change,) = bulks.latest(store)
    assert (change.planned, change.done) == (7, 7)

    next(one for one in page.button if one.label == "Undo").click()
    let.release(100)
    assert _run_to_its_end(page).success[0].value == "Taken back: 7."


def test_a_long_change_that_stops_half_way_says_so_and_goes_on(url, halting, monkeypatch):
    """What is done stands, is not called nothing, and the rest is part of the same change."""
    let, written = halting
    page = run("together_page")
    rule = bulk_moves._rule

    def failing(*args, **named):
        if written.acquire(blocking=False):
            raise StoreError("the database is in use", mend="try again")
        return rule(*args, **named)

    page.slider[0].set_value((0.0, 1.0)).run()
    monkeypatch.setattr(bulk_moves, "_rule", failing)
    next(one for one in page.button if one.label == "Approve 7 comments").click()
    let.release(100)
    warned = _run_to_its_end(page).warning[0].value
    with open_store(url) as store:
        standing = store.queues()["pending"]
    monkeypatch.setattr(bulk_moves, "_rule", rule)
    page.button(key="together_again").click()
    _run_to_its_end(page)

    assert warned == "Approving stopped after 2 of 7: the database is in use. What is done stands."
    assert standing == 5
    assert page.success[0].value == "Approved: 7. It can be taken back here now, and below later."
    with open_store(url) as store:
        assert [(change.planned, change.done) for change in bulks.latest(store)] == [(7, 7)]


def test_a_change_goes_on_where_its_page_is_gone(url, halting):
    """Whoever closes the tab has decided all of it; a tab that is opened anew shows how far it is."""
    let, written = halting
    work = _approve_all(run("together_page"), let, written, parts=1)
    again = run("together_page")
    bars = _bars(again)
    second = [one.disabled for one in again.button if one.label == "Undo"]
    let.release(100)
    assert work.over.wait(60)

    assert bars == [(28, "Approving: 2 of 7")]
    assert second == [True]
    assert again.run().success[0].value.startswith("Approved: 7.")


def test_two_long_changes_of_one_desk_are_not_written_at_once(url, halting):
    """The second tab says so, and goes on with what the first one has begun."""
    let, written = halting
    first, second = run("together_page"), run("together_page")
    second.slider[0].set_value((0.0, 1.0)).run()
    work = _approve_all(first, let, written, parts=1)
    next(one for one in second.button if one.label == "Approve 7 comments").click().run()
    told, bars = second.warning[0].value, _bars(second)
    let.release(100)
    assert work.over.wait(60)

    assert told == "Nothing was recorded: another change of yours is being written."
    assert bars == [(28, "Approving: 2 of 7")]
    assert second.run().success[0].value.startswith("Approved: 7.")
    with open_store(url) as store:
        assert len(bulks.latest(store)) == 1


def test_what_breaks_off_leaves_no_bar(url):
    """Whatever broke: the bar would stand still for ever."""
    work = Work("Approving", 7, lambda hears: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        work.run()

    assert work.over.is_set()
    assert work.trouble == "it broke off, and the server's log says why"


def test_decisions_takes_no_change_back_while_one_is_written(halting):
    """There is one at a time: a press on Undo would be lost without a word. The bar is there, too."""
    let, written = halting
    page = run("together_page")
    work = _approve_all(page, let, written, parts=2)
    decisions = run("history_page")
    (before,), bars = sent_to(decisions, "moderation_ledger")["rows"], _bars(decisions)
    let.release(100)
    assert work.over.wait(60)
    (after,) = sent_to(decisions.run(), "moderation_ledger")["rows"]

    assert bars == [(57, "Approving: 4 of 7")]
    assert (before["count"], before["can_undo"]) == (4, False)
    assert (after["count"], after["can_undo"]) == (7, True)
