"""The watch: a random share of what the policy approved goes to people all the same, and tells what it misses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, select

from moderation.interval import wilson
from moderation.records import Item
from moderation.store.answers import Person
from moderation.store.arriving.drawn import WATCH
from moderation.store.ruling import leases
from moderation.store.schema import events, queue_items, watched
from moderation.store.showing import reading

if TYPE_CHECKING:
    from moderation.store.store import Store


@dataclass(frozen=True, slots=True)
class Missed:
    """How much of what the policy approved a person would have taken down.

    `sampled` comments were drawn, `judged` of them have a person's ruling, `missed` were rejected. `rate` is their
    share, `low` and `high` its 95 % interval after Wilson; None where nobody has judged any yet.
    """

    sampled: int
    judged: int
    missed: int

    @property
    def rate(self) -> float | None:
        """The share of the judged that was missed."""
        return self.missed / self.judged if self.judged else None

    @property
    def low(self) -> float | None:
        """The lower end of the interval."""
        return self._end(0)

    @property
    def high(self) -> float | None:
        """The upper end of the interval."""
        return self._end(1)

    def _end(self, which: int) -> float | None:
        interval = wilson(self.missed, self.judged)
        return None if interval is None else interval[which]


# --- looking -------------------------------------------------------------------------------------------------------


def _unjudged() -> ColumnElement[bool]:
    drawn = exists().where(watched.c.item == queue_items.c.id, watched.c.revision == queue_items.c.revision)
    return and_(queue_items.c.state == "approved", queue_items.c.standing.is_(None), drawn)


def waiting(store: Store) -> int:
    """Return how many drawn comments nobody has judged yet."""
    query = select(func.count()).select_from(queue_items).where(_unjudged())
    return store.read(lambda connection: int(connection.execute(query).scalar_one()))


def claim(
    store: Store, person: Person, count: int, *, now: str, until: str, screen: leases.Screen = leases.ONLY
) -> list[Item]:
    """Lease up to `count` drawn comments that nobody has judged yet, and return them."""
    unseen, turn = and_(_unjudged(), ~leases.skipped(person)), leases.Turn(person, count, now, until, screen)
    numbers = store.write(lambda connection: leases.claim_where(connection, turn, unseen))
    return store.read(lambda connection: reading.items(connection, numbers))


# --- the rate ------------------------------------------------------------------------------------------------------


def missed(store: Store, since: str | None = None) -> Missed:
    """Return the rate over the comments drawn at `since` or later; a watcher's ruling that was taken back is none."""
    drawn = select(func.count()).select_from(watched)
    judged = _judgements()
    if since is not None:
        drawn, judged = drawn.where(watched.c.at >= since), judged.where(watched.c.at >= since)
    last = judged.subquery()
    kinds = select(events.c.kind, func.count()).join(last, last.c.number == events.c.number).group_by(events.c.kind)

    def work(connection: Connection) -> Missed:
        found = {row[0]: row[1] for row in connection.execute(kinds)}
        return Missed(
            sampled=int(connection.execute(drawn).scalar_one()),
            judged=sum(found.values()),
            missed=found.get("reject", 0),
        )

    return store.read(work)


def _judgements() -> Select[tuple[int]]:
    """The last lasting ruling on each drawn text, from a watcher's own on: what was escalated counts as it ended."""
    first, later = events.alias(), events.alias()
    same_text = and_(events.c.item == watched.c.item, events.c.revision == watched.c.revision)
    lasts = ~exists().where(later.c.reverts == events.c.number)
    by_watch = (
        exists()
        .where(first.c.item == events.c.item, first.c.source == WATCH, first.c.number <= events.c.number)
        .where(~exists().where(later.c.reverts == first.c.number))
    )
    return (
        select(func.max(events.c.number).label("number"))
        .select_from(watched.join(events, same_text))
        .where(events.c.kind.in_(("approve", "reject")), events.c.role != "policy", lasts, by_watch)
        .group_by(events.c.item, events.c.revision)
    )
