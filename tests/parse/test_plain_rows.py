"""Copies in which rows of buttons hold the dates, and in which a header is printed twice, each of our own."""

from __future__ import annotations

import pytest

from moderation.parse.plain.comment.repeated import says_author
from tests.parse.copies import WRITTEN, each, said


@pytest.mark.parametrize(
    "shape",
    [
        "$name\n$text\n$age Like Reply $n\n",
        "$name\n$text\n$ageLikeReply\n",
        "$name\n$text\n$age$n likesReply\n",
        "$name\n$text\n$age  $n likes  Reply\n",
        "$name\n$text\n$ageGefällt mirAntworten\n",
        "$name\n$text\n$age J’aime Répondre $n\n",
    ],
    ids=["spaced", "glued", "counted-glued", "counted", "german", "french"],
)
def test_an_age_that_opens_a_row_of_buttons(shape: str):
    """As Facebook and Instagram print it below each comment, with blanks or without."""
    assert said(each(shape)) == WRITTEN


@pytest.mark.parametrize("row", ["Like · Reply · $n · $age", "$age Like Reply"])
def test_names_glued_to_their_texts_are_not_guessed(row: str):
    """Where the copy has put name and text on one line, the rows below tell the comments apart, and no name is told."""
    assert said(each(f"$name $text\n{row}\n")) == [(None, f"{name} {text}") for name, text in WRITTEN]


def test_ages_without_a_button_to_answer_with_are_those_of_news():
    """`3d · Share` stands below titles as well."""
    assert said(each("$text\n$age · Share\n")) == []


def test_few_dates_without_a_year_are_believed_with_buttons_to_answer_with():
    """A name, a place and a day above each text; without the buttons it might be a calendar of events."""
    assert said(each("$name\nOslo, Norway\nJune $n\n$text\n\nReply1$n RecommendShare\n")) == WRITTEN
    assert said(each("$name\nOslo, Norway\nJune $n\n$text\n\n")) == []


@pytest.mark.parametrize(
    "shape",
    [
        "$name commented June $n\n$letter\n$name\nOslo, Norway\nJune $n\n$text\n\n$n Recommend\nShare\nFlag\n",
        "$name commented $n hours ago\n$name\n$nh ago\n$text\n\n$n Recommend\nShare\nFlag\n",
    ],
    ids=["with-portrait-and-place", "short"],
)
def test_a_header_printed_twice_is_in_no_text(shape: str):
    """Once for screen readers, once for the eye."""
    assert said(each(shape)) == WRITTEN


@pytest.mark.parametrize("places", [("Duluth, MN", "Boston", "Oslo"), ("Oslo", "Oslo", "Oslo")])
def test_a_place_below_a_name_is_no_name(places: tuple[str, ...]):
    """Though a title above a name looks the same: names have no comma, and three people may be from one town."""
    parts = [
        f"{name}\n{place}\nJune 3\n{text}\n\nReply1 RecommendShare\n"
        for (name, text), place in zip(WRITTEN, places, strict=False)
    ]
    assert said("".join(parts)) == WRITTEN[: len(places)]


def test_a_label_for_screen_readers_is_in_no_text():
    """`Comment by Gus Ferris.` stands between header and text."""
    assert said(each("$letter\n$name\n$n hours ago\nComment by $name.\n\n$text\n\nReply\n\n$n\n\nShare\n\n")) == WRITTEN
    assert says_author("Antwort von Ada Quill", "Ada Quill")
    assert not says_author("A comment by Ada Quill", "Ada Quill")


def test_whom_a_site_trusts_is_no_name():
    """`is a trusted commenter Oslo 2 hours ago`, as it stood below names."""
    shape = "$name\nis a trusted commenter Oslo $n hours ago\n\n$text\n\n    Flag\n    Reply $n\n    Recommend $n\n"
    assert said(each(shape)) == WRITTEN


@pytest.mark.parametrize(
    "between",
    ["− ⚑\n", "$letter\n", "•\nOldtown\n•\n"],
    ids=["signs", "letter-for-a-portrait", "quarter"],
)
def test_what_stands_between_a_name_and_its_age(between: str):
    """Signs to fold a comment, letters in place of a portrait, a part of town: the first line is the name."""
    assert said(each(f"$name\n{between}$age\n$text\n$n\nReply\nShare\n")) == WRITTEN


def test_a_zone_behind_a_date_is_no_name():
    """A line that ends in a signature is not headed by the zone of its date."""
    assert said(each("$text $name (talk) 12:0$n, 3 May 2024 (UTC)\n")) == []
