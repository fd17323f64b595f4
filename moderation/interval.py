"""The 95 % interval of a share that was counted."""

from __future__ import annotations

import math
from typing import Final

_Z: Final = 1.959964


def wilson(right: int, of: int) -> tuple[float, float] | None:
    """Return the 95 % interval of a share, None of nothing (E. B. Wilson, JASA 22, 1927)."""
    if not of:
        return None
    share, square = right / of, _Z * _Z
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = _Z * math.sqrt(share * (1 - share) / of + square / (4 * of * of)) / (1 + square / of)
    return max(0.0, middle - half), min(1.0, middle + half)
