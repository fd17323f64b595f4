"""What every command does: exit codes, where output goes, what misuse is told."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from moderation.cli import COMMANDS

COMMENT = json.dumps({"id": "1", "text": "you are an idiot"}) + "\n"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(cli, process, name: str) -> None:
    """Help goes to standard output and exits 0, also where the command is started from nothing."""
    for done in (process(name, "-h"), cli(name, "--help")):
        assert (done.returncode, done.stderr) == (0, "")
        assert "Usage: " in done.stdout


@pytest.mark.parametrize("name", ["decisions", "people", "data", "holds", "deliver", "learn", "train"])
def test_no_line_of_an_overview_is_cut_short(cli, name: str) -> None:
    """Each command of a group is listed with its whole first sentence."""
    assert "..." not in cli(name, "--help").stdout.partition("Commands:")[2]


def test_the_package_runs_as_a_module(tmp_path: Path) -> None:
    """`python -m moderation` is the command line, exit status included."""
    command = [sys.executable, "-m", "moderation", "parse", "nowhere.txt"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr.startswith("nowhere.txt: there is no such file")) == (2, True)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("socre",), "did you mean `score`?"),
        (("rules", "chek"), "did you mean `check`?"),
        (("decisions", "exprot"), "did you mean `export`?"),
        (("score", "nowhere.jsonl"), "nowhere.jsonl"),
        (("score", ".", "-o", "o.csv"), "is a folder, expected a file"),
        (("score", "."), "folder"),
        (("score", "d.jsonl", "-o", "out.xlsx"), "end it in .jsonl, .csv, .parquet"),
        (("score", "d.jsonl", "-o", ""), "cannot tell the output format"),
        (("score", "d.jsonl", "-o", ".."), "cannot tell the output format"),
        (("score", "d.jsonl", "-o", "."), "cannot tell the output format of `.`"),
        (("score", "d.jsonl", "./d.jsonl", "-o", "o.csv"), "`./d.jsonl` is named twice"),
        (("score", "d.jsonl", "--classifier", "ngram.v1", "--checkpoint", "d.jsonl"), "weights are a folder"),
        (("score", "d.jsonl", "-o", "no/such/out.csv"), "there is no folder"),
        (("score", "d.jsonl", "--report", "no/such/page.html"), "there is no folder"),
        (("score", "d.jsonl", "--report", "d.jsonl"), "`--report` and an input would both be `d.jsonl`"),
        (("score", "d.jsonl", "-o", "o.jsonl", "--summary", "./o.jsonl"), "`--summary` and `-o` would both be"),
        (("score", "d.jsonl", "-o", "o.jsonl", "--summary", "r", "--report", "r"), "`--report` and `--summary`"),
        (("score", "d.jsonl", "-o", "o.jsonl", "--report", "o.jsonl.rejects.jsonl"), "what stands beside `-o`"),
        (("score", "d.jsonl", "-o", "o.jsonl", "--report", "."), "`.` is a folder"),
        (("score", "/dev/null", "-o", "o.jsonl", "--resume"), "`/dev/null` cannot be read again"),
        (("score", "/dev/null", "-o", "o.jsonl", "--context"), "name a file instead of standard input or a pipe"),
        (("score", "d.jsonl", "--summary", "-"), "`--summary` and `-o` would both be standard output"),
        (("score", "d.jsonl", "--columns", "rout", "-o", "o.csv"), "did you mean `route`?"),
        (("score", "d.jsonl", "--classifier", "ngram.v9"), "did you mean `ngram.v1`?"),
        (("score", "d.jsonl", "--classifier", "detoxify.original"), "checkpoint"),
        (("score", "d.jsonl", "--device", "cuda"), "leave `--device` out"),
        (("score", "d.jsonl", "--device", "tpu"), "cuda"),
        (("score", "d.jsonl", "--policy", "none.toml"), "there is no policy file"),
        (("score", "d.jsonl", "--rules", "none"), "none"),
        (("score", "d.jsonl", "--map", "text"), "FIELD=COLUMN"),
        (("score", "d.jsonl", "--map", "text=boddy"), "boddy"),
        (("score", "d.jsonl", "--language", "english"), "not a language code"),
        (("score", "d.jsonl", "-o", "d.jsonl"), "is an input too"),
        (("sample", "d.jsonl", "-n", "1", "-o", "./d.jsonl"), "is an input too"),
        (("train", "scale", "d.jsonl", "--text", "text", "--label", "toxicity=id", "-o", "d.jsonl"), "is an input too"),
        (("score", "d.jsonl", "--as", "csvv"), "did you mean `csv`?"),
        (("score", "d.jsonl", "--pseudonymise", "author"), "MODERATION_PSEUDONYM_KEY"),
        (("score", "d.jsonl", "--resume"), "-o OUT.jsonl"),
        (("import", "d.jsonl", "--db", "nonsense"), "mend:"),
        (("import", "d.jsonl", "--db", "sqlite:////no/such/folder/m.db"), "mend:"),
        (("import", "d.jsonl", "--db", "sqlite:///d.jsonl"), "check that it is a SQLite database"),
        (("decisions", "export"), "mend:"),
        (("data", "purge", "--older-than", "soon"), "write a length like `12h`, `7d` or `2w`"),
        (("serve", "--public-url", "scores.example"), "write it like `https://scores.example`"),
        (("serve", "--scale", "d.jsonl"), "name one that `moderation train scale -o FILE` wrote"),
        (("queue", "--db", "sqlite:///none.db"), "mend:"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_misuse_gets_one_message_and_exit_2(cli, tmp_path: Path, args: tuple[str, ...], message: str) -> None:
    """No traceback; the message names the thing and the mend."""
    (tmp_path / "d.jsonl").write_text(COMMENT)
    done = cli(*args)

    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr


def test_data_goes_to_stdout_and_words_to_stderr(process) -> None:
    """`-` reads standard input; what comes out can be piped on."""
    done = process("score", "-", stdin=COMMENT)
    row = json.loads(done.stdout)

    assert (done.returncode, row["id"], row["route"]) == (0, "1", "review")
    assert "1 comment scored" in done.stderr


def test_one_is_said_to_be_one(cli, tmp_path: Path) -> None:
    """`1 comments` reads like a mistake, and makes one doubt the figures beside it."""
    (tmp_path / "d.csv").write_text("id,text,bad\n1,a walk by the river,0\n")
    assert cli("sample", "d.csv", "-n", "1").stderr.endswith("1 comment drawn\n")
    measured = cli("evaluate", "d.csv", "--text", "text", "--label", "toxicity=bad", "--rounds", "0")
    assert measured.stdout.startswith("1 comment, ngram.v1")


def test_what_parse_prints_score_reads(cli, tmp_path: Path) -> None:
    """Records of one command are the input of the next."""
    (tmp_path / "d.csv").write_text("id,body,user\n7,you are an idiot,Ann\n8,fine weather for a walk,Bob\n")
    parsed = cli("parse", "d.csv")
    scored = [json.loads(line) for line in cli("score", "-", stdin=parsed.stdout).stdout.splitlines()]

    assert [(row["id"], row["route"], row["author"]) for row in scored] == [
        ("7", "review", "Ann"),
        ("8", "approve", "Bob"),
    ]


def test_importing_twice_adds_nothing_twice(cli, tmp_path: Path) -> None:
    """The second import says so."""
    (tmp_path / "d.jsonl").write_text(COMMENT + json.dumps({"id": "2", "text": "a walk by the river"}) + "\n")
    first, second = cli("import", "d.jsonl"), cli("import", "d.jsonl")

    rest = "1 of them for a person; 0 rows could not be read\n"
    assert f"2 new, 0 revised, 0 rescored, 0 closed, 0 unchanged, {rest}" in first.stderr
    assert f"0 new, 0 revised, 0 rescored, 0 closed, 2 unchanged, {rest}" in second.stderr


@pytest.mark.parametrize("name", ["typo.csv", "an_archive.zip", "."])
def test_an_input_that_cannot_be_read_leaves_no_database_behind(cli, tmp_path: Path, name: str) -> None:
    """Also where another input could be: nothing of a half-understood command is done."""
    (tmp_path / "d.jsonl").write_text(COMMENT)
    (tmp_path / "an_archive.zip").write_bytes(b"PK\x03\x04" + bytes(40))
    done = cli("import", "d.jsonl", name)

    assert (done.returncode, f"{name}: " in done.stderr) == (2, True)
    assert not (tmp_path / "moderation.db").exists()


def test_an_import_reads_a_pipe_once(cli, tmp_path: Path) -> None:
    """`<(zcat dump.gz)` in a shell is a name for a pipe."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=(COMMENT,), daemon=True)
    writer.start()
    done = cli("import", pipe)
    writer.join(60)

    assert "1 new" in done.stderr


@pytest.mark.parametrize("args", [("import",), ("score",), ("score", "--estimate")], ids=" ".join)
def test_what_is_told_of_several_inputs_names_the_input(cli, tmp_path: Path, args: tuple[str, ...]) -> None:
    """A line number alone could stand in either file; with `--estimate`, too, a rejected row is said."""
    (tmp_path / "d.jsonl").write_text(COMMENT)
    (tmp_path / "e.jsonl").write_text(COMMENT + "{}\n")

    assert "warning: e.jsonl:2: rejected: no text" in cli(*args, "d.jsonl", "e.jsonl").stderr


def test_an_estimate_is_printed_and_nothing_written(cli, tmp_path: Path) -> None:
    """`--estimate` answers before a policy is applied."""
    (tmp_path / "d.jsonl").write_text(COMMENT)
    done = cli("score", "d.jsonl", "--estimate", "--json")
    found = json.loads(done.stdout)

    assert (done.returncode, found["schema_version"], found["comments"], found["share_held"]) == (0, 1, 1, 1.0)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["d.jsonl"]


def test_the_summary_and_the_page_can_go_to_standard_output(cli, tmp_path: Path) -> None:
    """`-` is standard output wherever a file can be named; no file of that name appears."""
    (tmp_path / "d.jsonl").write_text(COMMENT)
    summary = cli("score", "d.jsonl", "-o", "o.jsonl", "--summary", "-")
    page = cli("score", "d.jsonl", "-o", "o.jsonl", "--report", "-")

    assert json.loads(summary.stdout)["counts"]["rows"] == 1
    assert page.stdout.startswith("<!doctype html>")
    assert not (tmp_path / "-").exists()


def test_no_comment_text_reaches_standard_error(cli, tmp_path: Path) -> None:
    """Neither warnings nor rejects repeat what somebody wrote."""
    (tmp_path / "d.jsonl").write_text('{"id": "1", "text": "SECRETWORD"\n{"id": 2}\n' + COMMENT)
    done = cli("score", "d.jsonl")

    assert done.returncode == 0
    assert "rejected" in done.stderr
    assert "SECRETWORD" not in done.stderr


@pytest.mark.parametrize("args", [("score", "d.csv"), ("parse", "d.csv"), ("rules", "show")], ids=" ".join)
def test_a_reader_that_has_had_enough_is_no_error(started, tmp_path: Path, args: tuple[str, ...]) -> None:
    """`| head -1` ends the command without a word about it and with exit 0."""
    (tmp_path / "d.csv").write_text("id,text\n" + "1,a walk by the river\n" * 3000)
    running = started(*args)
    running.stdout.readline()
    running.stdout.close()
    said = running.stderr.read()

    assert (running.wait(), "Traceback" in said, "Error" in said) == (0, False, False)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("args", [("score", "d.jsonl"), ("rules", "show")], ids=" ".join)
def test_a_full_disk_is_told_in_one_message(started, tmp_path: Path, args: tuple[str, ...]) -> None:
    """No traceback, exit 2."""
    (tmp_path / "d.jsonl").write_text(COMMENT)
    with Path("/dev/full").open("w") as full:
        running = started(*args, stdout=full)
        said = running.stderr.read()

    assert (running.wait(), "Traceback" in said) == (2, False)
    assert "no space left on device" in said


def test_closed_streams_do_not_stop_a_command(cli, tmp_path: Path) -> None:
    """A service that starts a command without standard streams still gets its file."""
    (tmp_path / "d.jsonl").write_text(COMMENT)
    program = "import sys; sys.stdin = sys.stdout = sys.stderr = None; from moderation.cli import main; main()"
    command = [sys.executable, "-c", program, "score", "d.jsonl", "-o", "o.jsonl"]

    assert subprocess.run(command, cwd=tmp_path, check=False, capture_output=True).returncode == 0
    assert len((tmp_path / "o.jsonl").read_text().splitlines()) == 1


def test_workers_leave_with_a_parent_that_was_killed(started, tmp_path: Path) -> None:
    """Processes that score do not stay behind, each with a model in memory."""
    (tmp_path / "d.csv").write_text("id,text\n" + "1,a walk by the river\n" * 100_000)
    running = started("score", "d.csv", "--classifier", "constant.v1", "--jobs", "2", "-o", "o.jsonl")
    parts = tmp_path / "o.jsonl.parts"
    _wait_for(lambda: parts.is_dir() and any(parts.iterdir()))
    running.kill()

    # The pipe of standard error is open for as long as a worker lives; a worker that stays fails by the time limit.
    running.communicate(timeout=60)
    assert running.returncode == -signal.SIGKILL


def _wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)
