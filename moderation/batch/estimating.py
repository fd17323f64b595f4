"""What a policy would hold, and what that costs in hours, before it is applied."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from moderation.batch.costs import SECONDS_PER_HOUR, Cost, costs
from moderation.batch.processes import settled
from moderation.batch.request import Progress, Request
from moderation.context import Surroundings
from moderation.pipeline import Pipeline, load_pipeline
from moderation.records import SCHEMA_VERSION, Columns, Comment, Context, Notice, Reject, Verdict

SLICE: Final = 4000
SEED: Final = 0
# About what a core of a rented machine costs in an hour, in dollars or euros; a core of one's own costs less.
CORE_HOUR_PRICE: Final = 0.05
SECONDS_PER_DAY: Final = 86_400


@dataclass(frozen=True, slots=True)
class Estimate:
    """A policy's appetite, measured on a random slice of the input.

    `days` is the time that the comments span, None where they carry no times; hours are a person's, at the
    policy's seconds per decision; `scoring_seconds` is for the whole input on one core. `costs` are those of every
    classifier that is here, the chosen one first, on `cores` cores at `core_hour_price` a core and hour.
    """

    comments: int
    slice: int
    held: int
    rejected: int
    by_reason: dict[str, int]
    days: float | None
    seconds_per_decision: float
    comments_per_second: float
    costs: tuple[Cost, ...] = ()
    cores: int = 1
    core_hour_price: float = CORE_HOUR_PRICE

    @property
    def share_held(self) -> float:
        """Share of comments that a person would have to look at."""
        return self.held / self.slice if self.slice else 0.0

    @property
    def held_per_day(self) -> float | None:
        """Comments a day that a person would have to look at."""
        return self.share_held * self.comments / self.days if self.days else None

    @property
    def hours_in_all(self) -> float:
        """Hours of a person's time for the whole input."""
        return self.share_held * self.comments * self.seconds_per_decision / SECONDS_PER_HOUR

    @property
    def hours_per_day(self) -> float | None:
        """Hours of a person's time a day."""
        return self.hours_in_all / self.days if self.days else None

    @property
    def scoring_seconds(self) -> float:
        """Seconds that scoring the whole input takes on one core."""
        return self.comments / self.comments_per_second if self.comments_per_second else 0.0

    def as_json(self) -> dict[str, Any]:
        """Return the estimate as `--json` prints it."""
        derived = ("share_held", "held_per_day", "hours_in_all", "hours_per_day", "scoring_seconds")
        given = {name: getattr(self, name) for name in self.__dataclass_fields__}
        given["costs"] = [cost.as_json(self.comments, self.cores, self.core_hour_price) for cost in self.costs]
        return {"schema_version": SCHEMA_VERSION, **given, **{name: getattr(self, name) for name in derived}}


def estimate(
    request: Request, progress: Progress | None = None, *, core_hour_price: float = CORE_HOUR_PRICE
) -> Estimate:
    """Read the whole input, score a random slice of it, and say what the policy would do and what scoring costs."""
    pipeline = load_pipeline(**request.loading)
    with settled():  # as the processes of a run are
        begin = time.process_time()
        total, span, chosen = _sample(request, progress or Progress())
        reading = (time.process_time() - begin) / total if total else 0.0
        found = tuple(costs(pipeline, request.loading, chosen, reading))
    verdicts = pipeline.judge([comment for comment, _ in chosen], [context for _, context in chosen])
    own = found[0].seconds
    done = _sum_up(pipeline, verdicts, total, span, 1 / own if own else 0.0)
    return replace(done, costs=found, cores=request.jobs, core_hour_price=core_hour_price)


def _sample(request: Request, told: Progress) -> tuple[int, float | None, list[tuple[Comment, Context]]]:
    """Return the number of comments, the days they span, and a uniform sample of them (reservoir, seeded)."""
    chance, total = random.Random(SEED), 0
    chosen: list[tuple[Comment, Context]] = []
    earliest: str | None = None
    latest: str | None = None
    for comment, context in _comments(request, told):
        total += 1
        if total % SLICE == 0:
            told.advance(SLICE, 0)
        if len(chosen) < SLICE:
            chosen.append((comment, context))
        elif (place := chance.randrange(total)) < SLICE:
            chosen[place] = (comment, context)
        if comment.created_at:
            earliest = min(earliest or comment.created_at, comment.created_at)
            latest = max(latest or comment.created_at, comment.created_at)
    return total, _days(earliest, latest), chosen


def _comments(request: Request, told: Progress) -> Iterator[tuple[Comment, Context]]:
    for place, path in enumerate(request.inputs):
        for record, context in Surroundings().place(request.records(path)):
            if isinstance(record, Comment):
                yield record, context or Context()
            elif isinstance(record, Reject):
                told.notice(request.placed(Notice(f"rejected: {record.reason}", record.line), place))
            elif isinstance(record, Notice):
                told.notice(request.placed(record, place))
            elif isinstance(record, Columns):
                told.header(record)


def _days(earliest: str | None, latest: str | None) -> float | None:
    if earliest is None or latest is None:
        return None
    seconds = (datetime.fromisoformat(latest) - datetime.fromisoformat(earliest)).total_seconds()
    return max(seconds / SECONDS_PER_DAY, 1.0)


def _sum_up(pipeline: Pipeline, verdicts: Sequence[Verdict], total: int, days: float | None, rate: float) -> Estimate:
    reasons = Counter(reason for verdict in verdicts if verdict.route == "review" for reason in verdict.reasons)
    return Estimate(
        comments=total,
        slice=len(verdicts),
        held=sum(verdict.route == "review" for verdict in verdicts),
        rejected=sum(verdict.route == "reject" for verdict in verdicts),
        by_reason=dict(reasons.most_common()),
        days=days,
        seconds_per_decision=pipeline.policy.seconds_per_decision,
        comments_per_second=rate,
    )
