"""How deep comments stand when nothing says so: by the elements around them and the comments that these begin with.

Where answers stand beside the comment and not in it, no comment is nested in another; the elements around them are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from moderation.parse.html.comment.addresses import number
from moderation.parse.html.document.text import length
from moderation.parse.html.document.tree import Node

_MARGIN: Final = re.compile(r"(?:margin|padding)-left\s*:\s*(\d{1,4}(?:\.\d{1,3})?)(?:px|r?em|%|pt)", re.IGNORECASE)
# Those of style sheets of utilities: `ml-8`, `pl-[24px]`.
_UTILITY: Final = re.compile(r"[mp][ls]-\[?(\d{1,4}(?:\.\d{1,3})?)(?:px|r?em)?\]?")
_SPACER: Final = frozenset({"0", "1"})  # how high a picture is that only takes room
_LEVEL: Final = re.compile(
    r"(?:.{0,40}[-_])?(?:depth|ebene|niveau|nivel|tiefe|indent|einzug|nesting)[-_]{0,2}(\d{1,2})"
    r"|(?:.{0,40}(?:comment|kommentar|commentaire|comentario|reply|antwort|post|beitrag|thread)s?[-_]{1,2})?"
    r"(?:level|lvl|stufe)[-_]{0,2}(\d{1,2})",
    re.IGNORECASE,
)
_DEPTHS: Final = ("data-depth", "data-level", "aria-level", "depth", "data-comment-depth", "indent")
_DEEPEST: Final = 2


def told_level(node: Node) -> int | None:
    """Return how deep a comment's class or attributes say that it stands."""
    for token in (node.get("class") or "").split():
        if token[-1:].isdigit() and (told := _LEVEL.fullmatch(token)) is not None:
            return int(told[1] or told[2])
    return next((said for name in _DEPTHS if (said := number(node.get(name))) is not None), None)


def depths_of_boxes(firsts: Sequence[Node]) -> list[int]:
    """Return how deep comments stand of which only the first element with words is known, or nothing."""
    box = _shared(firsts)
    rows = [_child(box, node) for node in firsts]
    if len(set(rows)) < len(rows):
        return []
    levels = [told_level(row) for row in rows]
    told = [level for level in levels if level is not None]
    return told if len(told) == len(rows) and len(set(told)) > 1 else depths_by_margins(rows)


def _child(box: Node | None, node: Node) -> Node:
    return next(above for above in (node, *node.iterancestors()) if above.getparent() is box)


def _shared(nodes: Sequence[Node]) -> Node | None:
    """Return the innermost element around all of `nodes`."""
    held = set.intersection(*(set(node.iterancestors()) for node in nodes)) if nodes else set()
    return next((above for above in nodes[0].iterancestors() if above in held), None) if nodes else None


def depths_by_margins(members: Sequence[Node]) -> list[int]:
    """Return how deep comments stand by the margins that their own elements set, or nothing where these are alike."""
    sizes: dict[Node, int] = {}
    margins = [_margin(node, sizes) for node in members]
    steps = sorted(set(margins))
    return [steps.index(margin) for margin in margins] if len(steps) > 1 else []


def _margin(node: Node, sizes: dict[Node, int]) -> float:
    """Return the first margin set on the element or on those around it that hold little else.

    `sizes` keeps what was counted: all comments stand in the same section.
    """
    for around in (node, *node.iterancestors()):
        if around not in sizes:
            sizes[around] = length(around)
        if around.tag in ("body", "html") or sizes[around] > 2 * sizes[node]:
            break
        if (set_so := _set_margin(around)) is not None:
            return set_so
    return _inner_margin(node, sizes[node]) or _spacer(node)


def _set_margin(node: Node) -> float | None:
    """Return the margin that an element's style or class sets, or None."""
    if (style := node.get("style")) and (margin := _MARGIN.search(style)) is not None:
        return float(margin[1])
    sizes = (_UTILITY.fullmatch(token) for token in (node.get("class") or "").split())
    return next((float(size[1]) for size in sizes if size is not None), None)


def _spacer(node: Node) -> float:
    """Return how wide the picture is that shifts a comment in a table to the right: it stands before all words."""
    for inner in node.iter("*"):
        if inner.tag == "img" and inner.get("height") in _SPACER:
            return float(number(inner.get("width")) or 0)
        if (inner.text or "").strip():
            break
    return 0.0


def _inner_margin(node: Node, size: int) -> float:
    """Return the margin set on the cell or box in an element that holds most of it."""
    for _ in range(_DEEPEST):
        node = next(iter(node.iterchildren("*")), None)
        if node is None or 2 * length(node) < size:
            break
        if (style := node.get("style")) and (margin := _MARGIN.search(style)) is not None:
            return float(margin[1])
    return 0.0


def depths_by_wrappers(members: Sequence[Node]) -> list[int]:
    """Return how many others each of the comments, which are in page order, stands below.

    One stands below another that comes first in an element in which all others stand deeper, or right before one.
    What would stand above all others is as likely a pinned comment or the post that opens a thread: it heads none.
    """
    levels = [sum(1 for _ in node.iterancestors()) for node in members]
    firsts: dict[Node, int] = {}
    shallow: dict[Node, list[int]] = {}  # the least level in an element, and how often it is there
    for place, node in enumerate(members):
        for around in (node, *node.iterancestors()):
            firsts.setdefault(around, place)
            least = shallow.setdefault(around, [levels[place], 0])
            if levels[place] <= least[0]:
                least[:] = [levels[place], 1 + least[1] * (levels[place] == least[0])]
    above = [_heads(node, place, levels, firsts, shallow) for place, node in enumerate(members)]
    if len(members) > 1 and all(0 in heads for heads in above[1:]):
        above = [heads - {0} for heads in above]
    return [len(heads) for heads in above]


def _heads(
    node: Node, place: int, levels: Sequence[int], firsts: dict[Node, int], shallow: dict[Node, list[int]]
) -> set[int]:
    heads = set()
    for around in node.iterancestors():
        first = firsts[around]
        if levels[first] < levels[place] and shallow[around] == [levels[first], 1]:
            heads.add(first)
        before = around.getprevious()
        head = firsts.get(before) if before is not None else None
        if head is not None and levels[head] < shallow[around][0] and shallow[before] == [levels[head], 1]:
            heads.add(head)
    return heads
