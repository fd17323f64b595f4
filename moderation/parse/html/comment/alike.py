"""Names of the few comments that have none, from where the others have theirs: a badge or a pin stands between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from moderation.parse.html.comment.dates import moment
from moderation.parse.html.comment.leading import SURE, own_words, place_of, spot_of, take_off
from moderation.parse.html.comment.lines import clean_name
from moderation.parse.html.document.tree import Node, within
from moderation.parse.html.found import Found

_FEWEST: Final = 2
_FEW: Final = 0.5
_MOST: Final = 0.6


def name_as_others(comments: Sequence[Found], nested: Mapping[Node, Collection[Node]], language: str) -> None:
    """Give the few nameless comments the names that they have where most others have theirs.

    A badge or a word that a comment is pinned stands between, or above it.
    """
    spoken = [found for found in comments if found.node is not None and found.said.text]
    bare = [found for found in spoken if found.author is None and found.status != "deleted"]
    if not bare or len(bare) > _FEW * len(spoken):
        return
    places = Counter(_usual_place(found, nested.get(found.node, ())) for found in spoken if found.author)
    place, times = places.most_common(1)[0] if places else ("", 0)
    if not place or times < max(_FEWEST, _MOST * (len(spoken) - len(bare))):
        return
    for found in bare:
        name = _name_at(place, found.node, nested.get(found.node, ()))
        if name is not None and name != found.said.text:
            found.author, found.author_sure = clean_name(name) or name, SURE
            head = take_off(found, name)
            found.created_at = found.created_at or moment(head, language)


def _usual_place(found: Found, inside: Collection[Node]) -> str:
    """Return the place at which the first element of a comment stands that says its writer's name alone."""
    names = (node for node in within(found.node, inside) if own_words(node).rstrip(":,") == found.author)
    return next((place_of(node, found.node) for node in names if node is not found.node), "")


def _name_at(place: str, item: Node, inside: Collection[Node]) -> str | None:
    spots = (spot_of(node, item) for node in within(item, inside) if own_words(node))
    return next((name for here, name in spots if here == place and name), None)
