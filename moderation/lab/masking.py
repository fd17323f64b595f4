"""A comment in a report: the hit is shown, the rest is masked, and nothing in it can move a terminal's cursor."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from moderation.records import Span

MASK: Final = "·"
ELLIPSIS: Final = "…"
# So much of a comment stands in a report; a hit that begins later is brought to the front.
WIDTH: Final = 160
BEFORE: Final = 40
_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a comment; `hit` tells whether it is what a rule found."""

    text: str
    hit: bool


def pieces(text: str, spans: Sequence[Span], *, show_text: bool, width: int = WIDTH) -> list[Piece]:
    """Return what a report shows of a comment, hits apart from the rest; `show_text` leaves the rest readable."""
    first = spans[0].start if spans else 0
    start = max(0, first - BEFORE) if first > width - BEFORE else 0
    end = min(len(text), start + width)
    found: list[Piece] = [Piece(ELLIPSIS, hit=False)] if start else []
    at = start
    for span in sorted(spans):
        inside = max(at, span.start), min(end, span.end)
        if inside[0] < inside[1]:
            found.append(Piece(_other(text[at : inside[0]], show_text=show_text), hit=False))
            found.append(Piece(plain(text[inside[0] : inside[1]]), hit=True))
            at = inside[1]
    found.append(Piece(_other(text[at:end], show_text=show_text), hit=False))
    if end < len(text):
        found.append(Piece(ELLIPSIS, hit=False))
    return [piece for piece in found if piece.text]


def _other(text: str, *, show_text: bool) -> str:
    return plain(text) if show_text else masked(text)


def masked(text: str) -> str:
    """Return a text with a dot for every letter and digit; blanks and the shape of the words stay."""
    return "".join(MASK if not char.isspace() else " " for char in text if unicodedata.category(char) not in _HIDDEN)


def plain(text: str) -> str:
    """Return a text on one line, with what hides or reorders it written as its code."""
    return "".join(
        " " if char.isspace() else f"<{ord(char):04X}>" if unicodedata.category(char) in _HIDDEN else char
        for char in text
    )
