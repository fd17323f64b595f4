"""Small rulebooks for tests, and golden files."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from moderation.normalise import fold
from moderation.records import Context, Hit, Language
from moderation.rulebook import Rulebook
from moderation.rulebook.files.load import read_file
from moderation.rulebook.rule import Rule

Match = Callable[..., list[Hit]]
GOLDEN = Path(__file__).parent / "golden"
HEAD = """format: 1
rules:
- id: tox.one
  title: One
  category: toxicity
  score: 0.5
  status: stable
"""
TESTS = "  tests: {match: [yes it does], no_match: [no it does not]}\n"


@pytest.fixture
def rules_of(tmp_path: Path) -> Callable[[str], list[Rule]]:
    """Return a function that loads the rules of a file given as text."""

    def load(text: str) -> list[Rule]:
        path = tmp_path / "rules.yaml"
        path.write_text(text, encoding="utf-8")
        rules, problems = read_file(path)
        assert [problem.render() for problem in problems if problem.severity == "error"] == []
        return rules or []

    return load


@pytest.fixture
def hits(rules_of: Callable[[str], list[Rule]]) -> Match:
    """Return a function that matches texts against one rule whose `match` is given as YAML."""

    def match(
        condition: str, *texts: str, context: Context | None = None, more: str = "", code: str = "und"
    ) -> list[Hit]:
        rules = rules_of(f"{HEAD}  match: {condition}\n{more}{TESTS}")
        folded = [fold(text) for text in texts]
        found, failures = Rulebook.of(rules).match(
            folded, [context or Context()] * len(texts), [Language(code, 1.0)] * len(texts)
        )
        assert failures == []
        return found

    return match


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Return a function that compares a text with the golden file named after the test.

    `MODERATION_WRITE_GOLDEN=1` rewrites the files; read the difference before you commit it.
    """

    def check(text: str) -> None:
        name = request.node.name.removeprefix("test_").replace("[", ".").replace("]", "").replace(" ", "-")
        path = GOLDEN / f"{name}.txt"
        if os.environ.get("MODERATION_WRITE_GOLDEN"):
            GOLDEN.mkdir(exist_ok=True)
            path.write_text(text + "\n", encoding="utf-8")
        assert path.is_file(), (
            f"no golden file {path.name}; write it: MODERATION_WRITE_GOLDEN=1 pytest {request.node.nodeid}"
        )
        assert path.read_text(encoding="utf-8") == text + "\n"

    return check
