"""`moderation rules check | test | show`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from moderation.cli.rules import command
from moderation.errors import ModerationError, RuleError

GOOD = """format: 1
rules:
- id: tox.one
  title: Calls somebody a fool
  category: toxicity
  score: 0.5
  why: Your comment insults a reader.
  match: {terms: [fool]}
  tests: {match: [you fool], no_match: [you]}
"""
FAILING = GOOD.replace("no_match: [you]", "no_match: [no fool]")
BROKEN = GOOD.replace("score: 0.5", "score: high").replace("match: {terms", "match: {term")
Rules = Callable[..., Result]


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Rules:
    """Return a function that writes a rule file and runs `moderation rules ARGS` beside it."""
    monkeypatch.chdir(tmp_path)

    def run(text: str, *args: str) -> Result:
        Path("rules.yaml").write_text(text, encoding="utf-8")
        return CliRunner().invoke(command, list(args))

    return run


@pytest.mark.parametrize(("text", "code"), [(GOOD, 0), (BROKEN, 2)], ids=["good", "broken"])
def test_check_exit_code(rules: Rules, text: str, code: int) -> None:
    """Rules that can be used exit 0, broken files 2."""
    assert code == rules(text, "check", "rules.yaml").exit_code


def test_check_shows_every_problem(rules: Rules) -> None:
    """The text report has each problem with its line and a sum."""
    shown = rules(BROKEN, "check", "rules.yaml").output

    assert "rules.yaml:6:10: expected a number above 0 and up to 1, not `high`" in shown
    assert "rules.yaml:8:11: unknown key `term` in a condition" in shown
    assert "0 rules in 1 file: 2 errors, 0 warnings" in shown


def test_check_as_json(rules: Rules) -> None:
    """Scripts get the problems as values."""
    report = json.loads(rules(BROKEN, "check", "rules.yaml", "--format", "json").output)

    assert (report["schema_version"], report["files"], report["rules"]) == (1, 1, 0)
    assert [(problem["code"], problem["line"], problem["column"]) for problem in report["problems"]] == [
        ("not-a-number", 6, 10),
        ("unknown-key", 8, 11),
    ]


def test_a_path_that_is_not_there_is_a_problem_among_others(rules: Rules) -> None:
    """A report for a machine has it, too, beside what is wrong with the files that are there."""
    done = rules(BROKEN, "check", "nowhere", "rules.yaml", "--json")

    told = [problem["message"] for problem in json.loads(done.stdout)["problems"]]
    assert done.exit_code == 2
    assert told[0] == "`nowhere` is not there"
    assert len(told) == 3


def test_check_for_github(rules: Rules) -> None:
    """GitHub gets one workflow command a problem, signs escaped."""
    first, second = rules(BROKEN, "check", "rules.yaml", "--format", "github").output.splitlines()

    assert first.startswith("::error file=rules.yaml,line=6,col=10,title=not-a-number::expected a number")
    assert second.endswith("unknown key `term` in a condition%0Amend: did you mean `terms`?")


def test_check_as_sarif(rules: Rules) -> None:
    """Code scanners get a SARIF log with regions."""
    log = json.loads(rules(BROKEN, "check", "rules.yaml", "--format", "sarif").output)

    (result, _) = log["runs"][0]["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert (log["version"], result["level"]) == ("2.1.0", "error")
    assert region == {"startLine": 6, "startColumn": 10, "endColumn": 14}


@pytest.mark.parametrize(("text", "code"), [(GOOD, 0), (FAILING, 1)], ids=["as expected", "not as expected"])
def test_test_exit_code(rules: Rules, text: str, code: int) -> None:
    """Examples that go as the file says exit 0, others 1."""
    assert code == rules(text, "test", "rules.yaml").exit_code


def test_test_of_a_broken_file_is_a_known_error(rules: Rules) -> None:
    """Broken files raise the error that the command line turns into exit code 2."""
    error = rules(BROKEN, "test", "rules.yaml").exception

    assert isinstance(error, RuleError)
    assert error.exit_code == 2


def test_test_says_what_decided(rules: Rules) -> None:
    """A failing example is shown with its place, what decided and what mends it."""
    shown = rules(FAILING, "test", "rules.yaml").output

    assert "rules.yaml:9:41: tox.one no_match[0]: the rule matches: `terms` holds by `fool`" in shown
    assert "mend: make the rule spare it, or move it to `known_fp`" in shown
    assert "2 examples of 1 rule: 1 as expected, 1 not" in shown


def test_test_for_github(rules: Rules) -> None:
    """A failing example is told beside its line, carets and all."""
    shown = rules(FAILING, "test", "rules.yaml", "--format", "github").output

    assert shown.startswith(
        "::error file=rules.yaml,line=9,col=41,title=example::tox.one no_match[0]: the rule matches"
    )
    assert shown.count("\n") == 1


def test_test_as_json(rules: Rules) -> None:
    """Scripts get every example with its result."""
    report = json.loads(rules(FAILING, "test", "rules.yaml", "--json").output)

    assert (report["schema_version"], report["passed"], report["failed"]) == (1, 1, 1)
    assert [(example["name"], example["passed"], example["matched"]) for example in report["examples"]] == [
        ("tox.one::match[0]", True, True),
        ("tox.one::no_match[0]", False, True),
    ]
    assert report["examples"][0]["spans"] == [[4, 8]]


def test_show_lists_rules(rules: Rules) -> None:
    """Without an id, one line a rule."""
    shown = rules(GOOD, "show", "--rules", "rules.yaml").output

    assert shown == "tox.one  experimental  review  0.50  Calls somebody a fool\n"


def test_show_one_rule(rules: Rules) -> None:
    """With an id, all there is to know about it."""
    shown = rules(GOOD, "show", "tox.one", "--rules", "rules.yaml").output

    assert "why: Your comment insults a reader." in shown
    assert "match[0]: you fool" in shown


def test_show_offers_the_nearest_id(rules: Rules) -> None:
    """A mistyped id is answered with the one that was meant."""
    error = rules(GOOD, "show", "tox.ones", "--rules", "rules.yaml").exception

    assert "did you mean `tox.one`?" in str(error)


def test_the_rules_that_come_along_are_the_default(rules: Rules) -> None:
    """Without a path, the shipped rules are checked."""
    shown = rules(GOOD, "check").output

    assert "0 errors" in shown
    assert not shown.startswith("0 rules")


@pytest.mark.parametrize("name", ["check", "test"])
def test_several_paths_at_once(rules: Rules, name: str) -> None:
    """A hook names each changed file; what is named twice, or lies in a folder that is named, counts once."""
    Path("more").mkdir()
    Path("more/two.yaml").write_text(GOOD.replace("tox.one", "tox.two").replace("a fool", "a dolt"), encoding="utf-8")

    result = rules(GOOD, name, "rules.yaml", "more/two.yaml", "./rules.yaml", "more")

    assert result.exit_code == 0
    assert "2 rules" in result.output


def test_a_failing_example_of_any_path_fails(rules: Rules) -> None:
    """The second file is run, too."""
    Path("good.yaml").write_text(GOOD.replace("tox.one", "tox.two").replace("a fool", "a dolt"), encoding="utf-8")

    assert rules(FAILING, "test", "good.yaml", "rules.yaml").exit_code == 1


def test_a_skip_that_does_nothing_is_told(rules: Rules) -> None:
    """Capitals are those of the whole comment, quoted or not."""
    caps = GOOD.replace("match: {terms: [fool]}", "match: {caps: {ratio: 0.7, letters: 5}}\n  skip: [quote]")

    assert "the `skip` of `tox.one` does nothing" in rules(caps, "check", "rules.yaml").output
    assert "does nothing" not in rules(GOOD + "  skip: [quote]\n", "check", "rules.yaml").output


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nosuch"], "`nosuch` is neither a folder nor a rule's id"),
        (["./tox.one"], "`./tox.one` is neither a folder nor a rule's id"),
        (["tox.of-our-own"], "one of your own: `moderation rules show FOLDER tox.of-our-own`"),
        (["rules.yaml", "--corpus", "rules.yaml"], "`--corpus` and `--db` tell of one rule"),
        (["rules.yaml", "--db", "sqlite:///nosuch.db"], "`--corpus` and `--db` tell of one rule"),
    ],
    ids=["no folder", "a path", "no rule that comes along", "a corpus for all", "a queue for all"],
)
def test_show_says_what_it_would_have_to_be_asked(rules: Rules, arguments: list[str], says: str) -> None:
    """A folder that is not there is no rule's id, and what tells of one rule is not passed over."""
    with pytest.raises(ModerationError) as raised:
        raise rules(GOOD, "show", *arguments).exception or AssertionError("nothing was said")

    assert says in raised.value.render()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is empty\n  mend: begin it with `format: 1` and `rules:`"),
        ("# later\n", "is no rule file\n  mend: begin it with `format: 1` and `rules:`"),
        ("- id: tox.one\n  title: One\n", ":1:1: rules without `rules:` above them"),
    ],
    ids=["empty", "remarks alone", "rules alone"],
)
def test_check_says_what_a_file_that_is_named_lacks(rules: Rules, text: str, says: str) -> None:
    """Not that a folder should be named."""
    done = rules(text, "check", "rules.yaml")

    assert done.exit_code == 2
    assert says in done.output
