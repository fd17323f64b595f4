"""Comments laid out as rows before a transaction begins: SQLite's one writer is kept for as long as one lasts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NewType

from sqlalchemy import Connection, Dialect, Table, insert

from moderation.store.answers import Scored
from moderation.store.arriving.held import held
from moderation.store.arriving.intake_rows import (
    Row,
    author_identity,
    author_key,
    comment_key,
    facts_row,
    particulars_row,
    reason_rows,
    score_row,
    text_digest,
    text_row,
    thread_key,
)
from moderation.store.columns import AnyText, Json, digest
from moderation.store.schema import comments, item_reasons, particulars, scores, texts

# A row whose texts and JSON are spelt as the database keeps them.
Spelt = NewType("Spelt", dict[str, Any])
_NO_ID: Final = 0


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A comment with its verdict, and all that can be said of its rows without the database.

    `scored` is as its holds leave it, where the text is new here; the spelt rows are those of a new comment, and lack
    what the database gives: numbers and times.
    """

    given: Scored
    scored: Scored
    key: str
    thread: str
    site: str | None
    author: str | None
    identity: str | None
    text_digest: str
    facts: Row
    score: Row
    comment_row: Spelt
    text_row: Spelt
    particulars_row: Spelt | None
    score_row: Spelt
    reason_rows: tuple[Spelt, ...]


def lay_out(given: Scored) -> LaidOut:
    """Lay a comment out as rows."""
    scored = held(given)
    comment, facts = given.comment, facts_row(given.comment)
    key = comment_key(*comment.key)
    author = author_key(comment)
    score = score_row(scored.verdict, scored.versions)
    extra = particulars_row(_NO_ID, comment)
    return LaidOut(
        given=given,
        scored=scored,
        key=key,
        thread=thread_key(comment.source, comment.thread_id),
        site=None if comment.site is None else digest([comment.site]),
        author=author,
        identity=None if author is None else author_identity(comment.source, comment.author_id, comment.author),
        text_digest=text_digest(comment),
        facts=facts,
        score=score,
        comment_row=spelt(comments, {"key": key, "comment": comment.id, **facts}),
        text_row=spelt(texts, text_row(_NO_ID, 1, comment)),
        particulars_row=None if extra is None else spelt(particulars, extra),
        score_row=spelt(scores, score),
        reason_rows=tuple(spelt(item_reasons, row) for row in reason_rows(_NO_ID, scored.verdict)),
    )


def spelt(table: Table, row: Row) -> Spelt:
    """Return a row with its texts and JSON as a table keeps them; what else there is may be added as it is."""
    spellings = _spellings(table)
    return Spelt({name: spellings[name](value) if name in spellings else value for name, value in row.items()})


@lru_cache(maxsize=64)
def _spellings(table: Table) -> dict[str, Callable[[Any], Any]]:
    return {column.name: column.type.spell for column in table.c if isinstance(column.type, AnyText | Json)}


def insert_spelt(connection: Connection, table: Table, rows: Sequence[Spelt]) -> None:
    """Insert rows, all of the same columns, past SQLAlchemy, which would look at each value of each row again."""
    if not rows:
        return
    statement, order = _insertion(table, tuple(rows[0]), connection.dialect)
    connection.exec_driver_sql(statement, [tuple(row[name] for name in order) for row in rows] if order else list(rows))


@lru_cache(maxsize=256)
def _insertion(table: Table, names: tuple[str, ...], dialect: Dialect) -> tuple[str, tuple[str, ...]]:
    """Return the statement that inserts a row, and the order of its values where they go by place, not by name."""
    compiled: Any = insert(table).compile(dialect=dialect, column_keys=list(names))
    return str(compiled), tuple(compiled.positiontup or ())
