"""Which items a filter stands for, and in which order they come; leases and pages share both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, Integer, Select, and_, case, cast, exists, func, literal, select

from moderation.records import Filter, Order, ScoreRange
from moderation.store.arriving.intake_rows import author_identity, indexed, thread_key
from moderation.store.schema import (
    authors,
    comments,
    item_reasons,
    queue_items,
    scores,
    sites,
    threads,
    written_at,
)
from moderation.store.showing.searching import found_by
from moderation.taxonomy import Sort

# In these orders an index hands out the items, so the first few are there at once.
INDEXED: Final[frozenset[Sort]] = frozenset({"risk", "oldest", "newest"})
# Reports are counted in their code (`reported:3`), as other things are; this stands for all of them.
_REPORTED: Final = "reported:"
# What no more rows than this have is looked for by these rows, 0.3 us each.
_RARE: Final = 20_000
# Products and squares modulo a prime: an order that both databases compute alike, and that a seed changes wholly.
_PRIME: Final = 1_000_003


class _Fact(NamedTuple):
    """Something that a filter asks of an item: the rows by which it is found, and whether it holds for an item."""

    rows: Select[Any]
    holds: ColumnElement[bool]


def wanted(connection: Connection, chosen: Filter, *, is_whole: bool = False) -> ColumnElement[bool]:
    """Return the condition on `queue_items` that a filter stands for, as this database answers it soonest.

    `is_whole` says that everything is wanted that the filter shows, not the first few in its order.
    PostgreSQL sees for itself where to begin. SQLite takes what stands here: from the queue's order a frequent reason
    or language is met at once, and a rare one after all the queue, 0.3 s for 200,000 items; from the rare one's rows in
    0.1 ms.
    """
    facts = [*_of_reasons(chosen), *_of_language(chosen), *_of_comment(connection, chosen)]
    few = _of_author(chosen)
    few += [queue_items.c.id.in_(fact.rows) for fact in facts if _are_few(connection, fact.rows)]
    # Where few are meant, SQLite is to begin with them: it takes the queue's order for the shorter way otherwise.
    is_by_few = bool(few) and connection.dialect.name == "sqlite"
    parts = [_of_state(chosen, is_indexed=not is_by_few), *few, *(fact.holds for fact in facts)]
    if chosen.scores is not None:
        parts.append(exists().where(scores.c.id == queue_items.c.score_id, _within(chosen.scores)))
    if chosen.thread is not None:
        key = thread_key(*chosen.thread)
        parts.append(queue_items.c.thread_id == select(threads.c.id).where(threads.c.key == key).scalar_subquery())
    if chosen.words:
        in_order = not is_whole and chosen.order.sort in INDEXED
        parts.append(found_by(connection, chosen.words, in_order=in_order))
    if chosen.items:
        parts.append(queue_items.c.id.in_(chosen.items))
    return and_(*parts)


def _are_few(connection: Connection, rows: Select[Any]) -> bool:
    if connection.dialect.name != "sqlite":
        return False
    some = rows.limit(_RARE + 1).subquery()
    return int(connection.execute(select(func.count()).select_from(some)).scalar_one()) <= _RARE


def _of_state(chosen: Filter, *, is_indexed: bool) -> ColumnElement[bool]:
    # No index holds a text put together.
    state = queue_items.c.state if is_indexed else queue_items.c.state.concat("")
    if chosen.unmoderated:
        return and_(state.in_(("pending", "approved")), queue_items.c.standing.is_(None))
    return state == chosen.state


def _of_author(chosen: Filter) -> list[ColumnElement[bool]]:
    if chosen.author is None:
        return []
    spellings = select(authors.c.id).where(authors.c.identity == author_identity(*chosen.author))
    return [queue_items.c.id.in_(select(comments.c.id).where(comments.c.author.in_(spellings)))]


def _of_reasons(chosen: Filter) -> list[_Fact]:
    pairs = (("reason", chosen.reason), ("label", chosen.label))
    codes = [_is_code(kind, code) for kind, code in pairs if code]
    codes += [_is_code("reason", _REPORTED)] if chosen.reported else []
    return [_Fact(_with_code(code), exists().where(item_reasons.c.item_id == queue_items.c.id, code)) for code in codes]


def _with_code(code: ColumnElement[bool]) -> Select[Any]:
    return select(item_reasons.c.item_id).where(code)


def _is_code(kind: str, code: str) -> ColumnElement[bool]:
    """Return the condition that a reason has this code, or any number of it; both use the index."""
    if not code.endswith(":"):
        return and_(item_reasons.c.kind == kind, item_reasons.c.code == indexed(code))
    after = f"{code[:-1]};"  # the next sign
    return and_(item_reasons.c.kind == kind, item_reasons.c.code >= code, item_reasons.c.code < after)


def reported() -> ColumnElement[bool]:
    """Return the condition on `queue_items` that readers reported the comment, for who wants all of these."""
    return queue_items.c.id.in_(_with_code(_is_code("reason", _REPORTED)))


def _of_language(chosen: Filter) -> list[_Fact]:
    if chosen.language is None:
        return []
    # Found by all the scores that a comment ever had; it holds by the one that counts.
    is_told = scores.c.language == chosen.language
    holds = exists().where(scores.c.id == queue_items.c.score_id, is_told)
    return [_Fact(select(scores.c.comment_id).where(is_told), holds)]


def _within(wanted: ScoreRange) -> ColumnElement[bool]:
    column = scores.c[wanted.label]
    upper = column <= wanted.high if wanted.high >= 1 else column < wanted.high
    return and_(column >= wanted.low, upper)


def _of_comment(connection: Connection, chosen: Filter) -> list[_Fact]:
    parts: list[ColumnElement[bool]] = []
    if chosen.since is not None:
        parts.append(written_at >= chosen.since)
    if chosen.before is not None:
        parts.append(written_at < chosen.before)
    if chosen.site is not None:
        # By its number PostgreSQL knows how rare a site is; with a look-up within it walked the whole queue.
        found = connection.execute(select(sites.c.id).where(sites.c.name == chosen.site)).scalars().all()
        parts.append(comments.c.site_id.in_(found))
    return [
        _Fact(select(comments.c.id).where(part), exists().where(comments.c.id == queue_items.c.id, part))
        for part in parts
    ]


# --- order ---------------------------------------------------------------------------------------------------------


def order_of(order: Order, dialect: str = "sqlite") -> tuple[ColumnElement[Any], ...]:
    """Return what items are sorted by, rising; the last part is always the item's number."""
    number = queue_items.c.id
    match order.sort:
        case "oldest":
            return (number,)
        case "newest":
            return (-number, number)
        case "unsure":
            return (_distance(order, dialect), -queue_items.c.priority, number)
        case "shuffle":
            factor = 1 + (order.seed * 48_271 + 7_919) % (_PRIME - 1)
            mixed = number % _PRIME * factor % _PRIME
            return (mixed * mixed % _PRIME, number)
        case _:
            return (-queue_items.c.priority, number)


def _distance(order: Order, dialect: str) -> ColumnElement[Any]:
    """How far the nearest score stands from its threshold; 2 where no label has both."""
    away = [func.coalesce(func.abs(scores.c[label] - limit), literal(2.0)) for label, limit in order.limits]
    if not away:
        return literal(2.0)
    least = (func.least if dialect == "postgresql" else func.min)(*away, literal(2.0))
    return select(least).where(scores.c.id == queue_items.c.score_id).scalar_subquery()


def sorted_by(order: Order, dialect: str) -> tuple[ColumnElement[Any], ...]:
    """Return the same as ORDER BY wants it: by risk in the direction of the index, which a minus would hide."""
    if order.sort == "risk":
        return (queue_items.c.priority.desc(), queue_items.c.id)
    if order.sort == "newest":
        return (queue_items.c.id.desc(),)
    return order_of(order, dialect)


# --- finding -------------------------------------------------------------------------------------------------------


def numbers(connection: Connection, chosen: Filter, limit: int, offset: int = 0) -> list[int]:
    """Return the items that a filter shows, in its order, leasing nothing."""
    dialect = connection.dialect.name
    query = select(queue_items.c.id).where(wanted(connection, chosen)).order_by(*sorted_by(chosen.order, dialect))
    return list(connection.execute(query.limit(limit).offset(offset)).scalars())


def count(connection: Connection, chosen: Filter, at_most: int | None = None) -> int:
    """Return how many items a filter shows; `at_most` where it is more, which ends the counting."""
    here = select(queue_items.c.id).where(wanted(connection, chosen, is_whole=at_most is None)).limit(at_most)
    return int(connection.execute(select(func.count()).select_from(here.subquery())).scalar_one())


def columns(connection: Connection, chosen: Filter, labels: Sequence[str], limit: int) -> list[Any]:
    """Return rows of number, state, version and the scores of `labels` for what a filter shows, in its order."""
    dialect = connection.dialect.name
    named = [scores.c[label] for label in labels]
    query = (
        select(queue_items.c.id, queue_items.c.state, queue_items.c.version, *named)
        .select_from(queue_items.join(scores, scores.c.id == queue_items.c.score_id))
        .where(wanted(connection, chosen))
        .order_by(*sorted_by(chosen.order, dialect))
    )
    return list(connection.execute(query.limit(limit)))


def bins(connection: Connection, chosen: Filter, label: str, parts: int) -> list[int]:
    """Return how many items fall into each of `parts` equal ranges of a label's score, from 0 up."""
    column = scores.c[label]
    # A cast cuts off on SQLite and rounds on PostgreSQL, whose floor() not every SQLite is built with.
    scaled = column * parts if connection.dialect.name == "sqlite" else func.floor(column * parts)
    bin_number = cast(case((column >= 1, parts - 1), else_=scaled), Integer)
    query = (
        select(bin_number, func.count())
        .select_from(queue_items.join(scores, scores.c.id == queue_items.c.score_id))
        .where(wanted(connection, chosen, is_whole=True), column.is_not(None))
        .group_by(bin_number)
    )
    found = {int(row[0]): int(row[1]) for row in connection.execute(query)}
    return [found.get(part, 0) for part in range(parts)]
