"""Conditions without parts, each decided by a look at the comment."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import eq
from typing import Any, Final, Protocol, TypeVar

from moderation.rulebook import around, patterns, rule
from moderation.rulebook.around import is_between
from moderation.rulebook.exempt import exempt_ranges, is_inside
from moderation.rulebook.gates import LINE_DRAWING
from moderation.rulebook.outcome import NO, UNKNOWN, Outcome, Range, best, held, said, worst
from moderation.rulebook.rule import TRUST
from moderation.rulebook.terms import MOST_WORDS
from moderation.rulebook.view import Found, View


class Placed(Protocol):
    """Something that stands somewhere in the folded text."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends."""


Thing = TypeVar("Thing", bound=Placed)


@dataclass(frozen=True, slots=True)
class Look:
    """A comment as one rule looks at it. `everywhere` is set under `not`: there, quoted words count, too."""

    view: View
    skips: tuple[rule.Skip, ...]
    groups: frozenset[int]
    everywhere: bool = False

    def open(self, things: Sequence[Thing]) -> Sequence[Thing]:
        """Return the things that stand outside the ranges that the rule skips."""
        if self.everywhere or not self.skips or not things:
            return things
        exempt = exempt_ranges(self.view, self.skips)
        return [one for one in things if not is_inside(exempt, one.start, one.end)] if exempt else things

    def anywhere(self) -> Look:
        """Return the comment as the same rule looks at it under `not`."""
        return self if self.everywhere else Look(self.view, self.skips, self.groups, everywhere=True)

    def finds(self, terms: tuple[str, ...]) -> Sequence[Found]:
        """Return where terms of a list stand; what exempts has to be spelt as such (`frm` is no farm)."""
        found = self.open(self.view.finds(self.view.program.groups[terms]))
        return [one for one in found if one.via != "respelt"] if self.everywhere else found


@dataclass(frozen=True, slots=True)
class _Place:
    start: int
    end: int


def _ranges(things: Iterable[Placed]) -> list[Range]:
    return [(one.start, one.end) for one in things]


def _by_finds(found: Sequence[Found]) -> Outcome:
    return held(_ranges(found), best(one.via for one in found)) if found else NO


def _terms(look: Look, condition: rule.Terms) -> Outcome:
    return _by_finds(look.finds(condition.terms))


def _near(look: Look, condition: rule.Near) -> Outcome:
    ones, others = look.finds(condition.of), look.finds(condition.to)
    if not ones or not others:
        return NO
    firsts = [other.first for other in others]
    reach = condition.words + MOST_WORDS
    pairs = [
        (one, other)
        for one in ones
        for other in others[bisect_left(firsts, one.first - reach) : bisect_right(firsts, one.last + reach)]
        if _apart(one, other, condition.words) and (condition.within == "text" or _together(look.view, one, other))
    ]
    if not pairs:
        return NO
    via = best(worst((one.via, other.via)) for one, other in pairs)
    return held(_ranges(found for pair in pairs for found in pair), via)


def _apart(one: Found, other: Found, words: int) -> bool:
    """Tell whether two finds do not overlap and lie at most `words` words from each other."""
    if one.start < other.end and other.start < one.end:
        return False
    return (other.first - one.last if one.start < other.start else one.first - other.last) <= words


def _together(view: View, one: Found, other: Found) -> bool:
    return view.in_one_sentence(min(one.start, other.start), max(one.end, other.end))


def _count(look: Look, condition: rule.Count) -> Outcome:
    found: list[Found] = []
    for one in look.finds(condition.of):  # `new york` and `york` count once
        if not found or one.start >= found[-1].end:
            found.append(one)
    if len(found) < condition.min:
        return NO
    most_trusted = sorted((one.via for one in found), key=TRUST.__getitem__, reverse=True)
    return held(_ranges(found), worst(most_trusted[: condition.min]))


def _regex(look: Look, condition: rule.Regex) -> Outcome:
    places = [_Place(*span) for span in patterns.search(condition.pattern, look.view.text)]
    found = look.open(places)
    return held(_ranges(found), best(look.view.written(one.start, one.end) for one in found)) if found else NO


def _disguised(look: Look, condition: rule.Disguised) -> Outcome:
    found = [one for group in look.groups for one in look.open(look.view.finds(group))]
    return _by_finds([one for one in found if one.via in condition.kinds])


def _links(look: Look, condition: rule.Links) -> Outcome:
    found = look.open(look.view.links(condition.domain))
    if not is_between(len(found), condition.min, condition.max):
        return NO
    return held(_ranges(found), best(look.view.written(one.start, one.end) for one in found) if found else None)


def _caps(look: Look, condition: rule.Caps) -> Outcome:
    text = look.view.original
    letters, capitals = sum(map(str.isalpha, text)), sum(map(str.isupper, text))
    return said(letters >= condition.letters and capitals >= condition.ratio * letters)


def _repeat(look: Look, condition: rule.Repeat) -> Outcome:
    found: list[Range] = []
    if condition.char is not None:
        rows = _row_of(condition.char).finditer(look.view.text)
        found += [row.span() for row in rows if row.group(1) not in LINE_DRAWING]
    if condition.word is not None:
        found += _word_rows(look.view, condition.word)
    return held(found) if found else NO


@lru_cache(maxsize=64)
def _row_of(least: int) -> re.Pattern[str]:
    return re.compile(rf"(\S)\1{{{least - 1},}}")


def _word_rows(view: View, least: int) -> list[Range]:
    """Return where one word stands `least` times in a row or more."""
    rows: list[Range] = []
    begin = 0
    for is_one, row in groupby(map(eq, view.words, view.words[1:])):
        size = sum(1 for _ in row)
        if is_one and size + 1 >= least:
            rows.append((view.places.starts[begin], view.places.end(begin + size)))
        begin += size
    return rows


def _length(look: Look, condition: rule.Length) -> Outcome:
    size = len(look.view.words) if condition.words else len(look.view.folded.original)
    return said(is_between(size, condition.min, condition.max))


def _around(look: Look, condition: rule.Surrounding) -> Outcome:
    holds = around.FACTS[type(condition)](condition, look.view.context, look.view.language)
    return UNKNOWN if holds is None else said(holds)


LOOKS: Final[dict[type, Callable[[Look, Any], Outcome]]] = {
    rule.Terms: _terms,
    rule.Near: _near,
    rule.Count: _count,
    rule.Regex: _regex,
    rule.Disguised: _disguised,
    rule.Links: _links,
    rule.Caps: _caps,
    rule.Repeat: _repeat,
    rule.Length: _length,
    **dict.fromkeys(around.FACTS, _around),
}
