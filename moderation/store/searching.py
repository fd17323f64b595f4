"""Looking words up in the comments: FTS5 on SQLite (step 0003), a column of words with its index on PostgreSQL (0004).

Words are joined by "and"; "quoted words" stand together, a leading `-` excludes. Case never counts, and on SQLite
accents do not either.
"""

from __future__ import annotations

import re
import time
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, exists, false, func, literal, literal_column, select, text

from moderation.store.columns import escape
from moderation.store.schema import queue_items, texts

_TERM: Final = re.compile(r'(-?)(?:"([^"]*)"|(\S+))')
_WORDS: Final = re.compile(r"\w", re.UNICODE)
# PostgreSQL's alone, made and filled there: SQLite and the backups know nothing of it.
_WORDS_OF: Final[ColumnElement[str]] = literal_column("texts.search_words")
# The number of PostgreSQL's advisory lock for "one remakes the index", and how long to wait before asking again.
_TURN: Final = 0x776F7264
_PAUSE: Final = 0.1


def found_by(words: str, dialect: str) -> ColumnElement[bool]:
    """Return the condition on `queue_items` that the comment's present text holds `words`."""
    asked = [(minus, quoted or plain) for minus, quoted, plain in _TERM.findall(words)]
    wanted = [_plain(term) for minus, term in asked if not minus and _WORDS.search(term)]
    unwanted = [_plain(term) for minus, term in asked if minus and _WORDS.search(term)]
    if not wanted:
        return false()
    return _postgres(wanted, unwanted) if dialect == "postgresql" else _sqlite(wanted, unwanted)


def _plain(term: str) -> str:
    return escape(term).replace('"', " ").strip()


def _sqlite(wanted: list[str], unwanted: list[str]) -> ColumnElement[bool]:
    asked = " AND ".join(f'"{term}"' for term in wanted)
    for term in unwanted:
        asked += f' NOT "{term}"'
    numbers = text("SELECT rowid FROM search_words WHERE search_words MATCH :asked").bindparams(asked=asked)
    return queue_items.c.id.in_(numbers.columns(rowid=queue_items.c.id.type).subquery().select())


def _postgres(wanted: list[str], unwanted: list[str]) -> ColumnElement[bool]:
    asked = " ".join([*(f'"{term}"' for term in wanted), *(f'-"{term}"' for term in unwanted)])
    return exists(
        select(literal(1))
        .select_from(texts)
        .where(
            and_(
                texts.c.comment_id == queue_items.c.id,
                texts.c.revision == queue_items.c.revision,
                _WORDS_OF.op("@@")(func.websearch_to_tsquery(literal_column("'simple'"), asked)),
            )
        )
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
