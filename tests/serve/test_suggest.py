"""`comments:suggestscore`: what is ruled elsewhere lands in the record, once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from moderation.serve.server import make_server
from moderation.serve.settings import Settings
from moderation.store import open_store


@pytest.fixture
def keeping(database_url: str) -> Iterator[tuple[TestClient, str]]:
    """A client of a server with a database, and the database's URL."""
    loading = {"classifier": "constant.v1"}
    with TestClient(make_server(Settings(db=database_url, scale="calibrated", loading=loading))) as client:
        yield client, database_url


def _from_coral(value: float, comment: str = "c-1", text: str = "<you> are an idiot") -> dict[str, Any]:
    """Return what Coral sends after a ruling: 1 for a rejection, 0 for an approval."""
    told = {"url": "https://news.example/a", "reply_to_id_Coral_comment_id": None, "Coral_comment_id": comment}
    return {
        "comment": {"text": text},
        "context": {"entries": [{"text": json.dumps(told)}]},
        "attributeScores": {"TOXICITY": {"summaryScore": {"value": value}}},
        "communityId": "Coral:example",
        "clientToken": f"comment:{comment}",
    }


def _suggest(client: TestClient, request: dict[str, Any]) -> Any:
    answer = client.post("/v1alpha1/comments:suggestscore", json=request)
    assert answer.status_code == 200, answer.text
    return answer.json()


def _rulings(url: str) -> list[tuple[str, str, str]]:
    with open_store(url) as store:
        return [(r.event.kind, r.event.source, r.actor_name) for r in store.history()]


def test_rulings_become_events_with_their_source(keeping: Any) -> None:
    """A rejection and an approval, by whom, and where."""
    client, url = keeping

    assert _suggest(client, _from_coral(1)) == {"clientToken": "comment:c-1"}
    _suggest(client, _from_coral(0, "c-2", "Thank you."))
    assert _rulings(url) == [
        ("reject", "coral", "upstream:Coral:example"),
        ("approve", "coral", "upstream:Coral:example"),
    ]


def test_the_same_ruling_twice_is_one_event(keeping: Any) -> None:
    """A retry writes nothing; a change of mind is another event, and so is the change back."""
    client, url = keeping
    for value in (1, 1, 0, 0, 1, 1):
        _suggest(client, _from_coral(value))

    assert [kind for kind, _, _ in _rulings(url)] == ["reject", "approve", "reject"]
    with open_store(url) as store:
        assert store.stats().state("rejected") == 1
        assert store.verify() == []


def test_do_not_store_stores_nothing(keeping: Any) -> None:
    """Neither an analysed comment nor one that a ruling speaks of."""
    client, url = keeping
    client.post(
        "/v1alpha1/comments:analyze",
        json={"comment": {"text": "secret"}, "requestedAttributes": {"TOXICITY": {}}, "doNotStore": True},
    )
    _suggest(client, {**_from_coral(1), "doNotStore": True})

    with open_store(url) as store:
        assert store.stats().comments == 0


def test_suggestion_without_corals_context_is_kept_by_its_token(keeping: Any) -> None:
    """Any client may teach; what stands in the context need not be JSON."""
    client, url = keeping
    request = {**_from_coral(0.9), "communityId": "wiki", "context": {"entries": [{"text": "an article"}]}}
    _suggest(client, request)

    with open_store(url) as store:
        assert store.find("wiki", "wiki", "comment:c-1") is not None
    assert _rulings(url) == [("reject", "suggestscore", "upstream:wiki")]


@pytest.mark.parametrize("scores", [None, {}, {"TOXICITY": None}, {"TOXICITY": {}}, {"TOXICITY": {"summaryScore": {}}}])
def test_a_suggestion_without_a_score_is_refused(keeping: Any, scores: Any) -> None:
    """It says nothing."""
    client, url = keeping
    answer = client.post("/v1alpha1/comments:suggestscore", json={**_from_coral(1), "attributeScores": scores})

    assert (answer.status_code, answer.json()["error"]["message"]) == (400, "Missing attribute_scores")
    assert _rulings(url) == []


def test_without_a_database_a_suggestion_is_answered_and_counted(client: TestClient) -> None:
    """Coral is told what it expects, and the metrics say that nothing was kept."""
    assert _suggest(client, _from_coral(1)) == {"clientToken": "comment:c-1"}
    assert 'moderation_suggestions_total{kept="no"}' in client.get("/metrics").text
