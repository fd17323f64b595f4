"""From events to state: what an item's record adds up to, as a pure function."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from moderation.records import Event
from moderation.taxonomy import EventKind, ItemState, Route

# `skip` and `undo` leave the state to the others.
OUTCOMES: Final[dict[EventKind, ItemState]] = {
    "approve": "approved",
    "reject": "rejected",
    "escalate": "escalated",
    "reopen": "pending",
    "close": "closed",
}


@dataclass(frozen=True, slots=True)
class Projection:
    """What the events of one item add up to.

    `standing` is the event that `state` shows, None while the route alone speaks; `head` is the last hash, empty
    before the first event; `skips` are the skip events that nobody took back.
    """

    state: ItemState
    standing: int | None
    head: str
    count: int
    skips: tuple[Event, ...]


def state_of_route(route: Route) -> ItemState:
    """Return the state before any event; a policy's rejection is an event, so without it a person looks."""
    return "approved" if route == "approve" else "pending"


def project(route: Route, events: Iterable[Event]) -> Projection:
    """Return what `events` (one item's, in order) make of an item that was routed by `route`."""
    record = tuple(events)
    reverted = {event.reverts for event in record if event.reverts is not None}
    lasting = [event for event in record if event.number not in reverted]
    standing = next((event for event in reversed(lasting) if event.kind in OUTCOMES), None)
    return Projection(
        state=OUTCOMES[standing.kind] if standing else state_of_route(route),
        standing=standing.number if standing else None,
        head=record[-1].hash if record else "",
        count=len(record),
        skips=tuple(event for event in lasting if event.kind == "skip"),
    )
