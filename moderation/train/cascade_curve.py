"""How much of the encoder's quality a cascade keeps, against the share of comments that the encoder reads."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from moderation.classify.cascade import Band, Cascade
from moderation.classify.contract import Classifier, Scores
from moderation.classify.metrics import auc
from moderation.records import Folded
from moderation.train import calibrate, datasets
from moderation.train.datasets import Part
from moderation.train.ngram import news_half, unfolded

WIDTHS: Final = (0.0, 0.25, 0.5, 0.75, 0.9, 1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 99.0)
RATE: Final = 0.10


@dataclass(frozen=True, slots=True)
class Point:
    """A band's `width` in logits, the `share` of news comments in it, and what the cascade is worth then."""

    width: float
    share: float
    speed: float
    recall_wiki: float
    recall_news: float
    auc_news: float | None


def recall_at(scores: Scores, truth: calibrate.Floats, weights: calibrate.Floats, rate: float) -> float:
    """Return which share of the positives is among the highest `rate` of the weighted comments."""
    order = np.argsort(-scores, kind="stable")
    mass = np.cumsum(weights[order])
    inside = mass <= rate * mass[-1]
    bad = (truth[order] >= 0.5) * weights[order]
    return float(bad[inside].sum() / bad.sum())


@dataclass(frozen=True, slots=True)
class _Judged:
    """Comments that both have judged, and how long each took for one, in seconds."""

    fast: Scores
    strong: Scores
    truth: calibrate.Floats
    weights: calibrate.Floats
    seconds: tuple[float, float]

    def mixed(self, cascade: Cascade) -> tuple[Scores, float]:
        near = cascade.near(self.fast)
        scores = np.where(near[:, None], cascade.mixed(self.fast, self.strong), self.fast)
        return scores[:, 0], float((near * self.weights).sum() / self.weights.sum())


def _judged(
    fast: Classifier, strong: Classifier, texts: Sequence[Folded], truth: calibrate.Floats, weights: calibrate.Floats
) -> _Judged:
    started = time.process_time()
    quick = fast.score(texts)
    between = time.process_time()
    slow = strong.score(texts)
    spent = (between - started, time.process_time() - between)
    return _Judged(quick, slow, truth, weights, (spent[0] / len(texts), spent[1] / len(texts)))


def curve(
    fast: Classifier,
    strong: Classifier,
    data: Path,
    band: Band,
    *,
    half: int = 1,
    part: Part = "test",
    widths: Sequence[float] = WIDTHS,
) -> list[Point]:
    """Return a point for each width, measured on one half of the news comments and a part of wiki talk."""
    texts, truth = news_half(data, half)
    news = _judged(fast, strong, texts, truth, np.ones(len(texts)))
    corpus = datasets.split(data)[part].of("wiki")
    natural = calibrate.natural_weights(corpus.targets[:, 0], calibrate.NATURAL["toxicity"])
    wiki = _judged(fast, strong, unfolded(corpus.texts), corpus.targets[:, 0], natural)
    points = []
    for width in widths:
        cascade = Cascade(fast, strong, replace(band, width=width))
        on_news, share = news.mixed(cascade)
        on_wiki, _ = wiki.mixed(cascade)
        quick, slow = news.seconds
        points.append(
            Point(
                width=width,
                share=share,
                speed=slow / (quick + share * slow),
                recall_wiki=recall_at(on_wiki, wiki.truth, wiki.weights, RATE),
                recall_news=recall_at(on_news, news.truth, news.weights, RATE),
                auc_news=auc(news.truth >= 0.5, on_news),
            )
        )
    return points
