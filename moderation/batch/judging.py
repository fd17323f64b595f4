"""A chunk of comments -> rendered rows, with every comment accounted for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from itertools import starmap
from operator import attrgetter
from typing import Any, Final

import orjson

from moderation.batch.rows import Layout
from moderation.batch.writers import Format
from moderation.pipeline import Pipeline
from moderation.records import Comment, Context, Reject, Verdict


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that could not be read, and the input that it stands in, None where that is not known."""

    file: str | None
    reject: Reject


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of the input, in order: comments with their contexts, and what could not be read in between."""

    number: int
    comments: tuple[Comment, ...]
    contexts: tuple[Context, ...]
    rejects: tuple[Refusal, ...]

    def __reduce__(self) -> tuple[Any, ...]:
        # As tuples on the way to another process: a dataclass with slots pickles three times as slowly.
        comments, contexts = map(_COMMENT_FIELDS, self.comments), map(_CONTEXT_FIELDS, self.contexts)
        return _unpacked, (self.number, list(comments), list(contexts), self.rejects)


_COMMENT_FIELDS: Final = attrgetter(*(field.name for field in fields(Comment)))
_CONTEXT_FIELDS: Final = attrgetter(*(field.name for field in fields(Context)))


def _unpacked(
    number: int, comments: Sequence[tuple[Any, ...]], contexts: Sequence[tuple[Any, ...]], rejects: tuple[Refusal, ...]
) -> Chunk:
    return Chunk(number, tuple(starmap(Comment, comments)), tuple(starmap(Context, contexts)), rejects)


@dataclass(frozen=True, slots=True)
class Tally:
    """What a run counted; tallies of chunks add up to the run's."""

    counts: Counter[str] = field(default_factory=Counter)

    @classmethod
    def from_json(cls, content: bytes) -> Tally:
        """Return the tally whose counts were kept as JSON."""
        return cls(Counter(orjson.loads(content)))

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.counts + other.counts)

    def of(self, kind: str) -> dict[str, int]:
        """Return the counts of one kind (`route`, `status`, `language`, ...), the most frequent first."""
        found = {key.partition(":")[2]: count for key, count in self.counts.items() if key.startswith(f"{kind}:")}
        return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))

    @property
    def rows(self) -> int:
        """How many comments were written."""
        return self.counts["rows"]

    @property
    def rejects(self) -> int:
        """How many rows of the input could not be read."""
        return self.counts["rejects"]


@dataclass(frozen=True, slots=True)
class Part:
    """A judged chunk, ready to be written."""

    number: int
    rows: bytes
    rejects: bytes
    tally: Tally


def judge_chunk(pipeline: Pipeline, layout: Layout, output: Format, chunk: Chunk) -> Part:
    """Score a chunk and render it; a comment that breaks even the guarded pipeline becomes a reject."""
    verdicts, broken = judge_rows(pipeline, chunk.comments, chunk.contexts, explained=layout.explained)
    rows = zip(chunk.comments, verdicts, chunk.contexts, strict=True)
    judged = [(comment, verdict, context) for comment, verdict, context in rows if verdict is not None]
    comments, given, contexts = zip(*judged, strict=True) if judged else ((), (), ())
    refusals = (*chunk.rejects, *(Refusal(None, reject) for reject in broken))
    return Part(
        chunk.number,
        output.render(layout.table(comments, given, contexts)),
        b"".join(_reject_line(refusal, bare=layout.withholds) for refusal in refusals),
        _tally(given, [refusal.reject for refusal in refusals]),
    )


def judge_rows(
    pipeline: Pipeline, comments: Sequence[Comment], contexts: Sequence[Context], *, explained: bool
) -> tuple[Sequence[Verdict | None], tuple[Reject, ...]]:
    """Return a verdict per comment, None for one that could not be carried through, and why."""
    try:
        return pipeline.judge(comments, contexts, explained=explained), ()
    except Exception as error:  # noqa: BLE001 # round one row: nothing that a comment holds may stop a run
        if len(comments) == 1 and explained:  # a verdict without its evidence is better than none
            return judge_rows(pipeline, comments, contexts, explained=False)
        if len(comments) == 1:
            return [None], (Reject(0, f"could not be scored: {type(error).__name__}", comments[0].text),)
    middle = len(comments) // 2
    first, lost = judge_rows(pipeline, comments[:middle], contexts[:middle], explained=explained)
    second, more = judge_rows(pipeline, comments[middle:], contexts[middle:], explained=explained)
    return [*first, *second], (*lost, *more)


def _reject_line(refusal: Refusal, *, bare: bool) -> bytes:
    """`bare` leaves out the row itself: it may hold the text and the names that the output is to be without."""
    reject = refusal.reject
    raw = None if bare else reject.raw.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    told = {"file": refusal.file, "line": reject.line or None, "reason": reject.reason, "raw": raw}
    return orjson.dumps(told, option=orjson.OPT_APPEND_NEWLINE)


def _tally(verdicts: Sequence[Verdict], rejects: Sequence[Reject]) -> Tally:
    counts: Counter[str] = Counter(rows=len(verdicts), rejects=len(rejects))
    for verdict in verdicts:
        counts[f"status:{verdict.status}"] += 1
        counts[f"language:{verdict.language}"] += 1
        if verdict.route:
            counts[f"route:{verdict.route}"] += 1
        if "language-not-covered" in verdict.reasons:
            counts[f"not-covered:{verdict.language}"] += 1
        for reason in verdict.reasons:
            counts[f"reason:{reason}"] += 1
    for reject in rejects:
        counts[f"reject:{reject.reason}"] += 1
    return Tally(counts)


def as_json(tally: Tally) -> dict[str, Any]:
    """Return the tally as the manifest and `--json` show it."""
    kinds = {"routes": "route", "statuses": "status", "languages": "language", "languages_not_covered": "not-covered"}
    return {
        "rows": tally.rows,
        "rejects": tally.rejects,
        **{name: tally.of(kind) for name, kind in kinds.items()},
        "reasons": tally.of("reason"),
        "reject_reasons": tally.of("reject"),
    }
