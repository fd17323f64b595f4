"""What is told of a Spark or a Dask that is none, is another, or goes away; the soak sets the engines up."""

from __future__ import annotations

import socket
from contextlib import nullcontext
from types import SimpleNamespace

import pandas as pd
import pytest

from moderation.distributed.spread import Lost
from moderation.errors import ModerationError, UsageError

pytestmark = pytest.mark.soak


def _broken(*_: object, **__: object) -> None:
    from py4j.protocol import Py4JNetworkError

    raise Py4JNetworkError("by its name alone")


def test_a_run_stops_where_spark_is_gone() -> None:
    """Each frame that is left would fail wherever it is tried: its comments are no rejects, `--resume` goes on."""
    from moderation.distributed.spark import _answers

    gone = SimpleNamespace(
        createDataFrame=_broken,
        sparkContext=SimpleNamespace(_jsc=SimpleNamespace(sc=_broken)),
    )
    stopped = SimpleNamespace(isStopped=lambda: True)
    frames = [pd.DataFrame({"number": [1], "parcel": [b""]})]
    for session in (gone, SimpleNamespace(**{**vars(gone), "sparkContext": _context(stopped)})):
        with pytest.raises(ModerationError, match="Spark is gone"):
            _answers(session, lambda frames: frames, frames)

    here = SimpleNamespace(**{**vars(gone), "sparkContext": _context(SimpleNamespace(isStopped=lambda: False))})
    assert _answers(here, lambda frames: frames, frames) == [Lost("Py4JNetworkError")]


def _context(running: SimpleNamespace) -> SimpleNamespace:
    return SimpleNamespace(_jsc=SimpleNamespace(sc=lambda: running))


def test_a_spark_master_that_is_none_or_does_not_answer_is_named() -> None:
    """Spark would say it in a Java stack, after a minute of asking again; what its own configuration names, too."""
    from moderation.distributed.spark import OnSpark, _started

    builder = SimpleNamespace(getOrCreate=_broken)
    builder.master = lambda _: builder

    for name in ("local", "local[*]", "local[2,3]", "spark://a:7077,b:7077", "yarn", "k8s://https://host:443"):
        assert OnSpark(name).master == name
    for name in ("nonsense", "localhost", "http://host:7077"):
        with pytest.raises(UsageError, match=f"`{name}` is no Spark master"):
            OnSpark(name)
    with pytest.raises(UsageError, match="no Spark master answers at `spark://host:1`"):
        _started(builder, "spark://host:1")
    with pytest.raises(UsageError, match="where Spark's configuration says"):
        _started(builder, None)


def test_what_listens_and_is_no_scheduler_is_told_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Dask's client waits for ever for the greeting of a server that waits for a request."""
    from moderation.distributed import dask

    monkeypatch.setattr(dask, "GREETING_SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(UsageError, match=f"no scheduler answers at `{address}`"):
            dask._let_in(address)


def test_a_scheduler_of_another_dask_is_told_with_both_versions(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the client asks for, and the scheduler has not heard of, is a TypeError deep in either."""
    import distributed

    from moderation.distributed import dask

    async def greeted(_: str) -> str:
        return "2025.2.0"

    def refused(*_: object, **__: object) -> None:
        raise TypeError("an unexpected keyword argument")

    monkeypatch.setattr(dask, "_greeted", greeted)
    monkeypatch.setattr(distributed, "Client", refused)
    with pytest.raises(UsageError, match=rf"has Dask 2025\.2\.0, this machine {distributed.__version__}"):
        dask._let_in("tcp://127.0.0.1:1")


def test_whoever_waits_for_the_first_worker_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A scheduler without workers takes the chunks and answers nothing."""
    from moderation.distributed import dask

    said: list[str] = []
    workers = [{}, {"tcp://127.0.0.1:1": 1}]
    for there in workers:
        client = SimpleNamespace(nthreads=lambda there=there: there)
        monkeypatch.setattr(dask, "_client", lambda *_, client=client: nullcontext(client))
        assert list(dask.OnDask(told=said.append)(lambda frames: frames, [])) == []

    assert len(said) == 1
    assert "no worker is at the scheduler yet" in said[0]


@pytest.mark.parametrize("call", ["nthreads", "submit", "exception", "result"])
def test_a_scheduler_that_goes_is_told_whatever_is_asked_of_it_next(monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    """The loss of a connection is an OSError, which would be taken for an output that cannot be written."""
    from moderation.distributed import dask

    def gone(*_: object, **__: object) -> None:
        raise OSError("timed out during handshake")

    future = SimpleNamespace(exception=lambda: None, result=lambda: None)
    client = SimpleNamespace(nthreads=lambda: {"tcp://127.0.0.1:1": 1}, submit=lambda *_, **__: future)
    setattr(client if hasattr(client, call) else future, call, gone)
    monkeypatch.setattr(dask, "_client", lambda *_: nullcontext(client))
    with pytest.raises(ModerationError, match="the scheduler is gone"):
        list(dask.OnDask()(lambda frames: frames, [pd.DataFrame()]))


def test_spark_logs_no_error_that_could_quote_a_comment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a session of our own; one that runs already keeps its level, and goes on running."""
    from pyspark import sql

    from moderation.distributed import spark

    told: list[str] = []
    session = SimpleNamespace(
        sparkContext=SimpleNamespace(setLogLevel=told.append), stop=lambda: told.append("stopped")
    )
    monkeypatch.setattr(spark, "_started", lambda *_: session)
    with spark._session("local") as ours:
        assert ours is session
    assert told == ["FATAL", "stopped"]

    monkeypatch.setattr(sql.SparkSession, "getActiveSession", lambda: session)
    with spark._session("local") as theirs:
        assert theirs is session
    assert told == ["FATAL", "stopped"]


def test_the_first_jobs_of_spark_are_small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A job answers as a whole: of 32,000 comments nothing would be heard, or kept, until all of them were done."""
    from moderation.distributed import spark

    session = SimpleNamespace(sparkContext=SimpleNamespace(defaultParallelism=2))
    sizes: list[int] = []

    def answered(_: object, __: object, frames: list[int]) -> list[int]:
        sizes.append(len(frames))
        return frames

    monkeypatch.setattr(spark, "_session", lambda _: nullcontext(session))
    monkeypatch.setattr(spark, "_answers", answered)

    assert list(spark.OnSpark()(lambda frames: frames, range(50))) == [*range(50)]
    assert sizes == [1, 2, 4, 8, 16, 16, 3]
