"""Copied pages whose headers hold more than a name and a date: what recurs in the same place is no part of either."""

from __future__ import annotations

import re

import pytest
from copies import WRITTEN, each, said

PLACES = ("Ashby", "Oakham", "Ashby", "Fen End")


def placed(shape: str) -> str:
    """Return the comments in a shape, with a `$place` of its own for each."""
    return "".join(
        each(re.sub(r"\$n\b", str(number), shape.replace("$place", place)), [pair])
        for number, (place, pair) in enumerate(zip(PLACES, WRITTEN, strict=True), 1)
    )


@pytest.mark.parametrize(
    "header",
    [
        "Name: $name\nPlace: $place\nDate: $n May 2024, 10:15",
        "Nombre: $name\nCiudad: $place\nFecha: $n mayo 2024, 10:15",
        "Submission $n\nName: $name\nTown: $place\nSubmitted: $n May 2024, 10:15",
        "Respondent: $name ($place)\nReceived $n May 2024, 10:15",
    ],
)
def test_labelled_headers(header: str):
    """The line that is labelled as a name names the writer, whatever else has a label."""
    assert said("Comments\n" + placed(f"{header}\n$text\n\n")) == WRITTEN


def test_labels_of_a_text_stay():
    """A text that has a labelled line above the next header keeps it, where others have none."""
    written = [*WRITTEN[:3], ("Ivo Dunn", "The ferry was cheaper.\nSource: the almanac")]
    assert said("Comments\n" + each("$name\n$n May 2024, 10:15\n$text\nReply\n", written)) == written


@pytest.mark.parametrize(
    "lead", ["Submission $n", "Kommentar $n", "View $name’s profile", "Comment by $name.", "Avatar for $name"]
)
def test_lines_above_names_that_are_the_same(lead: str):
    """But for the number or the name in them, they are the same on the page, and end no text."""
    assert said(each(f"{lead}\n$name\n$n May 2024, 10:15\n$text\n\n")) == WRITTEN


def test_a_last_line_of_a_text_stays():
    """What only one comment has above the next header is its text."""
    written = [(WRITTEN[0][0], f"{WRITTEN[0][1]}\nWell then"), *WRITTEN[1:]]
    assert said("Comments\n" + each("$name - $n May 2024, 10:15\n$text\n", written)) == written


@pytest.mark.parametrize(
    "header",
    [
        "$name ($place) - $n May 2024, 10:15",
        "$name from $place - $n May 2024, 10:15",
        "$name ★$n $n May 2024, 10:15",
        "$name (+$n) · $n May 2024, 10:15",
        "$name @harbour$n · $n May 2024, 10:15",
        "Entry $n: $name\n$n May 2024, 10:15",
        "Comentario $n de $name\n$n May 2024, 10:15",
        "$n) $name from $place wrote on $n May 2024, 10:15:",
    ],
)
def test_what_all_names_carry(header: str):
    """A sign or a small word that parts something from every name is the site's."""
    assert said("Comments\n" + placed(f"{header}\n$text\nReply\n\n")) == WRITTEN


def test_what_one_name_carries_stays():
    """One `Gus (Ferris)` among plain names is called so, and people may share a particle."""
    written = [("Gus (Ferris)", WRITTEN[0][1]), *WRITTEN[1:]]
    assert said("Comments\n" + each("$name - $n May 2024, 10:15\n$text\nReply\n\n", written)) == written
    called = [(f"{name.split()[0]} da Silva {number}x", text) for number, (name, text) in enumerate(WRITTEN)]
    assert said("Comments\n" + each("$name - $n May 2024, 10:15\n$text\nReply\n\n", called)) == called


def test_ranks_behind_names():
    """`Gold member` has small letters, as no family name has, and comes back."""
    ranks = ("Gold member", "Local resident", "Gold member", "Forum veteran")
    page = "".join(
        each(f"$name {rank} {number} May 2024, 10:15\n$text\nReply\n\n", [pair])
        for number, (rank, pair) in enumerate(zip(ranks, WRITTEN, strict=True), 1)
    )
    assert said("Comments\n" + page) == WRITTEN


@pytest.mark.parametrize(
    "between", ["($place)", "from $place", "writes from $place", "Gold member · $place", "Civil engineer, $place"]
)
def test_lines_between_name_and_date(between: str):
    """Where somebody is from, or what somebody is, is no name."""
    assert said("Comments\n" + placed(f"$name\n{between}\n$n May 2024, 10:15\n$text\nReply\n\n")) == WRITTEN


def test_titles_above_names_stay_titles():
    """A line that is no name above one that is: the title of a comment, however often its writer comes back."""
    titles = ("Oak or not", "Wood lasts", "And the costs", "Sundays on water")
    written = [("Gus Ferris", text) if number % 2 else ("Mo Teal", text) for number, (_, text) in enumerate(WRITTEN)]
    page = "".join(
        each(f"{title}\n$name\n{number} May 2024, 10:15\n$text\n\n", [pair])
        for number, (title, pair) in enumerate(zip(titles, written, strict=True), 1)
    )
    assert said("Comments\n" + page) == written


def test_a_place_beside_the_date():
    """`3 May in Ashby` below a name says where, and not who."""
    assert said("Comments\n" + placed("$name\n$n May 2024, 10:15 in $place\n$text\nReply\n\n")) == WRITTEN


def test_badges_below_dates():
    """A short line that opens every text is none of it."""
    badges = ("Gold member", "Newcomer", "Gold member", "Local resident")
    page = "".join(
        each(f"$name\n{number} May 2024, 10:15\n{badge}\n$text\nReply\n\n", [pair])
        for number, (badge, pair) in enumerate(zip(badges, WRITTEN, strict=True), 1)
    )
    assert said("Comments\n" + page) == WRITTEN


def test_short_first_lines_stay():
    """Where one text has no more than the short line, they all are texts."""
    first = ("Well well", "Oh dear", "So so")
    written = [(name, f"{said}\n{text}") for said, (name, text) in zip(first, WRITTEN, strict=False)]
    written.append(("Ivo Dunn", "Oh dear"))
    assert said("Comments\n" + each("$name\n$n May 2024, 10:15\n$text\nReply\n\n", written)) == written


def test_posted_by_above_a_date():
    """`Posted by Ann`, and `on 3 May` below it, are one header."""
    assert said("Comments\n" + each("$n.\nPosted by $name\non $n May 2024\n$text\n\n")) == WRITTEN
