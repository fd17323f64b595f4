"""The real Detoxify, from a checkpoint and a Hugging Face folder on this machine, fetched only where allowed.

Detoxify reads a checkpoint with full pickle and looks a model up by its hub name. Here the checkpoint is read with
`weights_only=True` first, so that no code of its own runs, its `model_type` is pointed at the local folder, and that
copy is what Detoxify gets. Scores of a comment alone and in a batch lie within 1e-5 (measured: 1.5e-6 on the tiny
model of the tests): matrix products of other shapes round in another order.
"""

from __future__ import annotations

import hashlib
import math
import pickle
import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from moderation.classify.contract import Scores
from moderation.classify.published import VARIANTS, check_hash, download, how_to_get, kept
from moderation.classify.weights import Device, Weights
from moderation.errors import ModelError
from moderation.records import Evidence, Folded
from moderation.taxonomy import LABELS, Label

MAX_CHARACTERS: Final = 20_000
_BATCH_TOKENS: Final = 4096  # padding included; about 60 comments of 54 words
_OVERLAP_WORDS: Final = 8
_OCCLUSIONS: Final = 64
_LEAST_DROP: Final = 1e-4
_WORD: Final = re.compile(r"\S+")
_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")  # tokenizers take valid Unicode alone


class DetoxifyClassifier:
    """Detoxify behind our protocol; it reads the original text, for its tokenizers know case and accents."""

    def __init__(self, variant: str, detoxify: Any, digest: str) -> None:
        self.name = f"detoxify.{variant}"
        self.digest = digest
        self.languages: frozenset[str] | None = VARIANTS[variant].languages
        self.max_characters = MAX_CHARACTERS
        self._detoxify = detoxify
        self.labels: tuple[Label, ...] = tuple(label for label in LABELS if label in detoxify.class_names)
        positions = getattr(detoxify.model.config, "max_position_embeddings", 512)
        # RoBERTa counts positions from 2: 514 of them hold 512 tokens.
        self._longest = min(int(detoxify.tokenizer.model_max_length), positions - positions % 16, 512)

    def score(self, texts: Sequence[Folded]) -> Scores:
        """Return probabilities; a comment longer than the model is read in windows, the highest score counting."""
        return self._score([self._readable(text) for text in texts])

    def explain(self, text: Folded, label: Label) -> list[Evidence]:
        """Return the words without which the score falls, strongest first; at most 64 pieces are tried.

        Of a comment longer than the model the window with the highest score is explained.
        """
        if label not in self.labels:
            return []
        column = self.labels.index(label)
        original = self._readable(text)
        windows = self._windows(original)
        own = self._predict_all([original[start:end] for start, end in windows])[:, column]
        start, end = windows[int(own.argmax())]
        pieces = _pieces(original[start:end], start)
        without = self._predict_all([original[start:a] + " " + original[b:end] for a, b in pieces])[:, column]
        drops = [float(own.max() - score) for score in without]
        most = max(drops, default=0.0)
        found = [
            Evidence(label, a, b, self.name, drop / most)
            for (a, b), drop in zip(pieces, drops, strict=True)
            if drop > _LEAST_DROP
        ]
        return sorted(found, key=lambda piece: (-piece.weight, piece.start))

    def _readable(self, text: Folded) -> str:
        return _LONE_SURROGATE.sub("\ufffd", text.original[: self.max_characters])

    def _score(self, texts: Sequence[str]) -> Scores:
        scores = np.zeros((len(texts), len(self.labels)), np.float32)
        windows = [(row, texts[row][a:b]) for row in range(len(texts)) for a, b in self._windows(texts[row])]
        predicted = self._predict_all([window for _, window in windows])
        np.maximum.at(scores, [row for row, _ in windows], predicted)
        return scores

    def _predict_all(self, texts: Sequence[str]) -> Scores:
        """Score texts that fit the model, in batches of like length, and return them in their order."""
        scores = np.zeros((len(texts), len(self.labels)), np.float32)
        for places in self._batches(texts):
            predicted = self._detoxify.predict([texts[place] for place in places])
            # A list of one comes back as bare numbers.
            columns = [np.atleast_1d(np.asarray(predicted[label], np.float32)) for label in self.labels]
            scores[places] = np.stack(columns, axis=1)
        return scores

    def _length(self, text: str) -> int:
        return len(self._detoxify.tokenizer(text, truncation=False, verbose=False)["input_ids"])

    def _windows(self, text: str) -> list[tuple[int, int]]:
        """Return ranges that overlap and fit the model: halves of halves, cut between words where there are any."""
        words = [found.span() for found in _WORD.finditer(text)] or [(0, len(text))]
        return self._halved(text, words)

    def _halved(self, text: str, words: list[tuple[int, int]]) -> list[tuple[int, int]]:
        start, end = words[0][0], words[-1][1]
        if self._length(text[start:end]) <= self._longest or end - start < 2:
            return [(start, end)]
        if len(words) == 1:
            middle = (start + end) // 2
            return self._halved(text, [(start, middle)]) + self._halved(text, [(middle, end)])
        middle, overlap = len(words) // 2, min(_OVERLAP_WORDS, len(words) // 4)
        return self._halved(text, words[: middle + overlap]) + self._halved(text, words[middle - overlap :])

    def _batches(self, texts: Sequence[str]) -> Iterator[list[int]]:
        """Group texts of like length: in one batch of mixed lengths most of the work is padding (half the speed)."""
        lengths = [self._length(text) for text in texts]
        batch: list[int] = []
        for place in sorted(range(len(texts)), key=lengths.__getitem__):
            if batch and (len(batch) + 1) * lengths[place] > _BATCH_TOKENS:
                yield batch
                batch = []
            batch.append(place)
        if batch:
            yield batch


def _pieces(text: str, offset: int) -> list[tuple[int, int]]:
    """Return ranges of words, moved by `offset`, several words together where there are more than 64."""
    words = [(offset + found.start(), offset + found.end()) for found in _WORD.finditer(text)]
    step = max(1, math.ceil(len(words) / _OCCLUSIONS))
    groups = (words[at : at + step] for at in range(0, len(words), step))
    return [(group[0][0], group[-1][1]) for group in groups]


# --- loading ----------------------------------------------------------------------------------------------------


def load_detoxify(variant: str, weights: Weights) -> DetoxifyClassifier:
    """Load Detoxify from a `.ckpt` file and a Hugging Face folder, by default those of an earlier download.

    Fetches them where that is allowed; raises ModelError that says how to get them where it is not.
    """
    checkpoint, config = weights.checkpoint, weights.config
    if checkpoint is None and config is None:
        found = kept(variant) or (download(variant) if weights.allow_download else None)
        checkpoint, config = found or (None, None)
    if checkpoint is None or config is None:
        raise ModelError(
            f"`detoxify.{variant}` needs a checkpoint and a configuration folder", mend=how_to_get(variant)
        )
    if not checkpoint.is_file():
        raise ModelError(f"there is no checkpoint `{checkpoint}`", mend=how_to_get(variant))
    if not (config / "config.json").is_file():
        raise ModelError(f"there is no `config.json` in `{config}`", mend=how_to_get(variant))
    check_hash(checkpoint, variant)
    content = _read(checkpoint, variant)
    content["config"]["arch"]["args"]["model_type"] = str(config)
    model = _real(content, config, variant, weights.device)
    return DetoxifyClassifier(variant, model, _digest(checkpoint, config))


def _read(checkpoint: Path, variant: str) -> dict[str, Any]:
    try:
        import torch
    except ImportError as error:
        raise ModelError("Detoxify is not installed", mend="pip install 'moderation[detoxify]'") from error
    try:
        content = torch.load(checkpoint, map_location="cpu", weights_only=True)
        args = content["config"]["arch"]["args"]
        known = {"model_type", "model_name", "tokenizer_name", "num_classes"} <= set(args)
        if not known or "state_dict" not in content or not content["config"]["dataset"]["args"]["classes"]:
            raise KeyError("arch.args")
    except (KeyError, TypeError, IndexError, AttributeError) as error:
        raise ModelError(f"`{checkpoint}` is not a checkpoint of Detoxify", mend=how_to_get(variant)) from error
    except (OSError, RuntimeError, EOFError, ValueError, pickle.UnpicklingError) as error:
        raise ModelError(f"the checkpoint `{checkpoint}` is damaged or not safe", mend=how_to_get(variant)) from error
    return dict(content)


def _real(content: dict[str, Any], config: Path, variant: str, device: Device) -> Any:
    import torch

    if device == "cuda" and not torch.cuda.is_available():
        raise ModelError(
            "torch finds no CUDA device here",
            mend="leave `--device` out, or install a build of torch for CUDA and NVIDIA's driver",
        )
    try:
        from detoxify import Detoxify
    except ImportError as error:
        raise ModelError("Detoxify is not installed", mend="pip install 'moderation[detoxify]'") from error
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "local.ckpt"
        torch.save(content, copy)
        try:
            return Detoxify(checkpoint=str(copy), device=device, huggingface_config_path=str(config))
        except (OSError, RuntimeError, ValueError, KeyError, AttributeError, TypeError) as error:
            raise ModelError(
                f"checkpoint and configuration folder `{config}` do not fit: {type(error).__name__}",
                mend=how_to_get(variant),
            ) from error


def _digest(checkpoint: Path, config: Path) -> str:
    """Return the SHA-256 over the checkpoint and the files that shape the model and its tokens."""
    sha = hashlib.sha256()
    for file in (checkpoint, *sorted(path for path in config.iterdir() if path.is_file())):
        with file.open("rb") as content:
            sha.update(hashlib.file_digest(content, "sha256").digest())
    return sha.hexdigest()
