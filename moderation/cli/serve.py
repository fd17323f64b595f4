"""moderation serve."""

from __future__ import annotations

import os
import re
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import click

from moderation.app.settings import DATABASE
from moderation.cli.options import judging, loading_of
from moderation.cli.ports import check_port, is_loopback
from moderation.errors import UsageError
from moderation.serve.settings import AT_ONCE, LONGEST_WAIT

_SILENT_SECONDS: Final = 60


def _an_address(_: click.Context, __: click.Parameter, given: str | None) -> str | None:
    """Return the address that the discovery document tells clients to go to, and that they could go to."""
    if given is not None and not re.fullmatch(r"https?://[^/?#\s]+(?:/[^?#\s]*)?", given):
        raise UsageError(f"`--public-url {given}` is no address", mend="write it like `https://scores.example`")
    return given


@click.command(name="serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8080, show_default=True, help="The port.")
@click.option("--db", "url", envvar=DATABASE, metavar="URL", help="Where rulings that come back are kept.")
@click.option(
    "--scale",
    default="perspective",
    show_default=True,
    metavar="calibrated|perspective|FILE",
    help="The numbers that `comments:analyze` gives: thresholds made for Perspective hold on its own scale.",
)
@judging
@click.option("--keys", type=click.Path(path_type=Path), metavar="FILE", help="Who may ask; without it, this machine.")
@click.option("--new-key", metavar="NAME", help="Make a key: it goes to the screen, what admits it to standard output.")
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="Processes that serve.")
@click.option(
    "--longest-wait",
    type=click.FloatRange(0.01),
    default=LONGEST_WAIT,
    show_default=True,
    help="Seconds before a 429 instead.",
)
@click.option(
    "--at-once", type=click.IntRange(1), default=AT_ONCE, show_default=True, help="Comments scored in one batch."
)
@click.option(
    "--public-url",
    metavar="URL",
    callback=_an_address,
    help="How clients reach the server, where a proxy stands before it.",
)
def command(host: str, port: int, new_key: str | None, **options: Any) -> None:
    """Serve scores over HTTP: Perspective's wire format, Coral's moderation phase, and our own verdicts.

    Coral's signing secret is read from MODERATION_CORAL_SECRET.
    """
    if find_spec("fastapi") is None or find_spec("prometheus_client") is None:
        raise UsageError("the server's libraries are not installed", mend="pip install 'moderation[serve]'")
    from moderation.serve.keys import new_key as make_key

    if new_key:
        key, lines = make_key(new_key)
        click.echo(f"the key, shown this once: {key}", err=True)
        click.echo(lines, nl=False)
        return
    _check_host(host, options["keys"])
    check_port(host, port)
    _run(host, port, options)


def _run(host: str, port: int, options: dict[str, Any]) -> None:
    import uvicorn

    from moderation.serve.metrics import SHARED
    from moderation.serve.server import make_server
    from moderation.serve.settings import Settings, coral_secret

    keys = options["keys"]
    settings = Settings(
        db=options["url"],
        scale=options["scale"],
        keys=str(keys.resolve()) if keys else None,
        public_url=options["public_url"],
        workers=options["workers"],
        longest_wait=options["longest_wait"],
        at_once=options["at_once"],
        loading=loading_of(options),
    )
    # What is wrong is said here, once and in words, and not by each worker.
    server = make_server(settings)
    click.echo(f"serving at http://{host}:{port}, calls at /docs (Ctrl+C stops it)", err=True)
    for missing, mend in (
        (settings.db is None, "rulings that come back are not kept; name a database with --db"),
        (coral_secret() is None, "Coral's phase is off; set MODERATION_CORAL_SECRET"),
        (coral_secret() and keys, "Coral sends no key by itself: its phase has the URL /coral/moderate?key=KEY"),
    ):
        if missing:
            click.echo(f"  {mend}", err=True)
    # A key stands in the address of a request: no access log.
    manner: dict[str, Any] = {"host": host, "port": port, "access_log": False, "log_level": "warning"}
    manner |= {"timeout_graceful_shutdown": 30, "timeout_keep_alive": 75, "server_header": False, "date_header": False}
    if settings.workers == 1:
        uvicorn.run(server, **manner)
        return
    # One that says nothing for so long is killed, with the requests that it has: within uvicorn's own five seconds a
    # machine with more to do than it can gave a worker none to start in, or to answer.
    manner["timeout_worker_healthcheck"] = _SILENT_SECONDS
    with tempfile.TemporaryDirectory(prefix="moderation-metrics-") as shared:
        os.environ |= {**settings.environment(), SHARED: shared}
        uvicorn.run("moderation.serve.server:from_environment", factory=True, workers=settings.workers, **manner)


def _check_host(host: str, keys: Path | None) -> None:
    """Raise UsageError where others could reach the server and nobody would ask them for a key."""
    if not is_loopback(host) and keys is None:
        raise UsageError(
            f"`{host}` lets other machines in, and there are no keys",
            mend="make one with `moderation serve --new-key NAME`, put it into a file, and name that with `--keys`",
        )
