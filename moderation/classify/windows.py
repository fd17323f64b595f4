"""How a text is cut for the encoder: into windows that it reads, and into pieces to leave out by turns."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

import numpy as np

_OCCLUSIONS: Final = 48
_WORD: Final = re.compile(r"\S+")

Weighed = list[tuple[int, int, float]]


def windows(ids: Sequence[int], size: int, overlap: int) -> list[Sequence[int]]:
    """Return overlapping runs of at most `size`, of nearly equal length, that cover all; one empty run for nothing."""
    if len(ids) <= size:
        return [ids]
    count = math.ceil((len(ids) - overlap) / (size - overlap))
    starts = np.linspace(0, len(ids) - size, count).round().astype(int)
    return [ids[start : start + size] for start in starts]


def pieces_of(text: str, offset: int) -> list[tuple[int, int]]:
    """Return ranges of words, moved by `offset`, several words together where there are more than 48."""
    words = [(offset + found.start(), offset + found.end()) for found in _WORD.finditer(text)]
    step = max(1, math.ceil(len(words) / _OCCLUSIONS))
    groups = (words[at : at + step] for at in range(0, len(words), step))
    return [(group[0][0], group[-1][1]) for group in groups]


def halved(tokens: Weighed, pieces: Weighed) -> Weighed:
    """Return the mean of each token's own weight and the drop of the piece that it begins in; both at least 0."""
    starts = [start for start, _, _ in pieces]
    found = []
    for start, end, own in tokens:
        place = bisect_right(starts, start) - 1
        drop = pieces[place][2] if place >= 0 and start < pieces[place][1] else 0.0
        found.append((start, end, (max(own, 0.0) + max(drop, 0.0)) / 2))
    return found
