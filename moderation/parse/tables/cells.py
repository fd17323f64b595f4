"""A row of a table to a comment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from moderation.parse.identity import Ids
from moderation.parse.tables.values import (
    NOBODY,
    identifier,
    is_mangled,
    is_true,
    kind_of,
    name_of,
    reports_of,
    status_of,
    text_of,
    unwrapped,
    whole,
)
from moderation.parse.times import utc
from moderation.parse.worded import Order
from moderation.records import NOTHING, Comment
from moderation.records.quick import open_twin

_WORDS: Final = frozenset({"author", "author_id", "site", "url", "id", "thread_id", "parent_id", "reply_to"})
# A string in one of these is the field.
_TAKEN_WHOLE: Final = _WORDS - {"id", "parent_id"} | {"text"}
_OPEN: Final = open_twin(Comment)
# What reads the cells of each field but the times, which depend on the table, and those that decide on each other.
_READERS: Final[dict[str, Callable[[Any], Any]]] = {
    **dict.fromkeys(("site", "reply_to", "author", "url"), name_of),
    "author_id": identifier,
    **dict.fromkeys(("likes", "dislikes"), whole),
    "kind": kind_of,
    "reports": reports_of,
}
_TIMES: Final = ("created_at", "edited_at")
# The fields that decide on each other, in the order of `Table.places`.
_TOGETHER: Final = ("text", "thread_id", "id", "parent_id", "status", "deleted")
_NUMBERED: Final = frozenset({"id", "parent_id"})
_TEXTS: Final = frozenset({str, type(None)})
# Whose values are carried where they do not fit.
_FITTED: Final = frozenset({*_TIMES, "likes", "dislikes", "status", "kind", "reports"})

# A field of a comment, the column it stands in, and what reads its cells: None for a value that does not fit.
_Reader = tuple[str, str, Callable[[Any], Any]]


@dataclass(frozen=True, slots=True)
class Table:
    """What holds for all rows of a table: source, name of the thread where rows name none, column map.

    `order` is that of day and month in dates such as 03/04/2024, None when it is not known.
    """

    source: str
    thread_id: str
    columns: Mapping[str, str]
    order: Order | None = None
    # What follows from the columns, found once and not for every row: the columns of the fields that decide on each
    # other, what reads the others, and the fields whose cells may have to be carried though they are text.
    places: tuple[str | None, ...] = field(init=False, repr=False)
    readers: tuple[_Reader, ...] = field(init=False, repr=False)
    ours: frozenset[str] = field(init=False, repr=False)
    doubtful: tuple[str, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        keep = partial(object.__setattr__, self)
        read = {**_READERS, **dict.fromkeys(_TIMES, partial(_time, order=self.order))}
        keep("places", tuple(map(self.columns.get, _TOGETHER)))
        keep("readers", tuple((name, column, read[name]) for name, column in self.columns.items() if name in read))
        keep("ours", frozenset(self.columns.values()))
        keep("doubtful", tuple(name for name in self.columns if name not in _TAKEN_WHOLE))


def comment_of(row: Mapping[str, Any], table: Table, ids: Ids) -> Comment:
    """Return the comment that a row stands for; raises BadCell when there is no text and no deletion that explains it.

    Values that do not fit their field, and columns that are no field, are kept unchanged in `carried`.
    """
    cell: Callable[[str | None], Any] = row.get  # type: ignore[assignment] # no row has a column None
    text, thread_id, wanted, parent, stated, deleted = map(cell, table.places)
    status = "deleted" if is_true(deleted) else status_of(stated)
    text = text_of(text, needed=status not in ("deleted", "rejected"))
    found = {name: fit for name, column, read in table.readers if (fit := read(cell(column))) is not None}
    thread_id = identifier(thread_id) or table.thread_id
    wanted = None if is_mangled(wanted) else identifier(wanted)
    if parent is not None and (above := _parent(parent, wanted, thread_id, ids)) is not None:
        found["parent_id"] = above
    own_id = ids.given(thread_id, wanted) if wanted else ids.made(thread_id, found.get("author"), text)
    if status is not None:
        found["status"] = status
    comment = _OPEN(table.source, thread_id, own_id, text, carried=_carried(row, table, found), **found)
    comment.__class__ = Comment
    return comment


def _time(value: Any, *, order: Order | None) -> str | None:
    return utc(unwrapped(value) if isinstance(value, dict) else value, order=order, days=True)


def _parent(value: Any, own: str | None, thread_id: str, ids: Ids) -> str | None:
    """Return the parent's id, None where it means "top level": exports write 0, -1, root or the comment's own id."""
    parent = None if is_mangled(value) else identifier(value)
    if parent is None or parent.casefold() in NOBODY or parent == own:
        return None
    return None if parent == "0" and not ids.has(thread_id, "0") else parent


def _carried(row: Mapping[str, Any], table: Table, found: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the columns that are not ours, and those of ours whose value did not fit."""
    kept = {} if row.keys() <= table.ours else {name: row[name] for name in row if name not in table.ours}
    is_text = _TEXTS.issuperset(map(type, row.values()))
    for name in table.doubtful if is_text else table.columns:
        if name in _TIMES and name in found:
            continue
        column = table.columns[name]
        if column in row and _is_lost(name, row[column], found):
            kept[column] = row[column]
    return kept or NOTHING


def _is_lost(name: str, value: Any, found: Mapping[str, Any]) -> bool:
    """Tell whether the comment does not hold what stood in the field's cell."""
    if name in _WORDS and not isinstance(value, str):
        return isinstance(value, list | dict) or (name in _NUMBERED and is_mangled(value))
    if name in _NUMBERED:
        return is_mangled(value)
    # A comment has no field for its deletion mark, which outranks whatever status stands beside it.
    if name == "status" and found.get("status") == "deleted":
        return status_of(value) not in ("deleted", None)
    return name == "deleted" or (name in _FITTED and name not in found and value not in (None, "", [], {}))
