"""Where files are put: whole or not at all, on the disk that was meant, and never over what is no file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pytest

from moderation.batch import Request, score_files

LOADING = {"classifier": "constant.v1", "language": "en"}


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    """One comment."""
    path = tmp_path / "d.jsonl"
    path.write_text(json.dumps({"id": "1", "text": "a walk"}))
    return path


def test_the_file_that_a_link_leads_to_is_written(dump: Path, tmp_path: Path) -> None:
    """The link stays: it may lead to the disk that has room; what a killed run left there is swept."""
    (tmp_path / "large").mkdir()
    out, meant = tmp_path / "o.jsonl", tmp_path / "large" / "scored.jsonl"
    out.symlink_to(meant)
    left = meant.with_name(f"{meant.name}.1.tmp")
    left.write_text("half a row")
    score_files(Request((str(dump),), out, loading=LOADING))

    assert out.is_symlink()
    assert json.loads(meant.read_text())["id"] == "1"
    assert not left.exists()


def test_half_a_roll_up_of_a_killed_run_is_swept(dump: Path, tmp_path: Path) -> None:
    """All that stands beside the output is; the half of another output, whose name only begins alike, stays."""
    endings = (".rejects.jsonl", ".manifest.json", ".rollup.html", ".rollup.json", ".threads.csv", ".authors.csv")
    left = [tmp_path / f"o.jsonl{ending}.123.tmp" for ending in ("", *endings)]
    anothers = tmp_path / "o.jsonl.csv.123.tmp"
    for path in (*left, anothers):
        path.write_text("half")
    score_files(Request((str(dump),), tmp_path / "o.jsonl", loading=LOADING))

    assert not [path for path in left if path.exists()]
    assert anothers.exists()


@pytest.mark.parametrize("full", ["o.jsonl", "o.jsonl.rejects.jsonl"])
def test_of_two_files_that_are_written_at_once_the_one_that_failed_is_named(tmp_path: Path, full: str) -> None:
    """The first that did: what waits for the other fails when it is closed. A limit stands for the disk."""
    said = in_a_child(
        f"""
        import resource, signal
        from pathlib import Path
        from moderation.batch.shelf import written_whole
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, 4_000))
        try:
            with written_whole(Path("o.jsonl")) as rows, written_whole(Path("o.jsonl.rejects.jsonl")) as rejects:
                rows.write(b"r")
                rejects.write(b"r" * 5_000)  # waits, and will find no room when it is closed
                (rows if {full!r} == "o.jsonl" else rejects).write(b"x" * 30_000)
        except OSError as error:
            print(error.filename)
        """,
        tmp_path,
    )

    assert said.split() == [full]
    assert not list(tmp_path.glob("o.*"))


def in_a_child(program: str, folder: Path) -> str:
    """Return what a program prints that runs in a folder, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)], cwd=folder, check=True, capture_output=True, text=True
    ).stdout


def test_a_pipe_is_written_to_and_stays_one(dump: Path, tmp_path: Path) -> None:
    """A named pipe or a device has a reader; no file may take its place."""
    out, read = tmp_path / "o.jsonl", []
    os.mkfifo(out)
    reader = threading.Thread(target=lambda: read.append(out.read_text()), daemon=True)
    reader.start()
    score_files(Request((str(dump),), out, loading=LOADING))
    reader.join(60)

    assert out.is_fifo()
    assert json.loads(read[0])["id"] == "1"
