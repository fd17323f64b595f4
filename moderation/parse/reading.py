"""What every reader of a format is given, and what it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, Final

from moderation.errors import InputError, Location
from moderation.parse.utf8 import beginning
from moderation.records import Record

LARGEST_PAGE: Final = 32 << 20  # bytes; the largest of the saved pages that this was tuned on has 2.7 MB


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


def whole_page(source: Input) -> bytes:
    """Return all bytes of a page; one larger than any page is (32 MiB, unpacked) is an InputError.

    Nothing of it is kept: 32 MiB of text take 900 MiB of memory to read, and a file so large is a dump.
    """
    data = source.stream.read(LARGEST_PAGE + 1)
    if len(data) > LARGEST_PAGE:
        raise InputError(
            f"is larger than {LARGEST_PAGE >> 20} MiB, and a page is read whole",
            at=Location(source.name),
            mend="split it, or name the format of a dump with `--as`, e.g. `--as jsonl`",
        )
    return data


Reader = Callable[[Input], Iterator[Record]]
