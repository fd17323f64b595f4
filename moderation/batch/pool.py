"""Processes that each have a pipe of their own: whoever is killed, at whatever moment, nobody waits for it for ever.

The standard library's pool has one pipe for the results of all, whose end for writing the parent holds as well. A
process that is killed in the middle of a result leaves the parent waiting there for the rest, which nobody writes.
"""

from __future__ import annotations

import multiprocessing
import os
import queue
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any, Final, Generic, TypeVar

from moderation.batch.signals import deaf, undisturbed

Item = TypeVar("Item")
Result = TypeVar("Result")
# Items that may wait per process: enough to keep it busy, few enough to keep memory flat.
AHEAD: Final = 2
# Said to a process that has nothing more to do; an item is never this.
_END: Final = None
# Spawned, not forked: a fork would copy locks held by the threads of numerical libraries.
_SPAWN: Final = multiprocessing.get_context("spawn")


class ProcessKilled(Exception):
    """A process ended before it had answered."""


def spread(
    prepare: Callable[[], Callable[[Item], Result]],
    items: Iterable[Item],
    jobs: int,
    known: Callable[[Item], Result | None],
) -> Iterator[Result]:
    """Yield the result for every item, in order: what `known` says of it, else what one of the processes answers.

    Raises what a process raised, and ProcessKilled.
    """
    pool = Pool(prepare, jobs)
    waiting: deque[Answer[Result]] = deque()
    is_done = False
    try:
        for item in items:
            found = known(item)
            waiting.append(pool.submit(item) if found is None else Answer(is_there=True, result=found))
            if len(waiting) >= jobs * AHEAD:
                yield pool.result(waiting.popleft())
        while waiting:
            yield pool.result(waiting.popleft())
        is_done = True
    finally:
        pool.end(at_once=not is_done)


@dataclass(slots=True)
class Answer(Generic[Result]):
    """What a process says to one item, once it has come."""

    is_there: bool = False
    result: Result | None = None
    error: Exception | None = None


@dataclass(slots=True)
class _Worker:
    process: SpawnProcess
    pipe: Connection
    owed: deque[Answer[Any]] = field(default_factory=deque)


class Pool(Generic[Item, Result]):
    """Processes that each call `prepare` once, and then what it returned for every item they are given."""

    def __init__(self, prepare: Callable[[], Callable[[Item], Result]], jobs: int) -> None:
        self._prepare, self._jobs = prepare, jobs
        self._workers: list[_Worker] = []

    def submit(self, item: Item) -> Answer[Result]:
        """Give an item to the process that has the least to do; its answer comes in `result`."""
        self._start()
        self._hear(0)
        worker = min(self._workers, key=lambda worker: len(worker.owed))
        answer: Answer[Result] = Answer()
        try:
            worker.pipe.send(item)
        except OSError:
            raise ProcessKilled from None
        worker.owed.append(answer)
        return answer

    def result(self, answer: Answer[Result]) -> Result:
        """Wait for an answer; raises what the process raised, or ProcessKilled."""
        while not answer.is_there:
            self._hear(None)
        if answer.error is not None:
            raise answer.error
        return answer.result  # type: ignore[return-value]

    def _start(self) -> None:
        if not self._workers:
            resource_tracker.ensure_running()  # starting it later would open the ears of the processes to interrupts
        while len(self._workers) < self._jobs:
            with deaf():
                ours, theirs = _SPAWN.Pipe()
                process = _SPAWN.Process(target=_work, args=(theirs, self._prepare), daemon=True)
                process.start()
                theirs.close()  # theirs alone, so that its end is the end of the pipe
                self._workers.append(_Worker(process, ours))

    def _hear(self, patience: float | None) -> None:
        by_pipe = {worker.pipe: worker for worker in self._workers}
        for pipe in wait(list(by_pipe), patience):
            worker = by_pipe[pipe]  # type: ignore[index]
            try:
                result, error = worker.pipe.recv()
            except (EOFError, OSError):
                raise ProcessKilled from None
            answer = worker.owed.popleft()
            answer.is_there, answer.result, answer.error = True, result, error

    def end(self, *, at_once: bool) -> None:
        """Let the processes leave; at once: what they are at is lost, what they have finished is not."""
        with undisturbed():
            for worker in self._workers:
                if at_once:
                    worker.process.terminate()
                else:
                    with suppress(OSError):  # it has left by itself
                        worker.pipe.send(_END)
            for worker in self._workers:
                worker.process.join()
                worker.process.close()
                worker.pipe.close()
            self._workers.clear()


def _work(pipe: Connection, prepare: Callable[[], Callable[[Any], Any]]) -> None:
    """Answer every item, in the order in which they come."""
    items: queue.SimpleQueue[Any] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(pipe, items), daemon=True).start()
    task, trouble = _answer(lambda _: prepare(), None)
    while (item := items.get()) is not _END:
        pipe.send((None, trouble) if trouble is not None else _answer(task, item))


def _listen(pipe: Connection, items: queue.SimpleQueue[Any]) -> None:
    """Take in whatever comes, so that the parent never waits for us to read while we wait for it to.

    Where the parent is gone, also one that was killed and said nothing, we leave.
    """
    try:
        while (item := pipe.recv()) is not _END:
            items.put(item)
    except (EOFError, OSError):
        os._exit(1)
    items.put(_END)


def _answer(task: Callable[[Any], Any], item: Any) -> tuple[Any, Exception | None]:
    try:
        return task(item), None
    except Exception as error:  # noqa: BLE001 - whatever it is, the parent raises it
        error.add_note(f"In another process:\n{traceback.format_exc()}")
        return None, error
