"""Whether harmless sentences score higher for naming a group: per identity term, at the shipped policy's threshold.

The sentences are the half of Dixon's templates that no model was trained on; each term stands in harmless ones and in
unkind ones alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from moderation.classify.contract import Classifier
from moderation.classify.metrics import auc
from moderation.normalise import fold
from moderation.policy import load_policy
from moderation.train import datasets

_LANGUAGE: Final = "en"
Column = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Subgroup:
    """What a classifier does to the sentences that name one term.

    `within` is the AUC among them; `bpsn` that of unkind sentences without the term over harmless ones with it.
    `wrongly_held` is the share of harmless ones that a person would be asked about, `median` their middle score.
    """

    term: str
    rows: int
    within: float
    bpsn: float
    wrongly_held: float
    median: float


def held_from(judge: Classifier) -> float:
    """Return the toxicity from which the shipped policy asks for a person; 1 where it never does."""
    limit = load_policy().threshold(judge.name, "toxicity", _LANGUAGE)
    return 1.0 if limit is None else limit


def subgroups(judge: Classifier, data: Path) -> list[Subgroup]:
    """Return the figures of every term, in the order of the terms; `data` is the folder with `bias`."""
    found = [
        row
        for row in datasets.read_table(data / "bias/identity_madlibs_dev.csv")
        if not datasets.half(datasets.key(row["Text"]))
    ]
    scores = judge.score([fold(row["Text"]) for row in found])[:, 0]
    unkind = np.array([row["Label"] == "BAD" for row in found])
    terms = np.array([row["identity"] for row in found])
    limit = held_from(judge)
    return [_subgroup(term, scores, unkind, terms == term, limit) for term in sorted(set(terms.tolist()))]


def _subgroup(
    term: str, scores: Column, unkind: NDArray[np.bool_], inside: NDArray[np.bool_], limit: float
) -> Subgroup:
    harmless = inside & ~unkind
    mixed = harmless | (unkind & ~inside)
    return Subgroup(
        term,
        rows=int(inside.sum()),
        within=auc(unkind[inside], scores[inside]) or 0.0,
        bpsn=auc(unkind[mixed], scores[mixed]) or 0.0,
        wrongly_held=float((scores[harmless] >= limit).mean()),
        median=float(np.median(scores[harmless])),
    )
