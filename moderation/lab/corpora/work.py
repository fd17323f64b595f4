"""Chunks of a corpus -> hits and scores: only what no layer has yet is worked out, and it is kept for the next time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final, Literal, TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from moderation.batch.request import Progress
from moderation.classify import Classifier, load_classifier
from moderation.lab.corpora.chunks import Lines
from moderation.lab.corpora.corpus import Corpus, code_digest, languages, over
from moderation.lab.corpora.layers import SUFFIX, Layer, layers_in, mark_used, write_layer
from moderation.normalise import fold
from moderation.records import Evidence, Failure, Folded, Hit, ScoreTable, Span
from moderation.rulebook import Rulebook
from moderation.rulebook.rule import Rule, digest
from moderation.score import Judges, score
from moderation.taxonomy import LABEL_INDEX, LABELS, VIAS, Label

_MATCHES: Final = ("normalise", "rulebook")
# A rule that could not judge a row has no weight there; rule -1 is all of them.
_HITS: Final = pa.schema(
    [
        ("row", pa.int32()), ("rule", pa.int32()), ("weight", pa.float64()), ("via", pa.int8()),
        ("spans", pa.list_(pa.int32())),
    ]
)  # fmt: skip
_SCORED: Final = pa.schema([("failed", pa.bool_()), *((label, pa.float32()) for label in LABELS)])
Kind = Literal["hits", "scores"]
Table = TypeVar("Table")


# Rules by the digest of what they match, each with its place among them.
Numbered = Mapping[str, tuple[int, Rule]]


def numbered(rules: Iterable[Rule]) -> Numbered:
    """Return rules as what is kept knows them."""
    return {digest([rule]): (at, rule) for at, rule in enumerate(rules)}


@dataclass(frozen=True, slots=True)
class Kept:
    """A corpus with everything that some rules and classifiers make of it."""

    corpus: Corpus
    hits: tuple[Layer, ...]
    scores: Mapping[str, Layer]
    matched_now: int

    def hits_of(self, number: int, rules: Numbered, rows: Container[int] | None = None) -> dict[int, list[Hit]]:
        """Return the hits of some rules in a chunk, by row, in the order of the rules; a failure has no weight.

        `rows` narrows it to some rows, None is all.
        """
        found: dict[int, list[tuple[int, Hit]]] = {}
        done: set[str] = set()
        for layer in self.hits:
            names = list(layer.facts["rules"])
            mine = {at: rules[name] for at, name in enumerate(names) if name in rules and name not in done}
            done.update(names)
            for row, rule, weight, via, spans in _picked(layer.chunk(number), mine) if mine else ():
                if rows is None or row in rows:
                    for at, of in list(mine.values()) if rule < 0 else [mine[rule]]:
                        found.setdefault(row, []).append((at, _hit(row, of, weight, via, spans)))
        return {row: [hit for _, hit in sorted(pairs, key=lambda pair: pair[0])] for row, pairs in found.items()}

    def scores_of(self, number: int, classifier: str) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        """Return a classifier's scores in a chunk (rows x LABELS, NaN where it gives none), and where it failed."""
        batch = self.scores[classifier].chunk(number)
        columns = [batch.column(label).to_numpy(zero_copy_only=False) for label in LABELS]
        return np.column_stack(columns), batch.column("failed").to_numpy(zero_copy_only=False)


def _picked(batch: pa.RecordBatch, mine: Mapping[int, object]) -> Iterator[tuple[Any, ...]]:
    rules = batch.column("rule").to_numpy()
    wanted = np.isin(rules, [-1, *mine])
    if wanted.any():
        taken = batch.filter(pa.array(wanted)).to_pydict()
        yield from zip(*(taken[name] for name in _HITS.names), strict=True)


def _hit(row: int, rule: Rule, weight: float, via: int, spans: Sequence[int]) -> Hit:
    ranges = tuple(Span(start, end) for start, end in zip(spans[::2], spans[1::2], strict=True))
    return Hit(row, rule.id, rule.label, rule.action, weight, ranges, VIAS[via])


def work_out(
    corpus: Corpus, rules: Sequence[Rule], classifiers: Sequence[str], jobs: int, progress: Progress | None = None
) -> Kept:
    """Return the corpus with the hits of `rules` (the live ones among them) and the scores of `classifiers`."""
    told = progress or Progress()
    wanted = {digest([rule]): rule for rule in rules if rule.live}
    hits_key = _key(corpus, *_MATCHES)
    layers = layers_in(corpus.folder, "hits", hits_key)
    known = {name for layer in layers for name in layer.facts["rules"]}
    missing = {name: rule for name, rule in wanted.items() if name not in known}
    if missing:
        layers.insert(0, _judge_and_keep(corpus, "hits", hits_key, missing, _Match(corpus, missing), jobs, told))
    scores: dict[str, Layer] = {}
    for name in classifiers:
        scores[name] = _scored(corpus, name, jobs, told)
    needed = _covering(layers, set(wanted))
    for layer in (*needed, *scores.values()):
        mark_used(layer)
    return Kept(corpus, needed, scores, len(missing))


def _covering(layers: Sequence[Layer], wanted: set[str]) -> tuple[Layer, ...]:
    """Return the layers that are needed, none whose rules all stand in one before it."""
    needed, left = [], set(wanted)
    for layer in layers:
        here = left & set(layer.facts["rules"])
        if here:
            needed.append(layer)
            left -= here
    return tuple(needed)


def _key(corpus: Corpus, *rooms: str) -> str:
    return hashlib.sha256(f"{corpus.key} {code_digest(*rooms)}".encode()).hexdigest()


def _judge_and_keep(
    corpus: Corpus, kind: Kind, key: str, made: Mapping[str, object], task: _Match | _Score, jobs: int, told: Progress
) -> Layer:
    names = list(made)
    name = hashlib.sha256(json.dumps([key, names]).encode()).hexdigest()[:16]
    schema = _HITS if kind == "hits" else _SCORED
    facts = {"key": key, "corpus": corpus.key, "rules" if kind == "hits" else "classifier": names}
    return write_layer(corpus.folder / f"{kind}-{name}{SUFFIX}", schema, over(corpus, task, jobs, told), facts)


def _scored(corpus: Corpus, name: str, jobs: int, told: Progress) -> Layer:
    made = {f"{name} {classifier(name).digest}": None}
    key = _key(corpus, "normalise", "score")
    for layer in layers_in(corpus.folder, "scores", key):
        if layer.facts["classifier"] == list(made):
            return layer
    return _judge_and_keep(corpus, "scores", key, made, _Score(corpus, name), jobs, told)


@lru_cache(maxsize=4)
def classifier(name: str) -> Classifier:
    """Return a classifier, loaded once in each process."""
    return load_classifier(name)


class _Silent:
    """A classifier that says nothing: where rules alone are asked."""

    name = "silent.v1"
    digest = "0" * 64
    labels: tuple[Label, ...] = ()
    languages: frozenset[str] | None = frozenset()
    max_characters = 1

    def score(self, texts: Sequence[Folded]) -> NDArray[np.float32]:
        return np.zeros((len(texts), 0), np.float32)

    def explain(self, text: Folded, label: Label) -> list[Evidence]:  # noqa: ARG002 # the protocol's
        return []


def judged(corpus: Corpus, lines: Lines, judges: Judges) -> ScoreTable:
    """Return what the judges make of some lines, by the very code that scores everything else."""
    limit = corpus.reading.max_characters
    return score(
        judges,
        [fold(text[:limit]) for text in lines.texts],
        lines.contexts,
        languages(lines.codes),
        site_language=corpus.reading.site_language,
        too_long=lines.too_long,
    )


class _Match:
    """Matches rules on a chunk."""

    def __init__(self, corpus: Corpus, rules: Mapping[str, Rule]) -> None:
        self._corpus = corpus
        # Two versions of a rule may stand side by side: each answers to its digest.
        self._place = {name: at for at, name in enumerate(rules)}
        self._book = Rulebook.of([replace(rule, id=name) for name, rule in rules.items()])

    def __call__(self, number: int) -> pa.RecordBatch:
        lines = self._corpus.lines(number)
        table = judged(self._corpus, lines, Judges(_Silent(), self._book))
        rows = [(lines.rows[hit.row], self._place[hit.rule], hit.weight, VIAS.index(hit.via), _flat(hit))
                for hit in table.hits]  # fmt: skip
        rows += [(lines.rows[failure.row], self._failed(failure), float("nan"), 0, []) for failure in table.failures]
        columns = [[row[at] for row in rows] for at in range(len(_HITS))]
        arrays = [pa.array(column, each.type) for column, each in zip(columns, _HITS, strict=True)]
        return pa.RecordBatch.from_arrays(arrays, schema=_HITS)

    def _failed(self, failure: Failure) -> int:
        return self._place.get(failure.scorer.removeprefix("rule:"), -1)


def _flat(hit: Hit) -> list[int]:
    return [offset for span in hit.spans for offset in (span.start, span.end)]


@dataclass(frozen=True, slots=True)
class _Score:
    """Scores a chunk with a classifier."""

    corpus: Corpus
    name: str

    def __call__(self, number: int) -> pa.RecordBatch:
        judge = classifier(self.name)
        lines = self.corpus.lines(number)
        table = judged(self.corpus, lines, Judges(judge, Rulebook.of([])))
        total = self.corpus.layer.chunk(number).num_rows
        scores = np.full((total, len(LABELS)), np.nan, np.float32)
        columns = [LABEL_INDEX[label] for label in judge.labels]
        scores[np.ix_(lines.rows, columns)] = table.scores[:, columns]
        failed = np.zeros(total, np.bool_)
        failed[[lines.rows[failure.row] for failure in table.failures]] = True
        arrays = [pa.array(failed), *(pa.array(scores[:, at]) for at in range(len(LABELS)))]
        return pa.RecordBatch.from_arrays(arrays, schema=_SCORED)
