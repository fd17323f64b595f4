"""`moderation evaluate` and `moderation train` from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from moderation.classify import load_classifier
from moderation.cli.evaluate import command as evaluate_command
from moderation.cli.train import command as train_command
from moderation.errors import UsageError
from moderation.normalise import fold


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


@pytest.fixture
def german(tmp_path: Path) -> Path:
    """A German archive as a newsroom has one: semicolons in the text, umlauts, a column of yes and no."""
    path = tmp_path / "archiv.csv"
    rude = [f"Du bist ein Vollpfosten und ein Lügner; schäm dich, Nummer {number}" for number in range(150)]
    kind = [f"Die Straßenbahn fährt jetzt pünktlich; danke für Bericht {number}" for number in range(150)]
    path.write_text(
        "\n".join(["Kommentar,gesperrt", *(f'"{t}",yes' for t in rude), *(f'"{t}",no' for t in kind)]), "utf-8"
    )
    return path


def test_a_newsroom_trains_on_german(german: Path, tmp_path: Path) -> None:
    """One command, the same bytes twice, a card, and a model that judges German instead of leaving it out."""
    arguments = ["ngram", german, "--text", "Kommentar", "--label", "toxicity=gesperrt", "--language", "de"]
    for name in ("a", "b"):
        run(train_command, *arguments, "-o", tmp_path / name)
    files = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert files == ["card.md", "config.json", "weights.npz"]
    assert all((tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes() for name in files)
    card = (tmp_path / "a" / "card.md").read_text("utf-8")
    assert "in de." in card
    assert "| toxicity |" in card
    assert "Vollpfosten" not in card
    judge = load_classifier("ngram.v1", checkpoint=tmp_path / "a")
    assert judge.languages == {"de"}
    rude, kind = judge.score([fold("So ein Lügner und Vollpfosten"), fold("Danke, die Straßenbahn fährt")])[:, 0]
    assert rude > 0.5 > kind


def test_a_language_that_is_none(german: Path, tmp_path: Path) -> None:
    """A name instead of a code is misuse before anything is trained."""
    arguments = ["ngram", german, "--text", "Kommentar", "--label", "toxicity=gesperrt", "--language", "German"]
    with pytest.raises(UsageError, match="is not a language code"):
        run(train_command, *arguments, "-o", tmp_path / "x")


@pytest.mark.detoxify
def test_a_device_that_is_not_there(table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without CUDA the error comes before any data are read."""
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    with pytest.raises(UsageError, match="no CUDA device"):
        run(train_command, "encoder", tmp_path / "none.csv", "--device", "cuda", "-o", tmp_path / "x")
