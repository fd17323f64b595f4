"""Rows -> sums: of all comments, of each thread, of each author, and of each stretch of time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heappush, heappushpop, nlargest
from typing import Final, Literal

from moderation.interval import wilson
from moderation.rollup.rows import Row, Source

Kind = Literal["thread", "author"]
KEYS: Final[Mapping[Kind, Callable[[Row], str | None]]] = {
    "thread": lambda row: row.thread_id or None,
    "author": lambda row: row.author,
}
WORST: Final = 3
# So many have a line in the page, and a course of their own.
SHOWN: Final = 40
HOUR: Final = 3600
# The width of a stretch is the first that gives at most this many of them.
WIDTHS: Final = (HOUR, 6 * HOUR, 24 * HOUR, 7 * 24 * HOUR, 28 * 24 * HOUR, 364 * 24 * HOUR)
MOST_BINS: Final = 100


@dataclass(frozen=True, slots=True)
class Bin:
    """A stretch of time: its first second, its comments, and how many were not approved."""

    second: int
    comments: int
    held: int


@dataclass(frozen=True, slots=True)
class Worst:
    """A comment near the top of the queue; `text` only where it was asked for."""

    id: str
    priority: float
    reasons: tuple[str, ...]
    text: str | None = None


@dataclass(slots=True)
class Group:
    """The sums of one thread, one author, or of all; it grows while rows are read.

    `held` counts what a person is asked about, `rejected` what the policy rejects, `failed` what could not be judged;
    `toxicity` is the sum over the `measured` comments that have a score.
    """

    key: str
    comments: int = 0
    held: int = 0
    rejected: int = 0
    failed: int = 0
    measured: int = 0
    toxicity: float = 0.0
    first: int | None = None
    last: int | None = None
    _worst: list[tuple[float, int, Worst]] = field(default_factory=list)

    def add(self, row: Row, *, with_text: bool) -> None:
        """Count a row."""
        self.comments += 1
        self.held += row.route == "review"
        self.rejected += row.route == "reject"
        self.failed += row.status == "failed"
        if row.toxicity is not None:
            self.measured += 1
            self.toxicity += row.toxicity
        if row.second is not None:
            self.first = row.second if self.first is None else min(self.first, row.second)
            self.last = row.second if self.last is None else max(self.last, row.second)
        if row.route != "approve" and row.priority:
            self._keep(row, with_text=with_text)

    def _keep(self, row: Row, *, with_text: bool) -> None:
        # Of two alike the earlier one stays.
        entry = (
            row.priority,
            -self.comments,
            Worst(row.id, row.priority, row.reasons, row.text if with_text else None),
        )
        if len(self._worst) < WORST:
            heappush(self._worst, entry)
        else:
            heappushpop(self._worst, entry)

    @property
    def worst(self) -> tuple[Worst, ...]:
        """The comments that matter most, the worst first."""
        return tuple(entry[2] for entry in nlargest(WORST, self._worst))

    @property
    def share(self) -> float:
        """The share that was not approved."""
        return (self.held + self.rejected) / self.comments if self.comments else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Where that share lies with 95 % confidence (Wilson)."""
        return wilson(self.held + self.rejected, self.comments) or (0.0, 1.0)

    @property
    def mean_toxicity(self) -> float | None:
        """The mean over the comments that have a score; None is "none of them has"."""
        return self.toxicity / self.measured if self.measured else None


@dataclass(frozen=True, slots=True)
class Rollup:
    """All sums; `groups` by kind, those first of which one can be surest that they are hot.

    `course` holds all comments over time, `courses` those of the first SHOWN groups of each kind, all in the same bins.
    """

    whole: Group
    groups: Mapping[Kind, Sequence[Group]]
    width: int
    course: Sequence[Bin]
    courses: Mapping[Kind, Mapping[str, Sequence[Bin]]]


def roll_up(source: Source, kinds: Sequence[Kind], *, with_text: bool = False) -> Rollup:
    """Read a scored file twice and return its sums; 300 bytes to a kilobyte of memory for each group."""
    whole = Group("")
    groups: dict[Kind, dict[str, Group]] = {kind: {} for kind in kinds}
    for row in _counted(source):
        whole.add(row, with_text=False)
        for kind, of in groups.items():
            if (key := KEYS[kind](row)) is not None:
                of.setdefault(key, Group(key)).add(row, with_text=with_text)
    ordered = {kind: sorted(of.values(), key=_hottest) for kind, of in groups.items()}
    width = _width(whole)
    shown = {kind: {group.key for group in of[:SHOWN]} for kind, of in ordered.items()}
    course, courses = _over_time(_counted(source), whole, width, shown)
    return Rollup(whole, ordered, width, course, courses)


def _counted(source: Source) -> Iterator[Row]:
    """Yield the rows that count: what was deleted upstream was never judged."""
    return (row for row in source.rows() if row.status != "skipped")


def _hottest(group: Group) -> tuple[float, int, str]:
    """By the lower end of the interval: one held comment of one is no hot thread."""
    return (-group.interval[0], -group.comments, group.key)


def _width(whole: Group) -> int:
    if whole.first is None or whole.last is None:
        return WIDTHS[0]
    span = whole.last - whole.first
    return next((width for width in WIDTHS if span // width < MOST_BINS), WIDTHS[-1])


def _over_time(
    rows: Iterable[Row], whole: Group, width: int, shown: Mapping[Kind, set[str]]
) -> tuple[Sequence[Bin], Mapping[Kind, Mapping[str, Sequence[Bin]]]]:
    if whole.first is None or whole.last is None:
        return (), {kind: {} for kind in shown}
    begin = whole.first - whole.first % width
    bins = (whole.last - begin) // width + 1

    def empty() -> list[list[int]]:
        return [[0, 0] for _ in range(bins)]

    course = empty()
    courses = {kind: {key: empty() for key in keys} for kind, keys in shown.items()}
    for row in rows:
        if row.second is None:
            continue
        place, held = (row.second - begin) // width, row.route != "approve"
        mine = (of.get(KEYS[kind](row) or "") for kind, of in courses.items())
        for counts in (course, *filter(None, mine)):
            counts[place][0] += 1
            counts[place][1] += held

    def named(counts: list[list[int]]) -> tuple[Bin, ...]:
        return tuple(Bin(begin + place * width, *pair) for place, pair in enumerate(counts))

    return named(course), {kind: {key: named(counts) for key, counts in of.items()} for kind, of in courses.items()}
