"""Inputs that are read once, that grow, or that an output would take the place of."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from moderation.batch import Progress, Request, score_files
from moderation.errors import InputError, UsageError

LINES = [json.dumps({"id": str(number), "text": f"a walk, number {number}"}) for number in range(30)]
FAST = {"classifier": "constant.v1", "language": "en"}


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    """Thirty comments."""
    path = tmp_path / "d.jsonl"
    path.write_text("\n".join(LINES) + "\n")
    return path


@contextmanager
def _pipe(folder: Path) -> Iterator[Path]:
    """Yield a pipe that gives thirty comments to one reader, as `<(zcat dump.gz)`; a second would wait forever."""
    pipe = folder / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=("\n".join(LINES) + "\n",), daemon=True)
    writer.start()
    yield pipe
    writer.join(60)
    assert not writer.is_alive()


def _ids(out: Path) -> list[str]:
    return [json.loads(line)["id"] for line in out.read_text().splitlines()]


def test_a_pipe_is_read_once_and_whole(tmp_path: Path) -> None:
    """Nothing of it is lost to a digest, or to a look at how long it is; its place in the manifest is that of `-`."""
    out = tmp_path / "o.jsonl"
    with _pipe(tmp_path) as pipe:
        score_files(Request((str(pipe),), out, loading=FAST))

    assert _ids(out) == [str(number) for number in range(30)]
    assert json.loads(Path(f"{out}.manifest.json").read_text())["inputs"] == [None]


def test_a_pipe_may_come_second(dump: Path, tmp_path: Path) -> None:
    """Its columns are unknown until its turn; the rows are there."""
    with _pipe(tmp_path) as pipe:
        score_files(Request((str(dump), str(pipe)), tmp_path / "o.jsonl", loading=FAST))

    assert _ids(tmp_path / "o.jsonl") == [str(number) for number in range(30)] * 2


@pytest.mark.parametrize("ending", [".rejects.jsonl", ".manifest.json"])
def test_an_input_that_stands_beside_the_output_is_left_alone(dump: Path, tmp_path: Path, ending: str) -> None:
    """Whoever scores the rejects of a run again under its name would lose them."""
    beside = dump.rename(tmp_path / f"o.jsonl{ending}")
    before = beside.read_bytes()
    with pytest.raises(UsageError, match="is an input too, and is written beside"):
        score_files(Request((str(beside),), tmp_path / "o.jsonl", loading=FAST))

    assert beside.read_bytes() == before


def test_an_input_that_is_refused_leaves_an_earlier_run_as_it_was(dump: Path, tmp_path: Path) -> None:
    """Output, manifest and rejects still belong together, and no folder of parts is left."""
    out, bad = tmp_path / "o.jsonl", tmp_path / "bad.json"
    score_files(Request((str(dump),), out, loading=FAST))
    bad.write_text('{"name": "no comment"}')
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(InputError):
        score_files(Request((str(bad),), out, loading=FAST))

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_an_input_that_grows_while_it_is_read_is_told(dump: Path, tmp_path: Path) -> None:
    """What was scored is not what the manifest's digest is of."""
    told = []

    def grow(_rows: int, _rejects: int) -> None:
        with dump.open("a") as file:
            file.write(LINES[0] + "\n")

    score_files(Request((str(dump),), tmp_path / "o.jsonl", loading=FAST), Progress(advance=grow, notice=told.append))

    assert "changed while it was read" in told[-1].message
