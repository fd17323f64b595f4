"""Seals over the whole record: a chain per item cannot tell when its end, or all of it, was cut off; a seal can.

Each seal covers the hashes of the events since the one before, and that one. Kept elsewhere, a seal shows that the
record up to it is the one that was sealed; made with a key, it cannot be made by whoever can write to the database.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, func, insert, select

from moderation.errors import Problem
from moderation.store.connect import take_queue, take_turn
from moderation.store.schema import checkpoints, events

if TYPE_CHECKING:
    from moderation.store.store import Store

_PAGE: Final = 10_000
_BEGIN: Final = ""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A seal over all events up to number `upto`; `events` counts those since the checkpoint before."""

    number: int
    at: str
    upto: int
    events: int
    is_keyed: bool
    seal: str


def _checkpoint_from(row: Any) -> Checkpoint:
    return Checkpoint(row.number, row.at, row.upto, row.events, row.is_keyed, row.seal)


def _all(connection: Connection) -> tuple[Checkpoint, ...]:
    rows = connection.execute(select(checkpoints).order_by(checkpoints.c.number))
    return tuple(_checkpoint_from(row) for row in rows)


def seal(store: Store, key: bytes | None = None) -> Checkpoint:
    """Seal the record as it stands; where nothing was ruled since the last seal, that one is given again."""
    return store.write(lambda connection: _seal(connection, store.now, key))


def _seal(connection: Connection, now: str, key: bytes | None) -> Checkpoint:
    # On PostgreSQL an event with a smaller number could still be on its way.
    take_turn(connection)
    take_queue(connection)
    known = _all(connection)
    last = known[-1] if known else None
    upto = int(connection.execute(select(func.max(events.c.number))).scalar() or 0)
    if last is not None and last.upto == upto:
        return last
    begin, before = (last.upto, last.seal) if last else (0, _BEGIN)
    count, digest = _digest(connection, begin, upto)
    made = Checkpoint(
        number=len(known) + 1,
        at=now,
        upto=upto,
        events=count,
        is_keyed=key is not None,
        seal=_sealed(before, upto, count, digest, key),
    )
    row = {name: getattr(made, name) for name in Checkpoint.__slots__}
    connection.execute(insert(checkpoints).values(**row))
    return made


def _digest(connection: Connection, after: int, upto: int) -> tuple[int, str]:
    """Return how many events lie in (after, upto], and the digest over their hashes in the order of numbers."""
    total, count = hashlib.sha256(), 0
    for number, found in _hashes(connection, after, upto):
        total.update(f"{number}:{found};".encode())
        count += 1
    return count, total.hexdigest()


def _hashes(connection: Connection, after: int, upto: int) -> Iterator[tuple[int, str]]:
    columns = select(events.c.number, events.c.hash).order_by(events.c.number).limit(_PAGE)
    while page := connection.execute(columns.where(events.c.number > after, events.c.number <= upto)).all():
        yield from ((row.number, row.hash) for row in page)
        after = page[-1].number


def _sealed(before: str, upto: int, count: int, digest: str, key: bytes | None) -> str:
    content = f"{before}|{upto}|{count}|{digest}".encode()
    return hmac.new(key, content, hashlib.sha256).hexdigest() if key else hashlib.sha256(content).hexdigest()


def verify(connection: Connection, key: bytes | None = None, expected: str | None = None) -> list[Problem]:
    """Return which seals the record does not fit, and whether the one kept elsewhere is missing.

    Seals that were made with a key are passed over where no key is given; the next one still covers them.
    """
    problems = []
    after, before = 0, _BEGIN
    known = _all(connection)
    for checkpoint in known:
        count, digest = _digest(connection, after, checkpoint.upto)
        used = key if checkpoint.is_keyed else None
        is_open = checkpoint.is_keyed and key is None
        found = _sealed(before, checkpoint.upto, count, digest, used)
        if count != checkpoint.events or not (is_open or hmac.compare_digest(found, checkpoint.seal)):
            problems.append(_problem(f"checkpoint {checkpoint.number}: the events up to {checkpoint.upto} are others"))
        after, before = checkpoint.upto, checkpoint.seal
    if expected is not None and expected not in {checkpoint.seal for checkpoint in known}:
        problems.append(
            _problem("no checkpoint bears the expected seal: the record was cut off before it, or made anew")
        )
    return problems


def _problem(message: str) -> Problem:
    return Problem(message, code="seal", mend="compare with a backup")
