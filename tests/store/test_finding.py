"""Which items a filter shows, in which order, and what stands around them; on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import event, text

from moderation.records import Filter, Order, Report, ScoreRange
from moderation.review import Desk
from moderation.store import open_store
from moderation.store.ruling import leases

CASES = [
    ({"words": "ferry"}, "c1 c2"),
    ({"words": "ferry late"}, "c1"),
    ({"words": '"late answer"'}, "c3 c4"),
    ({"words": '"answer late"'}, ""),
    ({"words": "late -answer"}, "c1"),
    ({"words": "-late"}, ""),
    ({"words": '" * OR ( ;'}, "c5"),
    ({"words": "!!!"}, ""),
    ({"words": "ferry\x00\ud800"}, ""),
    ({"language": "fr"}, "c2"),
    ({"site": "b.example"}, "c2"),
    ({"author": ("wire", None, "Ann")}, "c1 c4"),
    # Without a time of its own a comment counts by when it came; the clock of the tests stands on 1 November.
    ({"since": "2026-11-10"}, "c4"),
    ({"before": "2026-11-10", "author": ("wire", None, "Ann")}, "c1"),
    ({"reported": True}, "c5"),
    ({"reason": "reported:2"}, "c5"),
    ({"reason": "reported:"}, "c5"),
    ({"reason": "reported:20"}, ""),
    ({"unmoderated": True}, "c1 c2 c3 c4 c5 c6"),
    ({"state": "approved"}, "c6"),
    ({"scores": ScoreRange("toxicity", 0.3, 0.4)}, "c3"),
    ({"scores": ScoreRange("toxicity", 0.5, 1.0)}, "c1 c2 c4 c5"),
    ({"scores": ScoreRange("misinformation_cue", 0.0, 1.0)}, ""),
]


@pytest.fixture
def filled(store, scored):
    """Six comments that differ in all that a filter can ask for; the sixth was approved by the policy."""
    rows = [
        scored(
            1, "The ferry is late, again.", verdict={"priority": 0.2}, author="Ann", created_at="2026-11-01T08:00:00Z"
        ),
        scored(2, "FERRY, what a café!", verdict={"priority": 0.9, "language": "fr"}, site="b.example"),
        scored(3, "A late answer", verdict={"scores": (0.31, *(None,) * 8)}, parent_id="c1", site="a.example"),
        scored(4, "A late answer", author="Ann", parent_id="c3", created_at="2026-11-20T08:00:00Z"),
        scored(5, 'say "x" OR * -- ;', verdict={"reasons": ("reported:2",)}, reports=(Report("spam"), Report("spam"))),
        scored(6, "Nothing held me.", "approve", author="Bo"),
    ]
    store.add(rows)
    return store


def _shown(store, **wanted) -> list[int]:
    return [item.id for item in store.items(Filter(**wanted))]


def _numbers(store) -> dict[str, int]:
    return {f"c{number}": store.find("wire", "t1", f"c{number}") for number in range(1, 7)}


def test_a_filter_shows_what_it_names(filled):
    """Each part of a filter narrows by itself; hostile words are only words."""
    numbers = _numbers(filled)
    expected = [sorted(numbers[name] for name in names.split()) for _, names in CASES]

    assert [sorted(_shown(filled, **wanted)) for wanted, _ in CASES] == expected
    assert [filled.count(Filter(**wanted)) for wanted, _ in CASES] == [len(found) for found in expected]
    assert [filled.count(Filter(**wanted), 2) for wanted, _ in CASES] == [min(len(found), 2) for found in expected]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_frequent_reason_is_found_as_a_rare_one_is(filled, monkeypatch):
    """Whether the queue is walked or the reason's own rows, the same items come in the same order."""
    rare = [_shown(filled, **wanted) for wanted, _ in CASES]
    monkeypatch.setattr("moderation.store.showing.finding._RARE", -1)

    assert [_shown(filled, **wanted) for wanted, _ in CASES] == rare


def _taken_for_frequent(monkeypatch) -> None:
    monkeypatch.setattr("moderation.store.showing.searching._FEW", -1)
    monkeypatch.setattr("moderation.store.showing.searching._MANY", 1)


def test_frequent_words_are_found_as_rare_ones_are(filled, monkeypatch):
    """Whether the queue is walked or the comments with the words are looked up, the same items come in order."""
    wanted = [
        {**wanted, "order": Order(sort)} for wanted, _ in CASES if "words" in wanted for sort in ("risk", "newest")
    ]
    rare = [_shown(filled, **one) for one in wanted]
    _taken_for_frequent(monkeypatch)

    assert [_shown(filled, **one) for one in wanted] == rare


@pytest.mark.parametrize("is_frequent", [False, True])
def test_only_for_a_frequent_word_the_queue_is_walked(filled, monkeypatch, is_frequent):
    """Of a million items a walk to the end takes PostgreSQL five seconds; SQLite puts no long list together for it."""
    if is_frequent:
        _taken_for_frequent(monkeypatch)
    asked = []
    event.listen(filled.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))

    assert len(_shown(filled, words="late -ferry")) == 2
    walk = next(statement for statement in asked if "ORDER BY queue_items.priority DESC" in statement)
    assert ("EXISTS" in walk) == is_frequent
    asked.clear()
    assert filled.count(Filter(words="late -ferry")) == 2
    assert len(asked) == 1 + (filled.engine.dialect.name == "sqlite")  # which says BEGIN itself


def test_a_phrase_is_counted_not_guessed(filled):
    """PostgreSQL expects a phrase wherever its words are, and would walk all the queue for one that nobody wrote."""
    asked = []
    event.listen(filled.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))

    assert _shown(filled, words='"answer late"') == []
    assert not any(statement.startswith("EXPLAIN") for statement in asked)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        ({"reported": True}, "ix_item_reasons_code"),
        ({"reason": "rule:rare"}, "ix_item_reasons_code"),
        ({"reason": "near-duplicate:"}, "ix_item_reasons_code"),
        ({"label": "threat"}, "ix_item_reasons_code"),
        ({"author": ("wire", "nobody", None)}, "ix_comments_author"),
        ({"language": "de"}, "ix_scores_language"),
        ({"site": "nowhere"}, "ix_comments_site_id"),
        ({"since": "2027-01-01T00:00:00Z"}, "ix_comments_written_at"),
        ({"before": "2020-01-01T00:00:00Z"}, "ix_comments_written_at"),
    ],
)
def test_what_is_rare_is_not_looked_for_in_all_the_queue(filled, wanted, index):
    """SQLite begins at the rows of what is rare: nobody can decide while a claim walks a million items."""
    asked = []
    event.listen(filled.engine, "before_cursor_execute", lambda *told: asked.append((told[2], told[3])))
    Desk(filled, "al").claim(Filter(**wanted), 8)
    free = next(pair for pair in asked if "lease_by IS NOT ?" in pair[0] and pair[0].startswith("SELECT"))
    with filled.engine.connect() as connection:
        plan = [str(row[3]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {free[0]}", free[1])]

    assert plan[0] == "SEARCH queue_items USING INTEGER PRIMARY KEY (rowid=?)"
    assert any(index in step for step in plan)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_rare_language_has_its_index_where_nearly_all_speak_one(store, scored):
    """Once SQLite has counted, an index whose entries are nearly all alike is used only if it has all that is asked."""
    store.add([scored(number, f"text {number}") for number in range(1, 301)])
    with store.engine.connect() as connection:
        connection.execute(text("ANALYZE"))
        rows = "SELECT comment_id FROM scores WHERE language = 'de'"
        plan = [str(row[3]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {rows}")]

    assert plan == ["SEARCH scores USING COVERING INDEX ix_scores_language (language=?)"]


@pytest.mark.parametrize("sort", ["unsure", "shuffle"])
def test_a_claim_in_an_order_without_index_finds_what_others_left(filled, sort, monkeypatch):
    """What was looked up before the claim may be somebody else's by then: the rest comes in the same order."""
    order = Order(sort, seed=3, limits=(("toxicity", 0.5),))
    everything = _shown(filled, order=order)
    foreseen, other = leases.foreseen, Desk(filled, "bo")

    def late(*asked):
        found = foreseen(*asked)
        monkeypatch.setattr(leases, "foreseen", foreseen)
        other.claim(Filter(order=order), 2)
        return found

    monkeypatch.setattr(leases, "_SPARE", 1)
    monkeypatch.setattr(leases, "foreseen", late)

    assert [item.id for item in Desk(filled, "al").claim(Filter(order=order), 2)] == everything[2:4]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_order_without_index_is_made_before_anybody_is_kept_waiting(filled):
    """The transaction that writes begins at the few items that were looked up, not at the whole queue."""
    asked = []
    event.listen(filled.engine, "before_cursor_execute", lambda *told: asked.append((told[2], told[3])))
    Desk(filled, "al").claim(Filter(order=Order("shuffle", seed=3)), 2)
    free = [pair for pair in asked if "lease_by IS NOT ?" in pair[0]]
    with filled.engine.connect() as connection:
        plan = [str(row[3]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {free[1][0]}", free[1][1])]

    assert len(free) == 2
    assert "rowid=?" in plan[0]


def test_orders(filled):
    """By risk, by arrival, by distance to a threshold, and shuffled alike for everybody with one seed."""
    numbers = _numbers(filled)
    everything = [numbers[f"c{number}"] for number in range(1, 6)]

    assert _shown(filled)[0] == numbers["c2"]
    assert _shown(filled, order=Order("oldest")) == everything
    assert _shown(filled, order=Order("newest")) == everything[::-1]
    assert _shown(filled, order=Order("unsure", (("toxicity", 0.3),)))[0] == numbers["c3"]
    shuffled = [_shown(filled, order=Order("shuffle", seed=seed)) for seed in (1, 1, 2, 3, 4)]
    assert shuffled[0] == shuffled[1]
    assert [sorted(one) for one in shuffled] == [everything] * 5
    assert len({tuple(one) for one in shuffled}) > 2


def test_what_is_held_keeps_the_order_too(filled):
    """A desk gets what it holds in the filter's order, and the rest after it."""
    desk = Desk(filled, "al")
    first = [item.id for item in desk.claim(Filter(order=Order("newest")), 3)]
    again = [item.id for item in desk.claim(Filter(order=Order("newest")), 5)]

    assert again[:3] == first
    assert again == sorted(again, reverse=True)


def test_an_item_asked_for_by_name_comes_though_it_was_skipped(filled):
    """Skipping keeps an item away until somebody names it."""
    desk, (first, *_) = Desk(filled, "al"), Desk(filled, "al").claim(Filter())
    desk.skip(first.id, first.revision, first.version)

    assert first.id not in [item.id for item in desk.claim(Filter(), 20)]
    assert [item.id for item in desk.claim(Filter(items=(first.id,)))] == [first.id]


def test_tabs_and_filters_count_what_they_show(filled):
    """The figures on the tabs are those of the lists behind them."""
    counted = filled.queues()

    assert counted["pending"] == filled.count(Filter())
    assert counted["reported"] == filled.count(Filter(reported=True)) == 1
    assert counted["unmoderated"] == filled.count(Filter(unmoderated=True)) == 6
    assert {tally.name: tally.count for tally in filled.languages()} == {"en": 4, "fr": 1}
    assert {tally.name: tally.count for tally in filled.sites()} == {"a.example": 1, "b.example": 1}


def test_bins_add_up(filled):
    """Every scored item stands in one bin, a score of 1 in the last."""
    counted = filled.score_bins(Filter(), "toxicity", 10)

    assert (sum(counted), counted[3], counted[9]) == (5, 1, 4)
    assert filled.score_bins(Filter(), "misinformation_cue", 10) == [0] * 10


def test_what_stands_around(filled):
    """Ancestors from the farthest, answers, and the same text elsewhere."""
    numbers = _numbers(filled)
    found = filled.around([numbers["c4"], numbers["c1"]])
    deep, top = found[numbers["c4"]], found[numbers["c1"]]

    assert [placed.comment.id for placed in deep.ancestors] == ["c1", "c3"]
    assert [placed.comment.id for placed in deep.doubles] == ["c3"]
    assert (deep.doubles_count, top.doubles_count) == (1, 0)
    assert ([placed.item for placed in top.replies], top.replies_count) == ([numbers["c3"]], 1)
    assert sorted(placed.comment.id for placed in filled.comments_of("wire", "t1")) == [f"c{n}" for n in range(1, 7)]


@pytest.mark.parametrize("is_frequent", [False, True])
def test_a_new_text_replaces_the_old_one_in_the_index(filled, scored, monkeypatch, is_frequent):
    """Words of a text that is no more find nothing, whether it was edited or erased."""
    if is_frequent:
        _taken_for_frequent(monkeypatch)
    filled.add([scored(6, "Something entirely different", "approve", author="Bo")])
    edited = (
        _shown(filled, state="approved", words="nothing"),
        len(_shown(filled, state="approved", words="different")),
    )
    filled.erase_author("wire", name="Bo")

    assert edited == ([], 1)
    assert _shown(filled, state="approved", words="different") == []


def test_erased_words_leave_the_files(tmp_path, scored):
    """Nothing of an erased text is left in SQLite's files, the index of words included."""
    path = tmp_path / "here.db"
    with open_store(f"sqlite:///{path}") as store:
        store.add([scored(1, "xylophonically speaking", author="Bo"), scored(2, "another text")])
        store.erase_author("wire", name="Bo")

    assert b"xylophonical" not in b"".join(each.read_bytes() for each in tmp_path.iterdir())


def test_preferences_are_kept_by_person(store):
    """What is set stays, is replaced, and goes with None."""
    one, two = store.enrol("al"), store.enrol("bo")
    store.prefer(one.id, "keys", {"approve": "a"})
    store.prefer(one.id, "mask", True)
    store.prefer(one.id, "keys", {"approve": "x"})
    store.prefer(one.id, "mask", None)

    assert store.preferences(one.id) == {"keys": {"approve": "x"}}
    assert store.preferences(two.id) == {}


def _rows_read(plan) -> int:
    """Return the most rows that a step of a PostgreSQL plan gave in all its turns."""
    own = int(plan["Actual Rows"] * plan["Actual Loops"])
    return max([own, *(_rows_read(part) for part in plan.get("Plans", ()))])


@pytest.mark.parametrize("database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
def test_what_stands_around_a_few_is_found_without_reading_all(store, scored):
    """Each press asks for it: what is read must not grow with the queue."""
    store.add([scored(n, f"text {n % 290}", parent_id="c1" if n in (2, 3) else None) for n in range(1, 301)])
    asked = []
    event.listen(store.engine, "before_cursor_execute", lambda _c, _u, query, given, *_: asked.append((query, given)))
    found = store.around([1, 2])
    selects = [one for one in asked if one[0].startswith("SELECT")]

    plans = []
    with store.engine.connect() as connection:
        connection.execute(text("ANALYZE"))
        for way in ("seqscan", "hashjoin", "mergejoin"):  # what 300 rows would be worth
            connection.execute(text(f"SET enable_{way} = off"))
        for query, given in selects:
            explained = connection.exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {query}", given)
            plans.append(explained.scalar_one()[0]["Plan"])
    assert (found[1].replies_count, found[1].doubles_count, len(found[2].ancestors)) == (2, 1, 1)
    assert max(_rows_read(plan) for plan in plans) < 50
