"""The JSON values on a line."""

from __future__ import annotations

import json
import re
from typing import Any, Final

import orjson

from moderation.parse.tables.values import DEEPEST, BadCell, cleaned

_DOUBTFUL: Final = frozenset({float, list, dict})
_BETWEEN: Final = re.compile(r"[ \t\r\n,]*")
_DECODER: Final = json.JSONDecoder(parse_constant=lambda _: None)


def parse_json(text: str) -> list[Any]:
    """Return the JSON values on a line: one, or several that a missing line end has glued together.

    NUL and lone surrogates come out as U+FFFD.

    NaN and Infinity are no JSON, and no database takes them: they come as null, which is what a data frame means.
    Raises BadCell with the column.
    """
    if (flat := _quickly(text)) is not None:
        return [flat]
    # Only escapes bring NUL and surrogates into a line that was decoded; the walk costs a third of the reading.
    walk = "\\u" in text or text.count("[") + text.count("{") > DEEPEST
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
