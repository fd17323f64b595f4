"""Little strings that betray a disguise: where none stands in a text, no word of it needs a second look.

They ride in the same automaton as the rules' words, so that looking for them costs nothing extra.
"""

from __future__ import annotations

import itertools
import re
import string
from collections.abc import Callable, Iterator
from typing import Final

from moderation.normalise.masks import MASKS
from moderation.normalise.runs import RARELY_DOUBLED
from moderation.rulebook.words import SEPARATOR

_LETTERS: Final = string.ascii_lowercase
_DIGITS: Final = string.digits
# Signs for letters that stand next to a letter in few honest texts; a bracket would be one in many.
_SIGNS: Final = "@$!|+€£¢¥"
_JOINTS: Final = ".-_·•~"
# "it's a", "don't I", "I'm": the rest of a contraction is no spelled-out word.
_CONTRACTED: Final = frozenset(a + b for a in "stdm" for b in "ai") | {"im", "id"}
_CONSONANTS: Final = "bcdfghjklmnpqrstvwxz"
_CUT_AT_START: Final = re.compile(f"[{_CONSONANTS}]{{1,3}} ")

# What a mark makes worth a look; bits, because a text may have several.
STRETCHED: Final = 1
MASKED: Final = 2
LEET: Final = 4
SPLIT: Final = 8
SPELLED: Final = 16
CUT: Final = 32


def marks_at_start(text: str) -> int:
    """Return the kinds that the text's beginning betrays, where a mark with a blank before it cannot stand."""
    return CUT if _CUT_AT_START.match(text) else 0


def disguise_marks() -> dict[str, int]:
    """Return every mark with the kinds of disguise that it betrays."""
    marks: dict[str, int] = {}
    for kind, strings in _KINDS:
        for mark in strings():
            marks[mark] = marks.get(mark, 0) | kind
    return marks


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
        if not (a in _DIGITS and b in _DIGITS) and a + b not in _CONTRACTED:
            yield f"{SEPARATOR}{a}{SEPARATOR}{b}{SEPARATOR}"


def _cut() -> Iterator[str]:
    parts = [*_CONSONANTS, *(a + b for a in _CONSONANTS for b in _CONSONANTS)]
    return (f" {part}{after}" for part in parts for after in f" .,!?\n{SEPARATOR}")


_KINDS: Final[tuple[tuple[int, Callable[[], Iterator[str]]], ...]] = (
    (STRETCHED, _stretched),
    (MASKED, _masked),
    (LEET, _leet),
    (SPLIT, _split),
    (SPELLED, _spelled),
    (CUT, _cut),
)
