"""`POST /v1/score`: what a request tells around its comments reaches the rules."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from moderation.serve.server import make_server
from moderation.serve.settings import Settings

ONE = """- id: tox.{name}
  title: Rule {name}
  category: toxicity
  score: 0.5
  status: stable
  match: {condition}
  skip: [quote]
  tests: {{match: [yes it does], no_match: [no it does not]}}
"""
CONDITIONS = {
    "article": "{article: {text: [vote], title: [bridge], section: [politics], site: [a.org]}}",
    "author": "{author: {comments: {max: 0}, age_days: {max: 3}}}",
    "answer": "{thread: {reply: true, depth: {max: 1}}}",
    "quoted": "{terms: [rotter]}",
    "late": "{thread: {position: {min: 9}}}",
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client of a server with rules that each ask for something else around a comment."""
    folder: Path = tmp_path_factory.mktemp("rules")
    rules = "".join(ONE.format(name=name, condition=condition) for name, condition in CONDITIONS.items())
    (folder / "one.yaml").write_text(f"format: 1\nrules:\n{rules}")
    with TestClient(
        make_server(Settings(scale="calibrated", loading={"rules": folder, "classifier": "constant.v1"}))
    ) as found:
        yield found


def _fired(client: TestClient, *comments: dict[str, Any]) -> list[list[str]]:
    answer = client.post("/v1/score", json={"comments": [{"text": "fine", **one} for one in comments]})
    assert answer.status_code == 200, answer.text
    return [verdict["rules"] for verdict in answer.json()["verdicts"]]


def test_facts_of_a_request_reach_the_rules(client: TestClient) -> None:
    """Article, author, parent and place decide; the language of one comment changes no order and no neighbour."""
    article = {"article_title": "The bridge", "article_text": "A vote.", "article_url": "https://a.org/politics/1"}
    author = {"author": "Ann", "author_comments": 0, "created_at": "2026-01-03T00:00:00Z",
              "author_created_at": "2026-01-01T00:00:00Z"}  # fmt: skip

    found = _fired(
        client,
        {"id": "1", "thread_id": "t", **article},
        {"id": "2", "thread_id": "t", "parent_id": "1", "language": "de"},
        {**author, "thread_position": 9},
        {"author_age_days": 1, "author_comments": 5},
    )

    assert found == [["tox.article"], ["tox.answer"], ["tox.author", "tox.late"], []]


def test_what_is_quoted_is_somebody_elses(client: TestClient) -> None:
    """A rule that skips quotations looks past the ranges that a request names as such."""
    said, quoted = "He is a rotter. Shame on him.", [{"start": 0, "end": 15}]

    assert _fired(client, {"text": said}, {"text": said, "quotes": quoted}) == [["tox.quoted"], []]


@pytest.mark.parametrize(
    "quote", [{"start": 3, "end": 2}, {"start": 0, "end": 7}, {"start": -1, "end": 2}, {"start": 1}]
)
def test_a_quotation_lies_in_the_text(client: TestClient, quote: dict[str, int]) -> None:
    """A range that is none is told by the field's name, without any text."""
    answer = client.post("/v1/score", json={"comments": [{"text": "secret", "quotes": [quote]}]})

    assert answer.status_code in (400, 422)
    assert "quotes" in answer.text
    assert "secret" not in answer.text


def test_what_is_not_told_is_not_known(client: TestClient) -> None:
    """A bare text has no article, no author and no place."""
    answer = client.post("/v1/score", json={"text": "fine"})

    assert answer.json()["verdicts"][0]["rules"] == []


@pytest.mark.parametrize(
    ("field", "value"),
    [("created_at", "yesterday"), ("author_comments", -1), ("thread_position", 0), ("article_txt", "a")],
)
def test_what_is_no_such_fact_is_refused(client: TestClient, field: str, value: object) -> None:
    """A time that is none, a negative count and a field that does not exist are told by name, without any text."""
    answer = client.post("/v1/score", json={"comments": [{"text": "secret", field: value}]})

    assert answer.status_code == 400
    assert f"comments.0.{field}" in answer.text
    assert "secret" not in answer.text


def test_health_says_which_schema_it_speaks(client: TestClient) -> None:
    """As every JSON that leaves."""
    assert client.get("/healthz").json()["schema_version"] == 1
