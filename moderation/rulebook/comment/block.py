"""Comments that are read together.

One step after the other for all of them: the automata took twice as long where deciding came between two texts and
pushed them out of the processor's cache, and much is asked of the words of all of them at once.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from moderation.records import Context, Folded
from moderation.rulebook.comment.glance import narrowed
from moderation.rulebook.comment.oddities import oddities
from moderation.rulebook.comment.places import Places
from moderation.rulebook.comment.view import Traces, View
from moderation.rulebook.program import marks
from moderation.rulebook.program.compile import Program
from moderation.rulebook.program.gates import facts
from moderation.rulebook.words import joined, split_words

MOST_CHARACTERS: Final = 10_000
Around = tuple[Context, str]  # what surrounds a comment, and the code of its language


class Block:
    """Some comments; `present` are the bits of what was found in each, in disguise or not, and of what it is like."""

    def __init__(self, program: Program, folded: Sequence[Folded], around: Sequence[Around]) -> None:
        self._program, self._folded, self._around = program, folded, around
        self._texts = list(map(_beginning, folded))
        self._words = list(map(split_words, self._texts))
        self._runs = list(map(joined, self._words))
        self._standing = list(map(program.standing.find, self._texts))
        self._worded = list(map(program.worded.find, self._runs))
        self.present = [self._bits(at) for at in range(len(folded))]
        self._views: dict[int, View] = {}
        self._reread()

    def view(self, at: int) -> View:
        """Return the comment as the conditions see it, made when first asked for: most give no rule a chance."""
        known = self._views.get(at)
        if known is None:
            places = Places(self._texts[at], self._words[at])
            traces = Traces(self._runs[at], self._standing[at], self._worded[at])
            known = View(self._program, self._folded[at], places, self._around[at], traces, self.present[at])
            self._views[at] = known
        return known

    def _bits(self, at: int) -> int:
        """Return the bits of what was found in a comment and of what it is like."""
        program, original = self._program, self._folded[at].original
        present = facts(original, self._texts[at], self._words[at], self._around[at][0])
        # What stands beyond ASCII may be Latin in another dress; curly quotes are, most of the time.
        if not original.isascii():
            present |= marks.DRESSED
        return present | program.standing.bits_of(self._standing[at]) | program.worded.bits_of(self._worded[at])

    def _reread(self) -> None:
        """Look for words in disguise where a comment's marks or unknown words betray some."""
        lexicon = self._program.lexicon
        odd = lexicon.odd(self._words)
        kinds = narrowed(lexicon, self._texts, [bits & marks.ALL for bits in self.present])
        for at, words in enumerate(self._words):
            found = oddities(lexicon, words, odd)
            if found or kinds[at]:
                view = self.view(at)
                view.reread(kinds[at], found)
                self.present[at] = view.present


def _beginning(folded: Folded) -> str:
    """Return the part of the folded text that comes from the first 10,000 characters."""
    if len(folded.original) <= MOST_CHARACTERS:
        return folded.text
    return folded.text[: bisect_left(folded.starts, MOST_CHARACTERS)]
