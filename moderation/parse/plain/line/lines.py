"""A page as its non-blank lines, each with its place in the page."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

# Only these end a line. `str.splitlines` also cuts at form feeds and U+2028, which people paste into comments.
_END: Final = re.compile(r"\r\n|\r|\n")
_TAB: Final = 4


class Line(NamedTuple):
    """A line that is not blank: `page[start:end]`, stripped; `gap` is how many blank lines stand before it.

    `text` is what it is judged by: the same, without what a converter has put into it.
    """

    number: int
    start: int
    end: int
    text: str
    indent: int = 0
    gap: int = 0


def lowered(text: str) -> str:
    """Return `text` in lower case, character for character: offsets stay."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(part if len(part := character.lower()) == 1 else character for character in text)


def opens_with(low: str, openings: frozenset[str]) -> bool:
    """Tell whether `low`, in lower case, opens with two or three letters of `openings`, or with no Latin letter.

    Asked before patterns of many words, of which a line seldom opens with any: a look-up takes a tenth of a match.
    """
    return low[:3] in openings or low[:2] in openings or not "a" <= low[:1] <= "z"


def in_any_case(openings: str) -> frozenset[str]:
    """Return three-letter openings, parted by bars, so that `opens_with` finds them in casefolded text.

    As `re.IGNORECASE` takes them, for which alone an `i` is the same with its dot and without.
    """
    parts = openings.replace("\n    ", "|").split("|")
    return frozenset(part.replace("i", letter)[:3] for part in parts for letter in ("i", "ı", "i̇"))


def lines_of(page: str) -> list[Line]:
    """Return the non-blank lines of `page` in order."""
    found: list[Line] = []
    make = tuple.__new__  # as `Line` does itself, a Python function further down
    start, last = 0, 0
    # Most pages have line feeds alone, and splitting at those is forty times as fast.
    returns = "\r" in page
    for number, raw in enumerate(_END.split(page) if returns else page.split("\n"), 1):
        size = len(raw)
        if size and (text := raw.strip()):
            begin, length, indent = start, len(text), 0
            if length < size and (lead := size - len(raw.lstrip())):
                begin += lead
                indent = len(raw[:lead].expandtabs(_TAB))
            found.append(make(Line, (number, begin, begin + length, text, indent, number - last - 1)))
            last = number
        start += size + 1
        if returns:
            start += page[start - 1 : start + 1] == "\r\n"
    return found
