"""Files -> the queue: parse, score with evidence, store, in small transactions."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from moderation.batch.hiding import hidden
from moderation.batch.judging import judge_rows
from moderation.batch.request import Progress, placed
from moderation.context import Surroundings, article_told
from moderation.holding import LiveHolds
from moderation.parse import parse
from moderation.pipeline import Pipeline
from moderation.records import NOTHING, Article, Columns, Comment, Context, Notice, Record, Reject, Verdict
from moderation.rulebook.rule import Author as AuthorCondition
from moderation.store import Scored, Store

# SQLite stalls other writers for as long as a transaction lasts; this many comments take a fraction of a second.
TRANSACTION: Final = 500
# Threads of which the article was told: dumps keep those of a thread together.
_THREADS_KEPT: Final = 20_000


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What an import did; `held` of the comments that it read are for a person, new or not.

    `silent` are the inputs that held no comment.
    """

    new: int = 0
    revised: int = 0
    rescored: int = 0
    closed: int = 0
    unchanged: int = 0
    held: int = 0
    rejects: int = 0
    silent: tuple[str, ...] = ()

    @property
    def comments(self) -> int:
        """How many comments were read; those that are held are among them."""
        return self.new + self.revised + self.rescored + self.closed + self.unchanged

    def __add__(self, other: ImportSummary) -> ImportSummary:
        return ImportSummary(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))


def import_into(  # noqa: PLR0913 # what an import may be told, by name
    store: Store,
    inputs: Sequence[Path | str],
    pipeline: Pipeline,
    *,
    as_format: str | None = None,
    columns: Mapping[str, str] | None = None,
    source_name: str | None = None,
    progress: Progress | None = None,
    pseudonym_key: bytes | None = None,
) -> ImportSummary:
    """Put every comment of the inputs into the store; what is there already is not added again.

    With a `pseudonym_key` no author's name gets there; scoring still sees it.
    """
    told = progress or Progress()
    door = _Door(store, pipeline, LiveHolds(store), told, pseudonym_key)
    total = ImportSummary()
    for path in inputs:
        records = parse(path, as_format=as_format, columns=columns, source_name=source_name)
        heard = _read_in(records, door, path if len(inputs) > 1 else None)
        total += heard if heard.comments else replace(heard, silent=(str(path),))
    return total


def _read_in(records: Iterator[Record], door: _Door, of_many: Path | str | None) -> ImportSummary:
    """Put the comments of one input into the store; `of_many` names it in what is told, where there are others."""
    total = ImportSummary()
    waiting: list[tuple[Comment, Context]] = []
    names_threads = False
    for record, context in Surroundings().place(records):
        match record:
            case Article():
                door.store.add_article(record)
            case Comment():
                if names_threads:
                    door.articles.meet(record)
                waiting.append((record, context or Context()))
            case Reject():
                total += ImportSummary(rejects=1)
                door.told.notice(placed(Notice(f"rejected: {record.reason}", record.line), of_many))
            case Notice():
                door.told.notice(placed(record, of_many))
            case Columns():
                names_threads = "thread_id" in record.fields  # else one article would stand over all of the file
                door.told.header(record)
        if len(waiting) >= TRANSACTION:
            total += door.let_in(waiting)
            waiting = []
    return total + door.let_in(waiting)


class _Articles:
    """The articles that a table's own columns tell of, each once as long as its thread is remembered."""

    def __init__(self) -> None:
        self._seen: OrderedDict[tuple[str, str], None] = OrderedDict()
        self._waiting: list[Article] = []

    def meet(self, comment: Comment) -> None:
        """Note the article of a comment's thread, if it is told and new."""
        thread = (comment.source, comment.thread_id)
        if thread in self._seen or (article := article_told(comment)) is None:
            return
        self._seen[thread] = None
        if len(self._seen) > _THREADS_KEPT:
            self._seen.popitem(last=False)
        self._waiting.append(article)

    def taken(self) -> list[Article]:
        """Return what was noted since it was last asked for."""
        taken, self._waiting = self._waiting, []
        return taken


@dataclass(frozen=True, slots=True)
class _Door:
    """What stands between the reader and the store."""

    store: Store
    pipeline: Pipeline
    holds: LiveHolds
    told: Progress
    pseudonym_key: bytes | None
    articles: _Articles = field(default_factory=_Articles)

    def let_in(self, waiting: Sequence[tuple[Comment, Context]]) -> ImportSummary:
        """Judge comments, note which holds they meet and which of them the watch draws, and store them."""
        comments, contexts = [comment for comment, _ in waiting], [context for _, context in waiting]
        kept = [self._kept(comment) for comment in comments]
        if self.pipeline.judges.rulebook.asks(AuthorCondition):
            contexts = _with_authors(self.store, kept, contexts)
        verdicts, broken = judge_rows(self.pipeline, comments, contexts, explained=True)
        rows = [
            self._row(comment, verdict) for comment, verdict in zip(kept, verdicts, strict=True) if verdict is not None
        ]
        if articles := self.articles.taken():
            self.store.tell_articles(articles)
        added = self.store.add(rows)
        for reject in broken:
            self.told.notice(Notice(f"rejected: {reject.reason}"))
        self.told.advance(len(rows), len(broken))
        held = sum(row.verdict.route == "review" or bool(row.holds) for row in rows)
        return ImportSummary(added.new, added.revised, added.rescored, added.closed, added.unchanged, held, len(broken))

    def _kept(self, comment: Comment) -> Comment:
        """Return the comment as the queue is to know it: holds, the watch and authors' records go by its names."""
        if self.pseudonym_key is None:
            return comment
        # A column that the reader did not understand may hold an address.
        return replace(hidden(comment, self.pseudonym_key), carried=NOTHING)

    def _row(self, kept: Comment, verdict: Verdict) -> Scored:
        return Scored(
            kept,
            verdict,
            self.pipeline.versions,
            holds=self.holds.now().reasons(kept),
            is_watched=self.pipeline.policy.watches(kept.key),
        )


def _with_authors(store: Store, comments: Sequence[Comment], contexts: Sequence[Context]) -> list[Context]:
    """Return the contexts with how each author fared here before the comment, where the input does not tell."""
    return [
        context
        if record is None or context.author_comments is not None
        else replace(
            context,
            author_comments=record.comments,
            author_approved=record.approved,
            author_rejected=record.rejected,
        )
        for context, record in zip(contexts, store.pasts(comments), strict=True)
    ]
