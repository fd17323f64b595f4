"""Lists that have names and times as comments have, and lead to other pages: teasers, boards of a forum, dates.

A page that is read by its lines shows no names of elements to tell them by; what they link to and repeat does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from moderation.parse.html.document.tree import Node

_LEADING: Final = 0.5  # of the entries, those whose first line is a link to another page
_LINKED: Final = 0.35  # of the words' elements, those in such links
_SAME: Final = 0.6  # of many entries, those that say the same: `Comments:` below each
_MANY: Final = 5
_ONE_NAME: Final = 3  # so many entries by one name alone: `Published on` above each
_LONGEST: Final = 2500  # letters of a comment, on the average: articles one below the other have more
_MOSTLY: Final = 0.8
_ANCHORED: Final = re.compile(
    r"([^#]+)#(?:li-)?(?:comment|kommentar|commentaire|comentario|post|reply|c|p)s?[-_]?\d+$", re.I
)
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_NEAR: Final = 3
_TOPICS: Final = frozenset(
    "topics threads themen sujets discussions temas argomenti onderwerpen tópicos темы тем tematy wątki konular".split()  # noqa: SIM905 - reads better
)
_LAST_POSTS: Final = frozenset(
    (
        "last post", "latest post", "letzter beitrag", "dernier message", "último mensaje", "ultimo messaggio",
        "laatste bericht", "última mensagem", "последнее сообщение", "ostatni post", "son mesaj",
    )
)  # fmt: skip


def are_entries(owners: Sequence[Sequence[Sequence[Node]]], texts: Sequence[str], names: Sequence[str | None]) -> bool:
    """Tell whether what was cut as comments are the entries of a list.

    `owners` holds, for each entry and each line of its text, the elements whose own words the line is made of.
    """
    if not texts or sum(map(len, texts)) > _LONGEST * len(texts):
        return True
    if len(texts) >= _MANY and Counter(texts).most_common(1)[0][1] > _SAME * len(texts):
        return True
    known = [name for name in names if name]
    if len(known) >= _ONE_NAME and len(set(known)) == 1:
        return True
    leading = sum(all(map(_leads_away, lines[0])) for lines in owners if lines)
    linked = [_share([node for line in lines for node in line]) for lines in owners]
    return leading > _LEADING * len(owners) or sum(linked) > _LINKED * len(owners)


def is_board(lines: Sequence[str]) -> bool:
    """Tell whether a page is the index of a forum: its columns are headed by words for topics and for last posts."""
    said = {line.strip(" :").casefold() for line in lines if len(line) <= len(max(_LAST_POSTS, key=len)) + 2}
    return not said.isdisjoint(_TOPICS) and not said.isdisjoint(_LAST_POSTS)


def stand_elsewhere(links: Sequence[Iterable[Node]]) -> bool:
    """Tell whether each item links to a comment on another page than the others: a column of the newest comments.

    `links` holds the links of each item.
    """
    pages = [next(filter(None, map(_page_of_comment, inside)), None) for inside in links]
    told = [page for page in pages if page is not None]
    return len(told) > 1 and len(told) >= _MOSTLY * len(links) and len(set(told)) > _LEADING * len(told)


def _page_of_comment(link: Node) -> str | None:
    """Return the page of the comment that a link leads to, or None when it leads to none or to one of this page."""
    match = _ANCHORED.match(link.get("href") or "")
    return match[1] if match else None


def is_headline(node: Node) -> bool:
    """Tell whether words stand in a heading whose link leads to another page."""
    around = [node, *node.iterancestors()][:_NEAR]
    link = next((near for near in around if near.tag == "a"), None)
    leads = link is not None and "#" not in (link.get("href") or "#")
    return leads and any(near.tag in _HEADINGS for near in around)


def link_of(node: Node) -> Node | None:
    """Return the link that an element is or stands in."""
    return node if node.tag == "a" else next(node.iterancestors("a"), None)


def _leads_away(node: Node) -> bool:
    link = link_of(node)
    return link is not None and "#" not in (link.get("href") or "#")


def _share(nodes: Sequence[Node]) -> float:
    return sum(map(_leads_away, nodes)) / max(1, len(nodes))
