"""Training: windows, gradients and the optimiser do what their definitions say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.classify.sums.arrays import strongest as strongest_sums
from moderation.train.bags import Bags, Incidence
from moderation.train.linear import Fit, Problem, Shape, minimise, strongest

TEXTS = ["you idiot", "a calm day", "", "idiot idiot you are", "x", "calm you", "what a day you idiot are you"]


def problem(**shape: float) -> Problem:
    """A small problem with soft, hard and unknown targets."""
    bags = Bags.of(TEXTS, orders=(2, 3), bits=8)
    targets = np.array([[1, 0], [0, 0], [0, np.nan], [0.75, 1], [0, 0], [0, 0], [1, np.nan]], np.float32)
    weights = np.array([1, 1, 0.5, 1, 2, 1, 1], np.float32)
    return Problem(bags, targets, weights, shape=Shape(**shape), fit=Fit((0.5, 2.0), least=1), buckets=256)


@given(st.lists(st.lists(st.integers(-9, 9), max_size=7), min_size=1, max_size=6), st.integers(1, 4))
def test_the_strongest_window(runs: list[list[int]], window: int) -> None:
    """Both kernels find the largest sum over neighbours of each run, the first of equals."""
    values = np.array([v for run in runs for v in run], np.float32)
    counts = np.array([len(run) for run in runs])
    starts = np.cumsum(counts) - counts
    sums, places = [], []
    for run in runs:
        width = min(window, len(run))
        found = [sum(run[at : at + width]) for at in range(len(run) - width + 1)] if run else [0]
        sums.append(max(found))
        places.append(found.index(max(found)))
    chosen = strongest(values, starts, counts, window)
    assert [int(c - s) if n else 0 for c, s, n in zip(chosen, starts, counts, strict=True)] == places
    table = values.astype(np.int32)[:, None]
    assert strongest_sums(table, counts, window)[:, 0].tolist() == sums


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3)), max_size=20))
def test_incidence_is_a_matrix_of_counts(entries: list[tuple[int, int]]) -> None:
    """Both products agree with the dense matrix."""
    dense = np.zeros((5, 4), np.float32)
    for left, right in entries:
        dense[left, right] += 1
    left = np.array([e[0] for e in entries], np.int64)
    right = np.array([e[1] for e in entries], np.int64)
    sparse = Incidence(left, right, (5, 4))
    columns = np.arange(8, dtype=np.float32).reshape(4, 2)
    rows = np.arange(10, dtype=np.float32).reshape(5, 2)
    assert sparse.dot(columns).tolist() == (dense @ columns).tolist()
    assert sparse.transposed_dot(rows).tolist() == (dense.T @ rows).tolist()


@pytest.mark.parametrize("peak", [0.0, 0.6], ids=["sum alone", "with windows"])
def test_the_gradient_is_that_of_the_loss(peak: float) -> None:
    """Finite differences along random directions agree."""
    case = problem(peak=peak, window=2)
    rng = np.random.default_rng(0)
    here = rng.normal(0, 0.3, (len(case.columns) + 1, 2)).astype(np.float32)
    case.choose_windows(here)
    _, gradient = case.loss(here)
    for _ in range(5):
        step = rng.normal(0, 1, here.shape).astype(np.float32)
        up, down = case.loss(here + np.float32(1e-2) * step)[0], case.loss(here - np.float32(1e-2) * step)[0]
        assert (up - down) / 2e-2 == pytest.approx(float((gradient * step).sum()), rel=2e-2, abs=2e-2)


def test_unknown_targets_do_not_train() -> None:
    """A comment whose label is not known leaves that head alone."""
    case = problem()
    assert case.sample[2].tolist() == [0.5, 0.0]
    assert case.sample[6].tolist() == [1.0, 0.0]


def test_minimise_finds_the_bottom_of_a_bowl() -> None:
    """A badly scaled quadratic is solved."""
    scales = np.array([[1.0], [100.0], [10_000.0]], np.float32)

    def bowl(x):
        return float((scales * (x - 3) ** 2).sum()), (2 * scales * (x - 3)).astype(np.float32)

    found, value = minimise(bowl, np.zeros((3, 1), np.float32), 100)
    assert found.ravel() == pytest.approx([3, 3, 3], abs=1e-2)
    assert value < 1e-2


def test_solving_lowers_the_loss_and_separates() -> None:
    """The fitted weights score the insults above the calm comments."""
    case = problem(peak=0.3, window=2)
    start = case.loss(np.zeros((len(case.columns) + 1, 2), np.float32))[0]
    weights, biases = case.solve(lambda message: None)
    solution = np.vstack([weights[case.columns] / case.scale, biases[None]]).astype(np.float32)
    assert case.loss(solution)[0] < 0.7 * start
    logits = case.logits(solution)[:, 0]
    assert min(logits[[0, 3, 6]]) > max(logits[[1, 4, 5]])
