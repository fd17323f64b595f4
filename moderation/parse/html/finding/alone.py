"""One comment or two: little comes back where there are so few, so their section and their parts must speak for them.

A section named after comments that holds a name, a time and, for the most part, one text has one comment.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from moderation.parse.html.comment.parts import parts_of
from moderation.parse.html.comment.readings import Readings
from moderation.parse.html.document.text import length, line
from moderation.parse.html.document.tree import Node, elements
from moderation.parse.html.document.vocabulary import names_widget, words
from moderation.parse.html.finding.headed import HEADINGS, below
from moderation.parse.html.found import Found
from moderation.parse.plain.line.headings import heading_of

_BOXES: Final = frozenset({"div", "section", "ul", "ol", "aside", "dl", "table", "article"})
_ITEMS: Final = frozenset({"li", "div", "article", "section", "dl", "table", "tr", "p", "blockquote"})
_OUTSIDE: Final = frozenset({"form", "nav", "select", "textarea", "script", "style", "button"})
# What a section's name may end in: `comments-open` and `has-comments` are those of an article.
_ENDS: Final = frozenset(
    "list section area wrap wrapper container box inner content thread block body tree stream feed holder main".split()  # noqa: SIM905 - reads better
)
# `kommentar` may be a paper's own.
_PLURAL: Final = frozenset(
    """comments kommentare commentaires comentarios comentários commenti reacties komentarze kommentarer yorumlar
    discussion""".split()  # noqa: SIM905 - reads better
)
_NOT: Final = frozenset("open has no count link form respond reply policy rules".split())  # noqa: SIM905 - reads better
_SECTION: Final = re.compile(r"comments?|kommentare?|commentaires?|coment[aá]rios?|commenti|reacties|discussion", re.I)
_MOST_OF_PAGE: Final = 0.6
_MOST_SECTIONS: Final = 6
_MOST_TRIED: Final = 60
_MOST_WORDS: Final = 0.5
_SHORTEST: Final = 15
_TWO: Final = 2
_LONGEST_HEADING: Final = 160


def by_itself(root: Node, readings: Readings) -> list[Node]:
    """Return the one comment in a section named after comments, in a list, or nothing."""
    whole = length(root)
    headed = {above for heading in root.iter("h1") for above in heading.iterancestors()}
    tried = 0
    for node in elements(root):
        if node.tag not in _BOXES or node in headed or not _is_section(node) or length(node) > _MOST_OF_PAGE * whole:
            continue
        tried += 1
        if tried > _MOST_SECTIONS:
            break
        if not _is_outside(node) and (found := _held(node, readings)):
            return found
    return _headed(root, readings)


def _headed(root: Node, readings: Readings) -> list[Node]:
    """Return the comment below a heading that counts one: `1 comment`."""
    for heading in (node for node in elements(root) if node.tag in HEADINGS and length(node) <= _LONGEST_HEADING):
        told = heading_of(line(heading))
        if told is None or told.declared != 1 or _is_outside(heading):
            continue
        behind = next(below(heading), [])
        own = sum(length(node) for node in behind if next(node.iter("form"), None) is None)
        for node in behind:
            for inner in (node, *node.iterdescendants(*_ITEMS)):
                if _is_comment(readings.tried(inner, ()), _MOST_WORDS * own, named=False):
                    return [inner]
    return []


def _is_section(node: Node) -> bool:
    """Tell whether a class or an id of an element is that of a section of comments."""
    tokens = [*(node.get("class") or "").split(), node.get("id") or ""]
    return any(_names_section(token) for token in tokens if token)


def _names_section(token: str) -> bool:
    said = words(token)
    if not said or not _SECTION.search(token) or not _NOT.isdisjoint(said):
        return False
    return said[-1] in _ENDS or said[-1] in _PLURAL


def _is_outside(node: Node) -> bool:
    """Tell whether an element stands in a menu, a form or a column of the newest comments of a site."""
    return any(
        near.tag in _OUTSIDE or names_widget(f"{near.get('class') or ''} {near.get('id') or ''}")
        for near in (node, *node.iterancestors())
        if near.tag not in ("body", "html")
    )


def _held(section: Node, readings: Readings) -> list[Node]:
    """Return the innermost element that holds a name, a time and most of the section's words, or a pair of such."""
    own = length(section) - sum(length(node) for node in section.iter("form") if not _nested(node, section))
    best: list[Node] = []
    for count, node in enumerate(elements(section)):
        if count > _MOST_TRIED:
            break
        if length(node) < _MOST_WORDS * own:
            continue
        if pair := _pair(node, readings):
            return pair
        if node.tag in _ITEMS and _is_comment(readings.tried(node, ()), _MOST_WORDS * own):
            best = [node]
    return best


def _pair(node: Node, readings: Readings) -> list[Node]:
    """Return the children of one tag and class that are a comment each, where an element holds two, or nothing."""
    children = [child for child in node.iterchildren("*") if child.tag in _ITEMS and length(child)]
    alike = [
        child for child in children if (child.tag, child.get("class")) == (children[0].tag, children[0].get("class"))
    ]
    if len(alike) != _TWO or len(children) > _TWO:
        return []
    return alike if all(_is_comment(readings.tried(child, ()), _SHORTEST) for child in alike) else []


def _nested(form: Node, section: Node) -> bool:
    return any(above.tag == "form" for above in form.iterancestors() if section in above.iterancestors())


def _is_comment(found: Found, least: float, *, named: bool = True) -> bool:
    """Tell whether an element has a name and a time, and a text of its own.

    `named`: the name of an element must say one of the two.
    """
    if not found.author or not found.created_at or len(found.said.text) < max(_SHORTEST, least):
        return False
    if not named:
        return True
    parts = parts_of(found.node, ()) if found.node is not None else None
    return parts is not None and bool(parts.of("author") or parts.of("time")) and not _are_several(parts.of("body"))


def _are_several(bodies: Sequence[Node]) -> bool:
    """Tell whether texts of one name stand side by side: those of several comments."""
    named = [node.get("class") for node in bodies if not any(above in bodies for above in node.iterancestors())]
    return len(named) > len(set(named))
