"""What deciding a condition gives, and the smallest sums over it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from moderation.rulebook.rule import TRUST
from moderation.taxonomy import Via

Range = tuple[int, int]  # half open, in the folded text


class Outcome(NamedTuple):  # a tuple, because some are made for every rule that looks at a comment
    """Whether a condition holds (None: cannot be known), the ranges that speak for it, and how they were read."""

    truth: bool | None
    ranges: tuple[Range, ...] = ()
    via: Via | None = None


YES: Final = Outcome(truth=True)
NO: Final = Outcome(truth=False)
UNKNOWN: Final = Outcome(truth=None)
Trace = Callable[[str, Outcome], None]


def held(ranges: Iterable[Range], via: Via | None = None) -> Outcome:
    """Return that a condition holds, by these ranges."""
    apart = set(ranges)
    return Outcome(truth=True, ranges=tuple(sorted(apart) if len(apart) > 1 else apart), via=via)


def said(holds: bool) -> Outcome:  # noqa: FBT001
    """Return a plain yes or no."""
    return YES if holds else NO


def worst(vias: Iterable[Via]) -> Via:
    """Return the least trusted of some readings."""
    return min(vias, key=TRUST.__getitem__, default="exact")


def best(vias: Iterable[Via]) -> Via:
    """Return the most trusted of some readings."""
    found = list(vias)
    return "exact" if "exact" in found else max(found, key=TRUST.__getitem__, default="exact")
