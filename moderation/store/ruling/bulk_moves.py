"""A change of many items, written as one and taken back as one.

It is written in transactions of 500 items, so that nobody else at the queue waits; after each, whoever asked hears how
many items are behind. Called again with its token it goes on where it stopped; taken back it takes back whatever part
of it was written.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from moderation.errors import StaleItem, StoreError, UsageError
from moderation.records import Event
from moderation.store.answers import Person
from moderation.store.arriving.revise import snapshot, versions_of
from moderation.store.ruling.ledger import Draft, append, events_of
from moderation.store.ruling.moves import reason_of
from moderation.store.ruling.projection import OUTCOMES, project
from moderation.store.ruling.statement import statement_of
from moderation.store.schema import bulks, comments, events, notes, particulars, queue_items, scores
from moderation.store.subjects.bulks import STATES, Bulk, BulkKind, Preview, Selection, bulk
from moderation.store.subjects.outbox import Ruled, post
from moderation.taxonomy import LABELS, ItemState, Role

if TYPE_CHECKING:
    from moderation.store.store import Store

# What the events of a bulk name as the place of the ruling.
BULK: Final = "bulk"
AT_ONCE: Final = 500
# Called with how many of the items are behind, each time once they are written for good.
Hears = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Change:
    """Who writes a bulk, and what it says."""

    person: Person
    role: Role
    at: str
    reason: str | None = None
    note: str | None = None
    token: str | None = None


def nobody(behind: int) -> None:
    """Where nobody looks, nothing is told."""


def apply(store: Store, shown: Preview, change: Change, hears: Hears = nobody) -> Bulk:
    """Rule on exactly the items shown, as far as they are still as shown and on nobody else's screen."""
    if not shown.items:
        raise StaleItem("there is nothing to decide", mend="choose again")
    number = _open(store, shown.kind, shown.selection, len(shown.items), change, reverts=None)
    note = store.write(lambda connection: _note(connection, number, change)) if change.note else None
    for behind, part in _parts(shown.items):
        store.write(partial(_rule, part=part, kind=shown.kind, change=change, number=number, note=note))
        hears(behind)
    return bulk(store, number)


def undo(store: Store, number: int, change: Change, hears: Hears = nobody, *, is_senior: bool) -> Bulk:
    """Take a bulk back: each of its items that nobody has ruled on since stands as before."""
    first = bulk(store, number)
    if first.kind == "undo":
        raise UsageError(f"bulk {number} is itself an undo", mend="make the change again instead")
    if first.actor != change.person.actor and not is_senior:
        raise UsageError(f"bulk {number} is somebody else's", mend="ask a senior moderator to take it back")
    query = select(events.c.number, events.c.item).where(events.c.bulk == number).order_by(events.c.item)
    written = [(row.number, row.item) for row in store.read(lambda connection: connection.execute(query).all())]
    undoing = _open(store, "undo", first.selection, len(written), change, reverts=number)
    for behind, part in _parts(written):
        store.write(partial(_take_back, written=dict(part), change=change, number=undoing))
        hears(behind)
    return bulk(store, undoing)


def _parts(values: Sequence[Any]) -> Iterator[tuple[int, Sequence[Any]]]:
    """Cut values into parts, each with how many are behind once it is done."""
    for start in range(0, len(values), AT_ONCE):
        end = min(start + AT_ONCE, len(values))
        yield end, values[start:end]


def _open(
    store: Store, kind: BulkKind, selection: Selection, planned: int, change: Change, *, reverts: int | None
) -> int:
    """Return the number of a bulk, the first one's where its token was used before."""
    row = {
        "kind": kind,
        "actor": change.person.actor,
        "role": change.role,
        "at": change.at,
        "selection": dataclasses.asdict(selection),
        "planned": planned,
        "reverts": reverts,
        "token": change.token,
    }

    def work(connection: Connection) -> int:
        known = None
        if change.token is not None:
            known = connection.execute(select(bulks).where(bulks.c.token == change.token)).one_or_none()
        if known is None:
            return int(connection.execute(insert(bulks).values(**row).returning(bulks.c.id)).scalar_one())
        if (known.actor, known.kind, known.planned) != (row["actor"], kind, planned):
            raise UsageError("the token belongs to another change", mend="use a new token for every change")
        return int(known.id)

    try:
        return store.write(work)
    except IntegrityError as error:
        if reverts is not None:
            raise StaleItem(f"bulk {reverts} was taken back already", mend="look at the list again") from error
        raise StoreError("another call with the same token is being written", mend="call again") from error


def _note(connection: Connection, number: int, change: Change) -> int:
    """Return the note of a bulk, one for all its events."""
    known = select(events.c.note).where(events.c.bulk == number).limit(1)
    found = connection.execute(known).scalar()
    if found is not None:
        return int(found)
    return int(
        connection.execute(insert(notes).values(text=change.note, at=change.at).returning(notes.c.id)).scalar_one()
    )


_SNAPSHOT: Final = [
    scores.c[name] for name in (*LABELS, "reasons", "scored_by", "model_digest", "rules_digest", "policy_digest")
]


def _locked(connection: Connection, numbers: Sequence[int]) -> list[Any]:
    """Return the rows of items with their scores, held against other writers, in the order of ids."""
    query = (
        select(queue_items, comments.c.erased_at, particulars.c.reports, *_SNAPSHOT)
        .select_from(
            queue_items.join(scores, scores.c.id == queue_items.c.score_id)
            .join(comments, comments.c.id == queue_items.c.id)
            .outerjoin(particulars, particulars.c.comment_id == queue_items.c.id)
        )
        .where(queue_items.c.id.in_(numbers))
        .order_by(queue_items.c.id)
        .with_for_update(of=queue_items)
    )
    return list(connection.execute(query))


def _is_elsewhere(row: Any, change: Change) -> bool:
    return row.lease_by not in (None, change.person.id) and row.lease_until >= change.at


def _rule(
    connection: Connection,
    part: Sequence[tuple[int, int, int]],
    kind: BulkKind,
    change: Change,
    number: int,
    note: int | None,
) -> None:
    seen = {item: (revision, version) for item, revision, version in part}
    rows = [
        row
        for row in _locked(connection, list(seen))
        if seen[row.id] == (row.revision, row.version)
        and row.state in STATES[kind]
        and row.erased_at is None
        and not _is_elsewhere(row, change)
    ]
    drafts = [(_draft(row, kind, change, number, note), row.head) for row in rows]
    sealed = append(connection, drafts)
    state = OUTCOMES[kind]
    post(connection, [Ruled(event, state, event.reason) for event in sealed])
    _move(connection, [(row, event, state, event.number) for row, event in zip(rows, sealed, strict=True)])


def _draft(row: Any, kind: BulkKind, change: Change, number: int, note: int | None) -> Draft:
    statement = None
    if kind == "reject" and change.reason is not None:
        statement = statement_of(change.reason, reasons=row.reasons, is_reported=bool(row.reports), is_automated=False)
    return Draft(
        item=row.id,
        revision=row.revision,
        kind=kind,
        actor=change.person.actor,
        role=change.role,
        at=change.at,
        scores=snapshot(row),
        versions=versions_of(row),
        source=BULK,
        reason=change.reason if kind == "reject" else None,
        note=note,
        statement=statement,
        bulk=number,
    )


def _move(connection: Connection, moved: Sequence[tuple[Any, Event, ItemState, int | None]]) -> None:
    if not moved:
        return
    values = [
        {"which": row.id, "to": state, "stands": standing, "last": event.hash} for row, event, state, standing in moved
    ]
    connection.execute(
        update(queue_items)
        .where(queue_items.c.id == bindparam("which"))
        .values(
            state=bindparam("to"),
            standing=bindparam("stands"),
            head=bindparam("last"),
            version=queue_items.c.version + 1,
            lease_by=None,
            lease_until=None,
        ),
        values,
    )


def _take_back(connection: Connection, written: Mapping[int, int], change: Change, number: int) -> None:
    """Revert events, given as event number -> item."""
    of_item = {item: event for event, item in written.items()}
    rows = [
        row
        for row in _locked(connection, list(of_item))
        if row.standing == of_item[row.id] and row.erased_at is None and not _is_elsewhere(row, change)
    ]
    drafts = [
        (dataclasses.replace(_draft(row, "undo", change, number, None), reverts=of_item[row.id]), row.head)
        for row in rows
    ]
    sealed = append(connection, drafts)
    record: dict[int, list[Event]] = {}
    for event in events_of(connection, [row.id for row in rows]):
        record.setdefault(event.item, []).append(event)
    moved = []
    for row, event in zip(rows, sealed, strict=True):
        after = project(row.route, record[row.id])
        moved.append((row, event, after.state, after.standing))
    post(
        connection,
        [Ruled(event, state, reason_of(record[row.id], standing)) for row, event, state, standing in moved],
    )
    _move(connection, moved)
