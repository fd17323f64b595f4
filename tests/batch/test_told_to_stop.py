"""SIGTERM while the processes start: as a scheduler sends it to one process alone."""

from __future__ import annotations

import subprocess
import sys

import pytest

RUN = """
import functools, multiprocessing, multiprocessing.util, signal
from moderation.batch.processes import in_order
from moderation.cli.interrupting import interruptible

ready = functools.partial(type, 0)  # what each process prepares: `int`, by a call that travels
start, started = multiprocessing.util.spawnv_passfds, []

def told_to_stop(*args):
    number = start(*args)
    if "resource_tracker" not in "".join(map(str, args[1])):
        started.append(number)
        if len(started) == {which}:
            signal.raise_signal(signal.SIGTERM)
    return number

if __name__ == "__main__":
    multiprocessing.util.spawnv_passfds = told_to_stop
    try:
        with interruptible():
            list(in_order(abs, ready, range(9), 2, lambda item: None))
    except KeyboardInterrupt:
        left = [process for process in multiprocessing.active_children() if process.is_alive()]
        print("stopped", len(started), len(left))
"""


@pytest.mark.parametrize("which", [1, 2])
def test_a_run_that_is_told_to_stop_while_its_processes_start_ends(which: int) -> None:
    """None is left that nobody knows of: the pool waited for such a one for ever."""
    program = RUN.format(which=which)
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=False)

    assert (told.stdout.split(), told.stderr) == (["stopped", f"{which}", "0"], "")
