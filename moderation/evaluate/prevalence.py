"""A labelled sample with weights -> how common a label is in all that it was drawn from, and how sure that is.

The classifier's errors do not enter: within each stratum of the sample people have said what is so, and the strata are
put together by their sizes (Cochran, Sampling Techniques, 1977, chapter 5; Horvitz and Thompson, JASA 47, 1952). That
is the correction of Rogan and Gladen (American Journal of Epidemiology 107, 1978) with sensitivity and specificity from
the sample itself: both give the same number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from moderation.evaluate.figures import Bools, Floats, Interval
from moderation.interval import Z95

# Fewer rows of one weight are no stratum of a sheet, and a prior on each of them would drown what they say.
LEAST_ROWS: Final = 5


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
    count towards its size. The interval is put together from Wilson's of each stratum (Zou, Huang and Zhang,
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
    if (answered >= LEAST_ROWS).all():
        sizes = values * rows
        share = float((sizes * positive / answered).sum() / comments)
        interval = _of_strata(sizes, answered, positive)
    else:
        share, interval = _of_weights(truth[known], weights[known])
    return Prevalence(comments, int(known.sum()), apparent, share, interval)


def _of_strata(sizes: Floats, answered: Floats, positive: Floats) -> Interval:
    shares, parts = positive / answered, sizes / sizes.sum()
    low, high = _wilson(shares, answered)
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
    low, high = _wilson(np.array([share]), np.array([effective]))
    return share, (float(low[0]), float(high[0]))


def _wilson(shares: Floats, of: Floats) -> tuple[Floats, Floats]:
    square = Z95 * Z95
    middle = (shares + square / (2 * of)) / (1 + square / of)
    half = Z95 * np.sqrt(shares * (1 - shares) / of + square / (4 * of * of)) / (1 + square / of)
    return np.maximum(0.0, middle - half), np.minimum(1.0, middle + half)
