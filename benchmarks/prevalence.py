"""How often the interval of `evaluate --weights` holds the truth: sheets drawn by score from dumps that are known.

Beside it, the same sheets with Wilson's interval and with the exact one of Clopper and Pearson for each stratum.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.table import show
from moderation.evaluate.prevalence import mid_p, of_strata, prevalence
from moderation.interval import wilson
from moderation.lab.sample import EDGES

SHEETS: Final = 2000
BANDS: Final = (3, 7, 15, 50)
_SMALL: Final = 1e-12


def _as_scored(score: np.ndarray, share: float) -> np.ndarray:
    return score * share / score.mean()


def _whatever_the_score(score: np.ndarray, share: float) -> np.ndarray:
    return np.full(len(score), share)


def _where_the_score_is_low(score: np.ndarray, share: float) -> np.ndarray:
    return np.where(score < EDGES[0], 1.6 * share, 0.2 * share)


Positives = Callable[[np.ndarray, float], np.ndarray]
# Comments of the dump, how common what is looked for is among them, and where it lies.
DUMPS: Final[tuple[tuple[int, float, Positives], ...]] = (
    (20_000, 0.1, _as_scored),
    (20_000, 0.02, _as_scored),
    (3_000, 0.01, _as_scored),
    (20_000, 0.0025, _as_scored),
    (20_000, 0.1, _whatever_the_score),
    (20_000, 0.01, _whatever_the_score),
    (20_000, 0.1, _where_the_score_is_low),
)


def run(_data: Path | None) -> None:
    """Print a line for each dump and size of sheet: the share of intervals that hold the truth, and their widths."""
    chance = np.random.default_rng(7)
    lines = [
        (size, kind.__name__.strip("_").replace("_", " "), *cells)
        for size, share, kind in DUMPS
        for cells in _tried(size, share, kind, chance)
    ]
    heads = ("held by", "width", "Wilson", "width", "exact", "width")
    show(("comments", "positives", "truth", "a band", *heads), lines)


def _tried(size: int, share: float, kind: Positives, chance: np.random.Generator) -> list[tuple[str, ...]]:
    score = chance.beta(0.3, 6, size)
    truth = chance.random(size) < np.minimum(1, kind(score, share))
    band = np.digitize(score, EDGES)
    sizes = np.bincount(band)
    there = sizes > 0
    sizes, positives = sizes[there], np.bincount(band[truth], minlength=len(there))[there]
    return [
        (f"{truth.mean():.2%}", str(rows), *_held(sizes, positives, np.minimum(rows, sizes), chance)) for rows in BANDS
    ]


def _held(sizes: np.ndarray, positives: np.ndarray, drawn: np.ndarray, chance: np.random.Generator) -> list[str]:
    truth = positives.sum() / sizes.sum()
    sheets = [chance.hypergeometric(positives, sizes - positives, drawn) for _ in range(SHEETS)]
    _check(sizes, drawn, sheets[0])
    cells = []
    for bounds in (mid_p, _wilson, _exact):
        found = [of_strata(sizes, drawn, sheet, bounds) for sheet in sheets]
        held = sum(low - _SMALL <= truth <= high + _SMALL for low, high in found) / SHEETS
        cells += [f"{held:.1%}", f"{np.mean([high - low for low, high in found]):.2%}"]
    return cells


def _check(sizes: np.ndarray, drawn: np.ndarray, sheet: np.ndarray) -> None:
    """What is measured is what the command prints of such a sheet."""
    rows = np.concatenate([np.arange(count) < found for count, found in zip(drawn, sheet, strict=True)])
    weights = np.repeat(sizes / drawn, drawn)
    printed = prevalence(rows, np.ones(len(rows), bool), weights, None).interval
    assert np.allclose(printed or (), of_strata(sizes, drawn, sheet))


def _wilson(positive: int, rows: int) -> tuple[float, float]:
    return wilson(positive, rows) or (0.0, 1.0)


@lru_cache(maxsize=1024)
def _exact(positive: int, rows: int) -> tuple[float, float]:
    from scipy.stats import binomtest

    low, high = binomtest(positive, rows).proportion_ci(0.95, method="exact")
    return float(low), float(high)
