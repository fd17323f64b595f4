"""moderation queue."""

from __future__ import annotations

import importlib.util
import os
import re
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import click

from moderation.app import settings
from moderation.cli.options import database
from moderation.cli.ports import check_port, is_loopback
from moderation.errors import UsageError
from moderation.policy import load_policy
from moderation.rulebook.files.load import checked_rules
from moderation.shipped import shipped
from moderation.store import open_store

_PROVIDER = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")

port_option = click.option(
    "--port", type=click.IntRange(1, 65535), default=8501, show_default=True, help="The port on this machine."
)
moderator_option = click.option("--moderator", metavar="NAME", help="Who decides; your user name without.")
role_option = click.option(
    "--role",
    type=click.Choice(["moderator", "senior"]),
    help="What that moderator may do; a senior also decides what was escalated.",
)


@dataclass(frozen=True, slots=True)
class Opening:
    """What the queue is opened with: the database, who decides, the files whose words it shows, and the door."""

    url: str
    port: int
    moderator: str | None
    role: str | None
    policy: Path | None = None
    rules: Path | None = None
    door: settings.Door = settings.Door()  # noqa: RUF009 # frozen, and the same for everybody

    def environment(self) -> dict[str, str]:
        """Return the variables in which the pages find it."""
        named = {
            settings.MODERATOR: self.moderator,
            settings.ROLE: self.role,
            settings.POLICY: self.policy and str(self.policy.resolve()),
            settings.RULES: self.rules and str(self.rules.resolve()),
        }
        given = {name: value for name, value in named.items() if value}
        return {settings.DATABASE: self.url, settings.LOGIN: self.door.login, **given}


@click.command(name="queue")
@database
@port_option
@moderator_option
@role_option
@click.option(
    "--policy", type=click.Path(path_type=Path), metavar="FILE", help="The policy whose thresholds are shown."
)
@click.option("--rules", type=click.Path(path_type=Path), metavar="DIR", help="The rule files whose titles are shown.")
@click.option(
    "--host", default=settings.HOST, show_default=True, help="The address to listen on; with a login, others too."
)
@click.option("--allowed-host", "names", multiple=True, metavar="NAME", help="A name by which browsers may call it.")
@click.option(
    "--login", default=settings.LOCAL, show_default=True, metavar="local|oidc|header:NAME",
    help="`oidc` signs in with an OpenID provider; `header:NAME` trusts a proxy that shows MODERATION_PROXY_SECRET.",
)  # fmt: skip
@click.option(
    "--secrets", type=click.Path(path_type=Path), metavar="FILE", help="The TOML file with the provider under [auth]."
)
def command(host: str, names: tuple[str, ...], login: str, secrets: Path | None, **options: Any) -> None:
    """Open the moderation queue in the browser; without a login only this machine can reach it."""
    opening = Opening(**options, door=checked(settings.Door(host, names, login, secrets)))
    check_port(opening.door.host, opening.port)
    load_policy(opening.policy)
    if opening.rules is not None:
        checked_rules(opening.rules)
    open_store(opening.url, create=False).close()
    open_queue(opening)


def checked(door: settings.Door) -> settings.Door:
    """Return the door; raises UsageError where others could come in without signing in, or nobody could at all."""
    if door.login == settings.LOCAL:
        if not is_loopback(door.host):
            raise UsageError(
                f"`{door.host}` lets other machines in, and nobody signs in",
                mend="add `--login oidc --secrets FILE`, or `--login header:NAME` behind a proxy that signs people in",
            )
    elif door.login == settings.OIDC:
        _check_provider(door.secrets)
    elif re.fullmatch(settings.HEADER + r"[A-Za-z][A-Za-z0-9-]*", door.login):
        if not os.environ.get(settings.PROXY_SECRET):
            raise UsageError(
                "a header can be sent by anybody",
                mend=f"set {settings.PROXY_SECRET}, and let the proxy send it as X-Moderation-Proxy-Secret",
            )
    else:
        raise UsageError(f"`{door.login}` is no login", mend="write `local`, `oidc`, or `header:X-Forwarded-Email`")
    return door


def _check_provider(secrets: Path | None) -> None:
    if importlib.util.find_spec("authlib") is None:
        raise UsageError("signing in needs Authlib", mend="pip install 'moderation[login]'")
    if secrets is None:
        raise UsageError("`--login oidc` needs to know the provider", mend="name its file with `--secrets FILE`")
    try:
        auth = tomllib.loads(secrets.read_text(encoding="utf-8")).get("auth", {})
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"`{secrets}` cannot be read as TOML", mend="see docs/how-to/run-for-a-team.md") from error
    missing = [name for name in _PROVIDER if name not in auth]
    if missing:
        raise UsageError(
            f"`{secrets}` lacks {', '.join(missing)} under [auth]", mend="see docs/how-to/run-for-a-team.md"
        )


def open_queue(opening: Opening) -> NoReturn:
    """Become the server of the queue; does not return."""
    door, port = opening.door, opening.port
    click.echo(f"the queue is at http://{door.host}:{port} (Ctrl+C stops it)", err=True)
    sys.stderr.flush()
    # -P: a stray `streamlit.py` in the current folder must not be what runs.
    call = [
        sys.executable,
        "-P",
        "-m",
        "streamlit",
        "run",
        *settings.flags(port, door),
        str(shipped("streamlit_app.py")),
    ]
    os.execve(sys.executable, call, {**os.environ, **settings.theme_environment(), **opening.environment()})  # noqa: S606 # a list, no shell
