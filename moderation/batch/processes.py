"""One task over many items in several processes: results in order, few items in memory, no process left behind."""

from __future__ import annotations

import gc
import math
import multiprocessing
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Final, TypeVar

from moderation.batch.pool import ProcessKilled, spread
from moderation.errors import ModerationError

Item = TypeVar("Item")
Result = TypeVar("Result")
# A process takes as long to start as one or two items take.
WORTH_IT: Final = 3
_CGROUPS: Final = Path("/sys/fs/cgroup")


def usable_cores() -> int:
    """Return how many cores this process may use: affinity and the container's quota counted in."""
    own = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, math.ceil(min(own, quota(_own_cgroup(), _CGROUPS))))


def _own_cgroup() -> str:
    try:
        lines = Path("/proc/self/cgroup").read_text(encoding="utf-8").splitlines()
    except OSError:
        return "/"
    return next((line.removeprefix("0::") for line in lines if line.startswith("0::")), "/")


def quota(group: str, root: Path) -> float:
    """Return the cores that the control group and those above it may use, infinite where nothing is said."""
    folder = root / group.strip("/")
    least = math.inf
    for place in (folder, *folder.parents):
        try:
            allowed, period = (place / "cpu.max").read_text(encoding="utf-8").split()
            least = min(least, math.inf if allowed == "max" else int(allowed) / int(period))
        except (OSError, ValueError):
            pass
        if place == root:
            break
    return least


def in_order(
    here: Callable[[Item], Result],
    there: Callable[[], Callable[[Item], Result]],
    items: Iterable[Item],
    jobs: int,
    known: Callable[[Item], Result | None],
) -> Iterator[Result]:
    """Yield the result for every item, in order.

    `here` is called in this process where another is not worth its while; otherwise each process calls `there` once,
    and then what it returned for every item. `known` gives results that are there already. Raises ModerationError
    where a process was killed.
    """
    source = iter(items)
    first = list(islice(source, WORTH_IT)) if jobs > 1 else []
    if len(first) == WORTH_IT:
        yield from _spread(there, chain(first, source), jobs, known)
        return
    for item in chain(first, source):
        found = known(item)
        yield here(item) if found is None else found


def _spread(
    prepare: Callable[[], Callable[[Item], Result]],
    items: Iterable[Item],
    jobs: int,
    known: Callable[[Item], Result | None],
) -> Iterator[Result]:
    try:
        yield from spread(partial(_prepared, prepare, jobs), items, jobs, known)
    except ProcessKilled:
        raise ModerationError(
            "a process that scores was killed, perhaps for want of memory",
            mend="run again with fewer `--jobs`; with `-o`, `--resume` goes on where it stopped",
        ) from None


def _prepared(prepare: Callable[[], Callable[[Item], Result]], jobs: int) -> Callable[[Item], Result]:
    # torch would start a thread a core in each of the processes, which then wait for one another: two on two cores took
    # 16 s of CPU for what takes 11. The encoder's sessions have one thread anyway.
    os.environ.setdefault("OMP_NUM_THREADS", str(max(1, usable_cores() // jobs)))
    task = prepare()
    settle()
    return task


def settle() -> None:
    """Tell the garbage collector that what is loaded stays: it looks at models and rules no more, 7 % of the time."""
    gc.collect()
    _let_be()


@contextmanager
def settled() -> Iterator[None]:
    """Be settled for as long as it lasts, and give the collector back as it was.

    Nothing is collected first: in a process that holds much else, a notebook's or a test's, that takes half a second.
    """
    before = gc.get_threshold()
    _let_be()
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def _let_be() -> None:
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def leave_with_parent(leave: Callable[[], None]) -> None:
    """Have this process leave once the one that started it is gone, also where that was killed and said nothing.

    A process that nobody spawned stays.
    """
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def follow() -> None:
        parent.join()
        leave()

    threading.Thread(target=follow, daemon=True).start()
