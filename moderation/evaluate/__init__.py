"""Labelled comments -> how good the scores are, per label, per group and per language."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from moderation.classify.contract import Classifier, Scores
from moderation.errors import UsageError
from moderation.evaluate.figures import Bools, GroupFigures, LabelFigures, Rows, measure, measure_group, plain
from moderation.evaluate.labelled import LabelColumn, Labelled, read_labelled
from moderation.evaluate.prevalence import Prevalence, prevalence
from moderation.language import detect_all
from moderation.normalise import fold
from moderation.records import SCHEMA_VERSION
from moderation.taxonomy import LABELS, Label

__all__ = [
    "Evaluation",
    "GroupFigures",
    "LabelColumn",
    "LabelFigures",
    "Labelled",
    "Prevalence",
    "evaluate",
    "read_labelled",
]

Threshold = Callable[[Label], float | None]

_BATCH: Final = 2048


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What `moderation evaluate` prints, and the rows it was measured on, for drawing.

    `languages` holds each language that was found and what the scores are worth in it, also where the classifier does
    not cover it and its scores would not be used: `covered` names those where they would. `prevalences` are there
    where the rows have weights.
    """

    classifier: str
    digest: str
    rows: int
    labels: Mapping[Label, LabelFigures]
    groups: Mapping[str, Mapping[Label, GroupFigures]]
    languages: Mapping[str, Mapping[Label, LabelFigures]]
    covered: frozenset[str]
    comments_per_second: float
    scored: Mapping[Label, Rows]
    prevalences: Mapping[Label, Prevalence] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return the JSON object of the contract."""
        return {
            "schema_version": SCHEMA_VERSION,
            "classifier": self.classifier,
            "digest": self.digest,
            "rows": self.rows,
            "labels": _plainly(self.labels),
            "groups": {group: _plainly(labels) for group, labels in self.groups.items()},
            "languages": {
                code: {"covered": code in self.covered, "labels": _plainly(labels)}
                for code, labels in self.languages.items()
            },
            **({"prevalence": _plainly(self.prevalences)} if self.prevalences else {}),
            "comments_per_second": round(self.comments_per_second, 1),
        }


def _plainly(labels: Mapping[Label, Any]) -> dict[str, Any]:
    return {label: plain(figures) for label, figures in labels.items()}


def evaluate(
    labelled: Labelled,
    classifier: Classifier,
    *,
    threshold: Threshold,
    rounds: int = 200,
    by_language: bool = False,
) -> Evaluation:
    """Score and measure; `threshold` gives the policy's score per label, `rounds` of 0 leaves the intervals out.

    Raises UsageError where the classifier covers none of the labels.
    """
    labels = [label for label in LABELS if label in labelled.truths and label in classifier.labels]
    if not labels:
        raise UsageError(
            f"`{classifier.name}` covers none of " + ", ".join(f"`{label}`" for label in labelled.truths),
            mend="it covers " + ", ".join(f"`{label}`" for label in classifier.labels),
        )
    scores, seconds = _scored(labelled.texts, classifier)
    languages = [found.code for found in detect_all(labelled.texts)] if by_language else []
    figures: dict[Label, LabelFigures] = {}
    scored: dict[Label, Rows] = {}
    groups: dict[str, dict[Label, GroupFigures]] = {group: {} for group in sorted(set(labelled.groups or ()))}
    spoken: dict[str, dict[Label, LabelFigures]] = {code: {} for code in sorted(set(languages))}
    for label in labels:
        known = ~np.isnan(labelled.truths[label])
        rows = Rows(
            labelled.truths[label][known] >= 0.5,
            scores[known, classifier.labels.index(label)],
            labelled.weights[known],
        )
        scored[label] = rows
        figures[label] = measure(rows, threshold(label), rounds)
        for group, inside in _each(groups, labelled.groups or (), known):
            groups[group][label] = measure_group(rows, inside, threshold(label), rounds)
        for code, inside in _each(spoken, languages, known):
            spoken[code][label] = measure(rows.where(inside), threshold(label), rounds)
    return Evaluation(
        classifier=classifier.name,
        digest=classifier.digest,
        rows=len(labelled.texts),
        labels=figures,
        groups=groups,
        languages=spoken,
        covered=frozenset(spoken) if classifier.languages is None else frozenset(spoken) & classifier.languages,
        comments_per_second=len(labelled.texts) / seconds,
        scored=scored,
        prevalences=_prevalences(labelled, scores, classifier, threshold) if labelled.weighted else {},
    )


def _prevalences(
    labelled: Labelled, scores: Scores, classifier: Classifier, threshold: Threshold
) -> dict[Label, Prevalence]:
    found: dict[Label, Prevalence] = {}
    for column, label in enumerate(classifier.labels):
        if label in labelled.truths:
            truths, limit = labelled.truths[label], threshold(label)
            over = None if limit is None else np.asarray(scores[:, column] >= np.float32(limit), bool)
            found[label] = prevalence(truths >= 0.5, ~np.isnan(truths), labelled.weights, over)
    return found


def _each(names: Iterable[str], values: Sequence[str], known: Bools) -> Iterable[tuple[str, Bools]]:
    """Yield each name with the known rows that have it."""
    of = np.array(values, dtype=object)
    for name in names:
        yield name, np.asarray(of[known] == name, bool)


def _scored(texts: Sequence[str], classifier: Classifier) -> tuple[Scores, float]:
    """Return the scores and the seconds that folding and scoring took."""
    start = time.perf_counter()
    batches = (texts[at : at + _BATCH] for at in range(0, len(texts), _BATCH))
    scores = np.concatenate([classifier.score([fold(text) for text in batch]) for batch in batches])
    return scores, max(time.perf_counter() - start, 1e-9)
