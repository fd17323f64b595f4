"""(ScoreTable, Policy) -> verdicts with their reasons: pure, and the only place that decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from moderation.policy import BY_RULES, Policy
from moderation.records import Comment, Context, Hit, ScoreTable, Verdict
from moderation.records.quick import open_twin
from moderation.taxonomy import LABELS, SEVERITY, UNDETERMINED, Label, Route

# What could not be judged may be anything, so it stands in the middle of the queue, never at its end.
PRIORITY_UNJUDGED: Final = 0.5
# A reader's report is a person's word for it; it weighs like an even chance of an attack on somebody.
PRIORITY_REPORTED: Final = 0.6
# What many write, or one writes everywhere, is spam as likely as not.
PRIORITY_CROWDED: Final = SEVERITY["spam"] / 2
# Scores leave with six decimals and are compared as they leave, so that no reason contradicts its number.
DECIMALS: Final = 6

# Text that a platform left in the place of a comment; matched whole.
TOMBSTONES: Final = frozenset(
    {"[deleted]", "[removed]", "[deleted by user]", "[removed by moderator]", "this comment has been deleted."}
)

# How a comment stands where it comes from when somebody, or a filter, has taken it down there.
REFUSED: Final = frozenset({"spam", "rejected"})

Numbers = NDArray[np.float64]
_OPEN: Final[Any] = open_twin(Verdict)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The classifier that scored: its name, and the labels that it answers for."""

    classifier: str
    labels: frozenset[Label]

    def judge_of(self, label: Label) -> str:
        """Return whose thresholds hold for the label: the classifier's or the rules'."""
        return self.classifier if label in self.labels else BY_RULES


def is_skipped(comment: Comment) -> bool:
    """Whether there is nothing left to judge: deleted upstream, a tombstone, or a system message."""
    return comment.status == "deleted" or comment.kind == "system" or comment.text.strip().casefold() in TOMBSTONES


def refused(comment: Comment) -> str | None:
    """Return how the comment stands where it comes from, `spam` or `rejected`; None where it is not refused there.

    Where its status is not told, the last past decision tells it.
    """
    past = comment.past_decisions
    status = past[-1].status if past and comment.status == "unknown" else comment.status
    return status if status in REFUSED else None


def skipped(comment: Comment, classifier: str) -> Verdict:
    """Return the verdict on a comment that is never scored and never queued."""
    return Verdict(
        id=comment.id,
        thread_id=comment.thread_id,
        language=UNDETERMINED,
        language_confidence=0.0,
        scores=(None,) * len(LABELS),
        route=None,
        priority=0.0,
        reasons=(),
        rules=(),
        classifier=classifier,
        status="skipped",
    )


def triage(
    comments: Sequence[Comment],
    table: ScoreTable,
    policy: Policy,
    coverage: Coverage,
    contexts: Sequence[Context] = (),
) -> list[Verdict]:
    """Decide a batch: one verdict a row, in order."""
    return _Decided(table, policy, coverage, contexts).verdicts(comments)


def reached(table: ScoreTable, policy: Policy, coverage: Coverage) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which scores ask for a person and which reject, rows x LABELS: all that thresholds have to do with."""
    scores: Numbers = np.asarray(table.scores, np.float64).round(DECIMALS)
    review, reject = _limits(table, policy, coverage)
    with np.errstate(invalid="ignore"):
        return np.asarray(scores >= review), np.asarray(scores >= reject)


class _Decided:
    """A batch's columns, compared with the policy once for all rows."""

    def __init__(self, table: ScoreTable, policy: Policy, coverage: Coverage, contexts: Sequence[Context]) -> None:
        self._table, self._policy, self._coverage = table, policy, coverage
        scores: Numbers = np.asarray(table.scores, np.float64).round(DECIMALS)
        review, reject = _limits(table, policy, coverage)
        with np.errstate(invalid="ignore"):
            self._rejects: list[bool] = np.any(scores >= reject, axis=1).tolist()
            asks = np.nonzero(scores >= review)
        self._reached: dict[int, list[str]] = defaultdict(list)
        for row, column, limit in zip(*(part.tolist() for part in (*asks, review[asks])), strict=True):
            self._reached[row].append(f"{LABELS[column]}>={as_written(limit)}")
        self._crowd = _crowded(contexts, policy)
        known = scores.astype(object)  # lists of Python's own numbers: they are read one by one
        known[np.isnan(scores)] = None
        self._scores = list(map(tuple, known.tolist()))
        self._hits = _by_row(table)
        self._failures: dict[int, list[str]] = defaultdict(list)
        for failure in table.failures:
            self._failures[failure.row].append(failure.scorer)
        self._covered, self._too_long = table.covered.tolist(), table.too_long.tolist()
        self._priority: list[float] = _how_bad(scores).tolist()
        said = np.flatnonzero(~table.covered | table.too_long).tolist()
        self._eventful = {*self._reached, *self._crowd, *self._hits, *self._failures, *said}

    def verdicts(self, comments: Sequence[Comment]) -> list[Verdict]:
        """Return a verdict for each comment."""
        name, decided = self._coverage.classifier, []
        rows = zip(comments, self._table.languages, self._scores, self._rejects, self._priority, strict=True)
        for row, (comment, language, scores, is_rejected, priority) in enumerate(rows):
            if row in self._eventful or comment.reports or refused(comment):
                decided.append(self._verdict(row, comment))
                continue
            # Of most comments there is nothing to say but their scores.
            route, weight = "reject" if is_rejected else "approve", round(priority, DECIMALS)
            both = language.code, language.confidence
            verdict = _OPEN(comment.id, comment.thread_id, *both, scores, route, weight, (), (), name, "scored")
            verdict.__class__ = Verdict
            decided.append(verdict)
        return decided

    def _verdict(self, row: int, comment: Comment) -> Verdict:
        language, fired, failed = self._table.languages[row], self._hits.get(row, ()), row in self._failures
        judged = self._covered[row] and not failed and not self._too_long[row]
        reasons = self._reasons(row, comment, fired)
        return Verdict(
            id=comment.id,
            thread_id=comment.thread_id,
            language=language.code,
            language_confidence=language.confidence,
            scores=self._scores[row],
            route=self._route(row, reasons, fired, judged=judged),
            priority=self._weigh(row, fired, judged=judged, reported=bool(comment.reports)),
            reasons=reasons,
            rules=tuple(hit.rule for hit in fired) if fired else (),
            classifier=self._coverage.classifier,
            status="failed" if failed else "scored",
        )

    def _reasons(self, row: int, comment: Comment, fired: Sequence[Hit]) -> tuple[str, ...]:
        upstream = refused(comment)
        return (
            *self._reached.get(row, ()),
            *(f"rule:{hit.rule}" for hit in fired if hit.action != "boost"),
            *(f"scorer-failed:{name}" for name in self._failures.get(row, ())),
            *(("language-not-covered",) if not self._covered[row] else ()),
            *(("too-long",) if self._too_long[row] else ()),
            *((f"reported:{len(comment.reports)}",) if comment.reports else ()),
            *((f"upstream:{upstream}",) if upstream else ()),
            *self._crowd.get(row, ()),
        )

    def _route(self, row: int, reasons: Sequence[str], fired: Sequence[Hit], *, judged: bool) -> Route:
        by_rule = self._policy.rules_may_reject and any(hit.action == "reject" for hit in fired)
        if judged and (by_rule or self._rejects[row]):
            return "reject"
        return "review" if reasons else "approve"

    def _weigh(self, row: int, fired: Sequence[Hit], *, judged: bool, reported: bool) -> float:
        """How bad times how sure, from scores and rules alike; boosts move what is left towards 1."""
        weight = self._priority[row]
        if not judged:
            weight = max(weight, PRIORITY_UNJUDGED)
        if reported:
            weight = max(weight, PRIORITY_REPORTED)
        if row in self._crowd:
            weight = max(weight, PRIORITY_CROWDED)
        for hit in fired:
            weight = max(weight, SEVERITY[hit.label] * hit.weight)
        for hit in fired:
            if hit.action == "boost":
                weight += (1 - weight) * self._policy.boost * hit.weight
        return round(weight, DECIMALS)


def _limits(table: ScoreTable, policy: Policy, coverage: Coverage) -> tuple[Numbers, Numbers]:
    """Return the review and reject thresholds, rows x LABELS, NaN where there is none."""
    shape = (len(table), len(LABELS))
    review, reject = np.full(shape, np.nan), np.full(shape, np.nan)
    codes = np.array(table.judged_as, dtype=object)
    for code in set(table.judged_as):
        limits = [policy.limits(coverage.judge_of(label), label, code) for label in LABELS]
        rows = codes == code
        review[rows] = [np.nan if limit.review is None else limit.review for limit in limits]
        reject[rows] = [np.nan if limit.reject is None else limit.reject for limit in limits]
    return review, reject


def _by_row(table: ScoreTable) -> Mapping[int, Sequence[Hit]]:
    """Return the hits of each row that has any, one per rule, the strongest first."""
    rows: dict[int, dict[str, Hit]] = defaultdict(dict)
    for hit in sorted(table.hits, key=lambda hit: -hit.weight):
        rows[hit.row].setdefault(hit.rule, hit)
    return {row: tuple(of_rule.values()) for row, of_rule in rows.items()}


def _crowded(contexts: Sequence[Context], policy: Policy) -> Mapping[int, Sequence[str]]:
    """Return the reasons of each row that only a whole dump tells; most dumps tell of none."""
    limits, rows = policy.crowd, {}
    for row, context in enumerate(contexts):
        if context.copied_times is None and context.author_threads is None:
            continue
        facts = (
            ("near-duplicate", context.copied_times, limits.copies),
            ("many-authors", context.copied_authors, limits.authors),
            ("many-threads", context.author_threads, limits.threads),
        )
        if told := [f"{reason}:{value}" for reason, value, least in facts if value is not None and value >= least]:
            rows[row] = told
    return rows


def _how_bad(scores: Numbers) -> Numbers:
    """Return per row how bad times how sure: the highest severity x score of any label, 0 to 1."""
    severity = np.array([SEVERITY[label] for label in LABELS])
    return np.asarray(np.nan_to_num(scores * severity).max(axis=1), dtype=np.float64)


def as_written(threshold: float) -> str:
    """Return a threshold as reason codes write it: two decimals, or as many as the policy file has."""
    return f"{threshold:.2f}" if round(threshold, 2) == threshold else f"{threshold:g}"
