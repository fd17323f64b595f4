"""Conditions without parts, each made ready to be decided on one comment after the other."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from operator import eq
from typing import Any, Final

from moderation.rulebook import patterns, rule
from moderation.rulebook.comment.view import Found, View
from moderation.rulebook.deciding import around
from moderation.rulebook.deciding.around import is_between
from moderation.rulebook.deciding.exempt import Placed, outside
from moderation.rulebook.outcome import NO, UNKNOWN, YES, Outcome, Range, best, held, said, worst
from moderation.rulebook.program.gates import LINE_DRAWING
from moderation.rulebook.program.links import most_links
from moderation.rulebook.rule import TRUST
from moderation.rulebook.terms import MOST_WORDS

Decide = Callable[[View], Outcome]
Find = Callable[[View], Sequence[Found]]


@dataclass(frozen=True, slots=True)
class Scope:
    """What a condition takes from the rule that it is part of.

    `groups` numbers all lists of terms, `own` are the numbers of the rule's. `exempts` is set under `not`: there,
    quoted words count, too.
    """

    groups: Mapping[tuple[str, ...], int]
    own: frozenset[int]
    skips: tuple[rule.Skip, ...]
    exempts: bool = False

    def inside_not(self) -> Scope:
        """Return what a condition under `not` takes from the same rule."""
        return replace(self, skips=(), exempts=True)

    def finder(self, terms: tuple[str, ...]) -> Find:
        """Return what finds terms of a list; what exempts has to be spelt as such (`frm` is no farm)."""
        group, skips = self.groups[terms], self.skips
        if self.exempts:
            return lambda view: [one for one in view.finds(group) if one.via != "respelt"]

        def find(view: View) -> Sequence[Found]:
            found = view.finds(group)
            return outside(view, skips, found) if found else found

        return find


@dataclass(frozen=True, slots=True)
class _Place:
    start: int
    end: int


def _ranges(things: Iterable[Placed]) -> list[Range]:
    return [(one.start, one.end) for one in things]


def _by_finds(found: Sequence[Found]) -> Outcome:
    if len(found) == 1:  # nine of ten
        start, end, via = found[0]
        return Outcome(truth=True, ranges=((start, end),), via=via)
    return held(_ranges(found), best([one.via for one in found])) if found else NO


def _terms(scope: Scope, condition: rule.Terms) -> Decide:
    find = scope.finder(condition.terms)

    def decide(view: View) -> Outcome:
        return _by_finds(find(view))

    return decide


def _near(scope: Scope, condition: rule.Near) -> Decide:
    find_ones, find_others = scope.finder(condition.of), scope.finder(condition.to)

    def decide(view: View) -> Outcome:
        ones = find_ones(view)
        others = find_others(view) if ones else ()
        return _by_pairs(list(_pairs(view, ones, others, condition))) if others else NO

    return decide


def _by_pairs(pairs: Sequence[tuple[Found, Found]]) -> Outcome:
    if not pairs:
        return NO
    via = best(worst((one.via, other.via)) for one, other in pairs)
    return held(_ranges(found for pair in pairs for found in pair), via)


def _pairs(
    view: View, ones: Sequence[Found], others: Sequence[Found], condition: rule.Near
) -> Iterator[tuple[Found, Found]]:
    numbers = [_numbers(view, other) for other in others]
    firsts = [first for first, _ in numbers]
    reach = condition.words + MOST_WORDS
    for one in ones:
        first, last = _numbers(view, one)
        for at in range(bisect_left(firsts, first - reach), bisect_right(firsts, last + reach)):
            other = others[at]
            if one.start < other.end and other.start < one.end:  # they overlap
                continue
            between = numbers[at][0] - last if one.start < other.start else first - numbers[at][1]
            if between <= condition.words and (condition.within == "text" or _together(view, one, other)):
                yield one, other


def words_between(view: View, one: Found, other: Found) -> int | None:
    """Return by how many words two places lie apart, 1 for words side by side; None where they overlap."""
    if one.start < other.end and other.start < one.end:
        return None
    first, second = sorted((one, other), key=lambda found: found.start)
    return _numbers(view, second)[0] - _numbers(view, first)[1]


def _numbers(view: View, found: Found) -> tuple[int, int]:
    """Return the numbers of the first and the last word of what was found."""
    return view.places.numbers(found.start, found.end)


def _together(view: View, one: Found, other: Found) -> bool:
    return view.in_one_sentence(min(one.start, other.start), max(one.end, other.end))


def _count(scope: Scope, condition: rule.Count) -> Decide:
    find = scope.finder(condition.of)

    def decide(view: View) -> Outcome:
        found: list[Found] = []
        for one in find(view):  # `new york` and `york` count once
            if not found or one.start >= found[-1].end:
                found.append(one)
        if len(found) < condition.min:
            return NO
        most_trusted = sorted((one.via for one in found), key=TRUST.__getitem__, reverse=True)
        return held(_ranges(found), worst(most_trusted[: condition.min]))

    return decide


def _regex(scope: Scope, condition: rule.Regex) -> Decide:
    def decide(view: View) -> Outcome:
        places = [_Place(*span) for span in patterns.search(condition.pattern, view.text)]
        plain = _as_written(view, outside(view, scope.skips, places))
        # What exempts has to be spelt as such, and what stands there needs no second look.
        if plain.truth or scope.exempts or not view.in_disguise:
            return plain
        return _by_finds(outside(view, scope.skips, _in_disguise(view, condition)))

    return decide


def _in_disguise(view: View, condition: rule.Regex) -> list[Found]:
    """Return what the pattern matches where disguised words are written out, its hint in one of them.

    A disguised word beside the one with the hint is not worth a search of every text with both.
    """
    words = {word for word in view.in_disguise if any(hint in word for hint in condition.hint)}
    found: list[Found] = []
    for reading in view.rewritten if words else ():
        if not words.isdisjoint(reading.words):
            spans = patterns.search(condition.pattern, reading.text)
            found += [Found(*origin) for span in spans if (origin := reading.origin(*span))]
    return found


def _as_written(view: View, found: Sequence[Placed]) -> Outcome:
    return held(_ranges(found), best(view.written(one.start, one.end) for one in found)) if found else NO


def _disguised(scope: Scope, condition: rule.Disguised) -> Decide:
    def decide(view: View) -> Outcome:
        found = [one for group in scope.own for one in outside(view, scope.skips, view.finds(group))]
        return _by_finds([one for one in found if one.via in condition.kinds])

    return decide


def _links(scope: Scope, condition: rule.Links) -> Decide:
    def decide(view: View) -> Outcome:
        if not condition.domain and condition.min > most_links(view.text):
            return NO
        found = outside(view, scope.skips, view.links(condition.domain))
        if not is_between(len(found), condition.min, condition.max):
            return NO
        return _as_written(view, found) if found else YES

    return decide


def _caps(scope: Scope, condition: rule.Caps) -> Decide:  # noqa: ARG001
    def decide(view: View) -> Outcome:
        letters, capitals = sum(map(str.isalpha, view.original)), sum(map(str.isupper, view.original))
        return said(letters >= condition.letters and capitals >= condition.ratio * letters)

    return decide


def _repeat(scope: Scope, condition: rule.Repeat) -> Decide:  # noqa: ARG001
    def decide(view: View) -> Outcome:
        found: list[Range] = []
        if condition.char is not None:
            rows = _row_of(condition.char).finditer(view.text)
            found += [row.span() for row in rows if row.group(1) not in LINE_DRAWING]
        if condition.word is not None:
            found += _word_rows(view, condition.word)
        return held(found) if found else NO

    return decide


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


def _length(scope: Scope, condition: rule.Length) -> Decide:  # noqa: ARG001
    def decide(view: View) -> Outcome:
        size = len(view.words) if condition.words else len(view.folded.original)
        return said(is_between(size, condition.min, condition.max))

    return decide


def _around(scope: Scope, condition: rule.Surrounding) -> Decide:  # noqa: ARG001
    fact = around.FACTS[type(condition)]

    def decide(view: View) -> Outcome:
        holds = fact(condition, view.context, view.language)
        return UNKNOWN if holds is None else said(holds)

    return decide


LOOKS: Final[dict[type, Callable[[Scope, Any], Decide]]] = {
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
