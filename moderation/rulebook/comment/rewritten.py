"""A comment with its disguised words written out, for patterns: they read a text, not words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from moderation.rulebook.comment.finders import Unit
from moderation.rulebook.outcome import worst
from moderation.taxonomy import Via


class Piece(NamedTuple):
    """What a disguise was written out as: its range in the new text, that in the old one, and how it was read."""

    start: int
    end: int
    old_start: int
    old_end: int
    via: Via


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A text in which each disguise is the word that it was read as; `words` are these."""

    text: str
    pieces: tuple[Piece, ...]
    words: tuple[str, ...]

    def origin(self, start: int, end: int) -> tuple[int, int, Via] | None:
        """Return the range of the old text that a range comes from and how it was read; nothing without a disguise."""
        inside = [piece for piece in self.pieces if piece.start < end and start < piece.end]
        if not inside:
            return None
        return self._old(start), self._old(end - 1, last=True), worst(piece.via for piece in inside)

    def _old(self, at: int, *, last: bool = False) -> int:
        """Return where a character comes from, or for the `last` one of a range, where that ends."""
        before = bisect_right(self.pieces, at, key=lambda piece: piece.start) - 1
        if before < 0:
            return at + last
        piece = self.pieces[before]
        if at < piece.end:
            return piece.old_end if last else piece.old_start
        return piece.old_end + at - piece.end + last


def rewritten(text: str, units: Sequence[Unit]) -> Rewritten:
    """Return `text` with the words of a reading in the place of what they were read from.

    Words of one place stand there with blanks between, glued ones come apart.
    """
    parts: list[str] = []
    pieces: list[Piece] = []
    size = done = 0
    for (start, end), same in groupby(units, key=lambda unit: (unit.start, unit.end)):
        place = list(same)
        between = text[done:start] or (" " if pieces else "")
        words = " ".join(unit.word for unit in place)
        begin = size + len(between)
        pieces.append(Piece(begin, begin + len(words), start, end, worst(unit.via for unit in place)))
        parts += (between, words)
        size, done = begin + len(words), end
    return Rewritten("".join((*parts, text[done:])), tuple(pieces), tuple(unit.word for unit in units))
