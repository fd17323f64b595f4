"""Real clients against a real port, and the one that cannot be run here re-enacted from its documented calls."""

from __future__ import annotations

import json
import socket
import time
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlsplit

import pytest


def _post(url: str, body: Any) -> tuple[int, dict[str, Any]]:
    data = json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def test_google_api_python_client_works_unchanged(url: str) -> None:
    """The client that most research code uses, built from our discovery document."""
    from googleapiclient import discovery, errors

    service = discovery.build(
        "commentanalyzer",
        "v1alpha1",
        developerKey="any",
        discoveryServiceUrl=f"{url}/$discovery/rest?version=v1alpha1",
        static_discovery=False,
    )
    asked = {"comment": {"text": "you are an idiot"}, "requestedAttributes": {"TOXICITY": {}}}
    answer = service.comments().analyze(body=asked).execute()
    told = {**asked, "attributeScores": answer["attributeScores"], "clientToken": "t"}
    with pytest.raises(errors.HttpError) as refused:
        service.comments().analyze(body={**asked, "requestedAttributes": {"NOSUCH": {}}}).execute()

    assert answer["attributeScores"]["TOXICITY"]["summaryScore"]["value"] > 0.5
    assert service.comments().suggestscore(body=told).execute() == {"clientToken": "t"}
    assert (refused.value.status_code, refused.value.reason) == (400, "Unknown requested attribute: NOSUCH")


def _as_coral(endpoint: str, text: str, model: str = "TOXICITY", language: str = "en") -> float:
    """Ask as Coral's Perspective service asks, and read what it reads.

    It waits 0.8 s for the answer. What is held to them here is processor time, of client and server together: how long
    either waits for the processor is for the machine to say.
    """
    body = {
        "comment": {"text": text},
        "doNotStore": True,
        "requestedAttributes": {model: {}},
        "languages": [language],
    }
    begin = time.process_time()
    status, answer = _post(f"{endpoint}/comments:analyze?key=any", body)
    assert time.process_time() - begin < 0.8
    assert status == 200
    value = answer["attributeScores"][model]["summaryScore"]["value"]
    assert isinstance(value, float)
    return value


def test_coral_holds_what_its_default_threshold_is_for(url: str) -> None:
    """Over 0.80, Coral's default, within its 800 ms; under it what is harmless."""
    endpoint = f"{url}/v1alpha1"

    assert _as_coral(endpoint, "You are a stupid idiot, shut up and die.") > 0.8
    assert _as_coral(endpoint, "I think the mayor is right about the bridge.") < 0.5


def test_osmod_gets_spans_or_makes_one_of_its_own(url: str) -> None:
    """It asks with the article as context and strips the version off the names."""
    body = {
        "comment": {"text": "You fool. Have a good day."},
        "context": {"entries": [{"text": "An article about a bridge."}]},
        "requestedAttributes": {"TOXICITY": {}, "SPAM": {}},
        "spanAnnotations": True,
        "clientToken": "osmod",
    }
    _, answer = _post(f"{url}/v1alpha1/comments:analyze", body)

    assert [len(scores["spanScores"]) for scores in answer["attributeScores"].values()] == [2, 2]


def test_discourse_reads_its_score(url: str) -> None:
    """Its request names the kind of score and a session."""
    asked = {"TOXICITY": {"scoreType": "PROBABILITY"}}
    body = {"comment": {"text": "You fool."}, "doNotStore": True, "sessionId": "s", "requestedAttributes": asked}
    _, answer = _post(f"{url}/v1alpha1/comments:analyze?key=any", body)

    assert [scores["summaryScore"]["type"] for scores in answer["attributeScores"].values()] == ["PROBABILITY"]


def test_a_body_that_never_comes_is_given_up(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow client gets a 408 and its place is free again."""
    monkeypatch.setattr("moderation.serve.bodies.MOST_SECONDS", 0.2)
    place = urlsplit(url)
    with socket.create_connection((place.hostname, place.port), timeout=60) as slow:
        slow.sendall(b"POST /v1/score HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
        answer = slow.recv(65_536)

    assert answer.startswith(b"HTTP/1.1 408")


def test_the_documentation_needs_no_network(url: str) -> None:
    """`/docs` is one page without scripts and without anything from elsewhere."""
    with urllib.request.urlopen(f"{url}/docs") as answer:
        page = answer.read().decode()

    assert "/v1alpha1/comments:analyze" in page
    assert "<script" not in page
    assert "src=" not in page
