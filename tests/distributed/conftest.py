"""A pipeline that is loaded in no time."""

from __future__ import annotations

from pathlib import Path

import pytest

RULES = """\
format: 1
defaults: {lang: [en], status: experimental, action: review}
rules:
- id: tox.called-an-idiot
  title: Calls another commenter an idiot
  category: toxicity
  score: 0.4
  match: {terms: [idiot]}
  tests:
    match: [you idiot]
    no_match: [a fine day]
"""


@pytest.fixture
def loading(tmp_path: Path) -> dict[str, object]:
    """Arguments of `load_pipeline`: one rule, and a classifier that says the same of everything."""
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "one.yaml").write_text(RULES)
    return {"rules": folder, "classifier": "constant.v1"}
