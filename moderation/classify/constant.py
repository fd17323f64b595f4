"""The baseline that every classifier has to beat, and the fake of tests: the same score for every comment."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from moderation.classify.contract import Scores
from moderation.errors import ModelError, suggest
from moderation.records import Evidence, Folded
from moderation.taxonomy import LABELS, Label

NAME: Final = "constant.v1"
# Measured on nothing: a score that asks nobody to look.
QUIET: Final = 0.0


class Constant:
    """Scores every comment alike: `scores` is one number for all labels, or one per covered label."""

    languages: frozenset[str] | None = None

    def __init__(self, scores: float | Mapping[Label, float] = QUIET, *, max_characters: int = 1_000_000) -> None:
        given = dict(scores) if isinstance(scores, Mapping) else dict.fromkeys(LABELS, scores)
        _check(given)
        self.name = NAME
        self.max_characters = max_characters
        self.labels: tuple[Label, ...] = tuple(label for label in LABELS if label in given)
        self._row = np.array([given[label] for label in self.labels], np.float32)
        content = {label: float(given[label]) for label in self.labels}
        self.digest = hashlib.sha256(json.dumps([NAME, content], sort_keys=True).encode()).hexdigest()

    def score(self, texts: Sequence[Folded]) -> Scores:
        """Return the constants once per text."""
        return np.tile(self._row, (len(texts), 1))

    def explain(self, text: Folded, label: Label) -> list[Evidence]:  # noqa: ARG002 - the protocol's parameters
        """Return nothing: no word of the text has a say."""
        return []


def _check(scores: Mapping[Label, float]) -> None:
    for label, score in scores.items():
        if label not in LABELS:
            raise ModelError(f"`{NAME}` got a score for `{label}`", mend=suggest(label, LABELS))
        if not 0 <= score <= 1:
            raise ModelError(f"`{NAME}` got {score} for `{label}`", mend="give a probability from 0 to 1")
