"""`moderation decisions`: what it prints, what it writes, how it exits."""

from __future__ import annotations

import csv
import json
import sys

import pyarrow.parquet as pq
import pytest

from moderation.cli import main
from moderation.records import Filter, Report
from moderation.review import Desk
from moderation.review.export import COLUMNS, defused
from moderation.store import open_store
from moderation.taxonomy import LABELS


@pytest.fixture
def run(monkeypatch, capfdbinary):
    """Runs the command line as a user does: exit status, standard output, standard error."""

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["moderation", "decisions", *arguments])
        with pytest.raises(SystemExit) as left:
            main()
        out, err = capfdbinary.readouterr()
        return left.value.code or 0, out.decode(), err.decode()

    return call


@pytest.fixture
def url(database_url, scored, clock):
    """Three items: one approved, one rejected with a hostile note, one undone and pending."""
    with open_store(database_url, clock=clock) as store:
        store.add(
            [
                scored(1, "=HYPERLINK(1)", author="Ada"),
                scored(2, "buy \ud800 now", reports=(Report("x"),), verdict={"reasons": ("rule:spam.link",)}),
                scored(3, "third"),
            ]
        )
        desk = Desk(store, "@al")
        desk.claim(Filter())
        desk.approve(1, 1, 1, token="a")
        desk.reject(2, 1, 1, reason="spam", note="=cmd|' /C calc'!A0\nclause: 4b")
        desk.approve(3, 1, 1)
        desk.undo()
    return database_url


def test_export_prints_one_json_object_a_ruling(run, url):
    """Identity, moderator, reason, scores, versions and statement; no text, no author."""
    status, out, err = run("export", "--db", url)
    rows = [json.loads(line) for line in out.splitlines()]

    assert (status, err.strip()) == (0, "4 rulings")
    assert [row["kind"] for row in rows] == ["approve", "reject", "approve", "undo"]
    assert tuple(rows[0]) == COLUMNS
    assert "HYPERLINK" not in out
    assert "Ada" not in out
    expected = {
        "schema_version": 1, "number": 2, "at": "2026-11-01T12:00:00.000Z", "moderator": "@al", "actor": "person:1",
        "source": "wire", "thread_id": "t1", "id": "c2", "revision": 1, "reason": "spam", "coral_reason": "SPAM",
        "ground": "terms", "clause": "4b", "notice": "user-report", "automated_detection": True,
        "automated_decision": False, "toxicity": 0.9, "misinformation_cue": None, "policy": "c" * 64,
    }  # fmt: skip
    assert {name: rows[1][name] for name in expected} == expected
    assert rows[3]["reverts"] == 3


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_export_writes_text_only_when_asked(run, url, tmp_path):
    """`--text` adds one column, in every format, lone surrogates and all."""
    _, out, _ = run("export", "--db", url, "--text")
    assert [json.loads(line)["text"] for line in out.splitlines()][:2] == ["=HYPERLINK(1)", "buy \ud800 now"]

    for ending in ("csv", "parquet"):
        target = tmp_path / f"out.{ending}"
        assert run("export", "--db", url, "--text", "-o", str(target))[0] == 0
    with (tmp_path / "out.csv").open(newline="", encoding="utf-8") as file:
        assert [row["text"] for row in csv.DictReader(file)][:2] == ["'=HYPERLINK(1)", "buy \ufffd now"]
    table = pq.read_table(tmp_path / "out.parquet")
    assert table.column("text").to_pylist()[:2] == ["=HYPERLINK(1)", "buy \ufffd now"]
    assert table.column("toxicity").to_pylist() == [0.9] * 4
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_csv_runs_nothing_in_a_spreadsheet(run, url, tmp_path):
    """Names and notes that begin like a formula are text."""
    run("export", "--db", url, "-o", str(tmp_path / "out.csv"))
    with (tmp_path / "out.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))

    assert rows[0]["moderator"] == "'@al"
    assert rows[1]["note"].startswith("'=cmd|")
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row.values())


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_every_formula_start_is_defused(start):
    """The six beginnings that spreadsheets run; numbers and other texts stay."""
    assert defused(f"{start}1") == f"'{start}1"
    assert defused(-1.0) == -1.0
    assert defused(f"a{start}") == f"a{start}"


def test_an_empty_record_exports_its_columns(run, tmp_path):
    """No ruling yet still gives a table with its schema."""
    url = f"sqlite:///{tmp_path / 'x.db'}"
    open_store(url).close()
    for ending in ("csv", "parquet", "jsonl"):
        assert run("export", "--db", url, "-o", str(tmp_path / f"out.{ending}"))[0] == 0

    assert (tmp_path / "out.csv").read_text().strip().split(",") == list(COLUMNS)
    assert set(LABELS) < set(pq.read_table(tmp_path / "out.parquet").column_names)
    assert (tmp_path / "out.jsonl").read_bytes() == b""


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["export", "-o", "out.xlsx"], "cannot write `out.xlsx`"),
        (["export", "-o", "/nowhere/out.csv"], "there is no folder"),
        (["undo", "99"], "nothing that can be taken back"),
        (["undo", "zero"], "not a valid integer"),
        (["reopen", "--rule", "x", "--since", "soon"], "is not a time"),
    ],
)
def test_misuse_exits_2_without_a_traceback(run, url, arguments, message):
    """A known mistake is told on standard error, with nothing on standard output."""
    status, out, err = run(*arguments, "--db", url)

    assert (status, out) == (2, "")
    assert message in err
    assert "Traceback" not in err


@pytest.mark.parametrize("verb", [["export"], ["stats"], ["verify"], ["rebuild"], ["undo", "1"]])
def test_a_missing_database_is_not_made(run, tmp_path, monkeypatch, verb):
    """Reading from a file that is not there is an error with its mend, not a new empty database."""
    path = tmp_path / "missing.db"
    monkeypatch.setenv("MODERATION_DB", f"sqlite:///{path}")
    status, out, err = run(*verb)

    assert (status, out) == (2, "")
    assert "there is no database" in err
    assert "mend:" in err
    assert not path.exists()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_stats_in_words_and_as_json(run, url):
    """The same counts for people and for programs."""
    status, out, _ = run("stats", "--db", url, "--json")
    answer = json.loads(out)

    assert status == 0
    assert (answer["schema_version"], answer["comments"], answer["states"]["approved"]) == (1, 3, 1)
    assert answer["events"] == {
        "approve": 2, "reject": 1, "skip": 0, "escalate": 0, "undo": 1, "reopen": 0, "close": 0,
    }  # fmt: skip
    assert "rejected                 1" in run("stats", "--db", url)[1]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_undo_takes_one_ruling_back(run, url):
    """By number, in one's own name; the item waits for anybody."""
    status, out, _ = run("undo", "2", "--db", url, "--moderator", "boss")

    assert (status, out) == (0, "event 5 takes back event 2; item 2 is pending\n")
    assert run("undo", "2", "--db", url)[0] == 2
    with open_store(url) as store:
        assert store.events(1)[0].actor_name == "boss"
        assert 2 in [item.id for item in Desk(store, "cy").claim(Filter())]


def test_reopen_puts_back_what_a_rule_decided(run, url):
    """Only rulings since the time, on comments where the rule fired."""
    for since, count in (("2026-11-02", 0), ("2026-11-01", 1)):
        out = run("reopen", "--rule", "spam.link", "--since", since, "--db", url)[1]
        assert out.startswith(f"{count} items are pending again")


def test_reopen_of_a_rule_that_never_fired_is_a_mistake(run, url):
    """A mistyped id is told, with the nearest that fired."""
    status, _, err = run("reopen", "--rule", "spam.lnk", "--since", "2026-11-01", "--db", url)

    assert status == 2
    assert "fired on no comment here" in err
    assert "did you mean `spam.link`?" in err


def test_rebuild_and_verify_say_all_is_well(run, url):
    """An honest record needs no correction."""
    assert run("rebuild", "--db", url)[:2] == (0, "3 items looked at, 0 corrected\n")
    assert run("verify", "--db", url)[:2] == (0, "4 events, every chain is whole\n")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_verify_exits_1_on_findings(run, url):
    """A text that is not the one that was ruled on is told and counted as a finding."""
    with open_store(url) as store, store._writer.begin() as connection:
        connection.exec_driver_sql("UPDATE texts SET text = 'other' WHERE comment_id = 3")
    status, out, _ = run("verify", "--db", url)

    assert status == 1
    assert "comment 3: the text of revision 1 was changed" in out
    assert json.loads(run("verify", "--db", url, "--json")[1])["problems"]
