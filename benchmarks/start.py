"""Milliseconds from process start to the first score, and to import the package alone."""

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
    "first score": "import moderation; moderation.score(['you idiot'])",
}


def run(_data: Path | None) -> None:
    """Print the median and the range of each."""
    rows = []
    for name, code in PROGRAMS.items():
        times = []
        for _ in range(RUNS):
            begin = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], check=True)
            times.append((time.perf_counter() - begin) * 1000)
        rows.append((name, statistics.median(times), min(times), max(times)))
    show(("ms, process start included", "median", "min", "max"), rows)
