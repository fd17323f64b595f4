"""Comments that a page shows again inside of what answers them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from moderation.parse.html.document.tree import Node
from moderation.parse.html.found import Found

_FEWEST: Final = 2
_SHARE: Final = 0.5


def once(comments: Sequence[Found], nested: Mapping[Node, Collection[Node]]) -> list[Found]:
    """Return the comments without those that stand inside of another and once more beside it, where many do.

    They are what that one answers. One alone may be somebody's who says the same twice. `nested` holds the comments
    inside of each.
    """
    outer = {inner: node for node, inside in nested.items() for inner in inside}
    inside = [found for found in comments if found.node in outer]
    beside = {_key(found): found for found in comments if found.node not in outer and found.author and found.said.text}
    again = {found.node for found in inside if _key(found) in beside}
    if len(again) < max(_FEWEST, _SHARE * len(inside)):
        return list(comments)
    around = {found.node: found for found in comments}
    for found in inside:
        if found.node in again and found.node is not None and (answer := around.get(outer[found.node])) is not None:
            answered = beside[_key(found)]
            answer.parent, answer.answered = answer.parent or answered.id, answer.answered or answered.author
    return [found for found in comments if found.node not in again]


def _key(found: Found) -> tuple[str | None, str]:
    return found.author, found.said.text
