"""Terms that no example has, put to the test in the place of a neighbour of theirs.

The words of a list stand for each other, and nobody writes an example for each of three hundred. So a term stands in
for one that an example hangs on: `you dolt` for `you fool`. The example has to go as before, and otherwise without it.
A term that cannot do that never works there: an exemption swallows it, or a shorter term finds all that it finds.
It says that a term is found where it should be, not that it is a good one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from moderation.normalise import fold
from moderation.records import Folded
from moderation.rulebook.comment.view import View
from moderation.rulebook.examples.carets import placed
from moderation.rulebook.match import Rulebook
from moderation.rulebook.rule import Condition, Count, Example, Near, Rule, Terms
from moderation.rulebook.terms import expand, variants

# So many places of the examples are tried for each term.
MOST_PLACES: Final = 6


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an example hangs on a word of a list: a range of its text, and whether the rule matches."""

    example: Example
    start: int
    end: int
    matches: bool


class StandIns:
    """Decides terms of one rule; `path` is that of the condition, with `.of` or `.to` where it has two lists."""

    def __init__(self, rule: Rule) -> None:
        self._alone = Rulebook.of([rule], every_status=True)
        self._lists = dict(_lists(rule.match))
        self._read = [(example, *self._decided(example, fold(example.text))) for example in rule.tests]
        self._groups = next((view.program.groups for _, _, view in self._read), {})
        self._met = {meaning for _, _, view in self._read for meaning in view.met()}
        self._places: dict[tuple[str, ...], list[_Place]] = {}

    def meets(self, path: str, term: str) -> bool:
        """Tell whether some example has a term, in any reading; what none has, none can miss."""
        group = self._groups.get(self._lists[path])
        return any((group, literal) in self._met for literal in variants(term))

    def decides(self, path: str, term: str) -> bool:
        """Tell whether some example goes as before with the term in a neighbour's place, and otherwise without it."""
        terms = self._lists[path]
        if terms not in self._places:
            self._places[terms] = list(self._hanging(terms))
        places = self._places[terms][:MOST_PLACES]
        return any(self._stands_in(place, terms, spelling) for place in places for spelling in expand(term)[:2])

    def _hanging(self, terms: tuple[str, ...]) -> Iterator[_Place]:
        for example, matches, view in self._read:
            group = self._groups[terms]
            for found in view.finds(group):
                if self._without(view, group, {(found.start, found.end)}) is not matches:
                    span = view.folded.span(found.start, found.end)
                    yield _Place(example, span.start, span.end, matches)

    def _stands_in(self, place: _Place, terms: tuple[str, ...], term: str) -> bool:
        text = place.example.text
        folded = fold(f"{text[: place.start]}{term}{text[place.end :]}")
        matches, view = self._decided(place.example, folded)
        if matches is not place.matches:
            return False
        wanted, group = (place.start, place.start + len(term)), self._groups[terms]
        here = {(one.start, one.end) for one in view.finds(group) if _span(folded, one.start, one.end) == wanted}
        return bool(here) and self._without(view, group, here) is not matches

    def _decided(self, example: Example, folded: Folded) -> tuple[bool, View]:
        outcome, view = self._alone.trace(folded, (example.context, example.language.code), 0)
        return outcome.truth is True, view

    def _without(self, view: View, group: int, places: Collection[tuple[int, int]]) -> bool:
        """Tell whether the rule matches where a list's words at some places are not seen."""
        return self._alone.decide(view.lacking(group, places), 0).truth is True


def _span(folded: Folded, start: int, end: int) -> tuple[int, int]:
    span = folded.span(start, end)
    return span.start, span.end


def _lists(match: Condition) -> Iterator[tuple[str, tuple[str, ...]]]:
    for path, condition in placed(match):
        if isinstance(condition, Terms):
            yield path, condition.terms
        elif isinstance(condition, Near):
            yield from ((f"{path}.of", condition.of), (f"{path}.to", condition.to))
        elif isinstance(condition, Count):
            yield f"{path}.of", condition.of
