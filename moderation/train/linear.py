"""Logistic regression over bags, one head per label, with limited-memory BFGS; deterministic on one machine.

The logit of a comment is

    (tokens + pairs, each distinct one once) * (distinct tokens + offset) ** -power
    + peak * (strongest window of neighbouring tokens) + bias

The window is what keeps one insult in a long comment from being diluted. Which window is strongest depends on the
weights, so training goes in rounds: windows are chosen, weights are fitted to them, windows are chosen again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moderation.classify.grams import I64
from moderation.train.bags import F32, Bags, Incidence

Objective = Callable[[F32], tuple[float, F32]]


@dataclass(frozen=True, slots=True)
class Shape:
    """How n-grams become a logit; see the module. `window` counts tokens."""

    power: float = 0.5
    offset: float = 0.0
    peak: float = 0.3
    window: int = 3


@dataclass(frozen=True, slots=True)
class Fit:
    """How the weights are fitted.

    `strength` is the inverse of the L2 penalty per label; `rarity` is the exponent of the inverse document frequency
    that scales a column; columns in fewer than `least` tokens and pairs are dropped.
    """

    strength: tuple[float, ...]
    rarity: float = 1.5
    least: int = 2
    iterations: int = 60
    rounds: int = 2
    round_iterations: int = 25


class Problem:
    """The corpus with its targets; weights are buckets x labels plus a last row of biases, both scaled."""

    def __init__(self, bags: Bags, targets: F32, weights: F32, *, shape: Shape, fit: Fit, buckets: int) -> None:
        """Take targets in [0, 1], NaN where a label is not known, and one weight per comment."""
        known = ~np.isnan(targets)
        self.targets = np.nan_to_num(targets).astype(np.float32)
        self.sample = (weights[:, None] * known).astype(np.float32)
        self.shape, self.fit, self.buckets = shape, fit, buckets
        comment, token = bags.distinct_tokens()
        pair_comment, pair = bags.distinct_pairs()
        distinct = np.maximum(np.bincount(comment, minlength=bags.rows), 1)
        self.norm = np.power(distinct + shape.offset, -shape.power).astype(np.float32)[:, None]
        self.columns, self.scale = _columns(bags, token, pair, buckets, fit)
        place = np.full(buckets + 1, -1, np.int64)
        place[self.columns] = np.arange(len(self.columns))
        size = len(self.columns)
        self.in_comment = Incidence(comment, token, (bags.rows, len(bags.tokens)))
        self.in_token = _kept(bags.gram_token, place[bags.gram_bucket], (len(bags.tokens), size))
        self.pairs = _kept(pair_comment, place[pair], (bags.rows, size))
        self.peaks = Peaks(bags, place[bags.pair], shape.window, size)
        self.strength = np.asarray(fit.strength, np.float32)

    def choose_windows(self, solution: F32) -> None:
        """Fix, per comment and label, the window that is strongest under these weights."""
        weights = solution[:-1] * self.scale
        self.peaks.choose(self.in_token.dot(weights), weights)

    def logits(self, solution: F32) -> F32:
        """Return comments x labels."""
        weights = solution[:-1] * self.scale
        tokens = self.in_token.dot(weights)
        total = self.in_comment.dot(tokens) + self.pairs.dot(weights)
        peak = np.float32(self.shape.peak) * self.peaks.values(tokens, weights)
        logits: F32 = total * self.norm + peak + solution[-1]
        return logits

    def loss(self, solution: F32) -> tuple[float, F32]:
        """Return the penalised log loss and its gradient."""
        z = self.logits(solution)
        softplus = np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))
        value = float((self.sample * (softplus - z * self.targets)).sum(dtype=np.float64))
        value += 0.5 * float((np.square(solution[:-1], dtype=np.float64).sum(axis=0) / self.strength).sum())
        residual = self.sample * (0.5 * (1.0 + np.tanh(0.5 * z)) - self.targets)
        scaled = residual * self.norm
        peak_tokens, gradient = self.peaks.gradients(residual * np.float32(self.shape.peak))
        gradient += self.in_token.transposed_dot(self.in_comment.transposed_dot(scaled) + peak_tokens)
        gradient += self.pairs.transposed_dot(scaled)
        gradient *= self.scale
        gradient += solution[:-1] / self.strength
        return value, np.vstack([gradient, residual.sum(axis=0)[None]]).astype(np.float32)

    def solve(self, say: Callable[[str], None]) -> tuple[F32, F32]:
        """Return weights, buckets x labels, and biases."""
        solution = np.zeros((len(self.columns) + 1, self.targets.shape[1]), np.float32)
        solution, value = minimise(self.loss, solution, self.fit.iterations)
        say(f"first fit: loss {value:.0f}")
        for number in range(self.fit.rounds if self.shape.peak else 0):
            self.choose_windows(solution)
            solution, value = minimise(self.loss, solution, self.fit.round_iterations)
            say(f"round {number + 1} of {self.fit.rounds}: loss {value:.0f}")
        weights = np.zeros((self.buckets, solution.shape[1]), np.float32)
        weights[self.columns] = solution[:-1] * self.scale
        return weights, solution[-1]


class Peaks:
    """The strongest window of each comment, per label; none before `choose` is called."""

    def __init__(self, bags: Bags, pair: I64, window: int, columns: int) -> None:
        self.token, self.row, self.window, self.rows = bags.token, bags.row, window, bags.rows
        self.pair = np.where(pair < 0, columns, pair)
        self.columns, self.tokens = columns, len(bags.tokens)
        self.counts = np.bincount(bags.row, minlength=bags.rows)
        self.starts = np.cumsum(self.counts) - self.counts
        self.chosen: list[tuple[I64, I64]] = []

    def choose(self, tokens: F32, weights: F32) -> None:
        """Pick windows from the tokens' sums and the weights of the pairs."""
        self.chosen = []
        for label in range(tokens.shape[1]):
            own = tokens[self.token, label] + np.append(weights[:, label], np.float32(0))[self.pair]
            self.chosen.append(self._places(strongest(own, self.starts, self.counts, self.window)))

    def _places(self, start: I64) -> tuple[I64, I64]:
        """Return the tokens and pairs in the windows, rows x window; what does not fit points at a zero."""
        at = start[:, None] + np.arange(self.window)
        inside = np.arange(self.window) < np.minimum(self.counts, self.window)[:, None]
        at = np.where(inside, at, 0)
        tokens = np.where(inside, self.token[at], self.tokens)
        return tokens, np.where(inside, self.pair[at], self.columns)

    def values(self, tokens: F32, weights: F32) -> F32:
        """Return the windows' sums, rows x labels."""
        result = np.zeros((self.rows, tokens.shape[1]), np.float32)
        for label, (at, pairs) in enumerate(self.chosen):
            result[:, label] = np.append(tokens[:, label], np.float32(0))[at].sum(axis=1)
            result[:, label] += np.append(weights[:, label], np.float32(0))[pairs].sum(axis=1)
        return result

    def gradients(self, residual: F32) -> tuple[F32, F32]:
        """Return what the windows pass on to tokens and to columns."""
        of_tokens = np.zeros((self.tokens, residual.shape[1]), np.float32)
        of_columns = np.zeros((self.columns, residual.shape[1]), np.float32)
        for label, (at, pairs) in enumerate(self.chosen):
            share = np.repeat(residual[:, label], self.window)
            of_tokens[:, label] = np.bincount(at.ravel(), share, self.tokens + 1)[:-1]
            of_columns[:, label] = np.bincount(pairs.ravel(), share, self.columns + 1)[:-1]
        return of_tokens, of_columns


def strongest(values: F32, starts: I64, counts: I64, window: int) -> I64:
    """Return, for each run of `values`, where its strongest window starts (the first of equals; 0 for an empty run)."""
    total = np.concatenate(([0.0], np.cumsum(values, dtype=np.float64)))
    runs = np.flatnonzero(counts)
    if not len(runs):
        return np.zeros(len(counts), np.int64)
    width = np.minimum(counts, window)
    at = np.arange(len(values))
    owner = np.repeat(np.arange(len(counts)), counts)
    fits = at + width[owner] <= (starts + counts)[owner]
    sums = np.where(fits, total[np.minimum(at + width[owner], len(values))] - total[at], -np.inf)
    best = np.zeros(len(counts))
    best[runs] = np.maximum.reduceat(sums, starts[runs])
    first = np.where(sums == best[owner], at, len(values))
    chosen = np.zeros(len(counts), np.int64)
    chosen[runs] = np.minimum.reduceat(first, starts[runs])
    return chosen


def minimise(objective: Objective, start: F32, iterations: int, memory: int = 8) -> tuple[F32, float]:
    """Return where limited-memory BFGS with halving steps ends, and the value there."""
    here = start
    value, gradient = objective(here)
    steps: list[tuple[F32, F32]] = []
    for _ in range(iterations):
        direction = _direction(gradient, steps)
        slope = _dot(gradient, direction)
        if slope >= 0:
            steps.clear()
            direction = -gradient / np.float32(max(1.0, _dot(gradient, gradient) ** 0.5))
            slope = _dot(gradient, direction)
        there, new_value, new_gradient = _step(objective, here, value, direction, slope)
        if new_value >= value:
            break
        steps = [*steps[-memory + 1 :], (there - here, new_gradient - gradient)]
        done = value - new_value < 1e-6 * abs(value)
        here, value, gradient = there, new_value, new_gradient
        if done:
            break
    return here, value


def _step(objective: Objective, here: F32, value: float, direction: F32, slope: float) -> tuple[F32, float, F32]:
    size = np.float32(1.0)
    for _ in range(12):
        there = here + size * direction
        new_value, gradient = objective(there)
        if new_value <= value + 1e-4 * float(size) * slope:
            break
        size *= np.float32(0.5)
    return there, new_value, gradient


def _direction(gradient: F32, steps: list[tuple[F32, F32]]) -> F32:
    if not steps:
        return -gradient / np.float32(max(1.0, _dot(gradient, gradient) ** 0.5))
    rest, used = gradient.copy(), []
    for move, change in reversed(steps):
        share = _dot(move, rest) / _dot(move, change)
        rest -= np.float32(share) * change
        used.append(share)
    move, change = steps[-1]
    rest *= np.float32(_dot(move, change) / _dot(change, change))
    for (move, change), share in zip(steps, reversed(used), strict=True):
        rest += move * np.float32(share - _dot(change, rest) / _dot(move, change))
    return -rest


def _dot(left: F32, right: F32) -> float:
    # Not np.dot: BLAS splits the sum by the number of threads, and the weights would depend on the machine's load.
    return float(np.multiply(left, right, dtype=np.float64).sum())


def _columns(bags: Bags, token: I64, pair: I64, buckets: int, fit: Fit) -> tuple[I64, F32]:
    """Return the buckets in use and the scale of each: the rarer, the larger (at most 1)."""
    spread = np.bincount(token, minlength=len(bags.tokens))
    frequency = np.bincount(bags.gram_bucket, spread[bags.gram_token], buckets)
    frequency += np.bincount(pair, minlength=buckets)
    columns = np.flatnonzero(frequency >= fit.least)
    rarity = np.maximum(np.log((bags.rows + 1) / (frequency[columns] + 1)) + 1, 0.1)
    scale: NDArray[np.float64] = (rarity / (np.log(max(bags.rows, 3)) / 2)) ** fit.rarity
    return columns, scale.astype(np.float32)[:, None]


def _kept(left: I64, right: I64, shape: tuple[int, int]) -> Incidence:
    there = right >= 0
    return Incidence(left[there], right[there], shape)
