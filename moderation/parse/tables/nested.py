"""Rows whose comment stands in an object of its own: `{"comment": {"text": ...}}` as the column `comment.text`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from moderation.parse.tables.columns import text_column

_DEEPEST: Final = 5


def flattened(row: Mapping[str, Any], depth: int = 0) -> dict[str, Any]:
    """Return a row with what stands in its objects as columns of its own, named by their path; lists stay."""
    flat: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, Mapping) and value and depth < _DEEPEST:
            flat.update({f"{name}.{inner}": part for inner, part in flattened(value, depth + 1).items()})
        else:
            flat[name] = value
    return flat


def is_nested(rows: Sequence[Mapping[str, Any]], told: Mapping[str, str]) -> bool:
    """Tell whether the text of rows stands inside an object, by what the caller `told` or by the names there."""
    names = dict.fromkeys(name for row in rows for name in row)
    flat = dict.fromkeys(name for row in rows for name in flattened(row))
    wanted = {name for name in told.values() if name not in names}
    if wanted:
        return flat.keys() >= wanted
    column = told.get("text") or text_column(list(names))
    holds_text = column is not None and not any(isinstance(row.get(column), Mapping) for row in rows)
    return not holds_text and inside_of(flat) is not None


def inside_of(names: Iterable[str]) -> str | None:
    """Return the path of the object that holds the text, with its dot: `comment.`; empty for the row itself."""
    by_object: dict[str, list[str]] = {}
    for name in names:
        path, dot, last = name.rpartition(".")
        by_object.setdefault(path + dot, []).append(last)
    # Of several objects the outer one: a comment's article has a text, too.
    paths = sorted(by_object, key=lambda path: path.count("."))
    return next((path for path in paths if text_column(by_object[path]) is not None), None)
