"""Models -> score columns: the one table of classifiers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final, Unpack

from moderation.classify.contract import Classifier
from moderation.classify.given import Given, GivenOptions, given_of
from moderation.errors import ModelError, suggest

__all__ = ["CLASSIFIERS", "Classifier", "load_classifier"]

Constructor = Callable[[Given], Classifier]


def _ngram(given: Given) -> Classifier:
    from moderation.classify.ngram import load_ngram

    _on_cpu("ngram.v1", given)
    return load_ngram(given.checkpoint)


def _encoder(given: Given) -> Classifier:
    from moderation.classify.encoder import load_encoder

    return load_encoder(given.checkpoint, device=given.device)


def _cascade(given: Given) -> Classifier:
    from moderation.classify.cascade import load_cascade

    return load_cascade(given.checkpoint, device=given.device)


def _constant(given: Given) -> Classifier:
    from moderation.classify.constant import Constant

    _on_cpu("constant.v1", given)
    if given.checkpoint is not None:
        raise ModelError("`constant.v1` has no weights", mend="leave the checkpoint out")
    return Constant()


def _on_cpu(name: str, given: Given) -> None:
    if given.device != "cpu":
        raise ModelError(f"`{name}` runs on the processor alone", mend="leave `--device` out")


def _detoxify(variant: str, given: Given) -> Classifier:
    from moderation.classify.detoxify import load_detoxify

    return load_detoxify(variant, given)


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


def load_classifier(name: str, **given: Unpack[GivenOptions]) -> Classifier:
    """Load a classifier by its versioned name.

    `checkpoint` is a folder made by `moderation train ngram` for `ngram.v1`, by `moderation train encoder` for
    `encoder.v1` and for the strong half of `cascade.v1`, a `.ckpt` file for Detoxify, whose Hugging Face folder is
    `config`. `device` is where transformers run. With `allow_download` Detoxify's published weights are fetched where
    none are named or kept; the others never ask the network. Raises ModelError for an unknown name, for weights that
    are missing, damaged or not what they claim to be, and for a device that is not here.
    """
    if name not in CLASSIFIERS:
        raise ModelError(f"there is no classifier `{name}`", mend=suggest(name, CLASSIFIERS))
    return CLASSIFIERS[name](given_of(given))
