"""Train `ngram.v1`, the shipped recipe or anyone's own data; the same data and seed give the same bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from moderation.classify.contract import Classifier
from moderation.classify.ngram import Head, Model, Ngram
from moderation.errors import InputError
from moderation.normalise import fold
from moderation.records import Folded
from moderation.taxonomy import LABELS, Label
from moderation.train import calibrate, datasets
from moderation.train.bags import F32, Bags
from moderation.train.datasets import HEADS, Corpus
from moderation.train.linear import Fit, Problem, Shape

Say = Callable[[str], None]

# Folding this exercises every step: entities, accents, look-alikes, invisible signs, wide letters, case.
PROBE: Final = (
    "&lt;b&gt; Cr\u00e8me BR\u00dbL\u00c9E \u0440\u0430\u0443 \u200bzero\u00adwidth \uff37\uff29\uff24\uff25 "
    "\U0001d4d1\U0001d4f8\U0001d4f5\U0001d4ed \u2018it\u2019s\u2019 st\u00f6\u00df \U0001f1e9\U0001f1ea "
    "\u202eolleh\u202c 1d10t"
)
EVIDENCE_FLOOR: Final = 1.0
MAX_CHARACTERS: Final = 10_000


@dataclass(frozen=True, slots=True)
class Recipe:
    """What is trained: n-gram orders, size of the table, the form of the logit and how it is fitted.

    `strength` is per label; labels that are not named take `default_strength`.
    """

    orders: tuple[int, int] = (2, 5)
    bits: int = 19
    shape: Shape = field(default_factory=lambda: Shape(power=0.5, offset=0.0, peak=0.5, window=2))
    default_strength: float = 0.15
    strength: tuple[tuple[Label, float], ...] = (
        ("severe_toxicity", 0.10),
        ("threat", 0.06),
        ("identity_attack", 0.08),
        ("spam", 1.0),
    )
    rarity: float = 1.5
    iterations: int = 60
    rounds: int = 2

    def fit(self, labels: Sequence[Label]) -> Fit:
        """Return the settings of the fit for these labels."""
        known = dict(self.strength)
        strength = tuple(known.get(label, self.default_strength) for label in labels)
        return Fit(strength, rarity=self.rarity, iterations=self.iterations, rounds=self.rounds)


def fold_digest() -> str:
    """Return the SHA-256 of the folded probe: weights are only good for the fold that they were trained with."""
    folded = fold(PROBE)
    content = [folded.text, list(folded.starts), list(folded.ends)]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def train(corpus: Corpus, labels: Sequence[Label], recipe: Recipe, *, trained_on: dict[str, Any], say: Say) -> Model:
    """Fit one head per label; the scores are not calibrated yet. Raises InputError where a label has one class only."""
    checked(corpus, labels)
    bags = Bags.of(corpus.texts, orders=recipe.orders, bits=recipe.bits)
    say(f"{bags.rows} comments, {len(bags.tokens)} distinct tokens")
    fit = recipe.fit(labels)
    problem = Problem(bags, corpus.targets, corpus.weights, shape=recipe.shape, fit=fit, buckets=1 << recipe.bits)
    weights, biases = problem.solve(say)
    table, scales = quantised(weights)
    heads = [Head(float(scale), float(bias), 1.0, 0.0) for scale, bias in zip(scales, biases, strict=True)]
    return Model(
        labels=tuple(labels),
        heads=tuple(heads),
        table=table,
        orders=recipe.orders,
        bits=recipe.bits,
        power=recipe.shape.power,
        offset=recipe.shape.offset,
        peak=recipe.shape.peak,
        window=recipe.shape.window,
        languages=("en",),
        max_characters=MAX_CHARACTERS,
        evidence_floor=EVIDENCE_FLOOR,
        fold=fold_digest(),
        trained_on=trained_on,
    )


def checked(corpus: Corpus, labels: Sequence[Label]) -> None:
    """Raise InputError where a label has comments of one kind only."""
    for column, label in enumerate(labels):
        known = corpus.targets[:, column][~np.isnan(corpus.targets[:, column])]
        if not (known >= 0.5).any() or not (known < 0.5).any():
            raise InputError(
                f"`{label}` has comments of one kind only",
                mend="add comments with and without it, or leave the label out",
            )


def quantised(weights: F32) -> tuple[NDArray[np.int8], NDArray[np.float64]]:
    """Return the weights as int8 and the worth of one step, per label."""
    scales = np.maximum(np.abs(weights).max(axis=0), 1e-12).astype(np.float64) / 127
    return np.rint(weights / scales).astype(np.int8), scales


def calibrated(model: Model, corpus: Corpus, shares: dict[Label, float] | None) -> Model:
    """Return the model with Platt's numbers from `corpus`, weighted to the natural `shares` where they are given."""
    logits = Ngram(model).logits(unfolded(corpus.texts))
    found = {}
    for column, label in enumerate(model.labels):
        known = ~np.isnan(corpus.targets[:, column])
        truth = corpus.targets[known, column]
        weights = calibrate.natural_weights(truth, shares[label]) if shares else None
        found[label] = calibrate.platt(logits[known, column], truth, weights)
    return calibrate.with_calibration(model, found)


def unfolded(texts: Sequence[str]) -> list[Folded]:
    """Return texts that are folded already as what a classifier takes."""
    return [Folded(text, text, range(len(text)), range(1, len(text) + 1)) for text in texts]


def train_shipped(data: Path, say: Say, recipe: Recipe | None = None) -> Model:
    """Train and calibrate the shipped model from the public sets in `data`."""
    parts = datasets.split(data)
    sources = np.unique(np.array(parts["train"].sources), return_counts=True)
    counts = {str(name): int(count) for name, count in zip(*sources, strict=True)}
    chosen = recipe or Recipe()
    model = train(parts["train"], HEADS, chosen, trained_on={"recipe": "shipped", "rows": counts}, say=say)
    # Wiki talk alone knows all six; spam is calibrated on what is kept apart of its own sets and on plain comments.
    dev = parts["dev"].of("wiki", "sms", "youtube")
    model = calibrated(model, dev, calibrate.NATURAL)
    return _toxicity_on_news(model, data)


def _toxicity_on_news(model: Model, data: Path) -> Model:
    """Calibrate toxicity on half of the news comments at their natural rate; the other half measures."""
    texts, truth = news_half(data, 0)
    column = model.labels.index("toxicity")
    plain = Ngram(calibrate.with_calibration(model, {"toxicity": (1.0, 0.0)}))
    found = calibrate.platt(plain.logits(texts)[:, column], truth)
    return calibrate.with_calibration(model, {"toxicity": found})


def news_half(data: Path, which: int) -> tuple[list[Folded], NDArray[np.float64]]:
    """Return texts and truths of half 0 (calibration, thresholds) or half 1 (figures) of the natural news comments."""
    rows = [
        row
        for row in datasets.read_table(data / "toxicity/civil_comments_natural_dev.csv")
        if datasets.half(datasets.key(row["example"])) == which
    ]
    truth = np.array([float(row["label"] == "toxic") for row in rows])
    return [fold(row["example"]) for row in rows], truth


def train_own(
    corpus: Corpus, apart: Corpus, labels: Sequence[Label], *, recipe: Recipe, language: str, say: Say
) -> Model:
    """Train on anyone's comments and calibrate at their own rate on those that were kept `apart`."""
    trained_on = {"rows": len(corpus.texts) + len(apart.texts)}
    model = train(corpus, labels, recipe, trained_on=trained_on, say=say)
    return replace(calibrated(model, apart, None), languages=(language,))


def labelled(texts: Sequence[str], targets: F32, labels: Sequence[Label]) -> tuple[Corpus, list[Label]]:
    """Return comments as a corpus and its labels in the taxonomy's order; what is below 0 or NaN is not known."""
    order = [place for place, label in sorted(enumerate(labels), key=lambda pair: LABELS.index(pair[1]))]
    rows = [
        datasets.Row("own", text, {labels[place]: float(target[place]) for place in order if target[place] >= 0})
        for text, target in zip(texts, targets, strict=True)
    ]
    ordered = [labels[place] for place in order]
    return datasets.corpus_of(rows, ordered), ordered


def proposals(model: Classifier, data: Path) -> list[calibrate.Proposal]:
    """Return a threshold per label: toxicity and insult from news comments, the others from weighted wiki talk."""
    texts, truth = news_half(data, 0)
    dev = datasets.split(data)["dev"]
    found = []
    for column, label in enumerate(model.labels):
        rate = calibrate.REVIEW_RATE[label]
        if label == "toxicity":
            scores = model.score(texts)[:, column]
            found.append(calibrate.propose(label, scores, truth, rate=rate))
            continue
        corpus = dev.of("wiki", "sms", "youtube") if label == "spam" else dev.of("wiki")
        targets = corpus.targets[:, column]
        weights = calibrate.natural_weights(targets, calibrate.NATURAL[label])
        scores = model.score(unfolded(corpus.texts))[:, column]
        found.append(calibrate.propose(label, scores, targets, rate=rate, weights=weights))
    return found
