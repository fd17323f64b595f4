"""Every classifier keeps every promise of the contract."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from onnxruntime import get_available_providers

from moderation.classify import CLASSIFIERS, Classifier, Weights, load_classifier
from moderation.classify.constant import Constant
from moderation.classify.contract import CHECKS
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
        return load_classifier(request.param, Weights(checkpoint=checkpoint, config=config))
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
        load_classifier("constant.v1", Weights(checkpoint=tmp_path))


@pytest.mark.parametrize("name", ["ngram.v1", "constant.v1"])
def test_what_needs_no_graphics_card_takes_none(name: str) -> None:
    """A device that would change nothing is refused, not ignored."""
    with pytest.raises(ModelError, match="runs on the processor alone"):
        load_classifier(name, Weights(device="cuda"))


@pytest.mark.skipif("CUDAExecutionProvider" in get_available_providers(), reason="there is such a device")
@pytest.mark.parametrize("name", ["encoder.v1", "cascade.v1"])
def test_a_device_that_is_not_here_is_told(name: str) -> None:
    """Where onnxruntime knows no CUDA, it does not fall back to the processor in silence."""
    with pytest.raises(ModelError, match="no device `cuda`") as caught:
        load_classifier(name, Weights(device="cuda"))
    assert "onnxruntime-gpu" in caught.value.render()
