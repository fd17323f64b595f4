"""A line of JSON is read by a quick parser where that changes nothing."""

from __future__ import annotations

import json
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.parse.tables.json_line import _quickly, parse_json
from moderation.parse.tables.values import BadCell

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
@pytest.mark.parametrize(("line", "said"), [
    ('{"a": NaM}', "at column 7"), ('{"a": 1,}', "at column [89]"),
    ('{"a": "b', "unterminated string starting at column 7$"),
])  # fmt: skip
def test_what_the_quick_parser_refuses_is_refused_in_the_words_of_the_other(line: str, said: str) -> None:
    with pytest.raises(BadCell, match=said):
        parse_json(line)


def test_two_objects_on_a_line_are_both_read() -> None:
    assert parse_json('{"text": "a"}{"text": "b"}') == [{"text": "a"}, {"text": "b"}]


# Escapes that both parsers read are read quickly; NUL and lone surrogates, which no database takes, are replaced.
@pytest.mark.parametrize(
    ("written", "read", "quick"),
    [
        (r"caf\u00e9", "caf\u00e9", True),
        (r"\ud83d\ude00 \ud83d\ude01", "\U0001f600 \U0001f601", True),
        (r"\n\t\"\\\/", '\n\t"\\/', True),
        (r"\\ud800", r"\ud800", True),
        (r"a\u0000b", "a\ufffdb", False),
        (r"\ud800", "\ufffd", False),
        (r"\ude00\ud83d", "\ufffd\ufffd", False),
        (r"\\u0000", r"\u0000", False),
    ],
)
def test_an_escaped_line_is_read_quickly_and_as_the_slow_parser_reads_it(written: str, read: str, quick: bool) -> None:
    """In values and in names; what an escape stands for is the same whoever reads it."""
    line = f'{{"text": "{written}", "{written}": 1}}'

    assert parse_json(line) == [{"text": read, read: 1}]
    assert (_quickly(line) is not None) == quick


@given(st.dictionaries(st.text(), VALUES))
def test_a_line_with_every_character_escaped_is_read_like_any_other(row: dict[str, object]) -> None:
    """As Python, PHP and old exporters write it: `ensure_ascii`."""
    line = json.dumps(row)
    with patch("moderation.parse.tables.json_line._quickly", return_value=None):
        slowly = parse_json(line)

    assert parse_json(line) == slowly


@pytest.mark.parametrize("value", ["1.5", "1e400", "[1]", '{"b": 1}', "18446744073709551616"])
def test_values_that_the_parsers_might_read_differently_are_left_to_the_slow_one(value: str) -> None:
    """Floats, which one of them rounds for the other, and what is nested."""
    assert _quickly(f'{{"a": {value}}}') is None
