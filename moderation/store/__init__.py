"""The store: comments, verdicts, the queue and the record of rulings, in SQLite or PostgreSQL.

`open_store(url)` gives a `Store`. Everything that leaves it is a frozen record (`answers`); the only SQL of the project
is here.

    open       connect (URL to engine, schema's version), migrations; schema and columns (the tables), clock, lock
    arriving   intake (a batch: what is new) -> revise (what is known already); intake_rows (records to rows), laid_out
               (before the transaction); held (what holds make of a comment), drawn (what the watch takes)
    ruling     leases (who has what), moves (a ruling, an undo), bulk_moves (many at once) -> statement (its reasons)
               -> ledger (the sealed event); projection (events to state)
    showing    finding (which items, in which order) -> searching (words); reading (rows to records), around (threads);
               offering and counting (what filters show, days); insights (figures), record (rulings narrowed), foresee,
               past and fared (what a change would do, what became of comments); looking (the half of `Store` that
               reads)
    subjects   bulks, holds, remarks, watch, judgements, outbox and targets (what leaves), authors, handover,
               preferences, team, team_record: functions of a `Store`, a subject each
    upkeep     keeping (rebuild), checking (verify), checkpoints (seals), erase, backup
    in front   store: the one class, a method for each of these
"""

from moderation.store.answers import (
    Added,
    Around,
    Day,
    DayOfWork,
    Erased,
    LabelBins,
    Latest,
    Person,
    Placed,
    Rebuilt,
    RuleRecord,
    Ruling,
    Scored,
    Stats,
    Tally,
    ThreadTally,
)
from moderation.store.arriving.drawn import WATCH
from moderation.store.arriving.held import with_holds
from moderation.store.clock import Clock, stamp, utc_now
from moderation.store.ruling import bulk_moves
from moderation.store.ruling.bulk_moves import Change
from moderation.store.ruling.leases import ONLY, Screen
from moderation.store.ruling.moves import Move
from moderation.store.showing.record import Narrowed
from moderation.store.store import Store, open_store
from moderation.store.subjects import bulks, handover, holds, judgements, outbox, remarks, targets, team_record, watch
from moderation.store.subjects.authors import Author
from moderation.store.subjects.bulks import Bulk, BulkKind, Preview, Selection
from moderation.store.subjects.handover import Handover
from moderation.store.subjects.holds import Effect, Hold, Order
from moderation.store.subjects.judgements import Judgement
from moderation.store.subjects.outbox import Behind, Delivery, Parcel
from moderation.store.subjects.remarks import Remark
from moderation.store.subjects.targets import WORDS, Target, Words, word_of
from moderation.store.subjects.team_record import TeamChange
from moderation.store.subjects.watch import Missed
from moderation.store.upkeep import backup, checkpoints
from moderation.store.upkeep.checkpoints import Checkpoint

__all__ = [
    "ONLY",
    "WATCH",
    "WORDS",
    "Added",
    "Around",
    "Author",
    "Behind",
    "Bulk",
    "BulkKind",
    "Change",
    "Checkpoint",
    "Clock",
    "Day",
    "DayOfWork",
    "Delivery",
    "Effect",
    "Erased",
    "Handover",
    "Hold",
    "Judgement",
    "LabelBins",
    "Latest",
    "Missed",
    "Move",
    "Narrowed",
    "Order",
    "Parcel",
    "Person",
    "Placed",
    "Preview",
    "Rebuilt",
    "Remark",
    "RuleRecord",
    "Ruling",
    "Scored",
    "Screen",
    "Selection",
    "Stats",
    "Store",
    "Tally",
    "Target",
    "TeamChange",
    "ThreadTally",
    "Words",
    "backup",
    "bulk_moves",
    "bulks",
    "checkpoints",
    "handover",
    "holds",
    "judgements",
    "open_store",
    "outbox",
    "remarks",
    "stamp",
    "targets",
    "team_record",
    "utc_now",
    "watch",
    "with_holds",
    "word_of",
]
