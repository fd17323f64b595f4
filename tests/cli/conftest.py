"""The command line, run as a user runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

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
