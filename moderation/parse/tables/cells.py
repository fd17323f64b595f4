"""Cells and JSON values of a table to the fields of a comment."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

import orjson

from moderation.parse.encoding import storable
from moderation.parse.identity import Ids
from moderation.parse.times import utc
from moderation.parse.worded import Order
from moderation.records import NOTHING, Comment, Report
from moderation.records.quick import open_twin
from moderation.taxonomy import COMMENT_KINDS, COMMENT_STATUSES, CommentKind, CommentStatus

_STATUSES: Final[dict[str, CommentStatus]] = {
    **{status: status for status in COMMENT_STATUSES},
    **dict.fromkeys(("approve", "accepted", "published", "visible", "public", "live", "1", "true", "ham"), "approved"),
    **dict.fromkeys(("hold", "held", "premod", "unapproved", "queued", "0", "false", "awaiting moderation"), "pending"),
    **dict.fromkeys(("trash", "trashed", "removed", "post-trashed"), "deleted"),
    **dict.fromkeys(("blocked", "reject", "hidden", "declined"), "rejected"),
}
_TRUE: Final = frozenset({"1", "true", "yes", "y", "t"})
_NOBODY: Final = frozenset({"", "null", "none", "nan", "root", "-1"})
_DEEPEST: Final = 100  # orjson writes 254 levels, and nobody nests a comment that deep
_BIGGEST: Final = 2**53  # what every JSON reader and every database can hold
_INTEGER: Final = re.compile(r"[+-]?\d{1,15}(?:\.0+|,00?)?")
# Thousands set apart. Not by a point: of a column `score`, 1.204 is more likely a fraction.
_GROUPED: Final = re.compile(r"[+-]?[1-9]\d{0,2}(?:([, \xa0\u2009\u202f'\u2019])\d{3})(?:\1\d{3}){0,3}")
# Columns of whole numbers with gaps come out of data frames as floats: 17 becomes "17.0".
_FLOAT_ID: Final = re.compile(r"(\d{1,15})\.0")


_WORDS: Final = frozenset({"author", "author_id", "site", "url", "id", "thread_id", "parent_id", "reply_to"})
# A string in one of these is the field.
_TAKEN_WHOLE: Final = _WORDS - {"id", "parent_id"} | {"text"}
_OPEN: Final = open_twin(Comment)
_EXACT: Final = 1e15
_ROUNDED: Final = re.compile(r"\d(?:[.,]\d+)?[eE]\+?(?:1[5-9]|[2-9]\d)|\d{16,}\.0")


class BadCell(ValueError):
    """A row that cannot be a comment; the message is the reason, without the row's text."""


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
        read = {**_READERS, **dict.fromkeys(_TIMES, partial(utc, order=self.order, days=True))}
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
    status = "deleted" if _is_true(deleted) else _status(stated)
    text = _text(text, needed=status not in ("deleted", "rejected"))
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


def identifier(value: Any) -> str | None:
    """Return an id as a string, or None where there is none; `17.0` of a data frame is `17`."""
    if isinstance(value, str) and value.isascii() and value.isalnum():
        return value  # as most ids are: nothing to strip, to replace or to round
    if value is None or isinstance(value, dict | list):
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    text = storable(text.strip())
    whole_number = _FLOAT_ID.fullmatch(text)
    return (whole_number[1] if whole_number else text) or None


def is_mangled(value: Any) -> bool:
    """Tell whether an id has lost digits: a spreadsheet keeps 15 of them and shows `1.23E+18`, a float keeps 15 too."""
    if isinstance(value, str):
        return not value.isdigit() and _ROUNDED.fullmatch(value.strip()) is not None
    return isinstance(value, float) and abs(value) >= _EXACT


def whole(value: Any) -> int | None:
    """Return a count, or None when the value is not a whole number."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int):
        return value if abs(value) < _BIGGEST else None
    text = str(value).strip()
    if _INTEGER.fullmatch(text):
        return int(float(text.replace(",", ".")))
    return int(re.sub(r"[^\d+-]", "", text)) if _GROUPED.fullmatch(text) else None


def cleaned(value: Any, depth: int = 0) -> Any:
    """Return a JSON value with NUL and lone surrogates replaced throughout."""
    if depth > _DEEPEST:
        raise BadCell("not read: nested too deep")
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, list):
        return [cleaned(part, depth + 1) for part in value]
    if isinstance(value, dict):
        return {storable(key): cleaned(part, depth + 1) for key, part in value.items()}
    return value


def _text(value: Any, *, needed: bool) -> str:
    """Return the text; exports empty that of deleted comments, whose rows still say that they are gone."""
    if value is None and not needed:
        return ""
    if value is None:
        raise BadCell("no text")
    if isinstance(value, list) and (joined := _joined(value)) is not None:
        value = joined
    if not isinstance(value, str):
        raise BadCell(f"the text is of type {type(value).__name__}, expected a string")
    if needed and not value.strip():
        raise BadCell("the text is empty")
    return value


def _joined(parts: list[Any]) -> str | None:
    """Return the text of a list of pieces, plain or marked up, as messengers export it; None for any other list."""
    texts = [part.get("text") if isinstance(part, dict) else part for part in parts]
    whole_text = "".join(text for text in texts if isinstance(text, str))
    return whole_text if texts and all(isinstance(text, str) for text in texts) else None


def _is_true(value: Any) -> bool:
    return value is not None and str(value).strip().casefold() in _TRUE


def _name(value: Any) -> str | None:
    """Return a name; of the objects that some exports nest, the name inside."""
    if isinstance(value, str):
        return storable(value.strip()) or None
    if isinstance(value, dict):
        value = next((value[key] for key in ("name", "username", "displayName") if value.get(key)), None)
    if value is None or isinstance(value, list | dict | bool):
        return None
    return storable(str(value).strip()) or None


def _status(value: Any) -> CommentStatus | None:
    if value is None or isinstance(value, list | dict):
        return None
    return _STATUSES.get(str(value).strip().casefold())


def _kind(value: Any) -> CommentKind | None:
    if not isinstance(value, str):
        return None
    return next((kind for kind in COMMENT_KINDS if value.strip().casefold() == kind), None)


def _reports(value: Any) -> tuple[Report, ...] | None:
    """Return reports as given, one by one or by their reason; a bare number says how many but not why."""
    # Scored rows have reports as objects, in CSV and Parquet as JSON; read again, they count for as much.
    if isinstance(value, str) and value.lstrip().startswith("["):
        with suppress(ValueError, RecursionError):
            value = json.loads(value)
    if isinstance(value, str) and value.strip().casefold() not in _NOBODY and not _INTEGER.fullmatch(value.strip()):
        return (Report(storable(value.strip())),)
    if not isinstance(value, list):
        return None
    told = [part if isinstance(part, dict) else {"reason": part} for part in value]
    if not all(isinstance(one.get("reason"), str) for one in told):
        return None
    return tuple(Report(storable(one["reason"]), _name(one.get("by")), utc(one.get("at"))) for one in told) or None


def _parent(value: Any, own: str | None, thread_id: str, ids: Ids) -> str | None:
    """Return the parent's id, None where it means "top level": exports write 0, -1, root or the comment's own id."""
    parent = None if is_mangled(value) else identifier(value)
    if parent is None or parent.casefold() in _NOBODY or parent == own:
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
        return _status(value) not in ("deleted", None)
    return name == "deleted" or (name in _FITTED and name not in found and value not in (None, "", [], {}))


# What reads the cells of each field but the times, which depend on the table, and those that decide on each other.
_READERS: Final[dict[str, Callable[[Any], Any]]] = {
    **dict.fromkeys(("site", "reply_to", "author", "url"), _name),
    "author_id": identifier,
    **dict.fromkeys(("likes", "dislikes"), whole),
    "kind": _kind,
    "reports": _reports,
}
_TIMES: Final = ("created_at", "edited_at")
# The fields that decide on each other, in the order of `Table.places`.
_TOGETHER: Final = ("text", "thread_id", "id", "parent_id", "status", "deleted")
_NUMBERED: Final = frozenset({"id", "parent_id"})
_TEXTS: Final = frozenset({str, type(None)})
# Whose values are carried where they do not fit.
_FITTED: Final = frozenset({*_TIMES, "likes", "dislikes", "status", "kind", "reports"})


def parse_json(text: str) -> list[Any]:
    """Return the JSON values on a line: one, or several that a missing line end has glued together.

    NUL and lone surrogates come out as U+FFFD.

    NaN and Infinity are no JSON, and no database takes them: they come as null, which is what a data frame means.
    Raises BadCell with the column.
    """
    if (flat := _quickly(text)) is not None:
        return [flat]
    # Only escapes bring NUL and surrogates into a line that was decoded; the walk costs a third of the reading.
    walk = "\\u" in text or text.count("[") + text.count("{") > _DEEPEST
    values, at = list[Any](), 0
    try:
        while at < len(text):
            value, at = _DECODER.raw_decode(text, at)
            values.append(cleaned(value) if walk else value)
            between = _BETWEEN.match(text, at)
            at = between.end() if between else len(text)
    except json.JSONDecodeError as error:
        raise BadCell(f"not JSON: {error.msg.lower().removesuffix(' at')} at column {error.colno}") from error
    except RecursionError as error:
        raise BadCell("not read: nested too deep") from error
    except BadCell:
        raise
    except ValueError as error:  # a number of more than 4,300 digits
        raise BadCell("not read: a number is too long") from error
    return values


def _quickly(text: str) -> dict[str, Any] | None:
    """Return the flat object that a line holds; None for any other line, and where the two parsers might differ."""
    if "\\u0000" in text:  # NUL; of lone surrogates, which must be replaced as well, orjson refuses the line
        return None
    try:
        value = orjson.loads(text)
    except ValueError:  # what orjson refuses, the slower parser may read, and says where it stops
        return None
    # A whole number beyond 64 bits would come as a float, which has lost digits.
    return value if isinstance(value, dict) and _DOUBTFUL.isdisjoint(map(type, value.values())) else None


_DOUBTFUL: Final = frozenset({float, list, dict})
_BETWEEN: Final = re.compile(r"[ \t\r\n,]*")
_DECODER: Final = json.JSONDecoder(parse_constant=lambda _: None)
