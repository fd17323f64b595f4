"""Fixed-width records on disk, dealt out by a key, so that all of one key can be looked at together."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

# A bucket is what is held in memory at once: a 256th of the records, and never less than all of the commonest key.
BUCKETS: Final = 256
_SPREAD: Final = np.uint64(0x9E3779B97F4A7C15)  # 2^64 over the golden ratio: keys that count up are dealt out evenly


class Spill:
    """Records of unsigned 64-bit columns, the first of them the key; written once, then read bucket by bucket."""

    def __init__(self, folder: Path, columns: Sequence[str]) -> None:
        folder.mkdir(parents=True)
        self._folder = folder
        self._files: dict[int, BinaryIO] = {}
        self._type = np.dtype([(column, np.uint64) for column in columns])

    def add(self, *columns: Array) -> None:
        """Append records, given as columns of one length."""
        records = np.empty(len(columns[0]), self._type)
        for name, values in zip(self._type.names or (), columns, strict=True):
            records[name] = values
        bucket = (columns[0].astype(np.uint64) * _SPREAD) >> np.uint64(56)
        order = np.argsort(bucket, kind="stable")
        ends = np.searchsorted(bucket[order], np.arange(BUCKETS), side="right")
        records = records[order]
        for number, (start, end) in enumerate(pairwise((0, *ends))):
            if end > start:
                if number not in self._files:
                    self._files[number] = self._path(number).open("wb")
                self._files[number].write(records[start:end].tobytes())

    def read(self) -> Iterator[Array]:
        """Yield each bucket's records, sorted by all columns, and take it from the disk."""
        for file in self._files.values():
            file.close()
        for number in sorted(self._files):
            records = np.fromfile(self._path(number), self._type)
            self._path(number).unlink()
            yield records[np.lexsort([records[name] for name in reversed(self._type.names or ())])]

    def _path(self, number: int) -> Path:
        return self._folder / f"{number:03d}"


def mapped(path: Path, kind: Any, count: int) -> Any:
    """Return a new file of `count` records as an array in memory; raises OSError where the disk has no room for it.

    A mapped file is made with holes, and a page that has no room when it is written ends the process (SIGBUS), without
    a word. So its room is taken first.
    """
    size = count * np.dtype(kind).itemsize
    with path.open("wb") as file:
        if hasattr(os, "posix_fallocate"):
            os.posix_fallocate(file.fileno(), 0, size)
        else:
            file.truncate(size)
    return np.memmap(path, kind, "r+", shape=(count,))


def runs(keys: Array) -> tuple[Array, Array]:
    """Return where each run of one key in sorted keys begins, and how long it is."""
    starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
    return starts, np.diff(np.append(starts, len(keys)))
