"""One comment as the conditions see it: found words, exempt ranges, facts, each worked out when first asked for."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Final

from moderation.records import Context, Folded, Span
from moderation.rulebook.compile import Program
from moderation.rulebook.disguise import instead, reread
from moderation.rulebook.finders import Unit
from moderation.rulebook.oddities import Odd, placed
from moderation.rulebook.outcome import worst
from moderation.rulebook.rule import TRUST
from moderation.rulebook.sentences import may_end, sentence_ends
from moderation.rulebook.terms import Literal
from moderation.rulebook.words import SEPARATOR, blank_marks, is_edge
from moderation.taxonomy import Via

_WORDS: Final = re.compile(r"[^ ]+")
AcHit = tuple[int, int, int]  # entry, start, end in what `joined` returns


@dataclass(frozen=True, slots=True)
class Found:
    """A term in the text: its range in the folded text, the numbers of its first and last word, how it was read."""

    start: int
    end: int
    first: int
    last: int
    via: Via


class View:
    """A comment that may be of interest. Made for one comment, used once, never shared."""

    def __init__(
        self,
        program: Program,
        folded: Folded,
        words: tuple[str, list[str]],
        around: tuple[Context, str],
        hits: list[AcHit],
    ) -> None:
        self.program = program
        self.folded = folded
        self.text, self.words = words
        self.context, self.language = around
        self._hits = hits
        self._finds: dict[int, list[Found]] = {}
        self._rereadings: list[tuple[list[Unit], str, list[AcHit]]] = []
        self._ranges: dict[str, list[tuple[int, int]]] = {}

    @cached_property
    def units(self) -> list[Unit]:
        """The words as they stand."""
        return [Unit(m.group(), m.start(), m.end(), "exact") for m in _WORDS.finditer(blank_marks(self.text))]

    @cached_property
    def _numbers(self) -> Sequence[int]:
        """The number of each word; what follows an apostrophe belongs to the word before it ("you're" is one)."""
        if "'" not in self.text:
            return range(len(self.units))
        numbers: list[int] = []
        for at, unit in enumerate(self.units):
            joined = at > 0 and self.text[self.units[at - 1].end : unit.start] == "'"
            numbers.append((numbers[-1] if numbers else -1) + (not joined))
        return numbers

    @cached_property
    def _starts(self) -> list[int]:
        return [unit.start for unit in self.units]

    @cached_property
    def _ends(self) -> list[int]:
        return sentence_ends(self.text)

    def in_one_sentence(self, start: int, end: int) -> bool:
        """Tell whether no sentence ends between two offsets."""
        if not may_end(self.text, start, end):
            return True
        ends = self._ends
        return not ends or bisect_right(ends, start) == bisect_right(ends, end - 1)

    def number(self, at: int) -> int:
        """Return the number of the word at or before offset `at`."""
        return self._numbers[max(0, bisect_right(self._starts, at) - 1)] if self._numbers else 0

    def finds(self, group: int) -> list[Found]:
        """Return what was found of a list of terms, in text order, each place once in its most trusted reading."""
        known = self._finds.get(group)
        if known is None:
            places: dict[tuple[int, int], Found] = {}
            for found in chain(self._plain(group), self._disguised(group)):
                known_place = places.setdefault((found.start, found.end), found)
                if TRUST[found.via] > TRUST[known_place.via]:
                    places[found.start, found.end] = found
            known = self._finds[group] = sorted(places.values(), key=lambda found: (found.start, found.end))
        return known

    def forget(self, group: int, places: Collection[tuple[int, int]]) -> None:
        """Leave out what was found of a list of terms at some ranges, to see what hangs on it."""
        self._finds[group] = [found for found in self.finds(group) if (found.start, found.end) not in places]

    def _plain(self, group: int) -> Iterator[Found]:
        size = len(self.text)
        for start, end, literal in self._literals.get(group, ()):
            if literal.raw is not None:
                if end <= size and is_edge(self.text, start) and is_edge(self.text, end):
                    yield self._place(start, end, self._as_written(start, end, literal))
            elif start >= size:
                first = self._haystack.count(SEPARATOR, size, start + 1) - 1
                units = self.units[first : first + len(literal.words)]
                place = (units[0].start, units[-1].end)
                if len(units) == 1 or self.in_one_sentence(*place):
                    yield self._place(*place, self._as_written(*place, literal))

    @cached_property
    def _literals(self) -> dict[int, list[tuple[int, int, Literal]]]:
        """What the automaton found, by list of terms: a rule asks for a few lists of many."""
        entries = self.program.entries
        found: dict[int, list[tuple[int, int, Literal]]] = {}
        for index, start, end in self._hits:
            for number, literal in entries[index].finds:
                found.setdefault(number, []).append((start, end, literal))
        return found

    @property
    def original(self) -> str:
        """The part of the original that the folded text comes from."""
        return self.folded.original[: self.folded.ends[len(self.text) - 1]] if self.text else ""

    @cached_property
    def _haystack(self) -> str:
        return joined(self.text, self.words)

    def reread(self, kinds: int, odd: Sequence[Odd]) -> int:
        """Look for words disguised in these ways, and for odd ones; return the bits of the lists they belong to."""
        bits = 0
        others = placed(odd, self.text, self.units) if odd else ()
        for taken in reread(self.program.lexicon, self.folded, self.text, kinds, others):
            units = instead(self.units, taken)
            text = joined("", [unit.word for unit in units])
            hits = self.program.automaton.find_matches_as_indexes(text, overlapping=True)
            self._rereadings.append((units, text, hits))
            for index, _, _ in hits:
                bits |= self.program.entries[index].bits
        return bits

    def _disguised(self, group: int) -> Iterator[Found]:
        bit = 1 << group
        for units, text, hits in self._rereadings:
            for index, start, _ in hits:
                entry = self.program.entries[index]
                if entry.bits & bit:
                    for number, literal in entry.finds:
                        if number == group and literal.raw is None:
                            first = text.count(SEPARATOR, 0, start + 1) - 1
                            yield from self._reread_place(units[first : first + len(literal.words)])

    def _reread_place(self, taken: Sequence[Unit]) -> Iterator[Found]:
        via = worst(unit.via for unit in taken)
        if via != "exact" and (len(taken) == 1 or self.in_one_sentence(taken[0].start, taken[-1].end)):
            yield self._place(taken[0].start, taken[-1].end, via)

    def ranges(self, name: str, finder: Callable[[View], Iterator[tuple[int, int]]]) -> list[tuple[int, int]]:
        """Return the ranges that `finder` finds, looked for once."""
        if name not in self._ranges:
            self._ranges[name] = list(finder(self))
        return self._ranges[name]

    def _place(self, start: int, end: int, via: Via) -> Found:
        return Found(start, end, self.number(start), self.number(end - 1), via)

    def _as_written(self, start: int, end: int, literal: Literal) -> Via:
        """Tell whether the term stands in the original as the rule writes it, but for case and marks between."""
        span = self.folded.span(start, end)
        original = self.folded.original[span.start : span.end].lower()
        if original == self.text[start:end] or original == literal.surface:
            return "exact"
        return "exact" if blank_marks(original).split() == blank_marks(literal.surface).split() else "fold"

    def written(self, start: int, end: int) -> Via:
        """Tell whether a range of the folded text stands in the original, but for case."""
        span = self.folded.span(start, end)
        return "exact" if self.folded.original[span.start : span.end].lower() == self.text[start:end] else "fold"

    def fold_range(self, span: Span) -> tuple[int, int]:
        """Return the range of the folded text that comes from a range of the original."""
        return bisect_left(self.folded.starts, span.start), bisect_left(self.folded.starts, span.end)


def joined(text: str, words: list[str]) -> str:
    """Return what the automaton reads: the text for strings as they stand, then its words between separators."""
    return f"{text}{SEPARATOR}{SEPARATOR.join(words)}{SEPARATOR}"
