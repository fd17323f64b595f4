"""Looking words up in the comments: FTS5 on SQLite (step 0003), a column of words with its index on PostgreSQL (0004).

Words are joined by "and"; "quoted words" stand together, a leading `-` excludes. Case never counts, and on SQLite
accents do not either.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Integer,
    and_,
    any_,
    column,
    exists,
    false,
    func,
    literal,
    literal_column,
    or_,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from moderation.store.columns import escape
from moderation.store.schema import queue_items, texts

_TERM: Final = re.compile(r'(-?)(?:"([^"]*)"|(\S+))')
_WORDS: Final = re.compile(r"\w", re.UNICODE)
_WORD: Final = re.compile(r"\w+", re.UNICODE)
# PostgreSQL's alone, made and filled there: SQLite and the backups know nothing of it.
_WORDS_OF: Final[ColumnElement[str]] = literal_column("texts.search_words")
_FTS: Final = table("search_words", column("rowid", Integer))
# So many comments PostgreSQL looks up before it looks for them in the queue, 5 us each. SQLite has them in its index,
# 0.4 us each, and opens that anew at every step of a walk, 20 us each.
_FEW: Final = 10_000
_MANY: Final = 100_000
# The number of PostgreSQL's advisory lock for "one remakes the index", and how long to wait before asking again.
_TURN: Final = 0x776F7264
_PAUSE: Final = 0.1


def found_by(connection: Connection, words: str, *, in_order: bool) -> ColumnElement[bool]:
    """Return the condition on `queue_items` that the comment's present text holds `words`.

    `in_order` says that the first few are wanted, in an order that has an index: a walk through the queue meets a
    frequent word soon, and a rare one at its end, so the comments that hold a rare one are looked up first.
    """
    asked = [(minus, quoted or plain) for minus, quoted, plain in _TERM.findall(words)]
    wanted = [_plain(term) for minus, term in asked if not minus and _WORDS.search(term)]
    unwanted = [_plain(term) for minus, term in asked if minus and _WORDS.search(term)]
    if not wanted:
        return false()
    if connection.dialect.name == "postgresql":
        return _postgres(connection, wanted, unwanted, in_order=in_order)
    return _sqlite(connection, wanted, unwanted, in_order=in_order)


def _plain(term: str) -> str:
    return escape(term).replace('"', " ").strip()


def _sqlite(connection: Connection, wanted: list[str], unwanted: list[str], *, in_order: bool) -> ColumnElement[bool]:
    asked = " AND ".join(f'"{term}"' for term in wanted)
    for term in unwanted:
        asked += f' NOT "{term}"'
    numbers = select(_FTS.c.rowid).where(literal_column("search_words").op("MATCH")(asked))
    if in_order and connection.execute(numbers.limit(1).offset(_MANY - 1)).first() is not None:
        return exists(numbers.where(_FTS.c.rowid == queue_items.c.id))
    return queue_items.c.id.in_(numbers)


def _postgres(connection: Connection, wanted: list[str], unwanted: list[str], *, in_order: bool) -> ColumnElement[bool]:
    asked = " ".join([*(f'"{term}"' for term in wanted), *(f'-"{term}"' for term in unwanted)])
    matches = _WORDS_OF.op("@@")(func.websearch_to_tsquery(literal_column("'simple'"), asked))
    # How frequent a phrase is PostgreSQL does not know; it takes it for its words, wherever they stand.
    has_phrase = any(len(_WORD.findall(term)) > 1 for term in wanted)
    if in_order and (has_phrase or _expected(connection, asked) <= _FEW):
        rows = select(texts.c.comment_id, texts.c.revision).where(matches).limit(_FEW + 1)
        found = connection.execute(rows).all()
        if len(found) <= _FEW:
            return _one_of(found)
    here = and_(texts.c.comment_id == queue_items.c.id, texts.c.revision == queue_items.c.revision, matches)
    return exists(select(literal(1)).select_from(texts).where(here))


def _expected(connection: Connection, asked: str) -> int:
    """Return how many texts PostgreSQL expects to hold words, by what it knows of the most frequent ones."""
    plan = text(
        "EXPLAIN (FORMAT JSON) SELECT 1 FROM texts WHERE search_words @@ websearch_to_tsquery('simple', :asked)"
    )
    return int(connection.execute(plan, {"asked": asked}).scalar_one()[0]["Plan"]["Plan Rows"])


def _one_of(found: Iterable[Any]) -> ColumnElement[bool]:
    """Return the condition that an item's present text is one of these (comment, revision)."""
    numbers: dict[int, list[int]] = {}
    for comment, revision in found:
        numbers.setdefault(revision, []).append(comment)
    return or_(
        false(),
        *(
            and_(queue_items.c.revision == revision, queue_items.c.id == any_(literal(some, ARRAY(BigInteger))))
            for revision, some in numbers.items()
        ),
    )


def tidy(connection: Connection) -> None:
    """Take what was erased out of the index's own pages, where an index keeps it until it is written anew.

    On PostgreSQL the connection commits by itself: an index that others may use meanwhile is made outside transactions.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("INSERT INTO search_words(search_words) VALUES('optimize')")
        return
    _wait_for_turn(connection)
    try:
        # What a remake left behind that was cut off half way.
        connection.exec_driver_sql("DROP INDEX CONCURRENTLY IF EXISTS search_words_ccnew")
        # A vacuum empties the list of a word's comments and leaves the word.
        connection.exec_driver_sql("REINDEX INDEX CONCURRENTLY search_words")
    finally:
        connection.exec_driver_sql(f"SELECT pg_advisory_unlock({_TURN})")


def _wait_for_turn(connection: Connection) -> None:
    """Let one erasure at a time remake the index: two would each wait for the other's transaction to end.

    Asked again and again, because a statement that waits for a lock is itself such a transaction.
    """
    while not connection.exec_driver_sql(f"SELECT pg_try_advisory_lock({_TURN})").scalar_one():
        time.sleep(_PAUSE)
