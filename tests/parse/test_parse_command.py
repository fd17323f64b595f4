"""`moderation parse`: JSON Lines out, rejects on standard error."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from moderation.cli.parse import command
from moderation.errors import UsageError
from moderation.shipped import shipped


def run(*words: str, **options) -> Result:
    return CliRunner().invoke(command, words, catch_exceptions=False, **options)


def test_records_come_as_json_lines():
    """A page gives its article, its warning and its comments, one object a line."""
    result = run(str(shipped("seeds") / "pool-vote.txt"))
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert [record["record"] for record in records] == ["article", "warning"] + ["comment"] * 12
    assert {record["thread_id"] for record in records if "thread_id" in record} == {"pool-vote"}
    assert result.stderr == ""


def test_rejects_are_listed_without_their_text(tmp_path: Path):
    """Line and reason go to standard error, the text goes nowhere, and the rest is read."""
    path = tmp_path / "a.csv"
    path.write_text('id,text\n1,fine\n2,"shameful words\n3,fine\n')
    result = run(str(path))
    assert result.exit_code == 0
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["1", "3"]
    assert "line 3: a quote is opened" in result.stderr
    assert "1 row could not be read" in result.stderr
    assert "shameful" not in result.output


def test_options_reach_the_reader(tmp_path: Path):
    """`--as`, `--map` and `--source` do what they say, also on standard input."""
    result = run("-", "--as", "csv", "--map", "text=b", "--map", "id=a", "--source", "wire", input="a,b\n7,hello\n")
    record = json.loads(result.stdout)
    assert (record["source"], record["id"], record["text"]) == ("wire", "7", "hello")


def test_a_map_without_equals_sign():
    """A word that is no pair is refused with an example."""
    with pytest.raises(UsageError, match="FIELD=COLUMN"):
        run("-", "--map", "text", input="")


def test_an_input_with_nothing_in_it_is_said_to_have_nothing(tmp_path: Path):
    """No guess at its format helps there, and no line above nothing."""
    path = tmp_path / "empty.csv"
    path.write_text("\ufeff\n")
    assert run(str(path)).stderr.strip() == "no comment found: there is nothing in it"


def test_an_input_without_comments_says_what_it_was_taken_for(tmp_path: Path):
    """A guess may be wrong, and the way to say so stands with it."""
    path = tmp_path / "notes.txt"
    path.write_text("Some words.\n")
    assert run(str(path)).stderr.strip() == (
        "no comment found, read as `plain`; if it is something else, say what: `--as FORMAT`; "
        "if each line is a comment, put a line `text` above them: `--as tsv`"
    )
    assert run(str(path), "--as", "plain").stderr.strip() == "no comment found"


def test_a_format_that_was_named_wrongly_is_set_right(tmp_path: Path):
    """Rows that no reader of that format knows say nothing of what would read them."""
    path = tmp_path / "dump.csv"
    path.write_text("id,text\n1,Well done\n2,Shame on you\n")
    for name in ("jsonl", "disqus"):
        said = run(str(path), "--as", name)
        assert said.exit_code == 0
        assert said.stderr.splitlines()[-1] == (
            f"no comment found, read as `{name}`; it looks like `csv`: leave `--as` out"
        )
