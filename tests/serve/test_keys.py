"""API keys: hashed, scoped, limited."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from moderation.errors import UsageError
from moderation.serve.keys import Key, Keyring, digest, load_keys, new_key
from moderation.serve.refusals import Refusal
from moderation.serve.server import make_server
from moderation.serve.settings import Settings


def test_a_new_key_is_admitted_by_its_lines(tmp_path: Path) -> None:
    """What is printed goes into the file as it is, and the file does not hold the key."""
    key, lines = new_key("coral")
    file = tmp_path / "keys.toml"
    file.write_text(lines)

    assert load_keys(file).admit(key, "analyze").name == "coral"
    assert key not in lines


def test_keys_are_asked_for_in_perspectives_words(tmp_path: Path) -> None:
    """Missing, wrong and too narrow keys; a header is as good as the query."""
    file = tmp_path / "keys.toml"
    file.write_text(f'[reader]\nsha256 = "{digest("k")}"\nscopes = ["analyze"]\n')
    settings = Settings(keys=str(file), scale="calibrated", loading={"classifier": "constant.v1"})
    asked = {"comment": {"text": "hello there"}, "requestedAttributes": {"TOXICITY": {}}}
    with TestClient(make_server(settings)) as client:
        path = "/v1alpha1/comments:analyze"
        codes = [
            client.post(path, json=asked).status_code,
            client.post(f"{path}?key=wrong", json=asked).status_code,
            client.post(f"{path}?key=k", json=asked).status_code,
            client.post(path, json=asked, headers={"X-Goog-Api-Key": "k"}).status_code,
            client.post(path, json=asked, headers={"Authorization": "Bearer k"}).status_code,
            client.post("/v1/score?key=k", json={"text": "hello"}).status_code,
            client.get("/metrics").status_code,
            client.get("/healthz").status_code,
        ]

    assert codes == [403, 400, 200, 200, 200, 403, 403, 200]


def test_a_rate_is_kept_and_recovers() -> None:
    """Two a second are two at once; half a second later there is one more."""
    moment = [0.0]
    ring = Keyring({digest("k"): Key("k", digest("k"), per_second=2)}, now=lambda: moment[0])
    for _ in range(2):
        ring.admit("k", "score")
    with pytest.raises(Refusal, match="Quota exceeded") as refused:
        ring.admit("k", "score")
    moment[0] = 0.5

    assert refused.value.code == 429
    assert ring.admit("k", "score").name == "k"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "there is no key in it"),
        ("x = ", "not valid TOML"),
        ("x = 1", "`x` is not a table"),
        ("[x]\nsha256 = 'short'", "no `sha256`"),
        (f"[x]\nsha256 = '{'a' * 64}'\nscope = []", "unknown field `scope`"),
        (f"[x]\nsha256 = '{'a' * 64}'\nscopes = ['all']", "scopes that there are not"),
        (f"[x]\nsha256 = '{'a' * 64}'\nper_second = 0", "has no rate"),
    ],
)
def test_a_broken_file_of_keys_is_told_in_words(tmp_path: Path, content: str, told: str) -> None:
    """Before the server starts, with the file's name."""
    file = tmp_path / "keys.toml"
    file.write_text(content)

    with pytest.raises(UsageError, match=told):
        load_keys(file)
