"""One value of a table, or of a JSON document, to what a field of a comment holds; None for what does not fit."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from typing import Any, Final

from moderation.parse.encoding import storable
from moderation.parse.times import utc
from moderation.records import Report
from moderation.taxonomy import COMMENT_KINDS, COMMENT_STATUSES, CommentKind, CommentStatus

_STATUSES: Final[dict[str, CommentStatus]] = {
    **{status: status for status in COMMENT_STATUSES},
    **dict.fromkeys(("approve", "accepted", "published", "visible", "public", "live", "1", "true", "ham"), "approved"),
    **dict.fromkeys(("hold", "held", "premod", "unapproved", "queued", "0", "false", "awaiting moderation"), "pending"),
    **dict.fromkeys(("trash", "trashed", "removed", "post-trashed"), "deleted"),
    **dict.fromkeys(("blocked", "reject", "hidden", "declined"), "rejected"),
}
_WRAPPED: Final = frozenset({"$oid", "$date", "$numberLong", "$numberInt", "$numberDouble"})
_TRUE: Final = frozenset({"1", "true", "yes", "y", "t"})
# What stands in a cell that names nobody and nothing.
NOBODY: Final = frozenset({"", "null", "none", "nan", "root", "-1"})
DEEPEST: Final = 100  # orjson writes 254 levels, and nobody nests a comment that deep
_BIGGEST: Final = 2**53  # what every JSON reader and every database can hold
_INTEGER: Final = re.compile(r"[+-]?\d{1,15}(?:\.0+|,00?)?")
# Thousands set apart. Not by a point: of a column `score`, 1.204 is more likely a fraction.
_GROUPED: Final = re.compile(r"[+-]?[1-9]\d{0,2}(?:([, \xa0\u2009\u202f'\u2019])\d{3})(?:\1\d{3}){0,3}")
# Columns of whole numbers with gaps come out of data frames as floats: 17 becomes "17.0".
_FLOAT_ID: Final = re.compile(r"(\d{1,15})\.0")
_EXACT: Final = 1e15
_ROUNDED: Final = re.compile(r"\d(?:[.,]\d+)?[eE]\+?(?:1[5-9]|[2-9]\d)|\d{16,}\.0")


class BadCell(ValueError):
    """A row that cannot be a comment; the message is the reason, without the row's text."""


def unwrapped(value: Any) -> Any:
    """Return a value without the type that mongoexport puts round it: `{"$oid": ..}`, `{"$date": ..}`."""
    while isinstance(value, dict) and len(value) == 1 and (kind := next(iter(value))) in _WRAPPED:
        value = value[kind]
    return value


def identifier(value: Any) -> str | None:
    """Return an id as a string, or None where there is none; `17.0` of a data frame is `17`."""
    if isinstance(value, str) and value.isascii() and value.isalnum():
        return value  # as most ids are: nothing to strip, to replace or to round
    value = unwrapped(value)
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
    if depth > DEEPEST:
        raise BadCell("not read: nested too deep")
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, list):
        return [cleaned(part, depth + 1) for part in value]
    if isinstance(value, dict):
        return {storable(key): cleaned(part, depth + 1) for key, part in value.items()}
    return value


def text_of(value: Any, *, needed: bool) -> str:
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


def is_true(value: Any) -> bool:
    return value is not None and str(value).strip().casefold() in _TRUE


def name_of(value: Any) -> str | None:
    """Return a name; of the objects that some exports nest, the name inside."""
    if isinstance(value, str):
        return storable(value.strip()) or None
    if isinstance(value, dict):
        value = next((value[key] for key in ("name", "username", "displayName") if value.get(key)), None)
    if value is None or isinstance(value, list | dict | bool):
        return None
    return storable(str(value).strip()) or None


def status_of(value: Any) -> CommentStatus | None:
    if value is None or isinstance(value, list | dict):
        return None
    return _STATUSES.get(str(value).strip().casefold())


def kind_of(value: Any) -> CommentKind | None:
    if not isinstance(value, str):
        return None
    return next((kind for kind in COMMENT_KINDS if value.strip().casefold() == kind), None)


def reports_of(value: Any) -> tuple[Report, ...] | None:
    """Return reports as given, one by one or by their reason; a bare number says how many but not why."""
    # Scored rows have reports as objects, in CSV and Parquet as JSON; read again, they count for as much.
    if isinstance(value, str) and value.lstrip().startswith("["):
        with suppress(ValueError, RecursionError):
            value = json.loads(value)
    if isinstance(value, str) and value.strip().casefold() not in NOBODY and not _INTEGER.fullmatch(value.strip()):
        return (Report(storable(value.strip())),)
    if not isinstance(value, list):
        return None
    told = [part if isinstance(part, dict) else {"reason": part} for part in value]
    if not all(isinstance(one.get("reason"), str) for one in told):
        return None
    return tuple(Report(storable(one["reason"]), name_of(one.get("by")), utc(one.get("at"))) for one in told) or None
