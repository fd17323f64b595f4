"""One move of a moderator, in one transaction: its event, and where the item stands after it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, delete, exists, insert, select, update
from sqlalchemy.exc import IntegrityError

from moderation.errors import StaleItem, StoreError, UsageError
from moderation.records import Event
from moderation.store.answers import Person
from moderation.store.arriving.drawn import WATCH, refuse_unwatched
from moderation.store.arriving.revise import snapshot, versions_of
from moderation.store.ruling.ledger import Draft, append, event_from, events_of
from moderation.store.ruling.projection import OUTCOMES, project
from moderation.store.ruling.statement import statement_of
from moderation.store.schema import comments, events, notes, particulars, queue_items, scores, skips
from moderation.store.subjects.outbox import Ruled, post
from moderation.taxonomy import EventKind, ItemState, Role

_ANEW: Final = "look at the item again, then decide"


@dataclass(frozen=True, slots=True)
class Move:
    """What a moderator asks to be written about one item.

    `states` are the states that it may be made from, `standing` the event that it must rest on where one is named
    (0 for none: the automatic route alone). `revision` and `version` are what the moderator saw, None where
    the move does not depend on it. `is_leased` demands the moderator's own lease, run out or not.
    """

    item: int
    kind: EventKind
    person: Person
    role: Role
    at: str
    states: frozenset[ItemState]
    revision: int | None = None
    version: int | None = None
    is_leased: bool = False
    standing: int | None = None
    reason: str | None = None
    note: str | None = None
    token: str | None = None
    source: str = "queue"


def make(connection: Connection, move: Move) -> Event:
    """Write a move: its event, and the item's new state; StaleItem where the item has moved on."""
    item = _locked(connection, move.item)
    earlier = repeated(connection, move.token, move.person, move.kind, move.item)
    if earlier is not None:
        return earlier
    _check(item, move)
    if move.kind == "reopen":
        _refuse_erased(connection, move.item)
    if move.source == WATCH:
        refuse_unwatched(connection, move.item, item.revision)
    (event,) = _write(connection, [(_draft(connection, item, move), item.head)])
    values: dict[str, Any] = {"version": item.version + 1, "head": event.hash, "lease_by": None, "lease_until": None}
    if move.kind in OUTCOMES:
        values |= {"state": OUTCOMES[move.kind], "standing": event.number}
        post(connection, [Ruled(event, OUTCOMES[move.kind], event.reason)])
    connection.execute(update(queue_items).where(queue_items.c.id == move.item).values(**values))
    if move.kind == "skip":
        _add_skip(connection, event, move.person.id)
    return event


def _locked(connection: Connection, item: int) -> Any:
    row = connection.execute(select(queue_items).where(queue_items.c.id == item).with_for_update()).one_or_none()
    if row is None:
        raise StaleItem(f"there is no item {item}", mend=_ANEW)
    return row


def _check(item: Any, move: Move) -> None:
    if item.state not in move.states:
        raise StaleItem(f"item {item.id} is {item.state}", mend=_ANEW)
    if move.revision is not None and item.revision != move.revision:
        raise StaleItem(f"item {item.id} has a new text, revision {item.revision}", mend=_ANEW)
    if move.version is not None and item.version != move.version:
        raise StaleItem(f"item {item.id} has moved on to version {item.version}", mend=_ANEW)
    if move.standing is not None and (item.standing or 0) != move.standing:
        raise StaleItem(f"item {item.id} was decided anew", mend=_ANEW)
    if move.is_leased and item.lease_by != move.person.id:
        raise StaleItem(f"item {item.id} is not leased to you", mend="claim it again, then decide")


def _refuse_erased(connection: Connection, item: int) -> None:
    """Raise StaleItem where nothing is left to decide on: an empty text has no place in the queue."""
    erased = select(comments.c.erased_at).where(comments.c.id == item)
    if connection.execute(erased).scalar() is not None:
        raise StaleItem(f"the comment of item {item} was erased", mend="its rulings stay as they are")


def _draft(connection: Connection, item: Any, move: Move) -> Draft:
    score = connection.execute(select(scores).where(scores.c.id == item.score_id)).one()
    statement = None
    if move.kind == "reject" and move.reason is not None:
        reports = connection.execute(
            select(particulars.c.reports).where(particulars.c.comment_id == move.item)
        ).scalar()
        statement = statement_of(move.reason, reasons=score.reasons, is_reported=bool(reports), is_automated=False)
    return Draft(
        item=item.id,
        revision=item.revision,
        kind=move.kind,
        actor=move.person.actor,
        role=move.role,
        at=move.at,
        scores=snapshot(score),
        versions=versions_of(score),
        source=move.source,
        reason=move.reason,
        note=_add_note(connection, move.note, move.at),
        statement=statement,
        token=move.token,
    )


def _add_note(connection: Connection, note: str | None, now: str) -> int | None:
    if not note:
        return None
    return int(connection.execute(insert(notes).values(text=note, at=now).returning(notes.c.id)).scalar_one())


def _add_skip(connection: Connection, event: Event, person: int) -> None:
    mine = (skips.c.item_id == event.item) & (skips.c.person_id == person) & (skips.c.revision == event.revision)
    connection.execute(delete(skips).where(mine))
    connection.execute(
        insert(skips).values(item_id=event.item, person_id=person, revision=event.revision, event=event.number)
    )


def _write(connection: Connection, drafts: Sequence[tuple[Draft, str]]) -> list[Event]:
    try:
        return append(connection, drafts)
    except IntegrityError as error:
        # Two connections with one token at once: on PostgreSQL the second learns of the first only here.
        raise StoreError(
            "another call with the same token is being written", mend="call again with the same token"
        ) from error


def repeated(
    connection: Connection, token: str | None, person: Person, kind: EventKind, item: int | None
) -> Event | None:
    """Return the event that a token has written already, None for a new one; UsageError where it meant another move."""
    if token is None:
        return None
    row = connection.execute(select(events).where(events.c.token == token)).one_or_none()
    if row is None:
        return None
    if (row.actor, row.kind) != (person.actor, kind) or item not in (None, row.item):
        raise UsageError("the token belongs to another decision", mend="use a new token for every decision")
    return event_from(row)


# --- undo ----------------------------------------------------------------------------------------------------------

_TAKEN_BACK: Final = ("approve", "reject", "escalate", "skip", "reopen")


def _last_of(connection: Connection, person: Person) -> int:
    later = events.alias()
    query = (
        select(events.c.number)
        .where(events.c.actor == person.actor, events.c.kind.in_(_TAKEN_BACK))
        .where(~exists().where(later.c.reverts == events.c.number))
        .order_by(events.c.number.desc())
        .limit(1)
    )
    number = connection.execute(query).scalar()
    if number is None:
        raise StaleItem("there is nothing of yours to take back", mend="name an event of the history")
    return int(number)


def undo(connection: Connection, number: int | None, move: Move, *, until: str, is_senior: bool) -> Event:
    """Write the event that takes an event back; the item stands as before, leased to whoever took it back.

    `number` None is the person's last. `move.item` is not looked at: the event tells the item.
    """
    earlier = repeated(connection, move.token, move.person, "undo", None)
    if earlier is not None:
        return earlier
    wanted = _last_of(connection, move.person) if number is None else number
    target = _target(connection, wanted, move, is_senior=is_senior)
    item = _locked(connection, target.item)
    # The same call may have been written while this one waited for the item.
    earlier = repeated(connection, move.token, move.person, "undo", None)
    if earlier is not None:
        return earlier
    _check_undo(connection, item, target, move)
    _refuse_erased(connection, target.item)
    draft = dataclasses.replace(_draft(connection, item, move), reverts=target.number)
    (event,) = _write(connection, [(draft, item.head)])
    record = events_of(connection, [target.item])
    after = project(item.route, record)
    if after.state != item.state:
        post(connection, [Ruled(event, after.state, reason_of(record, after.standing))])
    connection.execute(delete(skips).where(skips.c.event == target.number))
    values = {"state": after.state, "standing": after.standing, "head": event.hash, "version": item.version + 1}
    # What was drawn for the watch stands approved while its watcher has it on the screen.
    is_shown = after.state == "pending" or (target.source == WATCH and target.actor == move.person.actor)
    if is_shown and not _is_elsewhere(item, move):
        values |= {"lease_by": move.person.id, "lease_until": until}
    connection.execute(update(queue_items).where(queue_items.c.id == target.item).values(**values))
    return event


def reason_of(record: Sequence[Event], standing: int | None) -> str | None:
    """Return the reason code of the event that an item's state rests on."""
    return next((event.reason for event in record if event.number == standing), None)


def _is_elsewhere(item: Any, move: Move) -> bool:
    """Tell whether somebody else has the item on the screen."""
    return item.lease_by not in (None, move.person.id) and item.lease_until >= move.at


def _check_undo(connection: Connection, item: Any, target: Event, move: Move) -> None:
    if connection.execute(select(events.c.number).where(events.c.reverts == target.number)).first():
        raise StaleItem(f"event {target.number} was taken back already", mend=_ANEW)
    if target.kind == "skip":
        return
    if item.standing != target.number:
        raise StaleItem(f"event {item.standing} came after event {target.number}", mend="take the later one back first")
    if _is_elsewhere(item, move):
        raise StaleItem(f"somebody else has item {item.id} on the screen", mend="ask them, or wait for their lease")


def _target(connection: Connection, number: int, move: Move, *, is_senior: bool) -> Event:
    row = connection.execute(select(events).where(events.c.number == number)).one_or_none()
    if row is None or row.kind not in _TAKEN_BACK:
        raise UsageError(f"event {number} is nothing that can be taken back", mend="name a decision of the history")
    if row.actor != move.person.actor and not is_senior:
        raise UsageError(f"event {number} is somebody else's", mend="ask a senior moderator to take it back")
    return event_from(row)
