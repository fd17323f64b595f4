"""How Streamlit is started."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

from streamlit import config

from moderation.app import settings


def _flat(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        elif isinstance(value, list):
            yield from ((prefix + name, str(part)) for part in value)
        else:
            yield prefix + name, str(value).lower() if isinstance(value, bool) else str(value)


def test_the_checkouts_config_says_the_same(root):
    """`streamlit run` in a checkout and `moderation queue` start the same app."""
    file = tomllib.loads((root / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    hosts = [("server.allowedHosts", host) for host in settings.ALLOWED_HOSTS]

    assert sorted(_flat(file)) == sorted([*settings.OPTIONS.items(), *settings.THEME.items(), *hosts])


def test_streamlit_knows_every_option():
    """No option is misspelled: the installed Streamlit has them all."""
    known = config.get_config_options()

    assert {*settings.OPTIONS, *settings.THEME, "server.port", "server.allowedHosts"} <= known.keys()


def test_the_theme_travels_by_environment():
    """Names become the variables that Streamlit reads."""
    assert settings.theme_environment()["STREAMLIT_THEME_DARK_SECONDARY_BACKGROUND_COLOR"] == "#1e2228"


def test_the_queue_is_for_this_machine_alone():
    """Address, hosts and error details give nothing away."""
    given = settings.flags(8501)

    assert "--server.address=127.0.0.1" in given
    assert "--client.showErrorDetails=none" in given
    assert "--server.allowedHosts=localhost" in given
