"""What stands around items in their threads: what they answer, what answers them, and the same text elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import Connection, and_, func, select

from moderation.records import Evidence
from moderation.store.answers import Around, Placed
from moderation.store.schema import (
    articles,
    authors,
    comments,
    queue_items,
    revisions,
    scores,
    threads,
    written_at,
)
from moderation.store.showing.comment_rows import COMMENT, comment_from, with_texts
from moderation.taxonomy import LABELS

# What fits above and below a comment on one screen.
ANCESTORS: Final = 4
SHOWN: Final = 5
_SCORES: Final = [scores.c[label].label(f"score_{label}") for label in LABELS]
_PLACED: Final = select(
    comments.c.key,
    *COMMENT,
    queue_items.c.id.label("item"),
    queue_items.c.state.label("item_state"),
    queue_items.c.revision,
    queue_items.c.version,
    scores.c.reasons,
    scores.c.evidence,
    articles.c.title,
    *_SCORES,
).select_from(
    with_texts(comments, comments.c.revision)
    .outerjoin(queue_items, queue_items.c.id == comments.c.id)
    .outerjoin(scores, scores.c.id == queue_items.c.score_id)
    .outerjoin(articles, articles.c.thread_id == comments.c.thread_id)
)


def around(connection: Connection, numbers: Sequence[int]) -> dict[int, Around]:
    """Return for each item its ancestors (farthest first), its first answers and its doubles, with their counts."""
    here = {row.id: row for row in connection.execute(_positions(numbers))}
    above = _ancestors(connection, {row.parent_key for row in here.values() if row.parent_key})
    below = _replies(connection, [row.key for row in here.values()])
    twins = _doubles(connection, here.values())
    return {
        number: Around(
            ancestors=tuple(reversed(_line(row.parent_key, above))),
            replies=tuple(placed for _, placed in below.get(row.key, ())),
            replies_count=max((total for total, _ in below.get(row.key, ())), default=0),
            doubles=tuple(placed for _, placed in twins.get(number, ())),
            doubles_count=max((total for total, _ in twins.get(number, ())), default=0),
        )
        for number, row in here.items()
    }


def _positions(numbers: Sequence[int]) -> Any:
    return (
        select(comments.c.id, comments.c.key, comments.c.parent_key, revisions.c.text_digest)
        .select_from(
            comments.outerjoin(
                revisions, and_(revisions.c.comment_id == comments.c.id, revisions.c.number == comments.c.revision)
            )
        )
        .where(comments.c.id.in_(numbers))
    )


def _ancestors(connection: Connection, keys: Iterable[str]) -> dict[str, tuple[Placed, str | None]]:
    """Return comments by key with their parents' keys, a few floors up; a floor is one query for all items."""
    found: dict[str, tuple[Placed, str | None]] = {}
    wanted = set(keys)
    for _ in range(ANCESTORS):
        rows = connection.execute(_PLACED.where(comments.c.key.in_(wanted))).all() if wanted else []
        found |= {row.key: (placed_from(row), row.parent_key) for row in rows}
        wanted = {row.parent_key for row in rows if row.parent_key} - found.keys()
    return found


def _line(key: str | None, found: dict[str, tuple[Placed, str | None]]) -> list[Placed]:
    line: list[Placed] = []
    while key in found and len(line) < ANCESTORS:
        placed, key = found[key]
        line.append(placed)
    return line


def _replies(connection: Connection, keys: Sequence[str]) -> dict[str, list[tuple[int, Placed]]]:
    """Return by parent's key its first answers, each with the count of all."""
    of = comments.c.parent_key
    ranked = (
        select(
            comments.c.id,
            of.label("of"),
            func.row_number().over(partition_by=of, order_by=comments.c.id).label("place"),
            func.count().over(partition_by=of).label("total"),
        )
        .where(of.in_(keys))
        .subquery()
    )
    shown = select(ranked).where(ranked.c.place <= SHOWN).order_by(ranked.c.of, ranked.c.place)
    first = connection.execute(shown).all()
    placed = _by_id(connection, [row.id for row in first])
    found: dict[str, list[tuple[int, Placed]]] = {}
    for row in first:
        found.setdefault(row.of, []).append((row.total, placed[row.id]))
    return found


def _by_id(connection: Connection, numbers: Sequence[int]) -> dict[int, Placed]:
    """Return comments by number.

    A query of its own: joined to what ranks them, PostgreSQL puts the tables together in the order in which they are
    written, since they are more than eight, and reads all comments for the sake of a few (0.1 s for 20,000).
    """
    rows = connection.execute(_PLACED.where(comments.c.id.in_(numbers))) if numbers else ()
    return {row.comment_row: placed_from(row) for row in rows}


def _doubles(connection: Connection, here: Iterable[Any]) -> dict[int, list[tuple[int, Placed]]]:
    """Return by item the newest other comments whose present text is the same, letter by letter."""
    rows = list(here)
    digests = {row.text_digest for row in rows if row.text_digest}
    same = and_(revisions.c.comment_id == comments.c.id, revisions.c.number == comments.c.revision)
    ranked = (
        select(
            comments.c.id,
            revisions.c.text_digest,
            func.row_number().over(partition_by=revisions.c.text_digest, order_by=comments.c.id.desc()).label("place"),
            func.count().over(partition_by=revisions.c.text_digest).label("total"),
        )
        .select_from(comments.join(revisions, same))
        .where(revisions.c.text_digest.in_(list(digests)))
        .subquery()
    )
    # An item alone with its text is the rule, and needs no look.
    several = select(ranked).where(ranked.c.place <= SHOWN + 1, ranked.c.total > 1).order_by(ranked.c.place)
    newest = connection.execute(several).all()
    placed = _by_id(connection, [row.id for row in newest])
    by_digest: dict[str, list[tuple[int, Placed]]] = {}
    for row in newest:
        by_digest.setdefault(row.text_digest, []).append((row.total - 1, placed[row.id]))
    return {
        row.id: [pair for pair in by_digest.get(row.text_digest, ()) if pair[1].item != row.id][:SHOWN] for row in rows
    }


def placed_from(row: Any) -> Placed:
    """Return the comment of a row with its place in the queue."""
    return Placed(
        row.item,
        row.item_state,
        comment_from(row),
        row.revision,
        row.version,
        tuple(row.reasons or ()),
        tuple(Evidence(*one) for one in row.evidence or ()),
        row.title,
        tuple(getattr(row, one.name) for one in _SCORES),
    )


def thread(connection: Connection, key: str, limit: int) -> list[Placed]:
    """Return the comments of a thread, oldest first, at most `limit`."""
    number = select(threads.c.id).where(threads.c.key == key).scalar_subquery()
    query = _PLACED.where(comments.c.thread_id == number).order_by(written_at, comments.c.id).limit(limit)
    return [placed_from(row) for row in connection.execute(query)]


def by_author(connection: Connection, identity: str, limit: int) -> list[Placed]:
    """Return what an author wrote, newest first, at most `limit`."""
    query = _PLACED.where(authors.c.identity == identity).order_by(written_at.desc(), comments.c.id.desc()).limit(limit)
    return [placed_from(row) for row in connection.execute(query)]


def placed(connection: Connection, numbers: Sequence[int]) -> list[Placed]:
    """Return the comments of items, in the order of `numbers`; unknown ones are left out."""
    rows = {row.item: row for row in connection.execute(_PLACED.where(queue_items.c.id.in_(numbers)))}
    return [placed_from(rows[number]) for number in numbers if number in rows]
