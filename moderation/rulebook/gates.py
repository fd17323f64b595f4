"""What must stand in a text for a rule to have a chance, derived from the rule's conditions.

Never written by hand: hand-written gates lost 18 of 63 hits in our trial. A gate may let too much through, never too
little; a test holds that rules with and without gates give the same hits.
"""

from __future__ import annotations

import string
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from moderation.rulebook import links
from moderation.rulebook.rule import All, Any_, Caps, Condition, Count, Links, Near, Regex, Repeat, Terms

# Facts that are cheaper to look at than to search for; their bits come before those of words.
NON_ASCII: Final = 1
MANY_CAPITALS: Final = 2
FIRST_BIT: Final = 2
FEWEST_CAPITALS: Final = 5

# A text that has one of these has told nothing yet.
_COMMON: Final = frozenset(
    "a all an and any are as at be been but by can do for from get go got had has have he her him his how i if in is "
    "it its just know like me my no not now of on one or our out people she so some than that the their them then "
    "there they this to too u up ur us was we were what when who why will with would yes you your youre".split()
)
_TRIPLES: Final = tuple(char * 3 for char in string.printable if not char.isspace() and char not in string.ascii_uppercase)


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


def derive(condition: Condition, words: Callable[[tuple[str, ...]], int], hints: Callable[[tuple[str, ...]], int]) -> Gate:
    """Return the gate of a condition. `words` gives the bit of a list of terms, `hints` that of a set of strings."""
    if isinstance(condition, Terms):
        return _listed(condition.terms, words)
    if isinstance(condition, Near):
        return NeedsAll((_listed(condition.of, words), _listed(condition.to, words)))
    if isinstance(condition, Count):
        return _listed(condition.of, words)
    if isinstance(condition, Regex):
        return Needs(hints(condition.hint), rare=min(map(len, condition.hint)) > 2)
    if isinstance(condition, Links) and condition.min > 0:
        return Needs(hints(condition.domain or links.HINTS))
    if isinstance(condition, Caps) and condition.letters * condition.ratio >= FEWEST_CAPITALS:
        return Needs(MANY_CAPITALS)
    if isinstance(condition, Repeat) and condition.char is not None and condition.word is None:
        return Needs(NON_ASCII | hints(_TRIPLES))
    if isinstance(condition, All):
        return NeedsAll(tuple(derive(part, words, hints) for part in condition.parts))
    if isinstance(condition, Any_):
        return NeedsAny(tuple(derive(part, words, hints) for part in condition.parts))
    return ALWAYS


def _listed(terms: tuple[str, ...], words: Callable[[tuple[str, ...]], int]) -> Gate:
    return Needs(words(terms), rare=not _COMMON.intersection(terms))


def is_open(gate: Gate, present: int) -> bool:
    """Tell whether a text with the bits `present` meets the gate."""
    if isinstance(gate, Needs):
        return bool(gate.mask & present)
    if isinstance(gate, NeedsAll):
        return all(is_open(part, present) for part in gate.parts)
    return any(is_open(part, present) for part in gate.parts)


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
