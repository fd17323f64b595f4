"""JSON of any size, item by item: documents by the path of their items, lines by their number."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, BinaryIO, Final

import ijson

from moderation.parse.encoding import text_lines
from moderation.parse.exports.damage import Resumable, opening_of
from moderation.parse.tables.json_line import parse_json
from moderation.parse.tables.values import BadCell
from moderation.parse.utf8 import Utf8
from moderation.records import Notice, Reject

_OPENING: Final = frozenset({"start_map", "start_array"})
_AT_ONCE: Final = 1 << 18
# What a comma too many at the end of a list leaves behind.
_CLOSERS: Final = " \t\r\n,]}"
_CLOSING: Final = frozenset({"end_map", "end_array"})


@dataclass(frozen=True, slots=True)
class Found:
    """A value, the path that it stands at (`comments.item`), and its line; of a document's items, which one it is."""

    path: str
    value: Any
    line: int = 0
    raw: str = ""


@dataclass(slots=True)
class _Place:
    """How far a document is read: how many items, the last of them, and the one that is being built at `path`."""

    number: int = 0
    last: Any = None
    path: str = ""
    builder: ijson.ObjectBuilder | None = None


def items(stream: BinaryIO, paths: Collection[str]) -> Iterator[Found | Notice | Reject]:
    """Yield the values at `paths` of one JSON document, or of several one after the other, as they come.

    An item that is damaged is a Reject with its number, and reading goes on with the next that looks like those before.
    Where there is none, or the document is cut off, what stood before comes out, and then one notice.
    """
    source = Utf8(stream)
    document = Resumable(source)
    place = _Place()
    told = 0
    damage: Notice | Reject | None = None
    goes_on = True
    while goes_on:
        goes_on = False
        try:
            for found in _whole(source, document, paths, place):
                if len(source.notices) > told:
                    yield from source.notices[told:]
                    told = len(source.notices)
                yield found
        except (ijson.JSONError, ValueError, OverflowError) as error:
            reason = "a text is too long to be read" if source.is_overrun else _reason(error)
            goes_on, damage = (False, _ended(reason, place)) if source.is_overrun else _behind(document, reason, place)
        if goes_on and damage is not None:
            yield damage
            damage = None
    yield from source.notices[told:]
    if source.blanked:
        yield Notice(f"{source.blanked} control characters that JSON forbids were replaced by blanks")
    if damage is not None:
        yield damage


def _whole(source: Utf8, document: Resumable, paths: Collection[str], place: _Place) -> Iterator[Found]:
    builder, at, depth, begun = None, "", 0, 0
    seen = source.seen
    # Without `use_float` whole numbers may have any length, as ids have; fractions come as decimals.
    for path, event, value in ijson.parse(document, multiple_values=True, buf_size=_AT_ONCE):
        seen()
        if builder is None and path in paths and (event in _OPENING or event not in _CLOSING | {"map_key"}):
            builder, at, depth, begun = ijson.ObjectBuilder(), path, 0, document.at
            place.builder, place.path = builder, path
            if place.last is None:
                document.keep(begun)
        if builder is None:
            continue
        if event == "number" and value.__class__ is Decimal:
            value = float(value)  # noqa: PLW2901 - of millions
        builder.event(event, value)
        if event in _OPENING:
            depth += 1
        elif event in _CLOSING:
            depth -= 1
        if depth == 0:
            place.number += at.endswith("item") or not at
            if isinstance(builder.value, dict):
                place.last = builder.value
                document.keep(begun)
            place.builder = None
            yield Found(at, builder.value, place.number)
            builder = None


def _behind(document: Resumable, reason: str, place: _Place) -> tuple[bool, Notice | Reject | None]:
    """Move a document behind damage; return whether it goes on there, and what there is to say."""
    begun = getattr(place.builder, "value", None)
    goes_on, passed_over = document.resume(opening_of(place.path), place.last, begun)
    is_in_item, place.builder = place.builder is not None, None
    if not goes_on:
        is_harmless = not is_in_item and not passed_over.strip(_CLOSERS) and "EOF" not in reason
        return False, None if is_harmless else _ended(reason, place)
    if not is_in_item:
        return True, Notice(
            f"the JSON is damaged behind this item: {reason}; reading goes on with the next", place.number
        )
    place.number += 1
    return True, Reject(place.number, f"the JSON is damaged here: {reason}", passed_over)


def _ended(reason: str, place: _Place) -> Notice:
    return Notice(f"the JSON is cut off or damaged here: {reason}; what stands after is missing", place.number + 1)


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
