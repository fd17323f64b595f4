"""One JSON document that holds a list of comments, read as if each stood on a line of its own."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO, Final, cast

import orjson

from moderation.parse.exports.documents import Found, items
from moderation.parse.reading import Input
from moderation.records import Notice

# A list of comments, or an object that holds one under a usual name.
_HELD: Final = re.compile(
    rb'\A\s*\{(?:\s*"\w{1,40}"\s*:\s*(?:"[^"\\]{0,200}"|[\w.+-]{1,40}|null)\s*,)*'
    rb'\s*"(comments|items|data|results|posts|rows)"\s*:\s*\['
)


def list_in(head: bytes) -> str | None:
    """Return the path of the items where an input begins like a document with a list of objects, else None."""
    if re.match(rb"\A\s*\[\s*(?:\{|\])", head):
        return "item"
    found = _HELD.match(head)
    return f"{found[1].decode()}.item" if found else None


def as_lines(source: Input, path: str, notices: list[Notice]) -> Input:
    """Return the input with each item of the list on a line; what cuts the document off is added to `notices`."""
    stream = io.BufferedReader(_Lines(items(source.stream, (path,)), notices), 1 << 16)
    return replace(source, stream=cast(BinaryIO, stream))


class _Lines(io.RawIOBase):
    def __init__(self, found: Iterator[Found | Notice], notices: list[Notice]) -> None:
        super().__init__()
        self._found, self._notices = found, notices
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._rest:
            one = next(self._found, None)
            if one is None:
                return 0
            if isinstance(one, Notice):
                self._notices.append(one)
            else:
                self._rest = memoryview(orjson.dumps(one.value, default=str, option=orjson.OPT_APPEND_NEWLINE))
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size
