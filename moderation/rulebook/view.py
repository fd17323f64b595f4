"""One comment as the conditions see it: found words, exempt ranges, facts, each worked out when first asked for."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from moderation.records import Context, Folded, Span
from moderation.rulebook.compile import Program
from moderation.rulebook.disguise import Unit, reread, worst
from moderation.rulebook.terms import Literal
from moderation.rulebook.words import SEPARATOR, blank_marks, is_edge
from moderation.taxonomy import Via

_WORDS: Final = re.compile(r"[^ ]+")
AcHit = tuple[int, int, int]  # entry, start, end


@dataclass(frozen=True, slots=True)
class Found:
    """A term in the text: its range in the folded text, the numbers of its first and last word, how it was read."""

    start: int
    end: int
    first: int
    last: int
    via: Via


class View:
    """A comment that opened a gate. Made for one comment, used once, never shared."""

    def __init__(self, program: Program, folded: Folded, text: str, context: Context, hits: list[AcHit]) -> None:
        self.program = program
        self.folded = folded
        self.text = text
        self.context = context
        self._hits = hits

    @cached_property
    def units(self) -> list[Unit]:
        """The words as they stand."""
        return [Unit(m.group(), m.start(), m.end(), "exact") for m in _WORDS.finditer(blank_marks(self.text))]

    @cached_property
    def _numbers(self) -> list[int]:
        """The number of each word; what follows an apostrophe belongs to the word before it ("you're" is one)."""
        numbers: list[int] = []
        for at, unit in enumerate(self.units):
            joined = at > 0 and self.text[self.units[at - 1].end : unit.start] == "'"
            numbers.append((numbers[-1] if numbers else -1) + (not joined))
        return numbers

    @cached_property
    def _starts(self) -> list[int]:
        return [unit.start for unit in self.units]

    def number(self, at: int) -> int:
        """Return the number of the word at or before offset `at`."""
        return self._numbers[max(0, bisect_right(self._starts, at) - 1)] if self._numbers else 0

    @cached_property
    def found(self) -> dict[int, list[Found]]:
        """What was found, by group, in text order, each place once in its most trusted reading."""
        table: dict[int, dict[tuple[int, int], Found]] = {}
        for group, found in self._all_found():
            table.setdefault(group, {}).setdefault((found.start, found.end), found)
        return {group: sorted(places.values(), key=lambda f: (f.start, f.end)) for group, places in table.items()}

    def _all_found(self) -> Iterable[tuple[int, Found]]:
        size = len(self.text)
        haystack = joined(self.text, [unit.word for unit in self.units])
        for index, start, end in self._hits:
            entry = self.program.entries[index]
            for group, literal in entry.finds:
                if literal.raw is not None:
                    if end <= size and is_edge(self.text, start) and is_edge(self.text, end):
                        yield group, self._place(start, end, self._as_written(start, end, literal))
                elif start >= size:
                    first = haystack.count(SEPARATOR, size, start + 1) - 1
                    units = self.units[first : first + len(literal.words)]
                    place = (units[0].start, units[-1].end)
                    yield group, self._place(*place, self._as_written(*place, literal))
        if any(self.program.entries[index].mark for index, _, _ in self._hits):
            yield from self._disguised()

    def _disguised(self) -> Iterable[tuple[int, Found]]:
        units = reread(self.program, self.text, self.units)
        if len(units) == len(self.units) and all(unit.via == "exact" for unit in units):
            return
        haystack = joined("", [unit.word for unit in units])
        for index, start, _ in self.program.automaton.find_matches_as_indexes(haystack, overlapping=True):
            for group, literal in self.program.entries[index].finds:
                if literal.raw is None:
                    first = haystack.count(SEPARATOR, 0, start + 1) - 1
                    taken = units[first : first + len(literal.words)]
                    via = worst(unit.via for unit in taken)
                    if via != "exact":
                        yield group, self._place(taken[0].start, taken[-1].end, via)

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
