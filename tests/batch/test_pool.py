"""Processes that are put away or killed at the worst of moments: nobody waits for the rest of what they say."""

from __future__ import annotations

import os
import signal
from functools import partial
from pathlib import Path

import pytest

from moderation.batch.pool import Pool, ProcessKilled, spread

# What each process prepares: `bytes`, `int` or `abs`, by a call that travels.
ZEROS, WHOLE, FAILING = partial(type, b""), partial(type, 0), partial(int, "no number")
# More than any pipe holds, so that who says it is in the middle of it until it is heard.
LONG = 20_000_000


def _in_the_middle_of_an_answer(pool: Pool[int, bytes]) -> int:
    """Wait until the only process has begun to say what nobody hears, and return its number."""
    (worker,) = pool._workers
    assert worker.pipe.poll(60)
    assert worker.process.pid is not None
    return worker.process.pid


def test_a_process_that_is_killed_in_the_middle_of_an_answer_is_told() -> None:
    """Half an answer is none: the rest of it was waited for, for ever."""
    pool: Pool[int, bytes] = Pool(ZEROS, 1)
    answer = pool.submit(LONG)
    os.kill(_in_the_middle_of_an_answer(pool), signal.SIGKILL)

    with pytest.raises(ProcessKilled):
        pool.result(answer)
    pool.end(at_once=True)


def test_processes_are_put_away_in_the_middle_of_an_answer() -> None:
    """Whoever stops a run need not hear it out."""
    pool: Pool[int, bytes] = Pool(ZEROS, 1)
    pool.submit(LONG)
    pid = _in_the_middle_of_an_answer(pool)
    pool.end(at_once=True)

    assert not Path(f"/proc/{pid}").exists()


def test_large_items_and_large_answers_pass_each_other() -> None:
    """Neither side waits with its own until the other has heard it."""
    items = [bytes([number]) * 3_000_000 for number in range(12)]

    assert list(spread(ZEROS, items, 2, known=lambda _: None)) == items


def test_what_a_process_raises_is_raised_with_its_traceback() -> None:
    """An item at a time: those before it come as they would."""
    answers = spread(WHOLE, ["1", "2", "three", "4"], 2, known=lambda _: None)

    assert [next(answers), next(answers)] == [1, 2]
    with pytest.raises(ValueError, match="three") as raised:
        next(answers)
    assert "Traceback" in raised.value.__notes__[0]


def test_a_process_that_cannot_prepare_says_why() -> None:
    """It was said to be killed, perhaps for want of memory."""
    with pytest.raises(ValueError, match="no number"):
        list(spread(FAILING, range(3), 2, known=lambda _: None))


def test_what_is_known_starts_no_process() -> None:
    """A run that is resumed at its end has nothing to wait for."""
    assert list(spread(FAILING, range(5), 2, known=abs)) == [0, 1, 2, 3, 4]
