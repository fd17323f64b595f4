"""Words pulled apart: `i d i o t`, `i.d.i.o.t`, `id-iot`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

# Single letters (or digits, or the signs that stand for letters) with up to three separators between, three or more.
# An apostrophe does not separate: "it's a b c" has no run before "a".
_UNIT: Final = r"[^\W_]|[@$!]"
_GAP: Final = r"(?:[^\w'@$!]|_){1,3}"
SPELLED: Final = re.compile(rf"(?<![\w'@$])(?:{_UNIT})(?:{_GAP}(?:{_UNIT})(?![^\W_])){{2,}}(?![\w@$])(?!'\w)")
# A word cut by up to three marks without a blank, as Markdown leaves them, too; addresses have slashes or more behind.
_JOINTS: Final = r"[._·•~*+=^|\\`,;-]{1,3}"
JOINT: Final = re.compile(rf"{_JOINTS}[^\W_]")
SPLIT: Final = re.compile(rf"(?<![\w./@:])[^\W_]+(?:{_JOINTS}[^\W_]+)+(?![\w/@:])")
# A word with signs beyond ASCII in it; quotes and dashes are ASCII after the fold.
FACE: Final = re.compile(r"[^\x00-\x7f\w\s]")
PARTED: Final = re.compile(r"([^\W_]+)[^\x00-\x7f\w\s]{1,3}([^\W_]+)")
_SMALL_WORDS: Final = "aiu"
LEAST_INSIDE: Final = 5
LONGEST_INSIDE: Final = 20


def spelled(text: str) -> Iterator[list[tuple[int, str]]]:
    """Yield runs of single letters as (offset, letter) lists, cut where a gap is wider than most of the run's."""
    for found in SPELLED.finditer(text):
        units = [(found.start() + m.start(), m.group()) for m in re.finditer(_UNIT, found.group())]
        gaps = [after[0] - before[0] for before, after in pairwise(units)]
        usual = min(set(gaps), key=lambda gap: (-gaps.count(gap), gap))
        run = [units[0]]
        for gap, unit in zip(gaps, units[1:], strict=True):
            if gap > usual:
                yield run
                run = []
            run.append(unit)
        yield run


def whole(letters: str) -> Iterator[tuple[int, int]]:
    """Yield the ranges of a spelled run that are likely one word: all of it, and without a small word at an end."""
    size = len(letters)
    yield 0, size
    if letters[0] in _SMALL_WORDS:
        yield 1, size
    if letters[-1] in _SMALL_WORDS:
        yield 0, size - 1


def inside(size: int) -> Iterator[tuple[int, int]]:
    """Yield the ranges of five letters or more in a run of `size`, longest first.

    Evenly spaced letters (`y o u i d i o t`) do not tell where a word ends; shorter ranges would find too much.
    """
    for width in range(min(size - 1, LONGEST_INSIDE), LEAST_INSIDE - 1, -1):
        for start in range(size - width + 1):
            yield start, start + width
