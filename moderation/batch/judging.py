"""A chunk of comments -> rendered rows, with every comment accounted for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import MISSING, dataclass, field, fields
from itertools import repeat
from operator import attrgetter
from typing import Any, Final

import orjson

from moderation.batch.rows import Layout
from moderation.batch.tally import Tally, tally_of
from moderation.batch.writers import Format
from moderation.pipeline import Pipeline
from moderation.records import Comment, Context, Reject, Verdict
from moderation.records.quick import open_twin
from moderation.stopwatch import UNWATCHED, Spent, Stopwatch
from moderation.surrogates import whole_text


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that could not be read, and the input that it stands in, None where that is not known."""

    file: str | None
    reject: Reject


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of the input, in order: comments with their contexts, and what could not be read in between.

    `position` is how far the input had been read when the chunk was full, in bytes as they lie on the disk.
    """

    number: int
    comments: tuple[Comment, ...]
    contexts: tuple[Context, ...]
    rejects: tuple[Refusal, ...]
    position: int = 0

    def __reduce__(self) -> tuple[Any, ...]:
        # As columns on the way to another process, those that say nothing left out: pickle's own way with a dataclass
        # with slots takes ten times as long. Most comments have one and the same context, which travels once.
        around = {id(context): context for context in self.contexts}
        which = [*map({key: place for place, key in enumerate(around)}.__getitem__, map(id, self.contexts))]
        packed = _packed(Comment, self.comments), _packed(Context, [*around.values()])
        return _unpacked, (self.number, *packed, which, self.rejects, self.position)


# How many records, and their fields as columns, None for one that holds its default throughout.
_Packed = tuple[int, tuple[Sequence[Any] | None, ...]]
_DEFAULTS: Final[dict[type, tuple[Any, ...]]] = {
    kind: tuple(each.default if each.default_factory is MISSING else each.default_factory() for each in fields(kind))
    for kind in (Comment, Context)
}
_TWIN: Final[dict[type, Any]] = {kind: open_twin(kind) for kind in (Comment, Context)}
_ROW: Final = {kind: attrgetter(*(each.name for each in fields(kind))) for kind in (Comment, Context)}


def _packed(kind: type[Comment] | type[Context], records: Sequence[Any]) -> _Packed:
    columns = zip(*map(_ROW[kind], records), strict=True)
    said = zip(columns, _DEFAULTS[kind], strict=bool(records))
    return len(records), tuple(
        None if column[0] == default and column.count(default) == len(column) else column for column, default in said
    )


def _filled(kind: type[Comment] | type[Context], packed: _Packed) -> Iterator[Any]:
    count, columns = packed
    said = zip(columns, _DEFAULTS[kind], strict=bool(count))
    for record in map(_TWIN[kind], *(repeat(default, count) if column is None else column for column, default in said)):
        record.__class__ = kind
        yield record


def _unpacked(  # the parts of a chunk
    number: int, comments: _Packed, contexts: _Packed, which: list[int], rejects: tuple[Refusal, ...], position: int
) -> Chunk:
    around = [*_filled(Context, contexts)] if which else []
    made = tuple(_filled(Comment, comments)) if which else ()
    return Chunk(number, made, tuple(map(around.__getitem__, which)), rejects, position)


@dataclass(frozen=True, slots=True)
class Part:
    """A judged chunk, ready to be written; `spent` says where the time went."""

    number: int
    rows: bytes
    rejects: bytes
    tally: Tally
    spent: Spent = field(default_factory=dict)


def judge_chunk(pipeline: Pipeline, layout: Layout, output: Format, chunk: Chunk, watch: Stopwatch = UNWATCHED) -> Part:
    """Score a chunk and render it; a comment that breaks even the guarded pipeline becomes a reject."""
    verdicts, broken = judge_rows(pipeline, chunk.comments, chunk.contexts, explained=layout.explained, watch=watch)
    triples = zip(chunk.comments, verdicts, chunk.contexts, strict=True)
    judged = [(comment, verdict, context) for comment, verdict, context in triples if verdict is not None]
    comments, given, contexts = zip(*judged, strict=True) if judged else ((), (), ())
    refusals = (*chunk.rejects, *(Refusal(None, reject) for reject in broken))
    rows = output.render(layout.table(comments, given, contexts))
    rejects = b"".join(_reject_line(refusal, bare=layout.withholds) for refusal in refusals)
    tally = tally_of(given, [refusal.reject for refusal in refusals])
    watch.lap("write")
    return Part(chunk.number, rows, rejects, tally)


def judge_rows(
    pipeline: Pipeline,
    comments: Sequence[Comment],
    contexts: Sequence[Context],
    *,
    explained: bool,
    watch: Stopwatch = UNWATCHED,
) -> tuple[Sequence[Verdict | None], tuple[Reject, ...]]:
    """Return a verdict per comment, None for one that could not be carried through, and why."""
    try:
        return pipeline.judge(comments, contexts, explained=explained, watch=watch), ()
    except Exception as error:  # noqa: BLE001 # round one row: nothing that a comment holds may stop a run
        if len(comments) == 1 and explained:  # a verdict without its evidence is better than none
            return judge_rows(pipeline, comments, contexts, explained=False, watch=watch)
        if len(comments) == 1:
            return [None], (Reject(0, f"could not be scored: {type(error).__name__}", comments[0].text),)
    middle = len(comments) // 2
    first, lost = judge_rows(pipeline, comments[:middle], contexts[:middle], explained=explained, watch=watch)
    second, more = judge_rows(pipeline, comments[middle:], contexts[middle:], explained=explained, watch=watch)
    return [*first, *second], (*lost, *more)


def _reject_line(refusal: Refusal, *, bare: bool) -> bytes:
    """`bare` leaves out the row itself: it may hold the text and the names that the output is to be without."""
    reject = refusal.reject
    raw = None if bare else whole_text(reject.raw)
    told = {"file": refusal.file, "line": reject.line or None, "reason": reject.reason, "raw": raw}
    return orjson.dumps(told, option=orjson.OPT_APPEND_NEWLINE)
