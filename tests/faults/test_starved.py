"""Full disks, readers that leave, schedulers that say stop: one message, the right exit code, nothing lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import pytest

from moderation.batch import score_files
from tests.faults.conftest import HELD, left, parts, wait_for, workers, write_dump

# A disk with room for the parts, not for the output: every write beyond the limit fails as on a full disk.
SMALL = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({0}, {0}))\n"

KEPT = "interrupted; what was finished is kept; `score --resume` goes on where it stopped"


@pytest.mark.parametrize(
    "room",
    [pytest.param(5_000, id="for no part", marks=pytest.mark.soak), pytest.param(100_000, id="for the parts alone")],
)
def test_a_disk_that_is_full_is_told_and_what_was_finished_is_kept(
    command, tmp_path: Path, scoring, undisturbed, room: int
) -> None:
    """Exit 2, one message that names the file; with more room the run goes on to the same bytes."""
    dump, out = write_dump(tmp_path / "d.jsonl", 2_000), tmp_path / "o.csv"
    running = command(str(dump), "-o", out.name, "--jobs", "1", before=SMALL.format(room))
    said = running.communicate()[1]

    assert (running.returncode, "Traceback" in said) == (2, False)
    assert said.splitlines()[-2].startswith("`o.csv`" if room > 5_000 else "`o.csv.parts")
    assert said.splitlines()[-2].endswith(": file too large")
    assert "`score --resume` goes on where it stopped" in said.splitlines()[-1]
    assert bool(parts(out)) == (room > 5_000)
    assert not [path for path in tmp_path.iterdir() if path.name.endswith(".tmp")]

    score_files(scoring(dump, out, chunk=100, resume=True))
    assert left(out) == undisturbed(dump, "csv", 100)


@pytest.mark.soak
def test_a_run_that_is_told_to_stop_stops_at_once_and_keeps_what_it_has(
    command, tmp_path: Path, scoring, undisturbed
) -> None:
    """Ctrl-C, which a terminal sends to workers too: exit 130, one line, no process left; then it goes on."""
    dump, out = write_dump(tmp_path / "d.jsonl", 30_000), tmp_path / "o.jsonl"
    running = command(str(dump), "-o", out.name, "--jobs", "2", before=HELD.format(200))
    wait_for(lambda: parts(out))
    left_behind = workers(running)
    os.killpg(running.pid, signal.SIGINT)
    said = running.communicate()[1]

    assert (running.returncode, "Traceback" in said) == (130, False)
    assert said.splitlines()[-1] == KEPT
    assert not any(Path(f"/proc/{pid}").exists() for pid in left_behind)
    assert parts(out)
    assert json.loads(Path(f"{out}.manifest.json").read_text())["state"] == "interrupted"

    done = score_files(scoring(dump, out, chunk=100, resume=True))
    assert left(out) == undisturbed(dump, "jsonl", 100)
    assert done.judged < done.rows


def test_whoever_presses_ctrl_c_again_and_again_gets_the_same(command, tmp_path: Path) -> None:
    """A second one breaks into nothing: no traceback, no process left, the same exit code."""
    dump = write_dump(tmp_path / "d.jsonl", 30_000)
    running = command(str(dump), "-o", "o.jsonl", "--jobs", "2", before=HELD.format(200))
    wait_for(lambda: parts(tmp_path / "o.jsonl"))
    left_behind = workers(running)
    for _ in range(12):
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGINT)
        time.sleep(0.02)
    said = running.communicate()[1]

    assert (running.returncode, "Traceback" in said) == (130, False)
    assert said.splitlines()[-1] == KEPT
    assert not any(Path(f"/proc/{pid}").exists() for pid in left_behind)


def test_a_scheduler_that_sends_sigterm_gets_the_same(command, tmp_path: Path) -> None:
    """A container that is stopped leaves what it has finished."""
    dump = write_dump(tmp_path / "d.jsonl", 30_000)
    running = command(str(dump), "-o", "o.jsonl", "--jobs", "1", before=HELD.format(200))
    wait_for(lambda: parts(tmp_path / "o.jsonl"))
    running.terminate()
    said = running.communicate()[1]

    assert (running.returncode, said.splitlines()[-1]) == (130, KEPT)
    assert parts(tmp_path / "o.jsonl")


@pytest.mark.soak
def test_a_disk_that_fills_up_under_two_workers(command, tmp_path: Path, scoring, undisturbed) -> None:
    """A worker's trouble is told as one's own; a real small disk is used where one may be mounted."""
    dump, disk = write_dump(tmp_path / "d.jsonl", 30_000), tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=600k", "none", disk], check=False, capture_output=True
    )
    before = SMALL.format(20_000) if mounted.returncode else ""
    try:
        running = command(str(dump), "-o", str(disk / "o.jsonl"), "--jobs", "2", before=before)
        said = running.communicate()[1]

        assert (running.returncode, "Traceback" in said) == (2, False)
        assert "o.jsonl" in said.splitlines()[-2]
        assert said.splitlines()[-2].endswith((": no space left on device", ": file too large"))
        if not mounted.returncode:
            subprocess.run(["mount", "-o", "remount,size=99m", disk], check=True)
        score_files(scoring(dump, disk / "o.jsonl", chunk=100, resume=True))
        assert left(disk / "o.jsonl") == undisturbed(dump, "jsonl", 100)
    finally:
        subprocess.run(["umount", disk], check=False, capture_output=True)


@pytest.mark.soak
def test_a_reader_that_leaves_two_workers_is_no_error(command, tmp_path: Path) -> None:
    """`| head -1` ends the run with exit 0, without a word and without a process left."""
    dump = write_dump(tmp_path / "d.jsonl", 30_000)
    running = command(str(dump), "--jobs", "2", stdout=subprocess.PIPE)
    running.stdout.readline()
    left_behind = workers(running)
    running.stdout.close()
    said = running.stderr.read()

    assert (running.wait(), "Traceback" in said, "Error" in said) == (0, False, False)
    assert not any(Path(f"/proc/{pid}").exists() for pid in left_behind)
