"""Which signals are heard while processes start and are put away: one at the wrong moment leaves some behind."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def deaf() -> Iterator[None]:
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

    Nobody knows of such a process, so nobody ends it. Blocked as SIGINT is, the processes that we start would have it
    blocked, too, and could not be told to stop.
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
def undisturbed() -> Iterator[None]:
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
