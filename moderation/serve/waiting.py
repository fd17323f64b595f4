"""Requests -> batches for the one thread that scores.

Whatever is asked for while a batch is scored makes the next one: a quiet server answers at once, a busy one scores
many comments for little more than the price of one, and more than it can take in time is turned away at the door.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Final

from moderation.pipeline import AUTO, Pipeline
from moderation.records import Comment, Context, Verdict
from moderation.serve.refusals import Refusal
from moderation.serve.settings import AT_ONCE, LONGEST_WAIT

# A batch that is done within this many seconds is not worth a thread.
SOON: Final = 0.02
_UNKNOWN: Final = float("inf")
_WARM: Final = 5
_SENTENCE: Final = "The first comment of the day is always about the weather, and nobody is ever rude about it. " * 3


@dataclass(frozen=True, slots=True)
class Manner:
    """How comments are to be judged; those that share a manner share a batch."""

    language: str = AUTO
    explained: bool = False


@dataclass(frozen=True, slots=True)
class _Ask:
    comments: Sequence[Comment]
    contexts: Sequence[Context] | None
    manner: Manner
    answer: asyncio.Future[list[Verdict]]

    @property
    def characters(self) -> int:
        """The work that it is; a request without a letter is still one."""
        return sum(len(comment.text) for comment in self.comments) + 1


class WaitingRoom:
    """Where comments wait to be scored; belongs to one event loop.

    What is soon done is done in the loop itself: handing it to a thread and back costs more than scoring it does, for
    the two fight over one interpreter (16 connections, n-grams: 2,330 requests/s in the loop, 1,470 in a thread).
    What takes longer goes to the thread, so that the loop goes on answering.
    """

    def __init__(self, pipeline: Pipeline, *, longest_wait: float = LONGEST_WAIT, at_once: int = AT_ONCE) -> None:
        self.pipeline = pipeline
        self._longest_wait, self._at_once = longest_wait, at_once
        self._asks: deque[_Ask] = deque()
        self._thread: ThreadPoolExecutor | None = None
        self._waiting = self._characters = 0
        self._is_busy = False
        self._seconds_a_character = _UNKNOWN

    @property
    def waiting(self) -> int:
        """How many comments wait or are being scored."""
        return self._waiting

    async def judge(
        self, comments: Sequence[Comment], contexts: Sequence[Context] | None = None, manner: Manner | None = None
    ) -> list[Verdict]:
        """Return one verdict per comment, in order; raises Refusal where those who wait already take too long."""
        if self._waiting and self._seconds(self._characters) > self._longest_wait:
            raise Refusal(429, "The server is busy. Please try again.", retry_after=1)
        loop = asyncio.get_running_loop()
        ask = _Ask(comments, contexts, manner or Manner(), loop.create_future())
        self._asks.append(ask)
        self._waiting += len(comments)
        self._characters += ask.characters
        if not self._is_busy:
            self._is_busy = True
            loop.call_soon(self._begin)  # not at once: what came in the same turn of the loop goes along
        return await ask.answer

    async def warm_up(self) -> None:
        """Score a few comments, so that the first request finds everything loaded and its cost known."""
        for _ in range(_WARM):
            await self.judge([Comment(source="serve", thread_id="", id="0", text=_SENTENCE)])

    def close(self) -> None:
        """Let the thread go, once it is done with what it has; who asks again gets another."""
        if self._thread is not None:
            self._thread.shutdown()
        self._thread = None

    def _begin(self) -> None:
        taken = [self._asks.popleft()]
        size = len(taken[0].comments)
        while self._asks and size + len(self._asks[0].comments) <= self._at_once:
            taken.append(self._asks.popleft())
            size += len(taken[-1].comments)
        work = asyncio.get_running_loop().create_task(self._score(taken))
        work.add_done_callback(lambda done: self._finish(taken, done))

    async def _score(self, taken: Sequence[_Ask]) -> list[list[Verdict]]:
        size = sum(ask.characters for ask in taken)
        begin = time.perf_counter()
        if self._seconds_a_character != _UNKNOWN and self._seconds(size) < SOON:
            answers = _verdicts(self.pipeline, taken)
        else:
            self._thread = self._thread or ThreadPoolExecutor(1, "scoring")
            loop = asyncio.get_running_loop()
            answers = await loop.run_in_executor(self._thread, _verdicts, self.pipeline, taken)
        self._learn((time.perf_counter() - begin) / max(1, size))
        return answers

    def _seconds(self, characters: int) -> float:
        """Return how long scoring so many characters is likely to take, 0 where nothing was scored yet."""
        return 0.0 if self._seconds_a_character == _UNKNOWN else characters * self._seconds_a_character

    def _learn(self, seconds_a_character: float) -> None:
        """Remember how long scoring takes, the latest batch counting for a fifth."""
        known = self._seconds_a_character
        change = (seconds_a_character - known) / 5
        self._seconds_a_character = seconds_a_character if known == _UNKNOWN else known + change

    def _finish(self, taken: Sequence[_Ask], done: asyncio.Task[list[list[Verdict]]]) -> None:
        self._waiting -= sum(len(ask.comments) for ask in taken)
        self._characters -= sum(ask.characters for ask in taken)
        error = done.exception()
        for place, ask in enumerate(taken):
            if ask.answer.done():  # the client went away
                continue
            if error is None:
                ask.answer.set_result(done.result()[place])
            else:
                ask.answer.set_exception(error)
        if self._asks:
            self._begin()
        else:
            self._is_busy = False


def _verdicts(pipeline: Pipeline, asks: Sequence[_Ask]) -> list[list[Verdict]]:
    """Return the verdicts of each ask; asks of one manner are judged together."""
    answers: dict[int, list[Verdict]] = {}
    for manner in dict.fromkeys(ask.manner for ask in asks):
        mine = [(place, ask) for place, ask in enumerate(asks) if ask.manner == manner]
        comments = [comment for _, ask in mine for comment in ask.comments]
        contexts = [context for _, ask in mine for context in ask.contexts or (Context(),) * len(ask.comments)]
        judge = pipeline if manner.language == AUTO else replace(pipeline, language=manner.language)
        verdicts = iter(judge.judge(comments, contexts, explained=manner.explained))
        for place, ask in mine:
            answers[place] = [next(verdicts) for _ in ask.comments]
    return [answers[place] for place in range(len(asks))]
