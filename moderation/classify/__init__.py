"""Models -> score columns: the one table of classifiers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from moderation.classify.contract import Classifier
from moderation.classify.weights import SHIPPED, Device, Weights
from moderation.errors import ModelError, suggest

__all__ = ["CLASSIFIERS", "SHIPPED", "Classifier", "Device", "Weights", "load_classifier"]

Constructor = Callable[[Weights], Classifier]


def _ngram(weights: Weights) -> Classifier:
    from moderation.classify.ngram import load_ngram

    _on_processor("ngram.v1", weights)
    return load_ngram(weights.checkpoint)


def _encoder(weights: Weights) -> Classifier:
    from moderation.classify.encoder import load_encoder

    return load_encoder(weights.checkpoint, device=weights.device)


def _cascade(weights: Weights) -> Classifier:
    from moderation.classify.cascade import load_cascade

    return load_cascade(weights.checkpoint, device=weights.device)


def _constant(weights: Weights) -> Classifier:
    from moderation.classify.constant import Constant

    _on_processor("constant.v1", weights)
    if weights.checkpoint is not None:
        raise ModelError("`constant.v1` has no weights", mend="leave the checkpoint out")
    return Constant()


def _detoxify(variant: str, weights: Weights) -> Classifier:
    from moderation.classify.detoxify import load_detoxify

    return load_detoxify(variant, weights)


def _on_processor(name: str, weights: Weights) -> None:
    if weights.device != "cpu":
        raise ModelError(
            f"`{name}` runs on the processor alone", mend="leave `--device` out, or name `encoder.v1` or a Detoxify"
        )


CLASSIFIERS: Final[dict[str, Constructor]] = {
    "ngram.v1": _ngram,
    "encoder.v1": _encoder,
    "cascade.v1": _cascade,
    "constant.v1": _constant,
    **{
        f"detoxify.{variant}": partial(_detoxify, variant)
        for variant in ("original", "unbiased", "multilingual", "original-small", "unbiased-small")
    },
}


def load_classifier(name: str, weights: Weights = SHIPPED) -> Classifier:
    """Load a classifier by its versioned name.

    The checkpoint is a folder made by `moderation train ngram` for `ngram.v1`, by `moderation train encoder` for
    `encoder.v1` and for the strong half of `cascade.v1`, a `.ckpt` file for Detoxify, whose Hugging Face folder is the
    config. The device is for the transformers; the n-grams run on the processor alone. Where downloads are allowed,
    Detoxify's published weights are fetched if none are named or kept; the others never ask the network. Raises
    ModelError for an unknown name, for a device that is not here, and for weights that are missing, damaged or not
    what they claim to be.
    """
    if name not in CLASSIFIERS:
        raise ModelError(f"there is no classifier `{name}`", mend=suggest(name, CLASSIFIERS))
    return CLASSIFIERS[name](weights)
