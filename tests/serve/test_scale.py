"""Perspective's scale: it keeps the order of comments and comes back to where it started."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.classify import load_classifier
from moderation.errors import UsageError
from moderation.serve.scale import SHIPPED, Scale, load_scale
from moderation.train.scale import fits, knots, scale_of

PERSPECTIVES = st.floats(0, 1)


@cache
def _shipped() -> Scale:
    return load_scale("perspective", load_classifier("ngram.v1"))


@pytest.mark.parametrize("name", ["ngram.v1", "encoder.v1", "cascade.v1"])
def test_shipped_scales_fit_the_shipped_weights(name: str) -> None:
    """A model that changes needs its scale anew, and this test says so."""
    scale = load_scale("perspective", load_classifier(name))

    assert scale.shows("toxicity")


@given(PERSPECTIVES, PERSPECTIVES)
def test_shipped_scale_keeps_order_and_comes_back(one: float, other: float) -> None:
    """A higher probability is never shown as a lower number, and what is shown leads back to the probability."""
    scale = _shipped()
    low, high = sorted((one, other))

    assert 0 <= scale.shown("toxicity", low) <= scale.shown("toxicity", high) <= 1
    assert scale.shown("toxicity", scale.probability("toxicity", one)) == pytest.approx(one, abs=1e-6)


def test_a_label_without_a_map_is_shown_as_its_probability() -> None:
    """Of spam Perspective's published scores say nothing that ours could be matched with."""
    scale = load_scale("perspective", load_classifier("ngram.v1"))

    assert (scale.shows("spam"), scale.shown("spam", 0.3)) == (False, 0.3)


def test_a_scale_of_other_weights_is_refused(tmp_path: Path) -> None:
    """Numbers of one model under the map of another would mean nothing."""
    document = json.loads(SHIPPED.read_text())
    document["classifiers"]["ngram.v1"]["digest"] = "0" * 64
    (tmp_path / "other.json").write_text(json.dumps(document))

    with pytest.raises(UsageError, match="was not fitted for"):
        load_scale(str(tmp_path / "other.json"), load_classifier("ngram.v1"))


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        '{"classifiers": {"a": {"digest": "x", "labels": {"x": 1}}}}',
        '{"classifiers": {"a": {"digest": "x", "labels": {"spam": [[0, 1], [1, 0]]}}}}',
    ],
)
def test_what_is_no_scale_is_refused(tmp_path: Path, content: str) -> None:
    """In words, not as a traceback."""
    (tmp_path / "scale.json").write_text(content)

    with pytest.raises(UsageError, match="not a scale"):
        load_scale(str(tmp_path / "scale.json"), load_classifier("constant.v1"))


def test_knots_take_the_share_over() -> None:
    """Half of the comments are over .5 of theirs, and so of what the map shows."""
    chance = np.random.default_rng(0)
    ours, theirs = chance.beta(0.3, 4, 2_000), chance.uniform(0, 1, 2_000)
    left, right = knots(ours, theirs)

    assert float((np.interp(ours, left, right) > 0.5).mean()) == pytest.approx(0.5, abs=0.01)
    assert left == sorted(set(left))
    assert right == sorted(set(right))


def test_a_fit_says_how_well_it_holds() -> None:
    """On the comments that it was not fitted on, with the rank correlation's interval."""
    classifier = load_classifier("ngram.v1")
    texts = [f"{word} number {n}" for n in range(60) for word in ("idiot", "thank you", "what a day", "moron")]
    theirs = {"toxicity": np.array([0.9 if "i" in text.split()[0][:1] or "moron" in text else 0.1 for text in texts])}
    (fit,) = fits(classifier, texts, theirs)

    assert (fit.label, fit.comments) == ("toxicity", 240)
    assert fit.interval[0] <= fit.rank <= fit.interval[1]
    assert scale_of(classifier, texts, theirs)["digest"] == classifier.digest
