"""Comments of the known systems."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from lxml import etree

from moderation.parse.html.document.select import NOTHING, Picker, compiled
from moderation.parse.html.document.tree import Node, Tree
from moderation.parse.html.finding.systems import SYSTEMS
from moderation.parse.html.finding.terms import with_terms
from moderation.parse.html.found import Candidate

_FORUM: Final = re.compile(
    r"(?<![a-z])(?:forum|thread|topic|viewtopic|showthread|discussion)s?(?![a-z])", re.IGNORECASE
)
_LATER_PAGE: Final = re.compile(
    r"[/?&](?:page[-=/]|p=|start=|st=|pagenumber=)(?!1\b|0\b)\d+|/page\d+|/index(?!1\.)\d+\.html", re.I
)


def known_systems(tree: Tree) -> Iterator[Candidate]:
    """Yield the comments of each known system that the page shows signs of, in the order of the table."""
    names = " ".join(tree.attributes.of("class", "id"))
    for number, system in enumerate(SYSTEMS):
        if not any(_is_shown(need, tree, names) for need in system.needs):
            continue
        members = regrouped(compiled(system.starts)(tree.root)) if system.starts else compiled(system.item)(tree.root)
        if members:
            yield Candidate(system.name, with_terms(members), _picker(number), system.opening)


def _is_shown(need: str, tree: Tree, names: str) -> bool:
    """Tell whether a sign of a system is in a page: an attribute, one with its value, a tag, or a piece of a name."""
    if need.startswith(("data-", "aria-")):
        name, value, _ = need.partition("=")
        return name in tree.attributes.names and (not value or need in tree.text)
    return need in (tree.text if need.startswith("<") else names)


def is_later_page(url: str | None) -> bool:
    """Tell whether an address is that of a thread's second page or a later one, whose first post opens nothing."""
    return bool(_LATER_PAGE.search(url or ""))


def is_forum(root: Node, url: str | None) -> bool:
    """Tell whether a page of no known system is the first page of a forum's thread, by its address and its names.

    Both must say so where there are both: newspapers print letters under `/forum/`, and themes call much `topic`.
    """
    body = root.find("body")
    names = (
        f"{root.get('class') or ''} {'' if body is None else (body.get('class') or '') + ' ' + (body.get('id') or '')}"
    )
    return bool((not url or _FORUM.search(url)) and _FORUM.search(names)) and not is_later_page(url)


@lru_cache(maxsize=len(SYSTEMS))
def _picker(number: int) -> Picker:
    fields = SYSTEMS[number].fields()
    return Picker(fields) if fields else NOTHING


def regrouped(firsts: Sequence[Node]) -> list[Node]:
    """Put each start and the siblings behind it, up to the next start, into an element of their own."""
    known = set(firsts)
    wrappers = []
    for first in firsts:
        wrapper = etree.Element("div")
        node = first.getnext()
        first.addprevious(wrapper)
        wrapper.append(first)
        while node is not None and node not in known:
            following = node.getnext()
            wrapper.append(node)
            node = following
        wrappers.append(wrapper)
    return wrappers
