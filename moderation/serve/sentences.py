"""A text cut into the pieces that Perspective annotates, with offsets as JavaScript counts them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from moderation.records import Span

# Scoring a text of 20 KB sentence by sentence must not cost a thousand times as much as scoring it once.
MOST_SENTENCES: Final = 100
_END: Final = re.compile(r"(?:[.!?\u2026]+[\"'\u201d\u2019)\]]*|\u3002|\uff01|\uff1f)(?=\s|$)|[\r\n]+")


def sentences(text: str) -> list[Span]:
    """Return the sentences of a text in order, as code points, white space around them left out.

    What follows the hundredth is one piece.
    """
    found = list(_pieces(text))
    if len(found) > MOST_SENTENCES:
        found[MOST_SENTENCES - 1 :] = [Span(found[MOST_SENTENCES - 1].start, found[-1].end)]
    return found


def _pieces(text: str) -> Iterator[Span]:
    begin = 0
    for end in (*(match.end() for match in _END.finditer(text)), len(text)):
        piece = text[begin:end]
        if bare := piece.strip():
            start = begin + piece.index(bare[0])
            yield Span(start, start + len(bare))
        begin = end


def as_utf16(text: str, spans: Sequence[Span]) -> list[Span]:
    """Return ranges of code points, in order and apart, as ranges of UTF-16 code units."""
    units = at = 0
    found = []
    for span in spans:
        start = units + _units(text[at : span.start])
        units, at = start + _units(text[span.start : span.end]), span.end
        found.append(Span(start, units))
    return found


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def windows(text: str, most: int) -> list[str]:
    """Cut a text into parts of at most `most` characters, at white space where there is any."""
    parts = []
    while len(text) > most:
        cut = max(text.rfind(" ", most // 2, most), text.rfind("\n", most // 2, most))
        cut = cut if cut > 0 else most
        parts.append(text[:cut])
        text = text[cut:]
    return [*parts, text]
