"""What the next shift needs to know, in one look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from moderation.records import Filter, Item
from moderation.store.clock import stamp
from moderation.store.schema import comments, events, queue_items
from moderation.store.showing import reading
from moderation.store.subjects import bulks, holds, outbox, remarks
from moderation.store.subjects.bulks import Bulk
from moderation.store.subjects.holds import Hold
from moderation.store.subjects.outbox import Delivery
from moderation.store.subjects.remarks import Remark
from moderation.taxonomy import EventKind

if TYPE_CHECKING:
    from moderation.store.store import Store

# A shift and a half: what ends before the next handover.
SOON: Final = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Handover:
    """Escalated items, the oldest ones waiting, the latest bulks and notes, holds that end soon, what was not sent.

    `bulks` and `remarks` are those of the last 12 hours, `expiring` those of the next; `made` counts what people did in
    the last 12, all of them together.
    """

    escalated: list[Item]
    oldest: list[Item]
    bulks: tuple[Bulk, ...]
    remarks: tuple[Remark, ...]
    expiring: tuple[Hold, ...]
    failed: tuple[Delivery, ...]
    made: Mapping[EventKind, int]


def report(store: Store, limit: int = 20) -> Handover:
    """Return the handover of this moment, at most `limit` of each."""
    moment = store.clock()
    since, soon = stamp(moment - SOON), stamp(moment + SOON)
    return Handover(
        escalated=store.items(Filter(state="escalated"), limit),
        oldest=_oldest(store, limit),
        bulks=tuple(one for one in bulks.latest(store, limit) if one.at >= since),
        remarks=tuple(one for one in remarks.latest(store, limit) if one.at >= since),
        expiring=tuple(hold for hold in holds.active(store) if hold.until is not None and hold.until <= soon)[:limit],
        failed=outbox.deliveries(store, "failed", limit),
        made=_made(store, since),
    )


def _oldest(store: Store, limit: int) -> list[Item]:
    query = (
        select(queue_items.c.id)
        .select_from(queue_items.join(comments, comments.c.id == queue_items.c.id))
        .where(queue_items.c.state == "pending")
        .order_by(comments.c.added_at, comments.c.id)
        .limit(limit)
    )
    return store.read(lambda connection: reading.items(connection, list(connection.execute(query).scalars())))


def _made(store: Store, since: str) -> Mapping[EventKind, int]:
    by_kind = select(events.c.kind, func.count()).where(events.c.at >= since, events.c.role != "policy")
    query = by_kind.group_by(events.c.kind)
    return store.read(lambda connection: {row[0]: int(row[1]) for row in connection.execute(query)})
