"""What is kept of a corpus: the hits and scores in its layers, and how they are read back."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from moderation.lab.corpora.corpus import Corpus
from moderation.lab.corpora.layers import Layer
from moderation.records import Hit, Span
from moderation.rulebook.rule import Rule, digest
from moderation.taxonomy import LABELS, VIAS

# A rule that could not judge a row has no weight there; rule -1 is all of them.
HITS: Final = pa.schema(
    [
        ("row", pa.int32()), ("rule", pa.int32()), ("weight", pa.float64()), ("via", pa.int8()),
        ("spans", pa.list_(pa.int32())),
    ]
)  # fmt: skip
SCORED: Final = pa.schema([("failed", pa.bool_()), *((label, pa.float32()) for label in LABELS)])

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
        yield from zip(*(taken[name] for name in HITS.names), strict=True)


def _hit(row: int, rule: Rule, weight: float, via: int, spans: Sequence[int]) -> Hit:
    ranges = tuple(Span(start, end) for start, end in zip(spans[::2], spans[1::2], strict=True))
    return Hit(row, rule.id, rule.label, rule.action, weight, ranges, VIAS[via])
