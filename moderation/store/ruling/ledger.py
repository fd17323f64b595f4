"""The record of rulings: sealed events, chained per item, added and never changed."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import Connection, func, insert, select, text

from moderation.records import Event, Statement, Versions
from moderation.store.columns import digest
from moderation.store.schema import events

# What the digest of a policy, an import or an erasure signs with.
IMPORT_ACTOR: Final = "import"
ERASE_ACTOR: Final = "erase"


@dataclasses.dataclass(frozen=True, slots=True)
class Draft:
    """An event before it has its number and its place in the chain."""

    item: int
    revision: int
    kind: Any
    actor: str
    role: Any
    at: str
    scores: tuple[float | None, ...]
    versions: Versions
    source: str
    reason: str | None = None
    note: int | None = None
    statement: Statement | None = None
    reverts: int | None = None
    token: str | None = None
    bulk: int | None = None


def event_hash(event: Event) -> str:
    """Return the SHA-256 over the canonical JSON of every field but the hash, the previous hash among them."""
    fields = dataclasses.asdict(event)
    del fields["hash"]
    if event.bulk is None:
        # The field is younger than the first records, whose hashes hold without it.
        del fields["bulk"]
    return digest(fields)


def seal(draft: Draft, *, number: int, previous: str) -> Event:
    """Return the event that `draft` becomes as number `number` after the event with hash `previous`."""
    fields = {field.name: getattr(draft, field.name) for field in dataclasses.fields(draft)}
    unsealed = Event(number=number, previous=previous, hash="", **fields)
    return dataclasses.replace(unsealed, hash=event_hash(unsealed))


def next_numbers(connection: Connection, count: int) -> list[int]:
    """Return `count` new event numbers; the caller's transaction is a writer already.

    SQLite has one writer, so the numbers have no gaps; PostgreSQL's sequence may leave some where a transaction failed.
    """
    if connection.dialect.name == "postgresql":
        draw = text("SELECT nextval('event_numbers') FROM generate_series(1, :count)")
        return sorted(int(number) for number in connection.execute(draw, {"count": count}).scalars())
    last = connection.execute(select(func.max(events.c.number))).scalar() or 0
    return list(range(last + 1, last + 1 + count))


def append(connection: Connection, drafts: Sequence[tuple[Draft, str]]) -> list[Event]:
    """Write drafts, each with the hash it follows, in order; a second draft for one item follows the first."""
    if not drafts:
        return []
    heads: dict[int, str] = {}
    sealed = []
    for number, (draft, previous) in zip(next_numbers(connection, len(drafts)), drafts, strict=True):
        event = seal(draft, number=number, previous=heads.get(draft.item, previous))
        heads[draft.item] = event.hash
        sealed.append(event)
    connection.execute(insert(events), [_row(event) for event in sealed])
    return sealed


def _row(event: Event) -> dict[str, Any]:
    statement = event.statement
    return {
        "number": event.number,
        "item": event.item,
        "revision": event.revision,
        "kind": event.kind,
        "actor": event.actor,
        "role": event.role,
        "at": event.at,
        "reason": event.reason,
        "note": event.note,
        "ground": statement.ground if statement else None,
        "clause": statement.clause if statement else None,
        "facts": statement.facts if statement else None,
        "notice": statement.notice if statement else None,
        "automated_detection": statement.automated_detection if statement else None,
        "automated_decision": statement.automated_decision if statement else None,
        "scores": event.scores,
        "classifier": event.versions.classifier,
        "model_digest": event.versions.model,
        "rules_digest": event.versions.rules,
        "policy_digest": event.versions.policy,
        "reverts": event.reverts,
        "source": event.source,
        "token": event.token,
        "previous": event.previous,
        "hash": event.hash,
        "bulk": event.bulk,
    }


def event_from(row: Any) -> Event:
    """Return the record of a row of `events`."""
    statement = None
    if row.ground is not None:
        statement = Statement(
            ground=row.ground,
            clause=row.clause,
            facts=row.facts,
            notice=row.notice,
            automated_detection=row.automated_detection,
            automated_decision=row.automated_decision,
        )
    return Event(
        number=row.number,
        item=row.item,
        revision=row.revision,
        kind=row.kind,
        actor=row.actor,
        role=row.role,
        at=row.at,
        reason=row.reason,
        note=row.note,
        statement=statement,
        scores=tuple(row.scores),
        versions=Versions(row.classifier, row.model_digest, row.rules_digest, row.policy_digest),
        reverts=row.reverts,
        source=row.source,
        token=row.token,
        previous=row.previous,
        hash=row.hash,
        bulk=row.bulk,
    )


def events_of(connection: Connection, items: Iterable[int]) -> list[Event]:
    """Return the events of `items`, item by item, each in order."""
    wanted = select(events).where(events.c.item.in_(list(items))).order_by(events.c.item, events.c.number)
    return [event_from(row) for row in connection.execute(wanted)]
