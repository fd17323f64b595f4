"""How far a text lies from others: the share of its letter sequences that none of them has as a whole."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from typing import Final

from moderation.normalise import fold
from moderation.records import Span

# Four letters tell words apart and still see through an ending.
LETTERS: Final = 4
# What stands round a hit says how it was used; the rest of a long comment is about something else.
ROUND: Final = 60


def profile(text: str, spans: Sequence[Span]) -> frozenset[int]:
    """Return the hashed letter sequences of a text round its first hit, disguises taken off."""
    start, end = (spans[0].start, spans[0].end) if spans else (0, 2 * ROUND)
    window = " ".join(fold(text[max(0, start - ROUND) : end + ROUND]).text.split())
    return frozenset(zlib.crc32(window[at : at + LETTERS].encode("utf-8", "replace"))
                     for at in range(max(1, len(window) - LETTERS + 1)))  # fmt: skip


def distance(one: frozenset[int], others: Iterable[frozenset[int]]) -> float:
    """Return 0 for a text that one of `others` repeats, 1 for one that shares nothing with any."""
    nearest = max((len(one & other) / (len(one | other) or 1) for other in others), default=0.0)
    return round(1.0 - nearest, 4)
