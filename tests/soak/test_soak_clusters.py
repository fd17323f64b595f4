"""Real clusters: a Dask cluster that loses a worker on the way, and Spark in local mode."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from moderation import score_frame
from moderation.batch import Request, Tally, score_files
from moderation.batch.request import Progress
from moderation.distributed import spread
from moderation.distributed.dask import OnDask
from moderation.distributed.dask import scored as scored_on_dask
from moderation.distributed.spread import Lost

pytestmark = pytest.mark.soak

TEXTS = ("you idiot", "a fine day for a walk", "12345", "Guten Tag, wie geht es dir?", "BUY now at http://x.example")
ROWS = [
    {"id": str(n), "text": f"{TEXTS[n % 5]} {n // 5}", "topic": {"at": [n]}, "author": f"a{n % 7}"} for n in range(4000)
]


@pytest.fixture(scope="module")
def dump(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four thousand comments and a broken line."""
    path = tmp_path_factory.mktemp("dump") / "dump.jsonl"
    path.write_text("\n".join([*map(json.dumps, ROWS[:99]), '{"id": "broken', *map(json.dumps, ROWS[99:])]))
    return path


@pytest.fixture(scope="module")
def alone(dump: Path) -> tuple[bytes, bytes, Tally]:
    """What one machine makes of it: rows, rejects, counts."""
    out = dump.with_name("alone.jsonl")
    tally = score_files(Request((str(dump),), out, chunk=100)).tally
    return out.read_bytes(), Path(f"{out}.rejects.jsonl").read_bytes(), tally


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """The address of a Dask cluster of two worker processes."""
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        yield cluster.scheduler_address


def test_a_dask_worker_that_is_killed_costs_no_row(
    dump: Path, alone: tuple[bytes, bytes, Tally], scheduler: str, tmp_path: Path
) -> None:
    """kill -9 in the middle: its chunks are judged again elsewhere, and the output is that of one machine."""
    from distributed import Client

    with Client(scheduler) as client:
        victim = next(iter(client.run(os.getpid).values()))
    finished = 0

    def kill_midway(rows: int, _rejects: int) -> None:
        nonlocal finished
        if finished < 1000 <= finished + rows:
            os.kill(victim, signal.SIGKILL)
        finished += rows

    out = tmp_path / "out.jsonl"
    request = Request((str(dump),), out, chunk=100, judging=spread(OnDask(scheduler)))
    tally = score_files(request, Progress(advance=kill_midway)).tally
    # It is there, dead, until the thread that started it takes note.
    deadline = time.monotonic() + 60
    while Path(f"/proc/{victim}").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    with pytest.raises(ProcessLookupError):
        os.kill(victim, 0)

    assert (out.read_bytes(), Path(f"{out}.rejects.jsonl").read_bytes(), tally) == alone


def _fatal(frames: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    """Kill the process that is handed frame 2; raise on frame 3."""
    for frame in frames:
        if frame["number"][0] == 2:
            os._exit(1)
        if frame["number"][0] == 3:
            raise ValueError("told by its name alone")
        yield frame


def test_a_frame_that_kills_dask_workers_is_given_up_and_the_rest_is_done(scheduler: str) -> None:
    """Its neighbours are not blamed for it, an exception is tried three times, and each is told by its name."""
    frames = (pd.DataFrame({"number": [number]}) for number in range(6))
    answers = list(OnDask(scheduler)(_fatal, frames))

    assert [answer if isinstance(answer, Lost) else int(answer["number"][0]) for answer in answers] == [
        *(0, 1, Lost("KilledWorker"), Lost("ValueError"), 4, 5)
    ]


def test_a_dask_frame_has_the_columns_and_scores_of_score_frame(scheduler: str, tmp_path: Path) -> None:
    """Each partition where it lies, also one without a covered language; the models are not sent."""
    import dask.dataframe as dd
    from distributed import Client

    frame = pd.DataFrame(ROWS[:200]).drop(columns="topic")
    with Client(scheduler):
        scored = scored_on_dask(dd.from_pandas(frame, npartitions=3))
        found = scored.compute()
        german = frame.assign(text="Guten Tag, wie geht es dir heute?")
        both = dd.concat([scored, scored_on_dask(dd.from_pandas(german, npartitions=1))])
        both.to_parquet(tmp_path / "scored", schema=None)  # as docs/scale.md has it

    pd.testing.assert_frame_equal(found, score_frame(frame), check_dtype=False)
    kept = pd.read_parquet(tmp_path / "scored")
    assert kept["toxicity"].count() == found["toxicity"].count()
    assert len(kept) == 400


# Spark's workers write warnings, and its Java process outlives whatever started it: a process of its own for both.
ON_SPARK = """
import json, sys
import pandas as pd
import moderation
from moderation.batch import Request, score_files
from moderation.distributed import spark, spread
from pyspark.sql import SparkSession

if __name__ == "__main__":
    dump, out, frame = sys.argv[1:]
    master = "local[2]"
    tally = score_files(Request((dump,), out=__import__("pathlib").Path(out), chunk=100,
                                judging=spread(spark.OnSpark(master)))).tally
    rows = pd.read_json(dump, lines=True, nrows=90, dtype=False).drop(columns="topic")
    session = SparkSession.builder.master(master).config("spark.ui.enabled", "false").getOrCreate()
    found = spark.scored(session.createDataFrame(rows)).toPandas()
    session.stop()
    found.to_json(frame, orient="records", lines=True)
    moderation.score_frame(rows).to_json(frame + ".here", orient="records", lines=True)
    print(json.dumps(dict(tally.counts)))
"""


def test_spark_writes_what_one_machine_writes(dump: Path, alone: tuple[bytes, bytes, Tally], tmp_path: Path) -> None:
    """By `mapInPandas` over two workers: files byte for byte, and a Spark DataFrame as a DataFrame."""
    program, out, frame = tmp_path / "on_spark.py", tmp_path / "out.jsonl", tmp_path / "frame.jsonl"
    program.write_text(ON_SPARK)
    environment = {**os.environ, "PYSPARK_PYTHON": sys.executable}
    command = [sys.executable, program, dump, out, frame]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr

    told = Tally.from_json(done.stdout.splitlines()[-1].encode())
    assert (out.read_bytes(), Path(f"{out}.rejects.jsonl").read_bytes(), told) == alone
    assert frame.read_text() == Path(f"{frame}.here").read_text()
