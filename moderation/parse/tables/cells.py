"""Cells and JSON values of a table to the fields of a comment."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from moderation.parse.encoding import storable
from moderation.parse.identity import Ids
from moderation.parse.times import utc
from moderation.parse.worded import Order
from moderation.records import NOTHING, Comment, Report
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
_INTEGER: Final = re.compile(r"[+-]?\d{1,15}(?:\.0+)?")
# Columns of whole numbers with gaps come out of data frames as floats: 17 becomes "17.0".
_FLOAT_ID: Final = re.compile(r"(\d{1,15})\.0")


_WORDS: Final = frozenset({"author", "author_id", "site", "url", "id", "thread_id", "parent_id", "reply_to"})
# A string in one of these is the field.
_TAKEN_WHOLE: Final = _WORDS - {"id", "parent_id"} | {"text"}
_EXACT: Final = 1e15
_ROUNDED: Final = re.compile(r"\d(?:[.,]\d+)?[eE]\+?(?:1[5-9]|[2-9]\d)|\d{16,}\.0")


class BadCell(ValueError):
    """A row that cannot be a comment; the message is the reason, without the row's text."""


@dataclass(frozen=True, slots=True)
class Table:
    """What holds for all rows of a table: source, name of the thread where rows name none, column map.

    `order` is that of day and month in dates such as 03/04/2024, None when it is not known.
    """

    source: str
    thread_id: str
    columns: Mapping[str, str]
    order: Order | None = None


def comment_of(row: Mapping[str, Any], table: Table, ids: Ids) -> Comment:
    """Return the comment that a row stands for; raises BadCell when there is no text and no deletion that explains it.

    Values that do not fit their field, and columns that are no field, are kept unchanged in `carried`.
    """
    picked = {field: row[column] for field, column in table.columns.items() if column in row}
    status = "deleted" if _is_true(picked.get("deleted")) else _status(picked.get("status"))
    text = _text(picked.get("text"), needed=status not in ("deleted", "rejected"))
    thread_id = identifier(picked.get("thread_id")) or table.thread_id
    author = _name(picked.get("author"))
    wanted = None if is_mangled(picked.get("id")) else identifier(picked.get("id"))
    parent = None if is_mangled(picked.get("parent_id")) else identifier(picked.get("parent_id"))
    zero_is_nobody = parent != "0" or not ids.has(thread_id, "0")
    own_id = ids.given(thread_id, wanted) if wanted else ids.made(thread_id, author, text)
    fitted: dict[str, Any] = {
        "created_at": utc(picked.get("created_at"), order=table.order, days=True),
        "edited_at": utc(picked.get("edited_at"), order=table.order, days=True),
        "likes": whole(picked.get("likes")),
        "dislikes": whole(picked.get("dislikes")),
        "status": status,
        "kind": _kind(picked.get("kind")),
        "reports": _reports(picked.get("reports")),
    }
    return Comment(
        source=table.source,
        thread_id=thread_id,
        id=own_id,
        text=text,
        site=_name(picked.get("site")),
        parent_id=None if _is_nobody(parent, wanted, zero_is_nobody=zero_is_nobody) else parent,
        reply_to=_name(picked.get("reply_to")),
        author=author,
        author_id=identifier(picked.get("author_id")),
        created_at=fitted["created_at"],
        edited_at=fitted["edited_at"],
        url=_name(picked.get("url")),
        status=status or "unknown",
        kind=fitted["kind"] or "comment",
        likes=fitted["likes"],
        dislikes=fitted["dislikes"],
        reports=fitted["reports"] or (),
        carried=_carried(row, table, picked, fitted),
    )


def identifier(value: Any) -> str | None:
    """Return an id as a string, or None where there is none; `17.0` of a data frame is `17`."""
    if value is None or isinstance(value, dict | list):
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and value.isascii() and value.isalnum():
        return value  # as most ids are: nothing to strip, to replace or to round
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    text = storable(text.strip())
    whole_number = _FLOAT_ID.fullmatch(text)
    return (whole_number[1] if whole_number else text) or None


def is_mangled(value: Any) -> bool:
    """Tell whether an id has lost digits: a spreadsheet keeps 15 of them and shows `1.23E+18`, a float keeps 15 too."""
    if isinstance(value, float):
        return abs(value) >= _EXACT
    return isinstance(value, str) and not value.isdigit() and _ROUNDED.fullmatch(value.strip()) is not None


def whole(value: Any) -> int | None:
    """Return a count, or None when the value is not a whole number."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int):
        return value if abs(value) < _BIGGEST else None
    text = str(value).strip()
    return int(float(text)) if _INTEGER.fullmatch(text) else None


def _cleaned(value: Any, depth: int = 0) -> Any:
    """Return a JSON value with NUL and lone surrogates replaced throughout."""
    if depth > _DEEPEST:
        raise BadCell("not read: nested too deep")
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, list):
        return [_cleaned(part, depth + 1) for part in value]
    if isinstance(value, dict):
        return {storable(key): _cleaned(part, depth + 1) for key, part in value.items()}
    return value


def _text(value: Any, *, needed: bool) -> str:
    """Return the text; exports empty that of deleted comments, whose rows still say that they are gone."""
    if value is None and not needed:
        return ""
    if value is None:
        raise BadCell("no text")
    if not isinstance(value, str):
        raise BadCell(f"the text is of type {type(value).__name__}, expected a string")
    if needed and not value.strip():
        raise BadCell("the text is empty")
    return value


def _is_true(value: Any) -> bool:
    return value is not None and str(value).strip().casefold() in _TRUE


def _name(value: Any) -> str | None:
    """Return a name; of the objects that some exports nest, the name inside."""
    if value is None:
        return None
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
    if isinstance(value, str) and value.strip() and not _INTEGER.fullmatch(value.strip()):
        return (Report(storable(value.strip())),)
    if not isinstance(value, list):
        return None
    # Scored rows have reports as objects; read again, they count for as much.
    reasons = [part.get("reason") if isinstance(part, dict) else part for part in value]
    if not all(isinstance(reason, str) for reason in reasons):
        return None
    return tuple(Report(storable(str(reason))) for reason in reasons) or None


def _is_nobody(parent: str | None, own: str | None, *, zero_is_nobody: bool) -> bool:
    """Tell whether a parent id means "top level": exports write 0, -1, root or the comment's own id."""
    if parent is None or parent.casefold() in _NOBODY or parent == own:
        return True
    return parent == "0" and zero_is_nobody


def _carried(
    row: Mapping[str, Any], table: Table, picked: Mapping[str, Any], fitted: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Return the columns that are not ours, and those of ours whose value did not fit."""
    ours = set(table.columns.values())
    kept = {name: value for name, value in row.items() if name not in ours}
    gone = fitted["status"] == "deleted"
    for field, value in picked.items():
        if field in _TAKEN_WHOLE and isinstance(value, str):
            continue
        lost = field in fitted and fitted[field] is None and value not in (None, "", [], {})
        nested = field in _WORDS
        # A comment has no field for its deletion mark, which outranks whatever status stands beside it.
        folded = field == "deleted" or (field == "status" and gone and _status(value) not in ("deleted", None))
        rounded = field in ("id", "parent_id") and is_mangled(value)
        if lost or folded or rounded or (nested and isinstance(value, list | dict)):
            kept[table.columns[field]] = value
    return kept or NOTHING


def parse_json(text: str) -> list[Any]:
    """Return the JSON values on a line: one, or several that a missing line end has glued together.

    NUL and lone surrogates come out as U+FFFD.

    Raises BadCell with the column; NaN and Infinity are refused, they are not JSON and no database takes them.
    """
    values, at = [], 0
    # Only escapes bring NUL and surrogates into a line that was decoded; the walk costs a third of the reading.
    walk = "\\u" in text or text.count("[") + text.count("{") > _DEEPEST
    try:
        while at < len(text):
            value, at = _DECODER.raw_decode(text, at)
            values.append(_cleaned(value) if walk else value)
            between = _BETWEEN.match(text, at)
            at = between.end() if between else len(text)
    except json.JSONDecodeError as error:
        raise BadCell(f"not JSON: {error.msg.lower()} at column {error.colno}") from error
    except RecursionError as error:
        raise BadCell("not read: nested too deep") from error
    except BadCell:
        raise
    except ValueError as error:  # a number of more than 4,300 digits
        raise BadCell("not read: a number is too long") from error
    return values


def _refuse(constant: str) -> None:
    raise BadCell(f"not JSON: {constant}")


_BETWEEN: Final = re.compile(r"[ \t\r\n,]*")
_DECODER: Final = json.JSONDecoder(parse_constant=_refuse)
