"""`moderation evaluate` and `moderation train` from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from moderation.cli.evaluate import command as evaluate_command
from moderation.cli.train import command as train_command
from moderation.errors import ModelError, UsageError


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Comments that say what they are."""
    path = tmp_path / "own.csv"
    bad = [f"you are a stupid idiot number {number}" for number in range(120)]
    good = [f"the harbour was calm on day {number}" for number in range(120)]
    rows = [f"{text},{int(text in bad)},{'even' if place % 2 else 'odd'}" for place, text in enumerate(bad + good)]
    path.write_text("\n".join(["body,toxic,side", *rows]) + "\n")
    return path


def run(command, *arguments: object):
    """Run a command; an error of ours is raised."""
    done = CliRunner().invoke(command, [str(a) for a in arguments], catch_exceptions=False, standalone_mode=False)
    if done.exception:
        raise done.exception
    return done


def test_prints_a_table(table: Path) -> None:
    """One line per label, then the groups, worst first."""
    arguments = [table, "--text", "body", "--label", "toxicity=toxic", "--group", "side", "--rounds", "0"]
    lines = run(evaluate_command, *arguments, "--classifier", "ngram.v1").stdout.splitlines()
    assert lines[0].startswith("240 comments, ngram.v1, ")
    assert lines[3].split()[:3] == ["toxicity", "120", "1.000"]
    assert {lines[6].split()[0], lines[7].split()[0]} == {"even", "odd"}


def test_prints_json(table: Path) -> None:
    """The JSON of the contract, with the digest of what scored."""
    done = run(evaluate_command, table, "--text", "body", "--label", "toxicity=toxic", "--rounds", "20", "--json")
    found = json.loads(done.stdout)
    assert found["rows"] == 240
    assert found["labels"]["toxicity"]["auc"] == 1.0
    assert len(found["digest"]) == 64


def test_own_weights_train_the_same_twice_and_are_used(table: Path, tmp_path: Path) -> None:
    """Training gives the same bytes again, and the folder works as a checkpoint."""
    for name in ("a", "b"):
        run(train_command, "ngram", table, "--text", "body", "--label", "toxicity=toxic", "-o", tmp_path / name)
    for file in ("config.json", "weights.npz"):
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()
    arguments = [table, "--text", "body", "--label", "toxicity=toxic", "--json", "--rounds", "0"]
    found = json.loads(
        run(evaluate_command, *arguments, "--classifier", "ngram.v1", "--checkpoint", tmp_path / "a").stdout
    )
    assert found["labels"]["toxicity"]["auc"] == 1.0
    assert found["digest"] == json.loads((tmp_path / "a" / "config.json").read_text())["digest"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [(["--recipe", "shipped"], "needs the public sets"), ([], "training needs DATA")],
    ids=["no sets", "no data"],
)
def test_training_without_data_is_misuse(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], says: str
) -> None:
    """What is missing is named."""
    monkeypatch.delenv("MODERATION_DATA", raising=False)
    with pytest.raises(UsageError, match=says):
        run(train_command, "ngram", *arguments, "-o", tmp_path / "x")


def test_draws_on_request(table: Path, tmp_path: Path) -> None:
    """`--plot` leaves a PNG beside the table; another ending is misuse before anything is scored."""
    arguments = [table, "--text", "body", "--label", "toxicity=toxic", "--rounds", "0", "--plot"]
    run(evaluate_command, *arguments, tmp_path / "curves.png")
    assert (tmp_path / "curves.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(UsageError, match="cannot be drawn to"):
        run(evaluate_command, *arguments, tmp_path / "curves.svg")


@pytest.mark.detoxify
def test_a_device_that_is_not_there(table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without CUDA the error comes before any data are read."""
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    monkeypatch.setattr("moderation.train.encoder.base_folder", lambda: tmp_path)
    with pytest.raises(ModelError, match="no CUDA device"):
        run(train_command, "encoder", tmp_path / "none.csv", "--device", "cuda", "-o", tmp_path / "x")
