"""The command line, run as a user runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import IO

import pytest

from moderation.cli import main

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Return a function that runs `moderation ARGS` in an empty folder, in this process: a new one costs a second."""
    monkeypatch.chdir(tmp_path)
    for name in _ours(os.environ):
        monkeypatch.delenv(name)

    def run(*args: str | Path, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        with monkeypatch.context() as patched:
            patched.setattr(sys, "argv", ["moderation", *map(str, args)])
            patched.setattr(sys, "stdin", TextIOWrapper(BytesIO(stdin.encode()), encoding="utf-8"))
            for name, value in environment.items():
                patched.setenv(name, value)
            with pytest.raises(SystemExit) as left:
                main()
        out, err = (stream.decode() for stream in capfdbinary.readouterr())
        assert "Traceback" not in err, err
        return subprocess.CompletedProcess(list(args), int(left.value.code or 0), out, err)

    return run


@pytest.fixture
def process(tmp_path: Path) -> Run:
    """Return a function that runs `moderation ARGS` in an empty folder, in a process of its own."""

    def run(*args: str | Path, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", "from moderation.cli import main; main()", *map(str, args)]
        clean = {name: value for name, value in os.environ.items() if name not in _ours(os.environ)}
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


def _ours(environment: Iterable[str]) -> list[str]:
    """Return the variables that our commands would read."""
    return [name for name in environment if name.startswith("MODERATION_")]


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
