"""The rules that the guides show are rules."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from moderation.rulebook.load import read_rules
from moderation.rulebook.testing import run

# Where a rule stands in a guide, and what the guide tells to put in place of what.
SHOWN = {
    "README.md": (r"<<'END'\n(.*?)\nEND\n", ("terms: [joke]", "terms: [joke of a, joke of an]")),
    "rules/README.md": (r"```yaml\n(.*?)```", ("", "")),
}


@pytest.mark.parametrize("guide", SHOWN)
def test_shown_rules_hold(root: Path, tmp_path: Path, guide: str) -> None:
    """Whoever copies a rule from a guide into a file gets no complaint, and every example goes as it says."""
    pattern, (old, new) = SHOWN[guide]
    found = re.findall(pattern, (root / guide).read_text(encoding="utf-8"), re.DOTALL)
    shown = [text.replace(old, new) if old else text for text in found]
    for number, text in enumerate(shown):
        named = re.match(r"# (\w+\.yaml)\n", text)
        (tmp_path / (named[1] if named else f"{number}.yaml")).write_text(text, encoding="utf-8")

    loaded = read_rules(tmp_path)

    assert [problem.render() for problem in loaded.problems] == []
    assert len(loaded.files) == len(shown) > 0
    ours = [rule for rule in loaded.rules if not rule.origin or rule.overridden]
    assert [result.problem.render() for result in run(ours) if result.problem] == []
