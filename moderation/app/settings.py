"""How the queue is started: Streamlit's options, and the environment that carries ours to its pages."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

DATABASE: Final = "MODERATION_DB"
MODERATOR: Final = "MODERATION_MODERATOR"
ROLE: Final = "MODERATION_ROLE"
POLICY: Final = "MODERATION_POLICY"
RULES: Final = "MODERATION_RULES"
LOGIN: Final = "MODERATION_LOGIN"
PROXY_SECRET: Final = "MODERATION_PROXY_SECRET"  # noqa: S105 # the name of the variable

# Who somebody is: whoever sits at this machine, what an OpenID provider says, or what a proxy's header says.
LOCAL: Final = "local"
OIDC: Final = "oidc"
HEADER: Final = "header:"

DEFAULT_DATABASE: Final = "sqlite:///moderation.db"
HOST: Final = "127.0.0.1"

# What keeps the queue to this machine and its errors off the screen; every supported Streamlit knows these.
OPTIONS: Final[Mapping[str, str]] = {
    "server.address": HOST,
    "server.headless": "true",
    "server.fileWatcherType": "none",
    "browser.gatherUsageStats": "false",
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
    "runner.magicEnabled": "false",
    # A press that comes while the last one is being written must not cut that run short: at 60 ms a press no batch
    # would ever reach the panel.
    "runner.fastReruns": "false",
    # A collection of all there is after every press takes longer than writing it; Python's own come when due.
    "runner.postScriptGC": "false",
}

# A page elsewhere that had its own host name point here would otherwise reach the socket (DNS rebinding).
ALLOWED_HOSTS: Final = (HOST, "localhost")

# How it looks. Given by environment, since an older Streamlit stops at a flag that it does not know.
THEME: Final[Mapping[str, str]] = {
    "theme.paddingTop": "1rem",
    "theme.paddingBottom": "1.5rem",
    "theme.baseRadius": "8px",
    "theme.light.primaryColor": "#1f5f8b",
    "theme.light.backgroundColor": "#ffffff",
    "theme.light.secondaryBackgroundColor": "#f5f6f8",
    "theme.light.textColor": "#10151b",
    "theme.dark.primaryColor": "#86bbe0",
    "theme.dark.backgroundColor": "#15181c",
    "theme.dark.secondaryBackgroundColor": "#1e2228",
    "theme.dark.textColor": "#e7eaee",
}


@dataclass(frozen=True, slots=True)
class Door:
    """Where the queue listens, by which names it may be called, and how people sign in."""

    host: str = HOST
    names: tuple[str, ...] = ()
    login: str = LOCAL
    secrets: Path | None = None


def database_url() -> str:
    """Return the URL that the queue was started with."""
    return os.environ.get(DATABASE) or DEFAULT_DATABASE


def flags(port: int, door: Door | None = None) -> list[str]:
    """Return the command-line flags that `streamlit run` is started with."""
    at = door or Door()
    options = [*{**OPTIONS, "server.address": at.host}.items(), ("server.port", str(port))]
    options += [("server.allowedHosts", name) for name in (*ALLOWED_HOSTS, *at.names)]
    if at.secrets is not None:
        options.append(("secrets.files", str(at.secrets.resolve())))
    return [f"--{name}={value}" for name, value in options]


def theme_environment() -> dict[str, str]:
    """Return the environment variables that give Streamlit our theme."""
    return {_variable(name): value for name, value in THEME.items()}


def _variable(option: str) -> str:
    spelled = "".join(f"_{c}" if c.isupper() else c for c in option.replace(".", "_"))
    return f"STREAMLIT_{spelled.upper()}"
