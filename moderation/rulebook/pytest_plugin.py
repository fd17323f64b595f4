"""Rule files as pytest tests: `pytest rules/` runs every example, one test each.

Registered through the entry point `pytest11`. YAML that is no rule file is left alone. A test is named
`rules/toxicity/insults.yaml::tox.personal-insult::match[2]`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from moderation.errors import Problem, RuleError
from moderation.rulebook.examples.testing import run_example
from moderation.rulebook.files.load import SUFFIXES, read_rules
from moderation.rulebook.files.source import SharedLists, Source, is_rule_file, read_source, shown
from moderation.rulebook.files.tree import Refused, read_tree
from moderation.rulebook.match import Rulebook
from moderation.rulebook.rule import Example, Rule

# How a file begins, or a line of it, that somebody broke.
_FORMAT: Final = re.compile(r"^format:\s*['\"]?\d", re.MULTILINE)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a YAML file that means to be a rule file."""
    if file_path.suffix.lower() not in SUFFIXES or not _means_rules(file_path):
        return None
    collected: pytest.Collector = RuleFile.from_parent(parent, path=file_path)
    return collected


def _means_rules(path: Path) -> bool:
    """Tell whether a file is to be collected; a broken one counts when it looks like a rule file."""
    try:
        text = path.read_bytes().decode("utf-8-sig", "replace")
    except OSError:
        return False
    if not any(key in text for key in ("rules:", "format:")):
        return False
    try:
        tree = read_tree(text, shown(path))
    except Refused:
        return _FORMAT.search(text) is not None
    return is_rule_file(tree) and tree is not None and tree.get("format") is not None


def _is_in(problem: Problem, name: str) -> bool:
    return problem.at is None or problem.at.file == name


class RuleFile(pytest.File):
    """A rule file; its children are rules."""

    def collect(self) -> Iterator[pytest.Collector]:
        """Yield the file's rules, or fail with all its problems."""
        name = shown(self.path)
        source = read_source(self.path, SharedLists())
        # What a file overrides lies in its folder, and in the release that the folder extends.
        changes = isinstance(source, Source) and bool(source.changes)
        loaded = read_rules(self.path.parent if changes else self.path)
        errors = [one for one in loaded.errors if not changes or _is_in(one, name)]
        if errors:
            raise self.CollectError(RuleError.collected(errors).render())
        for rule in loaded.rules:
            if changes and rule.location.file != name and not rule.overridden:
                continue
            yield RuleNode.from_parent(self, name=rule.id, rule=rule)


class RuleNode(pytest.Collector):
    """A rule; its children are examples."""

    def __init__(self, *, rule: Rule, name: str, parent: pytest.Collector) -> None:
        super().__init__(name, parent)
        self.rule = rule

    def collect(self) -> Iterator[pytest.Item]:
        """Yield the rule's examples."""
        alone = Rulebook.of([self.rule], every_status=True)
        for example in self.rule.tests:
            yield ExampleItem.from_parent(self, name=example.name, example=example, alone=alone)


class ExampleItem(pytest.Item):
    """One example as a test."""

    def __init__(self, *, example: Example, alone: Rulebook, name: str, parent: RuleNode) -> None:
        super().__init__(name, parent)
        self.example = example
        self._alone = alone
        self._rule = parent.rule

    def runtest(self) -> None:
        """Run the example. Raises RuleError where it goes otherwise than the file says."""
        result = run_example(self._alone, self._rule, self.example)
        if result.problem:
            raise RuleError.collected([result.problem])

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: str | None = None) -> str:  # noqa: ARG002
        """Return the problem as a person reads it."""
        return str(excinfo.value) if isinstance(excinfo.value, RuleError) else str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return the place of the example."""
        at = self.example.location
        return self.path, max(0, at.line - 1), f"{self._rule.id}::{self.example.name}"
