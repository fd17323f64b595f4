"""Ids that stand twice are told apart, in memory that is the same for a thousand comments and for ten million."""

from __future__ import annotations

import tracemalloc
from collections import Counter
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.parse import identity
from moderation.parse.identity import Ids, Tally, _Generation


@given(st.lists(st.tuples(st.sampled_from("ab"), st.text(max_size=2))), st.sampled_from([1, 3, 1_000]))
def test_a_key_is_counted_as_often_as_it_came(keys: list[tuple[str, str]], few: int) -> None:
    """Each is told how often it was seen before, in a dict or in a table; what never came is not there."""
    tally, known = Tally(), Counter[tuple[str, str]]()
    with patch.object(identity, "_FEW", few):
        for key in keys:
            assert tally.add(*key) == known[key]
            known[key] += 1

        assert all(key in tally for key in keys)
        assert ("c", "") not in tally


def test_few_keys_take_no_table() -> None:
    """A table for each page took a tenth of the time that reading the page takes."""
    with patch.object(identity, "_Generation") as made:
        ids = Ids()
        for number in range(100):
            ids.made("t", "Ann", str(number))

    assert not made.called


def test_numbers_that_want_the_same_place_stand_beside_each_other() -> None:
    """Also where the table ends and goes on at its beginning."""
    table, last = _Generation(), identity._PLACES - 1
    for count, number in enumerate((last, last + identity._PLACES, last - identity._PLACES), 1):
        place = table.place(number)
        assert table.counts[place] == 0
        table.numbers[place], table.counts[place] = number, count

    assert [table.counts[table.place(last + turn * identity._PLACES)] for turn in (0, 1, -1)] == [1, 2, 3]
    assert table.counts[table.place(last + 2 * identity._PLACES)] == 0


def test_the_last_generation_is_remembered_and_the_one_before_it_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """A repeated id is found however often the table has turned since the last time it was seen, but once."""
    monkeypatch.setattr(identity, "_FEW", 2)
    monkeypatch.setattr(identity, "_GENERATION", 10)
    ids = Ids()
    for number in range(100):
        ids.given("t", str(number))
        ids.given("t", "pinned")

    assert ids.repeated == 99
    assert ids.given("t", "99") == "99#2"
    assert ids.given("t", "95") == "95#2"
    assert ids.given("t", "3") == "3"


def test_memory_does_not_grow_with_the_ids(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five times as many ids as are remembered leave nothing on the heap: the tables lie beside it, of fixed size."""
    monkeypatch.setattr(identity, "_GENERATION", 4_000)
    tally = Tally()
    tally.add("first")
    tracemalloc.start()
    try:
        for number in range(20_000):
            tally.add("t", str(number))
        # Not what other threads of this process keep meanwhile: those that hand out the tests to it, for one.
        ours = [tracemalloc.Filter(True, file) for file in (identity.__file__, __file__)]
        grown = tracemalloc.take_snapshot().filter_traces(ours).statistics("filename")
    finally:
        tracemalloc.stop()

    assert sum(found.size for found in grown) < 10_000
