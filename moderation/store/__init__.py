"""The store: comments, verdicts, the queue and the record of rulings, in SQLite or PostgreSQL.

`open_store(url)` gives a `Store`. Everything that leaves it is a frozen record; the only SQL of the project is here.

    open       connect (URL to engine, schema's version), migrations; schema and columns (the tables), clock
    put in     intake (a batch: what is new) -> revise (what is known already); intake_rows (records to rows)
    rule       leases (who has what), moves (a ruling, an undo) -> statement (its reasons) -> ledger (the sealed event);
               projection (events to state)
    look       reading (rows to records), counting (filters, days); answers (the records that come out)
    keep       keeping (verify, rebuild), erase
    in front   store (the one class, a method for each of these)
"""

from moderation.store.answers import (
    Added,
    Day,
    Erased,
    Person,
    Rebuilt,
    Ruling,
    Scored,
    Stats,
    Tally,
    Thread,
    ThreadTally,
)
from moderation.store.clock import Clock, stamp, utc_now
from moderation.store.moves import Move
from moderation.store.store import Store, open_store

__all__ = [
    "Added",
    "Clock",
    "Day",
    "Erased",
    "Move",
    "Person",
    "Rebuilt",
    "Ruling",
    "Scored",
    "Stats",
    "Store",
    "Tally",
    "Thread",
    "ThreadTally",
    "open_store",
    "stamp",
    "utc_now",
]
