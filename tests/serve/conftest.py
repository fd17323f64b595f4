"""A server in this process for single requests, and one on a real port for real clients."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn
from fastapi.testclient import TestClient

from moderation.serve.server import make_server
from moderation.serve.settings import SIGNED_WITH, Settings

SECRET = "a secret that only Coral knows"


@pytest.fixture(scope="session")
def client() -> Iterator[TestClient]:
    """A client of a server with the shipped models, without a database."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SIGNED_WITH, SECRET)
        server = make_server(Settings())
    with TestClient(server, raise_server_exceptions=False) as found:
        yield found


@pytest.fixture
def analyze(client: TestClient) -> Any:
    """Call `comments:analyze` with a text and attributes; returns (status, body)."""

    def call(text: Any = "You are an idiot.", attributes: Any = None, **more: Any) -> tuple[int, dict[str, Any]]:
        asked = {"comment": {"text": text}, "requestedAttributes": attributes or {"TOXICITY": {}}, **more}
        answer = client.post("/v1alpha1/comments:analyze", json=asked)
        return answer.status_code, answer.json()

    return call


@pytest.fixture(scope="session")
def url() -> Iterator[str]:
    """The address of a server on a port of its own."""
    config = uvicorn.Config(make_server(Settings()), port=0, access_log=False, log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 60
    while not server.started:
        assert thread.is_alive(), "the server ended"
        assert time.monotonic() < deadline, "the server did not start"
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)
