"""The frozen records that travel between the stages; nothing else crosses a border.

Offsets are code points of the original text, ranges are half open, times are ISO 8601 in UTC.
`None` always means "not known"; it never means zero, empty or no.
"""

from typing import Final

from moderation.records.parsed import (
    NOTHING,
    Article,
    Block,
    Columns,
    Comment,
    Confidence,
    Notice,
    Page,
    PastDecision,
    Record,
    Reject,
    Report,
    Span,
)
from moderation.records.ruled import AuthorRecord, Event, Filter, Item, Order, ScoreRange, Statement
from moderation.records.scored import Context, Evidence, Failure, Folded, Hit, Language, ScoreTable, Verdict, Versions
from moderation.records.wire import as_json

# Of everything that leaves as JSON.
SCHEMA_VERSION: Final = 1

__all__ = [
    "NOTHING",
    "SCHEMA_VERSION",
    "Article",
    "AuthorRecord",
    "Block",
    "Columns",
    "Comment",
    "Confidence",
    "Context",
    "Event",
    "Evidence",
    "Failure",
    "Filter",
    "Folded",
    "Hit",
    "Item",
    "Language",
    "Notice",
    "Order",
    "Page",
    "PastDecision",
    "Record",
    "Reject",
    "Report",
    "ScoreRange",
    "ScoreTable",
    "Span",
    "Statement",
    "Verdict",
    "Versions",
    "as_json",
]
