"""Conditions decided on one comment, with what speaks for them.

Three values: a condition that needs a fact nobody knows is neither true nor false, `not` leaves it so, and at the top
unknown counts as false.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import eq
from typing import Any, Final

from moderation.rulebook import links, patterns
from moderation.rulebook.disguise import worst
from moderation.rulebook.exempt import Range, exempt_ranges
from moderation.rulebook.rule import (
    KEYS,
    TRUST,
    All,
    Any_,
    Author,
    Caps,
    Condition,
    Count,
    Disguised,
    Length,
    Links,
    Near,
    Not,
    Regex,
    Repeat,
    Rule,
    Terms,
)
from moderation.rulebook.view import Found, View
from moderation.taxonomy import Via

# Characters that people draw lines with; a row of them is no flood.
_LINE_DRAWING: Final = frozenset("-=_*.~#+·•─—")


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether a condition holds (None: cannot be known), the ranges that speak for it, and how they were read."""

    truth: bool | None
    ranges: tuple[Range, ...] = ()
    via: Via | None = None


NO: Final = Outcome(False)
UNKNOWN: Final = Outcome(None)
Trace = Callable[[str, Outcome], None]


def silent(path: str, outcome: Outcome) -> None:
    """Listen to no condition."""


class Decision:
    """One rule on one comment."""

    def __init__(self, view: View, rule: Rule, groups: frozenset[int], trace: Trace = silent) -> None:
        self.view = view
        self._rule_groups = groups
        self._skips = rule.skip
        self._looks_everywhere = False  # under `not`, words in a quotation count, too
        self._trace = trace

    def decide(self, condition: Condition, path: str) -> Outcome:
        """Return the outcome of a condition; `path` names it in the trace."""
        outcome = _DECIDERS[type(condition)](self, condition, path)
        self._trace(path, outcome)
        return outcome

    def open(self, ranges: Iterable[Any]) -> list[Any]:
        """Return what lies outside the exempt ranges; items have `start` and `end`."""
        found = list(ranges)
        if self._looks_everywhere or not self._skips or not found:
            return found
        exempt = exempt_ranges(self.view, self._skips)
        return [one for one in found if not any(a <= one.start and one.end <= b for a, b in exempt)]

    def finds(self, terms: tuple[str, ...]) -> list[Found]:
        """Return where terms of a list stand outside exempt ranges."""
        return self.open(self.view.finds(self.view.program.groups[terms]))

    # --- words ---

    def terms(self, condition: Terms, path: str) -> Outcome:
        return _from_finds(self.finds(condition.terms))

    def near(self, condition: Near, path: str) -> Outcome:
        pairs = [
            (one, other)
            for one in self.finds(condition.of)
            for other in self.finds(condition.to)
            if _apart(one, other, condition.words)
        ]
        if not pairs:
            return NO
        via = _best(worst((one.via, other.via)) for one, other in pairs)
        return Outcome(True, _ranges(found for pair in pairs for found in pair), via)

    def count(self, condition: Count, path: str) -> Outcome:
        found = _apart_from_each_other(self.finds(condition.of))
        if len(found) < condition.min:
            return NO
        most_trusted = sorted((f.via for f in found), key=TRUST.__getitem__, reverse=True)
        return Outcome(True, _ranges(found), worst(most_trusted[: condition.min]))

    def regex(self, condition: Regex, path: str) -> Outcome:
        places = [_Place(*span) for span in patterns.search(condition.pattern, self.view.text)]
        found = self.open(places)
        if not found:
            return NO
        return Outcome(True, _ranges(found), _best(self.view.written(place.start, place.end) for place in found))

    def disguised(self, condition: Disguised, path: str) -> Outcome:
        found = (f for group in self._rule_groups for f in self.open(self.view.finds(group)))
        return _from_finds([f for f in found if f.via in condition.kinds])

    # --- shape ---

    def links(self, condition: Links, path: str) -> Outcome:
        found = self.open(links.find_links(self.view.text, condition.domain))
        if not _between(len(found), condition.min, condition.max):
            return NO
        return Outcome(True, _ranges(found), _best(self.view.written(link.start, link.end) for link in found))

    def caps(self, condition: Caps, path: str) -> Outcome:
        text = self._original()
        letters, capitals = sum(map(str.isalpha, text)), sum(map(str.isupper, text))
        if letters < condition.letters:
            return NO
        return Outcome(True) if capitals >= condition.ratio * letters else NO

    def repeat(self, condition: Repeat, path: str) -> Outcome:
        found: list[Range] = []
        if condition.char is not None:
            pattern = re.compile(rf"(\S)\1{{{condition.char - 1},}}")
            found += [m.span() for m in pattern.finditer(self.view.text) if m.group(1) not in _LINE_DRAWING]
        if condition.word is not None:
            found += _word_rows(self.view, condition.word)
        return Outcome(True, tuple(found)) if found else NO

    def length(self, condition: Length, path: str) -> Outcome:
        size = len(self.view.words) if condition.words else len(self.view.folded.original)
        return Outcome(_between(size, condition.min, condition.max))

    def author(self, condition: Author, path: str) -> Outcome:
        value = getattr(self.view.context, f"author_{condition.fact}")
        return UNKNOWN if value is None else Outcome(_between(value, condition.min, condition.max))

    # --- logic ---

    def all(self, condition: All, path: str) -> Outcome:
        outcomes: list[Outcome] = []
        for part in condition.parts:
            outcomes.append(self.decide(part, f"{path}.{KEYS[type(part)]}"))
            if outcomes[-1].truth is False:
                return NO
        if any(outcome.truth is None for outcome in outcomes):
            return UNKNOWN
        vias = [outcome.via for outcome in outcomes if outcome.via]
        return Outcome(True, _merged(outcomes), worst(vias) if vias else None)

    def any(self, condition: Any_, path: str) -> Outcome:
        outcomes = [
            self.decide(part, f"{path}[{at}].{KEYS[type(part)]}") for at, part in enumerate(condition.parts)
        ]
        true = [outcome for outcome in outcomes if outcome.truth]
        if not true:
            return UNKNOWN if any(outcome.truth is None for outcome in outcomes) else NO
        vias = [outcome.via for outcome in true if outcome.via]
        return Outcome(True, _merged(true), _best(vias) if len(vias) == len(true) else None)

    def negated(self, condition: Not, path: str) -> Outcome:
        before, self._looks_everywhere = self._looks_everywhere, True
        outcome = self.decide(condition.part, f"{path}.{KEYS[type(condition.part)]}")
        self._looks_everywhere = before
        return UNKNOWN if outcome.truth is None else Outcome(not outcome.truth)

    def _original(self) -> str:
        view = self.view
        return view.folded.original[: view.folded.ends[len(view.text) - 1]] if view.text else ""


_DECIDERS: Final[dict[type, Callable[..., Outcome]]] = {
    Terms: Decision.terms,
    Near: Decision.near,
    Count: Decision.count,
    Regex: Decision.regex,
    Disguised: Decision.disguised,
    Links: Decision.links,
    Caps: Decision.caps,
    Repeat: Decision.repeat,
    Length: Decision.length,
    Author: Decision.author,
    All: Decision.all,
    Any_: Decision.any,
    Not: Decision.negated,
}


@dataclass(frozen=True, slots=True)
class _Place:
    start: int
    end: int


def _from_finds(found: Sequence[Found]) -> Outcome:
    return Outcome(True, _ranges(found), _best(f.via for f in found)) if found else NO


def _best(vias: Iterable[Via]) -> Via:
    return max(vias, key=TRUST.__getitem__, default="exact")


def _ranges(found: Iterable[Any]) -> tuple[Range, ...]:
    return tuple(sorted({(f.start, f.end) for f in found}))


def _merged(outcomes: Iterable[Outcome]) -> tuple[Range, ...]:
    return tuple(sorted({found for outcome in outcomes for found in outcome.ranges}))


def _apart(one: Found, other: Found, words: int) -> bool:
    """Tell whether two finds do not overlap and lie at most `words` words from each other."""
    if one.start < other.end and other.start < one.end:
        return False
    gap = other.first - one.last if one.start < other.start else one.first - other.last
    return gap <= words


def _apart_from_each_other(found: Sequence[Found]) -> list[Found]:
    """Return finds that do not overlap, so that `new york` and `york` count once."""
    kept: list[Found] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _between(value: int, least: int | None, most: int | None) -> bool:
    return (least is None or value >= least) and (most is None or value <= most)


def _word_rows(view: View, least: int) -> list[Range]:
    """Return where one word stands `least` times in a row or more."""
    if not any(map(eq, view.words, view.words[1:])):
        return []
    rows: list[Range] = []
    begin = 0
    units = view.units
    for at in range(1, len(units) + 1):
        if at == len(units) or units[at].word != units[begin].word:
            if at - begin >= least:
                rows.append((units[begin].start, units[at - 1].end))
            begin = at
    return rows
