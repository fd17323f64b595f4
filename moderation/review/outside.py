"""Rulings made elsewhere and told to us: events of the record like any other, with their source."""

from __future__ import annotations

from typing import Final, Literal

from moderation.errors import StaleItem, StoreError
from moderation.records import Event
from moderation.store import Move, Scored, Store, stamp
from moderation.taxonomy import ITEM_STATES

_TURNS: Final = 3


def record_outside_ruling(
    store: Store, scored: Scored, kind: Literal["approve", "reject"], *, source: str, by: str
) -> Event:
    """Put a comment into the store as far as it is not there, and write what `by` ruled on it at `source`.

    The same ruling again writes nothing and gives the event that stands; another one is a new event, whatever the
    item's state: it was made where the comment is shown. The reason is not known here, so none is given.
    """
    store.add([scored])
    item = store.find(*scored.comment.key)
    if item is None:
        raise StoreError("the comment has no place in the queue", mend="tell of comments that can be judged")
    person = store.person(by) or store.enrol(by)
    for turn in range(1, _TURNS + 1):
        _, behind = store.standing(item)
        if behind is not None and (behind.kind, behind.actor) == (kind, person.actor):
            return behind
        standing = behind.number if behind else 0
        move = Move(
            item,
            kind,
            person,
            person.role,
            stamp(store.clock()),
            frozenset(ITEM_STATES),
            standing=standing,
            # A retry that comes at the same moment finds the same event behind it, and so the same token.
            token=f"{person.actor}:{item}:{standing}:{kind}",
            source=source,
        )
        try:
            return store.make(move)
        except StaleItem:
            if turn == _TURNS:
                raise
    raise AssertionError("unreachable")
