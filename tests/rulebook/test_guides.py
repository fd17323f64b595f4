"""The rules that the guides show are rules."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from moderation.rulebook.load import read_rules
from moderation.rulebook.testing import run


@pytest.mark.parametrize("guide", ["README.md", "rules/README.md"])
def test_shown_rules_hold(root: Path, tmp_path: Path, guide: str) -> None:
    """Whoever copies a rule from a guide into a file gets no complaint, and every example goes as it says."""
    shown = re.findall(r"```yaml\n(.*?)```", (root / guide).read_text(encoding="utf-8"), re.DOTALL)
    for number, text in enumerate(shown):
        named = re.match(r"# (\w+\.yaml)\n", text)
        (tmp_path / (named[1] if named else f"{number}.yaml")).write_text(text, encoding="utf-8")

    loaded = read_rules(tmp_path)

    assert [problem.render() for problem in loaded.problems] == []
    assert len(loaded.files) == len(shown) > 0
    ours = [rule for rule in loaded.rules if not rule.origin or rule.overridden]
    assert [result.problem.render() for result in run(ours) if result.problem] == []
