"""`moderation score` over a dump: speed by processes, memory by rows, where the time goes, peers beside it.

The comments are made from the samples. Each run is the command itself in processes of its own. CPU seconds are those of
all its processes: on a machine that others use, too, they say more than the clock, and comments/s are given by both.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.environments import measure
from benchmarks.table import show
from benchmarks.texts import comments

COUNT = 1_000_000
AT_ONCE = 20_000
# Of the slow ones a slice is timed.
SLICE = 20_000
PEERS = {
    "pandas_alt_profanity_check": (
        "pandas + alt-profanity-check 1.9.1",
        ("alt-profanity-check==1.9.1", "pandas"),
        20_000,
    ),
    "pandas_detoxify": ("pandas + Detoxify's architecture (BERT base, random weights)", (), 32),
}
_CODE = "import sys; from moderation.cli import main; sys.exit(main())"


def run(_data: Path | None, count: int = COUNT) -> None:
    """Print the tables."""
    with tempfile.TemporaryDirectory(prefix="batch-") as scratch:
        folder = Path(scratch)
        dump = dump_of(folder / "dump.jsonl", count)
        each = dump.stat().st_size / count
        print(f"{count:,} comments, 54 words each on average, {each:.0f} bytes as JSON Lines\n")
        spread = sorted({1, 2, len(os.sched_getaffinity(0))})
        runs = {jobs: _score(dump, folder / "o.parquet", jobs) for jobs in spread}
        cascade = _score(_head(dump, min(SLICE, count)), folder / "o.parquet", 1, "--classifier", "cascade.v1")
        _speeds(runs, cascade, count)
        print()
        _stages(runs[2])
        print()
        _memory(dump, folder, count, runs[2])


def dump_of(path: Path, count: int, seed: int = 0) -> Path:
    """Write so many comments as JSON Lines."""
    with path.open("w", encoding="utf-8") as file:
        for start in range(0, count, AT_ONCE):
            for number, text in enumerate(comments(min(AT_ONCE, count - start), seed=seed * count + start), start):
                row = {"id": str(number), "thread_id": f"t{number // 50}", "author": f"a{number % 9973}", "text": text}
                file.write(json.dumps({**row, "created_at": "2026-01-01T00:00:00Z"}) + "\n")
    return path


def _head(dump: Path, rows: int) -> Path:
    path = dump.with_name(f"first-{rows}.jsonl")
    with dump.open(encoding="utf-8") as source, path.open("w", encoding="utf-8") as out:
        for _, line in zip(range(rows), source, strict=False):
            out.write(line)
    return path


def _score(dump: Path, out: Path, jobs: int, *options: str) -> dict[str, Any]:
    summary = out.with_name("summary.json")
    arguments = [str(dump), "-o", str(out), "--jobs", str(jobs), "--summary", str(summary), *options]
    subprocess.run([sys.executable, "-c", _CODE, "score", *arguments], check=True, capture_output=True)
    return json.loads(summary.read_text(encoding="utf-8"))["run"]


def _speeds(runs: dict[int, dict[str, Any]], cascade: dict[str, Any], count: int) -> None:
    """Print one line a run; what starting takes is left out, a dump of ten million would not show it."""
    rows: list[Sequence[object]] = [
        (f"moderation, everything on, --jobs {jobs}", *_speed(run)) for jobs, run in runs.items()
    ]
    rows.append(("moderation, cascade.v1, --jobs 1", *_speed(cascade)))
    texts = comments(min(max(size for *_, size in PEERS.values()), count))
    for peer, (name, packages, size) in PEERS.items():
        found = measure(peer, packages, texts[:size])
        if isinstance(found, str):
            rows.append((name, found, "", "", "", ""))
            continue
        each = found["cpu_seconds"] / min(size, len(texts))
        rows.append((f"{name}, from {min(size, len(texts)):,}", each * 1e6, 1 / each, "", each * 1e6 / 3600, ""))
    show(
        ("", "CPU us a comment", "comments/s of a core", "comments/s by the clock", "core-hours a million", "MB"), rows
    )


def _speed(run: dict[str, Any]) -> tuple[float, float, float, float, float]:
    cpu = sum(stage["cpu_seconds"] for stage in run["stages"] if stage["stage"] != "load")
    each = cpu / run["rows"]
    return each * 1e6, 1 / each, run["rows_per_second"], each * 1e6 / 3600, run["peak_memory_bytes"] / 1e6


def _stages(run: dict[str, Any]) -> None:
    total = sum(stage["cpu_seconds"] for stage in run["stages"] if stage["stage"] != "load")
    rows = [
        (stage["stage"], stage["cpu_us_per_row"], f"{stage['cpu_seconds'] / total:.0%}", stage["clock_seconds"])
        for stage in run["stages"]
        if stage["stage"] != "load"
    ]
    show(("stage, --jobs 2", "CPU us a comment", "share", "seconds by the clock, all processes"), rows)


def _memory(dump: Path, folder: Path, count: int, whole: dict[str, Any]) -> None:
    """Print how much memory a tenth of the dump takes, and the whole of it."""
    tenth = _score(_head(dump, max(count // 10, 1)), folder / "o.parquet", 2)
    rows = [(f"{run['rows']:,}", run["peak_memory_bytes"] / 1e6, run["rows_per_second"]) for run in (tenth, whole)]
    show(("rows, --jobs 2", "MB, all processes, shared pages once", "comments/s by the clock"), rows)


def memory(count: int) -> None:
    """Print only how memory grows with rows; of a long run beside other work that is what can be trusted."""
    with tempfile.TemporaryDirectory(prefix="batch-") as scratch:
        folder = Path(scratch)
        dump = dump_of(folder / "dump.jsonl", count)
        whole = _score(dump, folder / "o.parquet", 2)
        _stages(whole)
        print()
        _memory(dump, folder, count, whole)


if __name__ == "__main__":
    ask = argparse.ArgumentParser(description="moderation score over a dump made from the samples")
    ask.add_argument("rows", nargs="?", type=int, default=COUNT)
    ask.add_argument("--memory", action="store_true", help="only a tenth of the rows and all of them, two processes")
    options = ask.parse_args()
    if options.memory:
        memory(options.rows)
    else:
        run(None, options.rows)
