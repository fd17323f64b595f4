"""The store: comments, verdicts, the queue and the record of rulings, in SQLite or PostgreSQL.

`open_store(url)` gives a `Store`. Everything that leaves it is a frozen record; the only SQL of the project is here.

    open       connect (URL to engine, schema's version), migrations; schema and columns (the tables), clock
    put in     intake (a batch: what is new) -> revise (what is known already); intake_rows (records to rows),
               laid_out (before the transaction); held (what holds make of a comment), drawn (what the watch takes)
    rule       leases (who has what), moves (a ruling, an undo), bulk_moves (many at once) -> statement (its reasons)
               -> ledger (the sealed event) -> outbox (on its way to a target); projection (events to state)
    look       finding (which items, in which order) -> searching (words); reading (rows to records), around (threads);
               offering and counting (what filters show, days); insights (figures),
               record (rulings narrowed); answers (the records that come out);
               bulks, holds, remarks, watch, judgements, outbox, targets, authors, handover, team_record: functions of a
               `Store`, a subject each
    keep       keeping (rebuild), checking (verify), checkpoints (seals), erase, backup
    in front   store (the one class, a method for each of these), on looking (its half that only reads)
"""

from moderation.store import (
    backup,
    bulk_moves,
    bulks,
    checkpoints,
    handover,
    holds,
    judgements,
    outbox,
    remarks,
    targets,
    team_record,
    watch,
)
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
    Thread,
    ThreadTally,
)
from moderation.store.authors import Author
from moderation.store.bulk_moves import Change
from moderation.store.bulks import Bulk, BulkKind, Preview, Selection
from moderation.store.checkpoints import Checkpoint
from moderation.store.clock import Clock, stamp, utc_now
from moderation.store.drawn import WATCH
from moderation.store.handover import Handover
from moderation.store.held import with_holds
from moderation.store.holds import Effect, Hold, Order
from moderation.store.judgements import Judgement
from moderation.store.leases import ONLY, Screen
from moderation.store.moves import Move
from moderation.store.outbox import Behind, Delivery, Parcel
from moderation.store.record import Narrowed
from moderation.store.remarks import Remark
from moderation.store.store import Store, open_store
from moderation.store.targets import WORDS, Target, Words, word_of
from moderation.store.team_record import TeamChange
from moderation.store.watch import Missed

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
    "Thread",
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
