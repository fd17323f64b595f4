"""Coral's external moderation phase: signed in, a status and flags out, and never open by mistake."""

from __future__ import annotations

import hashlib
import hmac
import json
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from moderation.records import Verdict
from moderation.review import Desk, hold_article
from moderation.serve.coral import answer_of
from moderation.serve.keys import digest
from moderation.serve.server import make_server
from moderation.serve.settings import SIGNED_WITH, Settings
from moderation.store import open_store
from tests.serve.conftest import SECRET


def _request(body: str, **more: Any) -> dict[str, Any]:
    return {
        "action": "NEW",
        "comment": {"body": body, "parentID": None},
        "author": {"id": "a-1", "role": "COMMENTER"},
        "story": {"id": "s-1", "url": "https://news.example/a"},
        "site": {"id": "site"},
        "tenantID": "t",
        "tenantDomain": "news.example",
        **more,
    }


def _post(client: TestClient, request: dict[str, Any], secret: str | None = SECRET, *, key: str | None = None) -> Any:
    body = json.dumps(request).encode()
    headers = {"Content-Type": "application/json"}
    if secret is not None:
        headers["X-Coral-Signature"] = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return client.post("/coral/moderate", content=body, headers=headers, params={"key": key} if key else None)


def test_a_harmless_comment_goes_on(client: TestClient) -> None:
    """204: Coral's own phases decide."""
    assert _post(client, _request("<div>Thank you for this article, I learned a lot.</div>")).status_code == 204


def test_a_toxic_comment_is_held_and_flagged(client: TestClient) -> None:
    """It waits in Coral's queue with the flag that Coral's moderators know."""
    answer = _post(client, _request("<div>You are a stupid <b>idiot</b>, shut up.</div>"))

    assert answer.json() == {
        "status": "SYSTEM_WITHHELD",
        "actions": [{"actionType": "FLAG", "reason": "COMMENT_DETECTED_TOXIC"}],
    }


def test_what_cannot_be_judged_is_held(client: TestClient) -> None:
    """Another language goes to a person: silence would let it pass."""
    answer = _post(client, _request("<p>Ihr seid doch alle gekauft und glaubt auch noch daran.</p>"))

    assert answer.json() == {"status": "PREMOD", "actions": []}


@pytest.mark.parametrize("secret", [None, "another secret"])
def test_a_wrong_signature_is_refused(client: TestClient, secret: str | None) -> None:
    """Whoever does not know the secret learns nothing and moves nothing."""
    assert _post(client, _request("hello"), secret).status_code == 401


@pytest.mark.parametrize("header", ["", "sha256=", "sha256=é", "md5=abc", "sha256=" + "0" * 64, ",=,"])
def test_a_broken_signature_is_refused(client: TestClient, header: str) -> None:
    """Whatever stands in the header."""
    headers = {"X-Coral-Signature": header.encode()}
    answer = client.post("/coral/moderate", content=b"{}", headers=headers)

    assert answer.status_code == 401


def test_a_signed_body_that_is_none_is_refused(client: TestClient) -> None:
    """Signed and still not what Coral sends."""
    assert _post(client, {"action": "OTHER"}).status_code == 400


@pytest.mark.parametrize(
    ("reason", "code"), [("spam>=0.60", "SPAM"), ("identity_attack>=0.12", "HATE_SPEECH"), ("rule:tox.x", "ABUSIVE")]
)
def test_a_rejection_by_policy_gives_corals_reason_code(reason: str, code: str) -> None:
    """Where a policy rejects, Coral's record says why."""
    verdict = Verdict("1", "t", "en", 1.0, (None,) * 9, "reject", 1.0, (reason,), (), "ngram.v1", "scored")
    answer = answer_of(verdict)

    assert answer is not None
    assert (answer["status"], answer["moderationAction"]["rejectionReason"]["code"]) == ("REJECTED", code)


def test_a_signed_request_shows_a_key_in_its_address_where_there_are_keys(tmp_path: Path) -> None:
    """docs/perspective.md says so: Coral has no place for a key but the phase's URL."""
    (tmp_path / "keys.toml").write_text(f'[coral]\nsha256 = "{digest("k")}"\nscopes = ["coral"]\n')
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SIGNED_WITH, SECRET)
        server = make_server(Settings(keys=str(tmp_path / "keys.toml")))
    harmless = _request("<div>Thank you for this article, I learned a lot.</div>")
    with TestClient(server) as client:
        codes = [_post(client, harmless, key=key).status_code for key in (None, "wrong", "k")]

    assert codes == [403, 400, 204]


def test_a_hold_of_the_queue_holds_here_too(tmp_path: Path) -> None:
    """What the queue's moderators want to see first waits in Coral, however harmless; so within 20 seconds."""
    url = f"sqlite:///{tmp_path / 'm.db'}"
    harmless = _request("<div>Thank you for this article, I learned a lot.</div>")
    with open_store(url) as store:
        hold_article(Desk(store, "al"), "coral", "s-1")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SIGNED_WITH, SECRET)
        server = make_server(Settings(db=url))
    with TestClient(server) as client:
        assert _post(client, harmless).json() == {"status": "PREMOD", "actions": []}
        elsewhere = {**harmless, "story": {"id": "s-2", "url": "https://news.example/b"}}
        assert _post(client, elsewhere).status_code == 204
