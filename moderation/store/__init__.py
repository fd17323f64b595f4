"""The store: comments, verdicts, the queue and the record of rulings, in SQLite or PostgreSQL.

`open_store(url)` gives a `Store`. Everything that leaves it is a frozen record; the only SQL of the project is here.

    open       connect (URL to engine, schema's version), migrations; schema and columns (the tables), clock
    put in     intake (a batch: what is new) -> revise (what is known already); intake_rows (records to rows)
    rule       leases (who has what), moves (a ruling, an undo) -> statement (its reasons) -> ledger (the sealed event);
               projection (events to state)
    look       finding (which items, in which order) -> searching (words); reading (rows to records), around (threads);
               offering and counting (what filters show, days), insights (figures); answers (the records that come out)
    keep       keeping (verify, rebuild), erase
    in front   store (the one class, a method for each of these), on looking (its half that only reads)
"""

from moderation.store.answers import (
    Added,
    Around,
    Day,
    DayOfWork,
    Erased,
    LabelBins,
    Person,
    Placed,
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
    "Around",
    "Clock",
    "Day",
    "DayOfWork",
    "Erased",
    "LabelBins",
    "Move",
    "Person",
    "Placed",
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
