"""Examples run: what passes, what fails, and what is said about it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from moderation.rulebook.examples.testing import run
from moderation.rulebook.rule import Rule

FILE = """format: 1
rules:
- id: tox.one
  title: One
  category: toxicity
  score: 0.5
  match:
    near: {of: [fool], to: [you], words: 3}
    not: {terms: [dear]}
  tests:
"""
CASES = {
    "match that matches": ("match: [you fool]", "no_match: [fool]", ""),
    "match that does not": ("match: [a fool]", "no_match: [fool]", "the rule does not match: `all.near` is not met"),
    "match that is forbidden": (
        "match: [you dear fool]", "no_match: [fool]", "the rule does not match: `all.not` is not met",
    ),
    "no_match that matches": (
        "match: [you fool]", "no_match: [fool you]", "the rule matches: `all` holds by `fool`, `you`",
    ),
    "known false positive": ("match: [you fool]", "no_match: [x]\n    known_fp: [fool you]", ""),
    "mended false positive": ("match: [you fool]", "no_match: [x]\n    known_fp: [y]", "the rule no longer matches"),
    "known miss": ("match: [you fool]", "no_match: [x]\n    known_miss: [you fewl]", ""),
    "mended miss": ("match: [you fool]", "no_match: [x]\n    known_miss: [y0u fool]", "the rule matches by now"),
    "span": ("match: [{text: you FOOL, span: FOOL}]", "no_match: [x]", ""),
    "wrong span": ("match: [{text: you fool, span: foo}]", "no_match: [x]", "the hit marks `you`, `fool`, not `foo`"),
}  # fmt: skip


@pytest.mark.parametrize(("match", "others", "message"), CASES.values(), ids=CASES)
def test_example(rules_of: Callable[[str], list[Rule]], match: str, others: str, message: str) -> None:
    """An example goes as the file says, or a problem says which condition decided."""
    results = list(run(rules_of(f"{FILE}    {match}\n    {others}\n")))
    problems = [result.problem for result in results if result.problem]

    assert bool(message) == bool(problems)
    assert all(message in problem.message and problem.mend for problem in problems)


def test_facts_that_are_not_known_are_named(rules_of: Callable[[str], list[Rule]]) -> None:
    """An example without the fact that the rule needs is told so."""
    text = FILE.replace("not: {terms: [dear]}", "author: {comments: {max: 0}}")

    (result, _) = run(rules_of(f"{text}    match: [you fool]\n    no_match: [x]\n"))

    assert result.problem is not None
    assert "`all.author` is not known" in result.problem.message


def test_rules_of_any_status_are_tested(rules_of: Callable[[str], list[Rule]]) -> None:
    """Drafts have to pass their examples, too."""
    text = FILE.replace("  title: One", "  title: One\n  status: draft")

    assert all(result.passed for result in run(rules_of(f"{text}    match: [you fool]\n    no_match: [x]\n")))


@pytest.fixture
def pytest_in(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Return a function that runs pytest with the plugin in a folder of its own."""

    def go(*args: str) -> subprocess.CompletedProcess[str]:
        # Installed plugins are switched off: ours may not come twice, and loading the others takes 1.5 s of CPU.
        alone = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        plugin = ["-p", "moderation.rulebook.pytest_plugin", "-p", "no:cacheprovider"]
        command = [sys.executable, "-m", "pytest", "-c", "/dev/null", "--rootdir", ".", *plugin, *args]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, env=alone)

    folder = tmp_path / "rules" / "toxicity"
    folder.mkdir(parents=True)
    (folder / "insults.yaml").write_text(f"{FILE}    match: [you fool, a fool]\n    no_match: [fool]\n")
    (tmp_path / "rules" / "compose.yaml").write_text("services: {web: {image: x}}\nrules: {a: b}\n")
    return go


def test_rule_files_are_collected(pytest_in: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    """Each example is a test with the name that the contract gives; other YAML is left alone."""
    done = pytest_in("--collect-only", "-q", "rules")

    names = [line for line in done.stdout.splitlines() if "::" in line]
    prefix = "rules/toxicity/insults.yaml::tox.one::"
    assert [f"{prefix}match[0]", f"{prefix}match[1]", f"{prefix}no_match[0]"] == names
    assert "compose" not in done.stdout


def test_a_failing_example_fails_with_its_place(pytest_in: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    """A failure shows the file, the line and the condition that decided, without a traceback."""
    done = pytest_in("-q", "rules/toxicity/insults.yaml")

    assert done.returncode == 1
    assert "rules/toxicity/insults.yaml:11:23: tox.one match[1]: the rule does not match: `all.near`" in done.stdout
    assert "Traceback" not in done.stdout


def test_a_broken_file_is_an_error(tmp_path: Path, pytest_in: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    """A rule file that cannot be loaded fails the collection with every problem."""
    (tmp_path / "rules" / "broken.yaml").write_text("format: 1\nrules:\n- id: tox.one\n")

    done = pytest_in("-q", "rules/broken.yaml")

    assert done.returncode == 2
    assert "a rule has no `match`" in done.stdout


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (f"{FILE}    match: [you f\xf6\xf6l]\n".encode("latin-1"), "not UTF-8: the byte 0xf6"),
        (b"\xef\xbb\xbfformat: 1\nrules: [\n", "the file ends before what begins here"),
        (b"# ours\nformat: '1'\nrules: [\n", "the file ends before what begins here"),
    ],
)
def test_a_file_that_cannot_be_read_is_an_error(
    tmp_path: Path, pytest_in: Callable[..., subprocess.CompletedProcess[str]], content: bytes, message: str
) -> None:
    """Tests that nobody can read are not left out in silence."""
    (tmp_path / "rules" / "broken.yaml").write_bytes(content)

    done = pytest_in("-q", "rules/broken.yaml")

    assert done.returncode == 2
    assert message in done.stdout
