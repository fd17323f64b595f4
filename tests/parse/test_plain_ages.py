"""Headers that end in an age of a number and a letter, `Ann 3d`, and texts that end so."""

from __future__ import annotations

import pytest

from tests.parse.copies import WRITTEN, each, said


@pytest.mark.parametrize(
    "header", ["$name $age", "$name, $age", "$name | $age", "$name – $age", "$name ($age)", "$n. $name - $age"]
)
def test_an_age_in_a_letter_ends_headers(header: str):
    """`Gus Ferris, 1d`, below it what he says, and no button to tell comments by."""
    assert said(each(f"{header}\n$text\n\n")) == WRITTEN


def test_a_verb_of_saying_may_stand_before_it():
    """`Gus Ferris says 1d` is by Gus Ferris."""
    assert said(each("$name says $age\n$text\nReply\n\n")) == WRITTEN


def test_texts_that_end_so_stay_texts():
    """`They paid 30m` is what somebody says, where the headers have dates, and where they have ages of their own."""
    written = [*WRITTEN, ("Bo Lind", "The board paid 30m"), ("Cy Marsh", "Better in 3d"), ("Di Reed", "It lasted 4h")]
    for date in ("3 May 2024, 10:1$n", "$n hours ago"):
        assert said(each(f"$name\n{date}\n$text\n\n", written)) == written


def test_two_ends_of_lines_are_no_ages():
    """Nor are the ends of two lines of an article."""
    assert said("The board paid 30m\nA quarter of an hour is enough for it, they say.\nThe swans lost 4h\n") == []


def test_since_when_somebody_is_there_is_no_age_of_a_text():
    """`Joined 6d` stands in a list of people."""
    assert said(each("$name\nEditor\n$letter@courier.example\nJoined 1$nd\n")) == []
