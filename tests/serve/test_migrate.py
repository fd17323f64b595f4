"""`moderation migrate-thresholds`: an old threshold holds about as many comments as it did."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from moderation.cli.scales import command
from moderation.errors import UsageError
from moderation.policy import load_policy
from moderation.records import SCHEMA_VERSION

WORDS = ("Thank you.", "I doubt that very much.", "What nonsense.", "You fool.", "You stupid idiot, shut up.")


@pytest.fixture
def comments(tmp_path: Path) -> Path:
    """A site's past comments with the scores that Perspective gave."""
    file = tmp_path / "past.csv"
    with file.open("w", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["body", "old"])
        rows.writerows([f"{WORDS[n % 5]} ({n})", f"{(n % 5) / 5 + n / 2000:.4f}"] for n in range(300))
    return file


def _run(*words: str) -> str:
    done = CliRunner().invoke(command, words, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_the_same_share_is_held(comments: Path) -> None:
    """With old scores the new threshold holds what the old one held."""
    given = ("--text", "body", "--threshold", "TOXICITY=0.8", "--score", "TOXICITY=old", "--json")
    found = json.loads(_run(str(comments), *given))

    (one,) = found["thresholds"]
    assert found["schema_version"] == SCHEMA_VERSION
    assert one["held_before"] > 0.1
    assert one["held_now"] == pytest.approx(one["held_before"], abs=0.02)


def test_lines_go_into_a_policy_as_they_are(comments: Path, tmp_path: Path) -> None:
    """What is printed is a table of a policy file, and loads."""
    lines = _run(str(comments), "--text", "body", "--threshold", "TOXICITY=0.8", "--threshold", "INSULT=0.7")
    (tmp_path / "policy.toml").write_text(f"format = 1\n{lines}")
    policy = load_policy(tmp_path / "policy.toml")

    assert 0 < (policy.threshold("ngram.v1", "toxicity", "en") or 0) < 1
    assert "TOXICITY 0.8; holds" in lines


def test_a_rare_label_keeps_its_share(comments: Path, tmp_path: Path) -> None:
    """Most probabilities of a threat lie below 0.0005: a threshold of 0.000 would hold every comment."""
    given = (str(comments), "--text", "body", "--threshold", "THREAT=0.199", "--score", "THREAT=old")
    (one,) = json.loads(_run(*given, "--json"))["thresholds"]
    (tmp_path / "policy.toml").write_text(f"format = 1\n{_run(*given)}")

    assert one["held_before"] == pytest.approx(0.8, abs=0.02)
    assert one["held_now"] == pytest.approx(one["held_before"], abs=0.02)
    assert load_policy(tmp_path / "policy.toml").threshold("ngram.v1", "threat", "en") == one["new"]


def test_old_scores_without_a_threshold_are_a_slip(comments: Path) -> None:
    """Scores of one attribute and the threshold of another would be read past each other, unsaid."""
    with pytest.raises(UsageError, match=r"`--score INSULT=old` has no threshold"):
        _run(str(comments), "--text", "body", "--threshold", "TOXICITY=0.8", "--score", "INSULT=old")


@pytest.mark.parametrize(
    ("threshold", "told"),
    [("TOXICITY", "not ATTRIBUTE=VALUE"), ("TOXICTY=0.8", "did you mean `TOXICITY`"), ("TOXICITY=8", "no threshold"),
     ("SPAM=0.8", "has no map for spam"), ("FLIRTATION=0.8", "answers no attribute")],
)  # fmt: skip
def test_misuse_is_told_with_its_mend(comments: Path, threshold: str, told: str) -> None:
    """Before anything is measured."""
    with pytest.raises(UsageError, match=told):
        _run(str(comments), "--text", "body", "--threshold", threshold)


def test_few_old_scores_are_not_enough(tmp_path: Path) -> None:
    """A share of ten comments is no share."""
    (tmp_path / "few.csv").write_text("body,old\n" + "hello,0.5\n" * 10)
    with pytest.raises(UsageError, match="10 comments have an old score"):
        _run(str(tmp_path / "few.csv"), "--text", "body", "--threshold", "TOXICITY=0.8", "--score", "TOXICITY=old")
