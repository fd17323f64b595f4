"""The JSON Schema for editors, held to the loader."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest

from moderation.rulebook.files.conditions import CONDITION_KEYS
from moderation.rulebook.files.fields import FIELDS
from moderation.rulebook.files.load import rule_files
from moderation.rulebook.files.schema import CONDITIONS, RULE, json_schema
from moderation.rulebook.files.tree import Node, read_tree
from moderation.shipped import shipped

SCHEMA = shipped("rules") / "rules-v1.schema.json"


def _as_editors_read(node: Node) -> object:
    """Return a tree as YAML 1.2 has it: numbers and truths typed, `no` and dates as text."""
    if node.kind == "map":
        return {key.text: _as_editors_read(value) for key, value in node.entries}
    if node.kind == "list":
        return [_as_editors_read(item) for item in node.items]
    plain = node.width == len(node.text)
    return json.loads(node.text) if plain and re.fullmatch(r"true|false|0|[1-9]\d*|\d\.\d+", node.text) else node.text


def test_the_file_is_what_the_code_says() -> None:
    """The file in rules/ is generated; write it anew with the line below when this fails."""
    mend = "python -m moderation.rulebook.files.schema > rules/rules-v1.schema.json"

    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == json_schema(), mend


def test_names_are_the_loaders() -> None:
    """The schema has every key that the loader reads and no other."""
    assert (set(RULE), set(CONDITIONS)) == (set(FIELDS), set(CONDITION_KEYS))


@pytest.mark.parametrize("path", rule_files(shipped("rules")), ids=lambda path: path.stem)
def test_shipped_rules_fit(path: Path) -> None:
    """An editor finds no fault with the rules that come along."""
    tree = read_tree(path.read_text(encoding="utf-8"), path.name)

    assert tree is not None
    jsonschema.Draft202012Validator(json_schema()).validate(_as_editors_read(tree))


@pytest.mark.parametrize(
    "change",
    [{"scores": 1}, {"score": 2}, {"id": "one"}, {"match": {"term": ["a"]}}, {"status": "deprecated"}, {"tests": {}}],
    ids=str,
)
def test_wrong_rules_do_not_fit(change: dict[str, object]) -> None:
    """An editor marks what the loader would refuse."""
    rule = {"id": "tox.one", "title": "One", "category": "toxicity", "score": 0.5, "match": {"terms": ["a"]},
            "tests": {"match": ["a"], "no_match": ["b"]}}  # fmt: skip
    validator = jsonschema.Draft202012Validator(json_schema())

    assert validator.is_valid({"format": 1, "rules": [rule]})
    assert not validator.is_valid({"format": 1, "rules": [{**rule, **change}]})
