"""The card of a model that somebody trained on comments of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from moderation.classify.metrics import auc, average_precision, expected_calibration_error, interval
from moderation.classify.ngram import Model, Ngram
from moderation.normalise import fold
from moderation.taxonomy import Label
from moderation.train.bags import F32
from moderation.train.ngram import kept_apart

_HEAD: Final = """# {name}, trained on comments of your own

Digest `{digest}`; {rows:,} comments, seed {seed}, in {languages}. The same files and seed give the same bytes.

Write down here where the comments come from, under which licence, from when to when, and who labelled them.

**Not for** deciding without a person, for judging people, or for other languages than these. It knows words, not what
they mean together.

## Figures

On the tenth that was kept apart, drawn by the seed. No weights were fitted on it, but the calibration was: ECE is the
best that can be hoped for. Intervals are 95 %, by bootstrap. Measure another month with `moderation evaluate`.

| label | comments | with it | AUC | AP | ECE |
|---|---:|---:|---:|---:|---:|
"""


def own_card(model: Model, texts: Sequence[str], targets: F32, labels: Sequence[Label], seed: int) -> str:
    """Return the card as Markdown; no comment is repeated in it."""
    apart = kept_apart(texts, seed)
    judge = Ngram(model)
    scores = judge.score([fold(text) for text, kept in zip(texts, apart, strict=True) if kept])
    lines = []
    for place, label in enumerate(labels):
        known = targets[apart, place] >= 0
        truth, column = targets[apart, place][known] >= 0.5, scores[known, judge.labels.index(label)]
        spread = interval(auc, truth, column)
        between = f" ({spread[0]:.3f}-{spread[1]:.3f})" if spread else ""
        figures = (auc(truth, column), average_precision(truth, column), expected_calibration_error(truth, column))
        area, precise, error = ("-" if value is None else f"{value:.3f}" for value in figures)
        lines.append(f"| {label} | {len(truth):,} | {int(truth.sum()):,} | {area}{between} | {precise} | {error} |")
    head = _HEAD.format(
        name=judge.name, digest=model.digest, rows=len(texts), seed=seed, languages=", ".join(model.languages)
    )
    return head + "\n".join(lines) + "\n"
