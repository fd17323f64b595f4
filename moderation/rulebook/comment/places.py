"""Where the words of a folded text stand, and how they are numbered."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property


class Places:
    """The words of one text, in order; offsets are worked out when first asked for."""

    def __init__(self, text: str, words: list[str]) -> None:
        self.text = text
        self.words = words

    @cached_property
    def starts(self) -> list[int]:
        """The offset of each word."""
        starts: list[int] = []
        at, find = 0, self.text.find
        for word in self.words:  # nothing of a word stands between two of them, so the next find is the word itself
            at = find(word, at)
            starts.append(at)
            at += len(word)
        return starts

    def end(self, index: int) -> int:
        """Return where a word ends."""
        return self.starts[index] + len(self.words[index])

    def covered(self, start: int, end: int) -> tuple[int, int]:
        """Return the half-open range of the words, by index, that a range of the text touches."""
        first = bisect_right(self.starts, start) - 1
        if first < 0 or self.end(first) <= start:
            first += 1
        return first, max(first, bisect_left(self.starts, end))

    def number(self, at: int) -> int:
        """Return the number of the word at or before an offset."""
        return self.number_of(max(0, bisect_right(self.starts, at) - 1))

    def numbers(self, start: int, end: int) -> tuple[int, int]:
        """Return the numbers of the first and the last word of a range of the text; most ranges are one word."""
        starts = self.starts
        first = max(0, bisect_right(starts, start) - 1)
        in_one = first < len(starts) and end <= starts[first] + len(self.words[first])
        last = first if in_one else max(0, bisect_right(starts, end - 1) - 1)
        if self._tied:
            return self.number_of(first), self.number_of(last)
        return first, last

    def number_of(self, index: int) -> int:
        """Return the number of a word: what follows an apostrophe belongs to the word before it, "you're" is one."""
        return index - bisect_right(self._tied, index)

    @cached_property
    def _tied(self) -> list[int]:
        """The words, by index, that an apostrophe ties to the one before them."""
        tied: list[int] = []
        at = self.text.find("'")
        while at >= 0:
            index = bisect_left(self.starts, at)
            if 0 < index < len(self.words) and self.starts[index] == at + 1 and self.end(index - 1) == at:
                tied.append(index)
            at = self.text.find("'", at + 1)
        return tied
