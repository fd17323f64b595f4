"""Little strings that betray a disguise: where none stands in a text, no word of it needs a second look.

They ride in the same automata as the rules' words, so that looking for them costs nothing extra.
"""

from __future__ import annotations

import itertools
import string
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from moderation.normalise.signs import DRAWN
from moderation.rulebook.words import joined

_LETTERS: Final = string.ascii_lowercase
_DIGITS: Final = string.digits
# Signs for letters that stand next to a letter in few honest texts; a bracket would be one in many.
_SIGNS: Final = "@$!|+€£¢¥*#%?~^&<[{_"
_PAIRED: Final = "@$!|+#(€"
_BLOTS: Final = "*#%@$+|€£¢¥"
_JOINTS: Final = ".-_·•~*+=^|\\`,;"
# "it's a", "don't I", "I'm": the rest of a contraction is no spelled-out word.
_CONTRACTING: Final = "stdmrvl"
_CONTRACTED: Final = frozenset(a + b for a in "stdm" for b in "ai") | {"im", "id"}

# What a mark makes worth a look; bits, because a text may have several, and between those of gates.py, because they
# are gathered together.
SIGNED: Final = 1 << 3
SPLIT: Final = 1 << 4
SPELLED: Final = 1 << 5
DRESSED: Final = 1 << 6  # told by any letter beyond ASCII, not by a mark
ALL: Final = SIGNED | SPLIT | SPELLED | DRESSED


@cache
def standing_marks() -> Mapping[str, int]:
    """Return the marks that show in a text as it stands, each with the kinds of disguise that it betrays."""
    marks = dict.fromkeys(_signed(), SIGNED)
    for mark in _split():
        marks[mark] = marks.get(mark, 0) | SPLIT
    return marks


@cache
def worded_marks() -> Mapping[str, int]:
    """Return the marks that show in the words of a text one after the other."""
    return dict.fromkeys(_spelled(), SPELLED)


def _signed() -> Iterator[str]:
    yield from (sign + letter for sign in _DIGITS + _SIGNS for letter in _LETTERS)
    yield from (letter + sign for sign in _DIGITS + _BLOTS for letter in _LETTERS)
    yield from (a + b for a in _PAIRED for b in _PAIRED if a != b or a == "(")
    yield from (a + "(" + b for a in _LETTERS for b in _LETTERS)
    yield from (drawn for drawn in DRAWN if len(drawn) > 1 and not any(map(str.isalnum, drawn)))
    yield from (stroke + other for stroke in "|\\" for other in _DIGITS + _LETTERS)


def _split() -> Iterator[str]:
    yield from (joint + letter for joint in _JOINTS for letter in _LETTERS)
    # A bracket opens behind a blank and closes before one.
    yield from (letter + opening for letter in _LETTERS for opening in "([{")
    yield from (closing + letter for closing in ")]}" for letter in _LETTERS)
    yield from (">!", "-\n", "-\r", "- \n")
    # An apostrophe stands before few letters that are not a contraction's, and not before these and another.
    yield from ("'" + letter for letter in _LETTERS if letter not in _CONTRACTING)
    yield from ("'" + a + b for a in _CONTRACTING for b in _LETTERS if a + b not in {"re", "ve", "ll"})


def _spelled() -> Iterator[str]:
    units = _LETTERS + _DIGITS
    for a, b in itertools.product(units, units):
        if not (a in _DIGITS and b in _DIGITS) and a + b not in _CONTRACTED:
            yield joined((a, b))
