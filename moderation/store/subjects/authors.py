"""Who an author is: by id where the source gives one, else by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from moderation.errors import UsageError
from moderation.store.arriving.intake import row_ids
from moderation.store.arriving.intake_rows import author_identity
from moderation.store.columns import digest
from moderation.store.connect import take_turn
from moderation.store.schema import authors


@dataclass(frozen=True, slots=True)
class Author:
    """An author of comments at one source; the id counts before the name."""

    source: str
    author_id: str | None = None
    name: str | None = None

    def __post_init__(self) -> None:
        if self.author_id is None and self.name is None:
            raise UsageError("an author has an id or a name", mend="give one of them")

    @property
    def identity(self) -> str:
        """The digest that stands for this author under every spelling."""
        return author_identity(self.source, self.author_id, self.name)


def author_row(connection: Connection, author: Author) -> int:
    """Return the row of an author's spelling, added where the store never met it."""
    take_turn(connection)
    key = digest([author.source, author.author_id, author.name])
    row = {
        "identity": author.identity,
        "source": author.source,
        "author_id": author.author_id,
        "name": author.name,
    }
    return row_ids(connection, authors, {key: row})[key]


def author_of_row(row: Any) -> Author | None:
    """Return the author of a joined row, None where there is none or where it was erased."""
    if row.author_key is None:
        return None
    return Author(row.source, row.author_id, row.author_name)
