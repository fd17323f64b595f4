"""What every reader of a format is given, and what it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from moderation.parse.utf8 import beginning
from moderation.records import Record


@dataclass(frozen=True, slots=True)
class Input:
    """An opened input: `stream` begins at the first byte, `head` shows up to 64 KiB of it.

    `name` is for messages, `stem` for threads without a name; `source` is the records' source, or None for the
    format's own default; `columns` is the caller's column map, field -> column.
    """

    name: str
    stem: str
    head: bytes
    stream: BinaryIO
    source: str | None
    columns: Mapping[str, str]

    @property
    def begin(self) -> bytes:
        """The head of a text as UTF-8, without byte order mark and blanks before it."""
        return beginning(self.head)


Reader = Callable[[Input], Iterator[Record]]
