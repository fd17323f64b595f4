"""What a million comments cost by stage and classifier, one process and two, and what follows for a billion.

CPU seconds throughout; wall time is left to those who have a machine that does nothing else. With `--write` the figures
go into docs/scale.md: only where nothing else runs, for on a busy machine a CPU second does less, too.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from benchmarks.scale_words import BLOCKS, Figures, write
from benchmarks.texts import comments
from moderation import __version__
from moderation.batch import Request, score_files, score_frame
from moderation.batch.chunks import Chunks
from moderation.batch.request import Progress
from moderation.distributed.parcels import packed, unpacked
from moderation.dump import gather
from moderation.parse import parse
from moderation.pipeline import load_pipeline
from moderation.records import Comment

COUNT = 100_000
FEW = 20_000  # enough that every process has met the common words, which cost once
MILLION = 1_000_000
# How many comments tell enough: the slow ones are timed on fewer. As many as one in five come before, untimed.
CLASSIFIERS = {"ngram.v1": COUNT, "cascade.v1": 10_000, "encoder.v1": 500}


def run(_data: Path | None) -> None:
    """Print the page's tables and sentences."""
    found = measured()
    print("\n\n".join(block(found) for block in BLOCKS.values()))


def measured() -> Figures:
    """Return what the page tells."""
    versions = load_pipeline().versions
    with tempfile.TemporaryDirectory() as folder:
        dump, few = _written(Path(folder) / "dump.jsonl", COUNT), _written(Path(folder) / "few.jsonl", FEW)
        judged = {name: _judging(dump, name, count) for name, count in CLASSIFIERS.items()}
        return {
            "version": __version__,
            "model": versions.model,
            "rules": versions.rules,
            "bytes": round(dump.stat().st_size / COUNT),
            **_stages(dump),
            "judged": judged,
            "processes": {str(jobs): _jobs(dump, few, jobs) for jobs in (1, 2)},
        }


def _written(path: Path, count: int) -> Path:
    rows = (
        {"id": str(number), "thread_id": f"t{number // 50}", "author": f"a{number % 3001}", "text": text,
         "created_at": f"2024-03-{1 + number % 28:02d}T10:{number % 60:02d}:00Z"}
        for number, text in enumerate(comments(count))
    )  # fmt: skip
    path.write_text("\n".join(map(json.dumps, rows)))
    return path


def _timed(work: Callable[[], object], count: int = COUNT) -> float:
    begin = time.process_time()
    work()
    return (time.process_time() - begin) / count * MILLION


def _stages(dump: Path) -> dict[str, float]:
    chunks = list(Chunks(Request((str(dump),)), Progress()))
    parcels = [packed(chunk) for chunk in chunks]
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        return {
            "read": _timed(lambda: list(parse(str(dump)))),
            "context": _timed(lambda: gather(parse(str(dump)), index, 1)),
            "pack": _timed(lambda: [packed(chunk) for chunk in chunks]),
            "unpack": _timed(lambda: [unpacked(parcel) for parcel in parcels]),
        }


def _judging(dump: Path, name: str, count: int) -> dict[str, float]:
    """Return what the pipeline takes, and what a worker takes that is handed a frame: the pipeline and the columns."""
    pipeline = load_pipeline(classifier=name)
    every = [record for record in parse(str(dump)) if isinstance(record, Comment)][:count]
    first, chosen = every[: count // 5], every[count // 5 :]
    frame = pd.DataFrame({"text": [comment.text for comment in chosen]})
    pipeline.judge(first)
    alone = _timed(lambda: [pipeline.judge(chosen[at : at + 2000]) for at in range(0, len(chosen), 2000)], len(chosen))
    return {"alone": alone, "frame": _timed(lambda: score_frame(frame, pipeline=pipeline), len(chosen))}


def _jobs(dump: Path, few: Path, jobs: int) -> dict[str, float]:
    """Return what a run from file to file takes a million, in all and in the parent, and what it takes to start."""
    less, more = _ran(few, jobs), _ran(dump, jobs)
    parent, workers = ((late - early) / (COUNT - FEW) * MILLION for early, late in zip(less, more, strict=True))
    both = parent + workers
    return {"all": both, "parent": parent, "start": sum(less) - both * FEW / MILLION}


def _ran(dump: Path, jobs: int) -> tuple[float, float]:
    before = _used()
    with tempfile.TemporaryDirectory() as folder:
        score_files(Request((str(dump),), Path(folder) / "o.jsonl", jobs=jobs))
    own, others = (late - early for early, late in zip(before, _used(), strict=True))
    return own, others


def _used() -> tuple[float, float]:
    def seconds(who: int) -> float:
        found = resource.getrusage(who)
        return found.ru_utime + found.ru_stime

    return seconds(resource.RUSAGE_SELF), seconds(resource.RUSAGE_CHILDREN)


if __name__ == "__main__":
    if "--write" in sys.argv:
        write(measured())
    else:
        run(None)
