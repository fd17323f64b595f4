"""Little strings that betray a disguise: where none stands in a text, no word of it needs a second look.

They ride in the same automaton as the rules' words, so that looking for them costs nothing extra.
"""

from __future__ import annotations

import itertools
import string
from collections.abc import Iterator
from typing import Final

from moderation.normalise.masks import MASKS
from moderation.normalise.runs import RARELY_DOUBLED
from moderation.rulebook.words import SEPARATOR

_LETTERS: Final = string.ascii_lowercase
_DIGITS: Final = string.digits
# Signs for letters that stand next to a letter in few honest texts; a bracket would be one in many.
_SIGNS: Final = "@$!|+€£¢¥"
_JOINTS: Final = ".-_·•~"
# "it's a", "don't I": the rest of a contraction is no spelled-out word.
_AFTER_CONTRACTION: Final = frozenset(a + b for a in "stdm" for b in "ai")


def disguise_marks() -> tuple[str, ...]:
    """Return every mark: stretched, masked, leet, split and spelled-out words."""
    return tuple(dict.fromkeys(itertools.chain(_stretched(), _masked(), _leet(), _split(), _spelled())))


def _stretched() -> Iterator[str]:
    yield from (letter * 3 for letter in _LETTERS)
    yield from (RARELY_DOUBLED[at : at + 2] for at in range(0, len(RARELY_DOUBLED), 2))
    yield from (a * 2 + b * 2 for a in _LETTERS for b in _LETTERS if a != b)


def _masked() -> Iterator[str]:
    return (letter + mask for letter in _LETTERS for mask in MASKS)


def _leet() -> Iterator[str]:
    yield from (sign + letter for sign in _DIGITS + _SIGNS for letter in _LETTERS)
    yield from (letter + sign for sign in _DIGITS + "$" for letter in _LETTERS)


def _split() -> Iterator[str]:
    return (joint + letter for joint in _JOINTS for letter in _LETTERS)


def _spelled() -> Iterator[str]:
    units = _LETTERS + _DIGITS
    for a, b in itertools.product(units, units):
        if not (a in _DIGITS and b in _DIGITS) and a + b not in _AFTER_CONTRACTION:
            yield f"{SEPARATOR}{a}{SEPARATOR}{b}{SEPARATOR}"
