"""Elements read as comments, each once: what is tried as a shape is read again when the shape is believed.

What was read holds while the tree stays as it is; whoever moves elements begins anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from moderation.parse.html.comment.fields import read_item
from moderation.parse.html.document.select import NOTHING, Picker
from moderation.parse.html.document.tree import Node
from moderation.parse.html.found import Found
from moderation.parse.html.page_facts import Facts


class Readings:
    """The comments of one page as they were tried, by their elements."""

    __slots__ = ("_tried", "facts")

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._tried: dict[Node, tuple[Collection[Node], Found]] = {}

    def tried(self, item: Node, cut: Collection[Node]) -> Found:
        """Return the comment in `item` as names alone tell it, and keep it; `cut` are the comments nested in it."""
        found = self.read(item, cut, NOTHING)
        self._tried[item] = cut, replace(found)
        return found

    def read(self, item: Node, cut: Collection[Node], picker: Picker) -> Found:
        """Return the comment in `item`, which the caller may change."""
        kept = self._tried.get(item) if picker is NOTHING else None
        if kept is not None and kept[0] == cut:
            return replace(kept[1])
        return read_item(item, cut, language=self.facts.language, base=self.facts.url, picker=picker)


def nested_in(members: Sequence[Node]) -> Mapping[Node, Collection[Node]]:
    """Return the members that stand in each of them, with no other one between; nothing for one that holds none."""
    known = set(members)
    nested: dict[Node, set[Node]] = defaultdict(set)
    for node in members:
        outer = next((above for above in node.iterancestors() if above in known), None)
        if outer is not None:
            nested[outer].add(node)
    return dict(nested)
