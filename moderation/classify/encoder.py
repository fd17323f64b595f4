"""A small transformer, fine-tuned on all labels; int8, run by onnxruntime, one window of one comment at a time.

A window goes through the network alone and without padding, so a comment's score cannot depend on its batch: the
activations are rounded by the window's own range. On a CPU that is no slower than batches. Comments longer than a
window are read in several that overlap; nothing is cut off silently up to `max_characters`.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
import threading
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, get_args

import numpy as np
from numpy.typing import NDArray

from moderation.classify.contract import Scores
from moderation.classify.ngram import Ngram, load_ngram, merged
from moderation.classify.weights import Device
from moderation.errors import ModelError
from moderation.records import Evidence, Folded
from moderation.taxonomy import Label

NAME: Final = "encoder.v1"
FORMAT: Final = 1
SHIPPED: Final = Path(__file__).parent / "models" / NAME
NETWORK: Final = "encoder.onnx"
TOKENIZER: Final = "tokenizer.json"
CONFIG: Final = "config.json"
# A screen asks for one comment's evidence label by label: the last few comments' occlusions are kept.
_KEPT: Final = 8
_OCCLUSIONS: Final = 48
_LEAST_DROP: Final = 0.05  # in logits: below is rounding
_WORD: Final = re.compile(r"\S+")
_PROVIDERS: Final[Mapping[Device, list[str]]] = {
    "cpu": ["CPUExecutionProvider"],
    "cuda": ["CUDAExecutionProvider", "CPUExecutionProvider"],
}
_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")  # tokenizers take valid Unicode alone

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Settings:
    """What stands beside the weights: per label Platt's slope and intercept, and how a long comment is read.

    `window` and `overlap` count tokens, the two that frame a window not included; `blend` is how much of the
    strongest window's logit, over the windows' mean, a long comment gets.
    """

    labels: Mapping[Label, tuple[float, float]]
    window: int
    overlap: int
    blend: float
    frame: tuple[int, int]
    languages: tuple[str, ...]
    max_characters: int
    fold: str
    base: str
    trained_on: Mapping[str, Any]

    def as_json(self) -> dict[str, Any]:
        """Return the settings as `config.json` holds them, without digest."""
        return {
            "format": FORMAT,
            "name": NAME,
            "base": self.base,
            "labels": {label: {"slope": a, "intercept": b} for label, (a, b) in self.labels.items()},
            "window": self.window,
            "overlap": self.overlap,
            "blend": self.blend,
            "frame": list(self.frame),
            "languages": list(self.languages),
            "max_characters": self.max_characters,
            "fold": self.fold,
            "trained_on": dict(self.trained_on),
        }


class Encoder:
    """The classifier over a network, its tokenizer and its settings; safe to share between threads."""

    def __init__(
        self, session: Any, tokenizer: Any, settings: Settings, digest: str, *, words: Ngram | None = None
    ) -> None:
        self.name = NAME
        self.digest = digest
        self.labels: tuple[Label, ...] = tuple(settings.labels)
        self.languages: frozenset[str] | None = frozenset(settings.languages)
        self.max_characters = settings.max_characters
        self.settings = settings
        self._session = session
        self._tokenizer = tokenizer
        self._words = words
        self._slope, self._intercept = np.array(list(settings.labels.values())).T
        self._occluded: dict[str, tuple[list[tuple[int, int]], Floats]] = {}
        self._lock = threading.Lock()

    def score(self, texts: Sequence[Folded]) -> Scores:
        """Return probabilities, float32, len(texts) x len(labels); every comment is computed for itself."""
        logits = np.clip(self.logits(texts), -60.0, 60.0)
        probabilities: Scores = (1.0 / (1.0 + np.exp(-logits))).astype(np.float32)
        return probabilities

    def logits(self, texts: Sequence[Folded]) -> Floats:
        """Return the logits of the probabilities, len(texts) x len(labels)."""
        raw = [self.raw(self._readable(text)) for text in texts]
        stacked = np.stack(raw) if raw else np.zeros((0, len(self.labels)))
        logits: Floats = stacked * self._slope + self._intercept
        return logits

    def raw(self, text: str) -> Floats:
        """Return the network's logits of one folded text, before calibration."""
        ids = self._tokenizer.encode(text, add_special_tokens=False).ids
        found = np.stack([self._run(window) for window in windows(ids, self.settings.window, self.settings.overlap)])
        blend = self.settings.blend
        whole: Floats = blend * found.max(axis=0) + (1.0 - blend) * found.mean(axis=0)
        return whole

    def explain(self, text: Folded, label: Label) -> list[Evidence]:
        """Return the words without which the logit falls, strongest first; at most 48 pieces are tried.

        Of a comment longer than a window the one with the highest score is explained. Leaving words out blames the
        words round an insult, too; the mean with the word's own weight in the n-grams, where they know the label,
        agrees better with annotators (character F1 .54 -> .63). What matters less than half as much as the strongest
        word is left out.
        """
        if label not in self.labels:
            return []
        pieces, drops = self._occlusions(text)
        column = drops[:, self.labels.index(label)].tolist()
        weighed = [(start, end, drop) for (start, end), drop in zip(pieces, column, strict=True)]
        if self._words is not None and label in self._words.labels:
            weighed = _halved(self._words.contributions(text, label), weighed)
        most = max((value for _, _, value in weighed), default=0.0)
        ranges = merged(weighed, max(_LEAST_DROP, most / 2), text.text)
        found = [
            Evidence(label, span.start, span.end, self.name, value / most)
            for start, end, value in ranges
            if (span := text.span(start, end)).end > span.start
        ]
        return sorted(found, key=lambda piece: (-piece.weight, piece.start))

    def _readable(self, text: Folded) -> str:
        return _LONE_SURROGATE.sub("\ufffd", text.text[: self.max_characters])

    def _run(self, ids: Sequence[int]) -> Floats:
        first, last = self.settings.frame
        framed = np.array([first, *ids, last], np.int64)
        logits: Floats = self._session.run(None, {"ids": framed})[0][0].astype(np.float64)
        return logits

    def _occlusions(self, text: Folded) -> tuple[list[tuple[int, int]], Floats]:
        """Return ranges of the folded text and how far each label's logit falls without them."""
        readable = self._readable(text)
        with self._lock:
            known = self._occluded.get(readable)
        if known is None:
            known = self._occlude(readable)
            with self._lock:
                if len(self._occluded) >= _KEPT:
                    self._occluded.clear()
                self._occluded[readable] = known
        return known

    def _occlude(self, text: str) -> tuple[list[tuple[int, int]], Floats]:
        start, end = self._strongest(text)
        pieces = _pieces(text[start:end], start)
        if not pieces:
            return [], np.zeros((0, len(self.labels)))
        own = self._fitting(text[start:end])
        drops = [own - self._fitting(text[start:a] + " " + text[b:end]) for a, b in pieces]
        return pieces, np.stack(drops) * self._slope

    def _fitting(self, text: str) -> Floats:
        ids = self._tokenizer.encode(text, add_special_tokens=False).ids
        return self._run(ids[: self.settings.window])

    def _strongest(self, text: str) -> tuple[int, int]:
        """Return the range of the window with the highest logits, the whole text where one window holds it."""
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        places = windows(range(len(encoding.ids)), self.settings.window, self.settings.overlap)
        if len(places) == 1:
            return 0, len(text)
        logits = [self._run([encoding.ids[at] for at in place]).max() for place in places]
        best = places[int(np.argmax(logits))]
        return encoding.offsets[best[0]][0], encoding.offsets[best[-1]][1]


def windows(ids: Sequence[int], size: int, overlap: int) -> list[Sequence[int]]:
    """Return overlapping runs of at most `size`, of nearly equal length, that cover all; one empty run for nothing."""
    if len(ids) <= size:
        return [ids]
    count = math.ceil((len(ids) - overlap) / (size - overlap))
    starts = np.linspace(0, len(ids) - size, count).round().astype(int)
    return [ids[start : start + size] for start in starts]


def _pieces(text: str, offset: int) -> list[tuple[int, int]]:
    """Return ranges of words, moved by `offset`, several words together where there are more than 48."""
    words = [(offset + found.start(), offset + found.end()) for found in _WORD.finditer(text)]
    step = max(1, math.ceil(len(words) / _OCCLUSIONS))
    groups = (words[at : at + step] for at in range(0, len(words), step))
    return [(group[0][0], group[-1][1]) for group in groups]


Weighed = list[tuple[int, int, float]]


def _halved(tokens: Weighed, pieces: Weighed) -> Weighed:
    """Return the mean of each token's own weight and the drop of the piece that it begins in; both at least 0."""
    starts = [start for start, _, _ in pieces]
    found = []
    for start, end, own in tokens:
        place = bisect_right(starts, start) - 1
        drop = pieces[place][2] if place >= 0 and start < pieces[place][1] else 0.0
        found.append((start, end, (max(own, 0.0) + max(drop, 0.0)) / 2))
    return found


# --- files ------------------------------------------------------------------------------------------------------


def load_encoder(folder: Path | None = None, *, device: Device = "cpu") -> Encoder:
    """Load the shipped model, or one from a folder that `moderation train encoder` made; raises ModelError.

    Needs onnxruntime and tokenizers, and for `cuda` a build of onnxruntime for it.
    """
    try:
        import onnxruntime
        from tokenizers import Tokenizer
    except ImportError as error:
        raise ModelError(f"`{NAME}` needs onnxruntime", mend="pip install 'moderation[encoder]'") from error
    where = folder if folder is not None else SHIPPED
    network, tokenizer, settings, digest = read_files(where)
    session = _session(onnxruntime, network, device)
    cutter = Tokenizer.from_str(tokenizer)
    cutter.no_truncation()
    cutter.no_padding()
    # Own weights may be of another language: the shipped n-grams say nothing about its words.
    return Encoder(session, cutter, settings, digest, words=load_ngram() if where == SHIPPED else None)


def _session(onnxruntime: Any, network: bytes, device: Device) -> Any:
    wanted = _PROVIDERS[device]
    options = onnxruntime.SessionOptions()
    # One core a process: `--jobs` takes the others, and sums keep their order.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    here = wanted[0] in onnxruntime.get_available_providers()
    session = onnxruntime.InferenceSession(network, options, providers=wanted) if here else None
    # Where CUDA's libraries do not load, onnxruntime falls back to the processor without a word.
    if session is None or session.get_providers()[0] != wanted[0]:
        raise ModelError(
            f"onnxruntime finds no device `{device}` here",
            mend="leave `--device` out, or install `onnxruntime-gpu` in place of onnxruntime, and NVIDIA's driver",
        )
    return session


def read_files(folder: Path) -> tuple[bytes, str, Settings, str]:
    """Read network, tokenizer and settings and verify their digest; raises ModelError."""
    shipped = folder == SHIPPED
    mend = "install the package again" if shipped else "make it with `moderation train encoder DATA... -o FOLDER`"
    try:
        config = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
        network, tokenizer = (folder / NETWORK).read_bytes(), (folder / TOKENIZER).read_bytes()
        claimed = config.pop("digest")
        found = digest_of(config, network, tokenizer)
        settings = _settings(config)
    except FileNotFoundError as error:
        raise ModelError(f"there are no weights in `{folder}`: `{error.filename}` is missing", mend=mend) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"the weights in `{folder}` are damaged: {type(error).__name__}", mend=mend) from error
    if found != claimed:
        raise ModelError(f"the weights in `{folder}` are not those that `{CONFIG}` names", mend=mend)
    return network, tokenizer.decode("utf-8"), settings, found


def digest_of(config: Mapping[str, Any], network: bytes, tokenizer: bytes) -> str:
    """Return the SHA-256 over the configuration, canonical, the network and the tokenizer."""
    sha = hashlib.sha256(json.dumps(config, sort_keys=True, separators=(",", ":")).encode())
    sha.update(hashlib.sha256(network).digest())
    sha.update(hashlib.sha256(tokenizer).digest())
    return sha.hexdigest()


def _settings(config: Mapping[str, Any]) -> Settings:
    labels = config["labels"]
    if config["format"] != FORMAT or config["name"] != NAME or not labels or set(labels) - set(get_args(Label)):
        raise ValueError("format, name or labels")
    return Settings(
        labels={label: (float(head["slope"]), float(head["intercept"])) for label, head in labels.items()},
        window=int(config["window"]),
        overlap=int(config["overlap"]),
        blend=float(config["blend"]),
        frame=(int(config["frame"][0]), int(config["frame"][1])),
        languages=tuple(config["languages"]),
        max_characters=int(config["max_characters"]),
        fold=config["fold"],
        base=config["base"],
        trained_on=config["trained_on"],
    )


def write_settings(settings: Settings, folder: Path) -> str:
    """Write `config.json` beside network and tokenizer and return the digest of all three."""
    config = settings.as_json()
    digest = digest_of(config, (folder / NETWORK).read_bytes(), (folder / TOKENIZER).read_bytes())
    (folder / CONFIG).write_text(json.dumps({**config, "digest": digest}, indent=1) + "\n", encoding="utf-8")
    return digest
