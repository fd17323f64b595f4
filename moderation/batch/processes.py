"""One task over many items in several processes: results in order, few items in memory, no process left behind."""

from __future__ import annotations

import gc
import math
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import chain, islice
from multiprocessing import resource_tracker
from pathlib import Path
from typing import Any, Final, TypeVar

from moderation.errors import ModerationError

Item = TypeVar("Item")
Result = TypeVar("Result")
# Items that may wait per process: enough to keep it busy, few enough to keep memory flat.
AHEAD: Final = 2
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
    resource_tracker.ensure_running()  # starting it later would open the ears of the processes to interrupts
    # Spawned, not forked: a fork would copy locks held by the threads of numerical libraries.
    pool = ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), _begin, (prepare, jobs))
    strangers = set(multiprocessing.active_children())
    waiting: deque[Future[Result]] = deque()
    is_done = False
    try:
        for item in items:
            waiting.append(_future(pool, item, known(item)))
            if len(waiting) >= jobs * AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
        is_done = True
    except BrokenProcessPool:
        raise ModerationError(
            "a process that scores was killed, perhaps for want of memory",
            mend="run again with fewer `--jobs`; with `-o`, `--resume` goes on where it stopped",
        ) from None
    finally:
        with _undisturbed():
            # What they are at is lost, what they have finished is not: nobody who interrupts wants to wait for it.
            for process in set() if is_done else set(multiprocessing.active_children()) - strangers:
                process.terminate()
            pool.shutdown(cancel_futures=True)


def _future(pool: ProcessPoolExecutor, item: Item, there: Result | None) -> Future[Result]:
    if there is None:
        with _deaf():
            return pool.submit(_do, item)
    done: Future[Result] = Future()
    done.set_result(there)
    return done


@contextmanager
def _deaf() -> Iterator[None]:
    """Start processes that never hear Ctrl-C, which a terminal sends to all: the first one tells them what to do."""
    with _later(signal.SIGTERM):
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _later(number: signal.Signals) -> Iterator[None]:
    """Heed a signal once we are done: one that is taken for Ctrl-C would leave a process half started.

    Nobody knows of such a process, so nobody ends it; it waits for ever, and the pool for it. Blocked as SIGINT is, the
    processes that we start would have it blocked, too, and could not be told to stop.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    before = signal.signal(number, lambda *_: came.append(number))
    try:
        yield
    finally:
        signal.signal(number, signal.SIG_DFL if before is None else before)
        if came:
            signal.raise_signal(number)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Hear no second Ctrl-C while the processes are put away, which takes a moment: it would leave some behind."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)


_TASK: dict[str, Callable[[Any], Any]] = {}


def _begin(prepare: Callable[[], Callable[[Any], Any]], jobs: int) -> None:
    leave_with_parent()
    # torch would start a thread a core in each of the processes, which then wait for one another: two on two cores took
    # 16 s of CPU for what takes 11. The encoder's sessions have one thread anyway.
    os.environ.setdefault("OMP_NUM_THREADS", str(max(1, usable_cores() // jobs)))
    _TASK["task"] = prepare()
    settle()


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


def leave_with_parent(leave: Callable[[], None] = lambda: os._exit(1)) -> None:
    """Have this process leave once the one that started it is gone, also where that was killed and said nothing.

    A worker holds both ends of its queue, so it would wait there for ever. A process that nobody spawned stays.
    """
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def follow() -> None:
        parent.join()
        leave()

    threading.Thread(target=follow, daemon=True).start()


def _do(item: Any) -> Any:
    return _TASK["task"](item)
