"""The fast classifier judges every comment, the strong one those that lie near a decision.

Near means: for some label the fast one's probability lies in the band round that label's threshold. Far below nobody
would look in any case, far above everybody would. Which comments these are depends on each comment alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from moderation.classify.contract import Classifier, Scores
from moderation.classify.weights import Device
from moderation.errors import ModelError
from moderation.records import Evidence, Folded
from moderation.taxonomy import Label

NAME: Final = "cascade.v1"
FORMAT: Final = 1
SHIPPED: Final = Path(__file__).parent / "models" / NAME / "config.json"

_FURTHEST: Final = 60.0


@dataclass(frozen=True, slots=True)
class Band:
    """Where the strong one is asked: `width` logits to either side of the fast one's `thresholds`.

    `mix` is how much of the fast one's logit stays in the score of a comment that both have judged.
    """

    thresholds: Mapping[Label, float]
    width: float
    mix: float

    def as_json(self) -> dict[str, Any]:
        """Return the band as `config.json` holds it."""
        return {"format": FORMAT, "name": NAME, **asdict(self)}


class Cascade:
    """Two classifiers with the same labels as one."""

    def __init__(self, fast: Classifier, strong: Classifier, band: Band) -> None:
        if fast.labels != strong.labels or set(band.thresholds) - set(fast.labels):
            raise ModelError(
                f"`{fast.name}` and `{strong.name}` do not cover the same labels",
                mend="train both on the same labels, or use one of them alone",
            )
        self.name = NAME
        self.labels = fast.labels
        self.languages = _both(fast.languages, strong.languages)
        self.max_characters = min(fast.max_characters, strong.max_characters)
        self.fast, self.strong, self.band = fast, strong, band
        content = [fast.digest, strong.digest, band.as_json()]
        self.digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
        # A label without a threshold asks for nothing: it is infinitely far.
        known = band.thresholds
        self._centres = np.array([_logit(known[label]) if label in known else np.inf for label in self.labels])

    def score(self, texts: Sequence[Folded]) -> Scores:
        """Return the fast one's probabilities, whole rows replaced by the strong one's where a label is near."""
        scores = self.fast.score(texts)
        rows = np.flatnonzero(self.near(scores)).tolist()
        if rows:
            scores[rows] = self.mixed(scores[rows], self.strong.score([texts[row] for row in rows]))
        return scores

    def mixed(self, fast: Scores, strong: Scores) -> Scores:
        """Return the scores of comments that both have judged."""
        if not self.band.mix:
            return strong
        logits = self.band.mix * _logit(fast) + (1.0 - self.band.mix) * _logit(strong)
        mixed: Scores = (1.0 / (1.0 + np.exp(-logits))).astype(np.float32)
        return mixed

    def near(self, scores: Scores) -> NDArray[np.bool_]:
        """Return which rows of the fast one's scores ask for the strong one."""
        found: NDArray[np.bool_] = (np.abs(_logit(scores) - self._centres) <= self.band.width).any(axis=1)
        return found

    def explain(self, text: Folded, label: Label) -> list[Evidence]:
        """Return the evidence of the one that judged this comment."""
        asked = bool(self.near(self.fast.score([text]))[0])
        judge = self.strong if asked else self.fast
        return [replace(piece, source=self.name) for piece in judge.explain(text, label)]


def _both(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    if one is None or other is None:
        return one if other is None else other
    return one & other


def _logit(scores: Any) -> NDArray[np.float64]:
    values = np.asarray(scores, np.float64)
    with np.errstate(divide="ignore"):
        logits: NDArray[np.float64] = np.clip(np.log(values) - np.log1p(-values), -_FURTHEST, _FURTHEST)
    return logits


def read_band(path: Path | None = None) -> Band:
    """Read the band, the shipped one by default; raises ModelError."""
    file = path if path is not None else SHIPPED
    try:
        config = json.loads(file.read_text(encoding="utf-8"))
        if config["format"] != FORMAT or config["name"] != NAME:
            raise ValueError("format or name")
        thresholds = {label: float(value) for label, value in config["thresholds"].items()}
        return Band(thresholds, float(config["width"]), float(config["mix"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(
            f"the band in `{file}` cannot be read: {type(error).__name__}", mend="install the package again"
        ) from error


def load_cascade(checkpoint: Path | None = None, *, device: Device = "cpu") -> Cascade:
    """Load `ngram.v1` and `encoder.v1` as one; `checkpoint` and `device` are the encoder's. Raises ModelError."""
    from moderation.classify.encoder import load_encoder
    from moderation.classify.ngram import load_ngram

    return Cascade(load_ngram(), load_encoder(checkpoint, device=device), read_band())
