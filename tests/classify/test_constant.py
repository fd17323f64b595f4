"""The constant says what it was told."""

from __future__ import annotations

import numpy as np
import pytest

from moderation.classify.constant import Constant
from moderation.errors import ModelError
from moderation.normalise import fold
from moderation.taxonomy import LABELS


def test_one_number_covers_all_labels() -> None:
    """A single number is the score of every label."""
    scores = Constant(0.25).score([fold("a"), fold("b")])
    assert scores.shape == (2, len(LABELS))
    assert (scores == np.float32(0.25)).all()


def test_a_mapping_covers_its_labels_in_our_order() -> None:
    """Labels that are not given are not covered."""
    constant = Constant({"spam": 0.9, "toxicity": 0.1})
    assert constant.labels == ("toxicity", "spam")
    assert constant.score([fold("x")]).tolist() == [[pytest.approx(0.1), pytest.approx(0.9)]]


def test_other_numbers_give_another_digest() -> None:
    """Scores can be traced back to the constants."""
    assert Constant(0.1).digest != Constant(0.2).digest
    assert Constant(0.1).digest == Constant(0.1).digest


@pytest.mark.parametrize("scores", [1.5, {"toxicity": -0.1}, {"toxic": 0.5}], ids=["over one", "negative", "no label"])
def test_what_is_no_probability_is_refused(scores) -> None:
    """Numbers outside 0 to 1 and foreign labels are errors."""
    with pytest.raises(ModelError):
        Constant(scores)
