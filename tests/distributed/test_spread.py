"""Chunks on workers: what is sent, what comes back, and what is told of a partition that nobody could score."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from moderation import load_pipeline, score_frame
from moderation.batch import Request, score_files
from moderation.batch.judging import Chunk, Refusal
from moderation.distributed import score_frames, spread
from moderation.distributed.parcels import packed, unpacked
from moderation.distributed.spread import Lost
from moderation.errors import ModerationError
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
