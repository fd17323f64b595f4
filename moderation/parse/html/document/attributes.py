"""The attributes of a page, looked through once: which it has, and the values of those that name things.

Most questions about names are asked of every element, and pages repeat their names: they are answered for each name
first, and elements are looked at only where the answer is yes for any.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Final

from lxml import etree

_NAMING: Final = ("class", "id", "itemprop", "rel")


@dataclass(frozen=True, slots=True)
class Attributes:
    """The names of all attributes in a tree, and the values of those that name things, by attribute.

    They may outlast the elements that had them; what the finders themselves set is not among them.
    """

    names: frozenset[str]
    values: Mapping[str, frozenset[str]]

    def of(self, *names: str) -> Iterator[str]:
        """Yield the values of some attributes; one that two of them have comes twice."""
        return (value for name in names for value in self.values[name])


def attributes_of(root: etree._Element) -> Attributes:
    """Return the attributes in the tree of `root`."""
    names = frozenset(chain.from_iterable(node.keys() for node in root.iter()))
    return Attributes(names, {name: frozenset(everywhere(name)(root)) for name in _NAMING})


@lru_cache(maxsize=64)
def everywhere(attribute: str) -> etree.XPath:
    """Return the compiled path to all values of an attribute of a page, as bare strings in the order of the page."""
    return etree.XPath(f"//@{attribute}", smart_strings=False)
