"""A disguised token read sign by sign, as far as it may become a word that is looked for.

Each sign, or group of signs (`|<`), may show one of several letters. Of the many ways to read a token only those are
followed that begin a word: a dozen steps instead of thousands of readings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set
from typing import Final

# How many signs are taken at a place and a letter that they may show, likelier ones first; "" shows none.
Option = tuple[int, str]
Options = Callable[[str, int], Sequence[Option]]
MOST_STEPS: Final = 1000


def read(token: str, options: Options, beginnings: Set[str], words: Set[str]) -> Iterator[str]:
    """Yield the `words` that a token may be, likelier ones first; `beginnings` holds every beginning of a word."""
    ahead = [(0, "")]
    seen = set(ahead)
    offered: dict[int, Sequence[Option]] = {}
    for _ in range(MOST_STEPS):
        if not ahead:
            return
        at, word = ahead.pop()
        if at == len(token):
            if word in words:
                yield word
            continue
        if at not in offered:
            offered[at] = options(token, at)
        for size, letter in reversed(offered[at]):  # what is put down last is taken up first
            grown = word + letter
            if grown in beginnings or not grown:
                step = (at + size, grown)
                if step not in seen:
                    seen.add(step)
                    ahead.append(step)
