"""What a moderator skipped and nobody has taken up: alone at the desk, one would never see it again."""

from __future__ import annotations

from typing import Final

from moderation.app import session
from moderation.errors import StaleItem
from moderation.records import Event
from moderation.store import Narrowed
from moderation.taxonomy import ItemState

# Of the latest so many skips; those that come back are leased at once, so that others do not get them, too.
LOOKED: Final = 200
BROUGHT: Final = 16


def skipped(state: ItemState) -> list[Event]:
    """Return this moderator's latest skips of items that are in `state` still, with the text that was skipped."""
    store, desk = session.store(), session.desk()
    events = [one.event for one in store.rulings(Narrowed(kind="skip", actor=desk.person.actor), LOOKED)]
    back = store.taken_back([event.number for event in events])
    there = {
        one.id: one.revision for one in store.items_by_number([event.item for event in events]) if one.state == state
    }
    return [one for one in events if one.number not in back and there.get(one.item) == one.revision]


def bring_back(state: ItemState, token: str) -> int:
    """Take back the latest of these skips, each by an event of its own; return how many."""
    done = 0
    for event in skipped(state)[:BROUGHT]:
        try:
            session.desk().undo(event.number, token=f"{token}:{event.number}")
        except StaleItem:  # somebody has taken it up this moment
            continue
        done += 1
    return done
