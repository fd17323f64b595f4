"""moderation queue."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

import click

from moderation.app import settings
from moderation.cli.options import database
from moderation.errors import UsageError
from moderation.policy import load_policy
from moderation.rulebook import load
from moderation.shipped import shipped
from moderation.store import open_store

port_option = click.option(
    "--port", type=click.IntRange(1, 65535), default=8501, show_default=True, help="The port on this machine."
)
moderator_option = click.option("--moderator", metavar="NAME", help="Who decides; your user name without.")
role_option = click.option(
    "--role",
    type=click.Choice(["moderator", "senior"]),
    help="What that moderator may do; a senior also decides what was escalated.",
)


@click.command(name="queue")
@database
@port_option
@moderator_option
@role_option
@click.option(
    "--policy", type=click.Path(path_type=Path), metavar="FILE", help="The policy whose thresholds are shown."
)
@click.option("--rules", type=click.Path(path_type=Path), metavar="DIR", help="The rule files whose titles are shown.")
def command(
    url: str, port: int, moderator: str | None, role: str | None, policy: Path | None, rules: Path | None
) -> None:
    """Open the moderation queue in the browser; only this machine can reach it."""
    check_port(port)
    load_policy(policy)
    if rules is not None:
        load(rules)
    open_store(url, create=False).close()
    open_queue(url, port, moderator, role, {settings.POLICY: policy, settings.RULES: rules})


def check_port(port: int) -> None:
    """Raise UsageError where something else listens on the port already."""
    with socket.socket() as probe:
        # As the server does it: a port that only waits for stray packets of its last user is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.HOST, port))
        except OSError:
            raise UsageError(f"port {port} is taken or not allowed", mend="choose another with `--port`") from None


def open_queue(
    url: str, port: int, moderator: str | None, role: str | None, files: Mapping[str, Path | None]
) -> NoReturn:
    """Become the server of the queue; does not return."""
    ours = {settings.DATABASE: url}
    ours |= {name: str(path.resolve()) for name, path in files.items() if path is not None}
    ours |= {name: given for name, given in ((settings.MODERATOR, moderator), (settings.ROLE, role)) if given}
    click.echo(f"the queue is at http://{settings.HOST}:{port} (Ctrl+C stops it)", err=True)
    sys.stderr.flush()
    # -P: a stray `streamlit.py` in the current folder must not be what runs.
    call = [sys.executable, "-P", "-m", "streamlit", "run", *settings.flags(port), str(shipped("streamlit_app.py"))]
    os.execve(sys.executable, call, {**os.environ, **settings.theme_environment(), **ours})  # noqa: S606 # a list, no shell
