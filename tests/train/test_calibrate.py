"""Calibration and thresholds."""

from __future__ import annotations

import numpy as np
import pytest

from moderation.classify.metrics import auc, expected_calibration_error
from moderation.train.calibrate import NATURAL, REVIEW_RATE, anchored, as_toml, natural_weights, platt, propose


def sample(seed: int = 0, size: int = 20_000) -> tuple[np.ndarray, np.ndarray]:
    """Logits and truths that follow sigmoid(0.5 * logit - 1)."""
    rng = np.random.default_rng(seed)
    logits = rng.normal(0, 3, size)
    return logits, (rng.random(size) < 1 / (1 + np.exp(1 - 0.5 * logits))).astype(float)


def test_platt_finds_the_law() -> None:
    """Slope and intercept that made the data come back."""
    slope, intercept = platt(*sample())
    assert slope == pytest.approx(0.5, abs=0.03)
    assert intercept == pytest.approx(-1.0, abs=0.06)


def test_platt_takes_weights_as_repetitions() -> None:
    """Weight two is the same row twice."""
    logits, truth = sample(size=200)
    twice = platt(np.concatenate([logits, logits[:50]]), np.concatenate([truth, truth[:50]]))
    weights = np.where(np.arange(200) < 50, 2.0, 1.0)
    assert platt(logits, truth, weights) == pytest.approx(twice, abs=1e-6)


def test_platt_stays_finite_where_classes_are_apart() -> None:
    """Separable data have no finite optimum without the pull."""
    slope, intercept = platt(np.array([-2.0, -1.0, 1.0, 2.0]), np.array([0.0, 0.0, 1.0, 1.0]))
    assert np.isfinite([slope, intercept]).all()
    assert slope > 1


def test_few_comments_lean_on_many() -> None:
    """The slope lies between what the few say and what the many say, and nearer to the many the more they count."""
    few, (logits, truth) = sample(seed=1, size=400), sample(seed=2, size=4000)
    many, share = (2 * logits, truth), float(truth.mean())
    slopes = [anchored(few, many, share, worth=worth)[0] for worth in (0.0, 100.0, 1000.0, 1e6)]
    assert slopes[0] == pytest.approx(platt(*few)[0])
    assert slopes == sorted(slopes, reverse=True)
    assert slopes[-1] == pytest.approx(platt(*many)[0], abs=0.01)


def test_the_many_count_the_same_whatever_their_number() -> None:
    """Every one of them twice is the same anchor."""
    few, many = sample(seed=1, size=400), sample(seed=2, size=500)
    twice = (np.concatenate([many[0], many[0]]), np.concatenate([many[1], many[1]]))
    assert anchored(few, twice, 0.1) == pytest.approx(anchored(few, many, 0.1), abs=1e-8)


def test_calibration_keeps_the_order_and_mends_the_claims() -> None:
    """AUC stays, the calibration error shrinks below two hundredths."""
    logits, truth = sample()
    slope, intercept = platt(logits, truth)
    raw = 1 / (1 + np.exp(-logits))
    calibrated = 1 / (1 + np.exp(-(slope * logits + intercept)))
    assert auc(truth > 0.5, calibrated) == pytest.approx(auc(truth > 0.5, raw))
    assert expected_calibration_error(truth > 0.5, raw) > 0.1
    assert expected_calibration_error(truth > 0.5, calibrated) < 0.02


def test_natural_weights_make_the_share() -> None:
    """Weighted positives are the share that was asked for."""
    truth = np.array([1.0, 0.9, 0.0, 0.2])
    weights = natural_weights(truth, 0.1)
    assert weights[truth >= 0.5].sum() / weights.sum() == pytest.approx(0.1)
    assert natural_weights(np.zeros(3), 0.1).tolist() == [1, 1, 1]


def test_a_threshold_asks_for_its_share() -> None:
    """One comment in ten reaches the proposal; precision and recall are those at it."""
    scores = np.linspace(0, 1, 1001).astype(np.float32)
    truth = (scores > 0.95).astype(float)
    proposal = propose("toxicity", scores, truth, rate=0.1)
    assert proposal.review == pytest.approx(0.9, abs=0.002)
    assert proposal.review_rate == pytest.approx(0.1, abs=0.002)
    assert proposal.recall == 1.0
    assert proposal.precision == pytest.approx(0.5, abs=0.01)
    assert as_toml("ngram.v1", "en", [proposal]).splitlines()[0] == '[thresholds."ngram.v1".en]'


def test_every_head_has_a_rate() -> None:
    """No label is calibrated or proposed by accident."""
    assert list(NATURAL) == list(REVIEW_RATE)
