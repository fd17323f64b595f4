"""How far the inputs have been read, in bytes as they lie on the disk: compressed or not, the truth for a bar."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, Final

from moderation.parse.opening import is_read_once

# Readers look this far ahead; a file that is longer and read to its end before the first comment is read whole.
_READ_AHEAD: Final = 1 << 18
_PARQUET: Final = b"PAR1"


class Position:
    """The place in several inputs, read one after the other; a pipe counts for nothing."""

    def __init__(self, paths: Sequence[str]) -> None:
        self._sizes = [_size(path) for path in paths]
        self._rows = [_rows(path) for path in paths]
        self._input = 0
        self._seen = 0
        self._file: BinaryIO | None = None
        self._is_whole = False

    @property
    def total(self) -> int:
        """The bytes of all inputs."""
        return sum(self._sizes)

    def turn_to(self, number: int) -> None:
        """Begin with an input."""
        self._input, self._file, self._seen, self._is_whole = number, None, 0, False

    def opened(self, file: BinaryIO) -> None:
        """Watch the file that is read now, below any compression."""
        self._file = file

    def count(self) -> None:
        """Count a row of the input."""
        if not self._seen:
            self._is_whole = self._sizes[self._input] > _READ_AHEAD and self._offset() == self._sizes[self._input]
        self._seen += 1

    def now(self) -> int:
        """Return the bytes that are behind us.

        Of a Parquet file these are its rows' share of it; another file that is read whole before its first row counts
        when it is done.
        """
        size, rows = self._sizes[self._input], self._rows[self._input]
        before = sum(self._sizes[: self._input])
        if rows:
            return before + size * min(self._seen, rows) // rows
        return before if self._is_whole else before + min(self._offset(), size)

    def _offset(self) -> int:
        if self._file is None:
            return 0
        try:
            return self._file.tell()
        except (OSError, ValueError):  # a pipe, or a file that is closed because all of it is read
            return self._sizes[self._input]


def _size(path: str) -> int:
    try:
        return 0 if is_read_once(path) else os.stat(path).st_size  # noqa: PTH116 # a name of bytes that are no text is one too
    except OSError:
        return 0


def _rows(path: str) -> int | None:
    """Return the rows of a Parquet file, None for any other; of a pipe not even the first bytes may be taken."""
    if is_read_once(path):
        return None
    try:
        with Path(path).open("rb") as file:
            if file.read(len(_PARQUET)) != _PARQUET:
                return None
        import pyarrow.parquet as pq

        return int(pq.read_metadata(path).num_rows)
    except (OSError, ValueError):  # the reader says what is wrong with it
        return None
