"""Files -> the queue: parse, score with evidence, store, in small transactions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from moderation.batch.judging import judge_rows
from moderation.batch.request import Progress
from moderation.context import Surroundings
from moderation.parse import parse
from moderation.pipeline import Pipeline
from moderation.records import Article, Columns, Comment, Context, Notice, Reject
from moderation.rulebook.rule import Author as AuthorCondition
from moderation.store import Scored, Store

# SQLite stalls other writers for as long as a transaction lasts; this many comments take a fraction of a second.
TRANSACTION: Final = 500


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What an import did; `held` of the comments that it read are for a person, new or not."""

    new: int = 0
    revised: int = 0
    rescored: int = 0
    closed: int = 0
    unchanged: int = 0
    held: int = 0
    rejects: int = 0

    def __add__(self, other: ImportSummary) -> ImportSummary:
        return ImportSummary(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))


def import_into(
    store: Store,
    inputs: Sequence[Path | str],
    pipeline: Pipeline,
    *,
    as_format: str | None = None,
    columns: Mapping[str, str] | None = None,
    source_name: str | None = None,
    progress: Progress | None = None,
) -> ImportSummary:
    """Put every comment of the inputs into the store; what is there already is not added again."""
    told = progress or Progress()
    total = ImportSummary()
    for path in inputs:
        waiting: list[tuple[Comment, Context]] = []
        place = f"{path}: " if len(inputs) > 1 else ""
        records = parse(path, as_format=as_format, columns=columns, source_name=source_name)
        for record, context in Surroundings().place(records):
            match record:
                case Article():
                    store.add_article(record)
                case Comment():
                    waiting.append((record, context or Context()))
                case Reject():
                    total += ImportSummary(rejects=1)
                    told.notice(Notice(f"{place}rejected: {record.reason}", record.line))
                case Notice():
                    told.notice(Notice(place + record.message, record.line))
                case Columns():
                    told.header(record)
            if len(waiting) >= TRANSACTION:
                total += _add(store, pipeline, waiting, told)
                waiting = []
        total += _add(store, pipeline, waiting, told)
    return total


def _with_authors(store: Store, waiting: Sequence[tuple[Comment, Context]]) -> list[Context]:
    """Return the contexts with how each author fared here before the comment, where the input does not tell."""
    records = store.pasts([comment for comment, _ in waiting])
    return [
        context
        if record is None or context.author_comments is not None
        else replace(
            context,
            author_comments=record.comments,
            author_approved=record.approved,
            author_rejected=record.rejected,
        )
        for (_, context), record in zip(waiting, records, strict=True)
    ]


def _add(store: Store, pipeline: Pipeline, waiting: Sequence[tuple[Comment, Context]], told: Progress) -> ImportSummary:
    comments, contexts = [comment for comment, _ in waiting], [context for _, context in waiting]
    if pipeline.judges.rulebook.asks(AuthorCondition):
        contexts = _with_authors(store, waiting)
    verdicts, broken = judge_rows(pipeline, comments, contexts, explained=True)
    judged = [(comment, verdict) for comment, verdict in zip(comments, verdicts, strict=True) if verdict is not None]
    added = store.add([Scored(comment, verdict, pipeline.versions) for comment, verdict in judged])
    for reject in broken:
        told.notice(Notice(f"rejected: {reject.reason}"))
    told.advance(len(judged), len(broken))
    held = sum(verdict.route == "review" for _, verdict in judged)
    return ImportSummary(added.new, added.revised, added.rescored, added.closed, added.unchanged, held, len(broken))
