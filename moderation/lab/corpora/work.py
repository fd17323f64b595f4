"""A corpus -> its hits and scores: only what no layer has yet is worked out, and it is kept for the next time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Final

from moderation.batch.request import Progress
from moderation.lab.corpora.corpus import Corpus, code_digest, over
from moderation.lab.corpora.judging import MatchChunk, ScoreChunk, Task
from moderation.lab.corpora.kept import Kept
from moderation.lab.corpora.layers import SUFFIX, Layer, layers_in, mark_used, write_layer
from moderation.rulebook.rule import Rule, digest

# The rooms of the package on whose code hits hang, and those for scores.
_MATCHES: Final = ("normalise", "rulebook")
_SCORES: Final = ("normalise", "score")


def work_out(
    corpus: Corpus, rules: Sequence[Rule], classifiers: Sequence[str], jobs: int, progress: Progress | None = None
) -> Kept:
    """Return the corpus with the hits of `rules` (the live ones among them) and the scores of `classifiers`."""
    told = progress or Progress()
    wanted = {digest([rule]): rule for rule in rules if rule.live}
    key = _key(corpus, *_MATCHES)
    layers = layers_in(corpus.folder, MatchChunk.kind, key)
    known = {name for layer in layers for name in layer.facts[MatchChunk.fact]}
    missing = {name: rule for name, rule in wanted.items() if name not in known}
    if missing:
        layers.insert(0, _made(corpus, key, MatchChunk(corpus, missing), jobs, told))
    scores = {name: _scored(corpus, name, jobs, told) for name in classifiers}
    needed = _covering(layers, set(wanted))
    for layer in (*needed, *scores.values()):
        mark_used(layer)
    return Kept(corpus, needed, scores, len(missing))


def _covering(layers: Sequence[Layer], wanted: set[str]) -> tuple[Layer, ...]:
    """Return the layers that are needed, none whose rules all stand in one before it."""
    needed, left = [], set(wanted)
    for layer in layers:
        here = left & set(layer.facts[MatchChunk.fact])
        if here:
            needed.append(layer)
            left -= here
    return tuple(needed)


def _scored(corpus: Corpus, name: str, jobs: int, told: Progress) -> Layer:
    """Return the layer of a classifier's scores, made where it is not there."""
    task, key = ScoreChunk(corpus, name), _key(corpus, *_SCORES)
    for layer in layers_in(corpus.folder, task.kind, key):
        if layer.facts[task.fact] == task.names:
            return layer
    return _made(corpus, key, task, jobs, told)


def _made(corpus: Corpus, key: str, task: Task, jobs: int, told: Progress) -> Layer:
    """Make a layer in processes, and keep it."""
    name = hashlib.sha256(json.dumps([key, task.names]).encode()).hexdigest()[:16]
    facts = {"key": key, "corpus": corpus.key, task.fact: task.names}
    path = corpus.folder / f"{task.kind}-{name}{SUFFIX}"
    return write_layer(path, task.schema, over(corpus, task, jobs, told), facts)


def _key(corpus: Corpus, *rooms: str) -> str:
    return hashlib.sha256(f"{corpus.key} {code_digest(*rooms)}".encode()).hexdigest()
