"""What the automaton reads again of a comment: words in disguise, and the plain ones around that a term reaches."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from moderation.rulebook.comment.finders import Unit
from moderation.rulebook.comment.places import Places
from moderation.rulebook.words import SEPARATOR, WordCount, joined

GAP: Final = "\x1e"  # no word of any term


class Windows:
    """The words of one reading, in order, as the automaton reads them: `text`.

    Most of them are plain words, of which nobody asks more than how they are spelt: only those that a disguised one
    makes a term with become units.
    """

    def __init__(self, places: Places) -> None:
        self.text = ""
        self._counted = WordCount("")
        self._places = places
        self._words: list[str] = []
        self._sources: list[Unit | int] = []  # a unit, or the number of a plain word; a gap's is never asked for
        self._size = 0  # of the text so far, without the separator that ends it
        self._starts: list[int] = []  # where the words in disguise begin and end
        self._ends: list[int] = []

    def add_plain(self, first: int, last: int) -> None:
        """Add the words of the comment numbered `first` to `last`, without the last."""
        if first >= last:
            return
        words = self._places.words[first:last]
        self._words += words
        self._sources += range(first, last)
        self._size += sum(map(len, words)) + len(words)

    def add(self, unit: Unit) -> None:
        """Add a word as it is read."""
        start = self._size
        self._add(unit.word, unit)
        if unit.via != "exact":
            self._starts.append(start)
            self._ends.append(self._size)

    def add_gap(self) -> None:
        """Add a word that is none, so that what stands before it and behind it makes no term."""
        self._add(GAP, -1)

    def _add(self, word: str, source: Unit | int) -> None:
        self._words.append(word)
        self._sources.append(source)
        self._size += len(word) + 1

    def close(self) -> Windows:
        """Write the text, once all words are there."""
        self.text = joined(self._words)
        self._counted = WordCount(self.text)
        return self

    def is_disguised(self, start: int, end: int) -> bool:
        """Tell whether a word in disguise stands in a range of the text; the others were read before."""
        at = bisect_right(self._ends, start)
        return at < len(self._ends) and self._starts[at] < end - 1

    def units(self, start: int, end: int) -> list[Unit]:
        """Return the words between two separators of the text."""
        first = self._counted.before(start)
        last = first + self.text.count(SEPARATOR, start, end) - 1
        return [self._unit(source) for source in self._sources[first:last]]

    def _unit(self, source: Unit | int) -> Unit:
        if isinstance(source, Unit):
            return source
        return Unit(self._places.words[source], self._places.starts[source], self._places.end(source), "exact")


def windows(places: Places, taken: Sequence[Unit], reach: int) -> Windows:
    """Return units in the place of what they cover, and `reach` plain words around; between far ones is a gap."""
    made = Windows(places)
    done = 0
    for at, unit in enumerate(taken):
        first, last = places.covered(unit.start, unit.end)
        if first - done > 2 * reach:
            made.add_plain(done, done + reach if at else done)
            made.add_gap()
            done = first - reach
        made.add_plain(done, first)
        made.add(unit)
        done = max(done, last)
    made.add_plain(done, min(done + reach, len(places.words)))
    return made.close()
