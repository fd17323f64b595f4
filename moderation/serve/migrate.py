"""Thresholds that a site set for Perspective -> thresholds of its policy here, on its own past comments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from moderation.classify import load_classifier
from moderation.classify.contract import Classifier
from moderation.errors import UsageError, suggest
from moderation.evaluate import LabelColumn, read_labelled
from moderation.policy import load_policy
from moderation.serve.attributes import ATTRIBUTES, label_of
from moderation.serve.scale import load_scale
from moderation.taxonomy import Label
from moderation.train.scale import score_texts

Floats = NDArray[np.float64]
_FEWEST: Final = 200
_DIGITS: Final = 3
# As many decimals as scores have; a policy takes no threshold of 0.
_DECIMALS: Final = 6


@dataclass(frozen=True, slots=True)
class Migrated:
    """An attribute's old threshold, the new one for the label that answers it, and the shares of comments held.

    `held_before` is None where no old scores were given. `classifier` is whose probability the new one is.
    """

    attribute: str
    label: Label
    classifier: str
    old: float
    new: float
    held_before: float | None
    held_now: float
    comments: int

    def as_json(self) -> dict[str, Any]:
        """Return the fields."""
        return asdict(self)


def migrated(
    files: Sequence[Path],
    text: str,
    *,
    thresholds: Sequence[str],
    scores: Sequence[str] = (),
    classifier: str | None = None,
    scale_name: str = "perspective",
) -> list[Migrated]:
    """Return what each threshold becomes. Raises UsageError for what is no attribute or no number."""
    judge = load_classifier(classifier or load_policy().classifier)
    wanted = {name: _number(name, value) for name, value in _pairs("--threshold", thresholds, judge)}
    columns = dict(_pairs("--score", scores, judge))
    for name in columns.keys() - wanted.keys():
        raise UsageError(f"`--score {name}={columns[name]}` has no threshold", mend=f"add `--threshold {name}=T`")
    labels = [LabelColumn(_label(name, judge), column) for name, column in columns.items()]
    known = read_labelled(files, text=text, labels=labels)
    ours = score_texts(judge, known.texts)
    found = []
    for attribute, old in wanted.items():
        label = _label(attribute, judge)
        theirs = known.truths[label] if attribute in columns else None
        new = _same_share(ours[label], theirs, old) if theirs is not None else _on_scale(judge, scale_name, label, old)
        before = float((theirs[~np.isnan(theirs)] > old).mean()) if theirs is not None else None
        now = float((ours[label] >= new).mean())
        found.append(Migrated(attribute, label, judge.name, old, new, before, now, len(known.texts)))
    return found


def as_toml(found: Sequence[Migrated]) -> str:
    """Return the thresholds as they stand in a policy file, with what they do."""
    lines = [f'[thresholds."{found[0].classifier}".en]'] if found else []
    for one in found:
        before = f"{one.held_before:.1%} before, " if one.held_before is not None else ""
        told = f"{one.attribute} {one.old:g}; holds {before}{one.held_now:.1%} now of {one.comments:,} comments"
        lines.append(f"{one.label} = {_written(one.new)}  # {told}")
    return "\n".join(lines)


def _pairs(option: str, given: Sequence[str], judge: Classifier) -> list[tuple[str, str]]:
    pairs = []
    for pair in given:
        name, sign, value = pair.partition("=")
        if not sign or not value:
            raise UsageError(f"`{option} {pair}` is not ATTRIBUTE=VALUE", mend="write for example `TOXICITY=0.8`")
        _label(name, judge)
        pairs.append((name, value))
    return pairs


def _label(attribute: str, judge: Classifier) -> Label:
    label = label_of(attribute, judge.labels)
    if label is None:
        answered = [name for name, known in ATTRIBUTES.items() if known in judge.labels]
        raise UsageError(f"`{judge.name}` answers no attribute `{attribute}`", mend=suggest(attribute, answered))
    return label


def _number(name: str, value: str) -> float:
    try:
        number = float(value)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        raise UsageError(f"`{value}` is no threshold for {name}", mend="thresholds lie between 0 and 1")
    return number


def _same_share(ours: Floats, theirs: Floats, old: float) -> float:
    """Return the probability that as many of the comments reach as went over the old threshold."""
    known = ~np.isnan(theirs)
    if known.sum() < _FEWEST:
        raise UsageError(f"{int(known.sum())} comments have an old score", mend=f"give {_FEWEST} or more")
    held = int((theirs[known] > old).sum())
    ranked = np.sort(ours[known])[::-1]
    if held == 0:  # nothing was held: neither is anything up to the highest of these
        return round(min(1.0, float(ranked[0]) + 10**-_DIGITS), _DIGITS)
    below = float(ranked[held]) if held < len(ranked) else 0.0
    return _rounded((float(ranked[held - 1]) + below) / 2)


def _on_scale(judge: Classifier, scale_name: str, label: Label, old: float) -> float:
    scale = load_scale(scale_name, judge)
    if not scale.shows(label):
        raise UsageError(f"the scale `{scale_name}` has no map for {label}", mend="give old scores with `--score`")
    return _rounded(scale.probability(label, old))


def _rounded(threshold: float) -> float:
    """Return a threshold of three digits that tell: 0.0004 to three decimals would be 0, and hold everything."""
    return max(float(f"{threshold:.{_DIGITS}g}"), 10**-_DECIMALS)


def _written(threshold: float) -> str:
    """Return a threshold with as many decimals as it takes, three at least; TOML takes `1e-05`, people do not."""
    whole, _, decimals = f"{threshold:.{_DECIMALS}f}".rstrip("0").partition(".")
    return f"{whole}.{decimals.ljust(_DIGITS, '0')}"
