"""A small transformer, fine-tuned on all labels; int8, run by onnxruntime, one window of one comment at a time.

A window goes through the network alone and without padding, so a comment's score cannot depend on its batch: the
activations are rounded by the window's own range. On a CPU that is no slower than batches. Comments longer than a
window are read in several that overlap; nothing is cut off silently up to `max_characters`.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from moderation.classify.contract import Scores
from moderation.classify.encoder_files import NAME, SHIPPED, Settings, read_files
from moderation.classify.given import Device, digest_on, no_device
from moderation.classify.ngram import Ngram, load_ngram, merged
from moderation.classify.windows import halved, pieces_of, windows
from moderation.errors import ModelError
from moderation.records import Evidence, Folded
from moderation.taxonomy import Label

# A screen asks for one comment's evidence label by label: the last few comments' occlusions are kept.
_KEPT: Final = 8
_LEAST_DROP: Final = 0.05  # in logits: below is rounding
_PROVIDERS: Final[Mapping[Device, str]] = {"cpu": "CPUExecutionProvider", "cuda": "CUDAExecutionProvider"}
_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")  # tokenizers take valid Unicode alone

Floats = NDArray[np.float64]


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
            weighed = halved(self._words.contributions(text, label), weighed)
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
        pieces = pieces_of(text[start:end], start)
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


def load_encoder(folder: Path | None = None, *, device: Device = "cpu") -> Encoder:
    """Load the shipped model, or one from a folder that `moderation train encoder` made; raises ModelError.

    Needs onnxruntime and tokenizers, and for the device `cuda` a build of onnxruntime that has it.
    """
    try:
        import onnxruntime
        from tokenizers import Tokenizer
    except ImportError as error:
        raise ModelError(f"`{NAME}` needs onnxruntime", mend="pip install 'moderation[encoder]'") from error
    where = folder if folder is not None else SHIPPED
    network, tokenizer, settings, digest = read_files(where)
    options = onnxruntime.SessionOptions()
    # One core a process: `--jobs` takes the others, and sums keep their order.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    providers = [_PROVIDERS[device]]
    if not set(providers) <= set(onnxruntime.get_available_providers()):
        raise no_device("onnxruntime", "install `onnxruntime-gpu` in its place, with NVIDIA's driver and CUDA")
    session = onnxruntime.InferenceSession(network, options, providers=providers)
    if session.get_providers()[0] != providers[0]:  # the build has it, the machine has not: it would run on the CPU
        raise no_device("onnxruntime", "see that NVIDIA's driver, CUDA and cuDNN are those that onnxruntime wants")
    cutter = Tokenizer.from_str(tokenizer)
    cutter.no_truncation()
    cutter.no_padding()
    # Own weights may be of another language: the shipped n-grams say nothing about its words.
    digest = digest_on(device, digest)
    return Encoder(session, cutter, settings, digest, words=load_ngram() if where == SHIPPED else None)
