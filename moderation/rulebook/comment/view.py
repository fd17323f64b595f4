"""One comment as the conditions see it: found words, exempt ranges, facts, each worked out when first asked for."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from itertools import chain
from typing import Final, NamedTuple

from moderation.records import Context, Folded, Span
from moderation.rulebook.comment.disguise import reread
from moderation.rulebook.comment.finders import Unit
from moderation.rulebook.comment.oddities import Odd, placed
from moderation.rulebook.comment.places import Places
from moderation.rulebook.comment.rewritten import Rewritten, rewritten
from moderation.rulebook.comment.sentences import may_end, sentence_ends
from moderation.rulebook.comment.windows import windows
from moderation.rulebook.outcome import Range, worst
from moderation.rulebook.program.compile import AcHit, Meaning, Program
from moderation.rulebook.program.gates import IN_DISGUISE
from moderation.rulebook.program.links import Link, find_links, links_to
from moderation.rulebook.rule import TRUST
from moderation.rulebook.terms import Literal
from moderation.rulebook.words import WordCount, blank_marks, is_edge
from moderation.taxonomy import Via


class Found(NamedTuple):
    """A term in the text: its range in the folded text, and how it was read."""

    start: int
    end: int
    via: Via


_NOWHERE: Final[Mapping[int, Sequence[Literal]]] = {}


class Traces(NamedTuple):
    """The words of a text between separators, and what the automata found in the text as it stands and in these."""

    run: str
    standing: list[AcHit]
    worded: list[AcHit]


class View:
    """A comment that may be of interest. Made for one comment, used once, never shared."""

    def __init__(
        self,
        program: Program,
        folded: Folded,
        places: Places,
        around: tuple[Context, str],
        traces: Traces,
        present: int,
    ) -> None:
        self.program = program
        self.folded = folded
        self.places = places
        self.text, self.words = places.text, places.words
        self.context, self.language = around
        run, self._standing, self._worded = traces
        self._counted = WordCount(run)
        self.present = present
        # What the fold changed no more than case of keeps its offsets so.
        self._is_as_written = isinstance(folded.starts, range)
        self._finds: dict[int, list[Found]] = {}
        self._reread: dict[int, list[tuple[Literal, list[Unit]]]] = {}
        self._readings: Sequence[list[Unit]] = ()
        self.in_disguise: Collection[str] = ()  # words that may stand there: most patterns look for none of them
        self._links: dict[tuple[str, ...], list[Link]] = {}
        self._ends: list[int] | None = None
        self._rewritten: tuple[Rewritten, ...] | None = None
        # Ranges in which a rule may not look, by kind and by the kinds of a rule; `deciding.exempt` fills them.
        self.skipped: dict[str, list[Range]] = {}
        self.exempt: dict[tuple[str, ...], list[Range]] = {}

    def in_one_sentence(self, start: int, end: int) -> bool:
        """Tell whether no sentence ends between two offsets."""
        if not may_end(self.text, start, end):
            return True
        if self._ends is None:
            self._ends = sentence_ends(self.text)
        ends = self._ends
        return not ends or bisect_right(ends, start) == bisect_right(ends, end - 1)

    def finds(self, group: int) -> list[Found]:
        """Return what was found of a list of terms, in text order, each place once in its most trusted reading."""
        known = self._finds.get(group)
        if known is None:
            known = self._plain(group) if self.present >> group & 1 else []
            if group in self._reread or len(known) > 1:
                known = _once_each(chain(known, self._disguised(group)))
            self._finds[group] = known
        return known

    def lacking(self, group: int, places: Collection[tuple[int, int]]) -> View:
        """Return a view of the same comment without a list's terms at some ranges, to see what hangs on them."""
        other = copy(self)
        left = [found for found in self.finds(group) if (found.start, found.end) not in places]
        other._finds = {**self._finds, group: left}  # noqa: SLF001 # of its own class
        return other

    def met(self) -> set[Meaning]:
        """Return the terms that were read in any way anywhere; some may stand where their list does not count."""
        program = self.program
        found = {meaning for number, _, _ in self._standing for meaning in program.standing.finds[number]}
        found.update(meaning for number, _, _ in self._worded for meaning in program.worded.finds[number])
        found.update((group, literal) for group, read in self._reread.items() for literal, _ in read)
        return found

    def _plain(self, group: int) -> list[Found]:
        found: list[Found] = []
        strings: Mapping[int, Sequence[Literal]] = self.program.standing.of_list.get(group, _NOWHERE)
        for number, start, end in self._standing if strings else ():
            if number in strings and is_edge(self.text, start) and is_edge(self.text, end):
                found += [Found(start, end, self._as_written(start, end, one)) for one in strings[number]]
        strings = self.program.worded.of_list.get(group, _NOWHERE)
        for number, at, _ in self._worded if strings else ():
            if number in strings:
                found += self._in_words(at, strings[number])
        return found

    def _in_words(self, at: int, literals: Sequence[Literal]) -> list[Found]:
        """Return a term, spelt in these ways, that begins at an offset of the words between separators."""
        starts, first = self.places.starts, self._counted.before(at)
        last = first + len(literals[0].words) - 1
        start, end = starts[first], starts[last] + len(self.words[last])
        if last != first and not self.in_one_sentence(start, end):
            return []
        if self._is_as_written:
            return [Found(start, end, "exact")]
        return [Found(start, end, self._as_written(start, end, literal)) for literal in literals]

    @property
    def original(self) -> str:
        """The part of the original that the folded text comes from."""
        return self.folded.original[: self.folded.ends[len(self.text) - 1]] if self.text else ""

    def reread(self, kinds: int, odd: Sequence[Odd]) -> None:
        """Look for words disguised in these ways, and for odd ones; add the bits of the lists they belong to."""
        program = self.program
        others = placed(odd, self.places) if odd else ()
        self._readings = reread(program.lexicon, self.folded, self.text, kinds, others)
        if not self._readings:
            return
        self.in_disguise = {unit.word for taken in self._readings for unit in taken if unit.via != "exact"}
        self.present |= IN_DISGUISE
        for word in self.in_disguise:
            self.present |= program.bits_within(word)
        for taken in self._readings:
            around = windows(self.places, taken, program.reach)
            for index, start, end in program.worded.find(around.text):
                if around.is_disguised(start, end):
                    self.present |= program.worded.bits[index]
                    self._note(around.units(start, end), program.worded.finds[index])

    def _note(self, units: list[Unit], meanings: Sequence[Meaning]) -> None:
        """Keep the terms that are read in these words."""
        for group, literal in meanings:
            self._reread.setdefault(group, []).append((literal, units))

    def _disguised(self, group: int) -> Iterator[Found]:
        for _, taken in self._reread.get(group, ()):
            start, end = taken[0].start, taken[-1].end
            if len(taken) == 1 or self.in_one_sentence(start, end):
                yield Found(start, end, worst(unit.via for unit in taken))

    @property
    def rewritten(self) -> tuple[Rewritten, ...]:
        """The text as it may be read, once for each reading that has disguised words."""
        if self._rewritten is None:
            taken = ([unit for unit in reading if unit.via != "exact"] for reading in self._readings)
            self._rewritten = tuple(rewritten(self.text, units) for units in taken if units)
        return self._rewritten

    def links(self, domains: tuple[str, ...]) -> Sequence[Link]:
        """Return the links, only those to some domains where any are given; looked for once."""
        if domains not in self._links:
            self._links[domains] = links_to(domains, self.text, self.links(())) if domains else find_links(self.text)
        return self._links[domains]

    def _as_written(self, start: int, end: int, literal: Literal) -> Via:
        """Tell whether the term stands in the original as the rule writes it, but for case and marks between."""
        if self._is_as_written:
            return "exact"
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


def _once_each(found: Iterable[Found]) -> list[Found]:
    places: dict[tuple[int, int], Found] = {}
    for one in found:
        known = places.setdefault((one.start, one.end), one)
        if TRUST[one.via] > TRUST[known.via]:
            places[one.start, one.end] = one
    return [places[place] for place in sorted(places)]
