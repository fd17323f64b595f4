"""Runs that are killed, starved of disk, interrupted; and what comes of them when they are resumed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from moderation.batch import Request, score_files

RULE = """
format: 1
defaults: {lang: [en], status: experimental, action: review}
rules:
- id: tox.called-a-troll
  title: Calls another commenter a troll
  category: toxicity
  score: 0.4
  match:
    near: {of: [troll(s)], to: [you, youre, ur], words: 5}
  tests: {match: [You are a troll.], no_match: [A walk.]}
"""
# The command itself, with small chunks, so that a run of a second has many of them.
PROGRAM = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job is started deaf to it
from functools import partial
import moderation.cli.score as command
from moderation.cli import main
command.Request = partial(command.Request, chunk=int(sys.argv.pop(1)))
main()
"""
# Holds the command, once so many parts are done, until there is a file `go`: however late a test comes with its signal,
# it comes before the end. Workers go on until they are as far ahead as they may be.
HELD = """
import time
from pathlib import Path
from moderation.batch import run
account = run._Run._account
def held(self, part, total):
    account(self, part, total)
    while part.number >= {0} and not Path("go").exists():
        time.sleep(0.01)
run._Run._account = held
"""
FORMATS = ("jsonl", "csv", "parquet")


@pytest.fixture(scope="session")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one rule: what is tested here is not what is scored."""
    folder = tmp_path_factory.mktemp("rules")
    (folder / "one.yaml").write_text(RULE)
    return folder


def write_dump(path: Path, count: int) -> Path:
    """Write comments as JSON Lines, every 50th a line that cannot be read."""
    with path.open("w") as file:
        for number in range(count):
            text = f"you are a troll, number {number}" if number % 7 == 0 else f"a walk by the river, number {number}"
            line = json.dumps({"id": str(number), "text": text, "topic": f"t{number % 3}"})
            file.write((line[: number % 20 + 1] if number % 50 == 49 else line) + "\n")
    return path


@pytest.fixture(scope="session")
def scoring(rules: Path) -> Callable[..., Request]:
    """Make a request that is scored in no time: `scoring(dump, out, **options)`."""

    def make(dump: Path, out: Path, **options: object) -> Request:
        loading = {"classifier": "constant.v1", "language": "en", "rules": rules}
        return Request((str(dump),), out, loading=loading, **options)

    return make


@pytest.fixture(scope="session")
def undisturbed(scoring: Callable[..., Request], tmp_path_factory: pytest.TempPathFactory) -> Callable[..., tuple]:
    """The output and rejects of a run that nothing happens to: `undisturbed(dump, ending, chunk)`."""
    known: dict[tuple, tuple] = {}

    def run(dump: Path, ending: str, chunk: int) -> tuple:
        key = (dump, ending, chunk)
        if key not in known:
            out = tmp_path_factory.mktemp("whole") / f"o.{ending}"
            score_files(scoring(dump, out, chunk=chunk))
            known[key] = left(out)
        return known[key]

    return run


def left(out: Path) -> tuple[bytes, bytes]:
    """Return the bytes of an output and of its rejects."""
    return out.read_bytes(), Path(f"{out}.rejects.jsonl").read_bytes()


@pytest.fixture
def command(tmp_path: Path, rules: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start `moderation score ARGS` in the test's folder, in a group of processes of its own."""
    running: list[subprocess.Popen[str]] = []

    def start(*args: str, chunk: int = 100, before: str = "", stdout: int | None = None) -> subprocess.Popen[str]:
        options = ("--classifier", "constant.v1", "--language", "en", "--rules", str(rules))
        line = [sys.executable, "-c", before + PROGRAM, str(chunk), "score", *args, *options]
        running.append(
            subprocess.Popen(
                line, cwd=tmp_path, stdout=stdout, stderr=subprocess.PIPE, text=True, start_new_session=True
            )
        )
        return running[-1]

    yield start
    for process in running:
        process.kill()
        process.wait()
        process.stderr.close()


def workers(process: subprocess.Popen[str]) -> list[int]:
    """Return the processes that score for this one."""
    found = []
    for task in Path(f"/proc/{process.pid}/task").iterdir():
        with suppress(FileNotFoundError, ProcessLookupError):  # a thread or a process that has just ended
            for pid in (task / "children").read_text().split():
                # Not what tracks resources, nor what is a copy of its parent until it runs a program of its own.
                if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes():
                    found.append(int(pid))
    return found


def wait_for(condition: Callable[[], object], seconds: float = 60) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.002)


def parts(out: Path) -> list[Path]:
    """Return the finished parts of an output."""
    return sorted(Path(f"{out}.parts").glob("*.part"))


def in_a_fork(what: Callable[[], object], seconds: float = 60) -> int:
    """Do something in a process that may die of it; the status it left."""
    if (pid := os.fork()) == 0:
        status = 3
        try:
            what()
            status = 0
        finally:
            os._exit(status)
    end = time.monotonic() + seconds
    while not (ended := os.waitpid(pid, os.WNOHANG))[0]:
        if time.monotonic() > end:
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.002)
    assert time.monotonic() <= end, "it hung"
    return os.waitstatus_to_exitcode(ended[1])
