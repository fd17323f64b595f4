"""Comments inside an element that was taken for one: a section whose name says comment, and not comments.

`<div class="post-comment">` may be one comment or all of them. What tells is that its words stand in elements of one
shape, each with a button to answer or with a name and a time of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from moderation.parse.html.comment.parts import parts_of
from moderation.parse.html.comment.readings import Readings
from moderation.parse.html.document.select import NOTHING
from moderation.parse.html.document.text import length
from moderation.parse.html.document.tree import Node, elements
from moderation.parse.html.finding.headed import Judge, rows_of
from moderation.parse.html.finding.unnamed import by_buttons

_MOST_WORDS: Final = 0.5
_MOST_TRIED: Final = 400


def held_in(node: Node, readings: Readings, *, answered: Judge, signed: Judge) -> list[Node]:
    """Return the comments in an element that was read as one, in page order, or nothing where it is one.

    `answered` judges elements with a button each, `signed` rows of a list. An element that still says something of its
    own without them is a comment with its answers.
    """
    members = max(by_buttons(node, answered), _rows(node, signed), key=lambda found: sum(map(length, found)))
    if not members:
        return []
    cut = set(members)
    own = readings.read(node, cut, NOTHING)
    signed_once = own.author and len(parts_of(node, cut).of("time")) == 1
    return [node, *members] if signed_once and own.said.text else members


def _rows(node: Node, signed: Judge) -> list[Node]:
    """Return the rows that hold most words of an element and that `signed` takes for comments."""
    whole = length(node)
    for count, inner in enumerate(elements(node)):
        if count > _MOST_TRIED:
            break
        if length(inner) < _MOST_WORDS * whole:
            continue
        rows: Sequence[Node] = rows_of(list(inner.iterchildren("*")))
        if sum(map(length, rows)) >= _MOST_WORDS * whole and signed(rows):
            return list(rows)
    return []
