"""How good a column of scores is; NumPy alone, weighted, agreeing with scikit-learn (held by tests).

All take binary truths (bool), scores, and optional non-negative weights of the same length. What cannot be computed,
because one of the two classes is missing, is None: never 0.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Truth = NDArray[np.bool_]
Floats = NDArray[np.floating[Any]]
Measure = Callable[[Truth, Floats, Floats], float | None]


def auc(truth: Truth, scores: Floats, weights: Floats | None = None) -> float | None:
    """Return the area under the ROC curve: the chance that a positive scores above a negative, ties counting half."""
    positive, negative = _cumulated(truth, scores, weights)
    if not positive[-1] or not negative[-1]:
        return None
    return float(np.trapezoid(np.append(0, positive), np.append(0, negative)) / positive[-1] / negative[-1])


def average_precision(truth: Truth, scores: Floats, weights: Floats | None = None) -> float | None:
    """Return the mean precision over the recall steps, scores falling, equal scores in one step."""
    positive, negative = _cumulated(truth, scores, weights)
    if not positive[-1]:
        return None
    seen = positive + negative
    precision = np.divide(positive, seen, out=np.zeros_like(positive), where=seen > 0)
    return float((np.diff(positive, prepend=0.0) * precision).sum() / positive[-1])


def expected_calibration_error(
    truth: Truth, scores: Floats, weights: Floats | None = None, *, bins: int = 15
) -> float | None:
    """Return the mean distance of score and share of positives over equal bins, weighted by what is in them."""
    weights = _ones(scores) if weights is None else weights
    total = float(weights.sum())
    if not total:
        return None
    which = np.clip((scores.astype(np.float64) * bins).astype(np.int64), 0, bins - 1)
    hits = np.bincount(which, weights * truth, bins)
    claims = np.bincount(which, weights * scores.astype(np.float64), bins)
    return float(np.abs(hits - claims).sum() / total)


def error_by_chance(
    scores: Floats, weights: Floats | None = None, *, bins: int = 15, rounds: int = 1000, seed: int = 0
) -> tuple[float, float, float]:
    """Return mean and 95 % range of the calibration error that these scores show where every one is exactly right.

    Truths are drawn from the scores themselves. With few comments a bin's share strays from what it should be, and
    the error counts that as a fault: 400 comments, a tenth of them positive, show .03 of it with nothing wrong.
    """
    rng = np.random.default_rng(seed)
    draws = [
        expected_calibration_error(rng.random(len(scores)) < scores, scores, weights, bins=bins) or 0.0
        for _ in range(rounds)
    ]
    low, high = np.percentile(draws, [2.5, 97.5])
    return float(np.mean(draws)), float(low), float(high)


def precision_recall(
    truth: Truth, scores: Floats, threshold: float, weights: Floats | None = None
) -> tuple[float | None, float | None]:
    """Return precision and recall of "the score reaches the threshold"."""
    weights = _ones(scores) if weights is None else weights
    flagged = scores >= np.float32(threshold)
    caught = float(weights[truth & flagged].sum())
    said, wanted = float(weights[flagged].sum()), float(weights[truth].sum())
    return (caught / said if said else None), (caught / wanted if wanted else None)


def interval(
    measure: Measure,
    truth: Truth,
    scores: Floats,
    weights: Floats | None = None,
    *,
    rounds: int = 200,
    seed: int = 0,
) -> tuple[float, float] | None:
    """Return the 95 % bootstrap interval of a measure, classes drawn apart; None where it cannot be computed."""
    weights = _ones(scores) if weights is None else weights
    if measure(truth, scores, weights) is None:
        return None
    rng = np.random.default_rng(seed)
    classes = [np.flatnonzero(truth), np.flatnonzero(~truth)]
    found = []
    for _ in range(rounds):
        rows = np.concatenate([rng.choice(rows, len(rows)) for rows in classes if len(rows)])
        value = measure(truth[rows], scores[rows], weights[rows])
        if value is not None:
            found.append(value)
    if not found:  # weights of zero can empty every draw
        return None
    low, high = np.percentile(found, [2.5, 97.5])
    return float(low), float(high)


def spearman(left: Floats, right: Floats) -> float | None:
    """Return the rank correlation, equal values sharing their mean rank."""
    ranks = [_ranks(values) for values in (left, right)]
    if any(rank.std() == 0 for rank in ranks):
        return None
    return float(np.corrcoef(ranks[0], ranks[1])[0, 1])


def _ranks(values: Floats) -> NDArray[np.float64]:
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    ranks: NDArray[np.float64] = (last - (counts - 1) / 2.0)[place]
    return ranks


def _cumulated(truth: Truth, scores: Floats, weights: Floats | None) -> tuple[Floats, Floats]:
    """Return the weight of positives and negatives at or above each distinct score, scores falling."""
    weights = _ones(scores) if weights is None else weights.astype(np.float64)
    order = np.argsort(-scores, kind="stable")
    ends = np.append(np.flatnonzero(np.diff(scores[order])), len(scores) - 1)
    if not len(scores):
        return np.zeros(1), np.zeros(1)
    positive = np.cumsum(weights[order] * truth[order])[ends]
    negative = np.cumsum(weights[order] * ~truth[order])[ends]
    return positive, negative


def _ones(scores: Floats) -> Floats:
    return np.ones(len(scores))
