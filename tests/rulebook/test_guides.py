"""The rules that the guides show are rules."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from moderation.rulebook.examples.testing import run
from moderation.rulebook.files.conditions import CONDITION_KEYS
from moderation.rulebook.files.load import read_rules
from moderation.rulebook.rule import AUTHOR_FACTS, COPY_FACTS, SKIPS, THREAD_FACTS, Caps, Near
from moderation.taxonomy import VIAS

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


def test_the_guide_names_every_condition(root: Path) -> None:
    """What the loader takes stands in the table of conditions, with what holds where nothing is said."""
    guide = (root / "rules/README.md").read_text(encoding="utf-8")
    table = guide.partition("## Conditions")[2].partition("### Sentences")[0]
    near, caps = Near(("a",), ("b",)), Caps()

    names = {*CONDITION_KEYS, *VIAS, *AUTHOR_FACTS, *THREAD_FACTS, *COPY_FACTS, *SKIPS}
    assert {name for name in names if not re.search(rf"`[^`]*\b{name}\b[^`]*`", table)} == set()
    assert f"({near.words} where nothing is said" in table
    assert f"letters ({caps.letters}), that share ({caps.ratio})" in table.replace("`", "")
