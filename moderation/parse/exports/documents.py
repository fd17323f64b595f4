"""JSON of any size, item by item: documents by the path of their items, lines by their number."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

import ijson

from moderation.parse.encoding import text_lines
from moderation.parse.tables.cells import BadCell, parse_json
from moderation.parse.utf8 import Utf8
from moderation.records import Notice, Reject

_OPENING: Final = frozenset({"start_map", "start_array"})
_AT_ONCE: Final = 1 << 18
_CLOSING: Final = frozenset({"end_map", "end_array"})


@dataclass(frozen=True, slots=True)
class Found:
    """A value, the path that it stands at (`comments.item`), and its line; of a document's items, which one it is."""

    path: str
    value: Any
    line: int = 0
    raw: str = ""


def items(stream: BinaryIO, paths: Collection[str]) -> Iterator[Found | Notice]:
    """Yield the values at `paths` of one JSON document, or of several one after the other, as they come.

    Where the document is cut off or damaged, what stood before comes out, and then one notice with the number of the
    item that it is in.
    """
    source = Utf8(stream)
    builder: ijson.ObjectBuilder | None = None
    at = ""
    depth = number = told = 0
    damage: Notice | None = None
    try:
        for path, event, value in ijson.parse(source, multiple_values=True, use_float=True, buf_size=_AT_ONCE):
            source.seen()
            if builder is None and path in paths and (event in _OPENING or event not in _CLOSING | {"map_key"}):
                builder, at, depth = ijson.ObjectBuilder(), path, 0
            if builder is None:
                continue
            builder.event(event, value)
            depth += (event in _OPENING) - (event in _CLOSING)
            if depth == 0:
                number += at.endswith("item") or not at
                if len(source.notices) > told:
                    yield from source.notices[told:]
                    told = len(source.notices)
                yield Found(at, builder.value, number)
                builder = None
    except (ijson.JSONError, ValueError, OverflowError) as error:
        reason = "a text is too long to be read" if source.is_overrun else _reason(error)
        reason = f"the JSON is cut off or damaged here: {reason}; what stands after is missing"
        damage = Notice(reason, number + 1)
    yield from source.notices[told:]
    if source.blanked:
        yield Notice(f"{source.blanked} control characters that JSON forbids were replaced by blanks")
    if damage is not None:
        yield damage


def _reason(error: Exception) -> str:
    """Return the parser's words without the piece of the file that it quotes."""
    first = error.args[0] if error.args else ""
    words = first.decode("utf-8", "replace") if isinstance(first, bytes) else str(first)
    return words.partition("\n")[0].strip().rstrip(".") or "not well-formed"


def lines(stream: BinaryIO) -> Iterator[Found | Notice | Reject]:
    """Yield the objects of JSON Lines; a line that is none is a Reject with its number."""
    notices: list[Notice | Reject] = []
    told = 0
    for number, line in enumerate(text_lines(stream, notices), 1):
        yield from notices[told:]
        told = len(notices)
        if not (bare := line.strip()):
            continue
        try:
            values = parse_json(bare)
        except BadCell as error:
            yield Reject(number, str(error), bare)
            continue
        for value in values:
            if isinstance(value, dict):
                yield Found("", value, number, bare)
            else:
                yield Reject(number, f"expected an object, found {type(value).__name__}", bare)
