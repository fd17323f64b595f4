"""From weights to a folder that `encoder.v1` loads: export, calibration, the shipped recipe and anyone's own."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from moderation.classify.encoder import Encoder, load_encoder
from moderation.classify.encoder_files import NETWORK, TOKENIZER, Settings, write_settings
from moderation.errors import ModelError
from moderation.taxonomy import Label
from moderation.train import calibrate, datasets
from moderation.train.bags import F32
from moderation.train.datasets import HEADS, Corpus
from moderation.train.encoder import BASE_PACKAGE, Recipe, Say, base_folder, chosen, fine_tune
from moderation.train.ngram import fold_digest, news_half
from moderation.train.onnx_graph import write_onnx

# Read as trained: 128 tokens with the two that frame them.
WINDOW: Final = 126
OVERLAP: Final = 32
BLEND: Final = 0.5
MAX_CHARACTERS: Final = 10_000
_FRAME: Final = (101, 102)  # [CLS] and [SEP] of the base's vocabulary


def write_folder(
    weights: Mapping[str, F32],
    labels: Sequence[Label],
    folder: Path,
    *,
    base: Path,
    trained_on: Mapping[str, Any],
    language: str = "en",
) -> Encoder:
    """Write network, tokenizer and settings, not calibrated yet, and return what they load as."""
    folder.mkdir(parents=True, exist_ok=True)
    write_onnx(weights, folder / NETWORK, positions=WINDOW + 2)
    shutil.copyfile(base / "tokenizer.json", folder / TOKENIZER)
    settings = Settings(
        labels=dict.fromkeys(labels, (1.0, 0.0)),
        window=WINDOW,
        overlap=OVERLAP,
        blend=BLEND,
        frame=_FRAME,
        languages=(language,),
        max_characters=MAX_CHARACTERS,
        fold=fold_digest(),
        base=f"{BASE_PACKAGE} 0.1.0: sentence-transformers/all-MiniLM-L6-v2, Apache-2.0",
        trained_on=trained_on,
    )
    write_settings(settings, folder)
    return load_encoder(folder)


def calibrated(model: Encoder, corpus: Corpus, shares: Mapping[Label, float] | None, folder: Path) -> Encoder:
    """Fit Platt's numbers on `corpus`, weighted to the natural `shares` where given; write and load the folder again.

    A label of which the corpus holds one class only keeps its numbers.
    """
    raw = np.stack([model.raw(text) for text in corpus.texts])
    found = dict(model.settings.labels)
    for column, label in enumerate(model.labels):
        known = ~np.isnan(corpus.targets[:, column])
        truth = corpus.targets[known, column]
        if (truth >= 0.5).any() and (truth < 0.5).any():
            weights = calibrate.natural_weights(truth, shares[label]) if shares else None
            found[label] = calibrate.platt(raw[known, column], truth, weights)
    return _rewritten(model, found, folder)


def _rewritten(model: Encoder, labels: Mapping[Label, tuple[float, float]], folder: Path) -> Encoder:
    write_settings(replace(model.settings, labels=labels), folder)
    return load_encoder(folder)


def train_shipped(data: Path, folder: Path, say: Say, recipe: Recipe | None = None) -> Encoder:
    """Train, export and calibrate the shipped model from the public sets in `data`."""
    base = base_folder()
    corpus = chosen(data)
    weights = fine_tune(corpus, base, recipe or Recipe(), say=say)
    return ship(weights, corpus, data, folder, base)


def ship(weights: Mapping[str, F32], corpus: Corpus, data: Path, folder: Path, base: Path) -> Encoder:
    """Export weights that were trained on `corpus` and calibrate them as the shipped ones are."""
    sources, counts = np.unique(np.array(corpus.sources), return_counts=True)
    rows = {str(name): int(count) for name, count in zip(sources, counts, strict=True)}
    model = write_folder(weights, HEADS, folder, base=base, trained_on={"recipe": "shipped", "rows": rows})
    return calibrated_as_shipped(model, data, folder)


def calibrated_as_shipped(model: Encoder, data: Path, folder: Path) -> Encoder:
    """Fit the numbers anew for the network in `folder`, all on comments that nothing was trained or measured on.

    Toxicity is fitted on half 0 of the natural news comments, leaning on the dev part of wiki talk; the other labels,
    which those comments do not have, on the dev part alone.
    """
    dev = datasets.split(data)["dev"].of("wiki", "sms", "youtube")
    model = calibrated(model, dev, calibrate.NATURAL, folder)
    texts, truth = news_half(data, 0)
    wiki = dev.of("wiki")
    found = calibrate.anchored(
        (_toxicity(model, [text.text for text in texts]), truth),
        (_toxicity(model, wiki.texts), wiki.targets[:, 0]),
        calibrate.NATURAL["toxicity"],
    )
    return _rewritten(model, {**model.settings.labels, "toxicity": found}, folder)


def recalibrated(source: Path, data: Path, folder: Path) -> Encoder:
    """Write the model in `source` to `folder` with numbers fitted anew; raises ModelError where it has other labels."""
    model = load_encoder(source)
    if model.labels != HEADS:
        raise ModelError(
            f"the weights in `{source}` have other labels than the public sets: {', '.join(model.labels)}",
            mend="calibrate them on their own comments: `moderation train encoder` ends with it",
        )
    folder.mkdir(parents=True, exist_ok=True)
    for name in (NETWORK, TOKENIZER):
        if (source / name).resolve() != (folder / name).resolve():
            shutil.copyfile(source / name, folder / name)
    write_settings(model.settings, folder)
    return calibrated_as_shipped(load_encoder(folder), data, folder)


def _toxicity(model: Encoder, texts: Sequence[str]) -> calibrate.Floats:
    column = model.labels.index("toxicity")
    return np.array([model.raw(text)[column] for text in texts])


def train_own(
    corpus: Corpus, apart: Corpus, labels: Sequence[Label], *, folder: Path, recipe: Recipe, language: str, say: Say
) -> Encoder:
    """Train on anyone's comments and calibrate at their own rate on those that were kept `apart`."""
    base = base_folder()
    weights = fine_tune(corpus, base, recipe, say=say)
    trained_on = {"rows": len(corpus.texts) + len(apart.texts), "seed": recipe.seed}
    model = write_folder(weights, labels, folder, base=base, trained_on=trained_on, language=language)
    return calibrated(model, apart, None, folder)
