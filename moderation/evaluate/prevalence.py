"""A labelled sample with weights -> how common a label is in all that it was drawn from, and how sure that is.

The classifier's errors do not enter: within each stratum of the sample people have said what is so, and the strata are
put together by their sizes (Cochran, Sampling Techniques, 1977, chapter 5; Horvitz and Thompson, JASA 47, 1952). That
is the correction of Rogan and Gladen (American Journal of Epidemiology 107, 1978) with sensitivity and specificity from
the sample itself: both give the same number.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from moderation.evaluate.figures import Bools, Floats, Interval
from moderation.interval import wilson

# Where fewer rows share a weight, on average, weights are not those of strata. A stratum itself may be a single row:
# the few comments of the highest band, or one that was nearly all left blank.
LEAST_SHARED: Final = 2
_TAIL: Final = 0.025
# Bisection to 1e-12, far below what a sheet is printed to.
_HALVINGS: Final = 40
# Positives and rows -> the 95 % interval of their share.
Bounds = Callable[[int, int], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Prevalence:
    """How common a label is among the `comments` that the rows stand for.

    `apparent` is the share that the classifier puts at or above the policy's threshold, None where there is none;
    `share` is what people's labels say, with its 95 % `interval`; `labelled` rows had an answer.
    """

    comments: float
    labelled: int
    apparent: float | None
    share: float | None
    interval: Interval


def prevalence(truth: Bools, known: Bools, weights: Floats, over: Bools | None) -> Prevalence:
    """Return the prevalence of one label; all columns speak of the same rows, `over` of those over the threshold.

    Rows of one weight are one stratum, as `moderation sample --stratify score` draws them; those without an answer
    count towards its size. The interval is put together from the mid-P interval of each stratum (Zou, Huang and Zhang,
    Computational Statistics & Data Analysis 53, 2009), so that a stratum without a positive is not one that has none.
    Where weights are not those of strata, it is Wilson's with the effective number of rows (Kish, Survey Sampling,
    1965).
    """
    comments = float(weights.sum())
    apparent = None if over is None or not comments else float(weights[over].sum() / comments)
    values, which = np.unique(weights, return_inverse=True)
    rows = np.bincount(which, minlength=len(values)).astype(np.float64)
    answered = np.bincount(which[known], minlength=len(values)).astype(np.float64)
    positive = np.bincount(which[known & truth], minlength=len(values)).astype(np.float64)
    if not comments or not known.any():
        return Prevalence(comments, 0, apparent, None, None)
    if rows.mean() >= LEAST_SHARED and answered.all():
        sizes = values * rows
        share = float((sizes * positive / answered).sum() / comments)
        interval: Interval = of_strata(sizes, answered, positive)
    else:
        share, interval = _of_weights(truth[known], weights[known])
    return Prevalence(comments, int(known.sum()), apparent, share, interval)


@lru_cache(maxsize=1024)
def mid_p(positive: int, rows: int) -> tuple[float, float]:
    """Return the mid-P interval of a share (Lancaster, JASA 56, 1961; Berry and Armitage, The Statistician 44, 1995).

    It is the exact one of Clopper and Pearson, but that what was seen counts half on either side: held as often as it
    says, where Wilson's takes one positive of few rows for too much.
    """
    counts = np.arange(rows + 1)
    factorials = np.concatenate([[0.0], np.cumsum(np.log(counts[1:]))])
    ways = factorials[rows] - factorials - factorials[::-1]

    def more(share: float) -> float:
        chances = np.exp(ways + counts * np.log(share) + (rows - counts) * np.log1p(-share))
        return float(chances[positive + 1 :].sum() + chances[positive] / 2)

    low = _solved(more, _TAIL) if positive else 0.0
    high = _solved(more, 1 - _TAIL) if positive < rows else 1.0
    return low, high


def _solved(growing: Callable[[float], float], value: float) -> float:
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if growing(middle) > value else (middle, high)
    return (low + high) / 2


def of_strata(sizes: Floats, answered: Floats, positive: Floats, bounds: Bounds = mid_p) -> tuple[float, float]:
    """Return the 95 % interval of the share in strata of these sizes, of which so many rows were answered."""
    shares, parts = positive / answered, sizes / sizes.sum()
    counted = zip(positive.astype(int).tolist(), answered.astype(int).tolist(), strict=True)
    low, high = np.array([bounds(*counts) for counts in counted]).T
    # What was looked at is known: of a stratum that was drawn whole nothing is left to be unsure of.
    unseen = np.maximum(0.0, 1 - answered / np.maximum(sizes, answered))
    share = float((parts * shares).sum())
    down = np.sqrt((unseen * (parts * (shares - low)) ** 2).sum())
    up = np.sqrt((unseen * (parts * (high - shares)) ** 2).sum())
    return max(0.0, float(share - down)), min(1.0, float(share + up))


def _of_weights(truth: Bools, weights: Floats) -> tuple[float, Interval]:
    """Return the weighted share, and Wilson's interval for as many rows as would be as sure without weights."""
    total = weights.sum()
    share = float(weights[truth].sum() / total)
    variance = float((weights**2 * (truth - share) ** 2).sum() / total**2) * len(truth) / max(1, len(truth) - 1)
    effective = share * (1 - share) / variance if variance else float(total**2 / (weights**2).sum())
    return share, wilson(share * effective, effective)
