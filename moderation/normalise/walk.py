"""A disguised token read sign by sign, as far as it may become a word that is looked for.

Each sign, or group of signs (`|<`), may show one of several letters. Of the many ways to read a token only those are
followed that begin a word: a dozen steps instead of thousands of readings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Set
from typing import Final

# How many signs are taken at a place, and the letters that they may show; "" shows none.
Options = Callable[[str, int], Iterable[tuple[int, tuple[str, ...]]]]
MOST_STEPS: Final = 1000


def read(token: str, options: Options, beginnings: Set[str], words: Set[str]) -> Iterator[str]:
    """Yield the `words` that a token may be, likelier ones first; `beginnings` holds every beginning of a word."""
    ahead = [(0, "")]
    seen = set(ahead)
    offered: dict[int, list[tuple[int, str]]] = {}  # by place: how many signs are taken, a letter that they show
    for _ in range(MOST_STEPS):
        if not ahead:
            return
        at, word = ahead.pop()
        if at == len(token):
            if word in words:
                yield word
            continue
        if at not in offered:
            offered[at] = [(size, letter) for size, letters in options(token, at) for letter in letters]
            offered[at].reverse()  # what is put down last is taken up first
        for size, letter in offered[at]:
            grown = word + letter
            if grown in beginnings or not grown:
                step = (at + size, grown)
                if step not in seen:
                    seen.add(step)
                    ahead.append(step)
