"""`moderation serve`: what is wrong is said before it starts, what runs is drained before it ends."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from moderation.cli.serve import command
from moderation.errors import UsageError
from moderation.serve.keys import new_key
from tests.conftest import free_port

MANY = 120


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "news.example"])
def test_a_door_to_others_needs_keys(host: str) -> None:
    """Without keys only this machine may ask."""
    with pytest.raises(UsageError, match="there are no keys") as refused:
        CliRunner().invoke(command, ["--host", host], catch_exceptions=False)

    assert "--new-key" in refused.value.render()


def test_a_taken_port_is_told() -> None:
    """With the mend, before any model is loaded."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        with pytest.raises(UsageError, match=f"cannot listen on 127.0.0.1:{port}"):
            CliRunner().invoke(command, ["--port", port], catch_exceptions=False)


@pytest.mark.parametrize(("has_keys", "secret"), [(True, "s"), (True, ""), (False, "s")])
def test_coral_is_told_to_show_a_key_where_there_are_some(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_keys: bool, secret: str
) -> None:
    """It signs its requests and sends no key: refused, its phase would let every comment pass."""
    (tmp_path / "keys.toml").write_text(new_key("coral")[1])
    monkeypatch.setenv("MODERATION_CORAL_SECRET", secret)
    monkeypatch.setattr("uvicorn.run", lambda *_, **__: None)
    keys = ["--keys", str(tmp_path / "keys.toml")] if has_keys else []
    done = CliRunner().invoke(
        command, ["--scale", "calibrated", "--port", str(free_port()), *keys], catch_exceptions=False
    )

    assert ("/coral/moderate?key=KEY" in done.stderr) == (has_keys and bool(secret))


def test_a_new_key_is_printed_and_nothing_else_is_done() -> None:
    """The key once, to the screen; what the file is to hold, without it, to standard output."""
    done = CliRunner().invoke(command, ["--new-key", "coral"], catch_exceptions=False)
    key = done.stderr.split()[-1]

    assert done.exit_code == 0
    assert done.stdout.startswith("[coral]\nsha256 = ")
    assert len(key) > 30
    assert key not in done.stdout


@contextmanager
def _serving(log: Path, *more: str) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    port = str(free_port())
    words = [sys.executable, "-c", "from moderation.cli import main; main()", "serve", "--port", port, *more]
    with log.open("wb") as told:
        process = subprocess.Popen(words, stdout=told, stderr=told, env={**os.environ, "MODERATION_DB": ""})
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{url}/healthz", process)
        yield process, url
    finally:
        process.kill()
        process.wait()


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            assert process.poll() is None, "the server ended"
            time.sleep(0.05)
        else:
            return
    pytest.fail("the server did not start")


def _waiting(url: str) -> int:
    with urllib.request.urlopen(f"{url}/healthz", timeout=30) as answer:
        return int(json.load(answer)["waiting"])


def _score(url: str) -> int:
    body = json.dumps({"comments": [{"text": f"a comment, number {n}, " * 20} for n in range(MANY)]}).encode()
    request = urllib.request.Request(f"{url}/v1/score?key=very-secret", body)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return len(json.load(answer)["verdicts"])


def test_sigterm_drains_and_no_key_is_logged(tmp_path: Path) -> None:
    """What was asked before the signal is answered, the exit is clean, and the log has no key."""
    log = tmp_path / "log"
    with _serving(log, "--longest-wait", "60") as (process, url), ThreadPoolExecutor(4) as clients:
        answers = [clients.submit(_score, url) for _ in range(4)]
        # The answered are counted first: what is answered in between is then missed for a turn, never counted twice.
        while sum(answer.done() for answer in answers) * MANY + _waiting(url) < 4 * MANY:
            pass
        process.send_signal(signal.SIGTERM)
        counted = [answer.result(30) for answer in answers]
        status = process.wait(30)

    assert counted == [MANY] * 4
    assert status in (0, -signal.SIGTERM)
    assert "very-secret" not in log.read_text()


def test_workers_answer_together(tmp_path: Path) -> None:
    """Two processes on one port, and one count of their requests."""
    with _serving(tmp_path / "log", "--workers", "2", "--classifier", "constant.v1", "--scale", "calibrated") as (
        _,
        url,
    ):
        for _ in range(10):
            _score(url)
        with urllib.request.urlopen(f"{url}/metrics") as answer:
            told = answer.read().decode()

    assert 'moderation_requests_total{call="score",code="200"} 10.0' in told


@pytest.mark.soak
def test_workers_leave_with_a_supervisor_that_was_killed(tmp_path: Path) -> None:
    """They would hold the port against the next server, and answer by the old rules."""
    options = ("--workers", "2", "--classifier", "constant.v1", "--scale", "calibrated")
    with _serving(tmp_path / "log", *options) as (process, url):
        process.kill()
        process.wait()
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(f"{url}/healthz", timeout=30).close()
            except (urllib.error.URLError, ConnectionError):
                break
            time.sleep(0.1)
        else:
            pytest.fail("a worker still answers")


@pytest.mark.soak
def test_a_worker_that_gets_no_processor_for_a_while_goes_on(tmp_path: Path) -> None:
    """Its requests are answered late: uvicorn by itself would kill it after five seconds, and them with it."""
    options = ("--workers", "2", "--classifier", "constant.v1", "--scale", "calibrated")
    with _serving(tmp_path / "log", *options) as (process, url):
        before = _workers(process)
        os.kill(before[0], signal.SIGSTOP)
        time.sleep(8)
        os.kill(before[0], signal.SIGCONT)

        assert _score(url) == MANY
        assert _workers(process) == before
        assert len(before) == 2


def _workers(process: subprocess.Popen[bytes]) -> list[int]:
    import psutil

    own = psutil.Process(process.pid).children()
    return [child.pid for child in own if any("spawn_main" in word for word in child.cmdline())]
