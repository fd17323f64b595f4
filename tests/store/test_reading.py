"""What filters and screens are told."""

from __future__ import annotations

import dataclasses
import re

import pytest
from sqlalchemy import event, text

from moderation.errors import StaleItem, StoreError
from moderation.records import Article, Evidence, Filter
from moderation.review import Desk
from moderation.store import Day, Tally, ThreadTally, open_store


@pytest.fixture
def mixed(store, scored):
    """Four pending items of two threads and one approved."""
    spam = {"scores": (None,) * 7 + (0.97, None), "reasons": ("spam>=0.95", "rule:spam.link"), "priority": 0.9}
    lone = {"scores": (0.1,) * 9, "reasons": ("rule:mis.cure",), "priority": 0.1}
    lone["evidence"] = (Evidence("misinformation_cue", 0, 2, "rule:mis.cure", 1.0),)
    store.add(
        [
            scored(1),
            scored(2, verdict=spam),
            scored(3, verdict=spam, thread_id="t2"),
            scored(4, verdict=lone),
            scored(5, route="approve"),
        ]
    )
    store.add_article(Article("wire", None, "t2", "Rain"))
    return store


def test_reasons_labels_and_threads_are_counted(mixed):
    """Only what the state holds is offered; labels stand in their own order."""
    assert mixed.reasons() == (
        Tally("rule:spam.link", 2), Tally("spam>=0.95", 2), Tally("rule:mis.cure", 1), Tally("toxicity>=0.80", 1),
    )  # fmt: skip
    assert mixed.labels() == (Tally("toxicity", 1), Tally("spam", 2), Tally("misinformation_cue", 1))
    assert mixed.threads() == (ThreadTally("wire", "t1", None, 3), ThreadTally("wire", "t2", "Rain", 1))
    assert mixed.threads(at_most=1) == (ThreadTally("wire", "t1", None, 3),)
    assert mixed.reasons("approved") == (Tally("toxicity>=0.80", 1),)


def test_numbers_of_one_reason_are_counted_together(store, scored):
    """And what the name of the whole stands for in a filter is just these; a scorer's name is no number."""
    codes = ("near-duplicate:4", "near-duplicate:31", "reported:1", "scorer-failed:encoder.v1")
    store.add([scored(n, verdict={"reasons": (code,)}) for n, code in enumerate(codes, 1)])

    offered = store.reasons()

    assert offered == (Tally("near-duplicate:", 2), Tally("reported:", 1), Tally("scorer-failed:encoder.v1", 1))
    assert [store.count(Filter(reason=tally.name)) for tally in offered] == [2, 1, 1]


def test_an_article_is_found_by_its_thread(mixed):
    """A thread without an article has none, and so has a thread that nobody knows."""
    assert mixed.article("wire", "t2") == Article("wire", None, "t2", "Rain")
    assert (mixed.article("wire", "t1"), mixed.article("wire", "t9")) == (None, None)


def test_days_are_counted(store, scored):
    """By the comments' own dates, undated ones first; what the policy approved by itself was not held."""
    store.add(
        [
            scored(1),
            scored(2, created_at="2026-11-02T23:59:59.000Z"),
            scored(3, created_at="2026-11-01T00:00:00.000Z", route="approve"),
            scored(4, created_at="2026-11-02T01:00:00.000Z"),
        ]
    )

    assert store.days() == (Day(None, 1, 1), Day("2026-11-01", 1, 0), Day("2026-11-02", 2, 2))


@pytest.mark.parametrize(
    ("chosen", "comments"),
    [
        (Filter(), ["c2", "c3", "c1", "c4"]),
        (Filter(reason="rule:spam.link"), ["c2", "c3"]),
        (Filter(reason="rule:spam"), []),
        (Filter(label="misinformation_cue"), ["c4"]),
        (Filter(label="spam", thread=("wire", "t2")), ["c3"]),
        (Filter(thread=("wire", "nowhere")), []),
        (Filter(state="approved"), ["c5"]),
    ],
)
def test_filters_choose(mixed, chosen, comments):
    """Looking, counting and claiming choose alike, by priority and age."""
    assert [item.comment.id for item in mixed.items(chosen)] == comments
    assert mixed.count(chosen) == len(comments)
    if chosen.state == "pending":
        assert [item.comment.id for item in Desk(mixed, "al").claim(chosen)] == comments


def test_stats_count(mixed, clock):
    """States, events, leases and the oldest pending item."""
    desk = Desk(mixed, "al")
    held = desk.claim(Filter(), 2)
    desk.approve(held[0].id, 1, 1)
    stats = mixed.stats()

    assert (stats.comments, stats.state("pending"), stats.state("approved"), stats.leased) == (5, 3, 2, 1)
    assert dict(stats.events)["approve"] == 1
    assert stats.oldest_pending == "2026-11-01T12:00:00.000Z"


def test_a_thread_is_in_the_order_in_which_it_was_written(store, scored):
    """A dump need not be; what carries no time was written when it came in."""
    days = {1: "2026-10-03", 2: "2026-10-01", 3: None, 4: "2026-10-02"}
    store.add([scored(number, author="Al", created_at=day and f"{day}T12:00:00.000Z") for number, day in days.items()])
    first = store.item(1).comment

    found = store.comments_of(first.source, first.thread_id)
    theirs = store.comments_by((first.source, None, "Al"))
    assert [placed.item for placed in found] == [2, 4, 1, 3]
    assert [placed.item for placed in theirs] == [3, 1, 4, 2]


def test_authors_are_known_by_id_before_name(store, scored):
    """One id with two names is one author; one name with two ids is two."""
    store.add(
        [
            scored(1, author="Al", author_id="1"),
            scored(2, author="Ali", author_id="1", route="approve"),
            scored(3, author="Al", author_id="2"),
            scored(4, author="Al"),
        ]
    )

    counts = [record and record.comments for record in store.authors(
        [("wire", "1", "x"), ("wire", "2", None), ("wire", None, "Al"), ("wire", None, "Nobody"), ("else", "1", None)]
    )]  # fmt: skip
    assert counts == [2, 1, 1, None, None]


def test_history_pages_backwards(store, scored):
    """`before` goes on where the last page ended; `actor` and `item` narrow."""
    store.add([scored(number, route="reject") for number in range(5)])
    desk = Desk(store, "al")
    desk.reopen(2)

    assert [ruling.event.number for ruling in store.events(2)] == [6, 5]
    assert [ruling.event.number for ruling in store.events(2, before=5)] == [4, 3]
    assert [ruling.event.kind for ruling in store.events(actor="al")] == ["reopen"]
    assert [ruling.event.kind for ruling in store.events(item=2)] == ["reopen", "reject"]


def test_history_shows_the_text_that_was_ruled_on(store, scored):
    """A ruling keeps to its own revision when the comment has moved on."""
    store.add([scored(1, "before", route="reject")])
    store.add([scored(1, "after", route="review")])

    assert [(ruling.event.kind, ruling.comment.text) for ruling in store.events()] == [
        ("reopen", "after"),
        ("reject", "before"),
    ]


def test_unknown_items_are_errors(store):
    """Asking for what is not there says so."""
    with pytest.raises(StoreError, match="there is no item 7"):
        store.item(7)
    with pytest.raises(StaleItem, match="there is no item 7"):
        Desk(store, "al").reopen(7)


def test_a_screen_counts_the_latest_of_a_busy_author(store, scored, monkeypatch):
    """Whoever wrote more than a screen counts is told by the latest of them, under every spelling of the name."""
    monkeypatch.setattr("moderation.store.showing.reading.COUNTED", 3)
    store.add([scored(number, author="Guest", author_id="1", route="approve") for number in (1, 2)])
    store.add([scored(number, author="A guest", author_id="1") for number in (3, 4)])
    store.add([scored(5, author="Bea"), scored(6, author="Bea", status="deleted")])
    by_comment = {item.comment.id: item.author for item in store.items_by_number([4, 5])}

    assert by_comment["c4"] == dataclasses.replace(by_comment["c4"], comments=3, approved=1, rejected=0, is_cut=True)
    assert [comment.id for _, comment in by_comment["c4"].latest] == ["c3", "c2", "c1"]
    assert (by_comment["c5"].comments, by_comment["c5"].is_cut, by_comment["c5"].latest) == (2, False, ())
    # Rules and the author's own page count them all.
    assert store.authors([("wire", "1", "Guest")])[0].comments == 4


def test_the_database_knows_how_many_of_an_authors_comments_are_asked_for(store, scored):
    """A statement that is kept is planned without its parameters: with the limit among them it read whole tables."""
    store.add([scored(1, author="Ada"), scored(2, author="Bo")])
    asked = []
    event.listen(store.engine, "before_cursor_execute", lambda *told: asked.append(" ".join(told[2].split())))
    store.items_by_number([1, 2])

    limits = re.findall("LIMIT ([^ )]+)", " ".join(statement for statement in asked if "UNION ALL" in statement))
    assert sorted(limits) == ["250", "250", "6", "6"]


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_a_screen_is_planned_once_and_a_filter_by_its_values(store, scored):
    """PostgreSQL plans a screen's joins three times as long as it does them; a site's rarity stands in the value."""
    store.add([scored(1, author="Ada", site="a.example"), scored(2, author="Bo", site="a.example")])
    for _ in range(15):
        store.items(Filter(site="a.example"))
    kept = text("SELECT statement, generic_plans FROM pg_prepared_statements")
    plans = [(" ".join(row[0].split()), row[1]) for row in store.read(lambda at: at.execute(kept).all())]

    screens = [count for statement, count in plans if "JOIN scores" in statement or "UNION ALL" in statement]
    filters = [count for statement, count in plans if "site_id IN" in statement]
    assert screens
    assert filters
    assert min(screens) > 0
    assert max(filters) == 0


def test_the_leases_of_a_person_are_found_by_their_index(tmp_path, scored):
    """Also where SQLite has counted that nearly everything is leased by nobody."""
    with open_store(f"sqlite:///{tmp_path / 'x.db'}") as store:
        store.add([scored(number) for number in range(200)])
        with store.engine.connect() as connection:
            connection.exec_driver_sql("ANALYZE")
        asked: list[str] = []
        event.listen(store.engine, "before_cursor_execute", lambda *told: asked.append((told[2], told[3])))
        Desk(store, "al").claim(Filter(), 8)
        own = next(pair for pair in asked if "lease_by = ?" in pair[0] and pair[0].startswith("SELECT"))
        with store.engine.connect() as connection:
            plan = " ".join(str(row) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {own[0]}", own[1]))

    assert "ix_queue_items_lease" in plan
