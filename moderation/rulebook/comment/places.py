"""Where the words of a folded text stand, and how they are numbered."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator


class Places:
    """The words of one text, in order; offsets are worked out when first asked for."""

    def __init__(self, text: str, words: list[str]) -> None:
        self.text = text
        self.words = words
        self._starts: list[int] | None = None
        self._tied: list[int] | None = None

    @property
    def starts(self) -> list[int]:
        """The offset of each word."""
        if self._starts is None:
            self._starts = []
            at, find, append = 0, self.text.find, self._starts.append
            for word in self.words:  # nothing of a word stands between two of them, so the next find is the word itself
                at = find(word, at)
                append(at)
                at += len(word)
        return self._starts

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
        return (self.number_of(first), self.number_of(last)) if self.tied else (first, last)

    def number_of(self, index: int) -> int:
        """Return the number of a word: what follows an apostrophe belongs to the word before it, "you're" is one."""
        return index - bisect_right(self.tied, index)

    @property
    def tied(self) -> list[int]:
        """The words, by index, that an apostrophe ties to the one before them."""
        if self._tied is None:
            self._tied = list(self._find_tied()) if "'" in self.text else []
        return self._tied

    def _find_tied(self) -> Iterator[int]:
        starts, at = self.starts, self.text.find("'")
        while at >= 0:
            index = bisect_left(starts, at)
            if 0 < index < len(self.words) and starts[index] == at + 1 and self.end(index - 1) == at:
                yield index
            at = self.text.find("'", at + 1)
