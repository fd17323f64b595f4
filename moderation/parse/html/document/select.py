"""Selectors of a system's own class names, compiled once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any, Final

from lxml.cssselect import CSSSelector
from lxml.etree import XPath

from moderation.parse.html.document.text import line
from moderation.parse.html.document.tree import Node

_LONGEST_VALUE: Final = 200


@lru_cache(maxsize=2048)
def compiled(selector: str) -> Any:
    """Return the compiled form of a CSS selector, or of an XPath that begins with a full stop."""
    return XPath(selector) if selector.startswith("./") else CSSSelector(selector)


class Picker:
    """A system's fields: `css`, `css@attribute`, or `@attribute` of the item itself; several with ` || ` between."""

    __slots__ = ("_fields",)

    def __init__(self, fields: Mapping[str, str]) -> None:
        self._fields = {
            name: [
                tuple(part.strip().rpartition("@")[::2]) if "@" in part else (part.strip(), "")
                for part in value.split("||")
            ]
            for name, value in fields.items()
            if value
        }

    def has(self, name: str) -> bool:
        """Tell whether the system says where this field stands."""
        return name in self._fields

    def nodes(self, item: Node, name: str, cut: Collection[Node]) -> list[Node]:
        """Return the elements of a field, those in nested comments left out."""
        for css, _ in self._fields.get(name, ()):
            if css and (found := _own(item, css, cut)):
                return found
        return []

    def value(self, item: Node, name: str, cut: Collection[Node]) -> str | None:
        """Return what the field holds, on one line, or None."""
        for css, attribute in self._fields.get(name, ()):
            for node in _own(item, css, cut) if css else [item]:
                text = " ".join((node.get(attribute) or "").split()) if attribute else line(node)
                if 0 < len(text) <= _LONGEST_VALUE:
                    return text
        return None


def _own(item: Node, css: str, cut: Collection[Node]) -> list[Node]:
    """Return what a selector finds outside of `cut`; an XPath may lead out of the item, to a name above it."""
    found = compiled(css)(item)
    if not cut:
        return found  # type: ignore[no-any-return]
    kept = []
    for node in found:
        above = node
        while above is not None and above is not item and above not in cut:
            above = above.getparent()
        if above not in cut:
            kept.append(node)
    return kept


NOTHING: Final = Picker({})
