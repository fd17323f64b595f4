"""What goes into the sums and what comes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Weights:
    """`table` is int8, 2 ** bits x labels; n-grams have `orders[0]` to `orders[1]` characters."""

    table: NDArray[np.int8]
    bits: int
    orders: tuple[int, int]
    window: int


@dataclass(frozen=True, slots=True)
class Summed:
    """Per text: sums over distinct tokens and pairs, the strongest window's sum, and how many distinct tokens.

    `totals` is int64 and `strongest` int32, texts x labels; `distinct` is int64.
    """

    totals: NDArray[np.int64]
    strongest: NDArray[np.int32]
    distinct: NDArray[np.int64]


class Summing(Protocol):
    """A way to compute the sums; safe to share between threads."""

    def sum(self, texts: Sequence[str]) -> Summed:
        """Return the sums of a chunk of texts."""
        ...
