"""`moderation rules cover | evade | fp | diff | bench | show` and `moderation sample`, as a user runs them."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from moderation import __version__
from moderation.cli import reporting
from moderation.lab.disguise.words_alone import look_alikes
from moderation.lab.revisions import Lines, last_change
from moderation.rulebook.files import releases
from moderation.shipped import shipped
from moderation.store import open_store

Run = Callable[..., subprocess.CompletedProcess[str]]
RULES = """format: 1
rules:
- id: tox.one
  title: Says a word
  category: toxicity
  score: 0.5
  status: stable
  why: Your comment says a word of this rule.
  match:
    terms: [{terms}]
    not: {{terms: [dear]}}
  tests: {{match: [the kettle], no_match: [the river]}}
"""
HOSTILE = "kettle \x1b[2J\u202e <script>alert(1)</script> & `x`"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two folders of rules and a corpus; the new rules look for one word more."""
    for name, terms in (("old", "kettle"), ("new", "kettle, harbour")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "rules.yaml").write_text(RULES.format(terms=terms), encoding="utf-8")
    texts = ("a walk by the harbour", "the old kettle", "fine weather", "dear harbour", HOSTILE)
    rows = ({"id": str(at), "author": f"Ann {at}", "thread_id": "t", "text": text} for at, text in enumerate(texts))
    (tmp_path / "c.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return tmp_path


def _git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def test_diff_as_json(cli: Run, folder: Path) -> None:
    """The contract's shape, exactly; the hit is shown, the rest of the comment and its author are not."""
    done = cli("rules", "diff", "old", "new", "--corpus", "c.jsonl", "--json", "--jobs", "1")
    found = json.loads(done.stdout)

    keys = ["schema_version", "comments", "newly_caught", "newly_freed", "route_changes", "by_rule", "examples"]
    assert (done.returncode, list(found)) == (0, keys)
    assert [found[key] for key in keys[:5]] == [1, 5, 1, 0, 1]
    assert (found["by_rule"]["tox.one"]["routes"], found["by_rule"]["tox.one"]["caught_after"]) == (
        {"approve_to_review": 1}, 3,
    )  # fmt: skip
    (example,) = found["examples"]
    assert (example["id"], example["rule"], example["change"]) == ("0", "tox.one", "caught")
    assert (example["spans"], example["shown"]) == ([[14, 21]], "· ···· ·· ··· harbour")
    assert "Ann" not in done.stdout


@pytest.mark.parametrize(
    ("budget", "code"),
    [
        ("newly_held=1", 0), ("newly_held=0", 1), ("newly_held=20%", 0), ("newly_held=19.9%", 1),
        ("approved_to_reject=0", 0), ("newly_held=1,newly_caught=0", 1), ("route_changes=1,newly_freed=0", 0),
    ],
)  # fmt: skip
def test_a_budget_decides_the_exit(cli: Run, folder: Path, budget: str, code: int) -> None:
    """One comment of five: as a number and as a share, compared without rounding."""
    done = cli("rules", "diff", "old", "new", "--corpus", "c.jsonl", "--budget", budget, "--jobs", "1")

    assert done.returncode == code
    assert ("over budget" in done.stdout) is bool(code)


def test_diff_of_git_revisions(cli: Run, folder: Path) -> None:
    """Branches and tags are read from git; what lies in the working tree plays no part, and stays."""
    (folder / "rules").mkdir()
    file = folder / "rules" / "r.yaml"
    _git(folder, "init", "-q", "-b", "main")
    for tag, terms in (("v1.0", "kettle"), ("v1.1", "kettle, harbour")):
        file.write_text(RULES.format(terms=terms), encoding="utf-8")
        _git(folder, "add", "rules")
        _git(folder, "commit", "-q", "-m", tag)
        _git(folder, "tag", tag)
    file.write_text("broken: [", encoding="utf-8")
    done = cli("rules", "diff", "v1.0", "main", "--corpus", "c.jsonl", "--json", "--jobs", "1")

    assert (done.returncode, json.loads(done.stdout)["newly_caught"]) == (0, 1)
    assert file.read_text(encoding="utf-8") == "broken: ["
    assert "neither a folder nor a git revision" in cli("rules", "diff", "v9", "main", "--corpus", "c.jsonl").stderr
    _git(folder, "update-ref", "refs/remotes/origin/next", "HEAD")
    assert "did you mean `origin/next`?" in cli("rules", "diff", "next", "main", "--corpus", "c.jsonl").stderr


def test_diff_of_a_folder_with_itself_as_it_was(cli: Run, folder: Path) -> None:
    """A site's rules need not lie in `rules`, and where they lie is said already."""
    file = folder / "house" / "r.yaml"
    file.parent.mkdir()
    file.write_text(RULES.format(terms="kettle"), encoding="utf-8")
    _git(folder, "init", "-q", "-b", "main")
    _git(folder, "add", "house")
    _git(folder, "commit", "-q", "-m", "one")
    file.write_text(RULES.format(terms="kettle, harbour"), encoding="utf-8")
    done = cli("rules", "diff", "main", "house", "--corpus", "c.jsonl", "--json", "--jobs", "1")

    assert (done.returncode, json.loads(done.stdout)["newly_caught"]) == (0, 1)


def test_diff_in_a_shallow_checkout_says_how_to_fetch_the_rest(cli: Run, folder: Path) -> None:
    """What a workflow checks out is one commit, unless it is told otherwise."""
    (folder / "rules").mkdir()
    (folder / "rules" / "r.yaml").write_text(RULES.format(terms="kettle"), encoding="utf-8")
    _git(folder, "init", "-q", "-b", "main")
    for message in ("one", "two"):
        _git(folder, "add", "rules")
        _git(folder, "commit", "-q", "--allow-empty", "-m", message)
    (folder / ".git" / "shallow").write_bytes(
        subprocess.run(["git", "rev-parse", "HEAD"], cwd=folder, check=True, capture_output=True).stdout
    )

    assert "`fetch-depth: 0`" in cli("rules", "diff", "HEAD~1", "HEAD", "--corpus", "c.jsonl").stderr


@pytest.mark.parametrize("names", [("", "new"), ("old", " ")])
def test_diff_of_nothing_is_misuse(cli: Run, folder: Path, names: tuple[str, str]) -> None:
    """A variable of a workflow that is not set; the current folder is not what it was to name."""
    done = cli("rules", "diff", *names, "--corpus", "c.jsonl")

    assert (done.returncode, "OLD or NEW is empty" in done.stderr) == (2, True)


def _counts(done: subprocess.CompletedProcess[str]) -> tuple[int, int, int]:
    found = json.loads(done.stdout)
    return found["newly_caught"], found["newly_freed"], found["route_changes"]


def test_diff_of_a_packed_release(cli: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A release out of its archive, a site that extends it, and the site as git has it: one asks for another word."""
    monkeypatch.setattr(releases, "releases_folder", lambda: folder / "releases")
    for version, name in (("0.0.8", "old"), ("0.0.9", "new")):
        releases.pack(folder / name, folder / "releases" / f"{version}.zip")
    (folder / "site").mkdir()
    site = folder / "site" / "overrides.yaml"
    site.write_text("format: 1\nextends: builtin@0.0.8\noverrides: [{rule: tox.one, allow: [old]}]\n", encoding="utf-8")
    _git(folder, "init", "-q", "-b", "main")
    _git(folder, "add", "site")
    _git(folder, "commit", "-q", "-m", "site")
    site.write_text(site.read_text().replace("0.0.8", "0.0.9"), encoding="utf-8")
    asked = ("--corpus", "c.jsonl", "--json", "--jobs", "1")

    assert _counts(cli("rules", "diff", "builtin@0.0.8", "builtin@0.0.9", *asked)) == (1, 0, 1)
    assert _counts(cli("rules", "diff", "builtin@0.0.8", "main", "--rules", "site", *asked)) == (0, 1, 1)
    assert _counts(cli("rules", "diff", "main", "site", "--rules", "site", *asked)) == (1, 0, 1)


def test_diff_of_policies_and_of_classifiers(cli: Run, folder: Path) -> None:
    """The same rules on both sides, in the same report, under the same budget."""
    policy = (shipped("rules") / "policy.toml").read_text(encoding="utf-8")
    (folder / "a.toml").write_text(policy, encoding="utf-8")
    (folder / "b.toml").write_text(re.sub(r"(?m)^toxicity = .*", "toxicity = 0.001", policy), encoding="utf-8")
    asked = ("--rules", "old", "--corpus", "c.jsonl", "--jobs", "1", "--budget", "newly_held=0")
    policies = cli("rules", "diff", "--policy", "a.toml", "b.toml", *asked)
    classifiers = cli("rules", "diff", "--classifier", "constant.v1", "ngram.v1", *asked)

    assert (policies.returncode, classifiers.returncode) == (1, 0)
    assert policies.stdout.startswith("a.toml → b.toml, 5 comments")
    assert "= threshold:toxicity" in policies.stdout
    assert "over budget: newly_held" in policies.stdout
    assert classifiers.stdout.startswith("constant.v1 → ngram.v1, 5 comments")


@pytest.mark.parametrize("flags", [(), ("--db", "sqlite:///q.db")], ids=["alone", "where nobody ruled"])
def test_changes_without_effect_take_a_line(cli: Run, folder: Path, flags: tuple[str, ...]) -> None:
    """Of an upgrade that changes many rules, those that do something here are read first and alone."""
    open_store(f"sqlite:///{folder / 'q.db'}").close()
    (folder / "new" / "more.yaml").write_text(
        RULES.format(terms="zebra").replace("tox.one", "tox.two").replace("Says a word", "Says another"),
        encoding="utf-8",
    )
    done = cli("rules", "diff", "old", "new", "--corpus", "c.jsonl", "--html", "r.html", "--jobs", "1", *flags)

    assert "changed without any effect here, 1: tox.two" in done.stdout
    assert not [line for line in done.stdout.splitlines() if line.startswith("+ tox.two")]
    assert "Changed without any effect here, 1: tox.two" in (folder / "r.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("revision", ["--output=x", "-h", "HEAD:rules", "$(id)"])
def test_a_revision_is_never_an_option(cli: Run, folder: Path, revision: str) -> None:
    """What looks like an option of git is a revision that is not there."""
    _git(folder, "init", "-q")
    done = cli("rules", "diff", "--corpus", "c.jsonl", "--", revision, "new")

    assert (done.returncode, done.stdout) == (2, "")
    assert not (folder / "x").exists()


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("diff", "old"), "a diff compares two"),
        (("diff",), "a diff compares two"),
        (("diff", "old", "new", "--budget", "newly_hold=1"), "did you mean `newly_held`?"),
        (("diff", "old", "new", "--budget", "newly_held=many"), "is not a budget"),
        (("diff", "old", "new", "--html", "no/such/r.html"), "there is no folder"),
        (("diff", "old", "new", "--html", "old"), "`old` is a folder"),
        (("diff", "old", "new", "--html", "c.jsonl"), "`c.jsonl` is an input too"),
        (("diff", "builtin@", "new"), "`builtin@` names no version"),
        (("diff", "builtin@0.0.1", "new"), "the rules of version 0.0.1 are not here"),
        (("diff", "old", "new", "--markdown", "no/such/r.md"), "there is no folder"),
        (("diff", "old", "new", "--markdown", "c.jsonl"), "`c.jsonl` is an input too"),
        (("diff", "old", "new", "--markdown", "-", "--json"), "two reports have one place"),
        (("diff", "old", "new", "--markdown", "r", "--html", "r"), "two reports have one place"),
        (("fp", "old", "--update"), "--ledger FILE"),
        (("fp", "old", "--ledger", "no/such.csv"), "there is no folder `no`"),
        (("fp", "old", "--ledger", "new"), "`new` is a folder"),
    ],
)
def test_misuse_is_told(cli: Run, folder: Path, args: tuple[str, ...], message: str) -> None:
    """One message, its mend, exit 2."""
    done = cli("rules", *args, "--corpus", "c.jsonl")

    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert "mend:" in done.stderr


@pytest.mark.parametrize("command", ["cover", "evade"])
@pytest.mark.parametrize(("path", "message"), [("no/b.json", "there is no folder `no`"), ("new", "`new` is a folder")])
def test_a_baseline_that_cannot_be_is_told_before_the_work(
    cli: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, command: str, path: str, message: str
) -> None:
    """Not after minutes of it, and nobody is told to delete a folder of rules."""
    monkeypatch.setattr("moderation.rulebook.files.load.read_rules", None)
    done = cli("rules", command, "old", "--baseline", path, "--update")

    assert (done.returncode, message in done.stderr) == (2, True)


@pytest.mark.parametrize("columns", ["80", "120"])
def test_the_table_fits_the_terminal(cli: Run, folder: Path, columns: str) -> None:
    """No line is wider than the terminal, and no comment can move its cursor."""
    done = cli("rules", "diff", "new", "old", "--corpus", "c.jsonl", "--show-text", "--jobs", "1", COLUMNS=columns)

    assert max(map(len, done.stdout.splitlines())) <= int(columns)
    assert "- tox.one  review → approve" in done.stdout
    assert "\x1b" not in done.stdout


@pytest.mark.parametrize("flags", [(), ("--show-text",)], ids=["masked", "open"])
def test_the_page_runs_and_fetches_nothing(cli: Run, folder: Path, flags: tuple[str, ...]) -> None:
    """One file without script, link or picture; a comment's markup is text, masked unless asked for."""
    (folder / "none").mkdir()
    (folder / "none" / "r.yaml").write_text(RULES.format(terms="zebra"), encoding="utf-8")
    cli("rules", "diff", "none", "new", "--corpus", "c.jsonl", "--html", "r.html", "--jobs", "1", *flags)
    page = (folder / "r.html").read_text(encoding="utf-8")

    assert "<mark>kettle</mark>" in page
    assert ("&lt;script&gt;" in page) is bool(flags)
    assert not re.search(r"<(script|link|img|iframe|a)\b|https?://|url\(|\x1b|\u202e", page)
    assert "default-src 'none'" in page


@pytest.mark.parametrize(("budget", "code"), [("newly_held=0", 1), ("newly_held=1", 0)])
def test_a_diff_as_markdown(cli: Run, folder: Path, budget: str, code: int) -> None:
    """Beside the table, or in its place; the exit is the same, and its reason stands in the summary."""
    asked = ("rules", "diff", "old", "new", "--corpus", "c.jsonl", "--jobs", "1", "--budget", budget)
    beside = cli(*asked, "--markdown", "r.md")
    instead = cli(*asked, "--markdown", "-")
    written = (folder / "r.md").read_text(encoding="utf-8")

    assert (beside.returncode, instead.returncode) == (code, code)
    assert beside.stdout.startswith("old → new, 5 comments")
    assert instead.stdout == written
    assert (f"(exit status {code})" in written, "over budget" in instead.stderr) == (True, bool(code))
    assert "· ···· ·· ··· <b>harbour</b>" in written
    assert not (folder / "-").exists()


def test_cover_names_what_no_example_decides(cli: Run, folder: Path) -> None:
    """Terms and exemptions that could go without anybody noticing; floors compare whole numbers."""
    found = json.loads(cli("rules", "cover", "new", "--json").stdout)

    assert found["shares"] == {"term": [2, 2], "branch": [0, 0], "exemption": [0, 1], "skip": [0, 0], "all": [2, 3]}
    rule = found["rules"]["tox.one"]
    assert [(part["kind"], part["path"], part["term"]) for part in rule["undecided"]] == [
        ("exemption", "all.not", None)
    ]
    assert rule["stood_in"] == 1
    codes = [cli("rules", "cover", "new", "--least", least).returncode for least in ("66.6%", "66.7%", "term=100%")]
    assert codes == [0, 1, 0]
    assert "1 of them tried in a neighbour's place" in cli("rules", "cover", "new").stdout


def _look_for_a_seat(folder: Path) -> None:
    """Write rules that miss one disguise: nobody reads 5347 as a word."""
    for name in ("old", "new"):
        text = RULES.format(terms="seat").replace("the kettle", "the seat")
        (folder / name / "rules.yaml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize("command", ["cover", "evade"])
def test_a_rule_may_not_fall_below_its_baseline(cli: Run, folder: Path, command: str) -> None:
    """A baseline is written, held, and names the rule that fell."""
    if command == "evade":
        _look_for_a_seat(folder)
    baseline = ("--baseline", "b.json")
    written = cli("rules", command, "old", *baseline, "--update")
    same = cli("rules", command, "old", *baseline)
    shares = json.loads((folder / "b.json").read_text())["shares"]
    better = json.dumps({"schema_version": 1, "shares": {"tox.one": [shares["tox.one"][1]] * 2}})
    (folder / "b.json").write_text(better)
    worse = cli("rules", command, "new", *baseline)

    assert (written.returncode, same.returncode, worse.returncode) == (0, 0, 1)
    assert "failed: tox.one:" in worse.stdout
    assert "is no baseline" in cli("rules", command, "old", "--baseline", "c.jsonl").stderr
    before = (folder / "c.jsonl").read_bytes()
    assert "is no baseline" in cli("rules", command, "old", "--baseline", "c.jsonl", "--update").stderr
    assert (folder / "c.jsonl").read_bytes() == before


@pytest.mark.parametrize("command", ["bench", "cover", "evade"])
def test_long_work_on_a_terminal_shows_a_bar(
    cli: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """The shipped rules take most of a minute; here the bar comes at once."""
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(reporting, "QUIET_SECONDS", 0)

    assert cli("rules", command, "new").returncode == 0
    assert "0/1 [" in terminal.getvalue()


def test_evade_counts_by_rule_and_by_disguise(cli: Run, folder: Path) -> None:
    """The sums of the rules are the sums of the transforms; words alone and honest ones are counted beside them."""
    _look_for_a_seat(folder)
    found = json.loads(cli("rules", "evade", "old", "--json").stdout)

    assert found["forms"] == sum(pair[1] for pair in found["transforms"].values()) == found["rules"]["tox.one"]["forms"]
    assert (found["transforms"]["upper"], found["transforms"]["leet-digits"]) == ([1, 1], [0, 1])
    assert (found["words_alone"]["words"], found["words_alone"]["study"]["plain"]) == (1, [1, 1])
    assert found["alarms"]["look_alikes"] == [0, len(look_alikes())]
    assert cli("rules", "evade", "old", "--least", "100%").returncode == 1
    line = next(one for one in cli("rules", "evade", "old").stdout.splitlines() if one.startswith("tox.one"))
    missed = [name for name, (good, of) in found["rules"]["tox.one"]["transforms"].items() if good < of]
    assert "leet-digits" in missed
    assert line.endswith(f"misses {', '.join(missed[:3])}" + (f" and {len(missed) - 3} more" if missed[3:] else ""))


def test_fp_holds_new_alarms_against_the_ledger(cli: Run, folder: Path) -> None:
    """A new alarm fails until somebody accepts it; the ledger keeps digests and reasons, no text."""
    call = ("rules", "fp", "old", "--corpus", "c.jsonl", "--ledger", "known.csv", "--jobs", "1")
    first, updated, second = cli(*call), cli(*call, "--update"), cli(*call)
    ledger = (folder / "known.csv").read_text()

    assert (first.returncode, updated.returncode, second.returncode) == (1, 0, 0)
    assert re.fullmatch(r"rule,comment,why\n(tox\.one,[0-9a-f]{16},\n){2}", ledger)
    (folder / "known.csv").write_text(ledger.replace(",\n", ",a kettle is a kettle\n", 1))
    (folder / "old" / "rules.yaml").write_text(RULES.format(terms="kettle, weather"), encoding="utf-8")
    report = json.loads(cli(*call, "--json").stdout)
    assert (len(report["new"]), report["known"], report["gone"]) == (1, 2, [])
    assert cli(*call, "--update").returncode == 0
    assert "a kettle is a kettle" in (folder / "known.csv").read_text()
    (folder / "known.csv").write_text("rule,comment\n")
    assert "columns are not ours" in cli(*call).stderr


def test_bench_measures_every_rule(cli: Run, folder: Path) -> None:
    """Microseconds on ordinary comments, milliseconds on hostile ones, limits that decide the exit."""
    found = json.loads(cli("rules", "bench", "old", "--corpus", "c.jsonl", "--rounds", "1", "--json").stdout)

    assert [rule["rule"] for rule in found["rules"]] == ["tox.one"]
    assert cli("rules", "bench", "old", "--rounds", "1", "--most-ms", "0.000001").returncode == 1


def test_show_tells_what_a_moderator_asks(cli: Run, folder: Path) -> None:
    """What it says, when it changed, how often it fires; as JSON, too."""
    shown = cli("rules", "show", "old", "tox.one", "--corpus", "c.jsonl", "--jobs", "1").stdout
    found = json.loads(cli("rules", "show", "old", "tox.one", "--corpus", "c.jsonl", "--json", "--jobs", "1").stdout)

    assert "fires on: 2 of 5 comments (40.000%)" in shown
    assert (found["rule"]["id"], found["rule"]["hits"]) == ("tox.one", {"comments": 5, "hits": 2})


def test_show_tells_what_came_of_a_rule_and_its_last_commit(cli: Run, folder: Path, scored: Callable) -> None:
    """The same figures as the page of rules; without git the rest is told all the same."""
    url = f"sqlite:///{folder / 'q.db'}"
    with open_store(url) as store:
        plain = [scored(number) for number in range(4)]
        store.add([replace(plain[0], verdict=replace(plain[0].verdict, rules=("tox.one",))), *plain[1:]])
    asked = ("rules", "show", "old", "tox.one", "--db", url, "--json")
    before = json.loads(cli(*asked).stdout)["rule"]
    _git(folder, "init", "-q", "-b", "main")
    _git(folder, "add", "old")
    _git(folder, "commit", "-q", "-m", "Say one")
    after = json.loads(cli(*asked).stdout)["rule"]

    assert (before["last_change"], before["latest"]) == (None, {"comments": 4, "hits": 1})
    assert after["last_change"].endswith(": Say one")
    assert "fired on: 1 of the latest 4 comments (25.000%)" in cli(*asked[:-1]).stdout


def test_the_last_change_of_a_rule_may_be_its_override(cli: Run, folder: Path) -> None:
    """An entry of several lines counts as a whole; one for another rule does not."""
    head = f"format: 1\nextends: builtin@{__version__}\noverrides:\n"
    site, other = folder / "site" / "site.yaml", "- {rule: tox.shut-up, score: 0.2}\n"
    site.parent.mkdir()
    _git(folder, "init", "-q", "-b", "main")
    for day, allowed in (("2091-01-01", "[casino royale]"), ("2092-01-01", "\n  - casino royale\n  - casino inn")):
        site.write_text(f"{head}- rule: spam.casino\n  allow: {allowed}\n{other}", encoding="utf-8")
        _git(folder, "add", "site")
        _git(folder, "commit", "-q", "-m", "Change the site", "--date", f"{day}T12:00:00Z")

    names = ("spam.casino", "tox.shut-up", "tox.personal-insult")
    shown = [json.loads(cli("rules", "show", "site", name, "--json").stdout)["rule"] for name in names]

    assert [(one["last_change"] or "")[:4] for one in shown[:2]] == ["2092", "2091"]
    assert "Change the site" not in (shown[2]["last_change"] or "")


def test_a_machine_without_git_reads_rules_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has to install it for the pages of the queue."""
    path = tmp_path / "r.yaml"
    path.write_text("format: 1\n", encoding="utf-8")
    monkeypatch.setenv("PATH", str(tmp_path))

    assert last_change(Lines(path, 1, 1)) is None


def _lines(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_sample_draws_the_same_comments_again(cli: Run, folder: Path) -> None:
    """A corpus in the order of the input, the same for the same seed, in the shape that `parse` prints."""
    one, again, other = (cli("sample", "c.jsonl", "-n", "3", "--seed", seed).stdout for seed in ("1", "1", "2"))

    assert one == again != other
    ids = [str(row["id"]) for row in _lines(one)]
    assert ids == sorted(ids)
    assert len(ids) == 3
    assert {row["record"] for row in _lines(one)} == {"comment"}
    assert len(_lines(cli("sample", "c.jsonl", "-n", "99").stdout)) == 5


def test_sample_keeps_its_input(cli: Run, folder: Path) -> None:
    """A corpus never takes the place of the dump that it is drawn from."""
    before = (folder / "c.jsonl").read_bytes()
    done = cli("sample", "c.jsonl", "-n", "1", "-o", "c.jsonl")

    assert (done.returncode, "`c.jsonl` is an input too" in done.stderr) == (2, True)
    assert (folder / "c.jsonl").read_bytes() == before


def test_pseudonyms_are_keyed_and_carry_no_name(cli: Run, folder: Path) -> None:
    """The same key, the same names; without one, nothing is written."""
    call = ("sample", "c.jsonl", "-n", "9", "--pseudonymise")
    one, other = (cli(*call, MODERATION_PSEUDONYM_KEY=key).stdout for key in ("a", "b"))

    assert "Ann" not in one
    assert [row["author"] for row in _lines(one)] != [row["author"] for row in _lines(other)]
    assert cli(*call).returncode == 2


def test_a_corpus_names_nobody_in_its_texts(cli: Run, folder: Path) -> None:
    """Whom a text mentions, and whom it answers, under codes of the same length; addresses are for the rules."""
    text = "@mary77 and Ann Lee: write to ann@mail.example, @Ann Lee."
    row = {"id": "1", "text": text, "reply_to": "Ann Lee", "author": "Bo"}
    (folder / "named.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    (drawn,) = _lines(cli("sample", "named.jsonl", "-n", "1", "--pseudonymise", MODERATION_PSEUDONYM_KEY="a").stdout)
    said = re.fullmatch(r"@\w{6} and (\w{7}): write to ann@mail\.example, @\1\.", drawn["text"])

    assert said
    assert len(drawn["text"]) == len(text)
    assert "mary" not in drawn["text"]
    assert "Ann" not in drawn["text"]


def test_a_sheet_has_weights_that_add_up(cli: Run, folder: Path, root: Path) -> None:
    """As many of each band as there are, no score to lead the annotator, and weights that stand for the whole."""
    source = root / "seeds" / "gazette.jsonl"
    assert cli("sample", source, "-n", "30", "--stratify", "score", "-o", "sheet.csv").returncode == 0
    with (folder / "sheet.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    comments = [line for line in source.read_text(encoding="utf-8").splitlines() if '"comment"' in line[:30]]

    assert len(rows) == 30
    assert min(Counter(row["stratum"] for row in rows).values()) >= 2
    assert round(sum(float(row["weight"]) for row in rows)) <= len(comments)
    assert {row["toxicity"] for row in rows} == {""}


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_a_sheet_that_people_have_filled_in_is_not_drawn_over(cli: Run, folder: Path, root: Path, ending: str) -> None:
    """An empty one may be drawn again; work of days is not lost to a command that is called once more."""
    sheet = folder / f"sheet.{ending}"
    draw = ("sample", root / "seeds" / "gazette.jsonl", "-n", "8", "--stratify", "score", "-o", sheet)
    assert (cli(*draw).returncode, cli(*draw).returncode) == (0, 0)
    empty, filled = {"csv": (",,,,,,,,,", ",1,,,,,,,,"), "jsonl": ('"toxicity":null', '"toxicity":1')}[ending]
    sheet.write_text(sheet.read_text(encoding="utf-8").replace(empty, filled), encoding="utf-8")
    before = sheet.read_bytes()
    done = cli(*draw)

    assert (done.returncode, "people have filled in" in done.stderr) == (2, True)
    assert sheet.read_bytes() == before


def test_a_corpus_that_is_not_there_leaves_nothing_beside_it(cli: Run, folder: Path) -> None:
    """No folder for what is kept about it, which was then offered as the name that was meant."""
    done = cli("rules", "diff", "old", "new", "--corpus", "corpus.jsonl")

    assert done.returncode == 2
    assert "there is no such file" in done.stderr
    assert not (folder / "corpus.jsonl.lab").exists()
