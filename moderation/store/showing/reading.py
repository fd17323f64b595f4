"""Rows back into records: comments, verdicts, items with all that a moderator sees, and the rulings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Connection, Select, func, select

from moderation.errors import StaleItem
from moderation.records import (
    Article,
    AuthorRecord,
    Block,
    Comment,
    Event,
    Item,
)
from moderation.store.answers import Person, Ruling, Standing
from moderation.store.arriving.intake_rows import comment_key, thread_key
from moderation.store.arriving.revise import versions_of
from moderation.store.connect import keep_plans
from moderation.store.ruling.ledger import event_from
from moderation.store.schema import (
    articles,
    comments,
    events,
    notes,
    people,
    queue_items,
    scores,
    sites,
    threads,
)
from moderation.store.showing.comment_rows import COMMENT, comment_from, verdict_from, with_texts
from moderation.store.showing.fared import COUNTED, LATEST, author_records
from moderation.taxonomy import ItemState

# --- items ---------------------------------------------------------------------------------------------------------

_SCORE: Final = [column for column in scores.c if column.name not in ("id", "comment_id", "revision", "at", "digest")]
_ITEMS: Final = select(
    *COMMENT,
    *_SCORE,
    queue_items.c.id,
    queue_items.c.revision,
    queue_items.c.version,
    queue_items.c.state,
    queue_items.c.lease_until,
).select_from(
    with_texts(queue_items.join(comments, comments.c.id == queue_items.c.id), comments.c.revision).join(
        scores, scores.c.id == queue_items.c.score_id
    )
)


def items(connection: Connection, numbers: Sequence[int]) -> list[Item]:
    """Return items in the order of `numbers`, with article, parent and author record; unknown ones are left out."""
    # To plan these joins takes PostgreSQL three times as long as to do them.
    keep_plans(connection)
    rows = {row.id: row for row in connection.execute(_ITEMS.where(queue_items.c.id.in_(numbers)))}
    papers = _articles(connection, {row.thread_id for row in rows.values()})
    parents = _comments_by_key(connection, {row.parent_key for row in rows.values() if row.parent_key})
    identities = author_records(connection, {row.identity for row in rows.values() if row.identity}, COUNTED)
    return [
        Item(
            id=row.id,
            revision=row.revision,
            version=row.version,
            state=row.state,
            comment=comment_from(row),
            verdict=verdict_from(row, row.comment, row.thread),
            versions=versions_of(row),
            article=papers.get(row.thread_id),
            parent=parents.get(row.parent_key),
            author=_without(identities.get(row.identity), row),
            lease_until=row.lease_until,
        )
        for row in (rows[number] for number in numbers if number in rows)
    ]


def _without(record: AuthorRecord | None, row: Any) -> AuthorRecord | None:
    """Return the author's record with the item itself taken out of the latest comments."""
    if record is None:
        return None
    own = (row.source, row.thread, row.comment)
    latest = tuple(pair for pair in record.latest if pair[1].key != own)[:LATEST]
    return replace(record, latest=latest)


def _articles(connection: Connection, wanted: Iterable[int]) -> dict[int, Article]:
    query = (
        select(articles, threads.c.source, threads.c.thread, sites.c.name.label("site"))
        .select_from(articles.join(threads).outerjoin(sites, sites.c.id == articles.c.site_id))
        .where(articles.c.thread_id.in_(list(wanted)))
    )
    return {row.thread_id: _article_from(row) for row in connection.execute(query)}


def article(connection: Connection, source: str, thread: str) -> Article | None:
    """Return the article above a thread, None where there is none."""
    number = connection.execute(select(threads.c.id).where(threads.c.key == thread_key(source, thread))).scalar()
    return None if number is None else _articles(connection, [number]).get(number)


def _article_from(row: Any) -> Article:
    return Article(
        source=row.source,
        site=row.site,
        thread_id=row.thread,
        title=row.title,
        text=row.text,
        url=row.url,
        declared_comments=row.declared_comments,
        embedded=row.embedded,
        blocks=tuple(Block(*block) for block in row.blocks),
    )


def _comments_by_key(connection: Connection, keys: Collection[str]) -> dict[str, Comment]:
    if not keys:
        return {}
    query = select(comments.c.key, *COMMENT).select_from(with_texts(comments, comments.c.revision))
    return {row.key: comment_from(row) for row in connection.execute(query.where(comments.c.key.in_(keys)))}


# --- standings -----------------------------------------------------------------------------------------------------


def item_of(connection: Connection, source: str, thread: str, comment: str) -> int | None:
    """Return the item of a comment, None where it has none."""
    key = comment_key(source, thread, comment)
    query = select(queue_items.c.id).select_from(queue_items.join(comments)).where(comments.c.key == key)
    return connection.execute(query).scalar()


def standing(connection: Connection, item: int) -> tuple[ItemState, Event | None]:
    """Return an item's state and the event behind it; StaleItem where there is no such item."""
    row = connection.execute(
        select(queue_items.c.state, queue_items.c.standing).where(queue_items.c.id == item)
    ).one_or_none()
    if row is None:
        raise _unknown(item)
    found = connection.execute(select(events).where(events.c.number == row.standing)).one_or_none()
    return row.state, None if found is None else event_from(found)


def standings(connection: Connection, after: int, limit: int) -> list[tuple[int, Standing]]:
    """Return where ruled comments stand now, by item, those closed upstream left out."""
    last = (
        select(events.c.item, func.max(events.c.number).label("number"))
        .where(events.c.item > after)
        .group_by(events.c.item)
        .order_by(events.c.item)
        .limit(limit)
        .subquery()
    )
    latest, behind = events.alias(), events.alias()
    query = (
        select(
            queue_items.c.id,
            queue_items.c.state,
            threads.c.source,
            threads.c.thread,
            comments.c.comment,
            latest.c.number,
            latest.c.at,
            behind.c.reason,
        )
        .select_from(
            last.join(queue_items, queue_items.c.id == last.c.item)
            .join(comments, comments.c.id == queue_items.c.id)
            .join(threads, threads.c.id == comments.c.thread_id)
            .join(latest, latest.c.number == last.c.number)
            .outerjoin(behind, behind.c.number == queue_items.c.standing)
        )
        .order_by(queue_items.c.id)
    )
    return [
        (row.id, Standing(row.number, row.at, row.source, row.thread, row.comment, row.state, row.reason))
        for row in connection.execute(query)
    ]


def _unknown(item: int) -> StaleItem:
    return StaleItem(f"there is no item {item}", mend="look it up in the history")


# --- rulings -------------------------------------------------------------------------------------------------------

_EVENT: Final = [column.label(f"event_{column.name}") for column in events.c]
_RULINGS: Final = select(*COMMENT, *_EVENT, notes.c.text.label("note_text")).select_from(
    with_texts(events.join(comments, comments.c.id == events.c.item), events.c.revision).outerjoin(
        notes, notes.c.id == events.c.note
    )
)


class _EventRow:
    """A joined row seen as a row of `events`."""

    __slots__ = ("_row",)

    def __init__(self, row: Any) -> None:
        self._row = row

    def __getattr__(self, name: str) -> Any:
        return getattr(self._row, f"event_{name}")


def rulings(connection: Connection, narrowed: Select[Any] | None = None) -> Iterator[Ruling]:
    """Yield rulings as `narrowed` (built on `all_rulings()`) selects them."""
    names = {person.actor: person.title for person in everybody(connection)}
    for row in connection.execute(_RULINGS if narrowed is None else narrowed):
        event: Event = event_from(_EventRow(row))
        yield Ruling(event, names.get(event.actor, event.actor), comment_from(row), row.note_text)


def all_rulings() -> Select[Any]:
    """Return the query for every ruling, to be narrowed and ordered."""
    return _RULINGS


def everybody(connection: Connection) -> list[Person]:
    """Return all who ever decided."""
    rows = connection.execute(select(people).order_by(people.c.id))
    return [Person(row.id, row.subject, row.name, row.role, row.removed_at) for row in rows]
