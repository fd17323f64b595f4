"""The 95 % interval of a share that was counted."""

from __future__ import annotations

import math
from typing import Final

Z95: Final = 1.959964


def wilson(right: float, of: float) -> tuple[float, float] | None:
    """Return the 95 % interval of a share, None of nothing (E. B. Wilson, JASA 22, 1927).

    Rows need not be whole: a weighted sample is as sure as some number of rows without weights.
    """
    if not of:
        return None
    share, square = right / of, Z95 * Z95
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = Z95 * math.sqrt(share * (1 - share) / of + square / (4 * of * of)) / (1 + square / of)
    return max(0.0, middle - half), min(1.0, middle + half)
