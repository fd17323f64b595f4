"""`moderation people, holds, deliver, data` and what `decisions` learned of teams: one pass through each."""

from __future__ import annotations

import io
import json
import sys

import pytest

from moderation.cli import main, reporting
from moderation.records import Filter
from moderation.review import Desk, delivery
from moderation.store import open_store


@pytest.fixture
def run(monkeypatch, capfdbinary, tmp_path):
    """Runs the command line as a user does: exit status, standard output, standard error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MODERATION_DB", f"sqlite:///{tmp_path / 'm.db'}")

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["moderation", *arguments])
        with pytest.raises(SystemExit) as left:
            main()
        out, err = capfdbinary.readouterr()
        return left.value.code or 0, out.decode(), err.decode()

    return call


@pytest.fixture
def filled(run, tmp_path, scored):
    """Three items, the first rejected as spam, the second approved by the policy's rule."""
    with open_store(f"sqlite:///{tmp_path / 'm.db'}") as store:
        store.add([scored(n, author="Ada", verdict={"reasons": ("rule:a.b",)}) for n in (1, 2, 3)])
        desk = Desk(store, "al")
        desk.claim(Filter())
        desk.reject(1, 1, 1, reason="spam")
        desk.approve(2, 1, 1)
    return run


def test_the_team_is_kept_by_command(run):
    """Added, listed, promoted, removed; misuse exits 2."""
    assert run("people", "add", "anna@x.example", "--role", "viewer", "--name", "Anna")[1] == "Anna is a viewer\n"
    assert run("people", "role", "anna@x.example", "--role", "senior")[1] == "Anna is a senior\n"
    assert run("people", "remove", "anna@x.example")[1] == "Anna is out\n"
    assert "removed    Anna" in run("people", "list")[1]
    assert json.loads(run("people", "list", "--json")[1])["people"][1]["role"] == "senior"
    told = run("people", "changes")[1].splitlines()
    assert ["Anna: senior -> out" in told[0], "Anna: viewer -> senior" in told[1], len(told)] == [True, True, 4]
    assert json.loads(run("people", "changes", "--json", "-n", "1")[1])["changes"][0]["was"] == "senior"
    run("people", "add", "cy@x.example", "--role", "viewer")
    run("people", "add", "cy@x.example", "--role", "viewer", "--name", "Cy")
    assert "Cy: viewer, under another name, by" in run("people", "changes", "-n", "1")[1]
    status, out, err = run("people", "role", "bo", "--role", "admin")
    assert (status, out) == (2, "")
    assert "`bo` is not one of the team" in err
    assert run("people", "add", "x", "--role", "king")[0] == 2
    assert run("people", "add", "bo@x.example", "--role", "admin")[1] == "bo@x.example is an admin\n"


def test_holds_are_kept_by_command(filled):
    """Set, listed, lifted."""
    assert (
        "hold 1: hold article (wire, t1)" in filled("holds", "article", "t1", "--source", "wire", "--until", "12h")[1]
    )
    assert "ban author (Ada)" in filled("holds", "author", "--source", "wire", "--author", "Ada", "--effect", "ban")[1]
    assert "hold term (a word)" in filled("holds", "term", "a word", "--until", "7d")[1]
    assert filled("holds", "term", "a word", "--until", "40d")[0] == 2
    assert filled("holds", "author", "--source", "wire")[0] == 2
    assert filled("holds", "lift", "1")[1] == "hold 1 is lifted\n"
    assert len(filled("holds", "list")[1].splitlines()) == 2
    assert len(filled("holds", "list", "--all")[1].splitlines()) == 3


def test_targets_are_kept_by_command(filled, monkeypatch):
    """Added, listed, tried, closed; a secret in the place of its name is refused."""
    # What failed is due again after four to six seconds, which a slow machine may take to find nothing else to send.
    monkeypatch.setattr(delivery, "_FIRST_WAIT", 3600.0)
    assert filled("deliver", "add", "blog", "--url", "http://127.0.0.1:9/", "--for", "disqus")[0] == 0
    assert filled("deliver", "add", "b", "--url", "http://127.0.0.1:9/", "--secret-env", "s3cret")[0] == 2
    assert filled("decisions", "undo", "1")[0] == 0
    status, _, err = filled("deliver", "run", "--once")
    assert (status, err) == (1, "0 sent, 1 attempts failed\n")
    answer = json.loads(filled("deliver", "list", "--json")[1])
    assert (answer["targets"][0]["for"], answer["deliveries"]["waiting"]) == ("disqus", 1)
    (again,) = answer["tried_again"]
    why = "there is no secret in MODERATION_DELIVERY_SECRET"
    assert (again["event"], again["attempts"], again["error"]) == (3, 1, why)
    listed = filled("deliver", "list")[1]
    assert "blog: disqus" in listed
    assert f"event 3 to blog, 1 attempts, {why}, again at {again['next_at']}" in listed
    assert filled("deliver", "retry", "1")[0] == 2
    assert filled("deliver", "close", "blog")[1] == "`blog` is closed\n"


def test_statuses_go_out_in_each_places_words(filled):
    """The last state of every ruled comment, undo included."""
    filled("decisions", "undo", "2")
    out = filled("decisions", "export", "--for", "wordpress")[1]
    assert [(row["id"], row["status"]) for row in map(json.loads, out.splitlines())] == [("c1", "spam"), ("c2", "hold")]
    assert filled("decisions", "export", "--for", "coral", "-o", "out.csv")[2] == "2 statuses\n"
    assert filled("decisions", "export", "--for", "coral", "--text")[0] == 2


def test_a_bad_rule_is_previewed_put_back_and_put_right(filled):
    """Nothing is written by the preview; the whole change is one undo."""
    shown = filled("decisions", "reopen", "--rule", "a.b", "--since", "2026-01-01", "--preview")
    assert (shown[1], shown[2]) == ("", "2 items would be put back: 1 approved, 1 rejected\n")
    done = filled("decisions", "reopen", "--rule", "a.b", "--since", "2026-01-01", "--note", "too broad")[1]
    assert done == "2 items are pending again; `moderation decisions undo --bulk 1` takes it back\n"
    assert "2 items, 0 left" in filled("decisions", "undo", "--bulk", "1")[1]
    assert filled("decisions", "undo")[0] == 2


def test_a_change_of_many_shows_a_bar_on_a_terminal(filled, monkeypatch):
    """A bad rule may have decided a hundred thousand comments; here the bar comes at once."""
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(reporting, "QUIET_SECONDS", 0)
    for words in (("reopen", "--rule", "a.b", "--since", "2026-01-01"), ("undo", "--bulk", "1")):
        terminal.truncate(terminal.seek(0))
        with monkeypatch.context() as patched:
            patched.setattr(sys, "stderr", terminal)
            assert filled("decisions", *words)[0] == 0
        assert "0/2 [" in terminal.getvalue()
        assert "2/2 [" in terminal.getvalue()


def test_seals_and_backups(filled, monkeypatch):
    """Sealed with a key, kept elsewhere, asked for; backed up, purged, erased, restored."""
    monkeypatch.setenv("MODERATION_SEAL_KEY", "k")
    seal = json.loads(filled("decisions", "seal", "--json")[1])["seal"]
    assert filled("decisions", "verify", "--expect", seal)[0] == 0
    assert filled("decisions", "verify", "--expect", "0" * 64)[0] == 1
    assert filled("data", "backup", "b.sqlite")[0] == 0
    erase = ("data", "erase", "--source", "wire", "--author", "Ada")
    assert filled(*erase, "--preview")[1] == "would empty 3 comments, 1 author, 0 notes\n"
    assert filled(*erase)[1] == "emptied 3 comments, 1 author, 0 notes\n"
    assert "nobody is known at the source `wire` under this name" in filled(*erase)[2]
    assert filled("data", "erase", "--source", "wire", "--author-id", "u9")[0] == 2
    assert filled("data", "purge", "--older-than", "1d", "--dry-run")[1].startswith("would empty 0 comments")
    assert filled("data", "purge", "--older-than", "1d")[1] == "emptied 0 comments, 0 authors, 0 notes\n"
    assert filled("data", "purge", "--older-than", "long")[0] == 2
    assert "still to come, so everything would go" in filled("data", "purge", "--older-than", "2999-01-01")[2]
    assert filled("decisions", "verify", "--expect", seal)[0] == 0
    monkeypatch.setenv("MODERATION_DB", "sqlite:///again.db")
    assert filled("data", "restore", "b.sqlite")[1].endswith("the record is whole\n")
    assert filled("data", "restore", "b.sqlite")[0] == 2
