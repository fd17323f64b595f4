"""Titles that comments have of their own, above their headers and below the buttons of the comment above."""

from __future__ import annotations

import pytest

from tests.parse.copies import WRITTEN, each, said

TITLES = ("The oak", "Greenheart", "Harbour board", "Sundays by ferry")


def titled(shape: str, heading: str = "4 Comments\n") -> str:
    """Return the comments in a shape with a `$title` of its own to each."""
    page = each(shape)
    for title in TITLES:
        page = page.replace("$title", title, 1)
    return heading + page


@pytest.mark.parametrize(
    "shape",
    [
        "$title\n$name\n$n hours ago\n$text\nLike · Reply · Share\n",
        "$title\n$letter\n$name\n$n hours ago\n$text\nReport abuse\n\n",
        "$title\n@$name\n$n hours ago\n$text\nLike\nReply\n",
        "$title\n$name replied 3 May 2024, 10:1$n\n\n$text\n$n2 • Reply • Share ›\n\n\n",
    ],
    ids=["below buttons", "above a portrait", "above a handle", "first on the heading"],
)
def test_titles_are_in_no_text(shape: str):
    """The first of them stands on the heading, where it cannot be told from what belongs to that."""
    assert [text for _, text in said(titled(shape.replace("@$name", "@nick$n")))] == [text for _, text in WRITTEN]


def test_counts_below_buttons_are_no_titles():
    """`46` between `Reply` and a name says how many liked the comment above, and a name without one above is a name."""
    assert said(each("$name\n$n hours ago\n$text\nLike\nReply\n$n6\n")) == WRITTEN


def test_one_line_above_the_second_of_two_is_no_title():
    """Of two comments one alone does not tell what the page prints above headers."""
    page = each("$name wrote:\n3 May 2024, 10:1$n\n$text\n", WRITTEN[:1])
    page += each("\nSo far, so good\n$name wrote:\n3 May 2024, 10:2$n\n$text\n", WRITTEN[1:2])
    assert said(f"2 Comments\n{page}") == [
        (WRITTEN[0][0], f"{WRITTEN[0][1]}\n\nSo far, so good"),
        WRITTEN[1],
    ]


def test_last_paragraphs_right_above_headers_are_no_titles():
    """A blank line stands before each, as before a title, but they end as sentences; above the first stands none."""
    last = ("Is it not?", "No more to say.", "Ask them.", "So it was.")
    written = [(name, f"{text}\n\n{end}") for (name, text), end in zip(WRITTEN, last, strict=True)]
    assert said("4 Comments\n" + each("$name wrote:\n3 May 2024, 10:1$n\n$text\n", written)) == written
