"""The store: comments, verdicts, the queue and the record of rulings, in SQLite or PostgreSQL.

`open_store(url)` gives a `Store`. Everything that leaves it is a frozen record; the only SQL of the project is here.
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
