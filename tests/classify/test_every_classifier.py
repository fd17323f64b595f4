"""Every classifier keeps every promise of the contract."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from moderation.classify import CLASSIFIERS, Classifier, load_classifier
from moderation.classify.constant import Constant
from moderation.classify.contract import CHECKS
from moderation.classify.given import digest_on
from moderation.errors import ModelError
from moderation.records import Folded

NAMES = [
    "ngram.v1",
    "encoder.v1",
    "cascade.v1",
    "constant.v1",
    pytest.param("detoxify.original", marks=pytest.mark.detoxify),
]


@pytest.fixture(scope="module", params=NAMES)
def classifier(request: pytest.FixtureRequest) -> Classifier:
    """Each classifier in turn; Detoxify over the tiny checkpoint."""
    if request.param.startswith("detoxify"):
        checkpoint, config = request.getfixturevalue("tiny_detoxify")
        return load_classifier(request.param, checkpoint=checkpoint, config=config)
    return load_classifier(request.param)


@pytest.mark.parametrize("check", CHECKS)
def test_keeps_the_promise(classifier: Classifier, texts: Sequence[Folded], check: str) -> None:
    """The check has nothing to complain about."""
    assert CHECKS[check](classifier, texts) is None


def test_is_of_the_protocol(classifier: Classifier) -> None:
    """The structure is that of the protocol."""
    assert isinstance(classifier, Classifier)


class Broken(Constant):
    """A classifier that breaks every promise that can be broken by one object."""

    digest = "none"
    labels = ("spam", "toxicity", "spam")

    def score(self, texts):
        scores = super().score(texts)[: max(1, len(texts) - 1)]
        self._row = self._row + 0.7
        return scores * len(texts)

    def explain(self, text, label):
        from moderation.records import Evidence

        return [Evidence(label, 0, 10**9, self.name, 0.5), Evidence(label, 0, 1, self.name, 2.0)]


@pytest.mark.parametrize("check", CHECKS)
def test_checks_can_fail(texts: Sequence[Folded], check: str) -> None:
    """Each check finds fault with a classifier that is wrong in its respect."""
    broken = Broken(0.5)
    broken.digest, broken.labels = "none", ("spam", "toxicity", "spam")

    assert CHECKS[check](broken, texts) is not None


def test_an_unknown_name_offers_the_nearest() -> None:
    """A typing error is met with the name that was meant."""
    with pytest.raises(ModelError, match=r"did you mean `ngram\.v1`"):
        load_classifier("ngram.v2")


@pytest.mark.parametrize("name", [name for name in CLASSIFIERS if name.startswith("detoxify")])
def test_detoxify_without_weights_says_where_they_are(name: str) -> None:
    """Each variant names its own file to fetch."""
    with pytest.raises(ModelError, match=r"releases/download/.*\.ckpt"):
        load_classifier(name)


def test_constant_takes_no_checkpoint(tmp_path: Path) -> None:
    """Weights for the constant are a misunderstanding."""
    with pytest.raises(ModelError, match="has no weights"):
        load_classifier("constant.v1", checkpoint=tmp_path)


@pytest.mark.parametrize(
    ("name", "mend"),
    [
        ("ngram.v1", "leave `--device` out"),
        ("constant.v1", "leave `--device` out"),
        ("encoder.v1", "onnxruntime-gpu"),
        ("cascade.v1", "onnxruntime-gpu"),
        pytest.param("detoxify.original", "a build of torch for CUDA", marks=pytest.mark.detoxify),
    ],
)
def test_a_device_that_is_not_here_says_what_to_do(request: pytest.FixtureRequest, name: str, mend: str) -> None:
    """Nobody waits a night for a GPU that was never used; the tests' builds of onnxruntime and torch know none."""
    checkpoint, config = request.getfixturevalue("tiny_detoxify") if name.startswith("detoxify") else (None, None)

    with pytest.raises(ModelError, match=mend):
        load_classifier(name, checkpoint=checkpoint, config=config, device="cuda")


def test_scores_of_another_device_are_not_taken_for_the_same() -> None:
    """A GPU sums in another order: whoever resumes a run on one is told that the model is another."""
    assert digest_on("cpu", "ab" * 32) == "ab" * 32
    assert len(digest_on("cuda", "ab" * 32)) == 64
    assert digest_on("cuda", "ab" * 32) != "ab" * 32
