"""Comments in a list of terms: each `dt` says who speaks and when, the `dd` behind it what.

Dotclear, Thesis and other themes of the years of valid XHTML print them so. Term and words stand side by side, in no
element of their own: they are put into one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from moderation.parse.html.document.tree import Node, writable
from moderation.parse.html.document.vocabulary import names_comment, names_comments, names_widget

_LEVELS: Final = 4  # from the section of comments down to its list
_OUTSIDE: Final = frozenset({"nav", "form", "aside", "footer"})
_LAWFUL_NAME: Final = re.compile(r"[a-z][\w-]*", re.ASCII)  # pages name attributes in ways that no tree lets one write

Judge = Callable[[Sequence[Node]], bool]


def by_terms(root: Node, judge: Judge) -> list[Node]:
    """Return wrappers around each term and its words in the one list of a section of comments, if `judge` agrees.

    Several lists in a section are one comment each, or parts of one.
    """
    lists = [node for node in root.iter("dl") if _is_of_comments(node)]
    if len(lists) != 1:
        return []
    terms = [node for node in lists[0].iterchildren("dt") if _has_words(node)]
    if not terms or len(terms) != sum(1 for _ in lists[0].iterchildren("dt")):
        return []
    members = with_terms(terms)
    return members if judge(members) else []


def with_terms(members: Sequence[Node]) -> list[Node]:
    """Return elements as they are, or where they are terms and their words, each term with its words in one element."""
    terms = [node for node in members if node.tag == "dt"]
    if not terms or any(node.tag not in ("dt", "dd") for node in members):
        return list(members)
    return [_wrapped(term) for term in terms]


def _wrapped(term: Node) -> Node:
    lawful = {name: writable(value) for name, value in term.attrib.items() if _LAWFUL_NAME.fullmatch(name)}
    wrapper = term.makeelement("div", lawful)
    words = []
    node = term.getnext()
    while node is not None and node.tag == "dd":
        words.append(node)
        node = node.getnext()
    term.addprevious(wrapper)
    wrapper.extend([term, *words])
    for name in ("class", "id"):  # they are the wrapper's now, where the finders look for them
        term.attrib.pop(name, None)
    return wrapper


def _has_words(term: Node) -> bool:
    following = term.getnext()
    return following is not None and following.tag == "dd"


def _is_of_comments(node: Node) -> bool:
    """Tell whether a list stands in a section of comments, near its top, and not in one comment."""
    about = False
    for level, above in enumerate((node, *node.iterancestors())):
        if above.tag in ("body", "html"):
            break
        names = f"{above.get('class') or ''} {above.get('id') or ''}"
        if above.tag in _OUTSIDE or names_widget(names) or any(names_comment(token) for token in names.split()):
            return False
        about = about or (level < _LEVELS and names_comments(names) and "form" not in names.lower())
    return about
