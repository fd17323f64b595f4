"""What the columns of a DataFrame tell of what surrounds each comment, under the names of `moderation parse`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from moderation.context import TOLD, Surroundings
from moderation.parse.tables.values import identifier
from moderation.parse.times import utc
from moderation.records import Columns, Comment, Context, Span

if TYPE_CHECKING:
    import pandas as pd

_IDS: Final = ("id", "thread_id", "parent_id", "author_id")
_NAMES: Final = ("author", "reply_to", "site")
_SOURCE: Final = "python"
# No guess by other names, as for a file: a frame's column `user` or `date` may be anything.
COLUMNS: Final = (*_IDS, *_NAMES, "created_at", "quotes", *TOLD)


def comments_of(frame: pd.DataFrame, text: str, texts: Sequence[str], *, alone: bool = False) -> list[Comment]:
    """Return the rows as comments; a row without an id has its position for one, and `alone` nothing but its text."""
    told = {} if alone else {name: _values(frame[name]) for name in _named(frame, text)}
    if not told:
        return [Comment(source=_SOURCE, thread_id="", id=str(row), text=one) for row, one in enumerate(texts)]
    rows = zip(*told.values(), strict=True)
    return [_comment(dict(zip(told, cells, strict=True)), row, texts[row]) for row, cells in enumerate(rows)]


def contexts_of(frame: pd.DataFrame, text: str, comments: Sequence[Comment]) -> list[Context] | None:
    """Return what surrounds each comment, None where no column tells anything."""
    named = _named(frame, text)
    if not named:
        return None
    header = Columns((), {name: name for name in named})
    placed = Surroundings().place([header, *comments])
    return [context or Context() for record, context in placed if isinstance(record, Comment)]


def _named(frame: pd.DataFrame, text: str) -> list[str]:
    """Return the columns that tell something; of two by one name nobody knows which is meant."""
    names = list(frame.columns)
    return [name for name in COLUMNS if name != text and names.count(name) == 1]


def _values(column: pd.Series[Any]) -> list[Any]:
    return [None if missing else value for value, missing in zip(column, column.isna(), strict=True)]


def _comment(cells: Mapping[str, Any], row: int, text: str) -> Comment:
    ids = {name: identifier(cells.get(name)) for name in _IDS}
    author, reply_to, site = (None if cells.get(name) is None else str(cells[name]) for name in _NAMES)
    return Comment(
        source=_SOURCE,
        thread_id=ids["thread_id"] or "",
        id=ids["id"] or str(row),
        text=text,
        parent_id=ids["parent_id"],
        reply_to=reply_to,
        author=author,
        author_id=ids["author_id"],
        site=site,
        created_at=utc(cells.get("created_at")),
        quotes=tuple(_quotes(cells.get("quotes"), len(text))),
        carried={name: cells[name] for name in TOLD if cells.get(name) is not None},
    )


def _quotes(cell: Any, size: int) -> Iterator[Span]:
    """Yield the ranges of a text of `size` characters that a cell names, as a list or as JSON.

    What is none is passed over: a column of that name may be anything, such as a count.
    """
    if isinstance(cell, str):
        try:
            cell = json.loads(cell)
        except ValueError:
            return
    for part in cell if hasattr(cell, "__iter__") else ():
        start, end = (part.get(name) if isinstance(part, Mapping) else None for name in ("start", "end"))
        if isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= size:
            yield Span(start, end)
