"""The elements of one comment sorted by what their names and properties say that they hold."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final

from moderation.parse.html.document.text import length
from moderation.parse.html.document.tree import Node, called, within
from moderation.parse.html.document.vocabulary import Role, roles

_PROPERTIES: Final[dict[str, Role]] = {
    "author": "author",
    "creator": "author",
    "sioc:has_creator": "author",
    "foaf:name": "author",
    "text": "body",
    "commenttext": "body",
    "reviewbody": "body",
    "articlebody": "body",
    "content:encoded": "body",
    "datecreated": "time",
    "datepublished": "time",
    "commenttime": "time",
    "dc:date": "time",
    "dc:created": "time",
    "upvotecount": "likes",
    "downvotecount": "dislikes",
}
_INLINE: Final = frozenset({"span", "small", "b", "strong", "em", "i"})
_PRESSED: Final = frozenset({"form", "button", "textarea", "input", "label"})
_COUNT: Final = re.compile(r"\d[\d.,]{0,8}\s?[kKmM]?")
# Unless their names say otherwise: themes without names for name and time put them there.
_EDGES: Final[dict[str, frozenset[Role]]] = dict.fromkeys(("header", "footer", "figcaption"), frozenset({"aside"}))


@dataclass(slots=True)
class Parts:
    """The elements of one comment by role; `cut` are the comments nested in it."""

    item: Node
    cut: Collection[Node]
    by_role: dict[Role, list[Node]] = field(default_factory=dict)
    lengths: dict[Node, int] = field(default_factory=dict)

    def of(self, role: Role) -> Sequence[Node]:
        """Return the elements of `role` in page order."""
        return self.by_role.get(role, ())

    def length(self, node: Node) -> int:
        """Return the length of the text of `node`, counted once: several questions begin with it."""
        if node not in self.lengths:
            self.lengths[node] = length(node)
        return self.lengths[node]


def parts_of(item: Node, cut: Collection[Node]) -> Parts:
    """Sort the elements below `item` by what their names say, those of nested comments left out."""
    parts = Parts(item, cut)
    for node in within(item, cut):
        if node is item:
            continue
        for role in _roles(node):
            parts.by_role.setdefault(role, []).append(node)
    return parts


def _roles(node: Node) -> frozenset[Role] | set[Role]:
    named = called(node)
    found: frozenset[Role] | set[Role] = roles(named) if named else frozenset()
    marked = node.get("itemprop") or node.get("property")
    if marked:
        extra = {_PROPERTIES[word] for word in marked.lower().split() if word in _PROPERTIES}
        found = extra or found
    if node.tag == "time":
        return {*found, "time"}
    if node.tag == "a" and "author" in (node.get("rel") or "").split():
        return {*found, "author"}
    if node.tag == "img" and "avatar" not in found:
        return {*found, "avatar"} if "author" in found else found
    if node.tag in _PRESSED or (not found and node.tag in _INLINE and _counts_presses(node)):
        return {"aside"}
    return found or _by_tag(node)


def _by_tag(node: Node) -> frozenset[Role]:
    if "-" in node.tag:  # of a page's own making: its name is its class
        return roles(node.tag)
    if node.tag == "figcaption" and next(node.itersiblings("blockquote", preceding=True), None) is None:
        return frozenset()
    return _EDGES.get(node.tag, frozenset())


def _counts_presses(node: Node) -> bool:
    """Tell whether an element is a number right behind a button, of those who pressed it."""
    before = node.getprevious()
    return before is not None and before.tag == "button" and _COUNT.fullmatch((node.text or "").strip()) is not None
