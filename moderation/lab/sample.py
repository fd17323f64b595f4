"""A few comments that stand for many: drawn evenly for a corpus, or by score for people who label."""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from pathlib import Path
from typing import Any, Final

from moderation.batch.hiding import unnamed
from moderation.context import Surroundings
from moderation.errors import InputError
from moderation.parse import parse
from moderation.pipeline import Pipeline
from moderation.records import Article, Comment, Context, Record
from moderation.records import as_json as record_json
from moderation.taxonomy import LABELS
from moderation.triage import is_skipped

# Where a classifier is unsure, a label teaches most; rare high scores would hardly be drawn by lot.
EDGES: Final = (0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8)
UNSCORED: Final = "unscored"
_AT_ONCE: Final = 2_000


@dataclass(frozen=True, slots=True)
class Drawn:
    """A comment that was drawn: its place in the input, what stands round it, its stratum, how many it stands for."""

    place: int
    comment: Comment
    context: Context
    stratum: str = ""
    weight: float = 1.0


class _Reservoir:
    """Keeps `size` of all it is shown, each with the same chance, in constant memory (algorithm R)."""

    def __init__(self, size: int, chance: random.Random) -> None:
        self._size, self._chance = size, chance
        self.seen = 0
        self.kept: list[Drawn] = []

    def show(self, drawn: Drawn) -> None:
        self.seen += 1
        if len(self.kept) < self._size:
            self.kept.append(drawn)
        elif (place := self._chance.randrange(self.seen)) < self._size:
            self.kept[place] = drawn


def draw(records: Iterable[Record], size: int, *, seed: int = 0) -> list[Drawn]:
    """Return `size` comments drawn evenly, in the order of the input; the same seed draws the same ones."""
    reservoir = _Reservoir(size, random.Random(seed))
    for drawn in _comments(records):
        reservoir.show(drawn)
    stands_for = reservoir.seen / len(reservoir.kept) if reservoir.kept else 0.0
    return [replace(drawn, weight=stands_for) for drawn in _ordered(reservoir.kept)]


def draw_by_score(records: Iterable[Record], size: int, pipeline: Pipeline, *, seed: int = 0) -> list[Drawn]:
    """Return `size` comments, as many from each band of scores as there are; `weight` is how many each stands for.

    The score is the highest probability of any label. Weighted by `weight`, figures on the sample are figures on the
    whole input.
    """
    chance = random.Random(seed)
    strata = {name: _Reservoir(size, chance) for name in (*_bands(), UNSCORED)}
    comments = (drawn for drawn in _comments(records) if not is_skipped(drawn.comment))
    while batch := list(islice(comments, _AT_ONCE)):
        verdicts = pipeline.judge([drawn.comment for drawn in batch], [drawn.context for drawn in batch])
        for drawn, verdict in zip(batch, verdicts, strict=True):
            stratum = _stratum(verdict.scores)
            strata[stratum].show(replace(drawn, stratum=stratum))
    shares = _shares([len(one.kept) for one in strata.values()], size)
    taken: list[Drawn] = []
    for one, share in zip(strata.values(), shares, strict=True):
        picked = chance.sample(one.kept, share)
        taken += [replace(drawn, weight=one.seen / share) for drawn in picked]
    return _ordered(taken)


def _comments(records: Iterable[Record]) -> Iterator[Drawn]:
    placed = (pair for pair in Surroundings().place(records) if isinstance(pair[0], Comment))
    for place, (record, context) in enumerate(placed):
        assert isinstance(record, Comment)
        yield Drawn(place, record, context or Context())


def _ordered(drawn: Iterable[Drawn]) -> list[Drawn]:
    return sorted(drawn, key=lambda one: one.place)


def _bands() -> tuple[str, ...]:
    edges = ("0", *(f"{edge:g}" for edge in EDGES), "1")
    return tuple(f"{low}-{high}" for low, high in pairwise(edges))


def _stratum(scores: Sequence[float | None]) -> str:
    known = [score for score in scores if score is not None]
    return _bands()[bisect_right(EDGES, max(known))] if known else UNSCORED


def _shares(available: Sequence[int], size: int) -> list[int]:
    """Return how many to take of each: alike, and what one cannot give the others give."""
    shares = [0] * len(available)
    left = min(size, sum(available))
    while left:
        open_ = [at for at, many in enumerate(available) if shares[at] < many]
        for at in open_[:left] if left < len(open_) else open_:
            more = min(available[at] - shares[at], max(1, left // len(open_)))
            shares[at] += more
        left = min(size, sum(available)) - sum(shares)
    return shares


# --- what is written ---


def corpus_lines(drawn: Iterable[Drawn], key: bytes | None) -> Iterator[dict[str, Any]]:
    """Yield the sample as `moderation parse` prints records, each article before the first comment under it."""
    told: set[tuple[str, str]] = set()
    for one in drawn:
        thread = one.comment.key[:2]
        if (one.context.article_title or one.context.article_text) and thread not in told:
            told.add(thread)
            yield record_json(_article(one))
        yield record_json(unnamed(one.comment, key) if key else one.comment)


def _article(one: Drawn) -> Article:
    comment, context = one.comment, one.context
    text = context.article_text or ""
    return Article(comment.source, comment.site, comment.thread_id, context.article_title, text, context.article_url)


def sheet_rows(drawn: Iterable[Drawn], key: bytes | None) -> Iterator[dict[str, Any]]:
    """Yield the sample as an annotation sheet: no score, which would lead the annotator; a column for each label."""
    for one in drawn:
        comment = unnamed(one.comment, key) if key else one.comment
        yield {
            "id": comment.id, "thread_id": comment.thread_id, "author": comment.author, "text": comment.text,
            **dict.fromkeys(LABELS), "stratum": one.stratum, "weight": round(one.weight, 6),
        }  # fmt: skip


def is_filled_in(path: Path) -> bool:
    """Tell whether a file is an annotation sheet with anything in a column of a label."""
    try:
        comments = (record for record in parse(path) if isinstance(record, Comment))
        return any(comment.carried.get(label) not in (None, "") for comment in comments for label in LABELS)
    except InputError:  # it is no table, or one without texts
        return False
