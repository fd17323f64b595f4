"""One chunk of a corpus to the columns that are kept of it: the hits of some rules, or the scores of a classifier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import ClassVar, Protocol

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from moderation.classify import Classifier, load_classifier
from moderation.lab.corpora.chunks import Lines
from moderation.lab.corpora.corpus import Corpus, languages
from moderation.lab.corpora.kept import HITS, SCORED
from moderation.normalise import fold
from moderation.records import Evidence, Failure, Folded, Hit, ScoreTable
from moderation.rulebook import Rulebook
from moderation.rulebook.rule import Rule
from moderation.score import Judges, score
from moderation.taxonomy import LABEL_INDEX, LABELS, VIAS, Label


class Task(Protocol):
    """What makes a layer of a corpus, chunk by chunk.

    `kind` begins the layer's name; its facts say under `fact` by which `names` it was made.
    """

    kind: ClassVar[str]
    fact: ClassVar[str]
    schema: ClassVar[pa.Schema]

    @property
    def names(self) -> list[str]:
        """What the layer is made by."""

    def __call__(self, number: int) -> pa.RecordBatch:
        """Return the columns of a chunk."""


class MatchChunk:
    """Matches rules, given by the digests of what they match."""

    kind: ClassVar[str] = "hits"
    fact: ClassVar[str] = "rules"
    schema: ClassVar[pa.Schema] = HITS

    def __init__(self, corpus: Corpus, rules: Mapping[str, Rule]) -> None:
        self._corpus = corpus
        self.names = list(rules)
        # Two versions of a rule may stand side by side: each answers to its digest.
        self._place = {name: at for at, name in enumerate(self.names)}
        self._book = Rulebook.of([replace(rule, id=name) for name, rule in rules.items()])

    def __call__(self, number: int) -> pa.RecordBatch:
        lines = self._corpus.lines(number)
        table = _judged(self._corpus, lines, Judges(_Silent(), self._book))
        rows = [(lines.rows[hit.row], self._place[hit.rule], hit.weight, VIAS.index(hit.via), _flat(hit))
                for hit in table.hits]  # fmt: skip
        rows += [(lines.rows[failure.row], self._failed(failure), float("nan"), 0, []) for failure in table.failures]
        columns = [[row[at] for row in rows] for at in range(len(HITS))]
        arrays = [pa.array(column, each.type) for column, each in zip(columns, HITS, strict=True)]
        return pa.RecordBatch.from_arrays(arrays, schema=HITS)

    def _failed(self, failure: Failure) -> int:
        return self._place.get(failure.scorer.removeprefix("rule:"), -1)


class ScoreChunk:
    """Scores with a classifier."""

    kind: ClassVar[str] = "scores"
    fact: ClassVar[str] = "classifier"
    schema: ClassVar[pa.Schema] = SCORED

    def __init__(self, corpus: Corpus, name: str) -> None:
        self._corpus, self._name = corpus, name
        self.names = [f"{name} {classifier(name).digest}"]

    def __call__(self, number: int) -> pa.RecordBatch:
        judge = classifier(self._name)
        lines = self._corpus.lines(number)
        table = _judged(self._corpus, lines, Judges(judge, Rulebook.of([])))
        total = self._corpus.layer.chunk(number).num_rows
        scores = np.full((total, len(LABELS)), np.nan, np.float32)
        columns = [LABEL_INDEX[label] for label in judge.labels]
        scores[np.ix_(lines.rows, columns)] = table.scores[:, columns]
        failed = np.zeros(total, np.bool_)
        failed[[lines.rows[failure.row] for failure in table.failures]] = True
        arrays = [pa.array(failed), *(pa.array(scores[:, at]) for at in range(len(LABELS)))]
        return pa.RecordBatch.from_arrays(arrays, schema=SCORED)


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


def _judged(corpus: Corpus, lines: Lines, judges: Judges) -> ScoreTable:
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


def _flat(hit: Hit) -> list[int]:
    return [offset for span in hit.spans for offset in (span.start, span.end)]
