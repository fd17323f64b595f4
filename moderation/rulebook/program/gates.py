"""What must stand in a text for a rule to have a chance, derived from the rule's conditions.

Never written by hand: hand-written gates lost 18 of 63 hits in our trial. A gate may let too much through, never too
little; a test holds that rules with and without gates give the same hits.
"""

from __future__ import annotations

import functools
import itertools
import math
import operator
import re
import string
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import eq
from typing import Any, Final

from moderation.records import Context
from moderation.rulebook.program import links
from moderation.rulebook.rule import (
    AllOf,
    AnyOf,
    Caps,
    Condition,
    Copied,
    Count,
    Disguised,
    Links,
    Near,
    Regex,
    Repeat,
    Terms,
)
from moderation.rulebook.words import COMMON

# Facts that are cheaper to look at than to search for; their bits come before those of words.
FLOODED: Final = 1
MANY_CAPITALS: Final = 2
WORD_TWICE: Final = 4
# Bits 3 to 6 are those of marks.py.
COPIES_COUNTED: Final = 128
IN_DISGUISE: Final = 256  # set where a second reading has found words
FIRST_BIT: Final = 9
FEWEST_CAPITALS: Final = 5
LEAST_SHARE: Final = 0.3

# What the first reading tells, too: words as they stand, and letters that the fold has changed.
_AT_FIRST_SIGHT: Final = frozenset(("exact", "fold"))

_CAPITALS: Final = string.ascii_uppercase.encode()
_LETTERS: Final = string.ascii_letters.encode()

# Characters that people draw lines with; a row of them is no flood.
LINE_DRAWING: Final = frozenset("-=_*.~#+·•─—")
_BEYOND_ASCII: Final = re.compile(r"([^\x00-\x7f])\1\1")
_FLOODED: Final = string.digits + string.ascii_lowercase + string.punctuation
# A row of ten holds a row of five; 1,000 and 555 do not.
_LONGEST_ROW: Final = 5


@dataclass(frozen=True, slots=True)
class Needs:
    """The text has a bit of `mask`; `rare` is false where everyday words set it."""

    mask: int
    rare: bool = True


@dataclass(frozen=True, slots=True)
class NeedsAll:
    """The text meets every part; no part at all is met by every text."""

    parts: tuple[Gate, ...]


@dataclass(frozen=True, slots=True)
class NeedsAny:
    """The text meets one of the parts."""

    parts: tuple[Gate, ...]


Gate = Needs | NeedsAll | NeedsAny
ALWAYS: Final = NeedsAll(())
# A text passes where it has a bit of each mask.
Masks = tuple[int, ...]
# It passes where it passes by one of them.
Ways = tuple[Masks, ...]
MOST_MASKS: Final = 64


@dataclass(frozen=True, slots=True)
class Bits:
    """Where the bits of lists of terms and of sets of strings come from.

    `whole` says that the gate is a whole rule's. There, what nobody knows is as good as false; under `not` it is not.
    """

    words: Callable[[tuple[str, ...]], int]
    hints: Callable[[tuple[str, ...]], int]
    whole: bool = True


def derive(condition: Condition, bits: Bits) -> Gate:
    """Return the gate of a condition; conditions that promise nothing about the text get the one always open."""
    if isinstance(condition, AllOf):
        return NeedsAll(tuple(derive(part, bits) for part in condition.parts))
    if isinstance(condition, AnyOf):
        return NeedsAny(tuple(derive(part, bits) for part in condition.parts))
    gate_of = _GATES.get(type(condition))
    return gate_of(condition, bits) if gate_of else ALWAYS


def _listed(terms: tuple[str, ...], bits: Bits) -> Gate:
    return Needs(bits.words(terms), rare=not COMMON.intersection(terms))


def _regex(condition: Regex, bits: Bits) -> Gate:
    return Needs(bits.hints(condition.hint), rare=min(map(len, condition.hint)) > 2)


def _links(condition: Links, bits: Bits) -> Gate:
    return Needs(bits.hints(links.spellings(condition.domain) or links.HINTS)) if condition.min > 0 else ALWAYS


def _caps(condition: Caps, bits: Bits) -> Gate:  # noqa: ARG001
    promised = condition.letters * condition.ratio >= FEWEST_CAPITALS and condition.ratio >= LEAST_SHARE
    return Needs(MANY_CAPITALS) if promised else ALWAYS


def _repeat(condition: Repeat, bits: Bits) -> Gate:
    parts: list[Gate] = []
    if condition.char is not None:
        parts.append(Needs(FLOODED | bits.hints(_rows(condition.char))))
    if condition.word is not None:
        parts.append(Needs(WORD_TWICE))
    return NeedsAny(tuple(parts))


def _copied(condition: Copied, bits: Bits) -> Gate:  # noqa: ARG001
    return Needs(COPIES_COUNTED) if bits.whole else ALWAYS


def _disguised(condition: Disguised, bits: Bits) -> Gate:  # noqa: ARG001
    return ALWAYS if _AT_FIRST_SIGHT.intersection(condition.kinds) else Needs(IN_DISGUISE)


def _rows(least: int) -> tuple[str, ...]:
    """Return the strings of which a text with `least` of one ASCII character in a row holds one."""
    return tuple(char * min(least, _LONGEST_ROW) for char in _FLOODED if char not in LINE_DRAWING)


_GATES: Final[dict[type, Callable[[Any, Bits], Gate]]] = {
    Terms: lambda condition, bits: _listed(condition.terms, bits),
    Near: lambda condition, bits: NeedsAll((_listed(condition.of, bits), _listed(condition.to, bits))),
    Count: lambda condition, bits: _listed(condition.of, bits),
    Regex: _regex,
    Links: _links,
    Caps: _caps,
    Repeat: _repeat,
    Copied: _copied,
    Disguised: _disguised,
}


def facts(original: str, folded: str, words: Sequence[str], context: Context) -> int:
    """Return the bits that no word sets: a flood beyond ASCII, many capitals, a word twice in a row, counted copies."""
    bits = WORD_TWICE if any(map(eq, words, words[1:])) else 0
    # Curly quotes and dashes stand in one text of five, three of one in few: the look at ASCII is 30 times cheaper.
    if not folded.isascii() and _BEYOND_ASCII.search(folded):
        bits |= FLOODED
    if context.copied_times is not None or context.copied_authors is not None:
        bits |= COPIES_COUNTED
    return bits | MANY_CAPITALS if _has_capitals(original) else bits


def _has_capitals(text: str) -> bool:
    """Tell whether the text may shout: at least five capitals, and of a hundred letters thirty."""
    if not text.isascii():
        return True
    coded = text.encode()
    capitals = len(coded) - len(coded.translate(None, _CAPITALS))
    return capitals >= FEWEST_CAPITALS and capitals >= LEAST_SHARE * (len(coded) - len(coded.translate(None, _LETTERS)))


def masks(gate: Gate) -> Masks:
    """Return a gate as masks of which a text must have a bit each, so that asking is a walk over few numbers.

    A gate that would take more than 64 of them lets more through.
    """
    if isinstance(gate, Needs):
        return (gate.mask,)
    parts = [masks(part) for part in gate.parts]
    if isinstance(gate, NeedsAll):
        return tuple(dict.fromkeys(itertools.chain.from_iterable(parts)))
    if math.prod(map(len, parts)) > MOST_MASKS:
        known = key(gate)
        return (known.mask,) if known else ()
    return tuple(dict.fromkeys(functools.reduce(operator.or_, chosen, 0) for chosen in itertools.product(*parts)))


def is_open(needed: Masks, present: int) -> bool:
    """Tell whether a text with the bits `present` has one of each mask."""
    for mask in needed:  # noqa: SIM110 a loop over one or two takes half the time of `all` over a generator
        if not present & mask:
            return False
    return True


def ways(gate: Gate) -> Ways:
    """Return a gate as ways through it, each as masks: one way, unless that would take more than 64 masks.

    A rule with a dozen ways to hold lets half of all comments through as one way: what it asks for then is one word.
    """
    if _size(gate) <= MOST_MASKS or isinstance(gate, Needs):
        return (masks(gate),)
    if isinstance(gate, NeedsAny):
        return tuple(itertools.chain.from_iterable(map(ways, gate.parts)))
    widest = max(gate.parts, key=_size)
    others = [mask for part in gate.parts if part is not widest for mask in masks(part)]
    return tuple(tuple(dict.fromkeys((*way, *others))) for way in ways(widest))


def _size(gate: Gate) -> int:
    """Return how many masks a gate takes as one way."""
    if isinstance(gate, Needs):
        return 1
    sizes = list(map(_size, gate.parts))
    return sum(sizes) if isinstance(gate, NeedsAll) else math.prod(sizes)


def lead_through(through: Ways, present: int) -> bool:
    """Tell whether a text with the bits `present` gets through one of the ways."""
    for needed in through:
        for mask in needed:
            if not present & mask:
                break
        else:
            return True
    return False


def key(gate: Gate) -> Needs | None:
    """Return bits of which an open gate has at least one, the rarest that it offers, or None where it has none."""
    if isinstance(gate, Needs):
        return gate
    keys = [key(part) for part in gate.parts]
    if isinstance(gate, NeedsAll):
        known = [one for one in keys if one]
        return next((one for one in known if one.rare), known[0] if known else None)
    mask = 0
    for one in keys:
        if one is None:
            return None
        mask |= one.mask
    return Needs(mask, all(one.rare for one in keys if one)) if mask else None
