"""How often the interval of `evaluate --weights` holds the truth: sheets drawn by score from dumps that are known."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from benchmarks.table import show
from moderation.evaluate.prevalence import prevalence
from moderation.lab.sample import EDGES

SHEETS = 400
A_BAND = 50
# Comments of the dump, and how common what is looked for is among them.
DUMPS = ((20_000, 0.1), (20_000, 0.02), (3_000, 0.01), (20_000, 0.0025))


def run(_data: Path | None) -> None:
    """Print a line for each dump: its truth, the share of intervals that hold it, and how wide they are."""
    chance = np.random.default_rng(7)
    show(
        ("comments", "truth", "held by", "mean share", "mean width"),
        [(size, *_tried(size, share, chance)) for size, share in DUMPS],
    )


def _tried(size: int, share: float, chance: np.random.Generator) -> tuple[str, str, str, str]:
    score = chance.beta(0.3, 6, size)
    truth = chance.random(size) < np.minimum(1, score * share / score.mean())
    band = np.digitize(score, EDGES)
    pools = [pool for number in range(len(EDGES) + 1) if len(pool := np.flatnonzero(band == number))]
    found = [_sheet(truth, pools, chance) for _ in range(SHEETS)]
    held = sum(low <= truth.mean() <= high for _, low, high in found) / SHEETS
    mean, low, high = np.mean(found, axis=0)
    return f"{truth.mean():.2%}", f"{held:.1%}", f"{mean:.2%}", f"{high - low:.2%}"


def _sheet(truth: np.ndarray, pools: list[np.ndarray], chance: np.random.Generator) -> tuple[float, float, float]:
    drawn = [chance.choice(pool, min(A_BAND, len(pool)), replace=False) for pool in pools]
    weights = np.concatenate(
        [np.full(len(one), round(len(pool) / len(one), 6)) for one, pool in zip(drawn, pools, strict=True)]
    )
    rows = np.concatenate(drawn)
    found = prevalence(truth[rows], np.ones(len(rows), bool), weights, None)
    assert found.share is not None
    assert found.interval is not None
    return found.share, *found.interval
