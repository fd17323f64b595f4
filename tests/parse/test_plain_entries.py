"""Entries of lists that look like comments, and comments that look like them."""

from __future__ import annotations

import pytest
from copies import WRITTEN, each, said

HEADLINES = ("Tolls to rise again", "Ferry is back in service", "Council elects a new chair", "Storm damages the wall")


def listed(shape: str) -> str:
    """Return entries in a shape with `$title`, and what `each` puts in."""
    return "".join(
        each(shape.replace("$title", title).replace("$day", str(number)), [pair])
        for number, (title, pair) in enumerate(zip(HEADLINES, WRITTEN, strict=True), 1)
    )


@pytest.mark.parametrize(
    "entry",
    [
        "$title\n$name\n39K views · $day hours ago\n",
        "$title\n$name\n$day May 2024, 10:15 · 12 min read\n",
        "$title\nStarted by $name, $day May 2024, 10:15\nReplies: 12\nViews: 240\n",
        "$name\nAshby\nDied $day May 2024, 10:15\n$text\n",
        "$title\nLot $day\n£240\nEnds $day May 2024, 10:15\nPlace bid\n",
    ],
)
def test_entries_of_lists_are_no_comments(entry: str):
    """Views, reading times, one unknown word before every date, titles that nothing stands to."""
    assert said(listed(entry)) == []


def test_a_row_of_unknown_buttons_is_no_title():
    """What is the same above every header, but for its number, is no title of another article."""
    page = "".join(
        each(f"$name - {number} May 2024\n$text\n{number + 3} people found this helpful\n", [pair])
        for number, pair in enumerate(WRITTEN, 1)
    )
    assert said(page) == WRITTEN


def test_what_all_names_end_in_makes_no_titles():
    """`Ann has commented` is a name with the site's words, and no title."""
    assert said(each("$name has commented\n$n May 2024, 10:15\n$text\n\n")) == WRITTEN
    assert said("Comments\n" + each("$name\nreplied\n$n May 2024, 10:15\n$text\n\n")) == WRITTEN


@pytest.mark.parametrize(
    "age", ["il y a environ $n heures", "vor etwa $n Stunden", "$n Tage her", "hace unas $n horas"]
)
def test_ages_that_are_not_exact(age: str):
    """About so many hours ago is an age as well."""
    assert said("Comments\n" + each(f"$name\n{age}\n$text\n\n")) == WRITTEN
