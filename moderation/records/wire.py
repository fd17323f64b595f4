"""Parse records as the JSON that `moderation parse` prints."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, Final

from moderation.records.parsed import Article, Columns, Comment, Notice, Record, Reject

_NAMES: Final[dict[type, str]] = {
    Article: "article",
    Comment: "comment",
    Notice: "warning",
    Reject: "reject",
    Columns: "columns",
}
_OURS_ALONE: Final = frozenset({"carried", "raw"})
# The order of the contract; the dataclass has those first that every comment has.
_COMMENT_ORDER: Final = (
    *("source", "site", "thread_id", "id", "parent_id", "reply_to", "author", "author_id"),
    *("created_at", "edited_at", "url", "text"),
)


def as_json(record: Record) -> dict[str, Any]:
    """Return a parse record as the JSON object that `moderation parse` prints, `record` first."""
    names = [f.name for f in dataclasses.fields(record) if f.name not in _OURS_ALONE]
    if isinstance(record, Comment):
        names = list(dict.fromkeys([*_COMMENT_ORDER, *names]))
    return {"record": _NAMES[type(record)], **{name: _plain(getattr(record, name)) for name in names}}


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return dict(value) if isinstance(value, Mapping) else value
