"""`ngram.v1`: linear heads over hashed n-grams of the folded text, fast enough for millions of comments on one core.

A comment is the set of its distinct tokens and of its distinct neighbouring pairs. A token weighs the sum of its
n-grams, which does not depend on the comment, so it is kept in a memo: most tokens of a batch are looked up, not
hashed. Weights are int8 and all sums are integers, therefore a comment scores the same alone, in any batch and in any
order. The score of a label is

    sigmoid(slope * (scale * (sum * (tokens + offset) ** -power + peak * strongest) + bias) + intercept)

with `tokens` the number of distinct tokens, `strongest` the largest sum over `window` neighbouring tokens (one insult
in a long comment is not diluted: AUC on news comments .87 -> .92), and the rest from the configuration.
"""

from __future__ import annotations

import hashlib
import json
import threading
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, Final, get_args

import numpy as np
from numpy.typing import NDArray

from moderation.classify import grams
from moderation.classify.contract import Scores
from moderation.errors import ModelError
from moderation.records import Evidence, Folded
from moderation.taxonomy import Label

NAME: Final = "ngram.v1"
SHIPPED: Final = Path(__file__).resolve().parent / "models" / NAME
CONFIG: Final = "config.json"
WEIGHTS: Final = "weights.npz"
FORMAT: Final = 1
_LANES: Final = 8  # a row of the table is padded to whole machine words of 8 bytes
_CHUNK_TEXTS: Final = 512
_CHUNK_CHARACTERS: Final = 262_144
# 100,000 tokens take about 20 MB; English comments bring 99,000 distinct tokens in 60,000 comments.
_MEMO_TOKENS: Final = 100_000

Totals = NDArray[np.int64]


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


class _Memo(dict[str, int]):
    """Token -> row of `sums` and `hashes`; a token that is asked for the first time waits in `waiting`."""

    def __init__(self, lanes: int) -> None:
        super().__init__()
        self.waiting: list[str] = []
        self.sums = np.zeros((0, lanes), np.int32)
        self.hashes = np.zeros(0, np.uint32)

    def __missing__(self, token: str) -> int:
        row = self[token] = len(self)
        self.waiting.append(token)
        return row

    def settle(self, sums: NDArray[np.int32], hashes: grams.U32) -> None:
        """Take in what was computed for the tokens that waited."""
        known = len(self) - len(self.waiting)
        if len(self) > len(self.hashes):
            room = max(4096, 2 * len(self))
            self.sums = np.concatenate([self.sums[:known], np.zeros((room - known, self.sums.shape[1]), np.int32)])
            self.hashes = np.concatenate([self.hashes[:known], np.zeros(room - known, np.uint32)])
        self.sums[known : len(self)] = sums
        self.hashes[known : len(self)] = hashes
        self.waiting.clear()


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
        self._lanes = -(-len(model.labels) // _LANES) * _LANES
        # One row more than buckets: windows that do not fit read zeros.
        self._table = np.zeros((len(model.table) + 1, self._lanes), np.int8)
        self._table[:-1, : len(model.labels)] = model.table
        self._memo = _Memo(self._lanes)
        self._lock = threading.Lock()

    def score(self, texts: Sequence[Folded]) -> Scores:
        """Return probabilities, float32, len(texts) x len(labels)."""
        logits = np.clip(self.logits(texts), -60.0, 60.0)
        probabilities: Scores = (1.0 / (1.0 + np.exp(-logits))).astype(np.float32)
        return probabilities

    def logits(self, texts: Sequence[Folded]) -> NDArray[np.float64]:
        """Return the logits of the probabilities, len(texts) x len(labels)."""
        parts = [self._units(chunk) for chunk in _chunks([t.text[: self.max_characters] for t in texts])]
        units = np.concatenate(parts) if parts else np.zeros((0, self._lanes))
        logits: NDArray[np.float64] = units[:, : len(self.labels)] * self._slope + self._intercept
        return logits

    def explain(self, text: Folded, label: Label) -> list[Evidence]:
        """Return the tokens that raise `label`, with neighbours merged, strongest first.

        A token speaks with its own weight and half of that of the pairs that it stands in, as it would in the
        strongest window. What moves the logit by less than the model's `evidence_floor`, or by less than half
        of what the strongest token does, is left out (character F1 on toxic spans .51 -> .66); the strongest stays.
        """
        if label not in self.labels:
            return []
        found = list(grams.TOKEN.finditer(text.text[: self.max_characters]))
        if not found:
            return []
        logits = self._contributions([m.group() for m in found], self.labels.index(label))
        most = max(logits)
        if most <= 0:
            return []
        floor = max(min(self.model.evidence_floor, most), most / 2)
        ranges = _merged([(m.start(), m.end(), v) for m, v in zip(found, logits, strict=True)], floor, text.text)
        spans = [(text.span(start, end), value) for start, end, value in ranges]
        pieces = [Evidence(label, span.start, span.end, self.name, value / most) for span, value in spans]
        return sorted(pieces, key=lambda piece: (-piece.weight, piece.start))

    def _contributions(self, tokens: list[str], column: int) -> list[float]:
        model = self.model
        with self._lock:
            ids = self._rows(tokens)
            own = self._memo.sums[ids, column].astype(np.float64)
            hashes = self._memo.hashes[ids]
        pairs = self._table[grams.pair_buckets(hashes[:-1], hashes[1:], model.bits), column] / 2.0
        own[:-1] += pairs
        own[1:] += pairs
        weight = self._norm(np.array([len(set(tokens))]))[0] + model.peak
        return [float(value) for value in own * weight * self._slope[column]]

    def _units(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return the logits in units of the table, len(texts) x lanes: all tokens, and the strongest window."""
        model = self.model
        split = [grams.TOKEN.findall(text) for text in texts]
        counts = np.fromiter(map(len, split), np.int64, len(split))
        row = np.repeat(np.arange(len(split)), counts)
        with self._lock:
            ids = self._rows(list(chain.from_iterable(split)))
            own, hashes = self._memo.sums[ids], self._memo.hashes[ids]
            tokens, token_row = _distinct(row, ids)
            totals = _sum_by_row(self._memo.sums[tokens], token_row, len(split))
        second = 1 + np.flatnonzero(row[:-1] == row[1:])
        buckets = grams.pair_buckets(hashes[second - 1], hashes[second], model.bits).astype(np.int64)
        pairs, pair_row = _distinct(row[second], buckets)
        totals += _sum_by_row(self._table[pairs], pair_row, len(split))
        own[second] += self._table[buckets]
        norm = self._norm(np.bincount(token_row, minlength=len(split)))
        return totals * norm[:, None] + model.peak * strongest(own, counts, model.window)

    def _norm(self, tokens: NDArray[np.int64]) -> NDArray[np.float64]:
        return np.power(np.maximum(tokens, 1) + self.model.offset, -self.model.power)

    def _rows(self, tokens: list[str]) -> NDArray[np.int64]:
        """Return each token's row in the memo, new ones computed; the caller holds the lock."""
        if len(self._memo) > _MEMO_TOKENS:
            self._memo = _Memo(self._lanes)
        memo = self._memo
        ids = np.fromiter(map(memo.__getitem__, tokens), np.int64, len(tokens))
        if memo.waiting:
            memo.settle(*self._weigh(memo.waiting))
        return ids

    def _weigh(self, tokens: Sequence[str]) -> tuple[NDArray[np.int32], grams.U32]:
        """Return the sum of the n-gram weights of each token and its hash."""
        model = self.model
        encoded = grams.encode(tokens)
        sums = np.zeros((len(encoded.codes), self._lanes), np.int32)
        for buckets, fits in grams.character_grams(encoded, model.orders, model.bits):
            sums += self._table[np.where(fits, buckets, len(self._table) - 1)]
        hashes = grams.word_hashes(encoded)
        words = self._table[grams.word_buckets(hashes, model.bits)]
        own: NDArray[np.int32] = np.add.reduceat(sums, encoded.starts, axis=0, dtype=np.int32)
        return own + words, hashes


def _chunks(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """Cut a batch so that its arrays stay small; a row does not depend on where the cut is."""
    start = size = 0
    for at, text in enumerate(texts):
        if at > start and (at - start >= _CHUNK_TEXTS or size + len(text) > _CHUNK_CHARACTERS):
            yield texts[start:at]
            start, size = at, 0
        size += len(text)
    if start < len(texts):
        yield texts[start:]


def _distinct(row: NDArray[np.int64], values: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the distinct values of each row, and their rows, rows rising."""
    keys = (row << 32) | values
    keys.sort()  # np.unique takes ten times as long: it asks for hashing and masks that we do not need
    first = np.ones(len(keys), bool)
    np.not_equal(keys[1:], keys[:-1], out=first[1:])
    keys = keys[first]
    return keys & 0xFFFFFFFF, keys >> 32


def _sum_by_row(values: NDArray[Any], row: NDArray[np.int64], rows: int) -> Totals:
    """Add up `values` by row; `row` rises, and a row may be missing."""
    totals = np.zeros((rows, values.shape[1]), np.int64)
    if len(row):
        starts = np.flatnonzero(np.concatenate(([True], row[1:] != row[:-1])))
        totals[row[starts]] = np.add.reduceat(values, starts, axis=0, dtype=np.int32)
    return totals


def strongest(values: NDArray[np.int32], counts: NDArray[np.int64], window: int) -> NDArray[np.int32]:
    """Return, per run of `counts` rows of `values`, the largest sum over `window` neighbours; 0 for an empty run."""
    sums = np.zeros((len(values) + 1, values.shape[1]), np.int32)
    np.cumsum(values, axis=0, out=sums[1:])  # may wrap round; the differences are right all the same
    widths = np.minimum(counts, window)
    places = np.where(counts > 0, counts - widths + 1, 0)
    run = np.repeat(np.arange(len(counts)), places)
    skipped = np.cumsum(counts - places) - (counts - places)
    at = np.arange(len(run)) + skipped[run]
    result = np.zeros((len(counts), values.shape[1]), np.int32)
    if len(run):
        firsts = (np.cumsum(places) - places)[counts > 0]
        result[counts > 0] = np.maximum.reduceat(sums[at + widths[run]] - sums[at], firsts, axis=0)
    return result


def _merged(pieces: Sequence[tuple[int, int, float]], floor: float, text: str) -> list[tuple[int, int, float]]:
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
