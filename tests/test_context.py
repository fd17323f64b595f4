"""What surrounds a comment reaches the rules: from the input, from the stream, from the queue's own past."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from moderation.batch import importing, score_frame
from moderation.cli import cli
from moderation.context import Surroundings
from moderation.parse import parse
from moderation.pipeline import load_pipeline
from moderation.records import Article, Columns, Comment, Context, Record
from moderation.store import open_store

RULE = """format: 1
rules:
- id: tox.one
  title: One
  category: toxicity
  score: 0.5
  status: stable
  match: {condition}
  tests: {{match: [yes it does], no_match: [no it does not]}}
"""
ARTICLE = {"record": "article", "source": "s", "site": "a.org", "thread_id": "t", "title": "The vote",
           "text": "Body.", "url": "https://a.org/politics/1"}  # fmt: skip
Score = Callable[[str, Sequence[dict[str, object]]], dict[str, bool]]


def _comment(number: int, **more: object) -> dict[str, object]:
    return {"record": "comment", "source": "s", "thread_id": "t", "id": str(number), "text": f"fine {number}", **more}


@pytest.fixture
def fired(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Score:
    """Return a function that runs `moderation score` and says on which comments a rule with the condition fired."""
    monkeypatch.chdir(tmp_path)

    def run(condition: str, records: Sequence[dict[str, object]]) -> dict[str, bool]:
        Path("rules").mkdir(exist_ok=True)
        Path("rules/one.yaml").write_text(RULE.format(condition=condition))
        Path("in.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
        asked = ["score", "in.jsonl", "--rules", "rules", "-o", "out.jsonl"]
        assert CliRunner().invoke(cli, asked, catch_exceptions=False).exit_code == 0
        rows = [json.loads(line) for line in Path("out.jsonl").read_text().splitlines()]
        return {row["id"]: "tox.one" in row["rules"] for row in rows}

    return run


@pytest.mark.parametrize(
    ("condition", "caught"),
    [
        ("{article: {title: [vote], section: [politics], site: [a.org]}}", "123"),
        ("{article: {text: [vote]}}", ""),
        ("{thread: {position: {max: 2}}}", "12"),
        ("{thread: {reply: true, depth: {min: 2}}}", "3"),
        ("{thread: {reply: false}}", "1"),
        ("{author: {comments: {max: 0}, age_days: {max: 3}}}", "2"),
        ("{terms: [fine], not: {author: {comments: {min: 1}}}}", "2"),
    ],
)
def test_facts_reach_score(fired: Score, condition: str, caught: str) -> None:
    """A page's article, the shape of its thread and the site's own columns decide in `moderation score`."""
    told = {"author_comments": 0, "author_created_at": "2026-01-01T00:00:00Z", "created_at": "2026-01-03T00:00:00Z"}
    records = [ARTICLE, _comment(1), _comment(2, parent_id="1", **told), _comment(3, parent_id="2")]

    assert "".join(number for number, hit in fired(condition, records).items() if hit) == caught


def test_a_tables_own_columns_tell_article_and_place(fired: Score) -> None:
    """The article's text, a place in the thread and a depth that the site knows go before what the input shows."""
    told: dict[str, object] = {
        "article_text": "The vote on the bridge was lost.",
        "thread_position": 1,
        "thread_depth": 2,
    }
    rows: list[dict[str, object]] = [{"id": "1", "text": "fine", **told}, {"id": "2", "text": "fine"}]

    assert fired("{article: {text: [bridge]}}", rows) == {"1": True, "2": False}
    assert fired("{thread: {position: {max: 1}, depth: {min: 2}, reply: true}}", rows) == {"1": True, "2": False}


@pytest.mark.parametrize(
    ("condition", "caught"),
    [
        ("{article: {text: [vote], title: [bridge]}}", [0]),
        ("{author: {comments: {max: 0}, age_days: {max: 3}}}", [0]),
        ("{thread: {reply: true, depth: {max: 1}}}", [1]),
        ("{thread: {position: {min: 9}}}", [1]),
        ("{terms: [fine], not: {article: {site: [a.org]}}}", [1, 2]),
    ],
)
def test_facts_reach_a_frame(tmp_path: Path, condition: str, caught: list[int]) -> None:
    """Columns of a DataFrame say what surrounds its rows, under their own names; `alone` passes them over."""
    import pandas as pd

    (tmp_path / "one.yaml").write_text(RULE.format(condition=condition))
    pipeline = load_pipeline(rules=tmp_path, classifier="constant.v1")
    rows: list[dict[str, object]] = [
        {"id": 1.0, "created_at": pd.Timestamp("2026-01-03", tz="UTC"), "author_created_at": "2026-01-01T00:00:00Z",
         "author_comments": 0, "article_title": "The bridge", "article_text": "A vote.", "article_site": "a.org"},
        {"id": 2.0, "parent_id": 1.0, "thread_position": 9, "author_comments": 4, "article_site": "b.org"},
        {"id": 3.0, "article_site": "b.org"},
    ]  # fmt: skip
    frame = pd.DataFrame([{"text": "fine", "thread_id": "t", "author": "Ann", **row} for row in rows])

    scored = score_frame(frame, pipeline=pipeline)
    alone = score_frame(frame, pipeline=pipeline, alone=True)

    assert [row for row, ids in enumerate(scored["rules"]) if ids] == caught
    assert [list(ids) for ids in alone["rules"]] == [[]] * 3
    assert list(scored["author"]) == ["Ann"] * 3


@pytest.mark.parametrize(
    ("cell", "is_told"),
    [
        ([{"start": 0, "end": 4}], True),
        ('[{"start": 0, "end": 4}]', True),
        (3, False),
        ("nobody", False),
        ([{"start": 0, "end": 99}], False),
        ([{"start": "0", "end": 4}, None], False),
    ],
)
def test_quotations_reach_a_frame(tmp_path: Path, cell: object, is_told: bool) -> None:
    """Ranges that repeat somebody else, as records hold them or as a table's text; what is no range is not known."""
    import pandas as pd

    (tmp_path / "one.yaml").write_text(RULE.format(condition="{terms: [fine]}") + "  skip: [quote]\n")
    pipeline = load_pipeline(rules=tmp_path, classifier="constant.v1")
    frame = pd.DataFrame({"text": ["fine", "fine"], "quotes": pd.Series([cell, None], dtype=object)})

    scored = score_frame(frame, pipeline=pipeline)

    assert [bool(rules) for rules in scored["rules"]] == [not is_told, True]


def _contexts(*records: Record) -> list[Context]:
    return [context for _, context in Surroundings().place(records) if context]


def test_a_table_without_parents_tells_no_replies() -> None:
    """Where no column says what a comment answers, nobody knows whether it is a reply, nor its place in a thread."""
    comment = Comment("csv", "t", "1", "text")

    (untold,) = _contexts(Columns((), {"text": "body"}), comment)
    (told,) = _contexts(Columns((), {"text": "body", "parent_id": "parent"}), comment)

    assert (untold.is_reply, untold.depth, untold.position) == (None, None, None)
    assert (told.is_reply, told.depth) == (False, 0)


def test_an_answer_to_what_was_not_seen() -> None:
    """A comment whose parent is not in the input is a reply of unknown depth; so is what answers it."""
    article = Article("s", None, "t")
    orphan, child = Comment("s", "t", "1", "a", parent_id="0"), Comment("s", "t", "2", "b", parent_id="1")

    contexts = _contexts(article, orphan, child)

    assert [(one.is_reply, one.depth, one.position) for one in contexts] == [(True, None, 1), (True, None, 2)]
    assert contexts[0].article_text is None


@pytest.mark.parametrize(
    ("value", "known"), [("7", 7), (7, 7), (7.0, 7), ("-1", None), ("many", None), (True, None), (None, None)]
)
def test_counts_of_a_table(value: object, known: int | None) -> None:
    """Cells count as what they say; what is no count is not known."""
    (context,) = _contexts(Comment("s", "t", "1", "a", carried={"author_comments": value}))

    assert context.author_comments == known


def test_import_knows_the_authors_past(tmp_path: Path) -> None:
    """In the queue an author's first comment is their first, and no later one, in one batch or another."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "one.yaml").write_text(RULE.format(condition="{author: {comments: {max: 0}}}"))
    pipeline = load_pipeline(rules=tmp_path / "rules")
    rows = [_comment(n, author=author) for n, author in enumerate(["Ann", "Ann", "Bo", None], 1)]
    (tmp_path / "one.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (tmp_path / "two.jsonl").write_text(json.dumps(_comment(9, author="Bo")) + "\n")

    with open_store(f"sqlite:///{tmp_path}/queue.db") as store:
        for name in ("one", "two"):
            importing.import_into(store, [tmp_path / f"{name}.jsonl"], pipeline)
        again = importing.import_into(store, [tmp_path / "one.jsonl"], pipeline)
        numbers = {n: store.find("s", "t", str(n)) for n in (1, 2, 3, 4, 9)}
        fired = {n: "tox.one" in store.item(number).verdict.rules for n, number in numbers.items() if number}

    assert fired == {1: True, 2: False, 3: True, 4: False, 9: False}
    assert (again.unchanged, again.rescored) == (4, 0)


def test_seeds_have_threads(root: Path) -> None:
    """A sample page's comments know their place: the first is number 1, and answers lie below."""
    found = [c for _, c in Surroundings().place(parse(root / "seeds" / "gazette.jsonl")) if c]

    assert len(found) > 0
    assert any(context.depth for context in found)
