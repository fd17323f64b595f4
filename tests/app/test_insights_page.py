"""Insights, run without a browser."""

from __future__ import annotations

from moderation.app.pages.insights.workload import FEW_DAYS, without_gaps
from moderation.records import Filter
from moderation.review import Desk
from moderation.store import Day, open_store
from tests.app.conftest import run


def test_the_overview_says_what_is_held_and_what_it_costs(filled):
    """Share held and hours a day follow from the imported comments and two assumptions that can be changed."""
    page = run("insights.page")
    figures = {metric.label: metric.value for metric in page.metric}
    page.number_input(key="insights_volume").set_value(1200)
    page.number_input(key="insights_seconds").set_value(36).run()

    assert figures["Waiting now"] == "10"
    assert figures["Held for a person"] == "83.3%"
    assert page.metric[-1].value == "10.0 hours"


def test_insights_say_how_far_people_agree(filled):
    """Of all comments that two people judged, never by person."""
    with open_store(filled) as store:
        one = Desk(store, "marta").claim(Filter())[0]
        Desk(store, "marta").approve(one.id, one.revision, one.version)
        otto = Desk(store, "otto", "senior")
        otto.reopen(one.id)
        again = next(item for item in otto.claim(Filter()) if item.id == one.id)
        otto.reject(again.id, again.revision, again.version, reason="spam")

    page = run("insights.page")

    assert not page.exception
    told = [box.value for box in page.text if box.value.startswith("Agreement")]
    assert told[0].startswith("Agreement: 0 of 1 comments that two or more judged ended alike")
    assert "otto" not in told[0]


def test_days_on_which_nothing_came_are_drawn_among_a_few():
    """A gap of two days looks like one; over many days the axis is time, and shows it by itself."""
    few = [Day("2026-11-01", 3, 1), Day("2026-11-04", 2, 0)]
    many = [few[0], Day(f"2026-11-{1 + FEW_DAYS:02}", 2, 0)]

    assert [(day.day, day.comments) for day in without_gaps(few)] == [
        ("2026-11-01", 3), ("2026-11-02", 0), ("2026-11-03", 0), ("2026-11-04", 2),
    ]  # fmt: skip
    assert list(without_gaps(many)) == many
