"""Three curves of each label as one picture: ROC, precision against recall, and what a score means.

Drawn with Pillow, which is installed anyway: a chart library would be fifty times its size for twelve lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from moderation.evaluate import Evaluation
from moderation.evaluate.figures import Floats, Rows
from moderation.taxonomy import Label

Curve = Callable[[Rows], list[tuple[float, float]]]

# Twice the size at which it is read, scaled down at the end: Pillow draws lines without smoothing.
SCALE: Final = 2
SIDE, GAP, TOP, BOTTOM, LEGEND = 360, 70, 90, 60, 24
INK, FAINT, PAPER = "#1d2733", "#d5dbe1", "#ffffff"
# Colours that those who do not see red and green apart can tell (Okabe and Ito), and black for an eighth label.
COLOURS: Final = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7a6a00", "#000000")
BINS: Final = 10


def roc(rows: Rows) -> list[tuple[float, float]]:
    """Return (false positive rate, recall) as the threshold falls."""
    hits, misses = _cumulated(rows)
    return [(0.0, 0.0), *zip((misses / misses[-1]).tolist(), (hits / hits[-1]).tolist(), strict=True)]


def precision_recall_curve(rows: Rows) -> list[tuple[float, float]]:
    """Return (recall, precision) as the threshold falls."""
    hits, misses = _cumulated(rows)
    seen = hits + misses
    held = seen > 0
    return list(zip((hits / hits[-1])[held].tolist(), (hits[held] / seen[held]).tolist(), strict=True))


def reliability(rows: Rows) -> list[tuple[float, float]]:
    """Return (mean score, share of positives) of each tenth of the scores that holds any comment."""
    which = np.clip((rows.scores.astype(np.float64) * BINS).astype(np.int64), 0, BINS - 1)
    mass = np.bincount(which, rows.weights, BINS)
    said = np.bincount(which, rows.weights * rows.scores, BINS)
    true = np.bincount(which, rows.weights * rows.truth, BINS)
    return [(float(said[b] / mass[b]), float(true[b] / mass[b])) for b in range(BINS) if mass[b] > 0]


def _cumulated(rows: Rows) -> tuple[Floats, Floats]:
    """Return the weight of positives and negatives at or above each distinct score."""
    order = np.argsort(-rows.scores, kind="stable")
    ends = np.append(np.flatnonzero(np.diff(rows.scores[order])), len(order) - 1)
    weights = rows.weights[order]
    return np.cumsum(weights * rows.truth[order])[ends], np.cumsum(weights * ~rows.truth[order])[ends]


PANELS: Final[tuple[tuple[str, str, str, Curve], ...]] = (
    ("ROC", "false positive rate", "recall", roc),
    ("Precision and recall", "recall", "precision", precision_recall_curve),
    ("Reliability", "score", "share that is so", reliability),
)


def draw(found: Evaluation, path: Path) -> None:
    """Write the picture as PNG; a label with one class alone has no curves and is left out."""
    shown = {label: rows for label, rows in found.scored.items() if _both_classes(rows)}
    width = len(PANELS) * (SIDE + GAP) + GAP // 2
    height = TOP + SIDE + BOTTOM + LEGEND * (1 + (len(shown) + 3) // 4)
    image = Image.new("RGB", (width * SCALE, height * SCALE), PAPER)
    pen = _Pen(ImageDraw.Draw(image))
    pen.write((GAP, 14), f"{found.classifier} on {found.rows:,} comments", 20)
    for number, (title, across, up, curve) in enumerate(PANELS):
        left = GAP + number * (SIDE + GAP)
        _frame(pen, left, title, across, up)
        if curve is not precision_recall_curve:
            pen.line([_at(left, (0, 0)), _at(left, (1, 1))], FAINT, 1.5)
        for (_, rows), colour in zip(shown.items(), _colours(), strict=False):
            points = [_at(left, point) for point in curve(rows)]
            pen.line(points, colour, 2)
            for point in points if curve is reliability else ():
                pen.dot(point, colour)
    _legend(pen, found, shown)
    image.resize((width, height), Image.Resampling.LANCZOS).save(path, "PNG")


def _both_classes(rows: Rows) -> bool:
    return bool(rows.weights[rows.truth].sum() > 0 and rows.weights[~rows.truth].sum() > 0)


def _colours() -> Iterator[str]:
    while True:
        yield from COLOURS


def _at(left: int, point: tuple[float, float]) -> tuple[float, float]:
    return left + point[0] * SIDE, TOP + (1 - point[1]) * SIDE


def _frame(pen: _Pen, left: int, title: str, across: str, up: str) -> None:
    pen.write((left, TOP - 40), title, 16)
    pen.write((left, TOP - 19), f"up: {up}", 12)
    pen.write((left + SIDE, TOP + SIDE + 24), across, 12, anchor="ra")
    for step in range(6):
        share = step / 5
        pen.line([_at(left, (share, 0)), _at(left, (share, 1))], FAINT, 0.5)
        pen.line([_at(left, (0, share)), _at(left, (1, share))], FAINT, 0.5)
        pen.write((left + share * SIDE, TOP + SIDE + 6), f"{share:.1f}", 11, anchor="ma")
        pen.write((left - 6, TOP + (1 - share) * SIDE), f"{share:.1f}", 11, anchor="rm")


def _legend(pen: _Pen, found: Evaluation, shown: Mapping[Label, Rows]) -> None:
    for number, (label, colour) in enumerate(zip(shown, _colours(), strict=False)):
        left = GAP + (number % 4) * 300
        down = TOP + SIDE + BOTTOM + LEGEND * (number // 4)
        pen.line([(left, down + 8), (left + 24, down + 8)], colour, 3)
        pen.write((left + 32, down), f"{label}  AUC {found.labels[label].auc or 0:.3f}", 13)


class _Pen:
    """Draws in the sizes at which the picture is read."""

    def __init__(self, on: ImageDraw.ImageDraw) -> None:
        self._on = on

    def line(self, points: Sequence[tuple[float, float]], colour: str, width: float) -> None:
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        self._on.line(scaled, fill=colour, width=max(1, round(width * SCALE)), joint="curve")

    def dot(self, point: tuple[float, float], colour: str) -> None:
        x, y = point[0] * SCALE, point[1] * SCALE
        self._on.ellipse([x - 3 * SCALE, y - 3 * SCALE, x + 3 * SCALE, y + 3 * SCALE], fill=colour)

    def write(self, place: tuple[float, float], text: str, size: int, anchor: str = "la") -> None:
        font = ImageFont.load_default(size * SCALE)
        self._on.text((place[0] * SCALE, place[1] * SCALE), text, fill=INK, font=font, anchor=anchor)
