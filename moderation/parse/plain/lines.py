"""A page as its non-blank lines, each with its place in the page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

# Only these end a line. `str.splitlines` also cuts at form feeds and U+2028, which people paste into comments.
_END: Final = re.compile(r"\r\n|\r|\n")
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
    start, last = 0, 0
    for number, raw in enumerate(_END.split(page), 1):
        if text := raw.strip():
            lead = len(raw) - len(raw.lstrip())
            indent = len(raw[:lead].expandtabs(_TAB)) if lead else 0
            found.append(Line(number, start + lead, start + lead + len(text), text, indent, number - last - 1))
            last = number
        start += len(raw) + 1
        start += page[start - 1 : start + 1] == "\r\n"
    return found
