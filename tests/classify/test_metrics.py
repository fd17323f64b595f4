"""Our measures agree with scikit-learn, weighted and with ties."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.classify import metrics

rows = st.lists(st.tuples(st.booleans(), st.integers(0, 6), st.integers(1, 4)), min_size=2, max_size=40).filter(
    lambda found: len({truth for truth, _, _ in found}) == 2
)


@given(rows)
def test_areas_agree_with_scikit_learn(found) -> None:
    """AUC and average precision are the same numbers, equal scores included."""
    from sklearn.metrics import average_precision_score, roc_auc_score  # a second of CPU, for this test alone

    truth = np.array([t for t, _, _ in found])
    scores = np.array([s / 6 for _, s, _ in found], np.float32)
    weights = np.array([w for _, _, w in found], float)
    assert metrics.auc(truth, scores, weights) == pytest.approx(roc_auc_score(truth, scores, sample_weight=weights))
    expected = average_precision_score(truth, scores, sample_weight=weights)
    assert metrics.average_precision(truth, scores, weights) == pytest.approx(expected)


def test_one_class_alone_has_no_area() -> None:
    """What cannot be computed is None."""
    scores = np.array([0.1, 0.2])
    assert metrics.auc(np.array([True, True]), scores) is None
    assert metrics.auc(np.array([False, False]), scores) is None
    assert metrics.average_precision(np.array([False, False]), scores) is None
    assert metrics.auc(np.zeros(0, bool), np.zeros(0)) is None


def test_calibration_error_of_a_known_case() -> None:
    """Claims of 0.9 that come true half the time are 0.4 off; certainties that hold are not off."""
    truth = np.array([True, False, True, False])
    assert metrics.expected_calibration_error(truth, np.full(4, 0.9)) == pytest.approx(0.4)
    assert metrics.expected_calibration_error(truth, truth.astype(float)) == 0.0


def test_chance_alone_makes_a_calibration_error() -> None:
    """Truths drawn from the scores show the error that is told of them, which falls with their number."""
    rng = np.random.default_rng(3)
    few, many = rng.beta(0.3, 2.0, 400), rng.beta(0.3, 2.0, 40_000)
    mean, low, high = metrics.error_by_chance(few)
    drawn = [metrics.expected_calibration_error(rng.random(400) < few, few) for _ in range(400)]
    assert mean == pytest.approx(np.mean(drawn), abs=0.002)
    assert np.mean([low <= error <= high for error in drawn]) == pytest.approx(0.95, abs=0.04)
    assert metrics.error_by_chance(many, rounds=50)[0] < mean / 5
    assert metrics.error_by_chance(np.array([0.0, 1.0])) == (0.0, 0.0, 0.0)


def test_precision_and_recall_count_the_threshold_itself() -> None:
    """A score that equals the threshold is flagged, in float32 as the policy compares."""
    truth = np.array([True, False, True])
    scores = np.array([0.7, 0.8, 0.1], np.float32)
    assert metrics.precision_recall(truth, scores, 0.7) == (0.5, 0.5)
    assert metrics.precision_recall(truth, scores, 0.99) == (None, 0.0)


def test_interval_holds_the_value_and_is_reproducible() -> None:
    """The bootstrap gives the same interval for the same seed, around the value."""
    rng = np.random.default_rng(1)
    truth = rng.random(300) < 0.3
    scores = truth * 0.3 + rng.random(300)
    first = metrics.interval(metrics.auc, truth, scores)
    assert first == metrics.interval(metrics.auc, truth, scores)
    assert first[0] < metrics.auc(truth, scores) < first[1]


def test_spearman_with_ties() -> None:
    """Ranks, not values; equal values share their rank."""
    assert metrics.spearman(np.array([1.0, 2, 3, 4]), np.array([1.0, 10, 100, 1000])) == pytest.approx(1)
    assert metrics.spearman(np.array([1.0, 2, 2, 4]), np.array([4.0, 2, 2, 1])) == pytest.approx(-1)
    assert metrics.spearman(np.array([1.0, 1]), np.array([1.0, 2])) is None
