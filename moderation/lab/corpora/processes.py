"""One task over many items in several processes, results in the order of the items, few of them in memory at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain, islice
from typing import TypeVar

from moderation.batch.pool import ProcessKilled, spread
from moderation.errors import ModerationError

Item = TypeVar("Item")
Result = TypeVar("Result")


def in_order(task: Callable[[Item], Result], items: Iterable[Item], jobs: int) -> Iterator[Result]:
    """Yield `task(item)` for every item, in order; `task` travels to each process once, so it may be heavy."""
    source = iter(items)
    first = list(islice(source, 2))
    if jobs <= 1 or len(first) < 2:  # a second process takes longer to start than one item takes
        yield from map(task, chain(first, source))
        return
    try:
        yield from spread(partial(_unchanged, task), chain(first, source), jobs, known=lambda _: None)
    except ProcessKilled:
        raise ModerationError(
            "a process was killed, perhaps for want of memory", mend="run again with `--jobs 1`"
        ) from None


def _unchanged(task: Callable[[Item], Result]) -> Callable[[Item], Result]:
    return task
