"""How good a column of scores is: one record of figures per label, per group and per language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moderation.classify.contract import Scores
from moderation.classify.metrics import (
    Measure,
    auc,
    average_precision,
    expected_calibration_error,
    interval,
    precision_recall,
)

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Interval = tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Rows:
    """Comments whose truth is known: truths, scores and weights of one label."""

    truth: Bools
    scores: Scores
    weights: Floats

    def where(self, rows: Bools) -> Rows:
        """Return some of them."""
        return Rows(self.truth[rows], self.scores[rows], self.weights[rows])

    def interval(self, of: Measure, rounds: int) -> Interval:
        """Return the 95 % interval of a measure by so many draws; None for none."""
        return interval(of, self.truth, self.scores, self.weights, rounds=rounds) if rounds else None


@dataclass(frozen=True, slots=True)
class LabelFigures:
    """How good one label's scores are; None is "cannot be computed". Intervals are 95 %, by bootstrap."""

    auc: float | None
    auc_interval: Interval
    average_precision: float | None
    average_precision_interval: Interval
    rows: int
    positives: int
    ece: float | None
    ece_interval: Interval
    precision_at_policy: float | None
    precision_at_policy_interval: Interval
    recall_at_policy: float | None
    recall_at_policy_interval: Interval


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """How a group fares on a label, against all other rows.

    `auc` is within the group; `bpsn_auc` sets its negatives against the others' positives (low: harmless comments of
    this group score like toxic ones), `bnsp_auc` its positives against the others' negatives.
    """

    rows: int
    positives: int
    auc: float | None
    auc_interval: Interval
    bpsn_auc: float | None
    bpsn_auc_interval: Interval
    bnsp_auc: float | None
    bnsp_auc_interval: Interval
    false_positive_rate: float | None
    false_positive_rate_interval: Interval


def plain(figures: Any) -> dict[str, Any]:
    """Return a record of figures as JSON holds them."""
    return {name: getattr(figures, name) for name in type(figures).__dataclass_fields__}


def measure(rows: Rows, threshold: float | None, rounds: int) -> LabelFigures:
    """Return the figures of one label over the rows where it is known."""

    def at_policy(place: int) -> Measure:
        def of(truth: Bools, scores: Any, weights: Any) -> float | None:
            return None if threshold is None else precision_recall(truth, scores, threshold, weights)[place]

        return of

    def both(of: Measure) -> tuple[float | None, Interval]:
        return of(rows.truth, rows.scores, rows.weights), rows.interval(of, rounds)

    area, precise, error = both(auc), both(average_precision), both(expected_calibration_error)
    precision, recall = both(at_policy(0)), both(at_policy(1))
    return LabelFigures(
        auc=area[0],
        auc_interval=area[1],
        average_precision=precise[0],
        average_precision_interval=precise[1],
        rows=len(rows.truth),
        positives=int(rows.truth.sum()),
        ece=error[0],
        ece_interval=error[1],
        precision_at_policy=precision[0],
        precision_at_policy_interval=precision[1],
        recall_at_policy=recall[0],
        recall_at_policy_interval=recall[1],
    )


def measure_group(rows: Rows, inside: Bools, threshold: float | None, rounds: int = 0) -> GroupFigures:
    """Return the figures of one group on one label."""

    def wrong(_: Bools, scores: Any, weights: Any) -> float | None:
        if threshold is None or not weights.sum() > 0:
            return None
        return float(np.average(scores >= np.float32(threshold), weights=weights))

    def both(of: Measure, chosen: Bools) -> tuple[float | None, Interval]:
        some = rows.where(chosen)
        return of(some.truth, some.scores, some.weights), some.interval(of, rounds)

    harmless = inside & ~rows.truth
    within = both(auc, inside)
    bpsn = both(auc, harmless | (rows.truth & ~inside))
    bnsp = both(auc, (rows.truth & inside) | (~rows.truth & ~inside))
    false = both(wrong, harmless)
    return GroupFigures(
        rows=int(inside.sum()),
        positives=int((rows.truth & inside).sum()),
        auc=within[0],
        auc_interval=within[1],
        bpsn_auc=bpsn[0],
        bpsn_auc_interval=bpsn[1],
        bnsp_auc=bnsp[0],
        bnsp_auc_interval=bnsp[1],
        false_positive_rate=false[0],
        false_positive_rate_interval=false[1],
    )
