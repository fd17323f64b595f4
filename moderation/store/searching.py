"""Looking words up in the comments: FTS5 on SQLite, a text search index on PostgreSQL; step 0003 makes both.

Words are joined by "and"; "quoted words" stand together, a leading `-` excludes. Case never counts, and on SQLite
accents do not either.
"""

from __future__ import annotations

import re
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, exists, false, func, literal, literal_column, select, text

from moderation.store.columns import escape
from moderation.store.schema import queue_items, texts

_TERM: Final = re.compile(r'(-?)(?:"([^"]*)"|(\S+))')
_WORDS: Final = re.compile(r"\w", re.UNICODE)
# PostgreSQL refuses to index more than a megabyte of words; the index of step 0003 is over the same expression.
INDEXED_CHARACTERS: Final = 100_000


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
    # Written as text so that it is, letter by letter, the expression of the index.
    indexed: ColumnElement[str] = literal_column(f"to_tsvector('simple', left(texts.text, {INDEXED_CHARACTERS}))")
    return exists(
        select(literal(1))
        .select_from(texts)
        .where(
            and_(
                texts.c.comment_id == queue_items.c.id,
                texts.c.revision == queue_items.c.revision,
                indexed.op("@@")(func.websearch_to_tsquery(literal_column("'simple'"), asked)),
            )
        )
    )


def tidy(connection: Connection) -> None:
    """Take what was erased out of the index's own pages, where an index keeps it until it is written anew."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("INSERT INTO search_words(search_words) VALUES('optimize')")
