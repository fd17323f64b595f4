"""The guide's commands are run, and print what it says they print."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from moderation.cli import main
from moderation.lab.change.markdown import MARK
from moderation.shipped import shipped

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "change-a-rule.md"
WORKFLOW = GUIDE.with_name("rules-workflow.yml")
GITLAB = GUIDE.with_name("rules-gitlab.yml")
FIRST = """format: 1
defaults: {lang: [en], status: experimental, action: review}
rules:
- id: tox.paid-shill
  title: Calls another commenter a paid shill
  category: toxicity
  score: 0.3
  why: Your comment says that another reader was paid to write; please answer what they said.
  match:
    terms: [paid shill(s)]
  skip: [quote, reported]
  tests:
    match: [Go home and count your money you paid shill.]
    no_match: [Nobody was paid for this.]
"""
_STEP = re.compile(
    r"<!-- append to (?P<append>\S+) -->\n```yaml\n(?P<yaml>.*?)```"
    r"|<!-- in (?P<edit>\S+): (?P<old>.+?) -> (?P<new>.+?) -->"
    r"|```console\n\$ (?P<command>[^\n]+)\n(?P<output>.*?)```",
    re.DOTALL,
)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site's rules under git, and a dump of its comments."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "site.yaml").write_text(FIRST, encoding="utf-8")
    shutil.copyfile(shipped("rules") / "policy.toml", tmp_path / "rules" / "policy.toml")
    shutil.copyfile(shipped("seeds") / "gazette.jsonl", tmp_path / "dump.jsonl")
    who = ("-c", "user.name=Marta", "-c", "user.email=marta@site.example", "-c", "commit.gpgsign=false")
    for arguments in (("init", "-q", "-b", "main"), ("add", "rules"), ("commit", "-q", "-m", "Begin with one rule")):
        subprocess.run(["git", *who, *arguments], cwd=tmp_path, check=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "90")
    monkeypatch.setenv("MODERATION_PSEUDONYM_KEY", "a key of the site")
    return tmp_path


def test_the_guide_is_true(site: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    """Every command, in order; `MODERATION_WRITE_GOLDEN=1` writes what they print into the guide."""

    def printed(step: re.Match[str]) -> str:
        if step["append"]:
            (site / step["append"]).open("a", encoding="utf-8").write(step["yaml"])
        elif step["edit"]:
            text = (site / step["edit"]).read_text(encoding="utf-8")
            assert step["old"] in text
            (site / step["edit"]).write_text(text.replace(step["old"], step["new"]), encoding="utf-8")
        else:
            monkeypatch.setattr(sys, "argv", shlex.split(step["command"]))
            with pytest.raises(SystemExit):
                main()
            out, err = capfd.readouterr()
            return f"```console\n$ {step['command']}\n{err}{out}```"
        return step[0]

    guide = GUIDE.read_text(encoding="utf-8")
    true = _STEP.sub(printed, guide)
    if os.environ.get("MODERATION_WRITE_GOLDEN"):
        GUIDE.write_text(true, encoding="utf-8")
    assert true == guide


def test_a_diff_over_budget_fails_its_step_and_is_shown(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The workflow's own lines: the Markdown whole in the summary, both reports written, exit 1."""
    (site / "rules" / "more.yaml").write_text(
        FIRST.replace("tox.paid-shill", "tox.joke").replace("paid shill(s)", "joke").replace("you paid shill", "a joke")
    )
    (site / "moderation").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m moderation "$@"\n')
    (site / "moderation").chmod(0o755)
    (site / "dump.jsonl").rename(site / "corpus.jsonl")
    monkeypatch.setenv("PATH", str(site), prepend=os.pathsep)
    monkeypatch.setenv("BASE", "main")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(site / "summary.md"))
    steps = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"]["rules"]["steps"]
    (lines,) = (step["run"] for step in steps if step.get("name") == "diff")

    done = subprocess.run(["bash", "-eo", "pipefail", "-c", lines], capture_output=True, text=True, check=False)

    summary = (site / "summary.md").read_text(encoding="utf-8")
    assert (done.returncode, (site / "rules-diff.html").is_file()) == (1, True)
    assert summary == (site / "rules-diff.md").read_text(encoding="utf-8")
    assert "**Over budget** (exit status 1): newly_held" in summary
    assert "over budget: newly_held" in done.stdout


def test_the_workflow_is_pinned_and_may_do_nothing_else() -> None:
    """Valid YAML, actions by commit; the job that may write runs nothing of the pull request."""
    text = WORKFLOW.read_text(encoding="utf-8")
    flow = yaml.safe_load(text)
    steps = [step for job in flow["jobs"].values() for step in job["steps"]]

    assert flow["permissions"] == {}
    assert {name: job["permissions"] for name, job in flow["jobs"].items()} == {
        "rules": {"contents": "read"}, "comment": {"pull-requests": "write"},
    }  # fmt: skip
    used = [step["uses"] for step in steps if "uses" in step]
    assert used
    assert all(re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", action) for action in used)
    # What comes from outside reaches a shell through the environment alone.
    assert not any("${{" in step.get("run", "") for step in steps)
    for name in ("check", "test", "cover", "evade", "fp", "bench", "diff"):
        assert f"moderation rules {name} " in text
    # Who may write takes the report alone, not what the pull request brings along.
    (taken, posts) = flow["jobs"]["comment"]["steps"]
    assert taken["uses"].startswith("actions/download-artifact@")
    assert "moderation rules" not in posts["run"]
    assert MARK in posts["run"]


_CURL = """#!/bin/sh
echo "$@" >> calls
case "$*" in
  *per_page*) cat notes.json ;;
  *PUT*) exit ${PUT_FAILS:-0} ;;
esac
"""


@pytest.mark.parametrize(
    ("notes", "fails", "posted"),
    [
        ([], "0", ["POST /notes"]),
        ([{"id": 4, "body": "fine"}, {"id": 5, "body": f"{MARK}\n"}], "0", ["PUT /notes/5"]),
        ([{"id": 5, "body": f"{MARK}, not ours"}], "22", ["PUT /notes/5", "POST /notes"]),
    ],
    ids=["the first", "another", "somebody else's"],
)
def test_the_job_for_gitlab_posts_one_note(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, notes: list[dict[str, object]], fails: str, posted: list[str]
) -> None:
    """Its own lines, with a curl that takes down what it is asked."""
    job = yaml.safe_load(GITLAB.read_text(encoding="utf-8"))["rules"]
    (tmp_path / "curl").write_text(_CURL)
    (tmp_path / "curl").chmod(0o755)
    (tmp_path / "notes.json").write_text(json.dumps(notes))
    (tmp_path / "rules-diff.md").write_text(MARK)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    names = ("CI_API_V4_URL", "CI_PROJECT_ID", "CI_MERGE_REQUEST_IID", "NOTES_TOKEN")
    for name, value in zip(names, ("https://gitlab.example/api/v4", "1", "2", "a token"), strict=True):
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PUT_FAILS", fails)

    subprocess.run(["sh", "-c", "\n".join(job["after_script"])], check=True)

    calls = [line for line in (tmp_path / "calls").read_text().splitlines() if "--request" in line]
    assert [re.sub(r".*--request (\w+) .*(/notes\S*)", r"\1 \2", call) for call in calls] == posted
    assert all("body@rules-diff.md" in call for call in calls)
