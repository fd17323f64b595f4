"""On Dask: any scheduler's workers, or a cluster of processes on this machine."""

from __future__ import annotations

import asyncio
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from moderation.distributed.spread import RESUMES, FrameFunction, Lost
from moderation.distributed.work import score_frames
from moderation.errors import ModerationError, UsageError

if TYPE_CHECKING:
    import pandas as pd

# A frame whose function raises is tried again; one whose worker dies is moved by the scheduler itself, three times.
RETRIES: Final = 2
# How long to wait for a scheduler's first word, and for the client to be let in.
GREETING_SECONDS: Final = 10
# Frames on their way per thread of the cluster: one in work, one waiting, one on the wire.
AHEAD: Final = 3


def scored(frame: Any, text: str = "text", **loading: Any) -> Any:
    """Return a lazy Dask DataFrame with the columns of `score_frame`; `loading` are the arguments of `load_pipeline`.

    Each partition is scored where it lies.
    """
    meta = _one(frame._meta, text, loading)  # noqa: SLF001 # the empty frame that Dask keeps for this
    return frame.map_partitions(_one, text, loading, meta=meta)


def _one(frame: pd.DataFrame, text: str, loading: dict[str, Any]) -> pd.DataFrame:
    return next(score_frames(iter([frame]), text, **loading))


@dataclass(frozen=True, slots=True)
class OnDask:
    """An engine: the scheduler at an address, or, without one, `workers` processes here.

    `told` hears what a person should know before the first answer, such as that no worker is there yet.
    """

    scheduler: str | None = None
    workers: int = 1
    told: Callable[[str], object] = lambda _: None

    def __call__(self, function: FrameFunction, frames: Iterable[pd.DataFrame]) -> Iterator[pd.DataFrame | Lost]:
        """Yield the answers in the order of the frames; so many are on their way that no worker waits."""
        with _client(self.scheduler, self.workers) as client:
            if not _threads(client):
                self.told("no worker is at the scheduler yet; waiting for the first (Ctrl+C stops)")

            def send(frame: pd.DataFrame) -> Any:
                # Sent with the task and kept by the scheduler: data scattered to a worker would die with it.
                with _told_if_gone():
                    return client.submit(_first, function, frame, retries=RETRIES, pure=False)

            waiting: deque[tuple[pd.DataFrame, Any]] = deque()
            for frame in frames:
                waiting.append((frame, send(frame)))
                if len(waiting) >= AHEAD * max(1, _threads(client)):
                    yield from _next(waiting, send)
            while waiting:
                yield from _next(waiting, send)


def _next(
    waiting: deque[tuple[pd.DataFrame, Any]], send: Callable[[pd.DataFrame], Any]
) -> Iterator[pd.DataFrame | Lost]:
    """Yield the next answer, or all that wait where workers died of one: the scheduler blames whatever they held.

    Those are sent again one at a time, when nothing else is on its way, so that each answers for itself.
    """
    frame, future = waiting.popleft()
    answer = _answer(future)
    if not _killed(answer):
        yield answer
        return
    together = [(frame, answer), *((other, _answer(future)) for other, future in waiting)]
    waiting.clear()
    for again, answer in together:
        yield _answer(send(again)) if _killed(answer) else answer


def _killed(answer: pd.DataFrame | Lost) -> bool:
    return isinstance(answer, Lost) and answer.error == "KilledWorker"


def _first(function: FrameFunction, frame: pd.DataFrame) -> pd.DataFrame:
    return next(function(iter([frame])))


def _answer(future: Any) -> pd.DataFrame | Lost:
    with _told_if_gone():
        error = future.exception()
        if error is not None:
            return Lost(type(error).__name__)
        answer: pd.DataFrame = future.result()
    return answer


def _threads(client: Any) -> int:
    with _told_if_gone():
        return sum(client.nthreads().values())


@contextmanager
def _told_if_gone() -> Iterator[None]:
    """Raise ModerationError where the client has lost its scheduler: it says so in as many ways as it has calls."""
    from distributed import CancelledError, client

    closed = getattr(client, "ClosedClientError", CancelledError)  # that of older releases is no class of its own
    try:
        yield
    except (CancelledError, closed, OSError):
        raise ModerationError("the scheduler is gone", mend=f"start it again; {RESUMES}") from None


@contextmanager
def _client(scheduler: str | None, workers: int) -> Iterator[Any]:
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        raise UsageError("Dask is not installed", mend="pip install 'moderation[dask]'") from None
    if scheduler is None:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Port")  # of two clusters here, the second reports on another one
            cluster = LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None)
        with cluster, Client(cluster) as client:
            yield client
        return
    with _let_in(scheduler) as client:
        yield client


def _let_in(scheduler: str) -> Any:
    """Return a client of the scheduler; raises UsageError where none answers, or one of another Dask."""
    import distributed

    theirs = "of another version"
    try:
        # In a thread of its own: a notebook has a loop running in this one.
        with ThreadPoolExecutor(1) as aside:
            theirs = aside.submit(asyncio.run, _greeted(scheduler)).result()
        return distributed.Client(scheduler, timeout=f"{GREETING_SECONDS}s")
    except (OSError, ValueError):
        raise UsageError(f"no scheduler answers at `{scheduler}`", mend="name one, such as tcp://host:8786") from None
    except (TypeError, LookupError, AttributeError):  # what one version asks for, and another has not heard of
        raise UsageError(
            f"the scheduler at `{scheduler}` has Dask {theirs}, this machine {distributed.__version__}",
            mend="install the same version on both, and on the workers",
        ) from None


async def _greeted(scheduler: str) -> str:
    """Return the version of Dask at an address; the client would wait for ever where something else listens."""
    from distributed.core import rpc
    from distributed.security import Security

    async with asyncio.timeout(GREETING_SECONDS):
        async with rpc(scheduler, connection_args=Security().get_connection_args("client")) as there:
            told = await there.versions()
    return str(told["packages"]["distributed"])
