"""Rulings -> what they teach: thresholds for a wanted precision, the precision of rules, agreement, training data.

Rulings are no random sample: people rule on what the policy, a rule or a reader held, and on the watched share. A
threshold is learned where there are rulings; what lies below it is only known as far as it was watched.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np

from moderation.errors import InputError
from moderation.interval import wilson
from moderation.store import Judgement, Store, judgements
from moderation.taxonomy import LABELS, Label
from moderation.train.own import Own

# Fewer rulings above a threshold say nothing about it: at 20 of 20 the interval still begins at 0.84.
ENOUGH: Final = 20

_TOXIC: Final[tuple[Label, ...]] = ("toxicity", "severe_toxicity")
# The labels that a rejection with a reason code confirms. A code that says nothing of any label (off-topic, other)
# leaves the comment out; so does a rejection for another label's reason.
CONFIRMED_BY: Final[Mapping[str, tuple[Label, ...]]] = {
    "abusive": ("toxicity", "insult"),
    "offensive": ("toxicity", "obscene", "sexual_explicit"),
    "harassment": (*_TOXIC, "threat", "insult"),
    "hate-speech": (*_TOXIC, "identity_attack"),
    "illegal": _TOXIC,
    "banned-word": ("toxicity", "obscene"),
    "spam": ("spam",),
    "advertising": ("spam",),
    "misinformation": ("misinformation_cue",),
}


@dataclass(frozen=True, slots=True)
class Advice:
    """The lowest threshold of a label at which its holds are as precise as wanted; None where there is none.

    `held` of the `ruled` comments lie at or above it, `right` of them were rejected for the label; `rejected` were in
    all, wherever they score.
    """

    label: Label
    threshold: float | None
    right: int
    held: int
    rejected: int
    ruled: int

    @property
    def precision(self) -> float | None:
        """The share of what would be held that people rejected for the label."""
        return self.right / self.held if self.held else None

    @property
    def recall(self) -> float | None:
        """The share of what people rejected for the label that would be held."""
        return self.right / self.rejected if self.rejected else None


@dataclass(frozen=True, slots=True)
class RulePrecision:
    """Of the ruled comments on which a rule fired, how many people rejected."""

    rule: str
    rejected: int
    ruled: int

    @property
    def interval(self) -> tuple[float, float] | None:
        """Where the share lies with 95 % confidence (Wilson)."""
        return wilson(self.rejected, self.ruled)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far people who judged the same text agree.

    `texts` were judged by two or more, `alike` by all of them the same way. `alpha` is Krippendorff's, nominal;
    `pairs` has Cohen's kappa for every two who share enough texts. Both are None where nobody ever differed.
    """

    texts: int
    alike: int
    alpha: float | None
    pairs: tuple[tuple[str, str, int, float | None], ...]


def standing_judgements(store: Store) -> list[Judgement]:
    """Return the last lasting ruling on each text."""
    last = {(one.item, one.revision): one for one in judgements.judgements(store) if one.taken_back_by is None}
    return list(last.values())


# --- thresholds ----------------------------------------------------------------------------------------------------


def thresholds(store: Store, precision: float = 0.9) -> list[Advice]:
    """Return advice for every label that was ruled on, in the order of LABELS."""
    ruled = standing_judgements(store)
    found = []
    for column, label in enumerate(LABELS):
        known = [(one.scores[column], truth) for one in ruled if (truth := truth_of(one, label)) is not None]
        pairs = [(score, truth) for score, truth in known if score is not None]
        if any(truth for _, truth in pairs):
            found.append(_advice(label, pairs, precision))
    return found


def truth_of(judgement: Judgement, label: Label) -> bool | None:
    """Return whether a person said that a comment carries the label, None where the ruling says nothing of it."""
    if judgement.kind == "approve":
        return False
    return True if label in CONFIRMED_BY.get(judgement.reason or "", ()) else None


def _advice(label: Label, pairs: Sequence[tuple[float, bool]], precision: float) -> Advice:
    score = np.array([score for score, _ in pairs])
    order = np.argsort(-score, kind="stable")
    score, truth = score[order], np.array([truth for _, truth in pairs])[order]
    right, held = np.cumsum(truth), np.arange(1, len(truth) + 1)
    # A threshold takes all that score alike, so it lies where the next one scores less.
    is_edge = np.append(score[1:] < score[:-1], True)
    fits = np.flatnonzero(is_edge & (held >= ENOUGH) & (right >= precision * held))
    rejected = int(truth.sum())
    if not len(fits):
        return Advice(label, None, 0, 0, rejected, len(truth))
    best = fits[-1]
    return Advice(label, float(score[best]), int(right[best]), int(held[best]), rejected, len(truth))


# --- rules ---------------------------------------------------------------------------------------------------------


def rule_precision(store: Store) -> list[RulePrecision]:
    """Return the precision of every rule that fired on a ruled comment, the most often ruled on first."""
    ruled: Counter[str] = Counter()
    rejected: Counter[str] = Counter()
    for one in standing_judgements(store):
        ruled.update(set(one.rules))
        if one.kind == "reject":
            rejected.update(set(one.rules))
    rules = sorted(ruled, key=lambda rule: (-ruled[rule], rule))
    return [RulePrecision(rule, rejected[rule], ruled[rule]) for rule in rules]


# --- agreement -----------------------------------------------------------------------------------------------------


def agreement(store: Store) -> Agreement:
    """Return how far people agree on texts that two or more have judged; what somebody took back themselves is out."""
    votes: dict[tuple[int, int], dict[str, str]] = defaultdict(dict)
    for one in judgements.judgements(store):
        if one.taken_back_by == one.actor:
            votes[one.item, one.revision].pop(one.actor, None)
        else:
            votes[one.item, one.revision][one.actor] = one.kind
    shared = [by_actor for by_actor in votes.values() if len(by_actor) > 1]
    people = sorted({actor for by_actor in shared for actor in by_actor})
    names = {person.actor: person.title for person in store.people()}
    pairs = []
    for first, second in combinations(people, 2):
        both = [(by[first], by[second]) for by in shared if first in by and second in by]
        if len(both) >= ENOUGH:
            pairs.append((names.get(first, first), names.get(second, second), len(both), cohen(both)))
    alike = sum(len(set(by_actor.values())) == 1 for by_actor in shared)
    return Agreement(len(shared), alike, krippendorff([list(by.values()) for by in shared]), tuple(pairs))


def cohen(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Return Cohen's kappa of two people's votes; None where chance alone would have them agree (Cohen, 1960)."""
    count = len(pairs)
    first, second = Counter(one for one, _ in pairs), Counter(two for _, two in pairs)
    chance = sum(first[vote] * second[vote] for vote in first) / (count * count) if count else 1.0
    if chance == 1:
        return None
    return (sum(one == two for one, two in pairs) / count - chance) / (1 - chance)


def krippendorff(units: Iterable[Sequence[str]]) -> float | None:
    """Return Krippendorff's alpha of nominal votes on units with two or more each; None where all votes are the same.

    K. Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011: coincidences, whoever cast the votes.
    """
    weights: dict[tuple[str, str], float] = defaultdict(float)
    for votes in units:
        counts = Counter(votes)
        for one in counts:
            for two in counts:
                weights[one, two] += counts[one] * (counts[two] - (one == two)) / (len(votes) - 1)
    total = sum(weights.values())
    sides: dict[str, float] = defaultdict(float)
    for (one, _), weight in weights.items():
        sides[one] += weight
    expected = sum(sides[one] * sides[two] for one in sides for two in sides if one != two)
    if not expected:
        return None
    observed = sum(weight for (one, two), weight in weights.items() if one != two)
    return 1 - (total - 1) * observed / expected


# --- training ------------------------------------------------------------------------------------------------------


def training_data(store: Store, *, language: str = "en", seed: int = 0) -> Own:
    """Return the ruled comments whose text is still there, with a truth for each label that both kinds speak of.

    Raises InputError where there is none.
    """
    ruled = [one for one in standing_judgements(store) if one.text.strip()]
    truths = {label: [truth_of(one, label) for one in ruled] for label in LABELS}
    labels = tuple(label for label in LABELS if {True, False} <= set(truths[label]))
    if not labels:
        raise InputError(
            "there is nothing to train on: no label has comments that people approved and others that they rejected",
            mend="rule on more comments, rejections with a reason code",
        )
    columns = [[np.nan if truth is None else float(truth) for truth in truths[label]] for label in labels]
    targets = np.array(columns, dtype=np.float32).T
    return Own(tuple(one.text for one in ruled), targets, labels, seed=seed, language=language)
