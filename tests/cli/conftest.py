"""The command line, run as a user runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def cli(tmp_path: Path) -> Run:
    """Return a function that runs `moderation ARGS` in an empty folder."""

    def run(*args: str | Path, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", "from moderation.cli import main; main()", *map(str, args)]
        clean = {name: value for name, value in os.environ.items() if not name.startswith("MODERATION_")}
        done = subprocess.run(
            command,
            cwd=tmp_path,
            input=stdin,
            capture_output=True,
            text=True,
            env={**clean, **environment},
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done

    return run


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Return a function that starts `moderation ARGS` in the same folder and does not wait for it."""
    running: list[subprocess.Popen[str]] = []

    def start(*args: str, stdout: int | IO[str] = subprocess.PIPE) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", "from moderation.cli import main; main()", *args]
        running.append(subprocess.Popen(command, cwd=tmp_path, stdout=stdout, stderr=subprocess.PIPE, text=True))
        return running[-1]

    yield start
    for process in running:
        process.kill()
        process.wait()
        for stream in (process.stdout, process.stderr):
            if stream is not None:
                stream.close()
