"""A page as its non-blank lines, each with its place in the page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

# Only these end a line. `str.splitlines` also cuts at form feeds and U+2028, which people paste into comments.
_LINE: Final = re.compile(r"[^\r\n]+|\r\n|\r|\n")
_TAB: Final = 4


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: `page[start:end] == text`, stripped; `gap` is how many blank lines stand before it."""

    number: int
    start: int
    end: int
    text: str
    indent: int = 0
    gap: int = 0


def lines_of(page: str) -> list[Line]:
    """Return the non-blank lines of `page` in order."""
    found: list[Line] = []
    number, last = 1, 0
    for match in _LINE.finditer(page):
        raw = match.group()
        if raw in ("\n", "\r", "\r\n"):
            number += 1
            continue
        text = raw.strip()
        if text:
            lead = raw[: len(raw) - len(raw.lstrip())]
            start = match.start() + len(lead)
            indent = len(lead.expandtabs(_TAB))
            found.append(Line(number, start, start + len(text), text, indent, number - last - 1))
            last = number
    return found
