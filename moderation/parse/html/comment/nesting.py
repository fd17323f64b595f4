"""How deep comments stand when nothing says so: by the elements around them and the comments that these begin with.

Where answers stand beside the comment and not in it, no comment is nested in another; the elements around them are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from moderation.parse.html.document.text import length
from moderation.parse.html.document.tree import Node

_MARGIN: Final = re.compile(r"(?:margin|padding)-left\s*:\s*(\d{1,4}(?:\.\d{1,3})?)(?:px|r?em|%|pt)", re.IGNORECASE)


_DEEPEST: Final = 2


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
        if (style := around.get("style")) and (margin := _MARGIN.search(style)) is not None:
            return float(margin[1])
    return _inner_margin(node, sizes[node])


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
