"""Scores -> probabilities at a natural base rate, and thresholds that ask for as much work as a desk can do.

Training sets are full of toxic comments (44 % and more), comment sections are not: a score that was fitted on the
former claims too much in the latter. Platt's two numbers per label are fitted on comments at their natural rate, or on
comments weighted to it. Isotonic regression was not better on 800 comments, and its ties cost AUC (.838 -> .820).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from moderation.classify.metrics import precision_recall
from moderation.classify.ngram import Model
from moderation.taxonomy import Label

Floats = NDArray[np.floating[Any]]

# Shares in the full wiki talk sets of 2018 (159,571 comments); for spam there is no count, 2 % is assumed.
NATURAL: Final[dict[Label, float]] = {
    "toxicity": 0.096,
    "severe_toxicity": 0.010,
    "obscene": 0.053,
    "threat": 0.003,
    "insult": 0.049,
    "identity_attack": 0.009,
    "spam": 0.02,
}
# Which share of comments a label may ask a person to look at; toxicity is the desk's main work.
REVIEW_RATE: Final[dict[Label, float]] = {
    "toxicity": 0.10,
    "severe_toxicity": 0.01,
    "obscene": 0.05,
    "threat": 0.005,
    "insult": 0.05,
    "identity_attack": 0.01,
    "spam": 0.02,
}
# How many of the few comments at hand the many of another place count for: see `anchored`.
ANCHOR: Final = 200.0


def natural_weights(truth: Floats, share: float) -> NDArray[np.float64]:
    """Return weights under which positives make up `share`; `truth` holds shares of annotators or 0 and 1."""
    bad = truth >= 0.5
    found = float(bad.mean())
    if not 0 < found < 1:
        return np.ones(len(truth))
    weights: NDArray[np.float64] = np.where(bad, share / found, (1 - share) / (1 - found))
    return weights


def platt(logits: Floats, truth: Floats, weights: Floats | None = None) -> tuple[float, float]:
    """Return slope and intercept that make sigmoid(slope * logit + intercept) a probability, by Newton's method.

    A weak pull towards slope 1 (one hundredth of a comment) keeps separable data finite.
    """
    x, y = logits.astype(np.float64), truth.astype(np.float64)
    w = np.ones(len(x)) if weights is None else weights.astype(np.float64)
    at = np.array([1.0, 0.0])
    design = np.stack([x, np.ones(len(x))], axis=1)
    pull = np.array([0.01, 1e-6])
    for _ in range(100):
        p = 0.5 * (1.0 + np.tanh(0.5 * (design @ at)))
        gradient = design.T @ (w * (p - y)) + pull * (at - [1.0, 0.0])
        curvature = (design.T * (w * p * (1 - p))) @ design + np.diag(pull + 1e-9)
        step = np.linalg.solve(curvature, gradient)
        at = at - step * min(1.0, 2.0 / max(1e-12, float(np.abs(step).max())))
        if np.abs(step).max() < 1e-10:
            break
    return float(at[0]), float(at[1])


def anchored(
    few: tuple[Floats, Floats], many: tuple[Floats, Floats], share: float, *, worth: float = ANCHOR
) -> tuple[float, float]:
    """Return Platt's numbers for `few` comments (logits, truths) that lean on `many` from elsewhere.

    41 toxic comments leave a slope of 1.4 open by .2 either way, and too steep a slope claims too much at both ends.
    The many are weighted to `share` positives and count for `worth` comments together, whatever their number.
    """
    logits, truth = many
    far = natural_weights(truth, share)
    weights = np.concatenate([np.ones(len(few[0])), far * (worth / far.sum())])
    return platt(np.concatenate([few[0], logits]), np.concatenate([few[1], truth]), weights)


def with_calibration(model: Model, found: Mapping[Label, tuple[float, float]]) -> Model:
    """Return the model with slopes and intercepts in place; labels that are not in `found` keep theirs."""
    heads = [
        replace(head, slope=found[label][0], intercept=found[label][1]) if label in found else head
        for label, head in zip(model.labels, model.heads, strict=True)
    ]
    return replace(model, heads=tuple(heads))


@dataclass(frozen=True, slots=True)
class Proposal:
    """A threshold for a label, and what it does to the comments that it was found on."""

    label: Label
    review: float
    review_rate: float
    precision: float | None
    recall: float | None

    def as_json(self) -> dict[str, Any]:
        """Return the fields, rounded to four places."""
        return {k: round(v, 4) if isinstance(v, float) else v for k, v in asdict(self).items()}


def propose(label: Label, scores: Floats, truth: Floats, *, rate: float, weights: Floats | None = None) -> Proposal:
    """Return the threshold that the highest `rate` of the (weighted) comments reach, rounded to three places."""
    w = np.ones(len(scores)) if weights is None else weights
    order = np.argsort(-scores, kind="stable")
    place = int(np.searchsorted(np.cumsum(w[order]), rate * w.sum()))
    threshold = round(float(scores[order][min(place, len(order) - 1)]), 3)
    precision, recall = precision_recall(truth >= 0.5, scores, threshold, w)
    reached = float(w[scores >= np.float32(threshold)].sum() / w.sum())
    return Proposal(label, threshold, reached, precision, recall)


def as_toml(classifier: str, language: str, proposals: Sequence[Proposal]) -> str:
    """Return the proposals as they stand in a policy file."""
    lines = [f'[thresholds."{classifier}".{language}]']
    lines += [f"{p.label} = {p.review:.3f}  # asks for {p.review_rate:.1%} of the comments" for p in proposals]
    return "\n".join(lines)
