"""`moderation score` over a whole dump: `--engine`, `--context`, `--rollup`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from moderation.cli.score import command
from moderation.errors import UsageError

TEXT = "the council should at last mend the old bridge before winter comes back to our town"


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    """Twelve comments, ten of them the same, under column names of the dump's own."""
    path = tmp_path / "dump.csv"
    lines = [f"{n},{TEXT if n < 10 else f'words {n}'},town-{n % 2},user {n},2026-11-16T10:{n}0:00Z" for n in range(6)]
    lines += [f"{n},{TEXT if n < 10 else f'words {n}'},town-0,user {n},2026-11-17T10:00:00Z" for n in range(6, 12)]
    path.write_text("\n".join(["cid,comment_body,article,user,posted", *lines]))
    return path


def test_a_dump_is_read_for_its_context_and_rolled_up(dump: Path) -> None:
    """The index, the rows, the tables and the page, by columns that bear other names."""
    out = dump.with_name("out.csv")
    given = [str(dump), "-o", str(out), "--map", "thread_id=article", "--classifier", "constant.v1"]
    done = CliRunner().invoke(command, [*given, "--context", "--rollup", "thread,author"], catch_exceptions=False)
    sums = json.loads(Path(f"{out}.rollup.json").read_text())

    assert "12 comments scored: 10 review, 2 approve" in done.stderr
    assert {(one["thread"], one["comments"], one["held"]) for one in sums["threads"]} == {
        ("town-0", 9, 7),
        ("town-1", 3, 3),
    }
    assert len(sums["authors"]) == 12
    assert sums["all"]["first"] == "2026-11-16T10:00:00Z"
    assert {path.name for path in dump.parent.glob("out.csv*")} == {
        "out.csv", "out.csv.context", "out.csv.manifest.json", "out.csv.authors.csv", "out.csv.threads.csv",
        "out.csv.rollup.html", "out.csv.rollup.json",
    }  # fmt: skip


def test_an_estimate_says_which_options_it_has_no_use_for(dump: Path) -> None:
    """It is one word more on the command that is to be run: nothing that this would write appears, and that is said."""
    given = [str(dump), "--classifier", "constant.v1", "--estimate", "--json"]
    idle = ["-o", str(dump.with_name("o.csv")), "--report", str(dump.with_name("r.html")), "--no-text"]
    done = CliRunner().invoke(command, [*given, *idle], catch_exceptions=False)

    assert "`-o`, `--report`, `--no-text` have no effect" in done.stderr
    assert json.loads(done.stdout)["comments"] == 12
    assert [path.name for path in dump.parent.iterdir()] == ["dump.csv"]
    assert "no effect" not in CliRunner().invoke(command, given, catch_exceptions=False).stderr


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--rollup", "thread"], "reads the rows that were written"),
        (["-o", "o.csv", "--rollup", "thread", "--columns", "id"], "reads the rows that were written"),
        (["-o", "o.csv", "--rollup", "tread"], "did you mean `thread`"),
        (["-o", "o.csv", "--show-text"], "add `--rollup thread,author`"),
        (["-o", "o.csv", "--rollup", "thread", "--no-text", "--show-text"], "there is no text to show"),
        (["--estimate", "--context"], "an estimate looks at a slice"),
        (["-o", "o.csv", "--json"], "`--json` is for `--estimate`"),
        (["-o", "o.csv", "--core-hour-price", "1"], "`--core-hour-price` is for `--estimate`"),
        (["--scheduler", "tcp://127.0.0.1:1"], "add `--engine dask`"),
        (["--engine", "dask", "--master", "local"], "add `--engine spark`"),
    ],
)
def test_what_cannot_be_done_is_said_before_any_work(
    dump: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], message: str
) -> None:
    """One message with the way out."""
    monkeypatch.chdir(dump.parent)
    with pytest.raises(UsageError) as caught:
        CliRunner().invoke(command, [str(dump), *options], catch_exceptions=False)

    assert message in caught.value.render()
    assert [path.name for path in dump.parent.iterdir()] == ["dump.csv"]
