"""Chunks on workers: what is sent, what comes back, and what is told of a partition that nobody could score."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from moderation import load_pipeline, score_frame
from moderation.batch import Request, score_files
from moderation.batch.judging import Chunk, Refusal
from moderation.distributed import score_frames, spread
from moderation.distributed.parcels import packed, unpacked
from moderation.distributed.spread import Lost
from moderation.errors import ModerationError, UsageError
from moderation.records import Comment, Confidence, Context, PastDecision, Reject, Report, Span

ROWS = [
    {"id": str(number), "text": text, "topic": {"at": [number]}, "author": "Ann"}
    for number, text in enumerate(["you idiot", "a fine day for a walk", "12345", "Guten Tag, wie geht es dir?"] * 10)
]


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    """Forty comments and a broken line."""
    path = tmp_path / "dump.jsonl"
    path.write_text("\n".join([*map(json.dumps, ROWS[:20]), '{"id": "broken', *map(json.dumps, ROWS[20:])]))
    return path


def _here(function: Callable, frames: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    """An engine whose one worker is this process."""
    yield from function(iter(frames))


def test_a_chunk_travels_whole() -> None:
    """Every field of a comment, its context and the rejects between comes back as it went."""
    article = {"article_title": "T", "article_text": "Body \ud800", "article_url": None}
    comment = Comment(
        source="s", thread_id="t", id="1", text="lone \ud800 and \x00", site="x", likes=2**60,
        quotes=(Span(0, 2),), reports=(Report("spam", by="Bob"),), past_decisions=(PastDecision("spam"),),
        confidence=Confidence(0.5, 0.25, 1.0), carried={"n": 1.5, "deep": [{"a": None}]}, status="approved",
    )  # fmt: skip
    plain = Comment(source="s", thread_id="t", id="2", text="b")
    chunk = Chunk(
        7,
        (comment, plain),
        (Context(**article, quotes=(Span(0, 2),), depth=0), Context(**article, author_comments=3)),
        (Refusal("a.csv", Reject(3, "no text", "raw")), Refusal(None, Reject(0, "why"))),
    )
    sent = packed(chunk)

    assert unpacked(sent) == chunk
    assert unpacked(sent).comments[0].carried == comment.carried
    assert sent.count(b"Body") == 1


@pytest.mark.parametrize("ending", ["jsonl", "csv", "parquet"])
def test_workers_write_what_one_machine_writes(dump: Path, tmp_path: Path, loading: dict, ending: str) -> None:
    """Row for row and byte for byte, rejects and counts included."""
    alone, on_workers = tmp_path / f"alone.{ending}", tmp_path / f"workers.{ending}"
    counted = score_files(Request((str(dump),), alone, loading=loading, chunk=7)).tally
    spread_out = score_files(Request((str(dump),), on_workers, loading=loading, chunk=7, judging=spread(_here)))

    assert on_workers.read_bytes() == alone.read_bytes()
    assert Path(f"{on_workers}.rejects.jsonl").read_bytes() == Path(f"{alone}.rejects.jsonl").read_bytes()
    assert spread_out.tally == counted


def test_a_partition_that_fails_everywhere_is_told_row_by_row(dump: Path, tmp_path: Path, loading: dict) -> None:
    """The rest is scored; each lost comment is a reject with its reason, in a form that can be scored again."""

    def engine(function: Callable, frames: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame | Lost]:
        for frame in frames:
            yield Lost("KilledWorker") if frame["number"][0] == 2 else next(function(iter([frame])))

    out = tmp_path / "out.jsonl"
    tally = score_files(Request((str(dump),), out, loading=loading, chunk=7, judging=spread(engine))).tally
    written = [json.loads(line)["id"] for line in out.read_text().splitlines()]
    told = [json.loads(line) for line in Path(f"{out}.rejects.jsonl").read_text().splitlines()]
    lost = [json.loads(line["raw"]) for line in told if "KilledWorker" in line["reason"]]

    assert (tally.rows, tally.rejects) == (40 - len(lost), len(lost) + 1)
    assert sorted([*written, *(row["id"] for row in lost)], key=int) == [row["id"] for row in ROWS]
    assert {row["text"] for row in lost} <= {row["text"] for row in ROWS}


def test_workers_that_cannot_score_at_all_stop_the_run(dump: Path, tmp_path: Path, loading: dict) -> None:
    """A file of nothing but rejects would help nobody: the first, empty parcel tells."""

    def without_moderation(function: Callable, frames: Iterator[pd.DataFrame]) -> Iterator[Lost]:
        yield from (Lost("ModuleNotFoundError") for _ in frames)

    def with_other_rules(function: Callable, frames: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
        for frame in function(iter(frames)):
            told = json.loads(frame["told"][0])
            told["versions"]["rules"] = "0" * 64
            yield frame.assign(told=json.dumps(told))

    for engine, said in ((without_moderation, "ModuleNotFoundError"), (with_other_rules, "another rules than")):
        with pytest.raises(ModerationError, match=said):
            score_files(Request((str(dump),), tmp_path / "o.jsonl", loading=loading, judging=spread(engine)))


def test_a_worker_says_what_it_cannot_load(dump: Path, tmp_path: Path, loading: dict) -> None:
    """Rules that lie on this machine alone are named, not retried."""
    request = Request((str(dump),), tmp_path / "o.jsonl", loading=loading)

    def elsewhere(function: Callable, frames: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
        work = replace(function.args[0], loading={"policy": tmp_path / "nowhere.toml"})
        yield from function.func(work, iter(frames))

    with pytest.raises(ModerationError, match=r"nowhere\.toml"):
        score_files(replace(request, judging=spread(elsewhere)))


def test_frames_in_frames_out(loading: dict) -> None:
    """What a worker of any engine runs is `score_frame`, frame by frame."""
    frame = pd.DataFrame(ROWS)
    halves = list(score_frames(iter([frame[:20], frame[20:]]), **loading))

    pd.testing.assert_frame_equal(pd.concat(halves), score_frame(frame, pipeline=load_pipeline(**loading)))


def test_a_run_that_stopped_on_the_workers_resumes_to_the_same_bytes(dump: Path, tmp_path: Path, loading: dict) -> None:
    """What is on the shelf is not sent again."""
    whole, resumed = tmp_path / "whole.jsonl", tmp_path / "resumed.jsonl"
    score_files(Request((str(dump),), whole, loading=loading, chunk=7))

    def stops(function: Callable, frames: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
        for number, frame in enumerate(frames):
            if number == 4:  # the empty one, and three chunks
                raise KeyboardInterrupt
            yield next(function(iter([frame])))

    with pytest.raises(KeyboardInterrupt):
        score_files(Request((str(dump),), resumed, loading=loading, chunk=7, judging=spread(stops)))
    sent: list[int] = []

    def counts(function: Callable, frames: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
        for frame in frames:
            sent.append(int(frame["number"][0]))
            yield next(function(iter([frame])))

    score_files(Request((str(dump),), resumed, loading=loading, chunk=7, judging=spread(counts), resume=True))

    assert sent == [-1, 3, 4, 5]
    assert resumed.read_bytes() == whole.read_bytes()


def _broken(*_: object, **__: object) -> None:
    from py4j.protocol import Py4JNetworkError

    raise Py4JNetworkError("by its name alone")


def test_a_run_stops_where_spark_is_gone() -> None:
    """Each frame that is left would fail wherever it is tried: its comments are no rejects, `--resume` goes on."""
    pytest.importorskip("pyspark")
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
    pytest.importorskip("pyspark")
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
    pytest.importorskip("distributed")
    from moderation.distributed import dask

    monkeypatch.setattr(dask, "GREETING_SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(UsageError, match=f"no scheduler answers at `{address}`"):
            dask._let_in(address)


def test_a_scheduler_of_another_dask_is_told_with_both_versions(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the client asks for, and the scheduler has not heard of, is a TypeError deep in either."""
    distributed = pytest.importorskip("distributed")
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
    pytest.importorskip("distributed")
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
    pytest.importorskip("distributed")
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
    sql = pytest.importorskip("pyspark.sql")
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
    pytest.importorskip("pyspark")
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
