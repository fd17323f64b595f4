"""Ids for comments whose source has none, and names for ids that stand twice."""

from __future__ import annotations

import hashlib
from mmap import mmap
from typing import Final

# Two generations of this many are remembered: exact up to here, constant memory (12 MB) beyond.
_GENERATION: Final = 250_000
# Parents that may still come are remembered up to here; beyond, nobody is told of those that never came.
_MOST_AWAITED: Final = 500_000
# So few keys lie in a dict: a page has some twenty comments, and giving it tables costs more than reading it.
_FEW: Final = 1_000
# Places of a generation's table, half of them empty when it is full; a power of two.
_PLACES: Final = 1 << 19
_LAST: Final = _PLACES - 1


def digest_id(thread_id: str, author: str | None, text: str, ordinal: int) -> str:
    """Return an id for a comment without one: 16 hex digits over thread, author, text and ordinal.

    `ordinal` counts the comments of the thread with the same author and text from 0, so that a comment added above
    does not rename the ones below, and a file read again gives the same ids.
    """
    name, number = "" if author is None else "a" + author, str(ordinal)
    # The length before each part keeps ("ab", "c") and ("a", "bc") apart.
    content = f"{len(thread_id)}:{thread_id}{len(name)}:{name}{len(text)}:{text}{len(number)}:{number}"
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:16]


class _Generation:
    """Numbers and how often each was counted, in a table of fixed size: open addressing.

    A dict of so many numbers takes four times the memory, grows in leaps, and leaves holes in the heap when it goes:
    a run's peak rose by a tenth from one to ten million rows.
    """

    __slots__ = ("counts", "numbers", "size")

    def __init__(self) -> None:
        # The system gives pages of these only where something is written: a page of ten comments takes next to none.
        self.numbers = memoryview(mmap(-1, 8 * _PLACES)).cast("q")
        self.counts = memoryview(mmap(-1, 4 * _PLACES)).cast("I")
        self.size = 0

    def place(self, number: int) -> int:
        """Return the place where the number stands, or the empty one where it would."""
        numbers, place = self.numbers, number & _LAST
        while (found := numbers[place]) and found != number:
            place = (place + 1) & _LAST
        return place


class Tally:
    """Counts how often a key was seen, exactly for the last 250,000 different keys and more, in constant memory."""

    # Of a key only Python's own hash is kept, 64 bits under a secret of the process: in ten million comments the chance
    # that one of them is taken for another is 1 in 4 million.
    __slots__ = ("_few", "_old", "_young")

    def __init__(self) -> None:
        self._few: dict[int, int] = {}
        self._young: _Generation | None = None  # until there are more than a few
        self._old: _Generation | None = None

    def add(self, *key: str) -> int:
        """Count `key` once more and return how often it was seen before."""
        number = hash(key) or 1  # 0 is an empty place
        young, old = self._young, self._old
        if young is None:
            return self._add_to_few(number)
        place = young.place(number)
        if before := young.counts[place]:
            young.counts[place] = before + 1
            return before
        before = old.counts[old.place(number)] if old else 0
        young.numbers[place], young.counts[place] = number, before + 1
        young.size += 1
        if young.size == _GENERATION:
            self._old, self._young = young, _Generation()
        return before

    def _add_to_few(self, number: int) -> int:
        before = self._few.get(number, 0)
        self._few[number] = before + 1
        if len(self._few) == _FEW:
            self._young = young = _Generation()
            for each, count in self._few.items():
                place = young.place(each)
                young.numbers[place], young.counts[place] = each, count
            young.size = len(self._few)
            self._few = {}
        return before

    def __contains__(self, key: tuple[str, ...]) -> bool:
        number = hash(key) or 1
        return number in self._few or any(each.counts[each.place(number)] for each in (self._young, self._old) if each)


class Ids:
    """Gives every comment of an input an id that is unique within its thread; `repeated` counts those that were not."""

    __slots__ = ("_same", "_seen", "repeated")

    def __init__(self) -> None:
        self.repeated = 0
        self._seen = Tally()
        self._same = Tally()

    def given(self, thread_id: str, wanted: str) -> str:
        """Return `wanted`, or `wanted#2`, `wanted#3` and so on where the thread has it already.

        Both comments are kept: dropping one would lose text, and two rows under one id would overwrite each other.
        """
        count = self._seen.add(thread_id, wanted)
        self.repeated += count > 0
        while count:
            candidate = f"{wanted}#{count + 1}"
            if not self._seen.add(thread_id, candidate):
                return candidate
            count += 1
        return wanted

    def made(self, thread_id: str, author: str | None, text: str) -> str:
        """Return an id for a comment that came without one."""
        ordinal = self._same.add(thread_id, author or "", text)
        return self.given(thread_id, digest_id(thread_id, author, text, ordinal))

    def has(self, thread_id: str, comment_id: str) -> bool:
        """Tell whether the thread had a comment of this id so far."""
        return (thread_id, comment_id) in self._seen


class Awaited:
    """The parents that answers name and that have not come yet; `missing` counts the answers to those at the end."""

    __slots__ = ("_ids", "_is_counting", "_waiting")

    def __init__(self, ids: Ids) -> None:
        self._ids = ids
        self._waiting: dict[int, int] = {}
        self._is_counting = True

    def add(self, thread_id: str, own: str, parent: str | None) -> None:
        """Take in a comment whose id was given or made already."""
        if not self._is_counting:
            return
        if self._waiting:
            self._waiting.pop(hash((thread_id, own)), None)
        if parent is not None and not self._ids.has(thread_id, parent):
            place = hash((thread_id, parent))
            self._waiting[place] = self._waiting.get(place, 0) + 1
            self._is_counting = len(self._waiting) <= _MOST_AWAITED

    @property
    def missing(self) -> int:
        """How many answers are to comments that never came; 0 where there were too many to remember."""
        return sum(self._waiting.values()) if self._is_counting else 0
