"""kill -9 at no particular moment, again and again, until the run gets through."""

from __future__ import annotations

import os
import random
import signal
import time
from contextlib import suppress

import pytest

from tests.faults.conftest import FORMATS, left, parts, wait_for, workers, write_dump

pytestmark = pytest.mark.soak
ROWS, CHUNK, KILLS = 20_000, 200, 5


@pytest.fixture(scope="module")
def dump(tmp_path_factory):
    """A hundred chunks."""
    return write_dump(tmp_path_factory.mktemp("dump") / "d.jsonl", ROWS)


@pytest.mark.parametrize("victims", ["parent", "worker", "both"])
@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("ending", FORMATS)
def test_whoever_is_killed_whenever_the_bytes_are_the_same(
    command, dump, tmp_path, undisturbed, ending: str, jobs: str, victims: str
) -> None:
    """Output and rejects are those of an undisturbed run."""
    dice, out = random.Random(f"{ending}{jobs}{victims}"), tmp_path / f"o.{ending}"
    arguments = (str(dump), "-o", out.name, "--jobs", jobs, "--resume")
    for _ in range(KILLS):
        known, running = len(parts(out)), command(*arguments, chunk=CHUNK)
        wait_for(lambda known=known, running=running: running.poll() is not None or len(parts(out)) > known)
        time.sleep(dice.uniform(0, 0.4))
        with suppress(ProcessLookupError, FileNotFoundError):  # it may be done before it is killed
            scoring = workers(running) if running.poll() is None else []
            for pid in scoring if victims != "parent" else []:
                os.kill(pid, signal.SIGKILL)
            if victims != "worker" or not scoring:
                running.kill()
        running.communicate()
    running = command(*arguments, chunk=CHUNK)
    running.communicate()

    assert running.returncode == 0
    assert left(out) == undisturbed(dump, ending, CHUNK)
    assert not (tmp_path / f"o.{ending}.parts").exists()
