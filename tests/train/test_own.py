"""Training on anyone's comments."""

from __future__ import annotations

import numpy as np
import pytest

from moderation.classify.metrics import auc
from moderation.classify.ngram import Model, Ngram
from moderation.normalise import fold
from moderation.taxonomy import LABELS, Label
from moderation.train.ngram import Recipe, train_own

SMALL = Recipe(bits=10, iterations=15, rounds=1)
NOUNS = ["bus", "road", "school", "bridge", "council", "market", "river", "garden", "library", "tram"]
RUDE = ["grubby", "nincompoop", "twit", "clown", "pest"]


def _comments() -> tuple[list[str], np.ndarray]:
    """Return 400 comments, every other one rude, no two the same."""
    texts = [
        f"the {NOUNS[n % 10]} and the {NOUNS[n // 10 % 10]} number {n} "
        + (f"you {RUDE[n % 5]}" if n % 2 else "are fine")
        for n in range(400)
    ]
    return texts, np.array([n % 2 for n in range(400)], np.float32)


def _trained(labels: tuple[Label, ...], targets: np.ndarray, seed: int = 0) -> Model:
    texts, _ = _comments()
    return train_own(texts, targets, labels, seed=seed, recipe=SMALL, say=lambda message: None)


@pytest.fixture(scope="module")
def model() -> Model:
    """A model of two labels, named in another order than the taxonomy's: spam is the contrary of insult here."""
    _, rude = _comments()
    return _trained(("spam", "insult"), np.stack([1 - rude, rude], axis=1))


def test_learns_what_the_labels_say(model: Model) -> None:
    """Scores of both labels tell new comments apart, each in its own column."""
    texts = [fold(text) for text in ("you twit of a tram", "what a clown you are", "the tram is fine", "fine gardens")]
    truth = np.array([True, True, False, False])

    scores = Ngram(model).score(texts)

    assert model.labels == ("insult", "spam")
    assert auc(truth, scores[:, 0]) == 1.0
    assert auc(~truth, scores[:, 1]) == 1.0


def test_same_data_and_seed_same_bytes(model: Model) -> None:
    """The seed draws what calibrates; nothing else is left to chance."""
    _, rude = _comments()
    targets = np.stack([1 - rude, rude], axis=1)

    assert _trained(("spam", "insult"), targets).digest == model.digest
    assert _trained(("spam", "insult"), targets, seed=2**70).digest != model.digest


def test_all_labels_can_be_trained() -> None:
    """A model of nine labels scores nine columns."""
    _, rude = _comments()
    model = _trained(LABELS, np.repeat(rude[:, None], len(LABELS), axis=1))

    scores = Ngram(model).score([fold("you pest"), fold("the road")])

    assert scores.shape == (2, len(LABELS))
    assert (scores[0] > scores[1]).all()
