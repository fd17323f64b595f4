"""Where the time of a run goes: seconds of CPU and of the clock, by stage."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping

# stage -> (CPU seconds, seconds by the clock)
Spent = Mapping[str, tuple[float, float]]


class Stopwatch:
    """Laps by name: each begins where the one before it ended, so that nothing is counted twice and nothing left out.

    `cpu` is the clock of CPU seconds: the whole process's, or `time.thread_time` where other threads work beside.
    """

    __slots__ = ("_cpu", "_since", "_spent")

    def __init__(self, cpu: Callable[[], float] = time.process_time) -> None:
        self._cpu = cpu
        self._spent: dict[str, tuple[float, float]] = {}
        self._since = (cpu(), time.perf_counter())

    def lap(self, stage: str) -> None:
        """Count the time since the last lap for `stage`."""
        now = (self._cpu(), time.perf_counter())
        cpu, clock = self._spent.get(stage, (0.0, 0.0))
        self._spent[stage] = (cpu + now[0] - self._since[0], clock + now[1] - self._since[1])
        self._since = now

    def taken(self) -> Spent:
        """Return what was counted, and count anew from zero."""
        spent, self._spent = self._spent, {}
        return spent


class _Unwatched(Stopwatch):
    """For whoever does not want to know."""

    __slots__ = ()

    def lap(self, stage: str) -> None:
        """Look at no clock."""


UNWATCHED = _Unwatched()


def summed(times: Iterable[Spent]) -> dict[str, tuple[float, float]]:
    """Return the times of several processes as one."""
    total: dict[str, tuple[float, float]] = {}
    for spent in times:
        for stage, (cpu, clock) in spent.items():
            before = total.get(stage, (0.0, 0.0))
            total[stage] = (before[0] + cpu, before[1] + clock)
    return total
