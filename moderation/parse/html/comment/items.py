"""Elements known to be comments, read one by one, with the depth at which each stands."""

from __future__ import annotations

from collections.abc import Sequence

from moderation.parse.html.comment.alike import name_as_others
from moderation.parse.html.comment.leading import name_by_place, without_name, without_signatures
from moderation.parse.html.comment.nesting import depths_by_margins, depths_by_wrappers, told_level
from moderation.parse.html.comment.readings import Readings, nested_in
from moderation.parse.html.comment.refrain import without_dashes, without_labels, without_numbers, without_refrain
from moderation.parse.html.comment.strangers import without_strangers
from moderation.parse.html.comment.twice import once
from moderation.parse.html.document.select import Picker
from moderation.parse.html.document.tree import Node
from moderation.parse.html.document.vocabulary import roles
from moderation.parse.html.found import Found


def read_items(members: Sequence[Node], readings: Readings, picker: Picker) -> list[Found]:
    """Return the comments in `members`, elements in page order that may be nested in each other."""
    known = set(members)
    nested = nested_in(members)
    found = []
    for node in members:
        comment = readings.read(node, nested.get(node, ()), picker)
        if comment.depth < 0:
            comment.depth = _depth(node, known)
        found.append(comment)
    if not nested and len({comment.depth for comment in found}) == 1:
        for comment, depth in zip(found, depths_by_margins(members) or depths_by_wrappers(members), strict=True):
            comment.depth = depth
    kept = [comment for comment in found if comment.said.text or comment.author or comment.status == "deleted"]
    name_by_place(kept, nested, readings.facts.language)
    name_as_others(kept, nested, readings.facts.language)
    kept = without_strangers(kept)
    for comment in kept:
        without_name(comment)
    without_signatures(kept)
    without_refrain(kept)
    without_numbers(kept)
    without_labels(kept)
    without_dashes(kept)
    return once(kept, nested) if nested else kept


def _depth(node: Node, known: set[Node]) -> int:
    """Return how deep a comment stands: by what its class or attributes say, else by the comments and lists around."""
    if (told := told_level(node)) is not None:
        return told
    depth = 0
    for above in node.iterancestors():
        depth += above in known
        named = above.get("class")
        depth += (bool(named) and "replies" in roles(named)) or (
            above.tag in ("ul", "ol", "blockquote")
            and bool(above.getparent() is not None and above.getparent().tag in ("ul", "ol", "li"))
        )
    return depth
