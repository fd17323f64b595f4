"""Milliseconds from process start to the first score, and the memory that it takes."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.table import show

RUNS = 5
PROGRAMS = {
    "python -c pass": "pass",
    "import moderation": "import moderation",
    "first score of ngram.v1 alone": (
        "from moderation.classify import load_classifier; from moderation.normalise import fold;"
        "load_classifier('ngram.v1').score([fold('you idiot')])"
    ),
    "first verdict": "import moderation; moderation.score(['you idiot'])",
}
# Not `ru_maxrss`, which a process inherits from the one that starts it.
MEMORY = "; print(next(int(line.split()[1]) / 1024 for line in open('/proc/self/status') if 'VmHWM' in line))"


def run(_data: Path | None) -> None:
    """Print the median and the range of each."""
    show(("ms, process start included", "median", "min", "max", "MB"), [started(name) for name in PROGRAMS])


def started(name: str) -> tuple[str, float, float, float, float]:
    """Return what it takes to run one of the programs: its name, median, least and most milliseconds, megabytes."""
    times, memory = [], 0.0
    for _ in range(RUNS):
        begin = time.perf_counter()
        done = subprocess.run([sys.executable, "-c", PROGRAMS[name] + MEMORY], check=True, capture_output=True)
        times.append((time.perf_counter() - begin) * 1000)
        memory = max(memory, float(done.stdout))
    return name, statistics.median(times), min(times), max(times), memory
