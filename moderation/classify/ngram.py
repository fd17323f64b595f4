"""`ngram.v1`: linear heads over hashed n-grams of the folded text, fast enough for millions of comments on one core.

A comment is the set of its distinct tokens and of its distinct neighbouring pairs; a token weighs the sum of its
n-grams. Weights are int8 and all sums are integers (`sums/`), therefore a comment scores the same alone, in any batch,
in any order and however it is computed. The score of a label is

    sigmoid(slope * (scale * (sum * (tokens + offset) ** -power + peak * strongest) + bias) + intercept)

with `tokens` the number of distinct tokens, `strongest` the largest sum over `window` neighbouring tokens (one insult
in a long comment is not diluted: AUC on news comments .87 -> .92), and the rest from the configuration.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, get_args

import numpy as np
from numpy.typing import NDArray

from moderation.classify import grams
from moderation.classify.contract import Scores
from moderation.classify.sums import Weights, chunks, open_sums
from moderation.classify.sums.arrays import weigh
from moderation.errors import ModelError
from moderation.records import Evidence, Folded
from moderation.taxonomy import Label

NAME: Final = "ngram.v1"
SHIPPED: Final = Path(__file__).resolve().parent / "models" / NAME
CONFIG: Final = "config.json"
WEIGHTS: Final = "weights.npz"
FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Head:
    """What turns the integer sum of one label into a probability."""

    scale: float
    bias: float
    slope: float
    intercept: float


@dataclass(frozen=True, slots=True)
class Model:
    """Weights and their configuration. `table` is int8, buckets x labels; `digest` covers all of it."""

    labels: tuple[Label, ...]
    heads: tuple[Head, ...]
    table: NDArray[np.int8]
    orders: tuple[int, int]
    bits: int
    power: float
    offset: float
    peak: float
    window: int
    languages: tuple[str, ...]
    max_characters: int
    evidence_floor: float
    fold: str
    trained_on: Mapping[str, Any]

    @property
    def digest(self) -> str:
        """The SHA-256 of configuration and table."""
        return digest_of(self.config(), self.table)

    def config(self) -> dict[str, Any]:
        """Return the configuration as the JSON beside the weights holds it, without the digest."""
        heads = {
            label: {"scale": head.scale, "bias": head.bias, "slope": head.slope, "intercept": head.intercept}
            for label, head in zip(self.labels, self.heads, strict=True)
        }
        return {
            "format": FORMAT,
            "name": NAME,
            "hash": "grams.py of ngram.v1: FNV-1a and MurmurHash3's finaliser over code points, 32 bits",
            "orders": list(self.orders),
            "bits": self.bits,
            "power": self.power,
            "offset": self.offset,
            "peak": self.peak,
            "window": self.window,
            "labels": heads,
            "languages": list(self.languages),
            "max_characters": self.max_characters,
            "evidence_floor": self.evidence_floor,
            "fold": self.fold,
            "trained_on": dict(self.trained_on),
        }


def digest_of(config: Mapping[str, Any], table: NDArray[np.int8]) -> str:
    """Return the SHA-256 over the configuration, canonical, and the table's bytes."""
    sha = hashlib.sha256(json.dumps(config, sort_keys=True, separators=(",", ":")).encode())
    sha.update(np.ascontiguousarray(table).data)
    return sha.hexdigest()


class Ngram:
    """The classifier over a `Model`; safe to share between threads."""

    def __init__(self, model: Model) -> None:
        self.name = NAME
        self.digest = model.digest
        self.labels = model.labels
        self.languages: frozenset[str] | None = frozenset(model.languages)
        self.max_characters = model.max_characters
        self.fold = model.fold
        self.model = model
        self._slope = np.array([head.slope * head.scale for head in model.heads])
        self._intercept = np.array([head.slope * head.bias + head.intercept for head in model.heads])
        self._weights = Weights(model.table, model.bits, model.orders, model.window)
        self._sums = open_sums(self._weights)

    def score(self, texts: Sequence[Folded]) -> Scores:
        """Return probabilities, float32, len(texts) x len(labels)."""
        logits = np.clip(self.logits(texts), -60.0, 60.0)
        probabilities: Scores = (1.0 / (1.0 + np.exp(-logits))).astype(np.float32)
        return probabilities

    def logits(self, texts: Sequence[Folded]) -> NDArray[np.float64]:
        """Return the logits of the probabilities, len(texts) x len(labels)."""
        parts = [self._units(chunk) for chunk in chunks([text.text[: self.max_characters] for text in texts])]
        units = np.concatenate(parts) if parts else np.zeros((0, len(self.labels)))
        logits: NDArray[np.float64] = units * self._slope + self._intercept
        return logits

    def _units(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return the logits in units of the table: all tokens, and the strongest window."""
        summed = self._sums.sum(texts)
        return summed.totals * self._norm(summed.distinct)[:, None] + self.model.peak * summed.strongest

    def _norm(self, tokens: NDArray[np.int64]) -> NDArray[np.float64]:
        return np.power(np.maximum(tokens, 1) + self.model.offset, -self.model.power)

    def explain(self, text: Folded, label: Label) -> list[Evidence]:
        """Return the tokens that raise `label`, with neighbours merged, strongest first.

        A token speaks with its own weight and half of that of the pairs that it stands in, as it would in the
        strongest window. What moves the logit by less than the model's `evidence_floor`, or by less than half
        of what the strongest token does, is left out (character F1 on toxic spans .51 -> .66); the strongest stays.
        """
        if label not in self.labels:
            return []
        tokens = self.contributions(text, label)
        most = max((value for _, _, value in tokens), default=0.0)
        if most <= 0:
            return []
        floor = max(min(self.model.evidence_floor, most), most / 2)
        ranges = merged(tokens, floor, text.text)
        spans = [(text.span(start, end), value) for start, end, value in ranges]
        pieces = [Evidence(label, span.start, span.end, self.name, value / most) for span, value in spans]
        return sorted(pieces, key=lambda piece: (-piece.weight, piece.start))

    def contributions(self, text: Folded, label: Label) -> list[tuple[int, int, float]]:
        """Return each token's range in the folded text and by how much it moves the label's logit."""
        found = list(grams.token().finditer(text.text[: self.max_characters]))
        if not found:
            return []
        logits = self._contributions([m.group() for m in found], self.labels.index(label))
        return [(m.start(), m.end(), value) for m, value in zip(found, logits, strict=True)]

    def _contributions(self, tokens: list[str], column: int) -> list[float]:
        model = self.model
        weighed, hashes = weigh(self._weights, tokens)
        own = weighed[:, column].astype(np.float64)
        pairs = model.table[grams.pair_buckets(hashes[:-1], hashes[1:], model.bits), column] / 2.0
        own[:-1] += pairs
        own[1:] += pairs
        weight = self._norm(np.array([len(set(tokens))]))[0] + model.peak
        return [float(value) for value in own * weight * self._slope[column]]


def merged(pieces: Sequence[tuple[int, int, float]], floor: float, text: str) -> list[tuple[int, int, float]]:
    """Keep the pieces from `floor` on and join neighbours with only space between, the stronger value counting."""
    kept: list[tuple[int, int, float]] = []
    for start, end, value in pieces:
        if value < floor:
            continue
        if kept and not text[kept[-1][1] : start].strip():
            before = kept.pop()
            start, value = before[0], max(before[2], value)  # noqa: PLW2901 - the piece grows
        kept.append((start, end, value))
    return kept


# --- files ------------------------------------------------------------------------------------------------------


def load_ngram(folder: Path | None = None) -> Ngram:
    """Load the shipped model, or one from a folder that `moderation train ngram` made; raises ModelError."""
    return Ngram(read_model(folder if folder is not None else SHIPPED))


def read_model(folder: Path) -> Model:
    """Read and verify weights and configuration; raises ModelError when they are missing, damaged or do not match."""
    mend = (
        "install the package again" if folder == SHIPPED else "make it with `moderation train ngram DATA... -o FOLDER`"
    )
    try:
        config = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
        with np.load(folder / WEIGHTS, allow_pickle=False) as arrays:
            table = arrays["table"]
        claimed = config.pop("digest")
        model = _model(config, np.ascontiguousarray(table.T))
    except FileNotFoundError as error:
        raise ModelError(f"there are no weights in `{folder}`: `{error.filename}` is missing", mend=mend) from None
    except NotADirectoryError:
        raise ModelError(f"`{folder}` is a file, weights are a folder", mend=mend) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, EOFError, zipfile.BadZipFile) as error:
        raise ModelError(f"the weights in `{folder}` are damaged: {type(error).__name__}", mend=mend) from error
    if model.digest != claimed:
        raise ModelError(f"the weights in `{folder}` are not those that `{CONFIG}` names", mend=mend)
    return model


def _model(config: Mapping[str, Any], table: NDArray[np.int8]) -> Model:
    labels = config["labels"]
    if config["format"] != FORMAT or config["name"] != NAME or set(labels) - set(get_args(Label)):
        raise ValueError("format, name or labels")
    if table.dtype != np.int8 or table.shape != (1 << config["bits"], len(labels)):
        raise ValueError("shape of the table")
    return Model(
        labels=tuple(labels),
        heads=tuple(Head(**head) for head in labels.values()),
        table=table,
        orders=(config["orders"][0], config["orders"][1]),
        bits=config["bits"],
        power=config["power"],
        offset=config["offset"],
        peak=config["peak"],
        window=config["window"],
        languages=tuple(config["languages"]),
        max_characters=config["max_characters"],
        evidence_floor=config["evidence_floor"],
        fold=config["fold"],
        trained_on=config["trained_on"],
    )


def write_model(model: Model, folder: Path) -> None:
    """Write weights and configuration; the same model gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    config = {**model.config(), "digest": model.digest}
    (folder / CONFIG).write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    # Not np.savez: it stamps the time of writing into the archive.
    entry = zipfile.ZipInfo("table.npy", date_time=(1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(folder / WEIGHTS, "w", compresslevel=9) as archive, archive.open(entry, "w") as member:
        # Labels first: one label's weights lie together and compress better.
        np.lib.format.write_array(member, np.ascontiguousarray(model.table.T), allow_pickle=False)
