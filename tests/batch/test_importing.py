"""What an import brings to the queue: holds, the watched share, pseudonyms."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from moderation.batch import Progress, import_into
from moderation.pipeline import load_pipeline
from moderation.policy import load_policy
from moderation.records import Filter, Notice
from moderation.review import Desk, claim_watched, hold_author
from moderation.store import Author, Store, open_store, watch

ROWS = [
    {"id": str(number), "text": f"a fine day for walk {number}", "author": f"Ada {number % 2}"} for number in range(40)
]


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    """Forty harmless comments of two authors, with a column of the platform's own."""
    path = tmp_path / "dump.jsonl"
    path.write_text("".join(json.dumps({**row, "mail": "ada@home.example"}) + "\n" for row in ROWS))
    return path


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory):
    """The baseline classifier, with a policy that has a third of its approvals watched."""
    policy = tmp_path_factory.mktemp("policy") / "policy.toml"
    policy.write_text(
        'format = 1\nclassifier = "constant.v1"\nwatch = 0.33\n[thresholds."constant.v1".any]\ntoxicity = 0.9\n'
    )
    return load_pipeline(policy=policy)


def test_an_import_meets_holds_and_draws_the_watch(dump: Path, pipeline, tmp_path: Path) -> None:
    """A held author's comments wait; a share of the rest is watched, the same share at every import."""
    with open_store(f"sqlite:///{tmp_path / 'm.db'}") as store:
        desk = Desk(store, "al")
        hold_author(desk, Author("jsonl", name="Ada 1"))
        summary = import_into(store, [dump], pipeline, source_name="jsonl")

        assert (summary.new, summary.held) == (40, 20)
        assert {tally.name: tally.count for tally in store.reasons("pending")} == {"hold:author": 20}
        drawn = watch.missed(store).sampled
        assert 1 <= drawn <= 14
        assert {item.comment.author for item in claim_watched(desk, 100)} == {"Ada 0"}
        assert import_into(store, [dump], pipeline, source_name="jsonl").unchanged == 40
        assert watch.missed(store).sampled == drawn


def test_no_import_approves_what_was_taken_down_upstream(pipeline, tmp_path: Path) -> None:
    """Nor when it is taken down there later on; a person's ruling here outlives it."""
    dump = tmp_path / "dump.jsonl"
    states = {"spam": "spam", "rejected": "rejected", "approved": "approved", "later": "approved", "ruled": "spam"}
    with open_store(f"sqlite:///{tmp_path / 'm.db'}") as store:
        _import_states(dump, pipeline, store, states)
        desk, number = Desk(store, "al"), store.find("jsonl", "dump", "ruled")
        item = next(item for item in desk.claim(Filter(), 3) if item.id == number)
        desk.approve(item.id, item.revision, item.version)
        before = {name: store.item(store.find("jsonl", "dump", name)).state for name in states}
        _import_states(dump, pipeline, store, {**states, "later": "rejected"})
        after = {name: store.item(store.find("jsonl", "dump", name)).state for name in states}

    taken_down = {"spam": "pending", "rejected": "pending"}
    assert before == {**taken_down, "approved": "approved", "later": "approved", "ruled": "approved"}
    assert after == {**before, "later": "pending"}


def _import_states(dump: Path, pipeline, store: Store, states: dict[str, str]) -> None:
    rows = [
        {"id": name, "thread_id": "dump", "text": f"a fine walk {name}", "status": to} for name, to in states.items()
    ]
    dump.write_text("".join(json.dumps(row) + "\n" for row in rows))
    import_into(store, [dump], pipeline, source_name="jsonl")


def test_no_name_reaches_the_store_behind_pseudonyms(dump: Path, pipeline, tmp_path: Path) -> None:
    """Neither author nor unknown columns; the same key, the same author; a hold goes by the pseudonym."""
    path = tmp_path / "m.db"
    with open_store(f"sqlite:///{path}") as store:
        import_into(store, [dump], pipeline, pseudonym_key=b"key")
        names = {store.item(number).comment.author for number in range(1, 41)}
        desk = Desk(store, "al")
        hold_author(desk, Author(store.item(1).comment.source, name=store.item(1).comment.author))
        dump.write_text(json.dumps({**ROWS[0], "id": "new"}) + "\n")
        import_into(store, [dump], pipeline, pseudonym_key=b"key")
        assert store.item(41).state == "pending"

    assert len(names) == 2
    content = b"".join(file.read_bytes() for file in tmp_path.glob("m.db*"))
    assert b"Ada " not in content
    assert b"home.example" not in content


def test_inputs_without_a_comment_are_named(dump: Path, pipeline, tmp_path: Path) -> None:
    """What nothing was found in is told apart from what was read: a page, rows that all were rejected."""
    page, rows = tmp_path / "page.txt", tmp_path / "rows.jsonl"
    page.write_text("A bridge is closed\n\nThe bridge has been closed since Monday.\n")
    rows.write_text('{"id": "1", "text": \n')
    with open_store(f"sqlite:///{tmp_path / 'm.db'}") as store:
        assert import_into(store, [page, dump, rows], pipeline).silent == (str(page), str(rows))
        assert import_into(store, [dump], pipeline).silent == ()  # nothing new is not nothing


def test_a_warning_names_its_file_first(pipeline, tmp_path: Path) -> None:
    """Of several inputs a warning says `file:line`, as errors do."""
    page = tmp_path / "page.jsonl"
    page.write_text('{"id": "1", "text": "fine"}\n{broken\n')
    told: list[Notice] = []
    with open_store(f"sqlite:///{tmp_path / 'm.db'}") as store:
        import_into(store, [page, page], pipeline, progress=Progress(notice=told.append))

    assert {notice.line for notice in told} == {None}
    assert told[0].message.startswith(f"{page}:2: rejected: ")


def test_the_watched_share_is_about_what_the_policy_says() -> None:
    """1 % by default, drawn by identity alone."""
    policy = load_policy()
    drawn = sum(policy.watches(("wire", "t", str(number))) for number in range(20_000))

    assert policy.watch == 0.01
    assert 150 <= drawn <= 250


def _table(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(("id,thread,text,article_title,article_url,article_text", *rows)) + "\n")
    return path


def test_columns_tell_of_the_article(pipeline, tmp_path: Path) -> None:
    """Each thread's own; a later import changes what it tells, and leaves what it does not."""
    first = _table(
        tmp_path / "a.csv",
        "1,t1,Well said.,The pier,https://paper.example/pier,It opens in May.",
        "2,t2,I was there.,Rain,,",
        "3,t1,So was I.,The pier,https://paper.example/pier,It opens in May.",
        "4,t3,And I.,,,",
    )
    later = _table(tmp_path / "b.csv", "5,t1,Again.,The pier opens,,")
    with open_store(f"sqlite:///{tmp_path / 'm.db'}") as store:
        import_into(store, [first], pipeline, source_name="paper")
        import_into(store, [later], pipeline, source_name="paper")
        found = [store.article("paper", name) for name in ("t1", "t2", "t3")]

    assert [one and (one.title, one.url, one.text) for one in found] == [
        ("The pier opens", "https://paper.example/pier", "It opens in May."), ("Rain", None, ""), None,
    ]  # fmt: skip


def test_a_table_without_threads_has_no_article(pipeline, tmp_path: Path) -> None:
    """One of many would stand over all of its comments."""
    table = tmp_path / "a.csv"
    table.write_text("id,text,article_title\n1,Well said.,The pier\n2,I was there.,Rain\n")
    with open_store(f"sqlite:///{tmp_path / 'm.db'}") as store:
        import_into(store, [table], pipeline)
        comment = store.item(1).comment

        assert store.article(comment.source, comment.thread_id) is None
