"""Every export into a store, by the command: reports and past decisions arrive, twice is once, changes are followed."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from click.testing import CliRunner

from moderation.cli.importing import command
from moderation.records import Item
from moderation.store import open_store

_SPEC = importlib.util.spec_from_file_location("trapped", Path(__file__).resolve().parent / "trapped.py")
assert _SPEC is not None
assert _SPEC.loader is not None
trapped = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(trapped)

POLICY = """format = 1
classifier = "constant.v1"
[thresholds."constant.v1".any]
toxicity = 0.5
"""
RULES = """format: 1
rules:
- id: tox.one
  title: Says a word
  category: toxicity
  score: 0.5
  status: stable
  why: Your comment says a word of this rule.
  match: {terms: [kettle]}
  tests: {match: [the kettle], no_match: [the river]}
"""
# Of each format: thread, the comment that is edited later, the one that goes, and how many there are.
EXPECTED = {
    "coral": ("s1", "a", "b", 2),
    "disqus": ("1", "a", "b", 3),
    "wordpress": ("9", "1", "2", 4),
    "reddit": ("s", "a", "b", 3),
    "youtube": ("v", "a", None, 2),
    "hackernews": ("1", "2", "3", 2),
    "discourse": ("7", "71", "72", 3),
    "guardian": ("/p/1", "1", "2", 2),
    "remark42": ("https://a.example/1", "a", "b", 2),
    "commento": ("a.example/1", "a", "b", 2),
    "isso": ("/bridge", "1", "2", 2),
}


class Desk:
    """A database that the command has filled: what it said each time, and what can be looked up in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = f"sqlite:///{folder / 'm.db'}"
        rules = folder / "rules"
        rules.mkdir()
        (rules / "policy.toml").write_text(POLICY)
        (rules / "rules.yaml").write_text(RULES)
        self.first = self.bring(later=False)
        self.before = {name: self.item(name, place[1]) for name, place in EXPECTED.items()}
        self.second = self.bring(later=False)
        self.third = self.bring(later=True)

    def bring(self, *, later: bool) -> str:
        """Import every export and return what the command said."""
        paths = trapped.write(self.folder / "exports", later=later)
        done = CliRunner().invoke(
            command, [*map(str, paths.values()), "--db", self.url, "--rules", str(self.folder / "rules")]
        )
        assert done.exit_code == 0, done.output
        return done.stderr

    def item(self, source: str, comment: str) -> Item:
        """Return the item of a comment."""
        with open_store(self.url) as store:
            number = store.find(source, EXPECTED[source][0], comment)
            assert number is not None
            return store.item(number)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The database after three imports: the exports, the same again, the later ones."""
    return Desk(tmp_path_factory.mktemp("desk"))


def test_every_comment_is_kept(desk: Desk) -> None:
    """What was deleted before the first import is, too, and nothing is rejected."""
    there = sum(place[3] for place in EXPECTED.values())
    assert f"{there} new, 0 revised, 0 rescored, 0 closed, 0 unchanged, " in desk.first
    assert desk.first.endswith("; 0 rows could not be read\n")


def test_twice_adds_nothing_twice(desk: Desk) -> None:
    """The same files again change nothing, however often a reader makes up an id."""
    there = sum(place[3] for place in EXPECTED.values())
    assert f"0 new, 0 revised, 0 rescored, 0 closed, {there} unchanged, " in desk.second


@pytest.mark.parametrize("source", EXPECTED)
def test_an_edited_text_is_a_new_revision(desk: Desk, source: str) -> None:
    """The item says the new text and that it is the second."""
    before, after = desk.before[source], desk.item(source, EXPECTED[source][1])
    assert ("in May" in before.comment.text, before.revision) == (True, 1)
    assert ("in June" in after.comment.text, after.revision) == (True, 2)


@pytest.mark.parametrize("source", [source for source, place in EXPECTED.items() if place[2]])
def test_what_goes_upstream_is_closed(desk: Desk, source: str) -> None:
    """Each system's own way of saying deleted or blocked takes the comment out of the queue."""
    assert desk.item(source, EXPECTED[source][2] or "").state == "closed"


def test_corals_flags_and_rulings_arrive(desk: Desk) -> None:
    """Readers' flags are reports, its own phases are not; rulings come with moderator and time, in order."""
    comment = desk.before["coral"].comment
    assert [(report.reason, report.by) for report in comment.reports] == [("COMMENT_REPORTED_OFFENSIVE", "u7")]
    assert [(past.status, past.by, past.at) for past in comment.past_decisions] == [
        ("approved", "m1", "2024-05-01T10:00:00Z"),
        ("rejected", "m2", "2024-05-02T10:00:00Z"),
    ]


@pytest.mark.parametrize(
    ("source", "comment", "status", "kind", "past"),
    [
        ("disqus", "c", "spam", "comment", ["spam"]),
        ("wordpress", "1", "approved", "comment", ["approved"]),
        ("wordpress", "3", "spam", "comment", ["spam"]),
        ("wordpress", "4", "approved", "pingback", ["approved"]),
        ("youtube", "a.b", "rejected", "comment", ["rejected"]),
    ],
)
def test_states_and_kinds_arrive(desk: Desk, source: str, comment: str, status: str, kind: str, past: list) -> None:
    """What the system had decided stands beside the comment."""
    found = desk.item(source, comment).comment
    assert (found.status, found.kind, [one.status for one in found.past_decisions]) == (status, kind, past)


@pytest.mark.parametrize("source", [source for source, place in EXPECTED.items() if place[2]])
def test_answers_stand_below_what_they_answer(desk: Desk, source: str) -> None:
    """The parent of the second comment is the first, by whatever each system calls it."""
    assert desk.item(source, EXPECTED[source][2] or "").comment.parent_id == EXPECTED[source][1]
