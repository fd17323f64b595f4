"""Where the comments of a page begin and end that is read by its lines: around them stand its article and its foot."""

from __future__ import annotations

from collections.abc import Sequence

from moderation.parse.html.document.tree import Node
from moderation.parse.plain.comment.slots import Slot


def ended(slots: Sequence[Slot], owners: Sequence[Sequence[Node]]) -> tuple[Slot, ...]:
    """Return the slots, the last text cut off where the list of comments ends; `owners` are the elements of each line.

    The comments stand side by side in one element, each in one of its children, or in some of a few shapes.
    """
    *before, last = slots
    box = _shared([owners[slot.head][0] for slot in slots])
    spans = [
        {_child(box, owner) for index in range(slot.head, slot.stop) for owner in owners[index]} for slot in before
    ]
    alone = max(map(len, spans), default=0) == 1
    shapes = {_shape(child) for span in spans for child in span}
    seen: set[Node | None] = set()
    end = last.head
    while end < last.last:
        here = {_child(box, owner) for owner in owners[end]}
        seen |= here
        if (alone and len(seen) > 1) or not shapes.issuperset(map(_shape, here)):
            break
        end += 1
    return (*before, last._replace(last=end) if end > last.first else last)


def begun(slots: Sequence[Slot], owners: Sequence[Sequence[Node]]) -> tuple[Slot, ...]:
    """Return the slots, the first text cut off above where the list of comments begins: headers may stand below."""
    first, *behind = slots
    if first.head != first.first:
        return tuple(slots)
    box = _shared([owners[slot.stop - 1][0] for slot in slots])
    shapes = {
        _shape(_child(box, owner))
        for slot in behind
        for index in range(slot.head, slot.stop)
        for owner in owners[index]
    }
    begin = first.last
    while begin > first.first and shapes.issuperset(_shape(_child(box, owner)) for owner in owners[begin - 1]):
        begin -= 1
    return (first._replace(head=begin, first=begin) if first.first < begin < first.last else first, *behind)


def _shape(node: Node | None) -> tuple[str, str] | None:
    return None if node is None else (node.tag, node.get("class") or "")


def _shared(nodes: Sequence[Node]) -> Node:
    """Return the innermost element that holds all of `nodes`, which may be one of them."""
    first = [nodes[0], *nodes[0].iterancestors()]
    held = set(first).intersection(*({node, *node.iterancestors()} for node in nodes[1:]))
    return next(node for node in first if node in held)


def _child(box: Node, node: Node) -> Node | None:
    """Return the child of `box` that `node` stands in, `box` for its own words, None for what stands elsewhere."""
    if node is box:
        return box
    inner = node
    for above in node.iterancestors():
        if above is box:
            return inner
        inner = above
    return None
