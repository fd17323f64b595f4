"""What a dump costs with each classifier that is here: core-hours and their price, timed on a slice of the dump."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from moderation.batch.rows import Layout
from moderation.batch.writers import FORMATS
from moderation.classify import CLASSIFIERS
from moderation.errors import ModelError, PolicyError
from moderation.pipeline import Pipeline, load_pipeline
from moderation.records import Comment, Context

# Of a slow classifier no more is timed than this takes.
SECONDS: Final = 1.0
_BITE: Final = 25
_GROWTH: Final = 8
SECONDS_PER_HOUR: Final = 3600
_MILLION: Final = 1_000_000
# Judges nobody: it is the fake of the tests.
_FAKE: Final = "constant.v1"
# What belongs to the weights of one classifier, and to no other's.
_OF_ONE: Final = ("checkpoint", "config", "allow_download")
_BARE: Final = Layout(carried={}, fields={})


@dataclass(frozen=True, slots=True)
class Cost:
    """A classifier's cost: CPU seconds a comment from reading to writing, timed on `timed` comments."""

    classifier: str
    seconds: float
    timed: int

    def hours(self, comments: int, cores: int) -> float:
        """Hours by the clock for so many comments, where the cores are this run's alone."""
        return self.seconds * comments / SECONDS_PER_HOUR / cores

    def price(self, comments: int, core_hour: float) -> float:
        """The price of so many comments."""
        return self.seconds * comments / SECONDS_PER_HOUR * core_hour

    def as_json(self, comments: int, cores: int, core_hour: float) -> dict[str, Any]:
        """Return the cost of so many comments, and of a million."""
        return {
            "classifier": self.classifier,
            "timed": self.timed,
            "comments_per_core_second": 1 / self.seconds if self.seconds else None,
            "hours": self.hours(comments, cores),
            "cost": self.price(comments, core_hour),
            "hours_per_million": self.hours(_MILLION, cores),
            "cost_per_million": self.price(_MILLION, core_hour),
        }


def costs(
    chosen: Pipeline, loading: Mapping[str, Any], rows: Sequence[tuple[Comment, Context]], reading: float
) -> Iterator[Cost]:
    """Yield the cost of the chosen classifier, then of every other whose weights and library are here.

    `reading` are the CPU seconds that reading a comment took.
    """
    own = chosen.judges.classifier.name
    yield _timed(chosen, rows, reading)
    for name in CLASSIFIERS:
        if name not in (own, _FAKE) and (pipeline := _loaded(name, loading)) is not None:
            yield _timed(pipeline, rows, reading)


def _loaded(name: str, loading: Mapping[str, Any]) -> Pipeline | None:
    """Load a classifier with the same rules and policy; None where it is not here or the policy knows it not."""
    shared = {key: value for key, value in loading.items() if key not in _OF_ONE}
    try:
        return load_pipeline(**{**shared, "classifier": name})
    except (ModelError, PolicyError):
        return None


def _timed(pipeline: Pipeline, rows: Sequence[tuple[Comment, Context]], reading: float) -> Cost:
    # A run of any length has met most words before, so half of the slice makes the pipeline acquainted with them.
    half = len(rows) // 2
    _spent(pipeline, rows[: max(half, 1)])
    seconds, done = _spent(pipeline, rows[half:])
    each = seconds / done if done else 0.0
    return Cost(pipeline.judges.classifier.name, each + reading, done)


def _spent(pipeline: Pipeline, rows: Sequence[tuple[Comment, Context]]) -> tuple[float, int]:
    """Judge rows until enough time is spent; return the CPU seconds and how many they were."""
    done, bite = 0, _BITE
    begin = spent = time.process_time()
    while done < len(rows) and spent - begin < SECONDS:
        _judge(pipeline, rows[done : done + bite])
        done, bite, spent = min(done + bite, len(rows)), bite * _GROWTH, time.process_time()
    return spent - begin, done


def _judge(pipeline: Pipeline, rows: Sequence[tuple[Comment, Context]]) -> None:
    comments = [comment for comment, _ in rows]
    verdicts = pipeline.judge(comments, [context for _, context in rows])
    FORMATS[".jsonl"].render(_BARE.table(comments, verdicts))
