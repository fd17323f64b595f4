"""One task over many items in several processes, results in the order of the items, few of them in memory at once."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from typing import Any, Final, TypeVar

from moderation.batch.processes import leave_with_parent
from moderation.errors import ModerationError

Item = TypeVar("Item")
Result = TypeVar("Result")
# Items that may wait per process: enough to keep it busy, few enough to keep memory flat.
AHEAD: Final = 2


def in_order(task: Callable[[Item], Result], items: Iterable[Item], jobs: int) -> Iterator[Result]:
    """Yield `task(item)` for every item, in order; `task` travels to each process once, so it may be heavy."""
    source = iter(items)
    first = list(islice(source, 2))
    if jobs <= 1 or len(first) < 2:  # a second process takes longer to start than one item takes
        yield from map(task, chain(first, source))
        return
    # Spawned, not forked: a fork would copy locks held by the threads of numerical libraries.
    pool = ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), _take, (task,))
    waiting: deque[Future[Result]] = deque()
    try:
        for item in chain(first, source):
            waiting.append(pool.submit(_do, item))
            if len(waiting) >= jobs * AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool:
        raise ModerationError(
            "a process was killed, perhaps for want of memory", mend="run again with `--jobs 1`"
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)


_TASK: dict[str, Callable[[Any], Any]] = {}


def _take(task: Callable[[Any], Any]) -> None:
    leave_with_parent()
    _TASK["task"] = task


def _do(item: Any) -> Any:
    return _TASK["task"](item)
