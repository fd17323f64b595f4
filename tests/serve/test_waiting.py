"""The waiting room: batches, answers in order, and a door that closes before the house is full."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest

from moderation.pipeline import Pipeline, load_pipeline
from moderation.records import Comment, Verdict
from moderation.serve.refusals import Refusal
from moderation.serve.waiting import Manner, WaitingRoom

Answer = TypeVar("Answer")


def alone(work: Coroutine[Any, Any, Answer]) -> Answer:
    """Run a coroutine on a thread of its own: another test may have left a loop running on this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result(60)


class Slow:
    """A pipeline that waits for leave and remembers the sizes of its batches."""

    def __init__(self, pipeline: Pipeline) -> None:
        self._pipeline = pipeline
        self.gate = threading.Event()
        self.seconds = 0.0
        self.sizes: list[int] = []

    def judge(self, comments: Sequence[Comment], contexts: Any, *, explained: bool) -> list[Verdict]:
        self.gate.wait(60)
        time.sleep(self.seconds * len(comments))
        self.sizes.append(len(comments))
        if any(comment.text == "break" for comment in comments):
            raise MemoryError
        return self._pipeline.judge(comments, contexts, explained=explained)


@pytest.fixture
def slow() -> Slow:
    """A slow pipeline."""
    return Slow(load_pipeline(classifier="constant.v1"))


def _comment(number: int, text: str = "hello there") -> Comment:
    return Comment(source="test", thread_id="", id=str(number), text=text)


def test_what_waits_is_judged_together_and_answered_apart(slow: Slow) -> None:
    """Everybody gets the verdict of their own comment, however few batches there were."""

    async def run() -> list[list[Verdict]]:
        room = WaitingRoom(slow, at_once=8)  # type: ignore[arg-type]
        asks = [asyncio.create_task(room.judge([_comment(n)])) for n in range(20)]
        await asyncio.sleep(0.01)
        slow.gate.set()
        return await asyncio.gather(*asks)

    answers = alone(run())
    assert [verdict.id for (verdict,) in answers] == [str(n) for n in range(20)]
    assert slow.sizes == [8, 8, 4]


def test_a_full_room_turns_away_and_recovers(slow: Slow) -> None:
    """Ten times too many: some are told to come again, the others are answered, and then there is room."""
    slow.seconds = 0.005
    slow.gate.set()

    async def run() -> tuple[list[Any], int]:
        room = WaitingRoom(slow, longest_wait=0.05, at_once=4)  # type: ignore[arg-type]
        await room.judge([_comment(0)])
        answers = await asyncio.gather(*(room.judge([_comment(n)]) for n in range(100)), return_exceptions=True)
        return answers, len(await room.judge([_comment(1)]))

    answers, after = alone(run())
    refused = [answer for answer in answers if isinstance(answer, Refusal)]
    assert {refusal.code for refusal in refused} == {429}
    assert 50 < len(refused) < 100
    assert after == 1


def test_a_larger_ask_than_the_room_is_taken_when_nobody_waits(slow: Slow) -> None:
    """A limit on waiting is no limit on one request."""
    slow.gate.set()

    async def run() -> int:
        room = WaitingRoom(slow, longest_wait=0.001)  # type: ignore[arg-type]
        return len(await room.judge([_comment(n) for n in range(30)]))

    assert alone(run()) == 30


def test_one_that_breaks_does_not_stop_the_next(slow: Slow) -> None:
    """An error reaches those whose batch it was, and the room goes on."""
    slow.gate.set()

    async def run() -> int:
        room = WaitingRoom(slow)  # type: ignore[arg-type]
        with pytest.raises(MemoryError):
            await room.judge([_comment(1, "break")])
        return len(await room.judge([_comment(2)]))

    assert alone(run()) == 1


def test_manners_are_judged_apart(slow: Slow) -> None:
    """Whoever asks for evidence gets it, whoever does not waits for none."""

    async def run() -> list[list[Verdict]]:
        room = WaitingRoom(load_pipeline(classifier="constant.v1"))
        asks = [room.judge([_comment(n)], manner=Manner(explained=bool(n))) for n in range(2)]
        return await asyncio.gather(*asks)

    plain, explained = alone(run())
    assert plain[0].evidence is None
    assert explained[0].evidence is not None
