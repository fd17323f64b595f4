"""Scores of another system for the same comments -> the map from our probabilities to its numbers.

Quantile matching: our score of a rank is shown as the other system's score of that rank, so that a threshold holds
about as many of the comments here as it did there. It keeps our order of comments and takes only the numbers over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from moderation.classify.contract import Classifier
from moderation.classify.metrics import spearman
from moderation.normalise import fold
from moderation.taxonomy import Label

Floats = NDArray[np.float64]
# Places at which the two are matched: twentieths, and finer towards the top, where thresholds lie.
QUANTILES: Final = (*(n / 20 for n in range(20)), 0.96, 0.97, 0.98, 0.985, 0.99, 0.995, 1.0)
THRESHOLDS: Final = (0.5, 0.6, 0.7, 0.8, 0.9)
_STEP: Final = 1e-6
_FEWEST: Final = 50
_ROUNDS: Final = 500


@dataclass(frozen=True, slots=True)
class Fit:
    """How a label's map does on the half of the comments that it was not fitted on.

    `rank` is Spearman's correlation over all of them with its 95 % interval; `held` gives, for each threshold, the
    share that the other system held and the share that the map holds.
    """

    label: Label
    comments: int
    rank: float
    interval: tuple[float, float]
    held: tuple[tuple[float, float, float], ...]


def knots(ours: Floats, theirs: Floats) -> tuple[list[float], list[float]]:
    """Return the map as two rising lists from 0 to 1 that take the quantiles of `ours` to those of `theirs`."""
    places = [0.0, *QUANTILES, 1.0]
    left = [0.0, *np.quantile(ours, QUANTILES), 1.0]
    right = [0.0, *np.quantile(theirs, QUANTILES), 1.0]
    kept = [(0.0, 0.0)]
    for x, y in list(zip(left, right, strict=True))[1 : len(places) - 1]:
        x, y = float(x), float(y)  # noqa: PLW2901 # NumPy's own floats are not JSON
        if x - kept[-1][0] > _STEP and x < 1 - _STEP:
            # Equal values of theirs would make ties of our order.
            kept.append((x, min(max(y, kept[-1][1] + _STEP), 1 - _STEP)))
    kept.append((1.0, 1.0))
    return [round(x, 6) for x, _ in kept], [round(y, 6) for _, y in kept]


def score_texts(classifier: Classifier, texts: Sequence[str]) -> Mapping[Label, Floats]:
    """Return the probabilities of each label that the classifier covers."""
    scores = classifier.score([fold(text) for text in texts]).astype(np.float64)
    return {label: scores[:, column] for column, label in enumerate(classifier.labels)}


def scale_of(classifier: Classifier, texts: Sequence[str], theirs: Mapping[Label, Floats]) -> dict[str, Any]:
    """Return the scale of a classifier as `scales.json` holds it, over all comments that have a score of theirs."""
    ours = score_texts(classifier, texts)
    maps = {}
    for label in classifier.labels:
        if label in theirs and (known := ~np.isnan(theirs[label])).sum() >= _FEWEST:
            maps[label] = knots(ours[label][known], theirs[label][known])
    return {"digest": classifier.digest, "labels": maps}


def fits(classifier: Classifier, texts: Sequence[str], theirs: Mapping[Label, Floats]) -> list[Fit]:
    """Return how well the maps hold: each fitted on every other comment and measured on the rest."""
    ours = score_texts(classifier, texts)
    found = []
    for label in classifier.labels:
        if label not in theirs:
            continue
        known = np.flatnonzero(~np.isnan(theirs[label]))
        if len(known) < _FEWEST:
            continue
        mine, other = ours[label][known], theirs[label][known]
        rank = spearman(mine, other)
        if rank is not None:
            found.append(Fit(label, len(known), rank, _rank_interval(mine, other), _held(mine, other)))
    return found


def _held(mine: Floats, other: Floats) -> tuple[tuple[float, float, float], ...]:
    left, right = knots(mine[::2], other[::2])
    shown = np.interp(mine[1::2], left, right)
    return tuple((at, float((other[1::2] > at).mean()), float((shown > at).mean())) for at in THRESHOLDS)


def _rank_interval(mine: Floats, other: Floats) -> tuple[float, float]:
    chance = np.random.default_rng(0)
    draws = (chance.integers(0, len(mine), len(mine)) for _ in range(_ROUNDS))
    ranks = [rank for rows in draws if (rank := spearman(mine[rows], other[rows])) is not None]
    low, high = np.percentile(ranks, [2.5, 97.5])
    return float(low), float(high)


def as_table(name: str, found: Sequence[Fit]) -> str:
    """Return the fits as a table in Markdown."""
    head = "| label | comments | rank correlation | " + " | ".join(f"held over {at:g}" for at in THRESHOLDS) + " |"
    lines = [f"{name}: share held by Perspective / by this scale, on comments it was not fitted on", "", head]
    lines.append("|---" * (3 + len(THRESHOLDS)) + "|")
    for fit in found:
        shares = " | ".join(f"{theirs:.1%} / {mine:.1%}" for _, theirs, mine in fit.held)
        low, high = fit.interval
        lines.append(f"| {fit.label} | {fit.comments} | {fit.rank:.2f} ({low:.2f}-{high:.2f}) | {shares} |")
    return "\n".join(lines)
