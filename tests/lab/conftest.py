"""A small corpus, small rule folders, and what is compared with what."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from moderation.lab.change.sides import Side, side_of
from moderation.lab.corpora.corpus import Source
from moderation.shipped import shipped

RULE = """- id: {id}
  title: Says {id}
  category: {category}
  score: 0.5
  action: {action}
  status: {status}
  why: Your comment says a word of this rule.
  match: {match}
  skip: [quote]
  tests: {{match: [{example}], no_match: [nothing at all]}}
"""
Rules = Callable[..., Path]


def rule(
    name: str = "tox.one", match: str = "{terms: [fool]}", action: str = "review", status: str = "stable",
    example: str = "you fool",
) -> str:  # fmt: skip
    """Return a rule as a rule file writes it."""
    category = {"tox": "toxicity", "spam": "spam", "mis": "misinformation"}[name.partition(".")[0]]
    return RULE.format(id=name, match=match, action=action, status=status, example=example, category=category)


@pytest.fixture
def rules(tmp_path: Path) -> Rules:
    """Return a function that writes a folder of rules with the shipped policy, changed where asked."""

    def write(name: str, *given: str, policy: Sequence[tuple[str, str]] = ()) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        (folder / "rules.yaml").write_text("format: 1\nrules:\n" + "".join(given), encoding="utf-8")
        text = (shipped("rules") / "policy.toml").read_text(encoding="utf-8")
        for old, new in policy:
            assert old in text
            text = text.replace(old, new)
        (folder / "policy.toml").write_text(text, encoding="utf-8")
        return folder

    return write


@pytest.fixture
def sides(rules: Rules) -> Callable[..., tuple[Side, Side]]:
    """Return a function that makes two sides of two tuples of rules."""

    def make(old: Sequence[str], new: Sequence[str], **options: Sequence[tuple[str, str]]) -> tuple[Side, Side]:
        return side_of(str(rules("old", *old))), side_of(str(rules("new", *new, **options)))

    return make


@pytest.fixture
def corpus(tmp_path: Path) -> Callable[..., Source]:
    """Return a function that writes texts as a corpus."""

    def write(*texts: str, name: str = "corpus.jsonl") -> Source:
        path = tmp_path / name
        rows = ({"id": str(at), "thread_id": "t", "author": f"Ann {at}", "text": text} for at, text in enumerate(texts))
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        return Source(path)

    return write


@pytest.fixture
def seeds(tmp_path: Path) -> Source:
    """The sample dump as a corpus, with its articles, answers and disguises."""
    path = tmp_path / "gazette.jsonl"
    shutil.copyfile(shipped("seeds") / "gazette.jsonl", path)
    return Source(path)
