"""Who is there: what a login says, what a proxy says, and who is let in at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from moderation.app import settings, who
from moderation.cli.queue import checked
from moderation.errors import UsageError
from moderation.store import open_store

NOW = 1_000_000.0
CLAIMS = {"iss": "https://id.example", "sub": "42", "email": "anna@x.example", "email_verified": True, "iat": NOW - 60}
PROVIDER = """[auth]
redirect_uri = "https://queue.example/oauth2callback"
cookie_secret = "a long random text"
client_id = "queue"
client_secret = "s"
server_metadata_url = "https://id.example/.well-known/openid-configuration"
"""


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ({}, ("anna@x.example", "https://id.example#42")),
        ({"email_verified": False}, ("https://id.example#42",)),
        ({"email_verified": "true"}, ("https://id.example#42",)),
        ({"email": None}, ("https://id.example#42",)),
        ({"iss": None}, ("anna@x.example",)),
        ({"iat": NOW - 13 * 3600}, ()),
        ({"iat": None}, ()),
    ],
)
def test_a_token_names_verified_addresses_and_subjects(change, names):
    """Only what the provider vouches for, and for half a day."""
    assert who.claimed_by({**CLAIMS, **change}, NOW) == names


@pytest.mark.parametrize(
    ("headers", "secret", "names"),
    [
        ({"X-Moderation-Proxy-Secret": "s", "X-User": " anna "}, "s", ("anna",)),
        ({"X-Moderation-Proxy-Secret": "t", "X-User": "anna"}, "s", ()),
        ({"X-User": "anna"}, "s", ()),
        ({"X-User": "anna"}, "", ()),
        ({"X-Moderation-Proxy-Secret": "", "X-User": "anna"}, "", ()),
        ({"X-Moderation-Proxy-Secret": "é", "X-User": "anna"}, "s", ()),
        ({"X-Moderation-Proxy-Secret": "s"}, "s", ()),
    ],
)
def test_a_header_counts_only_from_the_proxy(headers, secret, names):
    """Whoever sends the header without the secret is nobody, also where no secret is set."""
    assert who.told_by(headers, "X-User", secret) == names


def test_only_the_team_is_let_in(tmp_path):
    """By any name that the login gives; who was removed is out."""
    with open_store(f"sqlite:///{tmp_path / 'm.db'}") as store:
        store.welcome("https://id.example#42", "senior", "Anna")
        assert who.member_of(store, ("anna@x.example", "https://id.example#42")) == "https://id.example#42"
        store.dismiss("https://id.example#42")
        with pytest.raises(UsageError, match=r"`anna@x[.]example` is not one of this queue's team"):
            who.member_of(store, ("anna@x.example", "https://id.example#42"))


@pytest.mark.parametrize(
    ("door", "message"),
    [
        (settings.Door("0.0.0.0"), "nobody signs in"),
        (settings.Door("::"), "nobody signs in"),
        (settings.Door("queue.example"), "nobody signs in"),
        (settings.Door(login="oidc"), "needs to know the provider"),
        (settings.Door(login="oidc", secrets=Path("nowhere.toml")), "cannot be read"),
        (settings.Door(login="header:X-User"), "can be sent by anybody"),
        (settings.Door(login="header:"), "is no login"),
        (settings.Door(login="magic"), "is no login"),
    ],
)
def test_a_door_that_would_let_anybody_in_is_refused(monkeypatch, door, message):
    """Beyond this machine only with a login, and a login only where it can work; the mend says how."""
    monkeypatch.delenv(settings.PROXY_SECRET, raising=False)
    with pytest.raises(UsageError, match=message) as refused:
        checked(door)
    assert refused.value.problems[0].mend


def test_a_door_with_a_login_opens(monkeypatch, tmp_path):
    """Loopback without a login, anywhere with one; a provider's file must have all that it needs."""
    secrets = tmp_path / "secrets.toml"
    secrets.write_text(PROVIDER)
    monkeypatch.setenv(settings.PROXY_SECRET, "s")
    doors = [
        settings.Door(),
        settings.Door("::1"),
        settings.Door("0.0.0.0", ("queue.example",), "oidc", secrets),
        settings.Door("0.0.0.0", login="header:X-Forwarded-Email"),
    ]
    assert [checked(door) for door in doors] == doors
    given = settings.flags(80, doors[2])
    assert {"--server.address=0.0.0.0", "--server.allowedHosts=queue.example"} < set(given)
    assert f"--secrets.files={secrets}" in given
    secrets.write_text(PROVIDER.replace("client_id", "id"))
    with pytest.raises(UsageError, match="lacks client_id under"):
        checked(doors[2])


@pytest.mark.parametrize("people", [0, 1])
def test_whoever_has_a_machine_of_their_own_has_every_right(tmp_path, monkeypatch, people):
    """The first one without a login is an admin; who comes to an older queue is what the store says, or a moderator."""
    monkeypatch.setenv(settings.DATABASE, f"sqlite:///{tmp_path / 'm.db'}")
    monkeypatch.setenv(settings.MODERATOR, "marta")
    with open_store(f"sqlite:///{tmp_path / 'm.db'}") as store:
        for number in range(people):
            store.welcome(f"m{number}", "moderator", None)

    def script():
        import streamlit as st

        from moderation.app import session

        st.text(session.desk().role)

    page = AppTest.from_function(script, default_timeout=60).run()
    assert [text.value for text in page.text] == ["moderator" if people else "admin"]


def test_a_stranger_sees_the_door_and_nothing_else(tmp_path, monkeypatch, root):
    """With a proxy that names nobody, no page is drawn, and no item is leased."""
    url = f"sqlite:///{tmp_path / 'm.db'}"
    open_store(url).close()
    for name, value in ((settings.DATABASE, url), (settings.LOGIN, "header:X-User"), (settings.PROXY_SECRET, "s")):
        monkeypatch.setenv(name, value)

    page = AppTest.from_file(str(root / "streamlit_app.py"), default_timeout=60).run()

    assert not page.exception
    assert [text.value for text in page.text] == ["nobody has signed in\n  mend: sign in, then reload the page"]
    with open_store(url) as store:
        assert store.people() == []


def test_a_typed_name_is_kept_for_its_queue_alone(monkeypatch):
    """Whoever starts a queue over another database, or in another name, is not called as somebody was yesterday."""
    named = []
    for database, moderator in (("sqlite:///a.db", "marta"), ("sqlite:///b.db", "marta"), ("sqlite:///a.db", "bo")):
        monkeypatch.setenv(settings.DATABASE, database)
        monkeypatch.setenv(settings.MODERATOR, moderator)
        named.append(who.name_cookie())

    assert len(set(named)) == 3
    assert all(name.replace("_", "").isalnum() for name in named)
