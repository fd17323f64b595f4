"""A line of JSON is read by a quick parser where that changes nothing."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.parse.tables.cells import BadCell, parse_json

VALUES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text())


@given(st.dictionaries(st.text(st.characters(codec="utf-8", exclude_characters="\0")), VALUES))
def test_a_flat_object_is_what_the_slow_parser_makes_of_it(row: dict[str, object]) -> None:
    cleaned = {
        key: value.replace("\0", "\ufffd") if isinstance(value, str) else value
        for key, value in row.items()
        if not (isinstance(value, str) and any("\ud800" <= char <= "\udfff" for char in value))
    }
    (found,) = parse_json(json.dumps(cleaned, ensure_ascii=False))
    assert found == cleaned
    assert [*map(type, found.values())] == [*map(type, cleaned.values())]


@pytest.mark.parametrize("number", [2**63, 2**64, -(2**63) - 1, 10**30])
def test_a_whole_number_beyond_64_bits_loses_no_digit(number: int) -> None:
    assert parse_json(f'{{"id": {number}, "text": "a"}}') == [{"id": number, "text": "a"}]


# Python 3.13 points at the comma itself, the versions before it at what follows.
@pytest.mark.parametrize(("line", "said"), [('{"a": NaM}', "at column 7"), ('{"a": 1,}', "at column [89]")])
def test_what_the_quick_parser_refuses_is_refused_in_the_words_of_the_other(line: str, said: str) -> None:
    with pytest.raises(BadCell, match=said):
        parse_json(line)


def test_two_objects_on_a_line_are_both_read() -> None:
    assert parse_json('{"text": "a"}{"text": "b"}') == [{"text": "a"}, {"text": "b"}]
