"""A team signs in: a real OpenID provider on this machine, the real command, a real browser."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from moderation.records import Filter
from moderation.review import Desk
from moderation.store import open_store
from tests.browser.conftest import PATIENCE_MS, READY, SERVER_SECONDS
from tests.conftest import free_port

pytestmark = pytest.mark.soak

COOKIE_SECRET = "a cookie secret that is long enough"


class Provider:
    """The four pages of an OpenID provider; `user` is who signs in next."""

    def __init__(self) -> None:
        self.user = {"sub": "1", "email": "anna@daily.example", "email_verified": True}
        self.key = RSAKey.generate_key(2048, {"kid": "k", "use": "sig", "alg": "RS256"})
        self.nonces: dict[str, tuple[str | None, dict]] = {}
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                if parts.path == "/authorize":
                    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
                    code = f"code{len(provider.nonces)}"
                    provider.nonces[code] = (asked.get("nonce"), dict(provider.user))
                    self.send_response(302)
                    back = urlencode({"code": code, "state": asked["state"]})
                    self.send_header("Location", f"{asked['redirect_uri']}?{back}")
                    self.end_headers()
                elif parts.path == "/jwks":
                    self._json({"keys": [provider.key.as_dict(private=False)]})
                else:
                    self._json(provider.metadata)

            def do_POST(self) -> None:
                form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                nonce, user = provider.nonces.pop(form["code"][0])
                now = int(time.time())
                claims = {
                    "iss": provider.url, "aud": "queue", "iat": now, "exp": now + 600, "nonce": nonce, **user,
                }  # fmt: skip
                token = jwt.encode({"alg": "RS256", "kid": "k"}, claims, provider.key)
                self._json({"access_token": "a", "token_type": "Bearer", "expires_in": 600, "id_token": token})

            def _json(self, answer: dict) -> None:
                body = json.dumps(answer).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.metadata = {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()


@pytest.fixture
def provider():
    """A provider of this test's own."""
    found = Provider()
    yield found
    found.server.shutdown()
    found.server.server_close()


@pytest.fixture
def queue(provider, tmp_path, scored):
    """The queue with a login: its address and its database."""
    url, port = f"sqlite:///{tmp_path / 'm.db'}", free_port()
    with open_store(url) as store:
        store.add([scored(number, f"comment {number}") for number in range(1, 21)])
        store.welcome("anna@daily.example", "moderator", "Anna")
    secrets = tmp_path / "secrets.toml"
    secrets.write_text(
        f'[auth]\nredirect_uri = "http://localhost:{port}/oauth2callback"\ncookie_secret = "{COOKIE_SECRET}"\n'
        'client_id = "queue"\nclient_secret = "s"\n'
        f'server_metadata_url = "{provider.url}/.well-known/openid-configuration"\n'
    )
    call = "import sys; from moderation.cli import main; sys.exit(main())"
    options = ["queue", "--db", url, "--port", str(port), "--login", "oidc", "--secrets", str(secrets)]
    with (tmp_path / "server.log").open("wb") as log:
        process = subprocess.Popen([sys.executable, "-c", call, *options], stdout=log, stderr=log)
    deadline = time.monotonic() + SERVER_SECONDS
    while True:
        assert process.poll() is None, (tmp_path / "server.log").read_text()
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5).close()
            break
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.1)
    yield f"http://localhost:{port}", url
    process.kill()
    process.wait()


@pytest.fixture
def page(browser):
    """A page of a browser without anybody's cookies."""
    context = browser.new_context()
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


def test_a_member_signs_in_and_decides_in_their_own_name(queue, provider, page):
    """The door, the provider, the queue; the ruling bears the member's number; who is removed is out at once."""
    address, url = queue
    page.goto(address)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_text("comment 1").first.wait_for()
    page.wait_for_function(READY)
    page.keyboard.press("f")
    page.wait_for_selector(".saved")
    assert page.locator(".name .isolate").inner_text() == "Anna"
    with open_store(url) as store:
        (ruling,) = store.events()
        assert (ruling.event.kind, ruling.actor_name, ruling.event.role) == ("approve", "Anna", "moderator")
        store.dismiss("anna@daily.example")
        page.reload()
        page.get_by_text("not one of this queue's team").wait_for()


@pytest.mark.parametrize(
    "user",
    [
        {"sub": "2", "email": "eve@elsewhere.example", "email_verified": True},
        {"sub": "2", "email": "anna@daily.example", "email_verified": False},
    ],
)
def test_a_stranger_is_told_and_leases_nothing(queue, provider, page, user):
    """Neither somebody else nor somebody who merely claims a member's address."""
    address, url = queue
    provider.user = user
    page.goto(address)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_text("not one of this queue's team").wait_for()

    page.get_by_role("button", name="Sign out").wait_for()
    with open_store(url) as store:
        assert store.stats().leased == 0
        assert [person.subject for person in store.people()] == ["anna@daily.example"]
        assert len(Desk(store, "anna@daily.example", None).claim(Filter())) == 8
