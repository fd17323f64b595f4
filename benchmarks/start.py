"""Milliseconds from process start to the first score, by the clock and of the processor, and the memory it takes."""

from __future__ import annotations

import os
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
    # Everyday words need neither the list of known ones nor the indexes of disguises.
    "first verdict, on a word in disguise": "import moderation; moderation.score(['you idoit'])",
}
# As an installed package has it, whatever the shell says.
BYTECODE = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
# Not `ru_maxrss`, which a process inherits from the one that starts it.
MEASURED = (
    "; import time; print(time.process_time() * 1000, "
    "next(int(line.split()[1]) / 1024 for line in open('/proc/self/status') if 'VmHWM' in line))"
)
TITLES = ("ms, process start included", "median", "min", "max", "processor", "MB")


def run(_data: Path | None) -> None:
    """Print the median and the range of each."""
    show(TITLES, [started(name) for name in PROGRAMS])


def started(name: str) -> tuple[str, float, float, float, float, float]:
    """Return what it takes to run one of the programs: its name, median, least and most milliseconds, the median of
    the processor's, megabytes.
    """
    times, own, memory = [], [], 0.0
    for run in range(RUNS + 1):
        begin = time.perf_counter()
        command = [sys.executable, "-c", PROGRAMS[name] + MEASURED]
        done = subprocess.run(command, check=True, capture_output=True, env=BYTECODE)
        if run:  # the first one compiles what is new and reads it from the disk
            times.append((time.perf_counter() - begin) * 1000)
            own.append(float(done.stdout.split()[0]))
            memory = max(memory, float(done.stdout.split()[1]))
    return name, statistics.median(times), min(times), max(times), statistics.median(own), memory
