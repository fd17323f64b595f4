"""Models -> score columns: the one table of classifiers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from moderation.classify.contract import Classifier
from moderation.errors import ModelError, suggest

__all__ = ["CLASSIFIERS", "Classifier", "load_classifier"]

# Takes the weights' path and a folder with their configuration, both None for what is shipped.
Constructor = Callable[[Path | None, Path | None], Classifier]


def _ngram(checkpoint: Path | None, _: Path | None) -> Classifier:
    from moderation.classify.ngram import load_ngram

    return load_ngram(checkpoint)


def _encoder(checkpoint: Path | None, _: Path | None) -> Classifier:
    from moderation.classify.encoder import load_encoder

    return load_encoder(checkpoint)


def _cascade(checkpoint: Path | None, _: Path | None) -> Classifier:
    from moderation.classify.cascade import load_cascade

    return load_cascade(checkpoint)


def _constant(checkpoint: Path | None, _: Path | None) -> Classifier:
    from moderation.classify.constant import Constant

    if checkpoint is not None:
        raise ModelError("`constant.v1` has no weights", mend="leave the checkpoint out")
    return Constant()


def _detoxify(
    variant: str, checkpoint: Path | None, config: Path | None, *, allow_download: bool = False
) -> Classifier:
    from moderation.classify.detoxify import load_detoxify

    return load_detoxify(variant, checkpoint=checkpoint, config=config, allow_download=allow_download)


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


def load_classifier(
    name: str, *, checkpoint: Path | None = None, config: Path | None = None, allow_download: bool = False
) -> Classifier:
    """Load a classifier by its versioned name.

    `checkpoint` is a folder made by `moderation train ngram` for `ngram.v1`, by `moderation train encoder` for
    `encoder.v1` and for the strong half of `cascade.v1`, a `.ckpt` file for Detoxify, whose Hugging Face folder is
    `config`. With `allow_download` Detoxify's published weights are fetched where none are named or kept; the others
    never ask the network. Raises ModelError for an unknown name and for weights that are missing, damaged or not what
    they claim to be.
    """
    if name not in CLASSIFIERS:
        raise ModelError(f"there is no classifier `{name}`", mend=suggest(name, CLASSIFIERS))
    if allow_download and name.startswith("detoxify."):
        return _detoxify(name.removeprefix("detoxify."), checkpoint, config, allow_download=True)
    return CLASSIFIERS[name](checkpoint, config)
