"""How the authors of some comments fared here before them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy import Connection, func, select

from moderation.records import AuthorRecord, Comment
from moderation.store.arriving.intake_rows import author_identity, comment_key
from moderation.store.schema import authors, comments
from moderation.store.showing.fared import author_counts

_NOTHING: Final = AuthorRecord(0, 0, 0)


def pasts(connection: Connection, batch: Sequence[Comment]) -> list[AuthorRecord | None]:
    """Return each author's record before the comment, None where the comment has no author.

    Comments of the batch count in their order. One that is here already has the past that it had: what came after it
    does not count, so the same import gives the same again. How many were approved or rejected is as of now.
    """
    who = [_identity(comment) for comment in batch]
    wanted = sorted({identity for identity in who if identity is not None})
    records, places = author_counts(connection, wanted), _places(connection, wanted, batch)
    seen: Counter[str] = Counter()
    found: list[AuthorRecord | None] = []
    for comment, identity in zip(batch, who, strict=True):
        if identity is None:
            found.append(None)
            continue
        record = records.get(identity, _NOTHING)
        place = places.get(comment_key(*comment.key))
        found.append(replace(record, comments=record.comments + seen[identity] if place is None else place))
        seen[identity] += place is None
    return found


def _identity(comment: Comment) -> str | None:
    nobody = comment.author is None and comment.author_id is None
    return None if nobody else author_identity(comment.source, comment.author_id, comment.author)


def _places(connection: Connection, wanted: Sequence[str], batch: Sequence[Comment]) -> dict[str, int]:
    """Return for those comments that are here how many of their author's came before them."""
    place = func.row_number().over(partition_by=authors.c.identity, order_by=comments.c.id)
    ranked = (
        select(comments.c.key, place.label("place"))
        .select_from(comments.join(authors))
        .where(authors.c.identity.in_(wanted))
        .subquery()
    )
    keys = [comment_key(*comment.key) for comment in batch]
    query = select(ranked.c.key, ranked.c.place).where(ranked.c.key.in_(keys))
    return {row.key: row.place - 1 for row in connection.execute(query)}
