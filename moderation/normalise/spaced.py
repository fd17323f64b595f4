"""Words pulled apart: `i d i o t`, `i.d.i.o.t`, `id-iot`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

# Single letters (or digits, or the signs that stand for letters) with up to eight separators between (two empty lines
# with their carriage returns are eight), three or more. An apostrophe separates only where all do: "it's a b c" has no
# run before "a", and `i'd'i'o't` and `'i' 'd' 'i'` have nothing else.
_UNIT: Final = r"[^\W_]|[@$!]"
_MARK: Final = r"(?:[^\w'@$!]|_)"
_QUOTED: Final = rf"{_MARK}{{0,2}}'(?:{_MARK}{{0,2}}')?{_MARK}{{0,2}}"
SPELLED: Final = re.compile(
    rf"(?<![\w'@$])(?:{_UNIT})(?:{_MARK}{{1,8}}(?:{_UNIT})(?![^\W_])){{2,}}(?![\w@$])(?!'\w)"
    rf"|(?<![\w@$])(?:{_UNIT})(?:{_QUOTED}(?:{_UNIT})(?![^\W_])){{2,}}(?![\w@$])"
)
# A word cut by up to three marks without a blank, as Markdown leaves them, too; addresses have slashes or more behind.
# Underscores may stand around it, as they do where each letter is slanted.
_JOINTS: Final = r"(?:[._·•~*+=^|\\`,;()\[\]{}-]{1,3}|\|{4}|>!|!<)"
# What a look for them begins with; the second sign of `!<` tells it. One class of signs is looked for fastest.
JOINT: Final = re.compile(r"[._·•~*+=^|\\`,;()\[\]{}<-][^\W_]")
SPLIT: Final = re.compile(
    rf"(?<![^\W_])(?<![./@:])(?<![\w./@:]_)(?<![\w./@:]__)[^\W_]+(?:{_JOINTS}[^\W_]+)+(?!_*[^\W_])(?!_*[/@:])"
)
# A word cut at the end of a line, as print does it.
LINE_END: Final = re.compile(r"-[ \t]?\r?\n")
HYPHENATED: Final = re.compile(r"(?<![\w./@:-])([^\W_]+)-[ \t]?\r?\n[ \t]?([^\W_]+)(?![\w/@:-])")
# An apostrophe within a word, where neither a contraction (`she'll`) nor an elision (`o'clock`, `d'or`) has one.
_CONTRACTION: Final = r"(?:[stdmrn]|re|ve|ll|em|er|im|in|un|es|ed|all|til|am|ing)(?![a-z])"
APOSTROPHE: Final = re.compile(rf"'(?=[a-z])(?!{_CONTRACTION})")
APOSTROPHED: Final = re.compile(
    rf"(?<![\w'./@:])(?!(?:[cdjlmnostvy]|qu|un|(?:d|n|s)?[aeu]ll)')([a-z]+)'(?!{_CONTRACTION})([a-z]+)(?![\w'/@:])"
)
# A word with signs beyond ASCII in it; quotes and dashes are ASCII after the fold.
FACE: Final = re.compile(r"[^\x00-\x7f\w\s]")
PARTED: Final = re.compile(r"([^\W_]+)[^\x00-\x7f\w\s]{1,3}([^\W_]+)")
_SMALL_WORDS: Final = "aiu"
# Evenly spaced letters (`y o u i d i o t`) do not tell where a word ends; shorter ones would find too much.
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
