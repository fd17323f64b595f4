"""Formats that are read from both ends need a file; a stream becomes one on the disk."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, BinaryIO, Final

_IN_MEMORY: Final = 1 << 24
_BITE: Final = 1 << 20
# A file of these bytes alone is empty: blanks, and a byte order mark.
BLANK: Final = b" \t\r\n\xef\xbb\xbf"


@contextmanager
def spooled(stream: BinaryIO) -> Iterator[IO[bytes]]:
    """Yield all of `stream` as a file that can be read anywhere; over 16 MB of it wait on the disk."""
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as file:
        shutil.copyfileobj(stream, file, _BITE)
        file.seek(0)
        yield file
