"""The records that `moderation parse` printed, read back: nothing is guessed, everything is checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

from moderation.parse.tables.values import BadCell, whole
from moderation.parse.times import utc
from moderation.records import (
    Article,
    Block,
    Comment,
    Confidence,
    Notice,
    PastDecision,
    Record,
    Reject,
    Report,
    Span,
)
from moderation.taxonomy import BLOCK_KINDS, COMMENT_KINDS, COMMENT_STATUSES

# The kinds of record, and a field that tells ours from a table which has a column `record` too.
_REQUIRED: Final = {"article": "thread_id", "comment": "thread_id", "warning": "message", "reject": "reason"}
_T = TypeVar("_T")
_COMMENT_FIELDS: Final = frozenset(Comment.__dataclass_fields__) | {"record", "schema_version"}


def is_own(value: Any) -> bool:
    """Tell whether a JSON value is one of our records."""
    name = value.get("record") if isinstance(value, dict) else None
    return isinstance(name, str) and name in _REQUIRED and _REQUIRED[name] in value


def record_of(value: Mapping[str, Any], *, source: str | None, line: int) -> Record:
    """Return the record that `value` prints as; raises BadCell naming the first field that does not fit.

    `source` replaces the record's own; `line` is that of the input and stands in where a reject has none.
    """
    match value["record"]:
        case "article":
            return _article(value, source)
        case "comment":
            return _comment(value, source)
        case "warning":
            return Notice(_needed(value, "message"), _number(value, "line"))
    return Reject(_number(value, "line") or line, _needed(value, "reason"))


def _article(value: Mapping[str, Any], source: str | None) -> Article:
    return Article(
        source=source or _needed(value, "source"),
        site=_string(value, "site"),
        thread_id=_needed(value, "thread_id"),
        title=_string(value, "title"),
        text=_string(value, "text") or "",
        url=_string(value, "url"),
        declared_comments=_number(value, "declared_comments"),
        embedded=_string(value, "embedded"),
        blocks=_each(value, "blocks", _block),
    )


def _comment(value: Mapping[str, Any], source: str | None) -> Comment:
    text = _text(value)
    return Comment(
        source=source or _needed(value, "source"),
        thread_id=_needed(value, "thread_id"),
        id=_needed(value, "id"),
        text=text,
        site=_string(value, "site"),
        parent_id=_string(value, "parent_id"),
        reply_to=_string(value, "reply_to"),
        author=_string(value, "author"),
        author_id=_string(value, "author_id"),
        created_at=_time(value, "created_at"),
        edited_at=_time(value, "edited_at"),
        url=_string(value, "url"),
        quotes=_each(value, "quotes", lambda part: _span(part, len(text))),
        start=_number(value, "start"),
        end=_number(value, "end"),
        status=_one_of(value, "status", COMMENT_STATUSES, "unknown"),
        kind=_one_of(value, "kind", COMMENT_KINDS, "comment"),
        likes=_number(value, "likes"),
        dislikes=_number(value, "dislikes"),
        reports=_each(value, "reports", lambda r: Report(_needed(r, "reason"), _string(r, "by"), _string(r, "at"))),
        past_decisions=_each(value, "past_decisions", _decision),
        confidence=_confidence(value.get("confidence")),
        carried={name: part for name, part in value.items() if name not in _COMMENT_FIELDS},
    )


def _decision(value: Mapping[str, Any]) -> PastDecision:
    return PastDecision(_needed(value, "status"), _string(value, "by"), _string(value, "at"), _string(value, "reason"))


def _block(value: Mapping[str, Any]) -> Block:
    kind = _one_of(value, "kind", BLOCK_KINDS, None)
    return Block(kind, _string(value, "text") or "", _number(value, "start"), _number(value, "end"))


def _confidence(value: Any) -> Confidence:
    if value is None:
        return Confidence()
    if not isinstance(value, dict):
        raise BadCell("`confidence` is not an object")
    parts = [value.get(name, 1.0) for name in ("author", "boundary", "parent")]
    if not all(isinstance(part, int | float) and not isinstance(part, bool) and 0 <= part <= 1 for part in parts):
        raise BadCell("`confidence` is not between 0 and 1")
    return Confidence(*(float(part) for part in parts))


def _text(value: Mapping[str, Any]) -> str:
    text = value.get("text")
    if not isinstance(text, str):
        raise BadCell("no text" if text is None else "the text is not a string")
    return text


def _string(value: Mapping[str, Any], name: str) -> str | None:
    found = value.get(name)
    if found is not None and not isinstance(found, str):
        raise BadCell(f"`{name}` is not a string")
    return found


def _needed(value: Mapping[str, Any], name: str) -> str:
    found = _string(value, name)
    if not found:
        raise BadCell(f"`{name}` is missing")
    return found


def _number(value: Mapping[str, Any], name: str) -> int | None:
    found = value.get(name)
    if found is not None and (not isinstance(found, int) or whole(found) is None):
        raise BadCell(f"`{name}` is not a whole number")
    return found


def _span(value: Mapping[str, Any], length: int) -> Span:
    start, end = _number(value, "start"), _number(value, "end")
    if start is None or end is None or not 0 <= start <= end <= length:
        raise BadCell("a quote is not a range of the text")
    return Span(start, end)


def _time(value: Mapping[str, Any], name: str) -> str | None:
    found = _string(value, name)
    if found is not None and (found := utc(found)) is None:
        raise BadCell(f"`{name}` is not a time")
    return found


def _one_of(value: Mapping[str, Any], name: str, options: tuple[_T, ...], default: _T | None) -> _T:
    found = value.get(name, default)
    for option in options:
        if found == option:
            return option
    raise BadCell(f"`{name}` is none of {', '.join(map(str, options))}")


def _each(value: Mapping[str, Any], name: str, build: Callable[[Mapping[str, Any]], _T]) -> tuple[_T, ...]:
    found = value.get(name) or []
    if not isinstance(found, list) or not all(isinstance(part, dict) for part in found):
        raise BadCell(f"`{name}` is not a list of objects")
    return tuple(build(part) for part in found)
