"""How much memory a run takes: its own process and those that it started, what they share counted once."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import resource
import sys
import time
from pathlib import Path
from typing import Final

# Adding up a process's pages takes it some milliseconds, so they are not counted after every chunk.
_EVERY: Final = 2.0
_M_MMAP_THRESHOLD: Final = -3
_LARGE: Final = 256 * 1024  # bytes: as large as a chunk on its way between two processes


class Memory:
    """The highest sum of the processes' proportional set sizes that was seen, in bytes."""

    def __init__(self) -> None:
        self._looked = 0.0
        self._peak = 0

    def look(self) -> None:
        """Count now, unless that was done a moment ago."""
        now = time.monotonic()
        if now - self._looked >= _EVERY:
            self._looked = now
            self._peak = max(self._peak, _all_now())

    def peak(self) -> int:
        """Return the highest sum so far; where the system tells no shares, this process's own peak."""
        self._looked = 0.0
        self.look()
        if self._peak:
            return self._peak
        unit = 1 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def give_large_blocks_back() -> None:
    """Have large blocks of this process go back to the system when they are freed, where that is glibc's choice.

    It learns from the first ones to keep them, between others that stay: the process grew with every million rows.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, _LARGE)


def _all_now() -> int:
    pids = [os.getpid(), *(child.pid for child in multiprocessing.active_children() if child.pid)]
    return sum(proportional(pid) for pid in pids)


def proportional(pid: int) -> int:
    """Return the proportional set size of a process in bytes, 0 where it cannot be told."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
