"""What a classifier promises, and the table of checks that holds every one of them to it.

The checks take the classifier and a few texts and return what is wrong, or None. They are the conformance suite of
the package's own tests and are open to anyone who writes a classifier:

    for name, check in CHECKS.items():
        assert check(mine, texts) is None, name
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from moderation.records import Evidence, Folded
from moderation.taxonomy import LABEL_INDEX, Label

Scores = NDArray[np.float32]


@runtime_checkable
class Classifier(Protocol):
    """A model that turns comments into calibrated probabilities.

    `name` carries a version and stays loadable after its successor; `digest` is the SHA-256 of what makes the scores.
    `labels` are in the order of the taxonomy, which is also the order of the columns. `languages` are ISO 639-1
    codes, None is "any". Only the first `max_characters` of a folded text are read.
    """

    @property
    def name(self) -> str: ...
    @property
    def digest(self) -> str: ...
    @property
    def labels(self) -> tuple[Label, ...]: ...
    @property
    def languages(self) -> frozenset[str] | None: ...
    @property
    def max_characters(self) -> int: ...

    def score(self, texts: Sequence[Folded]) -> Scores:
        """Return probabilities, float32, len(texts) x len(labels), finite; a text's row depends on the text alone."""
        ...

    def explain(self, text: Folded, label: Label) -> list[Evidence]:
        """Return the ranges of `text.original` that raise `label`, strongest first, the strongest with weight 1."""
        ...


Check = Callable[[Classifier, Sequence[Folded]], str | None]


def names_itself(classifier: Classifier, _: Sequence[Folded]) -> str | None:
    """Name, digest and languages have their shapes."""
    digest = classifier.digest
    if len(digest) != 64 or set(digest) - set("0123456789abcdef"):
        return f"`digest` is no SHA-256 in hex but {len(digest)} characters"
    if "." not in classifier.name or classifier.max_characters < 1:
        return "`name` carries no version or `max_characters` is not positive"
    if any(len(code) not in {2, 3} for code in classifier.languages or ()):
        return "`languages` are not ISO 639 codes"
    return None


def labels_from_taxonomy(classifier: Classifier, _: Sequence[Folded]) -> str | None:
    """The labels are ours, each once, in our order."""
    places = [LABEL_INDEX.get(label, -1) for label in classifier.labels]
    if -1 in places or not places or places != sorted(set(places)):
        return f"labels {classifier.labels} are not the taxonomy's, in its order"
    return None


def one_row_each(classifier: Classifier, texts: Sequence[Folded]) -> str | None:
    """As many rows as texts, as many columns as labels, float32."""
    scores = classifier.score(texts)
    if scores.shape != (len(texts), len(classifier.labels)) or scores.dtype != np.float32:
        return f"{len(texts)} texts gave {scores.shape} {scores.dtype}"
    return None


def nothing_in_nothing_out(classifier: Classifier, _: Sequence[Folded]) -> str | None:
    """No texts give no rows and still all columns."""
    shape = classifier.score([]).shape
    return None if shape == (0, len(classifier.labels)) else f"no texts gave {shape}"


def probabilities(classifier: Classifier, texts: Sequence[Folded]) -> str | None:
    """Scores are finite and in [0, 1]."""
    scores = classifier.score(texts)
    if not np.isfinite(scores).all() or scores.min(initial=0) < 0 or scores.max(initial=0) > 1:
        return "scores leave [0, 1]"
    return None


def deterministic(classifier: Classifier, texts: Sequence[Folded]) -> str | None:
    """The same texts give the same bytes again."""
    same = classifier.score(texts).tobytes() == classifier.score(texts).tobytes()
    return None if same else "the second time gave other scores"


def order_kept(classifier: Classifier, texts: Sequence[Folded]) -> str | None:
    """Texts in reverse give rows in reverse."""
    return _apart(classifier, classifier.score(texts)[::-1], classifier.score(texts[::-1]))


def one_equals_batch(classifier: Classifier, texts: Sequence[Folded]) -> str | None:
    """A text scores the same alone as among others."""
    alone = [classifier.score([text]) for text in texts]
    return _apart(classifier, classifier.score(texts), np.concatenate(alone))


def spans_inside(classifier: Classifier, texts: Sequence[Folded]) -> str | None:
    """Evidence lies inside the original and covers something of it."""
    for text, label in ((text, label) for text in texts for label in classifier.labels):
        for piece in classifier.explain(text, label):
            if not 0 <= piece.start < piece.end <= len(text.original):
                return f"{label}: [{piece.start}, {piece.end}) in a text of {len(text.original)}"
            if piece.label != label or piece.source != classifier.name:
                return f"{label}: evidence says {piece.label} by {piece.source}"
    return None


def weights_sorted(classifier: Classifier, texts: Sequence[Folded]) -> str | None:
    """Weights are in (0, 1] and fall."""
    for text, label in ((text, label) for text in texts for label in classifier.labels):
        weights = [piece.weight for piece in classifier.explain(text, label)]
        if weights != sorted(weights, reverse=True) or not all(0 < weight <= 1 for weight in weights):
            return f"{label}: weights {weights}"
    return None


# How far a row may lie from the same row in another batch: exact, unless the name is here. Transformers are not exact:
# matrix products of other shapes round in another order. 1.5e-6 was measured on a tiny model.
TOLERANCE: Final[dict[str, float]] = {"detoxify": 1e-5}


def _apart(classifier: Classifier, one: Scores, other: Scores) -> str | None:
    if one.shape != other.shape:
        return f"{one.shape} the one way, {other.shape} the other"
    allowed = TOLERANCE.get(classifier.name.partition(".")[0], 0.0)
    distance = float(np.abs(one - other).max(initial=0.0))
    return None if distance <= allowed else f"rows differ by {distance:.2g}, allowed is {allowed:.2g}"


CHECKS: Final[dict[str, Check]] = {
    check.__name__: check
    for check in (
        names_itself,
        labels_from_taxonomy,
        one_row_each,
        nothing_in_nothing_out,
        probabilities,
        deterministic,
        order_kept,
        one_equals_batch,
        spans_inside,
        weights_sorted,
    )
}
