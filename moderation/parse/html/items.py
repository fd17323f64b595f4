"""Elements known to be comments, read one by one, with the depth at which each stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from moderation.parse.html.addresses import number
from moderation.parse.html.fields import read_item
from moderation.parse.html.found import Found
from moderation.parse.html.leading import name_by_place, without_name
from moderation.parse.html.nesting import depths_by_margins, depths_by_wrappers
from moderation.parse.html.page_facts import Facts
from moderation.parse.html.refrain import without_refrain
from moderation.parse.html.select import Picker
from moderation.parse.html.tree import Node
from moderation.parse.html.vocabulary import roles

_DEPTHS: Final = ("data-depth", "data-level", "aria-level", "depth", "data-comment-depth", "indent")


def read_items(members: Sequence[Node], facts: Facts, picker: Picker) -> list[Found]:
    """Return the comments in `members`, elements in page order that may be nested in each other."""
    known = set(members)
    nested: dict[Node, set[Node]] = defaultdict(set)
    for node in members:
        outer = next((above for above in node.iterancestors() if above in known), None)
        if outer is not None:
            nested[outer].add(node)
    found = []
    for node in members:
        comment = read_item(node, nested.get(node, ()), language=facts.language, base=facts.url, picker=picker)
        if comment.depth < 0:
            comment.depth = _depth(node, known)
        found.append(comment)
    if not nested and len({comment.depth for comment in found}) == 1:
        for comment, depth in zip(found, depths_by_margins(members) or depths_by_wrappers(members), strict=True):
            comment.depth = depth
    kept = [comment for comment in found if comment.said.text or comment.author or comment.status == "deleted"]
    name_by_place(kept, nested)
    for comment in kept:
        without_name(comment)
    without_refrain(kept)
    return kept


def _depth(node: Node, known: set[Node]) -> int:
    """Return how deep a comment stands: by what its class or attributes say, else by the comments and lists around."""
    for token in (node.get("class") or "").split():
        if (
            token.startswith(("depth-", "level-", "comment-depth-", "indent-", "wpd_comment_level-"))
            and (said := number(token[6:])) is not None
        ):
            return abs(said)
    for name in _DEPTHS:
        if (said := number(node.get(name))) is not None:
            return said
    depth = 0
    for above in node.iterancestors():
        depth += above in known
        named = above.get("class")
        depth += (bool(named) and "replies" in roles(named)) or (
            above.tag in ("ul", "ol", "blockquote")
            and bool(above.getparent() is not None and above.getparent().tag in ("ul", "ol", "li"))
        )
    return depth
