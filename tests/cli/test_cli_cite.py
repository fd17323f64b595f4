"""`moderation cite`: what made scores, and how to say so."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from moderation.batch import Request, score_files
from moderation.cli.cite import command
from moderation.errors import InputError
from moderation.pipeline import load_pipeline


def test_it_says_what_would_make_a_score_now() -> None:
    """The versions of the pipeline, whole in the table and in JSON, and in short in the reference."""
    versions = load_pipeline(classifier="constant.v1").versions
    given = ["--classifier", "constant.v1"]
    told = CliRunner().invoke(command, given, catch_exceptions=False).stdout
    found = json.loads(CliRunner().invoke(command, [*given, "--json"]).stdout)

    assert found["versions"] == dataclasses.asdict(versions)
    assert f"rules       sha256:{versions.rules}" in told
    assert f"rules {versions.rules[:12]}" in told.partition("@software{")[2]
    assert told.count("{") == told.count("}")


def test_of_a_run_it_says_what_made_that_run(tmp_path: Path) -> None:
    """From the manifest, whatever is installed now; a file that is none is named."""
    dump, out = tmp_path / "d.jsonl", tmp_path / "o.jsonl"
    dump.write_text('{"id": "1", "text": "a fine day"}\n')
    score_files(Request((str(dump),), out, loading={"classifier": "constant.v1"}))
    path = Path(f"{out}.manifest.json")
    manifest = json.loads(path.read_text())
    path.write_text(json.dumps({**manifest, "version": "0.0.7"}))
    told = CliRunner().invoke(command, [str(path)], catch_exceptions=False).stdout

    assert told.startswith("moderation  0.0.7\n")
    assert f"input       sha256:{manifest['inputs'][0]['sha256']}" in told
    for wrong in (dump, tmp_path / "nowhere.json"):
        with pytest.raises(InputError, match=wrong.name):
            CliRunner().invoke(command, [str(wrong)], catch_exceptions=False)
