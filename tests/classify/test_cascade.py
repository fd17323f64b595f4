"""The cascade asks the strong classifier near a decision and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from moderation.classify import load_classifier
from moderation.classify.cascade import Band, Cascade, read_band
from moderation.classify.constant import Constant
from moderation.errors import ModelError
from moderation.normalise import fold

TEXT = fold("a comment")


@pytest.mark.parametrize(
    ("fast", "asked"),
    [(0.5, True), (0.6, True), (0.4, True), (0.9, False), (0.1, False), (0.0, False), (1.0, False)],
)
def test_the_band_decides_who_judges(fast: float, asked: bool) -> None:
    """Within a logit of the threshold the strong one's score stands, else the fast one's."""
    cascade = Cascade(Constant(fast), Constant(0.77), Band({"toxicity": 0.5}, width=1.0, mix=0.0))
    assert cascade.score([TEXT])[0] == pytest.approx(0.77 if asked else fast)


def test_one_near_label_is_enough() -> None:
    """The whole row comes from the strong one when any label is near, so that labels of one comment agree."""
    fast = Constant({"toxicity": 0.01, "threat": 0.5})
    strong = Constant({"toxicity": 0.3, "threat": 0.2})
    cascade = Cascade(fast, strong, Band({"toxicity": 0.5, "threat": 0.5}, width=0.5, mix=0.0))
    assert cascade.score([TEXT])[0] == pytest.approx([0.3, 0.2])


def test_a_label_without_threshold_never_asks() -> None:
    """Only labels with a threshold have a band, however wide."""
    cascade = Cascade(Constant(1.0), Constant(0.5), Band({}, width=99.0, mix=0.0))
    assert cascade.score([TEXT]).min() == 1.0


def test_a_mixed_score_lies_between() -> None:
    """With a mix of one half the logits' mean counts: of equal and opposite ones it is 0, or one half."""
    cascade = Cascade(Constant(0.2), Constant(0.8), Band({"toxicity": 0.2}, width=0.1, mix=0.5))
    assert cascade.score([TEXT])[0] == pytest.approx(0.5)


def test_other_bands_are_another_classifier() -> None:
    """The digest names both halves and the band."""
    digests = {
        Cascade(Constant(fast), Constant(strong), Band({"toxicity": 0.5}, width, mix=0.0)).digest
        for fast, strong, width in [(0.1, 0.2, 1.0), (0.1, 0.2, 2.0), (0.2, 0.1, 1.0)]
    }
    assert len(digests) == 3


def test_halves_must_cover_the_same_labels() -> None:
    """A row cannot come from two lists of labels."""
    with pytest.raises(ModelError, match="same labels"):
        Cascade(Constant(0.5), Constant({"spam": 0.5}), Band({}, width=1.0, mix=0.0))


@pytest.mark.parametrize("content", ["", "[]", '{"format": 2}', '{"format": 1, "name": "cascade.v1"}'])
def test_a_broken_band_is_refused(tmp_path: Path, content: str) -> None:
    """A file that does not say what it must is an error with a name."""
    (tmp_path / "config.json").write_text(content, encoding="utf-8")
    with pytest.raises(ModelError, match="cannot be read"):
        read_band(tmp_path / "config.json")


def test_the_shipped_one_has_both_judges_at_work() -> None:
    """A plain thank-you stays with the n-grams; what lies near a threshold goes to the encoder, evidence included."""
    cascade = load_classifier("cascade.v1")
    assert isinstance(cascade, Cascade)
    calm, near = fold("Thank you for this lovely article."), fold("What a silly thing to say about her.")
    plain, asked = cascade.near(cascade.fast.score([calm, near]))
    assert not plain
    assert asked
    assert cascade.score([calm]).tobytes() == cascade.fast.score([calm]).tobytes()
    assert {piece.source for piece in cascade.explain(near, "toxicity")} <= {"cascade.v1"}
