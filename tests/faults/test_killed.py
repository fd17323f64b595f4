"""kill -9 at any moment, and resume: the same bytes as if nothing had happened."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from moderation.batch import score_files
from moderation.errors import UsageError
from tests.faults.conftest import FORMATS, HELD, in_a_fork, left, parts, wait_for, workers, write_dump

CHUNK = 20
ROWS = 90
# The manifest, five parts, rejects, output, the manifest again: what a run puts in its place, one after the other.
STEPS = 9


@pytest.fixture(scope="module")
def dump(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ninety comments and a broken line."""
    return write_dump(tmp_path_factory.mktemp("dump") / "d.jsonl", ROWS)


def _dying(monkeypatch: pytest.MonkeyPatch, step: int, moment: str) -> None:
    """Kill this process the moment before or after it puts its n-th file in its place."""
    taken, replace = [], Path.replace

    def replaced(path: Path, target: Path) -> Path:
        taken.append(target)
        if len(taken) == step and moment == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        done = replace(path, target)
        if len(taken) == step:
            os.kill(os.getpid(), signal.SIGKILL)
        return done

    monkeypatch.setattr(Path, "replace", replaced)


@pytest.mark.parametrize(("step", "moment", "ending"), [
    (step, ("before", "after")[(step + place) % 2], ending)
    for place, ending in enumerate(FORMATS) for step in range(1 + place, STEPS + 1, 2)
])  # fmt: skip
def test_a_run_that_is_killed_between_any_two_steps_resumes_to_the_same_bytes(
    dump, tmp_path, scoring, undisturbed, step: int, moment: str, ending: str
) -> None:
    """Output and rejects are those of an undisturbed run, and nothing is left lying about."""
    out = tmp_path / f"o.{ending}"

    def killed() -> None:
        with pytest.MonkeyPatch.context() as patch:
            _dying(patch, step, moment)
            score_files(scoring(dump, out, chunk=CHUNK))

    assert in_a_fork(killed) == -signal.SIGKILL
    done = score_files(scoring(dump, out, chunk=CHUNK, resume=True))

    assert left(out) == undisturbed(dump, ending, CHUNK)
    assert (done.rows, done.rejects) == (ROWS - 1, 1)
    assert {path.name for path in tmp_path.iterdir()} == {
        out.name,
        f"{out.name}.manifest.json",
        f"{out.name}.rejects.jsonl",
    }


@pytest.mark.parametrize("damage", [lambda b: b[:-9], lambda b: b.replace(b"river", b"rover", 1), lambda _: b""])
def test_a_part_that_is_not_what_it_says_is_made_again(dump, tmp_path, scoring, undisturbed, damage) -> None:
    """A power cut may leave half a file under a whole name."""
    out = tmp_path / "o.jsonl"

    def killed() -> None:
        with pytest.MonkeyPatch.context() as patch:
            _dying(patch, 4, "after")
            score_files(scoring(dump, out, chunk=CHUNK))

    in_a_fork(killed)
    broken = parts(out)[1]
    broken.write_bytes(damage(broken.read_bytes()))
    done = score_files(scoring(dump, out, chunk=CHUNK, resume=True))

    assert left(out) == undisturbed(dump, "jsonl", CHUNK)
    assert done.judged == ROWS - 1 - (2 * CHUNK - 1)  # of three parts one is made again; one has the broken line


def test_a_run_that_is_finished_leaves_nothing_to_resume(dump, tmp_path, scoring) -> None:
    """It is told what it counted, and nothing is scored twice."""
    first = score_files(scoring(dump, tmp_path / "o.csv", chunk=CHUNK))
    again = score_files(scoring(dump, tmp_path / "o.csv", chunk=CHUNK, resume=True))

    assert (again.judged, again.tally) == (0, first.tally)


def test_another_run_of_the_same_output_is_refused(dump, tmp_path, scoring) -> None:
    """Two runs would tread on each other's parts."""
    from moderation.batch.shelf import Shelf

    with Shelf(tmp_path / "o.csv", "").alone(), pytest.raises(UsageError, match="another run is writing"):
        score_files(scoring(dump, tmp_path / "o.csv"))


def test_resuming_on_other_rules_is_refused_and_names_them(dump, tmp_path, scoring) -> None:
    """So is another policy, another input, another model: the message says which."""
    out = tmp_path / "o.jsonl"
    score_files(scoring(dump, out, chunk=CHUNK))
    request = scoring(dump, out, chunk=CHUNK, resume=True)
    with pytest.raises(UsageError, match=r"cannot resume: `versions` changed \(rules\)"):
        score_files(
            type(request)(request.inputs, out, loading={**request.loading, "rules": None}, chunk=CHUNK, resume=True)
        )


def test_a_worker_that_dies_ends_the_run_with_one_message(command, tmp_path, scoring, undisturbed) -> None:
    """As the system kills what takes too much memory: exit 2, and what was finished is kept and not judged again."""
    dump, out = write_dump(tmp_path / "d.jsonl", 6_000), tmp_path / "o.parquet"
    running = command(str(dump), "-o", out.name, "--jobs", "2", before=HELD.format(40))
    wait_for(lambda: parts(out))
    os.kill(workers(running)[0], signal.SIGKILL)
    (tmp_path / "go").touch()
    said = running.communicate()[1]

    assert running.returncode == 2
    assert said.splitlines()[-2:] == [
        "a process that scores was killed, perhaps for want of memory",
        "  mend: run again with fewer `--jobs`; with `-o`, `--resume` goes on where it stopped",
    ]
    assert parts(out)
    assert not out.exists()

    done = score_files(scoring(dump, out, chunk=100, resume=True))

    assert left(out) == undisturbed(dump, "parquet", 100)
    assert 0 < done.judged < done.rows == 5_880
