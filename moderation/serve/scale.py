"""Our calibrated probabilities on Perspective's scale, so that a threshold chosen there holds about as much here.

Perspective's scores are no probabilities: on ordinary comments far fewer than 80 % of those scored 0.8 are toxic.
The map takes our score to the score of the same rank in Perspective's own published scores. `scales.json` is made by
`moderation train scale`; docs/perspective.md says how well it fits.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from moderation.classify.contract import Classifier
from moderation.errors import Location, UsageError
from moderation.serve.settings import CALIBRATED, PERSPECTIVE
from moderation.taxonomy import LABELS

SHIPPED: Final = Path(__file__).with_name("scales.json")
Knots = tuple[tuple[float, ...], tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class Scale:
    """How a label's probability is shown: `knots` are (ours, shown), both rising, straight lines between them."""

    name: str
    knots: Mapping[str, Knots]

    def shows(self, label: str) -> bool:
        """Whether the scale has a map for the label; without one the probability is shown as it is."""
        return label in self.knots

    def shown(self, label: str, probability: float) -> float:
        """Return the number that stands for a probability."""
        if label not in self.knots:
            return probability
        ours, shown = self.knots[label]
        return float(np.interp(probability, ours, shown))

    def probability(self, label: str, shown: float) -> float:
        """Return the probability that is shown as `shown`."""
        if label not in self.knots:
            return shown
        ours, values = self.knots[label]
        return float(np.interp(shown, values, ours))


def load_scale(name: str, classifier: Classifier) -> Scale:
    """Return `calibrated`, `perspective` or the scale in a file, as it was fitted for this classifier's weights.

    Raises UsageError where there is none: scores of other weights would be mapped by a fit that is not theirs.
    """
    if name == CALIBRATED:
        return Scale(CALIBRATED, {})
    path = SHIPPED if name == PERSPECTIVE else Path(name)
    fitted = _read(path).get(classifier.name)
    if fitted is None or fitted["digest"] != classifier.digest:
        raise UsageError(
            f"the scale `{name}` was not fitted for `{classifier.name}` as it is loaded",
            mend="fit one with `moderation train scale DATA.csv ...` and name its file, or give `--scale calibrated`",
        )
    return Scale(name, {label: (tuple(ours), tuple(shown)) for label, (ours, shown) in fitted["labels"].items()})


def _read(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        fits: dict[str, Any] = document["classifiers"]
        for fit in fits.values():
            _check(fit["digest"], fit["labels"])
    except FileNotFoundError:
        raise UsageError(f"there is no scale `{path}`", mend="give `perspective`, `calibrated` or a file") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        mend = "name one that `moderation train scale -o FILE` wrote, or give `perspective` or `calibrated`"
        raise UsageError("is not a scale, or a damaged one", at=Location(str(path)), mend=mend) from error
    return fits


def _check(digest: str, labels: Mapping[str, Sequence[Sequence[float]]]) -> None:
    """Raise ValueError for what is no map: values out of [0, 1] or not rising."""
    if not isinstance(digest, str) or set(labels) - set(LABELS):
        raise ValueError("digest or labels")
    for ours, shown in labels.values():
        if len(ours) != len(shown) or len(ours) < 2:
            raise ValueError("knots")
        for values in (ours, shown):
            steps = np.diff(np.array([0.0, *values, 1.0]))
            if (steps[1:-1] <= 0).any() or (steps < 0).any():
                raise ValueError("knots do not rise")
